"""Whether a learner's own work survives: reviews, suspensions, flags, decks and edits."""

from collections.abc import Iterator

from ankigen.diagnostic import Severity
from ankigen.verify.findings import Code, Finding, about
from ankigen.verify.state import SUSPENDED, Card, Outcome
from ankigen.verify.upgrade import Upgrade


def cards_kept(upgrade: Upgrade) -> Iterator[Finding]:
    """Every card the learner had is there, as the learner left it."""
    for number, before in upgrade.studied.cards.items():
        note = upgrade.studied.notes[before.note]
        after = upgrade.after.cards.get(number)
        name = f"card {before.ordinal + 1}"
        if after is None or (after.note, after.ordinal) != (before.note, before.ordinal):
            yield about(Code.CARD_LOST, note, name)
        elif code := _loss(before, after):
            yield about(code, note, f"{name}: {before.deck} → {after.deck}" if code is Code.DECK_LOST else name)


def _loss(before: Card, after: Card) -> Code | None:
    if before == after:
        return None
    if before.queue == SUSPENDED != after.queue:
        return Code.SUSPENSION_LOST
    if before.flags != after.flags:
        return Code.FLAG_LOST
    return Code.DECK_LOST if before.deck != after.deck else Code.SCHEDULE_LOST


def reviews_kept(upgrade: Upgrade) -> Iterator[Finding]:
    lost = upgrade.studied.reviews - upgrade.after.reviews
    if lost > 0:
        yield Finding(Code.SCHEDULE_LOST, detail=f"{lost} of {upgrade.studied.reviews} reviews are gone")


def edits_kept(upgrade: Upgrade) -> Iterator[Finding]:
    """Notes that are the same in both packages keep what the learner wrote. Whoever sends such a note again replaces
    the edits of every learner, also of those who edited other notes than the simulated one."""
    updated = {note.guid for note in upgrade.logged(Outcome.UPDATED)}
    severity = Severity.INFO if upgrade.obeyed else Severity.ERROR
    for old, new in upgrade.in_both():
        before, after = upgrade.studied.by_guid[old.guid], upgrade.after.by_guid.get(old.guid)
        if upgrade.same(old, new) and after and (before.content != after.content or old.guid in updated):
            yield about(Code.EDITS_LOST, new, severity=severity)
