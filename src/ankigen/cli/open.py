"""`ankigen open`."""

import os
import shlex
import shutil
import sys
from pathlib import Path

import click

from ankigen.cli.build import build
from ankigen.cli.common import places, show
from ankigen.cli.terminal import say
from ankigen.report import Format

ADVICE = "Anki asks how to import: leave the options as they are. Drafts are best kept in a profile of their own."


@click.command("open")
@click.argument("deck", required=False)
@click.option(
    "--command", "program", default="", metavar="COMMAND", help="What opens it, if not the system's program for .apkg."
)
def command(deck: str | None, program: str) -> None:
    """Build the draft and hand it to Anki on this computer.

    If nothing has changed since the last release, that is the release.

    \b
    Example:
      ankigen open
      ankigen open bone-biology --command "flatpak run net.ankiweb.Anki"
    """
    found = places([deck] if deck else [])
    if len(found) > 1:
        raise click.UsageError(f"there are {len(found)} decks: name the one to open")
    result = build(found[0])
    failed = show(result.problems, Format.TEXT, err=True)
    say(result.summary, err=True, nl=bool(result.summary))
    if failed or result.failed or not result.path:
        sys.exit(1)
    _hand_over(Path(result.path), program)
    say(result.path)
    say(ADVICE, err=True)


def _hand_over(package: Path, program: str) -> None:
    if not program:
        if click.launch(str(package)):
            raise click.ClickException(
                f"this system has no program for {package.suffix} files: install Anki, name it with --command, or open "
                f"{package.as_posix()} from Anki's File → Import"
            )
        return
    try:
        words = shlex.split(program)
    except ValueError as error:
        raise click.UsageError(f"--command {program}: {error}") from error
    path = shutil.which(words[0]) if words else None
    if path is None:
        raise click.UsageError(f"--command {program}: there is no such program")
    os.spawnv(os.P_NOWAIT, path, [*words, str(package)])
