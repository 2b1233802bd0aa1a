"""`ankigen check --watch` on the terminal."""

import gc
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

import click

from ankigen.authoring.watch import Checker, Found, Round, rounds
from ankigen.cli.common import COLOURS
from ankigen.cli.terminal import hand_over, say
from ankigen.diagnostic import Severity, plural
from ankigen.report import Format, report, summary

RANKS = (Severity.INFO, Severity.WARNING, Severity.ERROR)
LOOK_EVERY = 0.05  # seconds
CLEAR = "\x1b[H\x1b[2J"  # in one piece with the text, so that nothing flickers


def watch_decks(find: Callable[[], Found], today: Callable[[], date], form: Format, *, release: bool) -> int:
    """Show the findings after every change until the reader has had enough; the exit status."""
    checker = partial(Checker, today=today, release=release)
    decks, _ = find()
    name = decks[0].slug if len(decks) == 1 else plural(len(decks), "deck")
    try:
        for last in rounds(find, checker, lambda: time.sleep(LOOK_EVERY), time.perf_counter):
            screen = form is Format.TEXT and sys.stdout.isatty()
            text = frame(last, name, form)
            if form is Format.TEXT:
                sys.stdout.write(CLEAR if screen else "")
                say(text, nl=False)
            else:
                hand_over(text)
            sys.stdout.flush()
            gc.freeze()  # what is remembered need not be looked through for garbage
    except KeyboardInterrupt:
        say(err=True)
    return 0


def frame(last: Round, name: str, form: Format) -> str:
    """What is shown after a check: the errors last, where the eye is.

    Its first and last line are fixed, for editors that read along.
    """
    problems = sorted(last.problems, key=lambda problem: RANKS.index(problem.severity))
    text = report(problems, form, lambda label, severity: click.style(label, fg=COLOURS[severity], bold=True))
    if form is not Format.TEXT:
        return text + "\n" if last.whole else ""
    counts = summary(last.problems) or "no mistakes"
    state = f"watching {name}, Ctrl-C ends" if last.whole else "comparing notes …"
    foot = f"{last.trouble or counts} {click.style(f'({last.seconds * 1000:.0f} ms); {state}', dim=True)}"
    return "\n".join((click.style(f"checking {name}", dim=True), *([text] if text else []), foot, ""))
