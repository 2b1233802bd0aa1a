"""The commands. Each is a module of this folder, imported only when it is called.

Comes in: a command line. Goes out: text, and an exit status. Know first: `COMMANDS`.
"""

import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from types import FrameType
from typing import NoReturn

import click

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # a disk, or what one user may have of it

# From who ends the program, or closes its terminal, which Windows does not tell.
ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))

# Name and what `ankigen --help` says of it, so that help imports none of them; a test keeps these lines true.
COMMANDS = {
    "new": "Start a deck: its folder, its settings and two example notes.",
    "import": "Move a deck in that lives in Anki; its learners keep their reviews.",
    "stamp": "Write an id under every note that has none.",
    "check": "Report mistakes in the sources, and what a good editor would say.",
    "explain": "Explain a finding: what it means, why it matters, what to write instead.",
    "build": "Compile the sources into a package for Anki.",
    "open": "Build the draft and hand it to Anki on this computer.",
    "preview": "Make a page with every card as learners will see it, without Anki.",
    "diff": "Show what an update from OLD to NEW does to learners, note by note.",
    "release": "Publish a version: write the package, the ledger and the changelog.",
    "verify": "Try an update in real Anki: import NEW over OLD and report what happens to learners' work.",
    "site": "Write a site for learners: downloads, what changed, every card.",
    "stats": "Count a deck: notes, cards, words per answer, objectives covered, reviews, media, age.",
    "doctor": "Say what is installed, what the decks here need, and what to do: for a mail to a colleague.",
    "ci": "Write the workflows that check contributions and publish releases on GitHub.",
    "retire": "Take a released note out of its deck, with a reason for learners.",
}

# `import` is a word that Python keeps for itself.
MODULES = {"import": "import_deck"}


class Commands(click.Group):
    """A group that knows its commands by name alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = MODULES.get(cmd_name, cmd_name)
        command: click.Command = importlib.import_module(f"ankigen.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from ankigen.diagnostic import nearest

            raise click.UsageError(f"no command '{args[0]}'; {nearest(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, value: _say_version(context) if value else None,
    help="Show the version, and where it was installed from.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Compile Markdown cards into versioned Anki decks that update cleanly.

    Run it in a folder with `cards/` and `decks/`, or below one. Commands work on all decks unless you name some;
    `release` wants --all for that.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def _say_version(context: click.Context) -> None:
    from ankigen.origin import origin

    click.echo(f"ankigen {origin()}")
    context.exit()


def collect_less() -> None:
    """Rarely look for garbage: nearly all that a command makes lives until it ends, and going through it again
    and again takes a tenth of a build after an edit."""
    gc.set_threshold(1_000_000, 50, 50)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Who ends the program meanwhile has its temporary files removed, as Ctrl-C does; the exit status is the one that
    shells know. What `nohup` ignores stays ignored."""
    process = os.getpid()
    ours = [number for number in ENDINGS if signal.getsignal(number) is signal.SIG_DFL]

    def end(number: int, _frame: FrameType | None) -> None:
        if os.getpid() != process:  # a fork that compiles, of which nothing is left
            os._exit(128 + number)
        for each in ours:  # a terminal that closes says so twice: the second time must not end the tidying up
            signal.signal(each, signal.SIG_IGN)
        sys.exit(128 + number)

    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def main() -> None:
    """The console script: what a user did wrong is one line on stderr and exit status 2; a bug keeps its traceback."""
    with ended_in_order():
        _run()


def _run() -> NoReturn:
    collect_less()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Greek letters must not end a build
    try:
        status = cli(prog_name="ankigen", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            error.show()
            sys.exit(2)
        _refuse(error.format_message())
    except UnicodeEncodeError as error:
        _refuse(
            f"this system's encoding, {error.encoding}, has no '{error.object[error.start]}', which is in a name or a "
            "text here; set the variable LC_ALL to C.UTF-8 and try again"
        )
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            import tempfile

            _refuse(f"a disk is full, this folder's or that of {tempfile.gettempdir()}; make room there and try again")
        from ankigen.diagnostic import AnkigenError  # here, because help needs nothing but click

        if not isinstance(error, AnkigenError):
            raise
        _refuse(str(error))
    finally:
        gc.freeze()  # what is left goes with the process: to look for garbage in it takes a twentieth of such a build


def _refuse(why: str) -> NoReturn:
    from ankigen.cli.terminal import say

    say(f"ankigen: {why}", err=True)
    sys.exit(2)
