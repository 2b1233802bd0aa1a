"""`ankigen check`."""

import sys

import click

from ankigen.cli.common import decks_argument, format_option, places, plural, show
from ankigen.report import Format


@click.command("check")
@decks_argument
@format_option
def command(decks: tuple[str, ...], form: Format) -> None:
    """Tell every mistake in the sources, with its place and the way out; write nothing.

    \b
    Example:
      ankigen check
      ankigen check calcification-vs-ossification --format json
    """
    from ankigen.compiler import compile_deck

    compiled = [compile_deck(place) for place in places(decks)]
    problems = tuple(problem for deck in compiled for problem in deck.problems)
    failed = show(problems, form, err=False)
    if not problems:
        click.echo(f"{plural(len(compiled), 'deck')} checked, no mistakes", err=True)
    sys.exit(1 if failed else 0)
