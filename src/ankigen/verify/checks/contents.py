"""Whether learners have the cards that the notes ought to have if they ought to be."""

from collections.abc import Iterator

from ankigen.diagnostic import Severity
from ankigen.verify.findings import Code, Finding, about
from ankigen.verify.upgrade import Upgrade


def missing_cards(upgrade: Upgrade) -> Iterator[Finding]:
    """Anki's importers make no cards: one that the package does not list, learners never see. Nobody misses a card of
    a retired note."""
    due = {
        number: note
        for number, note in upgrade.after.notes.items()
        if not note.retired and note.guid in upgrade.shipped.by_guid
    }
    for number, ordinal in upgrade.inspection.generated:
        if number in due:
            yield about(Code.MISSING_CARD, due[number], f"card {ordinal + 1}")
    having = {card.note for card in upgrade.after.cards.values()} | {note for note, _ in upgrade.inspection.generated}
    for number in due.keys() - having:
        yield about(Code.MISSING_CARD, due[number], "it has none")


def empty_cards(upgrade: Upgrade) -> Iterator[Finding]:
    """Cards with nothing to ask. Those that the package ships are a mistake; those that an update emptied, such as of
    a cloze that was taken out, stay until the learner chooses Tools → Empty Cards."""
    shipped = upgrade.shipped.cards_by_note()
    for number in sorted(upgrade.inspection.empty & upgrade.after.cards.keys()):
        card = upgrade.after.cards[number]
        note = upgrade.after.notes[card.note]
        if note.retired or note.guid not in upgrade.shipped.by_guid:
            continue
        if card.ordinal in shipped.get(note.guid, {}):
            yield about(Code.EMPTY_CARD, note, f"card {card.ordinal + 1}")
        else:
            yield about(Code.EMPTY_CARD_LEFT, note, f"card {card.ordinal + 1}", Severity.WARNING)


def deck_left_behind(upgrade: Upgrade) -> Iterator[Finding]:
    """Cards that NEW has in another deck than OLD: Anki leaves them where they are, and only new ones come to NEW's
    deck. Whoever follows the instructions for a major version moves them; who studies a deck studies those below it."""
    shipped = upgrade.shipped.cards_by_note()
    for number, card in upgrade.old.cards.items():
        note = upgrade.old.notes[card.note]
        new = shipped.get(note.guid, {}).get(card.ordinal)
        if new and new.deck != card.deck and number in upgrade.after.cards:
            below = card.deck.startswith(f"{new.deck}::")
            severity = Severity.INFO if upgrade.obeyed or below else Severity.ERROR
            yield about(Code.LEFT_BEHIND, note, f"in '{card.deck}' instead of '{new.deck}'", severity)
