"""`ankigen stamp`."""

import click

from ankigen.cli.common import decks_argument, places


@click.command("stamp")
@decks_argument
def command(decks: tuple[str, ...]) -> None:
    """Write an id under every note that has none: one line a note; nothing else in the files changes.

    \b
    Example:
      ankigen stamp
    """
    from ankigen.compiler import stamp_deck

    for place in places(decks):
        for note_place, name in stamp_deck(place):
            click.echo(f"{note_place}: {name}")
