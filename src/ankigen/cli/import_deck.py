"""`ankigen import`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankigen.cli.common import now, progress
from ankigen.cli.terminal import say

if TYPE_CHECKING:
    from ankigen.importing.plan import Request


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--deck", default="", metavar="NAME", help="The deck to take out of a file that holds several.")
@click.option("--folder", default="", metavar="NAME", help="The deck's folder; otherwise made of the deck's name.")
@click.option("--by-tag", is_flag=True, help="Make sections of the notes' tags instead of the sub-decks.")
@click.option("--pictures", is_flag=True, help="Make picture notes of Anki's image occlusion.")
@click.option("--move", is_flag=True, help="Make notes of ankigen's own note types; learners merge the types once.")
@click.option("--update", is_flag=True, help="Write what was corrected in Anki into the sources of the deck.")
def command(
    files: tuple[Path, ...], deck: str, folder: str, *, by_tag: bool, pictures: bool, move: bool, update: bool
) -> None:
    """Move a deck in that lives in Anki; its learners keep their reviews.

    FILE is a package (.apkg) or a collection (.colpkg) as Anki exports it, of any version. It becomes a deck's folder:
    sources, media, and note types with their ids. Whoever has that deck is updated by your releases with Anki's usual
    options: nothing is doubled, every review stays.

    FILE may also be a text export or another table (.txt, .csv, .tsv), a folder of CrowdAnki, or Markdown of
    ankcompiler, hashcards, AnkiOps, mdanki, markdown-anki-decks, Obsidian_to_Anki or flashcards-obsidian, one file or a
    folder of them. Such files do not hold every id: the report says what your releases can do for whoever has these
    notes in Anki already.

    A package that ankigen made becomes Markdown of its kinds again, but its sources are the better way.

    With --update FILE comes from somebody who has the deck and corrected cards in Anki: their corrections, tags and new
    notes are written into the sources. Where both changed a field, all three texts are shown, and nothing is written.

    Each field becomes Markdown if that provably shows the same; otherwise it stays HTML. Whatever could not stay as it
    was is named. Nothing is written until all of the file is read.

    With --pictures, Anki's image occlusion becomes picture notes, which need no script. Learners of the old deck get
    them as new cards beside the old ones.

    With --move, notes become ankigen's own wherever that loses nothing. Learners of the old deck tick "Merge note
    types" once, as the notes of your first release tell them, and keep their reviews. What cannot be merged stays as it
    is, and is named.

    \b
    Example:
      ankigen import Anatomy.apkg
      ankigen import --update corrected.apkg
      ankigen import collection.colpkg --deck "Medicine::Anatomy" --folder anatomy
      ankigen import vault/Anatomy
    """
    from ankigen.importing.plan import Request

    if len(files) > 1 and (deck or folder):
        raise click.UsageError("--deck and --folder are for one file")
    if update and (move or pictures):
        raise click.UsageError("--update is for a deck that was imported already, without --move and --pictures")
    for file in files:
        if update:
            _update(file, folder)
        else:
            _import(Request(file, deck, folder, by_tag, pictures, move))


def _import(request: "Request") -> None:
    from ankigen.importing.deck import import_deck
    from ankigen.importing.report import lines

    for line in lines(import_deck(Path.cwd(), request, now(), progress)):
        say(line)


def _update(file: Path, folder: str) -> None:
    from ankigen.importing.update import lines, update_deck

    done = update_deck(Path.cwd(), file, folder)
    for line in lines(done):
        say(line)
    if done.conflicts:
        sys.exit(1)
