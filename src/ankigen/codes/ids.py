"""What can be wrong with the ids of notes, and with what learners know them by."""

from ankigen.diagnostic import Code

MISSING_ID = Code(
    "missing-id",
    "A note has no id.",
    why="Learners' reviews hang on the id: with it a reworded card is still the same card.",
    fix="`ankigen stamp` and `ankigen check --fix` write one.",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)
BAD_ID = Code(
    "bad-id",
    "An id has characters that it cannot have.",
    why="An id is 2 to 64 small letters a to z, digits and hyphens, so that it can be typed, searched and linked to.",
    fix="writes the id that its words make, if no note has it",
    bad="""
        ### Which cells resorb bone?
        <!-- id: Resorb_Bone -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)
DUPLICATE_ID = Code(
    "duplicate-id",
    "Two notes have the same id.",
    why="For Anki they would be one note: one of the two would overwrite the other. A copied file or note needs ids of "
    "its own.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: cells -->

        Osteoclasts

        ### Which cells form bone?
        <!-- id: cells -->

        Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts

        ### Which cells form bone?
        <!-- id: form-bone -->

        Osteoblasts
        """,
)
BAD_GUID = Code(
    "bad-guid",
    "A `guid` is not one that Anki could have given.",
    why="`guid` is only for notes that come from another deck, whose guid Anki knows.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, guid: "two words" -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, guid: "p2$Fz)kL0a" -->

        Osteoclasts
        """,
)
DUPLICATE_GUID = Code(
    "duplicate-guid",
    "Two notes have the same guid.",
    why="Anki finds notes by their guid: one of the two would overwrite the other.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, guid: "p2$Fz)kL0a" -->

        Osteoclasts

        ### Which cells form bone?
        <!-- id: form-bone, guid: "p2$Fz)kL0a" -->

        Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, guid: "p2$Fz)kL0a" -->

        Osteoclasts

        ### Which cells form bone?
        <!-- id: form-bone -->

        Osteoblasts
        """,
)
RETIRED_ID = Code(
    "retired-id",
    "A note has the id of a note that was retired.",
    why="Learners' cards of that id say that they are retired. A new note needs a new id.",
    case="check/released",
)
LOST_REPLACEMENT = Code(
    "lost-replacement",
    "The note that takes the place of a retired one is not in any source.",
    why="The retired card tells learners which note takes its place. If that one has got another id since, or was "
    "deleted, they would look for it in vain.",
    case="check/lost-replacement",
)
GUID_CHANGED = Code(
    "guid-changed",
    "The `guid` of a released note is not the one it was released with.",
    why="Under another guid learners would get the note a second time, without their reviews.",
    case="check/released",
)
MISSING_NOTE = Code(
    "missing-note",
    "A released note is not in any source.",
    why="A package cannot delete: learners would keep the note for ever, without corrections. It belongs back into its "
    "source, under its old id; only if it shall really go, retire it.",
    case="check/released",
)
SWAPPED_ID = Code(
    "swapped-id",
    "A note has the id under which learners have another one.",
    why="Reviews follow the id, not the text: learners would find this text under the other note's schedule.",
    case="check/swapped-ids",
)
TYPE_CHANGED = Code(
    "type-changed",
    "A released note is now of another kind.",
    why="Anki does not update a note whose note type is another. Give the new note a new id and retire the old one.",
    case="check/released",
)

CODES = (
    MISSING_ID,
    BAD_ID,
    DUPLICATE_ID,
    BAD_GUID,
    DUPLICATE_GUID,
    RETIRED_ID,
    LOST_REPLACEMENT,
    GUID_CHANGED,
    MISSING_NOTE,
    SWAPPED_ID,
    TYPE_CHANGED,
)
