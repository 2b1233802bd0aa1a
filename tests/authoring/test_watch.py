"""Checking again from memory finds what checking from the start finds."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from ankigen.authoring.watch import Checker, Found, Round, rounds
from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import Diagnostic
from ankigen.lint.rule import Rule
from ankigen.lint.rules import RULES
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, all_decks, find_decks
from ankigen.project.strays import strays
from tests.bench.watch import synthetic

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests/cases"


def told(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(str(p.span), p.code, p.message, p.hint, p.severity) for p in problems]


def from_the_start(paths: DeckPaths) -> list[tuple[str, str, str, str, str]]:
    """What `ankigen check` tells."""
    return told(compile_deck(load_deck(paths), today=TODAY).findings)


@pytest.fixture
def own(tmp_path: Path) -> DeckPaths:
    """A copy of the first deck, with enough words missing for the rules to have something to say."""
    shutil.copytree(ROOT / "cards", tmp_path / "cards")
    paths = find_decks(tmp_path, ["calcification-vs-ossification"])[0]
    for path in paths.sources():
        path.write_text(path.read_text().replace("calcification", "it").replace("tissue", "TODO always 5"))
    return paths


def sources_of_cases() -> Iterator[str]:
    """The sources that golden cases of the rules hold."""
    for path in sorted((CASES / "lint").glob("*.md")):
        for block in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            head, _, body = block.partition("\n")
            if head.endswith(".md"):
                yield body


def test_rules_of_one_file_find_the_same_alone_and_in_the_deck(deck: Path) -> None:
    for number, text in enumerate(sources_of_cases()):
        (deck / f"cards/deck/case-{number:03}.md").write_text(text, encoding="utf-8")
    place = find_decks(deck, [])[0]
    whole = from_the_start(place)
    assert told(Checker(place, lambda: TODAY).check()) == whole
    assert len({code for _, code, *_ in whole} & {rule.kind.name for rule in RULES if isinstance(rule, Rule)}) >= 15


def random_edit(paths: DeckPaths, dice: random.Random) -> None:
    """What somebody might do to any file that a check reads."""
    sources = [path for path in paths.sources() if path.is_file()]
    objectives, media = paths.cards / "objectives.md", paths.cards / "media" / "remodelling.svg"
    match dice.randrange(12):
        case 0:
            path = dice.choice(sources)
            path.rename(paths.cards / f"{dice.randrange(100):02}-{path.name[-12:]}")
        case 1:
            dice.choice(sources).write_text("### Only one?\n<!-- id: [x -->\n\nTODO\n")
        case 2:
            media.unlink(missing_ok=True)
        case 3:
            media.write_text("<svg/>")
        case 4:
            (paths.cards / f"{dice.randrange(100)}.md").write_bytes(dice.randbytes(4) + b"\n### A?\n")
        case 5 | 6:
            text = paths.settings.read_text()
            before, after = dice.choice(
                (("name", "nmae"), ("nmae", "name"), ("source =", "# source ="), ('"', ""), ("#", ""))
            )
            paths.settings.write_text(text.replace(before, after, 1))
        case 7:
            lines = paths.ledger.read_text().splitlines(keepends=True)
            paths.ledger.write_text("".join(lines[: dice.randrange(len(lines) + 1)]) or "<<<<<<< HEAD\n")
        case 8:
            shutil.copy(paths.ledger.with_suffix(".kept"), paths.ledger)
        case 9:
            lines = objectives.read_text().splitlines(keepends=True) if objectives.exists() else []
            objectives.write_text("".join(lines[1:]) + f"- S{dice.randrange(9)}.1: Another one.\n")
        case _:
            path = dice.choice(sources)
            lines = path.read_text(errors="replace").split("\n")
            at = dice.randrange(len(lines))
            new = dice.choice(([], [lines[at]] * 2, [lines[at] + " TODO"], ["### New?", "", "It is."], ["```"]))
            path.write_text("\n".join([*lines[:at], *new, *lines[at + 1 :]]))


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_findings_are_those_of_a_check_from_the_start(own: DeckPaths, seed: int) -> None:
    shutil.copytree(ROOT / "decks" / own.slug, own.output)
    shutil.copy(own.ledger, own.ledger.with_suffix(".kept"))
    checker, dice = Checker(own, lambda: TODAY), random.Random(seed)
    assert told(checker.check()) == from_the_start(own)
    for _ in range(25):
        random_edit(own, dice)
        if dice.random() < 0.3:
            checker.glance()
        assert told(checker.check()) == from_the_start(own)


@pytest.mark.parametrize(
    "change",
    [
        lambda paths: paths.settings.write_text(paths.settings.read_text() + '\n[check]\nleftover = "error"\n'),
        lambda paths: paths.settings.write_text(paths.settings.read_text().replace("source = ", "# source = ")),
        lambda paths: paths.settings.write_text("name = "),
        lambda paths: (paths.cards / "objectives.md").write_text("- S9.9: Another one.\n"),
        lambda paths: (paths.cards / "media/remodelling.svg").unlink(),
        lambda paths: (paths.cards / "media/new.png").write_bytes(b"x"),
        lambda paths: paths.sources()[2].unlink(),
        lambda paths: paths.sources()[2].rename(paths.cards / "99-last.md"),
        lambda paths: (paths.cards / "00-a.md").write_bytes(b"\xff"),
        lambda paths: (paths.cards / "50-folder.md").mkdir(),
    ],
)
def test_a_change_around_the_notes_is_seen(own: DeckPaths, change: Callable[[DeckPaths], object]) -> None:
    checker = Checker(own, lambda: TODAY)
    before = told(checker.check())
    change(own)
    after = told(checker.check())
    assert after == from_the_start(own)
    assert after != before


def test_a_changed_drawing_is_seen(own: DeckPaths) -> None:
    """Where the masks of a picture note are is in another file than the note."""
    drawing = own.cards / "media/hilum.svg"
    text = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><rect id="{}" width="{}" height="9"/></svg>'
    drawing.write_text(text.format("bronchus", 9))
    image = "![Hilum](media/hilum.svg)"
    note = f"### Name it\n<!-- id: hilum, type: picture -->\n\n{image}\n\n- {{{{c1::Bronchus}}}} `#bronchus`\n"
    (own.cards / "picture.md").write_text(note)
    checker = Checker(own, lambda: TODAY)
    assert told(checker.check()) == from_the_start(own)
    for name, width, found in (("bronchus", 1, "mask-too-small"), ("vessel", 9, "unknown-shape"), ("bronchus", 9, "")):
        drawing.write_text(text.format(name, width))
        codes = {problem.code for problem in checker.check() if problem.span.source.path.name == "picture.md"}
        assert codes & {"mask-too-small", "unknown-shape"} == {found} - {""}
        assert told(checker.check()) == from_the_start(own)


def test_a_glance_knows_the_changed_file_and_recalls_the_rest(own: DeckPaths) -> None:
    checker = Checker(own, lambda: TODAY)
    checker.check()
    path = own.sources()[3]
    path.write_text(path.read_text() + "\n### Empty\n<!-- id: empty, review: soso -->\n\n### Left\n\nTODO\n")
    codes = {code for place, code, *_ in told(checker.glance()) if path.name in place}
    assert {"empty-back", "bad-review", "missing-id", "leftover"} <= codes
    assert told(checker.check()) == from_the_start(own)


class Over(Exception):  # noqa: N818 - nothing went wrong
    """The changes that a test had planned are all made."""


def played(paths: DeckPaths, changes: list[Callable[[], object]]) -> list[Round]:
    """The rounds of a watch during which these changes happen, one whenever the watcher waits."""
    left = iter(changes)

    def wait() -> None:
        change = next(left, None)
        if change is None:
            raise Over
        change()

    def find() -> Found:
        return all_decks(paths.root), tuple(strays(paths.root))

    found: list[Round] = []
    with suppress(Over):
        found.extend(rounds(find, lambda each: Checker(each, lambda: TODAY), wait, lambda: 0.0))
    return found


def test_each_change_brings_a_glance_and_then_the_whole(own: DeckPaths) -> None:
    path = own.sources()[0]
    found = played(own, [lambda: path.write_text(path.read_text() + "\n### No id\n\nb\n"), lambda: None])
    assert [last.whole for last in found] == [False, True, False, True]
    assert len(found[3].problems) > len(found[1].problems)


def test_a_damaged_ledger_is_reported_and_watching_goes_on(own: DeckPaths) -> None:
    def damage() -> None:
        own.output.mkdir(parents=True)
        own.ledger.write_text("{")

    found = played(own, [damage, lambda: own.ledger.unlink()])
    assert [problem.code for problem in found[3].problems if problem.span.source.path == own.ledger] == [
        "ledger-damaged"
    ]
    assert len(found[3].problems) == len(found[1].problems) + 1
    assert found[5].problems == found[1].problems


def test_a_deck_that_comes_or_loses_its_settings_is_seen(own: DeckPaths) -> None:
    new = DeckPaths(own.root, "new")

    def begin() -> None:
        new.cards.mkdir()
        (new.cards / "a.md").write_text("### One?\n")

    settings = 'name = "New"\nuid = "new-0000"\ntag = "new"\n'
    found = played(
        own,
        [
            begin,
            lambda: new.settings.write_text(settings),
            lambda: new.settings.rename(new.cards / "deck.toml.txt"),
            lambda: shutil.rmtree(new.cards),
        ],
    )
    codes = [sorted({p.code for p in last.problems if "cards/new" in str(p.span)}) for last in found if last.whole]
    lost, new_deck = ["folder-without-deck"], ["empty-back", "missing-id"]
    assert codes == [[], lost, new_deck, lost, []]
    assert found[-1].problems == found[1].problems


def test_a_rewritten_file_of_the_same_size_is_seen(own: DeckPaths) -> None:
    path = own.sources()[0]
    text = path.read_text()
    found = played(own, [lambda: path.write_text(text.replace("### ", "#### ", 1)[: len(text)])])
    assert len(found) == 4


@pytest.mark.slow
def test_a_thousand_notes_are_seen_anew_in_a_fraction_of_the_time(tmp_path: Path) -> None:
    paths = synthetic(tmp_path, 1000)
    checker = Checker(paths, lambda: TODAY)
    checker.check()
    path = paths.sources()[3]
    path.write_text(path.read_text() + "\n### Another\n<!-- id: another -->\n\nTODO\n")
    start = time.process_time()
    found = checker.glance()
    again = time.process_time() - start
    start = time.process_time()
    compile_deck(load_deck(paths), today=TODAY)
    assert again < (time.process_time() - start) / 3
    assert any(problem.code == "leftover" for problem in found)
