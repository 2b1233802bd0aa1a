"""What befalls the collection as a whole."""

from collections.abc import Iterator

from ankigen.diagnostic import Severity
from ankigen.release.release_notes import Counts
from ankigen.verify.findings import Code, Finding, about
from ankigen.verify.state import Outcome
from ankigen.verify.upgrade import NOTHING, Upgrade


def missing_media(upgrade: Upgrade) -> Iterator[Finding]:
    for number, names in upgrade.inspection.missing_media.items():
        note = upgrade.after.notes[number]
        if note.guid in upgrade.shipped.by_guid:
            # `check` has told its author.
            known = set(names) <= upgrade.unshipped
            yield about(Code.MISSING_MEDIA, note, ", ".join(names), Severity.WARNING if known else Severity.ERROR)


def complaints(upgrade: Upgrade) -> Iterator[Finding]:
    for text in upgrade.inspection.complaints:
        yield Finding(Code.DATABASE, detail=text)


def full_sync(upgrade: Upgrade) -> Iterator[Finding]:
    """Once the schema changed, Anki can only replace a learner's whole collection, on one side or the other."""
    if upgrade.studied is not NOTHING and upgrade.after.schema_changed_at != upgrade.studied.schema_changed_at:
        yield Finding(Code.FULL_SYNC, severity=Severity.INFO if upgrade.obeyed else Severity.ERROR)


def prediction(upgrade: Upgrade) -> Iterator[Finding]:
    """The figures that the release notes give learners are those of Anki's import window."""
    log = upgrade.log
    actual = Counts(*(len(log[outcome]) for outcome in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED)))
    if upgrade.predicted and not upgrade.obeyed and upgrade.predicted != actual:
        yield Finding(Code.PREDICTION, detail=f"the ledger says {upgrade.predicted}; Anki says {actual}")
