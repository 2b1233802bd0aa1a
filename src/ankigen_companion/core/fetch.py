# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of the network: one GET for each file, over HTTPS, without cookies, passwords or a learner's name."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol
from urllib.parse import urljoin, urlsplit

from .errors import CompanionError, OfflineError
from .feed import File

if TYPE_CHECKING:
    from requests import PreparedRequest

# Bytes so far, bytes in all; raises to stop.
Progress = Callable[[int, int], None]

QUIET_SECONDS = 20  # without a byte
BIGGEST = 2_000_000_000  # bytes of a package
SLOWEST = 5_000  # bytes a second, over the whole of a file
PATIENCE = 30  # seconds that any file may take
MOST_REDIRECTS = 5
CHUNK = 1 << 16


class Fetch(Protocol):
    """Get what is at an address into a file, at most so many bytes. Raises CompanionError."""

    def __call__(self, address: str, most: int, into: BinaryIO, progress: Progress) -> None: ...


def no_progress(done: int, size: int) -> None:
    """Nobody watches."""


def fetch_https(address: str, most: int, into: BinaryIO, progress: Progress = no_progress) -> None:
    """As `Fetch`, from the web. Redirections are followed as long as they stay on HTTPS."""
    import requests

    end = time.monotonic() + PATIENCE + most / SLOWEST
    with requests.Session() as session:
        session.auth = _nobody  # else passwords of a .netrc would be sent
        try:
            for _ in range(MOST_REDIRECTS):
                _require_https(address)
                session.cookies.clear()
                answer = session.get(
                    address,
                    stream=True,
                    timeout=QUIET_SECONDS,
                    allow_redirects=False,
                    headers={"User-Agent": "ankigen-companion", "Accept": "*/*"},
                )
                with answer:
                    if answer.is_redirect:
                        address = urljoin(address, answer.headers["Location"])
                        continue
                    if answer.status_code == 404:
                        raise NotThereError(f"There is nothing at {address}. Is the address right?")
                    if answer.status_code != 200:
                        raise OfflineError(
                            f"{_host(address)} answers “{answer.status_code} {answer.reason}”. Try again later."
                        )
                    _copy(answer.iter_content(CHUNK), most, into, progress, address, end)
                    return
        except requests.RequestException as error:
            raise OfflineError(f"{_host(address)} cannot be reached. Are you online?") from error
    raise CompanionError(f"{_host(address)} sends from one address to the next without end.")


class NotThereError(CompanionError):
    """The server is there, the file is not."""


def get(fetch: Fetch, address: str, most: int) -> bytes:
    """A small file without a digest, such as decks.json."""
    into = BytesIO()
    fetch(address, most, into, no_progress)
    return into.getvalue()


def get_file(fetch: Fetch, file: File, into: Path, progress: Progress = no_progress) -> Path:
    """A file whose size and digest are known. Raises CompanionError if what comes is anything else."""
    if file.size > BIGGEST:
        raise CompanionError(f"{file.address} has {file.size} bytes, more than a deck may have.")
    try:
        with into.open("wb") as target:
            fetch(file.address, file.size, target, progress)
        with into.open("rb") as source:
            digest = hashlib.sha256()
            while chunk := source.read(CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise CompanionError(f"The download cannot be written ({error.strerror}). Is the disk full?") from error
    if into.stat().st_size != file.size or digest.hexdigest() != file.sha256:
        raise CompanionError(
            f"{file.address} is not the file that was published: its checksum differs. Nothing was changed; try again "
            "later, and tell the publisher if it stays so."
        )
    return into


def _copy(chunks: Iterable[bytes], most: int, into: BinaryIO, progress: Progress, address: str, end: float) -> None:
    done = 0
    for chunk in chunks:
        done += len(chunk)
        if done > most:
            raise CompanionError(f"{address} is bigger than it should be. Nothing was changed.")
        if time.monotonic() > end:
            raise OfflineError(f"{_host(address)} is too slow. Try again later.")
        into.write(chunk)
        progress(done, most)


def _require_https(address: str) -> None:
    if urlsplit(address).scheme != "https":
        raise CompanionError(f"{address} does not begin with https://, so anybody on the way could change the cards.")


def _host(address: str) -> str:
    return urlsplit(address).netloc or address


def _nobody(request: PreparedRequest) -> PreparedRequest:
    return request
