"""`ankigen stats`."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from ankigen.cli.common import decks_argument, format_choice, now, output_option, places
from ankigen.cli.terminal import hand_over, say, tame_json, tame_markup
from ankigen.stats.formats import StatsFormat

BARS = "█▏■□·–"


@click.command("stats")
@decks_argument
@format_choice(
    tuple(StatsFormat), "A table for the terminal, data for programs, or one page with plots that needs nothing else."
)
@output_option()
@click.pass_context
def command(context: click.Context, decks: tuple[str, ...], form: StatsFormat, output: Path | None) -> None:
    """Count a deck: notes, cards, words per answer, objectives covered, reviews, media, age.

    A deck with mistakes is counted as far as it can be read.

    \b
    Example:
      ankigen stats
      ankigen stats calcification-vs-ossification --format html --output stats.html
    """
    from ankigen.stats.collect import survey
    from ankigen.stats.formats import formatted
    from ankigen.stats.phrases import mistakes

    found = [survey(paths, datetime.fromtimestamp(now(), UTC).date()) for paths in places(decks)]
    colour = sys.stdout.isatty() and context.color is not False
    width = shutil.get_terminal_size().columns
    if form is StatsFormat.TEXT and not output:
        say(formatted(found, form, width, colour=colour, ascii_only=not _has(BARS)), nl=False)
    else:
        data = formatted(found, form, width, colour=False, ascii_only=False)
        hand_over(tame_markup(data) if form is StatsFormat.HTML else tame_json(data), output)
    for warning in filter(None, map(mistakes, found)):
        say(f"{warning}; `ankigen check` lists them", err=True)


def _has(letters: str) -> bool:
    """Whether stdout can show these characters."""
    try:
        letters.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
