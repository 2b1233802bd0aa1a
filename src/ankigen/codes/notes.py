"""What can be wrong with the notes of a deck: empty parts, clozes, values of metadata."""

from ankigen.diagnostic import Code

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
    fix="writes the braces that end it, where they stand in another form",
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
    BAD_TAG,
    BAD_REVIEW,
    BAD_REVIEWED,
    BAD_ASK,
)
