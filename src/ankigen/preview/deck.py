"""From a deck's sources to its page."""

from datetime import UTC, date, datetime
from pathlib import Path

from ankigen.apkg.reader import Package
from ankigen.compile.parts import Parts, compile_parts
from ankigen.compile.pipeline import Compiled, Progress, compile_deck
from ankigen.diagnostic import Severity, plural
from ankigen.preview.cards import Preview, shown_deck, shown_package
from ankigen.preview.document import as_page
from ankigen.preview.review_sheet import as_sheet
from ankigen.preview.reviews import waiting
from ankigen.project.atomic import write_file
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, shown
from ankigen.project.shelf import NOWHERE, Place, Shelf, with_shelf
from ankigen.release.assemble import draft
from ankigen.release.plan import plan
from ankigen.release.result import Result


def preview_deck(
    paths: DeckPaths, moment: int, path: Path | None = None, progress: Progress = iter, place: Place = NOWHERE
) -> Result:
    """Write the page, and nothing else; if the sources have errors, an older page stays. What is made of each source is
    kept at the place. Raises AnkigenError."""
    today = _day(moment)

    def make(shelf: Shelf) -> Result:
        parts = compile_parts(paths, shelf, progress, today=today, release=True, places=True)
        compiled = parts or compile_deck(load_deck(paths), progress, today=today, release=True)
        preview = _preview(compiled, moment, shelf)
        shelf.commit()
        if preview is None:
            return Result(compiled.problems)
        page = path or paths.preview
        write_file(page, as_page(preview).encode())
        cards = plural(sum(len(note.cards) for note in preview.notes), "card")
        return Result(compiled.problems, shown(page), f"{paths.slug} {preview.version}: {cards} to look at")

    return with_shelf(place, make)


def preview_reviews(paths: DeckPaths, moment: int, path: Path | None = None, progress: Progress = iter) -> Result:
    """Write the page of the notes that wait for a reviewer. Raises AnkigenError."""
    today = _day(moment)
    compiled = compile_deck(load_deck(paths), progress, today=today, release=True)
    preview = _preview(compiled, moment)
    if preview is None:
        return Result(compiled.problems)
    notes = waiting(compiled.deck.notes, compiled.deck.config.check.limits.review_months, today)
    page = path or paths.review_sheet
    write_file(page, as_sheet(preview, notes, today).encode())
    said = f"{paths.slug} {preview.version}: {plural(len(notes), 'note')} to review"
    return Result(compiled.problems, shown(page), said)


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, UTC).date()


def _preview(compiled: Parts | Compiled, moment: int, shelf: Shelf | None = None) -> Preview | None:
    """The cards with what was found on them; None if something is wrong."""
    content = compiled.content()
    if content is None:
        return None
    edition = draft(plan(content, compiled.history), moment)
    style = (found for found in compiled.style if found.severity is not Severity.INFO)
    return shown_deck(edition, compiled.placed, (*compiled.problems, *style), shelf)


def preview_package(file: Path, path: Path | None = None) -> Result:
    """Write the page of anybody's package, beside nothing but the current folder's files. Raises AnkigenError."""
    preview = shown_package(Package(shown(file), file))
    path = path or Path(f"{file.stem}-preview.html")
    write_file(path, as_page(preview).encode())
    cards = plural(sum(len(note.cards) for note in preview.notes), "card")
    return Result((), shown(path), f"{shown(file)}: {cards} to look at")
