"""`ankigen new`."""

import secrets
from pathlib import Path

import click

from ankigen.cli.terminal import say


@click.command("new")
@click.argument("name", nargs=-1, required=True)
@click.option("--language", default="en", show_default=True, metavar="CODE", help="What the cards are written in.")
def command(name: tuple[str, ...], language: str) -> None:
    """Start a deck: its folder, its settings and two example notes.

    NAME is the deck's name in Anki; `Parent::Child` puts it below another deck.

    \b
    Example:
      ankigen new "Bone biology"
      ankigen new Knochen --language de
    """
    from ankigen.project.new_deck import new_deck
    from ankigen.project.paths import shown

    random = "".join(secrets.choice("abcdefghjkmnpqrstvwxyz23456789") for _ in range(8))
    for path in new_deck(Path.cwd(), " ".join(name), random, language):
        say(shown(path))
