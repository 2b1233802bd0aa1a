"""A proof as people read it, however long the paths of the packages are."""

import pytest

from ankigen.verify.findings import Figures, Verdict
from ankigen.verify.prove import Proof
from ankigen.verify.report import as_text


@pytest.mark.parametrize("length", range(6, 100))
def test_no_path_is_so_long_that_words_are_cut(length: int) -> None:
    old = "/".join(["", "folder-of-mine"] * 9)[: length - 5] + ".apkg"
    verdicts = (Verdict("", "new", Figures(new=3), ()), Verdict(old, "new", Figures(1, 7, unchanged=1234), ()))
    lines = as_text(Proof("deck-1.0.0", "26.9.3", verdicts)).split("\n")
    said = " ".join(" ".join(lines).split())
    assert f"over {old} 1 new, 7 updated, 1,234 unchanged nothing is lost" in said
    assert f"learners of {old} keep their reviews" in said
    assert all(len(line) <= 80 or old in line for line in lines)
