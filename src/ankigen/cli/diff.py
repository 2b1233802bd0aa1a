"""`ankigen diff`."""

import sys
from pathlib import Path

import click

from ankigen.cli.common import format_choice, now, output_option, show
from ankigen.cli.terminal import hand_over, say, tame_json, tame_markup
from ankigen.diff.as_text import Part, Style, marked
from ankigen.diff.formats import DiffFormat, Formatted
from ankigen.report import Format


@click.command("diff")
@click.argument("old", default="")
@click.argument("new", default="draft")
@click.option("--deck", "decks", multiple=True, metavar="DECK", help="The deck that OLD and NEW are versions of.")
@format_choice(tuple(DiffFormat), "How differences are shown; html is one page with old and new cards side by side.")
@output_option("Write it to this file instead (- is stdout).")
@click.pass_context
def command(
    context: click.Context, old: str, new: str, decks: tuple[str, ...], form: DiffFormat, output: Path | None
) -> None:
    """Show what an update from OLD to NEW does to learners, note by note.

    OLD and NEW are .apkg files of any publisher, released versions, or `draft` for today's sources. NEW is the draft if
    you leave it out, OLD the last release of each deck.

    \b
    Example:
      ankigen diff
      ankigen diff 1.0.0 1.1.0 --format html --output diff.html
      ankigen diff ~/Downloads/old.apkg ~/Downloads/new.apkg
    """
    from ankigen.diff.formats import formatted
    from ankigen.diff.inputs import Request, compared

    results = list(compared(Path.cwd(), Request(old, new, decks, now())))
    problems = tuple(problem for result in results for problem in result.problems)
    failed = show(problems, Format.TEXT, err=True)
    diffs = [result.diff for result in results if result.diff]
    if diffs:
        if form is DiffFormat.TEXT and not output:
            say(formatted(diffs, form, _style(context)).text, nl=False)
        else:
            _hand_over(formatted(diffs, form, marked), form, output)
    sys.exit(1 if failed else 0)


def _hand_over(made: Formatted, form: DiffFormat, output: Path | None) -> None:
    hand_over(tame_json(made.text) if form is DiffFormat.JSON else tame_markup(made.text), output)
    if made.remark:
        say(made.remark, err=True)


def _style(context: click.Context) -> Style:
    """Colours if a terminal shows them."""
    return coloured if context.color is not False and (context.color or sys.stdout.isatty()) else marked


def coloured(text: str, part: Part) -> str:
    """What was removed and added keeps its marks: struck out beside new, 5 and 7 mg would read 57 mg on a terminal that
    cannot strike out, and in a copy of its text."""
    match part:
        case Part.TITLE:
            return click.style(text, bold=True)
        case Part.HEADING:
            return click.style(text, bold=True, underline=True)
        case Part.NAME:
            return click.style(text, fg="cyan")
        case Part.QUIET:
            return click.style(text, dim=True)
        case Part.DANGER:
            return click.style(text, fg="yellow", bold=True)
        case Part.REMOVED:
            return click.style(marked(text, part), fg="red", strikethrough=True)
        case Part.ADDED:
            return click.style(marked(text, part), fg="green", bold=True)
