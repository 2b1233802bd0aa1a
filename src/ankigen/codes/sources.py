"""What can be wrong with the form of a source: headings, metadata, and marks that Markdown forgives."""

from ankigen.diagnostic import Code, Severity

MERGE_CONFLICT = Code(
    "merge-conflict",
    "Git left the marks of a conflict in a file.",
    why="Git could not decide between two versions of these lines. Shipped like this, both would be on the card.",
    bad="""
        ### Which cells resorb bone?

        <<<<<<< HEAD
        Osteoclasts
        =======
        Osteoblasts
        >>>>>>> correction
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts
        """,
)
UNCLOSED_FENCE = Code(
    "unclosed-fence",
    "A code block is never closed.",
    why="Everything after it, headings and notes included, is taken for code and is in no card.",
    bad="""
        ### How is a sequence written?

        ```
        GATTACA
        """,
    good="""
        ### How is a sequence written?

        ```
        GATTACA
        ```
        """,
)
UNCLOSED_COMMENT = Code(
    "unclosed-comment",
    "A comment is never closed.",
    why="Everything up to the next `-->` is taken for the comment: the answer, and often the next note too.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)
UNCLOSED_HTML = Code(
    "unclosed-html",
    "An HTML element such as `<pre>` or `<![CDATA[` is never closed.",
    why="It swallows all that follows it, in the source or on the card.",
    bad="""
        ### How is a sequence written?

        <pre>
        GATTACA
        """,
    good="""
        ### How is a sequence written?

        <pre>
        GATTACA
        </pre>
        """,
)
SETEXT_HEADING = Code(
    "setext-heading",
    "A line of `---` or `===` right under text turns that text into a heading.",
    why="Markdown reads it as a heading, and a heading of this kind is neither a section nor a note.",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts
        ---
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts

        ---
        """,
)
FIELD_OUTSIDE_NOTE = Code(
    "field-outside-note",
    "A `####` heading is not inside a note.",
    why="`####` starts a field of the note above it. Without a note the text under it is on no card.",
    bad="""
        # Bone

        #### Hint
        Think of giant cells.

        ### Which cells resorb bone?

        Osteoclasts
        """,
    good="""
        # Bone

        ### Which cells resorb bone?

        Osteoclasts

        #### Hint
        Think of giant cells.
        """,
)
BAD_SECTION = Code(
    "bad-section",
    "A section cannot be made into a tag.",
    why="A section gives its notes a tag. Its heading needs letters or digits for that, and three names are taken: "
    "`added`, `updated` and `retired` say what a release changed.",
    bad="""
        # Retired

        ### Which cells resorb bone?

        Osteoclasts
        """,
    good="""
        # Retired
        <!-- tag: retired-names -->

        ### Which cells resorb bone?

        Osteoclasts
        """,
)
TEXT_AFTER_METADATA = Code(
    "text-after-metadata",
    "There is text on the line on which the metadata ends.",
    why="That line is read as metadata alone: the text would be on no card.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone --> Osteoclasts

        They have many nuclei.
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts. They have many nuclei.
        """,
)
UNKNOWN_TYPE = Code(
    "unknown-type",
    "The `type` of a note is not one that ankigen knows.",
    why="The type decides what cards are made. A misspelt one would make others than you meant.",
    bad="""
        ### Osteoclast
        <!-- id: osteoclast, type: reverse -->

        Cell that resorbs bone
        """,
    good="""
        ### Osteoclast
        <!-- id: osteoclast, type: reversed -->

        Cell that resorbs bone
        """,
)
UNKNOWN_FIELD = Code(
    "unknown-field",
    "A `####` heading does not name a field.",
    why="Notes have the fields Hint, Extra, Clinical note, Source says, Source and Reference. Text under another name "
    "would be lost.",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Remark
        They have many nuclei.
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Extra
        They have many nuclei.
        """,
)
DUPLICATE_FIELD = Code(
    "duplicate-field",
    "A field of a note is given twice.",
    why="A note has each field once: one of the two texts would be lost.",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Extra
        They have many nuclei.

        #### Extra
        They come from monocytes.
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Extra
        They have many nuclei. They come from monocytes.
        """,
)
BAD_FRONT_MATTER = Code(
    "bad-front-matter",
    "The block between `---` lines at the top of a file does not begin in line 1, or is never closed.",
    why="Only in line 1 does it hold settings. Without its end nobody can tell where they end and the notes begin.",
    fix="moves it, where its end is known",
    bad="""
        ---
        tags: [pathology]

        ### Which cells resorb bone?

        Osteoclasts
        """,
    good="""
        ---
        tags: [pathology]
        ---

        ### Which cells resorb bone?

        Osteoclasts
        """,
)
BAD_METADATA = Code(
    "bad-metadata",
    "Metadata or front matter is not `key: value`.",
    why="None of it can be read, the id included. A value with a colon, a comma, a bracket or a `#` needs quotes.",
    fix="writes the quotes, brackets, commas and columns, where it is sure what was meant",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, change: was: osteoblasts -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, change: "was: osteoblasts" -->

        Osteoclasts
        """,
)
DUPLICATE_KEY = Code(
    "duplicate-key",
    "A key is given twice in one block of metadata or front matter.",
    why="Only one of the two values can hold.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, tags: bone, tags: cells -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, tags: [bone, cells] -->

        Osteoclasts
        """,
)
MISPLACED_METADATA = Code(
    "misplaced-metadata",
    "An id or another setting is in a place where it is not read.",
    why="Settings are read in the first comment right under the heading. Anywhere else the note counts as one without "
    "an id, and a released note as lost; a type or a tag has no effect.",
    fix="joins two comments under one heading, and moves an id under its heading where it is plain which one that is",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

        <!-- id: resorb-bone -->
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)
HEADING_SPACE = Code(
    "heading-space",
    "The number signs of a heading have no space after them.",
    why="Without the space it is ordinary text: a note or a field would be lost in the one above it.",
    fix="writes the space",
    bad="""
        ### Which cells resorb bone?

        Osteoclasts

        ###Which cells form bone?

        Osteoblasts
        """,
    good="""
        ### Which cells resorb bone?

        Osteoclasts

        ### Which cells form bone?

        Osteoblasts
        """,
)
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
NOTE_IN_CODE = Code(
    "note-in-code",
    "A whole note is inside a code block.",
    why="It is code in another note or nothing at all, and no card: learners who have it would lose it. Often a whole "
    "text was copied with the ``` lines around it, or the block before it was never closed.",
    bad="""
        ### How is a sequence written?

        ```
        GATTACA

        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        ```
        """,
    good="""
        ### How is a sequence written?

        ```
        GATTACA
        ```

        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)

CODES = (
    MERGE_CONFLICT,
    UNCLOSED_FENCE,
    UNCLOSED_COMMENT,
    UNCLOSED_HTML,
    SETEXT_HEADING,
    HEADING_SPACE,
    FIELD_OUTSIDE_NOTE,
    UNKNOWN_FIELD,
    DUPLICATE_FIELD,
    BAD_SECTION,
    UNKNOWN_TYPE,
    BAD_FRONT_MATTER,
    BAD_METADATA,
    DUPLICATE_KEY,
    MISPLACED_METADATA,
    TEXT_AFTER_METADATA,
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
    NOTE_IN_CODE,
)
