"""`dead-link`: what is gone is told at its place, what may be back tomorrow is not. A server of the test answers."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ankigen.compile.pipeline import Stages, compile_deck
from ankigen.diagnostic import Severity
from ankigen.lint.dead_links import addresses
from ankigen.lint.network import NO_HOST, NoNetworkError, ask_web, find_dead
from ankigen.lint.rules import online_review, review
from ankigen.project.load import load_deck
from ankigen.project.paths import find_decks

ANSWERS = {"/here": 200, "/gone": 410, "/missing": 404, "/closed": 403, "/broken": 500, "/busy": 429}


class Site(BaseHTTPRequestHandler):
    """Pages of every status; `/no-head` knows only GET, `/moved` leads on, `/caf%C3%A9` is there."""

    asked: Counter[str]

    def do_HEAD(self) -> None:
        self.asked[self.path] += 1
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/here")
        else:
            self.send_response({"/no-head": 404, "/caf%C3%A9": 200}.get(self.path) or ANSWERS.get(self.path, 404))
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/no-head" else ANSWERS.get(self.path, 404))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    Site.asked = Counter()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def findings(root: Path) -> list[tuple[str, str, Severity]]:
    """Place, message and level of the dead links in the deck."""
    stages = Stages(lint=partial(online_review, ask=ask_web))
    problems = compile_deck(load_deck(find_decks(root, [])[0]), today=date(2023, 11, 14), stages=stages).findings
    return [
        (str(problem.span).rpartition("/")[2], problem.message, problem.severity)
        for problem in problems
        if problem.code == "dead-link"
    ]


def write(deck: Path, text: str) -> None:
    (deck / "cards/deck/a.md").write_text(text)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/here", ""),
        ("/missing", "not found"),
        ("/gone", "gone"),
        ("/closed", ""),
        ("/broken", ""),
        ("/busy", ""),
        ("/no-head", ""),
        ("/moved", ""),
        ("/café", ""),
    ],
)
def test_only_what_is_surely_gone_is_dead(site: str, path: str, says: str) -> None:
    assert ask_web(site + path) == says


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/refused", "http://[", "http://127.0.0.1:99999999/", "http://a b/"])
def test_what_gives_no_answer_is_not_dead(url: str) -> None:
    assert ask_web(url) == ""


def test_a_dead_link_is_told_once_at_its_place(deck: Path, site: str) -> None:
    write(
        deck,
        f"---\nreference: {site}/gone\n---\n\n### A ({site}/here)\n<!-- id: aa -->\n\nSee [x]({site}/missing#part).\n\n"
        f"### B\n<!-- id: bb, source: '{site}/missing' -->\n\nb `{site}/gone`\n\n#### Reference\n<{site}/gone>\n",
    )
    assert findings(deck) == [
        ("a.md:2:12", f"{site}/gone is dead: gone", Severity.WARNING),
        ("a.md:8:9", f"{site}/missing#part is dead: not found", Severity.WARNING),
        ("a.md:11:22", f"{site}/missing is dead: not found", Severity.WARNING),
        ("a.md:16:2", f"{site}/gone is dead: gone", Severity.WARNING),
    ]
    assert Site.asked == {"/gone": 1, "/here": 1, "/missing": 1}


def test_a_note_may_silence_it_online_and_offline(deck: Path, site: str) -> None:
    write(deck, f"### A\n<!-- id: aa, ignore: {{dead-link: archived}} -->\n\n<{site}/gone>\n")
    assert findings(deck) == []
    place = find_decks(deck, [])[0]
    offline = compile_deck(load_deck(place), today=date(2023, 11, 14), stages=Stages(lint=review)).findings
    assert not {problem.code for problem in offline} & {"unknown-rule", "unused-ignore", "dead-link"}
    write(deck, f"### A\n<!-- id: aa, ignore: {{dead-link: archived}} -->\n\n<{site}/here>\n")
    stages = Stages(lint=partial(online_review, ask=ask_web))
    online = compile_deck(load_deck(place), today=date(2023, 11, 14), stages=stages).findings
    assert "unused-ignore" in {problem.code for problem in online}


def test_a_deck_sets_its_level(deck: Path, site: str) -> None:
    write(deck, f"### A\n<!-- id: aa -->\n\n<{site}/gone>\n")
    settings = deck / "cards/deck/deck.toml"
    settings.write_text(settings.read_text() + '\n[check]\ndead-link = "error"\n')
    assert [severity for *_, severity in findings(deck)] == [Severity.ERROR]


def test_a_lost_host_is_dead_but_all_hosts_lost_is_a_lost_network() -> None:
    answers = {"http://a.org/x": NO_HOST, "http://b.org/y": ""}
    assert find_dead(answers, answers.__getitem__) == {"http://a.org/x": NO_HOST}
    with pytest.raises(NoNetworkError, match="2 hosts cannot be found"):
        find_dead(answers, lambda _: NO_HOST)
    with pytest.raises(NoNetworkError, match="1 host cannot be found"):
        find_dead(["http://a.org/x"], lambda _: NO_HOST)
    assert find_dead(["http://a.org/x"], lambda url: NO_HOST if "a.org" in url else "") == {"http://a.org/x": NO_HOST}


def test_without_a_network_no_link_is_dead_and_the_rest_is_checked(deck: Path) -> None:
    write(deck, "### Is it so?\n<!-- id: aa -->\n\n<http://a.org/x>, [there](http://b.org/)\n")
    found = online_review(load_deck(find_decks(deck, ["deck"])[0]).deck, {}, lambda _: NO_HOST)
    assert [problem.severity for problem in found if problem.code == "dead-link"] == [Severity.INFO]
    assert any(problem.code == "yes-no-question" for problem in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[a](https://a.org/x_(y) "t"), (see https://b.org/).', ["https://a.org/x_(y)", "https://b.org/"]),
        ("[a](http://a.org)[b](http://b.org)", ["http://a.org", "http://b.org"]),
        ("<https://a.org/?x=1&amp;y=2> **http://b.org**!", ["https://a.org/?x=1&y=2", "http://b.org"]),
        ('<a href="http://a.org">b</a> [r]: http://c.org', ["http://a.org", "http://c.org"]),
        ("`http://a.org` ```\nhttp://b.org\n``` <!-- http://c.org --> mailto:d@e.org", []),
        ("{{c1::http://a.org}} | http://b.org |", ["http://a.org", "http://b.org"]),
    ],
)
def test_addresses_are_found_in_markdown(text: str, found: list[str]) -> None:
    assert [url for url, _ in addresses(text)] == found
    assert all(text[at:].startswith("http") for _, at in addresses(text))
