"""`ankigen import`."""

from pathlib import Path

import click

from ankigen.cli.common import now, progress
from ankigen.cli.terminal import say


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--deck", default="", metavar="NAME", help="The deck to take out of a file that holds several.")
@click.option("--folder", default="", metavar="NAME", help="The deck's folder; otherwise made of the deck's name.")
@click.option("--pictures", is_flag=True, help="Make picture notes of Anki's image occlusion.")
def command(file: Path, deck: str, folder: str, *, pictures: bool) -> None:
    """Move a deck in that lives in Anki; its learners keep their reviews.

    FILE is a package (.apkg) or a collection (.colpkg) as Anki exports it, of any version. It becomes a deck's folder:
    sources, media, and note types with their ids. Whoever has that deck is updated by your releases with Anki's usual
    options: nothing is doubled, every review stays.

    Each field becomes Markdown if that provably shows the same; otherwise it stays HTML. Whatever could not stay as it
    was is named. Nothing is written until all of the file is read.

    With --pictures, Anki's image occlusion becomes picture notes, which need no script. Learners of the old deck get
    them as new cards beside the old ones.

    \b
    Example:
      ankigen import Anatomy.apkg
      ankigen import collection.colpkg --deck "Medicine::Anatomy" --folder anatomy
    """
    from ankigen.importing.deck import import_deck
    from ankigen.importing.plan import Request
    from ankigen.importing.report import lines

    for line in lines(import_deck(Path.cwd(), Request(file, deck, folder, pictures), now(), progress)):
        say(line)
