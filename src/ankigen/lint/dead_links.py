"""Links that lead nowhere any more. The only place that asks the network, and only when told to (`check --online`)."""

import re
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from html import unescape
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urlsplit
from urllib.request import Request, urlopen

from ankigen import __version__
from ankigen.diagnostic import AnkigenError, Diagnostic, Severity
from ankigen.lint.levels import review as settle
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding, Rule
from ankigen.lint.rules import RULES
from ankigen.model.deck import Deck
from ankigen.model.note import Note
from ankigen.source import Fragment, Span

ADDRESS = re.compile(r"https?://[^\s<>\"|\\^`{}]+", re.IGNORECASE)
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?-->", re.DOTALL)
UNSAFE = re.compile(r"[^!-~]")
GONE = {404: "not found", 410: "gone"}
TIMEOUT, AT_ONCE = 10, 8  # seconds; addresses

# What is wrong with an address, empty where nothing is known to be.
Ask = Callable[[str], str]


def dead_link(review: Review, dead: Mapping[str, str]) -> Iterator[Finding]:
    """A link leads to a page or a host that is gone. Only `check --online` asks.

    Bad: `[PMC0000000](https://pmc.ncbi.nlm.nih.gov/articles/PMC0000000/)`
    Good: `[PMC7229867](https://pmc.ncbi.nlm.nih.gov/articles/PMC7229867/)`
    """
    for url, span in links(review.deck.notes):
        if url in dead:
            hint = "find where the page has moved to, or name another reference"
            yield Finding(span, f"{url} is dead: {dead[url]}", hint)


@wraps(dead_link)
def _none(_: Review) -> Iterator[Finding]:
    return iter(())


# Where nobody may ask, the rule is known, so that notes can silence it, and rests: no language begins with a hyphen.
OFFLINE = Rule(_none, Severity.WARNING, "-")


ALL_RULES = (*RULES, OFFLINE)


def review(deck: Deck) -> tuple[Diagnostic, ...]:
    """What the editorial rules find that need no network."""
    return settle(deck, ALL_RULES)


def online_review(deck: Deck, ask: Ask) -> tuple[Diagnostic, ...]:
    """What all editorial rules find, `dead-link` included. Raises AnkigenError where there is no network."""
    dead = find_dead({url for url, _ in links(deck.notes)}, ask)
    find = wraps(dead_link)(lambda review: dead_link(review, dead))
    return settle(deck, (*RULES, Rule(find, Severity.WARNING)))


def links(notes: Iterable[Note]) -> Iterator[tuple[str, Span]]:
    """Every address that a card links to, and where it stands; one of front matter once."""
    shared: dict[str, Span] = {}
    for note in notes:
        for text in _texts(note):
            yield from ((url, text.span(at)) for url, at in addresses(text.text))
        for value in (note.metadata.source, note.metadata.reference):
            yield from ((url, value.span) for url, _ in addresses(value.text if value else "") if value)
        for value in (note.file_source, note.file_reference):
            shared |= {url: value.span for url, _ in addresses(value.text if value else "") if value}
    yield from shared.items()


def _texts(note: Note) -> Iterator[Fragment]:
    yield from (note.front, note.body, *(option.text for option in note.options))
    yield from (text for _, text in note.fields)
    if note.explanation:
        yield note.explanation


def addresses(text: str) -> Iterator[tuple[str, int]]:
    """The http addresses in Markdown, with their offsets; those in code and comments are no links."""
    if "://" not in text:
        return
    shown = CODE.sub(lambda match: " " * len(match[0]), text)
    match = ADDRESS.search(shown)
    while match:
        address = _trimmed(match[0])
        yield unescape(address), match.start()
        match = ADDRESS.search(shown, match.start() + len(address))


def _trimmed(address: str) -> str:
    """Up to the bracket that closes the link around it, and without the sentence's own punctuation."""
    depth = 0
    for at, char in enumerate(address):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            address = address[:at]
            break
    return address.partition("]")[0].rstrip("?!.,:;*_~'")


def find_dead(urls: Iterable[str], ask: Ask) -> dict[str, str]:
    """What is wrong with the addresses of which something is. Raises AnkigenError where no host at all is found."""
    pages: dict[str, list[str]] = {}
    for url in sorted(urls):
        pages.setdefault(urldefrag(url).url, []).append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(pages, pool.map(ask, pages), strict=True))
    lost = {urlsplit(page).hostname for page, answer in answers.items() if answer == NO_HOST}
    if len(lost) > 1 and all(answer == NO_HOST for answer in answers.values()):
        raise AnkigenError(f"none of {len(lost)} hosts can be found: is there a network? Check without --online")
    return {url: answer for page, answer in answers.items() if answer for url in pages[page]}


NO_HOST = "there is no such host"


def ask_web(url: str) -> str:
    """Ask for the head, and where that is refused for the page: some servers know no HEAD.

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
