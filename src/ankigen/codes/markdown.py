"""What can be wrong with Markdown once it is rendered: HTML, links, tables, formulas."""

from ankigen.diagnostic import Code, Severity

UNSAFE_HTML = Code(
    "unsafe-html",
    "HTML that is not allowed on a card.",
    why="A card may not run scripts, load anything from the network or change how Anki looks. The elements and "
    "attributes of ordinary text are allowed.",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts <script>alert(1)</script>
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts<br>and <b>giant cells</b>
        """,
)
RELATIVE_LINK = Code(
    "relative-link",
    "A link leads to a file and not to a web address.",
    why="The file is not shipped: on a learner's device the link leads nowhere.",
    bad="""
        ### Which cells resorb bone?

        [Osteoclasts](cells.md)
        """,
    good="""
        ### Which cells resorb bone?

        [Osteoclasts](https://www.ncbi.nlm.nih.gov/books/NBK554489/)
        """,
)
RAGGED_TABLE = Code(
    "ragged-table",
    "A row of a table has more or fewer cells than its header.",
    why="Markdown drops cells that are too many, and fills those that lack with nothing. A bar inside a cell is "
    "written `\\|`.",
    level=Severity.WARNING,
    bad="""
        ### Bone cells

        | Cell | Task |
        |---|---|
        | Osteoclast | resorbs {{c1::bone}} | large |
        """,
    good="""
        ### Bone cells

        | Cell | Task |
        |---|---|
        | Osteoclast | resorbs {{c1::bone}} |
        """,
)
UNPAIRED_DOLLAR = Code(
    "unpaired-dollar",
    "A dollar sign begins or ends no formula.",
    why="A formula with a dollar missing is shown as it is typed. Write `\\$` for the sign itself.",
    level=Severity.WARNING,
    bad="""
        ### Which law gives the flow?

        The law $Q = \\Delta P / R gives it.
        """,
    good="""
        ### Which law gives the flow?

        The law $Q = \\Delta P / R$ gives it.
        """,
)

CODES = (UNSAFE_HTML, RELATIVE_LINK, RAGGED_TABLE, UNPAIRED_DOLLAR)
