"""`ankigen release`."""

import sys

import click

from ankigen.cli.common import decks_argument, format_option, now, places, show
from ankigen.release import Wish
from ankigen.report import Format


@click.command("release")
@decks_argument
@click.option("--version", default="", help="The version to give, such as 1.2.0; else the next one by the rules.")
@click.option("--breaking", is_flag=True, help="Release although learners cannot update cleanly.")
@click.option("--rerender", is_flag=True, help="Also send notes of which only the rendering changed.")
@format_option
def command(decks: tuple[str, ...], version: str, breaking: bool, rerender: bool, form: Format) -> None:
    """Freeze a version: write the package, its checksum, the ledger and the changelog, all or none.

    Commit what it writes. A released package never changes again.

    \b
    Example:
      ankigen release
      ankigen release calcification-vs-ossification --version 1.0.0
    """
    from ankigen.build import release_deck

    failed = False
    for place in places(decks):
        result = release_deck(place, now(), Wish(version, breaking, rerender))
        failed |= show(result.problems, form, err=True)
        if result.package:
            click.echo(result.summary, err=True)
            click.echo(result.package)
    sys.exit(1 if failed else 0)
