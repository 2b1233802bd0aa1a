"""`ankigen check`."""

import sys
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankigen.cli.common import (
    decks_argument,
    format_option,
    now,
    output_option,
    places,
    places_and_strays,
    remember,
    shelf_place,
    show,
)
from ankigen.cli.terminal import say
from ankigen.diagnostic import Diagnostic, Severity, plural
from ankigen.project.paths import DeckPaths
from ankigen.report import Format

if TYPE_CHECKING:
    from ankigen.compile.pipeline import Stages


@click.command("check")
@decks_argument
@click.option("--release", is_flag=True, help="Be as strict as for a release: contested notes must be reviewed.")
@click.option("--fix", is_flag=True, help="First fix what is safe to fix, and show the difference.")
@click.option("--online", is_flag=True, help="Also look for dead links, over the network.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option("--stdin-filename", metavar="PATH", help="Check stdin as if it were this source, and only that.")
@click.option(
    "--level",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.INFO.value,
    help="Show nothing below this; the exit status stays.",
)
@click.option("--all", "everything", is_flag=True, help="Show every finding, on a terminal too.")
@output_option()
@format_option
def command(
    decks: tuple[str, ...],
    release: bool,
    fix: bool,
    online: bool,
    watch: bool,
    stdin_filename: str | None,
    level: str,
    everything: bool,
    output: Path | None,
    form: Format,
) -> None:
    """Report mistakes in the sources, and what a good editor would say.

    Nothing is written unless you ask for --fix: it applies the remedy of each finding that has but one, writes missing
    ids, composes Unicode (NFC) and removes whitespace at the ends of lines of metadata, and shows the difference.

    \b
    Examples:
      ankigen check
      ankigen check calcification-vs-ossification --format json
      ankigen check --fix
      ankigen check --watch
      ankigen check --stdin-filename cards/bone/new.md < draft.md
    """
    _refuse({"--watch": watch, "--stdin-filename": stdin_filename, "--fix": fix}, decks if stdin_filename else ())
    _refuse({"--watch": watch, "--online": online}, ())
    if watch:
        from ankigen.cli.watching import watch_decks

        sys.exit(watch_decks(lambda: places_and_strays(decks), _today, form, release=release))
    if fix:
        _fix(decks, form)
    name = stdin_filename
    problems, checked = _unsaved(name, release, online) if name else _decks(decks, release, online)
    show(_at_least(Severity(level), problems), form, err=False, output=output, everything=everything)
    if not problems:
        say(f"{checked} checked, no mistakes", err=True)
    sys.exit(1 if any(problem.severity is Severity.ERROR for problem in problems) else 0)


def _at_least(level: Severity, problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    ranks = tuple(Severity)
    return tuple(problem for problem in problems if ranks.index(problem.severity) <= ranks.index(level))


def _refuse(options: dict[str, object], decks: tuple[str, ...]) -> None:
    """Options that would contradict each other are a wrong usage."""
    given = [name for name, value in options.items() if value] + ["DECK"] * bool(decks)
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} cannot be used together")


def _today() -> date:
    return datetime.fromtimestamp(now(), UTC).date()


def _decks(decks: tuple[str, ...], release: bool, online: bool) -> tuple[tuple[Diagnostic, ...], str]:
    """The findings, and what it was that was checked."""
    named, around = places_and_strays(decks)
    found = [_deck(paths, release, online) for paths in named]
    return (*around, *chain.from_iterable(found)), plural(len(found), "deck")


def _deck(paths: DeckPaths, release: bool, online: bool) -> tuple[Diagnostic, ...]:
    """What is wrong with a deck; from memory if nothing has changed, unless the network is asked."""
    from ankigen.cache.outcome import Asked
    from ankigen.release.result import Result

    moment, day = now(), _today()

    def anew() -> Result:
        from ankigen.compile.parts import check_parts
        from ankigen.project.shelf import with_shelf

        if online:
            return Result(_online(paths, day, release=release))
        return Result(with_shelf(shelf_place(paths), partial(check_parts, paths, today=day, release=release)))

    return (anew() if online else remember(Asked("check", (release, day.isoformat()), moment), paths, anew)).problems


def _online(paths: DeckPaths, day: date, *, release: bool) -> tuple[Diagnostic, ...]:
    from ankigen.compile.pipeline import compile_deck
    from ankigen.project.load import load_deck

    return compile_deck(load_deck(paths), today=day, release=release, stages=_online_stages()).findings


def _online_stages() -> "Stages":
    from ankigen.compile.pipeline import Stages
    from ankigen.lint.network import ask_web
    from ankigen.lint.rules import online_review

    return Stages(lint=lambda deck, html: online_review(deck, html, ask_web))


def _unsaved(name: str, release: bool, online: bool) -> tuple[tuple[Diagnostic, ...], str]:
    """The findings on stdin as if it were the source of this name, and that name."""
    from ankigen.authoring.editor import check_unsaved

    data = sys.stdin.buffer.read()
    stages = _online_stages() if online else None
    return check_unsaved(Path(name), data, _today(), release=release, stages=stages), name


def _fix(decks: tuple[str, ...], form: Format) -> None:
    """Fix the decks' sources and report what was done; the difference makes way for a report that programs read."""
    from ankigen.authoring.fix import diff, fix_deck

    fixed = [item for paths in places(decks) for item in fix_deck(paths)]
    for item in fixed:
        say(diff(item), nl=False, err=form is not Format.TEXT)
    for place, what in (entry for item in fixed for entry in item.done):
        say(f"{place}: {what}", err=True)
    if not fixed:
        say("nothing to fix", err=True)
