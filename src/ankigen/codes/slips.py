"""What was meant as one of the format's marks and is none, and marks of other programs."""

from ankigen.diagnostic import Code, Severity

BROKEN_IMAGE = Code(
    "broken-image",
    "A picture is written in a way that Markdown does not know, such as with a space in its path.",
    why="Markdown then shows the characters instead of the picture.",
    fix="writes the picture",
    bad="""
        ### What is this?

        ![A growth plate](media/growth plate.png)
        """,
    good="""
        ### What is this?

        ![A growth plate](<media/growth plate.png>)
        """,
)
CLOZE_TYPO = Code(
    "cloze-typo",
    "Something looks like a cloze and is not one, or a cloze hides nothing or has an empty hint.",
    why="Anki would show the answer in braces, or a blank with nothing behind it. A cloze is written `{{c1::answer}}`.",
    fix="writes the cloze, where it is sure what was meant",
    bad="""
        ### Bone matrix

        Osteoblasts secrete {{c1:collagen}}.
        """,
    good="""
        ### Bone matrix

        Osteoblasts secrete {{c1::collagen}}.
        """,
)
OPTION_TYPO = Code(
    "option-typo",
    "A line looks like an option of a choice and is not one.",
    why="An option is written `- [ ] wrong` or `- [x] right`, with these spaces. Any other form is ordinary text, and "
    "the note would be of another kind.",
    fix="writes the option as it was meant",
    bad="""
        ### Which cells resorb bone?

        - [ ] Osteoblasts
        - [X ] Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?

        - [ ] Osteoblasts
        - [x] Osteoclasts
        """,
)
TEXT_IN_OPTION = Code(
    "text-in-option",
    "A line that is not indented becomes a part of the option above it.",
    why="Options are shown with the question: an explanation that was drawn into one would give the answer away, and "
    "an item without a box is no option. An explanation stands under all options, after an empty line.",
    level=Severity.WARNING,
    bad="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts
        They have many nuclei.
        """,
    good="""
        ### Which cells resorb bone?

        - [x] Osteoclasts
        - [ ] Osteoblasts

        They have many nuclei.
        """,
)
WORD_BULLET = Code(
    "word-bullet",
    "A list has bullets of an office program, such as `•`.",
    why="Markdown does not make a list of them: all items run together on one line.",
    level=Severity.WARNING,
    fix="writes `- `, where the lines are surely a list",
    bad="""
        ### Which cells are in bone?

        • Osteoblasts
        • Osteoclasts
        """,
    good="""
        ### Which cells are in bone?

        - Osteoblasts
        - Osteoclasts
        """,
)
BULLET_SPACE = Code(
    "bullet-space",
    "The bullets or numbers of a list have no space after them.",
    why="Without the space they are ordinary text: all items run together on one line.",
    level=Severity.WARNING,
    fix="writes the space, where the lines are surely a list",
    bad="""
        ### Which cells are in bone?

        -Osteoblasts
        -Osteoclasts
        """,
    good="""
        ### Which cells are in bone?

        - Osteoblasts
        - Osteoclasts
        """,
)
BROKEN_TABLE = Code(
    "broken-table",
    "Rows with bars between their cells do not make a table.",
    why="Under the first row Markdown needs a row of hyphens with as many cells, and no empty line may be between the "
    "rows: otherwise they run together to one paragraph.",
    level=Severity.WARNING,
    fix="writes the row of hyphens, or deletes the empty lines",
    bad="""
        ### Which root does each nerve have?

        | Nerve | Root |
        | Phrenic | C3–5 |
        """,
    good="""
        ### Which root does each nerve have?

        | Nerve | Root |
        |---|---|
        | Phrenic | C3–5 |
        """,
)
TAB_TABLE = Code(
    "tab-table",
    "Rows with tabs between their cells do not make a table.",
    why="Spreadsheets and word processors copy tables like that. Markdown runs the rows together to one paragraph.",
    level=Severity.WARNING,
    case="check/pasted",
)
BARE_LINES = Code(
    "bare-lines",
    "Several short lines run together to one paragraph.",
    why="A line end alone is a space in Markdown: what looks like a list in the source is one line on the card.",
    level=Severity.WARNING,
    bad="""
        ### Which drugs reduce mortality after an infarction?

        Aspirin
        Bisoprolol
        Ramipril
        """,
    good="""
        ### Which drugs reduce mortality after an infarction?

        - Aspirin
        - Bisoprolol
        - Ramipril
        """,
)
INDENTED_ANSWER = Code(
    "indented-answer",
    "An answer is indented like code.",
    why="Four spaces or a tab at the beginning of a line make code of it: it is shown in a typewriter's letters, and "
    "no mark in it works.",
    level=Severity.WARNING,
    fix="takes the indentation away",
    bad="""
        ### Which cells resorb bone?

            Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts
        """,
)
INVISIBLE_CHARACTER = Code(
    "invisible-character",
    "A character that nobody sees undoes a mark, or is in the text.",
    why="Web pages and office programs leave no-break spaces, soft hyphens and zero-width characters behind. Beside a "
    "mark they make text of a list, an option or a heading; in a word they break searching and typed answers.",
    fix="writes a plain space or nothing",
    case="check/invisible",
)
EDITOR_MARK = Code(
    "editor-mark",
    "The text has a mark of another editor.",
    why="Obsidian, Logseq and their kin show `![[x.png]]`, `[[x]]`, `==x==` and `%% x %%` in ways of their own. In "
    "Markdown they are ordinary characters, and learners would see them.",
    level=Severity.WARNING,
    fix="writes Markdown, where there is but one way to",
    bad="""
        ### What is the matrix made of?

        [[Collagen]] and ==mineral==
        """,
    good="""
        ### What is the matrix made of?

        Collagen and <mark>mineral</mark>
        """,
)
ANSWER_LABEL = Code(
    "answer-label",
    "A label such as **Answer:** stands in the answer.",
    why="What stands under a note's heading is the answer already. A label in the middle of it tells that the text "
    "above was meant as a part of the question: `#### Answer` divides the two.",
    level=Severity.WARNING,
    fix="deletes a label at the beginning of the answer",
    bad="""
        ### What is the matrix of bone made of?

        **Answer:** collagen and mineral
        """,
    good="""
        ### What is the matrix of bone made of?

        Collagen and mineral
        """,
)
SHOWN_STARS = Code(
    "shown-stars",
    "The stars of bold words have a space inside them.",
    why="Markdown shows them as they are: bold words have no space right after the first stars or right before the "
    "last ones. Word processors mark the space after a word too.",
    level=Severity.WARNING,
    fix="moves the space out",
    bad="""
        ### Which nerve supplies the diaphragm?

        The **phrenic **nerve
        """,
    good="""
        ### Which nerve supplies the diaphragm?

        The **phrenic** nerve
        """,
)
MARKDOWN_IN_HTML = Code(
    "markdown-in-html",
    "A mark of Markdown stands between HTML tags.",
    why="From a line that begins with a tag such as `<div>` to the next empty line only HTML is read: stars, hyphens "
    "and links are shown as they are.",
    level=Severity.WARNING,
    fix="puts an empty line between the tag and the text",
    bad="""
        ### Which cells resorb bone?

        <div>
        **Osteoclasts**
        </div>
        """,
    good="""
        ### Which cells resorb bone?

        <div>

        **Osteoclasts**
        </div>
        """,
)
ANKI_MARK = Code(
    "anki-mark",
    "The text has a mark of Anki's own editor.",
    why="`[sound:…]` and `[latex]` work in Anki's editor. Here no file would be shipped for the one, and the other "
    "needs a program on every learner's computer. Markdown takes the backslashes out of `\\(…\\)`.",
    bad="""
        ### What does this murmur suggest?

        [sound:murmur.mp3] Aortic stenosis
        """,
    good="""
        ### Which law gives the flow?

        $Q = \\Delta P / R$
        """,
)

CODES = (
    CLOZE_TYPO,
    OPTION_TYPO,
    BROKEN_IMAGE,
    TEXT_IN_OPTION,
    WORD_BULLET,
    BULLET_SPACE,
    BROKEN_TABLE,
    TAB_TABLE,
    BARE_LINES,
    INDENTED_ANSWER,
    INVISIBLE_CHARACTER,
    EDITOR_MARK,
    ANSWER_LABEL,
    SHOWN_STARS,
    MARKDOWN_IN_HTML,
    ANKI_MARK,
)
