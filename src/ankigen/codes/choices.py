"""What can be wrong with the options of a choice."""

from ankigen.diagnostic import Code, Severity

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

CODES = (
    TOO_FEW_OPTIONS,
    TOO_MANY_OPTIONS,
    NO_RIGHT_ANSWER,
    TWO_RIGHT_ANSWERS,
    SAME_OPTION,
    LETTERED_OPTION,
    TOLD_OPTION,
    OPTIONS_IN_CLOZE,
)
