"""`ankigen new`."""

import secrets
from pathlib import Path

import click

from ankigen.cli.terminal import say


@click.command("new")
@click.argument("name", nargs=-1, required=True)
@click.option("--language", default="en", show_default=True, metavar="CODE", help="What the cards are written in.")
@click.option(
    "--family", metavar="NAME", help="Whose note types it shares; otherwise those of the repository's decks, if any do."
)
def command(name: tuple[str, ...], language: str, family: str | None) -> None:
    """Start a deck: its folder, its settings and two example notes.

    NAME is the deck's name in Anki; `Parent::Child` puts it below another deck.
    docs/format.md has all that a note can be: questions, gaps in a text,
    choices, and pictures with masks over their parts.

    \b
    Example:
      ankigen new "Bone biology"
      ankigen new Knochen --language de
    """
    from ankigen.project.new_deck import new_deck
    from ankigen.project.paths import shown

    random = "".join(secrets.choice("abcdefghjkmnpqrstvwxyz23456789") for _ in range(8))
    for path in new_deck(Path.cwd(), " ".join(name), random, language, family):
        say(shown(path))
