"""What Markdown, or the place where it stands, takes away from a text without a word."""

from ankigen.diagnostic import Code, Severity

FIELD_LEVEL = Code(
    "field-level",
    "The heading of a field has not four number signs.",
    why="With one or two it begins a section, and the text under it is on no card; with three it would be a card of "
    "its own. With five or six it is an ordinary heading in the text above it.",
    fix="writes `####`, where the name can only be a field's",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

        ## Clinical note
        Bisphosphonates slow them down.
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Clinical note
        Bisphosphonates slow them down.
        """,
)
QUESTION_OUTSIDE_NOTE = Code(
    "question-outside-note",
    "A question is not the heading of a note.",
    why="A note begins with a heading of three number signs. A question in any other form is on no card, or is a part "
    "of the card above it.",
    level=Severity.WARNING,
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

        ## Which cells form bone?

        Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts

        ### Which cells form bone?

        Osteoblasts
        """,
)
SECTION_WITHOUT_NOTES = Code(
    "section-without-notes",
    "A section has text, but no note.",
    why="Text above the first note of a section is for authors. Where no note follows, it may have been meant for "
    "learners.",
    level=Severity.INFO,
    bad="""
        # Bone

        ### Which cells resorb bone?

        Osteoclasts

        # Summary

        Bone is always being rebuilt.
        """,
    good="""
        # Bone

        ### Which cells resorb bone?

        Osteoclasts

        #### Extra
        Bone is always being rebuilt.
        """,
)
INDENTED_HEADING = Code(
    "indented-heading",
    "The heading of a note is indented.",
    why="Four spaces or a tab before `###` make code of it, or a part of the list above it. The note would be shown on "
    "the card before it, and is no card itself.",
    fix="takes the indentation away",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

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
MOJIBAKE = Code(
    "mojibake",
    "A character was read in another encoding than it was written in.",
    why="An office program or a web page saved the text in one encoding, and another one read it in a second: what was "
    "one character is two or three.",
    level=Severity.WARNING,
    fix="writes the character",
    bad="""
        ### At which temperature does fever begin?

        38 Â°C
        """,
    good="""
        ### At which temperature does fever begin?

        38 °C
        """,
)
LOST_SIGN = Code(
    "lost-sign",
    "A sign is taken for a mark of Markdown.",
    why="At the beginning of a line `>` makes a quotation, `-` and `+` make a list and `#` makes a heading; two `*` "
    "make italics, and two `~~` strike out. The sign is not on the card: more than 6.5 is shown as 6.5, minus 70 as "
    "70, and 150*10^9 as 15010^9.",
    level=Severity.WARNING,
    fix="writes the sign, where it cannot be a mark",
    bad="""
        ### From which fasting glucose on is it diabetes?

        >= 7.0 mmol/L
        """,
    good="""
        ### From which fasting glucose on is it diabetes?

        ≥ 7.0 mmol/L
        """,
)

CODES = (FIELD_LEVEL, QUESTION_OUTSIDE_NOTE, SECTION_WITHOUT_NOTES, INDENTED_HEADING, MOJIBAKE, LOST_SIGN)
