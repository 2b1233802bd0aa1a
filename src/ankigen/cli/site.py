"""`ankigen site`."""

import sys
from pathlib import Path

import click

from ankigen.cli.common import decks_argument, format_option, places, show
from ankigen.cli.terminal import say
from ankigen.report import Format


@click.command("site")
@decks_argument
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Where to; else site/."
)
@format_option
def command(decks: tuple[str, ...], output: Path | None, form: Format) -> None:
    """Write a site for learners: downloads, what changed, every card.

    It is the folder site/ beside cards/ and decks/. It shows what is released, needs no script and no network, and any
    web server can hand it out. Open site/index.html in a browser to look at it.

    \b
    Example:
      ankigen site
      ankigen site calcification-vs-ossification --output ~/public_html/decks
    """
    from ankigen.site import make_site

    found = places(decks)
    made = make_site(found, (output or found[0].root / "site").absolute())
    failed = show(made.problems, form, err=True)
    for remark in made.remarks:
        say(remark, err=True)
    say(made.path, nl=bool(made.path))
    sys.exit(1 if failed else 0)
