"""Asking the network for links, and only if asked to (`check --online`): the only place that ever does."""

import re
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urlsplit
from urllib.request import Request, urlopen

from ankigen import __version__
from ankigen.diagnostic import plural

UNSAFE = re.compile(r"[^!-~]")
GONE = {404: "not found", 410: "gone"}
TIMEOUT, AT_ONCE = 10, 8  # seconds; addresses

KNOWN = "https://example.com/"  # a host that is there as long as there is a network


class NoNetworkError(Exception):
    """No host can be found at all."""


# What is wrong with an address, empty if nothing is known to be.
Ask = Callable[[str], str]


def find_dead(urls: Iterable[str], ask: Ask) -> dict[str, str]:
    """What is wrong with the addresses of which something is. Raises NoNetworkError if no host at all is found."""
    pages: dict[str, list[str]] = {}
    for url in sorted(urls):
        pages.setdefault(urldefrag(url).url, []).append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(pages, pool.map(ask, pages), strict=True))
    lost = {urlsplit(page).hostname for page, answer in answers.items() if answer == NO_HOST}
    if lost and all(answer == NO_HOST for answer in answers.values()) and (len(lost) > 1 or ask(KNOWN) == NO_HOST):
        raise NoNetworkError(f"no link was checked: {plural(len(lost), 'host')} cannot be found, as without a network")
    return {url: answer for page, answer in answers.items() if answer for url in pages[page]}


NO_HOST = "there is no such host"


def ask_web(url: str) -> str:
    """Ask for the head, and if that is refused for the page: some servers know no HEAD.

    Only what is surely gone counts: no answer in time, a server's trouble or a closed door may be over tomorrow.
    """
    try:
        page = UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
        return "" if _status(page, "HEAD") < 400 else GONE.get(_status(page, "GET"), "")
    except URLError as error:
        unknown = isinstance(error.reason, socket.gaierror) and error.reason.errno in (socket.EAI_NONAME, NO_DATA)
        return NO_HOST if unknown else ""
    except (OSError, HTTPException, ValueError):
        return ""


NO_DATA = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)


def _status(url: str, method: str) -> int:
    request = Request(
        url, method=method, headers={"User-Agent": f"ankigen/{__version__} (link check)", "Accept": "*/*"}
    )
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
