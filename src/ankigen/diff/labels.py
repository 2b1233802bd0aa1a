"""What each kind of difference is called, and what it means to learners: the words of every format."""

from ankigen.card.plain import printable
from ankigen.diff.model import DeckChange, MediaChange, MediaDiff, NoteChange, NoteTypeChange, Risk
from ankigen.model.media import media_kind

NOTES: dict[NoteChange, tuple[str, str]] = {
    NoteChange.LEFT_OUT: (
        "Left out",
        "not in the new package: an update deletes nothing, so learners keep these notes for ever; retire them instead",
    ),
    NoteChange.RETIRED: ("Retired", "the cards say why, and Tools → Empty Cards removes them"),
    NoteChange.CHANGED: ("Changed", "learners get the new text; what they wrote into these notes is replaced"),
    NoteChange.MOVED: (
        "Moved",
        "another section or deck; existing cards stay in the deck they are in; what learners wrote into these notes is"
        " replaced",
    ),
    NoteChange.ADDED: ("Added", "new cards for everyone"),
    NoteChange.RENUMBERED: ("Renumbered", "the same text under other note or card ids"),
    NoteChange.RENDERING: ("Rendering only", "the same words in other markup"),
    NoteChange.RESENT: ("Sent again", "the same content with a newer time: it replaces what learners wrote into them"),
}

RISKS: dict[Risk, str] = {
    Risk.CONFLICT: "Anki will not update {}: the note type is not the one learners have",
    Risk.MERGE: "Learners get {} once they merge the note types, as the notes of the release tell them",
    Risk.NOT_NEWER: "Anki will not update {}: the text changed, but the modification time is not newer",
    Risk.RENUMBERED: (
        "Other note or card ids in {}: learners who import one package on each of two devices and sync have them twice"
    ),
}
RISK_LABELS: dict[Risk, str] = {
    Risk.CONFLICT: "not updated: other note type",
    Risk.MERGE: "once note types are merged",
    Risk.NOT_NEWER: "not updated: not newer",
    Risk.RENUMBERED: "other ids",
}

NOTE_TYPES: dict[NoteTypeChange, str] = {
    NoteTypeChange.SCHEMA: "BREAKING: Anki updates none of its notes, and puts new ones under a second note type",
    NoteTypeChange.SECOND: "BREAKING: another note type of the same name; notes of the old one are not updated",
    NoteTypeChange.NOT_NEWER: "will not reach learners: the note type's modification time is not newer",
    NoteTypeChange.RESTYLED: "cards look different; no full sync",
    NoteTypeChange.NEW: "new",
    NoteTypeChange.GONE: "not in the new package; learners keep it",
}
BREAKING = (NoteTypeChange.SCHEMA, NoteTypeChange.SECOND)

DECKS: dict[DeckChange, str] = {
    DeckChange.RENAMED: "BREAKING: renamed from '{}'; old cards stay there, new ones go to a new deck",
    DeckChange.DESCRIPTION: "description",
    DeckChange.NEW: "new",
    DeckChange.GONE: "not in the new package; learners keep it",
}

MEDIA: dict[MediaChange, str] = {
    MediaChange.REPLACED: "another file under the same name: Anki keeps the old one for notes that did not change",
    MediaChange.CHANGED: "changed: a new file replaces the old one",
    MediaChange.NEW: "new",
    MediaChange.GONE: "not in the new package; learners keep it",
}


def media_name(file: MediaDiff) -> tuple[str, str]:
    """What people call the file, and what else tells it: a picture by its alternative text if a note gives one."""
    name, size = printable(file.name), f"{max(1, file.size // 1000):,} kB"
    if file.alt:
        return f"picture “{file.alt}”", f"{name}, {size}"
    kind = media_kind(file.name)
    return (f"{kind.value} of “{file.note}”", f"{name}, {size}") if kind and file.note else (name, size)
