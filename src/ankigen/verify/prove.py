"""The one place that knows the order: packages are looked at, imported, and what came of it is judged."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from ankigen.diagnostic import AnkigenError
from ankigen.values import dataclass
from ankigen.verify.checks import judge
from ankigen.verify.delta import differences
from ankigen.verify.findings import Code, Figures, Finding, Verdict
from ankigen.verify.package_limits import check_package
from ankigen.verify.packages import Job, Subject, major_step
from ankigen.verify.simulation import Refused, live
from ankigen.verify.state import Outcome, Run
from ankigen.verify.upgrade import NOTHING, Upgrade

# Each needs a processor and, for 20,000 notes, 170 MB.
LEARNERS_AT_ONCE = 2

# Hands the upgrades under way on one by one and may show a person how far it is.
Watch = Callable[[Sequence[Future[Verdict]]], Iterable[Future[Verdict]]]


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdicts on one job, that of a learner who has nothing first, and the version of Anki that gave them. `whole`
    names the package of which NEW is the delta; it is empty if NEW is no delta."""

    title: str
    anki: str
    verdicts: tuple[Verdict, ...]
    whole: str = ""

    @property
    def breached(self) -> bool:
        return any(verdict.breaches for verdict in self.verdicts)


def prove(job: Job, watch: Watch = iter) -> Proof:
    """Simulate every upgrade of the job. Raises AnkigenError if a package cannot be read, or an OLD not imported."""
    for package in (job.new, *job.olds, *([job.whole] if job.whole else [])):
        check_package(package.path, package.shown)
    with (
        tempfile.TemporaryDirectory(prefix="ankigen-verify-", ignore_cleanup_errors=True) as name,
        ThreadPoolExecutor(LEARNERS_AT_ONCE) as pool,
    ):
        folder = Path(name)
        alone = pool.submit(live, [job.new.path], folder / "new")
        places = [folder / f"over-{number}" for number in range(len(job.olds))]
        upgrades = [pool.submit(_verdict, job, *pair, alone) for pair in zip(job.olds, places, strict=True)]
        fresh = alone.result()
        if isinstance(fresh, Refused):
            return Proof(job.title, "", (_refused(job, None, fresh),))
        first = _judged(job, None, _upgrade(job, None, fresh, fresh), ())
        later = [upgrade.result() for upgrade in watch(upgrades)]
    # What is wrong with the package itself is reported once.
    known = set(first.findings)
    rest = (replace(item, findings=tuple(found for found in item.findings if found not in known)) for item in later)
    return Proof(job.title, fresh.anki, (first, *rest), job.whole.shown if job.whole else "")


def _refused(job: Job, old: Subject | None, refusal: Refused) -> Verdict:
    finding = Finding(Code.REFUSED, detail=refusal.why)
    return Verdict(old.shown if old else "", job.new.shown, Figures(), (finding,))


def _verdict(job: Job, old: Subject, folder: Path, alone: Future[Run | Refused]) -> Verdict:
    folder.mkdir()
    run = live([old.path, job.new.path], folder / "learner", obey=job.obeys(old))
    fresh = alone.result()
    if isinstance(run, Refused):
        if run.package == old.path:
            raise AnkigenError(f"{old.shown}: Anki cannot import it: {run.why}")
        return _refused(job, old, run)
    if isinstance(fresh, Refused):
        return _refused(job, old, fresh)
    differing = tuple(_delta_differences(job.whole, old, run, folder)) if job.whole else ()
    return _judged(job, old, _upgrade(job, old, fresh, run), differing)


def _upgrade(job: Job, old: Subject | None, fresh: Run, run: Run) -> Upgrade:
    return Upgrade(
        old=run.states[0] if old else NOTHING,
        studied=run.states[1] if old else NOTHING,
        after=run.states[-1],
        shipped=fresh.states[0],
        log=run.log,
        inspection=run.inspection,
        obeyed=old is not None and job.obeys(old),
        partial=job.whole is not None,
        predicted=job.predicted.get(old.version if old else ""),
        as_imported=job.as_imported,
        unshipped=job.unshipped,
    )


def _delta_differences(whole: Subject, old: Subject, run: Run, folder: Path) -> Iterator[Finding]:
    other = live([old.path, whole.path], folder / "whole", obey=major_step(old, whole))
    if isinstance(other, Refused):
        raise AnkigenError(f"{whole.shown}: Anki cannot import it: {other.why}")
    yield from differences(run.states[-1], other.states[-1])


def _judged(job: Job, old: Subject | None, upgrade: Upgrade, more: tuple[Finding, ...]) -> Verdict:
    findings = (*judge(upgrade), *more)
    return Verdict(old.shown if old else "", job.new.shown, _figures(upgrade, findings), findings)


def _figures(upgrade: Upgrade, findings: tuple[Finding, ...]) -> Figures:
    codes = [finding.code for finding in findings]
    studied, old = upgrade.studied.by_guid, upgrade.old.by_guid
    replaced = [
        note.guid
        for note in upgrade.logged(Outcome.UPDATED)
        if note.guid in studied and studied[note.guid].content != old[note.guid].content
    ]
    return Figures(
        new=len(upgrade.log[Outcome.NEW]),
        updated=len(upgrade.log[Outcome.UPDATED]),
        unchanged=len(upgrade.log[Outcome.UNCHANGED]),
        conflicting=len(upgrade.log[Outcome.CONFLICTING]),
        duplicates=codes.count(Code.DUPLICATE) + codes.count(Code.DUPLICATE_GUID),
        left_out=0 if upgrade.partial else len(upgrade.old.by_guid.keys() - upgrade.shipped.by_guid.keys()),
        edits_replaced=len(replaced),
    )
