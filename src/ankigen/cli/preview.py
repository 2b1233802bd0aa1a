"""`ankigen preview`."""

from itertools import chain
from pathlib import Path

import click

from ankigen.cli.common import decks_argument, format_option, now, places, progress, tell
from ankigen.report import Format


@click.command("preview")
@decks_argument
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write the page (.html)."
)
@click.option("--reviews", is_flag=True, help="Instead, a page of the notes that wait for a reviewer, one a sheet.")
@format_option
def command(decks: tuple[str, ...], output: Path | None, reviews: bool, form: Format) -> None:
    """Make a page with every card as learners will see it, without Anki.

    The page is decks/DECK/DECK-preview.html. Open it in a browser; after a change, make it again and reload. For a
    package (.apkg, .colpkg) in the place of a deck, whoever made it, it is PACKAGE-preview.html in this folder.

    With --reviews the page is DECK-reviews-preview.html: what nobody has signed, the contested notes first, each with
    all that is on its answer and with what its author asks. It is made to be printed.

    \b
    Example:
      ankigen preview
      ankigen preview calcification-vs-ossification --output ~/cards.html
      ankigen preview --reviews
      ankigen preview Anatomy.apkg
    """
    from ankigen.preview import preview_deck, preview_package
    from ankigen.project.paths import PACKAGES

    files = [Path(name) for name in decks if name.lower().endswith(PACKAGES)]
    found = places(name for name in decks if Path(name) not in files) if len(files) < len(decks) or not decks else ()
    if output and output.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"--output {output}: the name of a page ends in .html")
    if output and len(found) + len(files) > 1:
        raise click.UsageError("--output needs one deck: name it")
    if reviews and files:
        raise click.UsageError("--reviews needs the sources: a package does not say who has signed a note")
    pages = (preview_deck(paths, now(), output, progress, reviews=reviews) for paths in found)
    tell(chain(pages, (preview_package(file, output) for file in files)), form)
