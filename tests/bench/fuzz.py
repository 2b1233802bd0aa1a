"""`make fuzz`: random sources of the shapes that break parsers, read, rendered and reviewed until the time is up.

Nothing may raise but AnkigenError, no mark of Anki's may live in a field, nothing that runs or loads may be in it, and
a remedy must fit its place. A seed that fails is printed with its source.
"""

import argparse
import random
import re
import time
from datetime import date
from pathlib import Path

from ankigen.compile.fields import note_fields
from ankigen.lint.rules import review
from ankigen.model.anki_marks import MARK
from ankigen.model.config import DeckConfig
from ankigen.model.deck import Deck
from ankigen.model.history import History
from ankigen.model.note import Note
from ankigen.parse import parse
from ankigen.render import Renderer
from ankigen.source import LINE_END, Fragment, Source
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
    return LINE_END.sub("\n", start + "".join(pieces))


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    renderer, end, runs, failures = Renderer(), time.monotonic() + options.seconds, 0, 0
    while time.monotonic() < end:
        text = made_up(random.Random(f"{options.seed}/{runs}"))
        try:
            wrong = attempt(text, renderer)
        except Exception as error:  # whatever it is
            wrong = f"{type(error).__name__}: {error}"
        runs += 1
        if wrong:
            failures += 1
            print(f"{options.seed}/{runs - 1}: {wrong}\n    {text!r}", flush=True)
    print(f"{runs:,} sources, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
