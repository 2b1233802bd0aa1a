"""What several commands share: arguments, the clock, and how findings are shown."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from ankigen.cli.terminal import hand_over, printable, say, tame_json
from ankigen.diagnostic import AnkigenError, Diagnostic, Severity
from ankigen.project.paths import DeckPaths, all_decks, find_decks, find_root
from ankigen.project.strays import strays
from ankigen.report import Format, for_terminal, report, summary

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

if TYPE_CHECKING:
    from ankigen.cache.outcome import Asked
    from ankigen.project.shelf import Place
    from ankigen.release.result import Result

MANY_DECKS = 8  # fewer are built before another process has started
ANKI_BEGAN = 1_160_000_000  # October 2006

decks_argument = click.argument("decks", nargs=-1, metavar="[DECK]...")
Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., None])


def format_choice(forms: Sequence[StrEnum], text: str) -> Callable[[Command], Command]:
    """The option `--format` with these forms, the first of which is the usual one; `text` is its help."""
    kind = type(forms[0])
    return click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in forms]),
        default=forms[0].value,
        show_default=True,
        callback=lambda _context, _option, value: kind(value),
        help=text,
    )


def output_option(text: str = "Write the report to this file instead (- is stdout).") -> Callable[[Command], Command]:
    """The option `--output` of a command that reports; `text` is its help."""
    return click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=text)


format_option = format_choice(tuple(Format), "How findings are reported.")


def places(decks: Iterable[str]) -> tuple[DeckPaths, ...]:
    return find_decks(Path.cwd(), tuple(decks))


def places_and_strays(decks: Iterable[str]) -> tuple[tuple[DeckPaths, ...], tuple[Diagnostic, ...]]:
    """The decks, and if none is named what lies in the repository and belongs to none; there may be nothing else."""
    names = tuple(decks)
    if names:
        return find_decks(Path.cwd(), names), ()
    root = find_root(Path.cwd())
    found = tuple(strays(root))
    return (all_decks(root) if found else find_decks(root, ())), found


def now() -> int:
    """The time of this build in Unix seconds: SOURCE_DATE_EPOCH if set, so that a build can be repeated."""
    stated = os.environ.get("SOURCE_DATE_EPOCH")
    clock = int(time.time())
    if stated is None:
        return clock
    if not (stated.isdecimal() and len(stated) < 15):
        raise AnkigenError(f"SOURCE_DATE_EPOCH is '{stated}'; it must be a whole number of Unix seconds")
    if int(stated) < ANKI_BEGAN:
        raise AnkigenError(f"SOURCE_DATE_EPOCH is {stated}, a time before Anki existed; use that of the release")
    if int(stated) > clock:
        raise AnkigenError("SOURCE_DATE_EPOCH is in the future; until then Anki would refuse corrections")
    return int(stated)


def remember(asked: "Asked", paths: DeckPaths, make: "Callable[[], Result]") -> "Result":
    """What `make` gives, or what it gave the last time if nothing has changed since."""
    from ankigen.cache.outcome import remembered
    from ankigen.cache.store import user_store

    return remembered(asked, paths, user_store(os.environ, lambda words: say(words, err=True)), make)


def at_once(make: "Callable[[DeckPaths], Result]", decks: Sequence[DeckPaths]) -> "Iterator[Result]":
    """What `make` gives for each deck, in their order; of many decks, as many at a time as there are processors."""
    workers = min(len(decks), os.cpu_count() or 1)
    if workers < 2 or len(decks) < MANY_DECKS:
        yield from map(make, decks)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(make, decks)


def shelf_place(paths: DeckPaths) -> "Place":
    """Where what is made of the deck's sources is kept."""
    from ankigen.cache.program import program
    from ankigen.cache.store import user_store
    from ankigen.project.shelf import Place

    store = user_store(os.environ, lambda words: say(words, err=True))
    return Place(store.path(f"parts-{store.deck(paths.cards)}"), program(), store.say)


def coloured(label: str, severity: Severity) -> str:
    return click.style(label, fg=COLOURS[severity], bold=True)


def show(
    problems: tuple[Diagnostic, ...], form: Format, err: bool, *, output: Path | None = None, everything: bool = False
) -> bool:
    """Print the findings, and for people how many there are; whether one is an error.

    On a terminal they are set apart and wrapped, and of many of one kind only some are shown unless `everything` is
    wanted. `output` is a file for the report."""
    stream = sys.stderr if err else sys.stdout
    if output or form is not Format.TEXT:
        hand_over(_tamed(report(problems, form), form), output, err=err)
    elif stream.isatty():
        say(for_terminal(problems, shutil.get_terminal_size().columns, coloured, everything=everything), err=err)
    elif text := report(problems, form, coloured):
        say(text, err=err)
    if problems and form is Format.TEXT:
        say(summary(problems), err=True)
    return any(problem.severity is Severity.ERROR for problem in problems)


def _tamed(data: str, form: Format) -> str:
    return data if form is Format.TEXT else printable(data) if form is Format.GITHUB else tame_json(data)


def tell(results: "Iterable[Result]", form: Format, around: tuple[Diagnostic, ...] = ()) -> NoReturn:
    """Print what comes of each deck and exit: 1 if one has errors or fails, or nothing was made. `around` is what was
    found beside the decks.

    People read each deck as soon as it is done; programs get one report of all.
    """
    failed, paths, problems = False, [], list(around)
    if form is Format.TEXT:
        failed = show(around, form, err=True)
    for result in results:
        failed |= result.failed
        paths += [result.path] if result.path else []
        if form is Format.TEXT:
            failed |= show(result.problems, form, err=True)
            for line in filter(None, (*result.remarks, result.summary)):
                say(line, err=True)
            say(result.path, nl=bool(result.path))
        else:
            problems += result.problems
    if form is not Format.TEXT:
        failed |= show(tuple(problems), form, err=True)
        say("\n".join(paths), nl=bool(paths))
    sys.exit(1 if failed or not paths else 0)


def progress(notes: Sequence[Item]) -> Iterator[Item]:
    """The notes one by one, with a bar on stderr if a person watches and it takes over a second."""
    start = time.monotonic()
    rest = iter(notes)
    done = 0
    while not (sys.stderr.isatty() and time.monotonic() - start > 1):
        try:
            yield next(rest)
        except StopIteration:
            return
        done += 1
    with click.progressbar(rest, length=len(notes), label="Rendering", file=sys.stderr) as bar:
        bar.update(done)
        yield from bar
