"""`ankigen new`."""

import secrets
from pathlib import Path

import click

from ankigen.cli.terminal import say


@click.command("new")
@click.argument("name", nargs=-1, required=True)
def command(name: tuple[str, ...]) -> None:
    """Start a deck: its folder, its settings and two example notes.

    NAME is the deck's name in Anki; `Parent::Child` puts it below another deck.
    docs/format.md has all that a note can be: questions, gaps in a text,
    choices, and pictures with masks over their parts.

    \b
    Example:
      ankigen new "Bone biology"
    """
    from ankigen.project.new_deck import new_deck
    from ankigen.project.paths import shown

    for path in new_deck(
        Path.cwd(), " ".join(name), "".join(secrets.choice("abcdefghjkmnpqrstvwxyz23456789") for _ in range(8))
    ):
        say(shown(path))
