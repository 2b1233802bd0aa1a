"""What can be wrong with Markdown once it is rendered: HTML, links, tables, formulas."""

from ankigen.diagnostic import Code, Severity

UNSAFE_HTML = Code(
    "unsafe-html",
    "HTML that is not allowed on a card.",
    why="A card may not run scripts, load anything from the network or change how Anki looks. The elements and "
    'attributes of ordinary text are allowed. A sign for "less than" right before a letter begins HTML too.',
    fix="writes `&lt;` for a sign that begins no HTML, but not where the text has the end of such a tag",
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
    fix="writes the `!` of a picture that lacks it",
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
    "A dollar sign neither begins nor ends a formula.",
    why="A formula with a dollar missing, or with whitespace inside its dollars, is shown as it is typed. Write `\\$` "
    "for the sign itself.",
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

MISSING_DEFINITION = Code(
    "missing-definition",
    "A link, a picture or a footnote names a label that the file does not define.",
    why="Learners would see the brackets. `[label]: address` and `[^label]: footnote` may stand anywhere in the file.",
    fix="writes a footnote's mark and colon as they are right, and takes blanks out of them",
    bad="""
        ### What is this?

        ![A growth plate][plate]
        """,
    good="""
        ### What does the guideline say?

        See [the guideline][esc].

        [esc]: https://example.org/guideline
        """,
)
DUPLICATE_FOOTNOTE = Code(
    "duplicate-footnote",
    "Two footnotes of a file have the same label.",
    why="A label names one footnote in the whole file, its first: the other is on no card, and its note shows the "
    "wrong one. The same words under the same label may stand twice.",
    bad="""
        ### Which drug inhibits platelets?

        Aspirin[^1]

        [^1]: ISIS-2, 1988

        ### Which drug lowers cholesterol?

        Simvastatin[^1]

        [^1]: 4S, 1994
        """,
    good="""
        ### Which drug inhibits platelets?

        Aspirin[^1]

        [^1]: ISIS-2, 1988

        ### Which drug lowers cholesterol?

        Simvastatin[^2]

        [^2]: 4S, 1994
        """,
)
UNUSED_DEFINITION = Code(
    "unused-definition",
    "Nothing names this footnote, or this line is none of the text.",
    why="A footnote is shown with the text that names it. A line such as `[Caution]: hyperkalaemia` says which address "
    "`[Caution]` is, and is shown nowhere.",
    level=Severity.WARNING,
    fix="writes `**Note:**` for `[Note]:`, and a backslash before the bracket of anything else that was meant as text",
    bad="""
        ### Which drug inhibits platelets?

        Aspirin

        [^1]: ISIS-2, 1988
        """,
    good="""
        ### Which drug inhibits platelets?

        Aspirin[^1]

        [^1]: ISIS-2, 1988
        """,
)
SHOWN_CARET = Code(
    "shown-caret",
    "A word holds two carets that are shown as they are.",
    why="A caret begins a superscript only if another one ends it right after a number, a sign or a few letters.",
    level=Severity.WARNING,
    bad="""
        ### How many bacteria are significant?

        10^3-10^5 per mL
        """,
    good="""
        ### How many bacteria are significant?

        10^3^-10^5^ per mL
        """,
)

UNSAFE_FORMULA = Code(
    "unsafe-formula",
    "A formula holds a command that is not allowed on a card, or is too large to be drawn.",
    why="Anki's MathJax would let a formula link to a script, load and restyle things, define commands for the other "
    "formulas of a card, or draw without end. docs/formulas.md lists all commands that are allowed, and the limits.",
    bad="""
        ### What does the law of Laplace say?

        $\\href{https://example.org}{T = P r}$
        """,
    good="""
        ### What does the law of Laplace say?

        $T = P r$, see [the law](https://example.org)
        """,
)
UNKNOWN_TEX_COMMAND = Code(
    "unknown-tex-command",
    "Anki's MathJax does not know a command or an environment of a formula.",
    why="The card shows the command's name in red, or the whole formula as it is typed. Many commands of LaTeX's "
    "packages have another name in MathJax.",
    bad="""
        ### How is a dose written?

        $\\SI{5}{mg}$
        """,
    good="""
        ### How is a dose written?

        $\\pu{5 mg}$
        """,
)
UNPAIRED_BRACE = Code(
    "unpaired-brace",
    "A brace of a formula has no partner.",
    why="MathJax finds no end of such a formula: the card shows it as it is typed. Write `\\{` for the sign itself.",
    bad="""
        ### What does the law of Laplace say?

        ```math
        T = \\frac{P r}{2 w
        ```
        """,
    good="""
        ### What does the law of Laplace say?

        ```math
        T = \\frac{P r}{2 w}
        ```
        """,
)
TEX_COMMENT = Code(
    "tex-comment",
    "A percent sign hides the rest of a formula.",
    why="In a formula % begins a comment: neither the sign nor what follows it on the line is shown. Write `\\%` for "
    "the sign.",
    level=Severity.WARNING,
    bad="""
        ### How much of the blood is plasma?

        $\\approx 55% \\pm 5%$
        """,
    good="""
        ### How much of the blood is plasma?

        $\\approx 55\\% \\pm 5\\%$
        """,
)
TEX_OUTSIDE_FORMULA = Code(
    "tex-outside-formula",
    "A command of TeX stands in ordinary text.",
    why="A formula stands between dollars. Anywhere else the card shows the backslash and the command's name.",
    level=Severity.WARNING,
    fix="writes a space for `\\,` and its like between number and unit",
    bad="""
        ### How is renal clearance reckoned?

        \\frac{U \\cdot V}{P}
        """,
    good="""
        ### How is renal clearance reckoned?

        $\\frac{U \\cdot V}{P}$
        """,
)
TEX_IN_TEXT = Code(
    "tex-in-text",
    "A command inside `\\text{…}` is shown as it is typed.",
    why="Anki's MathJax takes the words inside `\\text{…}` as they are: `\\text{55\\%}` shows the backslash.",
    level=Severity.WARNING,
    bad="""
        ### How much of the blood is plasma?

        $\\text{about 55\\%}$
        """,
    good="""
        ### How much of the blood is plasma?

        $\\text{about 55%}$
        """,
)

CODES = (
    UNSAFE_HTML,
    RELATIVE_LINK,
    RAGGED_TABLE,
    UNPAIRED_DOLLAR,
    MISSING_DEFINITION,
    DUPLICATE_FOOTNOTE,
    UNUSED_DEFINITION,
    SHOWN_CARET,
    UNSAFE_FORMULA,
    UNKNOWN_TEX_COMMAND,
    UNPAIRED_BRACE,
    TEX_COMMENT,
    TEX_OUTSIDE_FORMULA,
    TEX_IN_TEXT,
)
