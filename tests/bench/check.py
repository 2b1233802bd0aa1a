"""How long the editorial review takes, against parsing the same notes: `python tests/bench/check.py [NOTES]...`.

The notes are made up of syllables, with word frequencies like those of a language and a few doubles among them.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ankigen.check import CHECKS, check
from ankigen.compile.fields import note_fields
from ankigen.lint.deck_rule import Across
from ankigen.lint.duplicates import near_duplicate
from ankigen.lint.levels import review_file
from ankigen.lint.rules import RULES, review
from ankigen.model.config import DeckConfig
from ankigen.model.deck import Deck
from ankigen.model.history import History
from ankigen.parse import parse
from ankigen.render import Renderer
from ankigen.source import Source

SYLLABLES = (
    *("osteo", "cardi", "neph", "hepat", "gastr", "neur", "myo", "chondr", "arthr", "derm"),
    *("cyt", "path", "log", "itis", "osis", "oma", "plasia", "algia", "ectomy", "trophy"),
)
SMALL = ("the", "of", "in", "and", "is", "by", "with", "which", "what", "does", "from", "to", "a", "are")
NOTES_IN_FILE = 250


def words(dice: random.Random, size: int) -> list[str]:
    """Made-up terms; more of them the larger the deck, as in a language (Heaps)."""
    return ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(int(40 * size**0.6))]


def sentence(dice: random.Random, terms: list[str], length: int) -> str:
    picked = (terms[min(int(dice.paretovariate(0.6)) - 1, len(terms) - 1)] for _ in range(length))
    return " ".join(word if dice.random() < 0.6 else dice.choice(SMALL) for word in picked)


def note(dice: random.Random, terms: list[str], number: int) -> str:
    front = sentence(dice, terms, dice.randint(6, 14)).capitalize()
    head = f"<!-- id: note-{number}, covers: [S1.{number % 90}] -->"
    match number % 4:
        case 0:
            text = sentence(dice, terms, 14) + " {{c1::" + dice.choice(terms) + "}} " + sentence(dice, terms, 5) + "."
            return f"### {front}\n{head}\n\n{text}\n"
        case 1:
            options = "\n".join(f"- [{'x' if at == 2 else ' '}] {sentence(dice, terms, 4)}" for at in range(4))
            return f"### {front}?\n{head}\n\n{options}\n\n#### Extra\n{sentence(dice, terms, 20)}.\n"
        case _:
            answer, extra = sentence(dice, terms, dice.randint(1, 9)), sentence(dice, terms, 25)
            return f"### {front}?\n{head}\n\n{answer}\n\n#### Clinical note\n{extra}.\n"


def sources(count: int) -> list[Source]:
    dice = random.Random(count)
    terms = words(dice, count)
    notes = [note(dice, terms, number) for number in range(count)]
    files = (notes[start : start + NOTES_IN_FILE] for start in range(0, count, NOTES_IN_FILE))
    return [Source(Path(f"{at}.md"), f"{at}.md", "# Section\n\n" + "\n".join(part)) for at, part in enumerate(files)]


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Processor time, so that a busy machine does not count; the shortest of the rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def bench(count: int) -> str:
    """One line of the table, for so many notes."""
    files = sources(count)
    rounds = max(1, min(7, 20_000 // count))
    parsing = seconds(lambda: [parse(file) for file in files], rounds)
    notes = [note for file in files for note in parse(file).notes]
    settings = DeckConfig("Bench", "bench-0000", "bench", source="Made up")
    ledger = Source(Path("ledger.jsonl"), "ledger.jsonl")
    toml = Source(Path("deck.toml"), "deck.toml")
    deck = Deck(settings, tuple(notes), History("bench-0000", "Bench"), ledger, toml, today=date(2026, 5, 31))
    renderer = Renderer()
    html = {part: text for note in notes for part, text in note_fields(note, settings, renderer).rendered}
    across = Across(deck, [review_file(part, RULES, html) for part in deck.files()])
    checking, reviewing = seconds(lambda: check(deck), rounds), seconds(lambda: review(deck, html), rounds)
    near = seconds(lambda: list(near_duplicate.judge(across)), rounds)
    ratio = (checking + reviewing) / parsing
    times = f"{count:8,} {parsing:8.2f} s {checking:7.2f} s {reviewing:7.2f} s {near:13.2f} s"
    return f"{times} {ratio:24.2f} {near / count * 1e6:19.0f} µs"


def main(counts: list[int]) -> None:
    print(f"{len(CHECKS)} checks of form, {len(RULES)} editorial rules")
    print("   notes     parse     check    review  near-duplicate   (check + review) / parse   near-duplicate/note")
    for count in counts:
        print(bench(count))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [1_000, 10_000, 100_000])
