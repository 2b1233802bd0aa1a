"""`ankigen preview`."""

import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ankigen.cli.common import decks_argument, format_option, now, places, progress, remember, shelf_place, tell
from ankigen.project.paths import PACKAGES, DeckPaths
from ankigen.report import Format

if TYPE_CHECKING:
    from ankigen.release.result import Result


@click.command("preview")
@decks_argument
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write the page (.html)."
)
@click.option("--reviews", is_flag=True, help="Instead, a page of the notes that wait for a reviewer, one a sheet.")
@click.option("--live", is_flag=True, help="Serve a page that follows every save, until Ctrl-C.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="PORT", help="With --live: serve on this port, not on a free one."
)
@click.option("--no-open", is_flag=True, help="With --live: do not open the browser.")
@click.option(
    "--editor",
    envvar="ANKIGEN_EDITOR",
    metavar="EDITOR",
    help="With --live: the editor that opens a source at its line; a name, or an address with {path} and {line}."
    "  [default: code]",
)
@format_option
def command(
    decks: tuple[str, ...],
    output: Path | None,
    reviews: bool,
    live: bool,
    port: int | None,
    no_open: bool,
    editor: str | None,
    form: Format,
) -> None:
    """Make a page with every card as learners will see it, without Anki.

    The page is decks/DECK/DECK-preview.html. Open it in a browser; after a change, make it again and reload. For a
    package (.apkg, .colpkg) in the place of a deck, whoever made it, it is PACKAGE-preview.html in this folder.

    With --reviews the page is DECK-reviews-preview.html: what nobody has signed, the contested notes first, each with
    all that is on its answer and with what its author asks. It is made to be printed.

    With --live no page is written: it is served to this computer alone, at the address that is printed, and what
    you save is on it at once.

    \b
    Example:
      ankigen preview
      ankigen preview --live
      ankigen preview calcification-vs-ossification --output ~/cards.html
      ankigen preview --reviews
      ankigen preview Anatomy.apkg
    """
    if live:
        refuse_with_live(output, reviews)
        serve(decks, port or 0, editor or "", browser=not no_open)
    only_live(port, no_open)

    files = [Path(name) for name in decks if name.lower().endswith(PACKAGES)]
    found = places(name for name in decks if Path(name) not in files) if len(files) < len(decks) or not decks else ()
    check_output(output, len(found) + len(files))
    if reviews and files:
        raise click.UsageError("--reviews needs the sources: a package does not say who has signed a note")
    pages = (_page(paths, output, reviews=reviews) for paths in found)
    tell(chain(pages, (_page_of_package(file, output) for file in files)), form)


def _page(paths: DeckPaths, output: Path | None, *, reviews: bool) -> "Result":
    from ankigen.cache.outcome import Asked

    moment = now()

    def anew() -> "Result":
        from ankigen.preview import preview_deck, preview_reviews

        if reviews:
            return preview_reviews(paths, moment, output, progress)
        return preview_deck(paths, moment, output, progress, shelf_place(paths))

    day = datetime.fromtimestamp(moment, UTC).date().isoformat()
    return remember(Asked("preview", (str(output), day, reviews), moment), paths, anew)


def _page_of_package(file: Path, output: Path | None) -> "Result":
    from ankigen.preview import preview_package

    return preview_package(file, output)


def check_output(output: Path | None, pages: int) -> None:
    if output and output.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"--output {output}: the name of a page ends in .html")
    if output and pages > 1:
        raise click.UsageError("--output needs one deck: name it")


def serve(decks: tuple[str, ...], port: int, editor: str, *, browser: bool) -> NoReturn:
    """The live page, until Ctrl-C; only here its libraries are needed."""
    from ankigen.cli.live import live

    live(decks, port, editor, browser=browser)
    sys.exit(0)


def refuse_with_live(output: Path | None, reviews: bool) -> None:
    for option, given in (("--output", output), ("--reviews", reviews)):
        if given:
            raise click.UsageError(f"--live and {option} cannot be used together: nothing is written")


def only_live(port: int | None, no_open: bool) -> None:
    if port is not None or no_open:
        raise click.UsageError("--port and --no-open are for --live")
