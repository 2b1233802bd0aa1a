"""The live preview as somebody runs it: a process of its own, and a browser."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ankigen.cli import ENDINGS
from tests.conftest import SETTINGS_OF_A_RUN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Serve = Callable[..., str]
Show = Callable[..., "Page"]


@pytest.fixture(scope="session")
def serving() -> Iterator[Serve]:
    """The same for tests that share a server."""
    with servers() as start:
        yield start


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start `ankigen preview --live` in a folder; the address that it prints. It ends with the test."""
    with servers() as start:
        yield start


@contextmanager
def servers(ending: int = signal.SIGINT, status: int = 0) -> Iterator[Serve]:
    running: list[subprocess.Popen[str]] = []

    def start(folder: Path, *options: str) -> str:
        command = [sys.executable, "-m", "ankigen", "preview", "--live", "--no-open", *options]
        environment = {**os.environ, **SETTINGS_OF_A_RUN, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=None if sys.platform == "win32" else _as_a_terminal_does,
        )
        running.append(process)
        assert process.stdout
        address = process.stdout.readline().strip()
        if not address:
            assert process.stderr
            pytest.fail(process.stderr.read())
        return address

    yield start
    for process in running:
        process.send_signal(ending)
    for process in running:
        _, said = process.communicate(timeout=20)
        assert process.returncode == status, said
        assert "Traceback" not in said


def _as_a_terminal_does() -> None:
    """Whoever runs the tests may ignore what a terminal says when it closes, as `nohup` does."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def show(browser: "Browser") -> "Iterator[Show]":
    """Open an address in a window of its own. What a page complains of fails the test."""
    opened = []

    def start(address: str, width: int = 1440, *, dark: bool = False, quiet: bool = False) -> "Page":
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
        page.set_default_timeout(10_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        opened.append((page, complaints, quiet))
        page.goto(address)
        page.locator("#title:not(:empty)").wait_for()
        return page

    yield start
    for page, complaints, quiet in opened:
        page.close()
        assert quiet or complaints == []
