"""`ankigen doctor`."""

import sys
from pathlib import Path

import click

from ankigen.cli.terminal import say


@click.command("doctor")
def command() -> None:
    """Say what is installed, what the decks here need, and what to do: for a mail to a colleague.

    Nothing is changed. The exit status is 1 if something that is needed here is missing.

    \b
    Example:
      ankigen doctor
    """
    from ankigen.doctor import facts

    found = list(facts(Path.cwd()))
    width = max(len(fact.name) for fact in found)
    for fact in found:
        say(f"{fact.name:{width}}  {fact.found}")
        if fact.advice:
            mark = click.style("needed: " if fact.needed else "", fg="red", bold=True)
            say(f"{'':{width}}  {mark}{fact.advice}")
    sys.exit(1 if any(fact.needed for fact in found) else 0)
