"""From a deck's sources to its page."""

from datetime import UTC, datetime
from pathlib import Path

from ankigen.apkg.reader import Package
from ankigen.compile.pipeline import Progress, compile_deck
from ankigen.diagnostic import Severity, plural
from ankigen.preview.cards import shown_deck, shown_package
from ankigen.preview.document import as_page
from ankigen.preview.review_sheet import as_sheet
from ankigen.preview.reviews import waiting
from ankigen.project.atomic import write_file
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, shown
from ankigen.release.assemble import draft
from ankigen.release.plan import plan
from ankigen.release.result import Result


def preview_deck(
    paths: DeckPaths, moment: int, path: Path | None = None, progress: Progress = iter, *, reviews: bool = False
) -> Result:
    """Write the page, and nothing else; if the sources have errors, an older page stays. Raises AnkigenError.

    With `reviews` it is the page of the notes that wait for a reviewer.
    """
    today = datetime.fromtimestamp(moment, UTC).date()
    compiled = compile_deck(load_deck(paths), progress, today=today, release=True)
    content = compiled.content()
    if content is None:
        return Result(compiled.problems)
    style = tuple(found for found in compiled.style if found.severity is not Severity.INFO)
    edition = draft(plan(content, compiled.history), moment)
    preview = shown_deck(edition, compiled.deck.notes, (*compiled.problems, *style))
    if reviews:
        months = compiled.deck.config.check.limits.review_months
        notes = waiting(compiled.deck.notes, months, today)
        path = path or paths.review_sheet
        write_file(path, as_sheet(preview, notes, today).encode())
        return Result(
            compiled.problems, shown(path), f"{paths.slug} {preview.version}: {plural(len(notes), 'note')} to review"
        )
    path = path or paths.preview
    write_file(path, as_page(preview).encode())
    cards = plural(sum(len(note.cards) for note in preview.notes), "card")
    return Result(compiled.problems, shown(path), f"{paths.slug} {preview.version}: {cards} to look at")


def preview_package(file: Path, path: Path | None = None) -> Result:
    """Write the page of anybody's package, beside nothing but the current folder's files. Raises AnkigenError."""
    preview = shown_package(Package(shown(file), file))
    path = path or Path(f"{file.stem}-preview.html")
    write_file(path, as_page(preview).encode())
    cards = plural(sum(len(note.cards) for note in preview.notes), "card")
    return Result((), shown(path), f"{shown(file)}: {cards} to look at")
