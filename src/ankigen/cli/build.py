"""`ankigen build`."""

import os
from functools import partial
from typing import TYPE_CHECKING

import click

from ankigen.cli.common import (
    at_once,
    decks_argument,
    format_option,
    now,
    places_and_strays,
    progress,
    remember,
    shelf_place,
    tell,
)
from ankigen.project.paths import DeckPaths
from ankigen.report import Format

if TYPE_CHECKING:
    from ankigen.release.result import Result


@click.command("build")
@decks_argument
@click.option("--locked", is_flag=True, help="Fail if the sources are ahead of the last release.")
@click.option("--rerender", is_flag=True, help="Also send notes whose rendering alone changed.")
@format_option
def command(decks: tuple[str, ...], locked: bool, rerender: bool, form: Format) -> None:
    """Compile the sources into a package for Anki.

    The package is decks/DECK/DECK-VERSION.apkg: a draft, or, if nothing changed, the last release, byte for byte. A
    draft of which nothing has changed since it was built is left as it is.

    \b
    Example:
      ankigen build
      ankigen build --locked calcification-vs-ossification
    """
    named, around = places_and_strays(decks)
    tell(at_once(partial(build, locked=locked, rerender=rerender), named), form, around)


def build(paths: DeckPaths, *, locked: bool = False, rerender: bool = False) -> "Result":
    """Build one deck, unless nothing has changed since it was built. Raises AnkigenError."""
    from ankigen.cache.outcome import Asked

    moment = now()

    def anew() -> "Result":
        from ankigen.model.edition import Resend
        from ankigen.release.commands import build_deck

        place = shelf_place(paths)
        return build_deck(paths, moment, Resend(rerender), locked=locked, progress=progress, place=place)

    if locked:  # whether what was released can be made again is not to be answered from memory
        return anew()
    return remember(Asked("build", (rerender, os.environ.get("SOURCE_DATE_EPOCH")), moment), paths, anew)
