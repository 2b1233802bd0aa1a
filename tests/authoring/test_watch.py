"""Checking again from memory finds what checking from the start finds."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ankigen.authoring.watch import OF_ONE_FILE, Checker, Round, rounds
from ankigen.compile.pipeline import USUAL, compile_deck
from ankigen.diagnostic import Diagnostic
from ankigen.lint.dead_links import review
from ankigen.lint.rules import RULES
from ankigen.project.paths import DeckPaths, find_decks
from tests.bench.watch import synthetic

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests/cases"


def told(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(str(p.span), p.code, p.message, p.hint, p.severity) for p in problems]


def from_the_start(paths: DeckPaths) -> list[tuple[str, str, str, str, str]]:
    """What `ankigen check` tells."""
    return told(compile_deck(paths, today=TODAY, stages=replace(USUAL, review=review)).problems)


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
    assert len({code for _, code, *_ in whole} & OF_ONE_FILE) >= 15


def test_every_rule_of_one_file_is_a_rule() -> None:
    assert {rule.code for rule in RULES} >= OF_ONE_FILE


def test_after_any_change_the_findings_are_those_of_a_check_from_the_start(own: DeckPaths) -> None:
    checker, dice = Checker(own, lambda: TODAY), random.Random(7)
    assert told(checker.check()) == from_the_start(own)
    for _ in range(12):
        path = dice.choice(own.sources())
        lines = path.read_text().split("\n")
        at = dice.randrange(len(lines))
        lines[at : at + 1] = dice.choice(
            ([], [lines[at], lines[at]], [lines[at] + " TODO"], ["### New?", "", "It is."])
        )
        path.write_text("\n".join(lines))
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

    found: list[Round] = []
    with suppress(Over):
        found.extend(rounds([Checker(paths, lambda: TODAY)], wait, lambda: 0.0))
    return found


def test_each_change_brings_a_glance_and_then_the_whole(own: DeckPaths) -> None:
    path = own.sources()[0]
    found = played(own, [lambda: path.write_text(path.read_text() + "\n### No id\n\nb\n"), lambda: None])
    assert [last.whole for last in found] == [False, True, False, True]
    assert len(found[3].problems) > len(found[1].problems)


def test_a_ledger_in_trouble_is_told_and_watching_goes_on(own: DeckPaths) -> None:
    def damage() -> None:
        own.output.mkdir(parents=True)
        own.ledger.write_text("{")

    found = played(own, [damage, lambda: own.ledger.unlink()])
    assert "cut off" in found[3].trouble
    assert found[5].trouble == ""
    assert found[5].problems == found[1].problems


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
    compile_deck(paths, today=TODAY)
    assert again < (time.process_time() - start) / 3
    assert any(problem.code == "leftover" for problem in found)
