"""`ankigen build`."""

import click

from ankigen.cli.common import decks_argument, format_option, now, places_and_strays, progress, tell
from ankigen.report import Format


@click.command("build")
@decks_argument
@click.option("--locked", is_flag=True, help="Fail if the sources are ahead of the last release.")
@click.option("--rerender", is_flag=True, help="Also send notes whose rendering alone changed.")
@format_option
def command(decks: tuple[str, ...], locked: bool, rerender: bool, form: Format) -> None:
    """Compile the sources into a package for Anki.

    The package is decks/DECK/DECK-VERSION.apkg: a draft, or, if nothing changed, the last release, byte for byte.

    \b
    Example:
      ankigen build
      ankigen build --locked calcification-vs-ossification
    """
    from ankigen.model.edition import Resend
    from ankigen.release.commands import build_deck

    resend = Resend(rerender)
    named, around = places_and_strays(decks)
    tell((build_deck(paths, now(), resend, locked=locked, progress=progress) for paths in named), form, around)
