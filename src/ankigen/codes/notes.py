"""What can be wrong with the notes of a deck: ids, clozes, choices, empty parts, values of metadata."""

from ankigen.diagnostic import Code, Severity

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
EMPTY_FRONT = Code(
    "empty-front",
    "A note's heading is empty.",
    why="There would be a card without a question.",
    bad="""
        ###

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts
        """,
)
EMPTY_BACK = Code(
    "empty-back",
    "A note has no answer.",
    why="There would be a card without an answer.",
    bad="""
        ### Which cells resorb bone?

        ### Which cells form bone?

        Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts

        ### Which cells form bone?

        Osteoblasts
        """,
)
EMPTY_FIELD = Code(
    "empty-field",
    "A field's heading has no text under it.",
    why="Either its text was lost, or the heading was left over.",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Extra
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts
        """,
)
EMPTY_OPTION = Code(
    "empty-option",
    "An option of a choice is empty.",
    why="Learners would see a letter with nothing behind it.",
    bad="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        - [ ]
        """,
    good="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        """,
)
NO_CLOZE = Code(
    "no-cloze",
    "A note of `type: cloze` hides nothing.",
    why="It would have no card.",
    bad="""
        ### Bone matrix
        <!-- id: bone-matrix, type: cloze -->

        Osteoblasts secrete collagen.
        """,
    good="""
        ### Bone matrix
        <!-- id: bone-matrix, type: cloze -->

        Osteoblasts secrete {{c1::collagen}}.
        """,
)
UNCLOSED_CLOZE = Code(
    "unclosed-cloze",
    "A cloze is never closed, it ends in other markup than it begins in, or it is inside ten others.",
    why="Anki would show the braces, and hide nothing.",
    bad="""
        ### Bone matrix

        Osteoblasts secrete {{c1::collagen}.
        """,
    good="""
        ### Bone matrix

        Osteoblasts secrete {{c1::collagen}}.
        """,
)
CLOZE_NUMBER = Code(
    "cloze-number",
    "A cloze has a number that Anki makes no card for.",
    why="Anki makes cards for the numbers 1 to 500.",
    bad="""
        ### Bone matrix

        Osteoblasts secrete {{c0::collagen}}.
        """,
    good="""
        ### Bone matrix

        Osteoblasts secrete {{c1::collagen}}.
        """,
)
CLOZE_IN_OTHER_KIND = Code(
    "cloze-in-other-kind",
    "A cloze is in a note of another kind.",
    why="Only in a cloze note does Anki hide anything: elsewhere it shows the braces, and with them the answer.",
    bad="""
        ### What do osteoblasts secrete?
        <!-- id: secrete, type: basic -->

        {{c1::Collagen}}
        """,
    good="""
        ### What do osteoblasts secrete?
        <!-- id: secrete, type: basic -->

        Collagen
        """,
)
CLOZE_IN_FIELD = Code(
    "cloze-in-field",
    "A cloze is in a field such as Extra.",
    why="Anki hides only what is in the heading and the text under it: elsewhere it shows the braces.",
    bad="""
        ### Bone matrix

        Osteoblasts secrete {{c1::collagen}}.

        #### Extra
        Later {{c2::calcium phosphate}} hardens it.
        """,
    good="""
        ### Bone matrix

        Osteoblasts secrete {{c1::collagen}}.

        #### Extra
        Later calcium phosphate hardens it.
        """,
)
TOO_FEW_OPTIONS = Code(
    "too-few-options",
    "A choice has fewer than two options.",
    why="There is nothing to choose from.",
    bad="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        """,
)
TOO_MANY_OPTIONS = Code(
    "too-many-options",
    "A choice has more options than there are letters.",
    why="Options are lettered A to Z. Three to five plausible ones are best.",
    case="check/too-many-options",
)
NO_RIGHT_ANSWER = Code(
    "no-right-answer",
    "No option of a choice is marked right.",
    why="The card would have no answer.",
    bad="""
        ### Which cells resorb bone?

        - [ ] Osteoclasts
        - [ ] Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        """,
)
TWO_RIGHT_ANSWERS = Code(
    "two-right-answers",
    "A choice asks for one answer and has two options marked right, or has every option marked right.",
    why="If several options are marked right, the card says “Choose all that apply”: one `[x]` too many changes what "
    "is asked. And if no option is wrong, there is nothing to choose.",
    level=Severity.WARNING,
    bad="""
        ### Which of these cells is the one that resorbs bone?

        - [x] Osteoclasts
        - [x] Osteoblasts
        - [ ] Osteocytes
        """,
    good="""
        ### Which of these cells are derived from mesenchymal stem cells?

        - [ ] Osteoclasts
        - [x] Osteoblasts
        - [x] Chondrocytes
        """,
)
SAME_OPTION = Code(
    "same-option",
    "Two options of a choice are the same.",
    why="Learners cannot tell them apart: one of them is counted as wrong, or both as one.",
    level=Severity.WARNING,
    bad="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        - [ ] Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        """,
)
LETTERED_OPTION = Code(
    "lettered-option",
    "The options of a choice have letters or numbers of their own.",
    why="The card puts a letter before each option: it would read `A. A. Osteoclasts`.",
    level=Severity.WARNING,
    fix="takes the letters away",
    bad="""
        ### Which cells resorb bone?

        - [x] A. Osteoclasts
        - [ ] B. Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        """,
)
TOLD_OPTION = Code(
    "told-option",
    "An option says itself that it is right, or is the only one that is explained.",
    why="Options are shown with the question: whoever sees `(correct)` behind one need not know the answer.",
    level=Severity.WARNING,
    fix="takes `(correct)` or a tick away",
    bad="""
        ### Which cells resorb bone?

        - [ ] Osteoblasts
        - [x] Osteoclasts (correct)
        """,
    good="""
        ### Which cells resorb bone?

        - [ ] Osteoblasts
        - [x] Osteoclasts
        """,
)
OPTIONS_IN_CLOZE = Code(
    "options-in-cloze",
    "A note has the options of a choice and a cloze.",
    why="A cloze makes it a cloze note: the card shows the boxes, and with them which option is right.",
    level=Severity.WARNING,
    bad="""
        ### Which cells resorb bone?

        - [x] {{c1::Osteoclasts}}
        - [ ] Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        """,
)
BAD_TAG = Code(
    "bad-tag",
    "A tag has characters that Anki does not allow in tags.",
    why="In Anki a space ends a tag: `heart failure` would become two tags.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, tags: [bone cells] -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, tags: [bone-cells] -->

        Osteoclasts
        """,
)
BAD_REVIEW = Code(
    "bad-review",
    "`review` is not `ok`, `imprecise` or `contested`.",
    why="The state decides what a note must have before a release, and what `stats` counts.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, review: fine -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, review: ok -->

        Osteoclasts
        """,
)
BAD_REVIEWED = Code(
    "bad-reviewed",
    "`reviewed` is not a date with initials.",
    why="A signature says who looked at the note, and when.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, reviewed: last May -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, reviewed: 2026-05-31 AB -->

        Osteoclasts
        """,
)

BAD_ASK = Code(
    "bad-ask",
    "`ask` does not say in two parts what a reversed note asks for.",
    why="A reversed note has two cards: one shows the heading, one the text. `ask` says in your words what each asks "
    'for; without it they ask for "Definition?" and "Term?".',
    bad="""
        ### Osteoid
        <!-- id: osteoid, type: reversed, ask: Define -->

        Bone matrix without mineral
        """,
    good="""
        ### Osteoid
        <!-- id: osteoid, type: reversed, ask: [Define, Name the matrix] -->

        Bone matrix without mineral
        """,
)
TYPED_ANSWER = Code(
    "typed-answer",
    "The answer of a `typed` note is not one line of plain words.",
    why="The learner types the answer, and Anki compares it letter by letter. Lists, pictures and paragraphs cannot be "
    "typed.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, type: typed -->

        - Osteoclasts
        - Giant cells
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, type: typed -->

        osteoclasts
        """,
)
CLOZE_IN_MARKUP = Code(
    "cloze-in-markup",
    "A cloze is inside an address or an alt text, or begins inside markup and ends outside it.",
    why="Anki puts markup around what a cloze hides. In such a place that breaks the card.",
    bad="""
        ### Bone cells

        | Cell | Task |
        |---|---|
        | {{c1::Osteoclast | resorbs bone}} |
        """,
    good="""
        ### Bone cells

        | Cell | Task |
        |---|---|
        | {{c1::Osteoclast}} | {{c1::resorbs bone}} |
        """,
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
    EMPTY_FRONT,
    EMPTY_BACK,
    EMPTY_FIELD,
    EMPTY_OPTION,
    NO_CLOZE,
    UNCLOSED_CLOZE,
    CLOZE_NUMBER,
    CLOZE_IN_OTHER_KIND,
    CLOZE_IN_FIELD,
    CLOZE_IN_MARKUP,
    TYPED_ANSWER,
    TOO_FEW_OPTIONS,
    TOO_MANY_OPTIONS,
    NO_RIGHT_ANSWER,
    TWO_RIGHT_ANSWERS,
    SAME_OPTION,
    LETTERED_OPTION,
    TOLD_OPTION,
    OPTIONS_IN_CLOZE,
    BAD_TAG,
    BAD_REVIEW,
    BAD_REVIEWED,
    BAD_ASK,
)
