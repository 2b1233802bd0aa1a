"""`ankigen preview`."""

import sys
from itertools import chain
from pathlib import Path
from typing import NoReturn

import click

from ankigen.cli.common import decks_argument, format_option, now, places, progress, tell
from ankigen.report import Format


@click.command("preview")
@decks_argument
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write the page (.html)."
)
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
    live: bool,
    port: int | None,
    no_open: bool,
    editor: str | None,
    form: Format,
) -> None:
    """Make a page with every card as learners will see it, without Anki.

    The page is decks/DECK/DECK-preview.html. Open it in a browser; after a change, make it again and reload. For a
    package (.apkg, .colpkg) in the place of a deck, whoever made it, it is PACKAGE-preview.html in this folder.

    With --live nothing is written: the page is served to this computer alone, at the address that is printed, and what
    you save is on it at once.

    \b
    Example:
      ankigen preview
      ankigen preview --live
      ankigen preview calcification-vs-ossification --output ~/cards.html
      ankigen preview Anatomy.apkg
    """
    if live:
        serve(decks, port or 0, editor or "", browser=not no_open, output=output)
    from ankigen.preview import preview_deck, preview_package
    from ankigen.project.paths import PACKAGES

    only_live(port, no_open)
    files = [Path(name) for name in decks if name.lower().endswith(PACKAGES)]
    found = places(name for name in decks if Path(name) not in files) if len(files) < len(decks) or not decks else ()
    if output and output.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"--output {output}: the name of a page ends in .html")
    if output and len(found) + len(files) > 1:
        raise click.UsageError("--output needs one deck: name it")
    pages = (preview_deck(paths, now(), output, progress) for paths in found)
    tell(chain(pages, (preview_package(file, output) for file in files)), form)


def serve(decks: tuple[str, ...], port: int, editor: str, *, browser: bool, output: Path | None) -> NoReturn:
    """The live page, until Ctrl-C; only here its libraries are needed."""
    from ankigen.cli.live import live

    if output:
        raise click.UsageError("--live and --output cannot be used together: nothing is written")
    live(decks, port, editor, browser=browser)
    sys.exit(0)


def only_live(port: int | None, no_open: bool) -> None:
    if port is not None or no_open:
        raise click.UsageError("--port and --no-open are for --live")
