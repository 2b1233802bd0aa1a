"""What can be wrong with deck.toml and objectives.md, and with keys and values in metadata."""

from ankigen.diagnostic import Code

BAD_TOML = Code(
    "bad-toml",
    "deck.toml is not TOML.",
    why='Nothing of it can be read. Text needs straight quotes: `name = "Bone biology"`.',
    file="deck.toml",
    bad="name = Bone biology",
    good='name = "Bone biology"',
)
UNKNOWN_KEY = Code(
    "unknown-key",
    "A key is not one that ankigen knows.",
    why="A misspelt key has no effect, and nobody would notice.",
    fix="writes the key that was meant, such as `id` for `ID`",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, tag: cells -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, tags: cells -->

        Osteoclasts
        """,
)
MISSING_KEY = Code(
    "missing-key",
    "deck.toml lacks `name`, `uid` or `tag`.",
    why="Anki finds the deck by its name, and every card's identity rests on the uid. `ankigen new` writes all three.",
    case="config/missing-key",
)
BAD_VALUE = Code(
    "bad-value",
    "A key has a value that it cannot have.",
    why="For example a list where one text is expected, a language that is not a code, or curly quotes around a value.",
    file="deck.toml",
    bad='language = "English"',
    good='language = "en-GB"',
)
BAD_OBJECTIVE = Code(
    "bad-objective",
    "A line of objectives.md is not an objective.",
    why="An objective is a line with an id, a colon and one sentence.",
    file="objectives.md",
    bad="- Name what starts calcification.",
    good="- S2.2: Name what starts calcification.",
)
DUPLICATE_OBJECTIVE = Code(
    "duplicate-objective",
    "Two objectives have the same id.",
    why="A note that covers the one would count for the other too.",
    file="objectives.md",
    bad="""
        - S2.2: Name what starts calcification.
        - S2.2: Name what stops calcification.
        """,
    good="""
        - S2.2: Name what starts calcification.
        - S2.3: Name what stops calcification.
        """,
)
UNKNOWN_RULE = Code(
    "unknown-rule",
    "`ignore` or `[check]` names a rule that does not exist.",
    why="A misspelt name has no effect. Only editorial rules can be silenced; mistakes of form cannot.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, ignore: {enumerations: the order is the fact} -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)
IGNORE_WITHOUT_REASON = Code(
    "ignore-without-reason",
    "A rule is silenced without a reason.",
    why="The next author must know why the rule does not hold here.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, ignore: {enumeration: ""} -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)

CODES = (
    BAD_TOML,
    MISSING_KEY,
    UNKNOWN_KEY,
    BAD_VALUE,
    UNKNOWN_RULE,
    IGNORE_WITHOUT_REASON,
    BAD_OBJECTIVE,
    DUPLICATE_OBJECTIVE,
)
