"""Whether learners get what the new package holds."""

from collections.abc import Iterator

from ankigen.diagnostic import Severity
from ankigen.verify.findings import Code, Finding, about
from ankigen.verify.state import Outcome
from ankigen.verify.upgrade import Upgrade

NOT_NEWER = "its modification time is not later than the old one's, so they keep the old one"
CHANGED = "Anki changed it on the way"


def refused_notes(upgrade: Upgrade) -> Iterator[Finding]:
    """Notes of which Anki says that it could not take them."""
    for note in upgrade.logged(Outcome.CONFLICTING):
        yield about(Code.CONFLICTING, note)
    for outcome in (Outcome.FIRST_FIELD_MATCH, Outcome.MISSING_NOTE_TYPE, Outcome.MISSING_DECK):
        for note in upgrade.logged(outcome):
            yield about(Code.NOT_IMPORTED, note, outcome.replace("_", " "))


def not_arrived(upgrade: Upgrade) -> Iterator[Finding]:
    """Notes that differ between the packages, or are new, and that a learner does not have as NEW ships them."""
    conflicting = {note.guid for note in upgrade.logged(Outcome.CONFLICTING)}
    updated = {note.guid for note in upgrade.logged(Outcome.UPDATED)}
    for guid, new in upgrade.shipped.by_guid.items():
        old, after = upgrade.old.by_guid.get(guid), upgrade.after.by_guid.get(guid)
        if after is None:
            yield about(Code.NOT_ARRIVED, new, "it is not in the collection")
        elif (old is None or not upgrade.same(old, new)) and after.loose != new.loose and guid not in conflicting:
            yield about(Code.NOT_ARRIVED, new, CHANGED if guid in updated else NOT_NEWER)


def design_not_arrived(upgrade: Upgrade) -> Iterator[Finding]:
    """Templates and style that differ between the packages, and of which a learner keeps the old ones."""
    for number, new in upgrade.shipped.note_types.items():
        old, after = upgrade.old.note_types.get(number), upgrade.after.note_types.get(number)
        if old and after and old.design != new.design != after.design:
            # Anki renamed it because the learner had one of that name, and gave it the import's time, which is that of
            # this trial: real learners had the old package before the new one was made.
            severity = Severity.WARNING if old.name.endswith("+") else Severity.ERROR
            yield Finding(Code.DESIGN_NOT_ARRIVED, detail=f"'{new.name}'", severity=severity)


def fields_appended(upgrade: Upgrade) -> Iterator[Finding]:
    """Note types that Anki merged, and that are then not as the package has them: what they had more was appended, and
    Anki refuses the notes of later releases."""
    for number, new in upgrade.shipped.note_types.items():
        after = upgrade.after.note_types.get(number)
        if upgrade.obeyed and after and after.schema != new.schema:
            yield Finding(Code.FIELDS_APPENDED, detail=f"'{new.name}'")


def left_out(upgrade: Upgrade) -> Iterator[Finding]:
    """Notes of OLD that NEW lacks: an .apkg cannot delete, so learners keep them and nobody tells them why."""
    if upgrade.partial:
        return
    studied = {card.note for card in upgrade.old.cards.values()}
    for guid, note in upgrade.old.by_guid.items():
        # A note that never had a card is nothing that a learner could miss.
        if guid not in upgrade.shipped.by_guid and note.number in studied:
            yield about(Code.LEFT_OUT, note)


def renumbered(upgrade: Upgrade) -> Iterator[Finding]:
    """Notes with another id than before: two devices that import one package each and then sync hold them twice."""
    for old, new in upgrade.in_both():
        if old.number != new.number:
            yield about(Code.RENUMBERED, new, severity=Severity.WARNING)
