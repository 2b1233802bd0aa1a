"""`ankigen check`."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankigen.cli.common import decks_argument, format_option, now, output_option, places, places_and_strays, show
from ankigen.cli.terminal import say
from ankigen.diagnostic import Diagnostic, Severity, plural
from ankigen.report import Format

if TYPE_CHECKING:
    from ankigen.compile.pipeline import Stages

    # From strictness and stages to the findings, and what it was that was checked.
    Check = Callable[[bool, Stages], tuple[tuple[Diagnostic, ...], str]]


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
    check = _unsaved(stdin_filename) if stdin_filename else _decks(decks)
    problems, checked = check(release, _stages(online))
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


def _stages(online: bool) -> "Stages":
    from ankigen.compile.pipeline import Stages

    if not online:
        return Stages()
    from ankigen.lint.network import ask_web
    from ankigen.lint.rules import online_review

    return Stages(lint=lambda deck, html: online_review(deck, html, ask_web))


def _decks(decks: tuple[str, ...]) -> "Check":
    def check(release: bool, stages: "Stages") -> tuple[tuple[Diagnostic, ...], str]:
        from ankigen.compile.pipeline import compile_deck
        from ankigen.project.load import load_deck

        named, around = places_and_strays(decks)
        found = [compile_deck(deck, today=_today(), release=release, stages=stages) for deck in map(load_deck, named)]
        return (*around, *(problem for deck in found for problem in deck.problems)), plural(len(found), "deck")

    return check


def _unsaved(name: str) -> "Check":
    def check(release: bool, stages: "Stages") -> tuple[tuple[Diagnostic, ...], str]:
        from ankigen.authoring.editor import check_unsaved

        data = sys.stdin.buffer.read()
        return check_unsaved(Path(name), data, _today(), release=release, stages=stages), name

    return check


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
