"""`ankigen retire`."""

import click

from ankigen.cli.common import places
from ankigen.cli.terminal import say


@click.command("retire")
@click.argument("note", metavar="ID")
@click.option("--reason", default="", help="The reason, in one sentence for learners.")
@click.option("--replaced-by", default="", metavar="ID", help="The note that takes its place.")
@click.option("--deck", default="", help="The deck, if several have a note of this id.")
@click.option("--undo", is_flag=True, help="Bring the note back; only before the next release.")
def command(note: str, reason: str, replaced_by: str, deck: str, undo: bool) -> None:
    """Take a released note out of its deck, with a reason for learners.

    A package cannot delete anything in Anki. With the next release the note's cards say that they are retired, and
    Anki's own Tools → Empty Cards removes them. Delete the note from its source afterwards.

    \b
    Example:
      ankigen retire calc-trigger --reason "Two facts in one" --replaced-by calc-trigger-2
    """
    from ankigen.release.commands import Retirement, retire_note

    retirement = Retirement(note, reason, replaced_by, undo)
    say(retire_note(places([deck] if deck else []), retirement), err=True)
