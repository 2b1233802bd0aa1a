"""What can be wrong with the form of a source: headings, metadata, comments, code."""

from ankigen.diagnostic import Code

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
    fix="writes the field's name as it is right",
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
    fix="joins two comments under one heading, moves an id under its heading and writes it as a comment, where it is "
    "plain which one that is",
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
    NOTE_IN_CODE,
)
