"""Files that templates and styles of the author's own show: what is wrong with them."""

from collections.abc import Iterator

from ankigen.codes.media import MEDIA_TOO_LARGE
from ankigen.compile.media_bytes import media_faults
from ankigen.compile.signatures import ANNEX_POINTER
from ankigen.diagnostic import Diagnostic
from ankigen.model.deck import Deck
from ankigen.model.media import LARGEST, LFS_POINTER, media_kind
from ankigen.model.own_type import OwnType


def used_types(deck: Deck) -> tuple[OwnType, ...]:
    """The own note types that notes of the deck have or had."""
    used = {note.note_type for note in deck.notes} | {record.kind for record in deck.history.note_types}
    return tuple(item for item in deck.own if item.key in used)


def type_file_faults(own: OwnType) -> Iterator[Diagnostic]:
    """Files that cannot be shipped. Of fonts and scripts only what no file may be is known."""
    for item in own.files:
        data = item.file.source if isinstance(item.file.source, bytes) else item.file.source.read_bytes()
        if len(data) > LARGEST:
            message = f"'{item.name}' is over 100 MB, which Anki refuses"
            yield Diagnostic(item.source.span(), MEDIA_TOO_LARGE, message, "make it smaller")
        elif media_kind(item.name) or not data or LFS_POINTER.match(data) or ANNEX_POINTER.match(data):
            for fault in media_faults(data, item.name.rpartition(".")[2].lower()):
                message = f"'{item.name}' {fault.words}"
                yield Diagnostic(item.source.span(), fault.kind, message, fault.hint, fault.level)
