"""`ankigen stamp`."""

import sys

import click

from ankigen.cli.common import decks_argument, places, show
from ankigen.cli.terminal import say
from ankigen.report import Format


@click.command("stamp")
@decks_argument
def command(decks: tuple[str, ...]) -> None:
    """Write an id under every note that has none.

    Each id is a line of its own under the note's heading; nothing else in the files changes.

    \b
    Example:
      ankigen stamp
    """
    from ankigen.authoring.stamp import stamp_deck

    failed = False
    for paths in places(decks):
        result = stamp_deck(paths)
        for note_place, name in result.written:
            say(f"{note_place}: {name}")
        failed |= show(result.problems, Format.TEXT, err=True)
    sys.exit(1 if failed else 0)
