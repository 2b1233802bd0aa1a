"""`make fuzz`: random sources of the shapes that break parsers, read, rendered and reviewed until the time is up.

Nothing may raise but AnkigenError, no mark of Anki's may live in a field, nothing that runs or loads may be in it, and
a remedy must fit its place. A seed that fails is printed with its source. With `--files` it is the released deck's own
files (settings, objectives, ledger, package) with bytes changed, and only the first of these is asked of their readers.
"""

import argparse
import io
import random
import re
import time
import tomllib
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from ankigen.apkg.reader import Package, read_package
from ankigen.compile.fields import note_fields
from ankigen.diagnostic import AnkigenError
from ankigen.lint.rules import review
from ankigen.model.anki_marks import MARK
from ankigen.model.config import DeckConfig, parse_config
from ankigen.model.deck import Deck
from ankigen.model.history import History
from ankigen.model.note import Note
from ankigen.model.objectives import parse_objectives
from ankigen.parse import parse
from ankigen.project.ledger import load_ledger
from ankigen.project.paths import decode
from ankigen.render import Renderer
from ankigen.source import Fragment, Source, with_line_feeds
from tests.bench.growth import PIECES

WORDS = (
    "bone",
    "collagen ",
    "Osteoclasts ",
    "\n",
    "\n\n",
    " ",
    "### q\n",
    "<!-- id: n -->\n",
    "#### Hint\n",
    "#### Answer\n",
    "c1::",
    "x",
)
OWN_SOUND = re.compile(r"\[sound:[^\]]*\]")
ACTIVE = re.compile(
    r"(?i)<(?:script|iframe|object|embed|form|meta|base|link)\b|\son\w+\s*=|javascript:|<[^>]*\bstyle\s*="
)
CONFIG = DeckConfig("Deck", "deck-0000", "deck")


def made_up(chance: random.Random) -> str:
    pieces = chance.choices((*PIECES, *WORDS), k=chance.randint(1, 25))
    start = chance.choice(("", "### q\n<!-- id: n -->\n\n", "---\ntags: [a]\n---\n### q\n"))
    return with_line_feeds(start + "".join(pieces))


def attempt(text: str, renderer: Renderer) -> str:
    """What is wrong with what comes of the text, empty if nothing is."""
    source = Source(Path("a.md"), "a.md", text)
    parsed = parse(source)
    problems = list(parsed.problems)
    html: dict[Fragment, str] = {}
    for note in parsed.notes:
        fields = note_fields(note, CONFIG, renderer)
        problems += fields.problems
        html |= dict(fields.rendered)
        if wrong := _living(note, fields.html):
            return wrong
    deck = Deck(CONFIG, parsed.notes, History("deck-0000", "Deck"), source, source, (source,), today=date(2026, 1, 1))
    problems += review(deck, html)
    for problem in problems:
        if not (1 <= problem.span.line <= len(source.lines) and problem.span.column >= 1):
            return f"a place outside the file: {problem.span}"
        for edit in problem.edits:
            at = edit.span.column - 1
            if f"{source.line(edit.span.line)}\n"[at : at + len(edit.old)] != edit.old:
                return f"a remedy that does not fit: {edit}"
    return ""


def _living(note: Note, fields: dict[str, str]) -> str:
    for name, text in fields.items():
        own = OWN_SOUND.sub("", text) if "[sound:" in text and "![" in repr(note.parts) else text
        if MARK.search(own) or ACTIVE.search(re.sub(r">[^<]*<", "><", text)):
            return f"{name}: {text}"
    return ""


ROOT = Path(__file__).parents[2]
SLUG = "calcification-vs-ossification"
SPLICES = (
    b"\0",
    b"\xff",
    b"\r",
    b"\n",
    b'"',
    b"[",
    b"{",
    b"}",
    b"=",
    b"1e999",
    b"-1",
    b"null",
    b"99999999999999999999",
    b"\xed\xa0\x80",
)


def changed(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them replaced, removed, doubled or cut off."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 0, 1, 1, 2, 5, 60)))
        own = data[(at := chance.randrange(len(data) + 1)) : at + chance.choice((1, 5, 60))]
        new = chance.choice((b"", own, bytes([chance.randrange(256)]), chance.choice(SPLICES)))
        data = data[:start] if chance.random() < 0.02 else data[:start] + new + data[end:]
    return data


def rezipped(members: dict[str, bytes], chance: random.Random) -> bytes:
    """A package, one of its members changed: what a checksum does not find."""
    name = chance.choice(tuple(members))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, changed(data, chance) if member == name else data)
    return buffer.getvalue()


def file_attempts() -> tuple[Callable[[random.Random], object], ...]:
    """A reader for each kind of file of a deck, to be given changed bytes."""
    cards, decks = ROOT / "cards" / SLUG, ROOT / "decks" / SLUG
    settings, objectives = (cards / "deck.toml").read_bytes(), (cards / "objectives.md").read_bytes()
    ledger, package = (decks / "ledger.jsonl").read_bytes(), next(iter(sorted(decks.glob("*.apkg")))).read_bytes()
    uid = tomllib.loads(settings.decode())["uid"]
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}

    def text(data: bytes, chance: random.Random) -> Source:
        return decode(Source(Path("a"), "a"), changed(data, chance))[0]

    return (
        lambda chance: parse_config(text(settings, chance), "deck"),
        lambda chance: parse_objectives(text(objectives, chance)),
        lambda chance: load_ledger(Source(Path("a"), "a"), changed(ledger, chance), uid),
        lambda chance: read_package(Package("a.apkg", changed(package, chance))),
        lambda chance: read_package(Package("a.apkg", rezipped(members, chance))),
    )


def readable(read: Callable[[random.Random], object], chance: random.Random) -> str:
    with suppress(AnkigenError):
        read(chance)
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--files", action="store_true")
    options = parser.parse_args()
    renderer, readers = Renderer(), file_attempts()
    end, runs, failures = time.monotonic() + options.seconds, 0, 0
    while time.monotonic() < end:
        chance = random.Random(f"{options.seed}/{runs}")
        text = "" if options.files else made_up(chance)
        try:
            wrong = readable(readers[runs % len(readers)], chance) if options.files else attempt(text, renderer)
        except Exception as error:  # whatever it is
            wrong = f"{type(error).__name__}: {error}"
        runs += 1
        if wrong:
            failures += 1
            print(f"{options.seed}/{runs - 1}: {wrong}\n    {text!r}", flush=True)
    print(f"{runs:,} {'files' if options.files else 'sources'}, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
