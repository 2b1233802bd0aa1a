"""The mutants are the same every time, and each is a wrong line."""

import ast

from tests.mutants.__main__ import MODULES
from tests.mutants.mutate import choose, mutants
from tests.mutants.trial import ROOT, SOURCES

TEXT = b'''
def kept(notes, last=3):
    """A docstring stays."""
    if not notes and last < 2:
        return []
    found = sorted(note for note in notes if note.id != "")
    del found[: last - 1]
    return found
'''
WRONG = {
    "+ def kept(notes, last=4):",
    "+ if notes and last < 2:",
    "+ if not notes or last < 2:",
    "+ if not notes and last <= 2:",
    "+ if not notes and last < 3:",
    "+ if not (not notes and last < 2):",
    "+ return None",
    '+ found = list((note for note in notes if note.id != ""))',
    '+ found = sorted(note for note in notes if note.id == "")',
    '+ found = sorted(note for note in notes if note.id != "x")',
    "+ del found[: last - 1 + 1]",
    "+ del found[: last + 1]",
    "+ del found[: last - 2]",
}


def test_a_mutant_is_one_wrong_line() -> None:
    made = mutants("kept.py", TEXT)
    assert {mutant.diff.split("\n")[1] for mutant in made} == WRONG
    assert all(mutant.text == TEXT for mutant in made)


def test_there_are_enough_of_them_and_each_is_python() -> None:
    made = [mutant for module in MODULES for mutant in choose(module, (ROOT / SOURCES / module).read_bytes(), 1, 12)]
    assert len(made) >= 100
    for mutant in made:
        assert mutant.changed != mutant.text
        ast.parse(mutant.changed)


def test_the_list_is_the_same_every_time_and_an_edit_elsewhere_leaves_it() -> None:
    chosen = choose("kept.py", TEXT, 1, 5)
    assert chosen == choose("kept.py", TEXT, 1, 5)
    assert chosen != choose("kept.py", TEXT, 2, 5)
    moved = choose("kept.py", b"# a remark\n" + TEXT, 1, 5)
    assert [mutant.diff for mutant in moved] == [mutant.diff for mutant in chosen]
