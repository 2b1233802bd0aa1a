"""The sheets for a reviewer: what waits, in which order, and that what the author asks reaches nobody else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apkg.contents import contents

Run = Callable[..., tuple[int, str, str]]

NOTES = """\
### Which cells resorb bone?
<!-- id: plain -->
Osteoclasts

### Which ion hardens bone?
<!-- id: signed, reviewed: 2023-05-31 AB -->
Calcium

### Which vitamin does bone need?
<!-- id: expired, reviewed: 2020-05-31 AB -->
Vitamin D

### From which tissue does a bone grow?
<!-- id: corrected, review: imprecise, reference: "Histology, 2024" -->
Growth-plate cartilage

#### Source says
From its matrix.

### Bone matrix
<!-- id: asked -->
Osteoblasts secrete {{c1::collagen}} and {{c2::osteocalcin}}.

<!-- Reviewer: the figure of 2019
     could not be opened & read -->

#### Extra
Type I.

### How much calcium is safe?
<!-- id: disputed, review: contested -->
2,000 mg
"""
SHEET = re.compile(r'<article class="ak-sheet" id="note-([^"]*)">(.*?)</article>', re.DOTALL)


@pytest.fixture
def sheets(deck: Path, ankigen: Run) -> dict[str, str]:
    """The sheets by their notes' ids, in order; it is November 2023."""
    (deck / "cards/deck/a.md").write_text(NOTES)
    code, out, err = ankigen("preview", "--reviews", cwd=deck)
    assert (code, out.strip()) == (0, "decks/deck/deck-reviews-preview.html")
    assert "5 notes to review" in err
    return dict(SHEET.findall((deck / out.strip()).read_text(encoding="utf-8")))


def test_what_is_most_doubtful_comes_first_and_what_is_signed_not_at_all(sheets: dict[str, str]) -> None:
    assert list(sheets) == ["disputed", "corrected", "asked", "plain", "expired"]


def test_a_sheet_has_all_that_is_on_the_answer_open(sheets: dict[str, str]) -> None:
    assert "From its matrix." in sheets["corrected"]
    assert "Histology, 2024" in sheets["corrected"]
    assert "collagen" in sheets["asked"]
    assert "osteocalcin" in sheets["asked"]
    assert not re.search(r"<details(?! open)", "".join(sheets.values()))
    assert "reviewed: 2023-11-14 AB" in sheets["plain"]


def test_what_the_author_asks_is_on_the_sheet_and_reaches_no_learner(
    sheets: dict[str, str], deck: Path, ankigen: Run
) -> None:
    assert "the figure of 2019 could not be opened &amp; read" in sheets["asked"]
    assert "From the author" not in sheets["plain"]
    package = deck / ankigen("build", cwd=deck)[1].strip()
    assert "osteocalcin" in contents(package)
    assert "could not be opened" not in contents(package)
    assert "could not be opened" not in (deck / ankigen("preview", cwd=deck)[1].strip()).read_text(encoding="utf-8")


def test_a_package_has_no_signatures(deck: Path, ankigen: Run) -> None:
    package = ankigen("build", cwd=deck)[1].strip()
    code, out, err = ankigen("preview", "--reviews", package, cwd=deck)
    assert (code, out) == (2, "")
    assert "needs the sources" in err


@pytest.mark.browser
def test_every_note_is_one_sheet_of_paper(sheets: dict[str, str], deck: Path, browser) -> None:  # type: ignore[no-untyped-def]  # Playwright's type is not there without it
    page = browser.new_page()
    page.goto((deck / "decks/deck/deck-reviews-preview.html").as_uri())
    pdf = page.pdf(format="A4")
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(sheets) + 1


def test_formulas_are_drawn_with_a_font_that_has_roots(deck: Path, ankigen: Run) -> None:
    (deck / "cards/deck/a.md").write_text("### Standard error?\n<!-- id: error -->\n\n$s/\\sqrt{n}$\n", "utf-8")
    ankigen("preview", "--reviews", cwd=deck)
    sheet = (deck / "decks/deck/deck-reviews-preview.html").read_text("utf-8")
    assert "<msqrt>" in sheet
    assert "ankigen math" in sheet
