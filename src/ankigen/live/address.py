"""The page's address: its port and token stay from one run to the next, so that an open page can still save."""

import json
import os
import re
import secrets
import socket
from contextlib import suppress
from pathlib import Path

from ankigen.diagnostic import AnkigenError
from ankigen.values import dataclass

LOOPBACK = "127.0.0.1"
FREE = 0  # the system chooses a port


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is served, and what whoever writes must know."""

    port: int
    token: str


def known_address(kept: Path | None) -> Address:
    """The address of the last run as it is kept in a file; one with a new token and any port if there is none."""
    fresh = Address(FREE, secrets.token_urlsafe(24))
    if kept is None:
        return fresh
    try:
        found = json.loads(kept.read_bytes())
        address = Address(int(found["port"]), str(found["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return fresh
    sound = re.fullmatch(r"[\w-]{32}", address.token, re.ASCII) and 0 < address.port < 65536
    return address if sound else fresh


def keep_address(kept: Path | None, address: Address) -> None:
    """Keep it for the next run if that is possible; nobody but the user may read it."""
    if kept is None:
        return
    partial = kept.with_name(f".{kept.name}.{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump({"port": address.port, "token": address.token}, file)
            partial.replace(kept)
        finally:
            partial.unlink(missing_ok=True)


def listening(port: int, last: int) -> socket.socket:
    """A socket that only this computer can reach: at `port`; if that is FREE, at the last run's port, or a free one.
    Raises AnkigenError if the port that was asked for is taken."""
    if port == FREE and last != FREE:
        with suppress(AnkigenError):
            return bound(last)
    return bound(port)


def bound(port: int) -> socket.socket:
    """A socket at this port of this computer alone. Raises AnkigenError if the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # a run that just ended leaves lines that wait; elsewhere this would share a port in use
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()  # on some systems it is only here that a taken port is noticed
    except (OSError, OverflowError) as error:
        listener.close()
        raise AnkigenError(
            f"port {port} cannot be used ({error.strerror if isinstance(error, OSError) else error}): "
            "name another one with --port, or none for a free one"
        ) from error
    return listener
