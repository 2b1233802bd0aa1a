"""Whether OLD with a delta over it is what OLD with the whole package over it is."""

from collections.abc import Iterator

from ankigen.verify.findings import Code, Finding, about
from ankigen.verify.state import State


def differences(by_delta: State, by_whole: State) -> Iterator[Finding]:
    """What a learner has otherwise by the delta than by the whole package: notes, cards, media, design."""
    cards, whole_cards = _cards(by_delta), _cards(by_whole)
    for guid, whole in by_whole.by_guid.items():
        note = by_delta.by_guid.get(guid)
        if note is None:
            yield about(Code.DELTA_DIFFERS, whole, "the delta lacks it")
        elif note != whole:
            yield about(Code.DELTA_DIFFERS, note, "its fields, tags or ids differ")
        elif cards.get(guid) != whole_cards.get(guid):
            yield about(Code.DELTA_DIFFERS, note, "its cards differ")
    for guid in by_delta.by_guid.keys() - by_whole.by_guid.keys():
        yield about(Code.DELTA_DIFFERS, by_delta.by_guid[guid], "only the delta has it")
    for name in sorted(by_whole.media ^ by_delta.media):
        yield Finding(Code.DELTA_DIFFERS, detail=f"the media file {name}")
    if by_whole.note_types != by_delta.note_types:
        yield Finding(Code.DELTA_DIFFERS, detail="the design of the cards")


def _cards(state: State) -> dict[str, set[tuple[int, int, str]]]:
    """Ordinal, id and deck of the cards of each note. What a review changes depends on the second it was given in."""
    return {
        guid: {(ordinal, card.number, card.deck) for ordinal, card in cards.items()}
        for guid, cards in state.cards_by_note().items()
    }
