"""`ankigen verify`."""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankigen.cli.common import coloured, format_choice, now, output_option, show
from ankigen.cli.terminal import hand_over, say, tame_json
from ankigen.diagnostic import plural
from ankigen.report import Format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from ankigen.model.edition import Edition
    from ankigen.project.paths import DeckPaths
    from ankigen.verify.findings import Verdict
    from ankigen.verify.request import Wanted


@click.command("verify")
@click.argument("packages", nargs=-1, metavar="[OLD]... [NEW]")
@click.option("--deck", "decks", multiple=True, metavar="DECK", help="The deck that OLD and NEW are versions of.")
@click.option(
    "--full", "whole", default="", metavar="PACKAGE", help="NEW is a delta: compare it with this whole package."
)
@format_choice((Format.TEXT, Format.JSON), "How upgrades are reported.")
@output_option()
def command(packages: tuple[str, ...], decks: tuple[str, ...], whole: str, form: Format, output: Path | None) -> None:
    """Try an update in real Anki: import NEW over OLD and report what happens to learners' work.

    OLD and NEW are .apkg files of any publisher, released versions, or `draft` for today's sources. If you leave them
    out, OLD is every released version and NEW the draft of each deck.

    \b
    Example:
      ankigen verify
      ankigen verify 1.0.0 1.1.0
      ankigen verify ~/Downloads/old.apkg ~/Downloads/new.apkg --format json
    """
    from ankigen.verify.prove import prove
    from ankigen.verify.report import as_json, as_text
    from ankigen.verify.request import Request, jobs

    with tempfile.TemporaryDirectory(prefix="ankigen-draft-") as folder:
        wanted = _listed(jobs(Path.cwd(), Request(packages, decks, whole, now()), Path(folder)))
        failed = show(tuple(problem for item in wanted for problem in item.problems), Format.TEXT, err=True)
        proofs = [prove(item.job, _progress) for item in wanted if item.job]
    if proofs:
        if form is Format.JSON or output:
            plain = "\n\n".join(as_text(proof) for proof in proofs)
            hand_over(tame_json(as_json(proofs)) if form is Format.JSON else plain, output)
        else:
            say("\n\n".join(as_text(proof, coloured) for proof in proofs))
    sys.exit(1 if failed or any(proof.breached for proof in proofs) else 0)


def _listed(jobs: "Iterator[Wanted]") -> "list[Wanted]":
    """All jobs; says on stderr what is not tried."""
    wanted = list(jobs)
    for untried in (line for item in wanted for line in item.untried):
        say(untried, err=True)
    return wanted


def unverified(_paths: "DeckPaths", _planned: "Edition", _delta_from: str) -> str:
    """What `release --no-verify` knows: nothing."""
    return ""


def verified(paths: "DeckPaths", planned: "Edition", delta_from: str) -> str:
    """What the release would do to learners that it must not, empty if nothing; says on stderr what was verified."""
    from ankigen.verify.before_release import prove_release
    from ankigen.verify.report import as_text
    from ankigen.verify.simulation import has_anki, missing

    if not has_anki():
        say(f"{paths.slug} {planned.version}: not verified: {missing()}", err=True)
        return ""
    proofs = prove_release(paths, planned, delta_from, _progress)
    breached = [proof for proof in proofs if proof.breached]
    if breached:
        return "\n\n".join(as_text(proof, coloured) for proof in breached)
    upgrades = plural(sum(len(proof.verdicts) for proof in proofs), "import")
    say(f"{paths.slug} {planned.version}: verified by {upgrades} into Anki {proofs[0].anki}", err=True)
    return ""


def _progress(upgrades: "Sequence[Future[Verdict]]") -> "Iterator[Future[Verdict]]":
    """The upgrades one by one, with a bar on stderr if a person watches."""
    if not sys.stderr.isatty():
        yield from upgrades
        return
    with click.progressbar(upgrades, label="Importing into Anki", file=sys.stderr) as bar:
        yield from bar
