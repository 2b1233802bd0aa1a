"""`ankigen preview --live` on the command line: what goes wrong before there is a page, in one sentence."""

import socket
import subprocess
import sys
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ankigen.cli import ENDINGS
from ankigen.diagnostic import AnkigenError
from ankigen.live.address import FREE, Address, keep_address, known_address
from ankigen.live.editor import EDITORS, editor_address

from .conftest import Serve, servers

Run = Callable[..., tuple[int, str, str]]


def test_a_port_that_is_taken(deck: Path, ankigen: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, err = ankigen("preview", "--live", "--no-open", "--port", str(port), cwd=deck)
    assert (status, out) == (2, "")
    assert f"port {port}" in err
    assert "--port" in err
    assert err.count("\n") == 1


def test_the_address_stays_from_one_run_to_the_next(tmp_path: Path) -> None:
    """So that a page that is open can still save; nobody else may read it."""
    kept = tmp_path / "cache/live"
    first = known_address(kept)
    assert first.port == FREE
    keep_address(kept, Address(8123, first.token))
    assert known_address(kept) == Address(8123, first.token)
    assert kept.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    for damaged in (
        "",
        "[]",
        '{"port": 1}',
        '{"port": 0, "token": "x"}',
        f'{{"port": 99999, "token": "{first.token}"}}',
    ):
        kept.write_text(damaged)
        assert known_address(kept).port == FREE
        assert known_address(kept).token not in damaged
    assert known_address(None) != known_address(None)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_closed_terminal_ends_it_in_order(ending: int, deck: Path) -> None:
    with servers(ending, 128 + ending) as start:
        start(deck)


@pytest.mark.slow
def test_a_second_run_beside_the_first_gets_a_port_of_its_own(deck: Path, serve: Serve) -> None:
    first, second = urlsplit(serve(deck)), urlsplit(serve(deck))
    assert first.port != second.port
    assert first.query == second.query


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there a port is free at once, and the option means another thing")
def test_a_port_is_free_again_as_soon_as_its_run_has_ended(deck: Path) -> None:
    """What is left of a page's lines waits for a minute."""
    ports: list[int] = []
    for _ in range(2):
        with servers() as start:
            address = urlsplit(start(deck, *(("--port", str(ports[0])) if ports else ())))
            assert address.port
            ports.append(address.port)
            line = HTTPConnection(address.netloc, timeout=10)
            line.request("GET", "/events")
            answer = line.getresponse()
            answer.readline()
        answer.close()
        line.close()
    assert ports[0] == ports[1]


def test_a_folder_without_decks(tmp_path: Path, ankigen: Run) -> None:
    status, _, err = ankigen("preview", "--live", "--no-open", cwd=tmp_path)
    assert status == 2
    assert "ankigen new" in err


def test_a_deck_that_is_not_there(deck: Path, ankigen: Run) -> None:
    status, _, err = ankigen("preview", "--live", "--no-open", "dekc", cwd=deck)
    assert (status, "did you mean 'deck'?" in err) == (2, True)


@pytest.mark.slow
def test_without_the_extra_it_says_how_to_install_it(deck: Path) -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('starlette', 'watchfiles')));"
        "from ankigen.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "preview", "--live", "--no-open"]
    run = subprocess.run(command, cwd=deck, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith("ankigen: --live needs starlette and watchfiles: ")
    assert "install 'starlette' 'watchfiles'" in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "options",
    [("--port", "8000"), ("--no-open",), ("--live", "--output", "x.html"), ("--live", "--reviews")],
    ids=" ".join,
)
def test_options_that_have_no_meaning_here_are_refused(deck: Path, ankigen: Run, options: tuple[str, ...]) -> None:
    assert ankigen("preview", *options, cwd=deck)[0] == 2


@pytest.mark.slow
def test_nothing_is_written(deck: Path, serve: Serve) -> None:
    before = sorted(deck.rglob("*"))
    serve(deck)
    assert sorted(deck.rglob("*")) == before


def test_an_editor_is_named_or_given_as_an_address() -> None:
    assert editor_address("") == EDITORS["code"]
    assert editor_address("zed") == EDITORS["zed"]
    assert editor_address("my://open{path}#{line}") == "my://open{path}#{line}"


@pytest.mark.parametrize("editor", ["vim", "my://open", "{path}", "javascript:alert('{path}')", " JavaScript:{path}"])
def test_an_editor_that_nobody_knows_is_refused(editor: str) -> None:
    with pytest.raises(AnkigenError, match="--editor"):
        editor_address(editor)
