"""`ankigen preview`."""

from pathlib import Path

import click

from ankigen.cli.common import decks_argument, format_option, now, places, progress, tell
from ankigen.report import Format


@click.command("preview")
@decks_argument
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write the page (.html)."
)
@format_option
def command(decks: tuple[str, ...], output: Path | None, form: Format) -> None:
    """Show every card as learners will see it, on one page that needs neither Anki nor a network.

    It is decks/DECK/DECK-preview.html, made of today's sources. Open it with a browser; make it again after each
    change. Nothing else is written.

    \b
    Example:
      ankigen preview
      ankigen preview calcification-vs-ossification --output ~/cards.html
    """
    from ankigen.preview import preview_deck

    found = places(decks)
    if output and output.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"--output {output}: a page's name ends in .html")
    if output and len(found) > 1:
        raise click.UsageError("--output goes with one deck: name it")
    tell((preview_deck(paths, now(), output, progress) for paths in found), form)
