"""What each kind of finding means, for the terminal and for docs/diagnostics.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc

from ankigen.codes import (
    choices,
    ids,
    lost_text,
    markdown,
    media,
    note_types,
    notes,
    pictures,
    project,
    settings,
    slips,
    sources,
)
from ankigen.diagnostic import AnkigenError, Code, nearest
from ankigen.lint.levels import UNUSED_IGNORE
from ankigen.lint.rules import RULES

EDITORIAL = (*(rule.kind for rule in RULES), UNUSED_IGNORE)


@dataclass(frozen=True, slots=True)
class Group:
    """Codes about one subject. Editorial rules can be silenced, and a deck sets their levels."""

    title: str
    about: str
    codes: tuple[Code, ...]
    editorial: bool = False


GROUPS = (
    Group("Sources", "The form of a source: headings, metadata, comments, code.", sources.CODES),
    Group("Slips", "What was meant as a mark of the format and is none; marks of other programs.", slips.CODES),
    Group(
        "Lost text", "What would be on no card, or without a sign: headings of a wrong level, marks.", lost_text.CODES
    ),
    Group("Ids", "The ids of notes, and what learners know them by.", ids.CODES),
    Group("Notes", "What a note must have: a question, an answer, clozes; the values of its metadata.", notes.CODES),
    Group("Choices", "The options of a choice.", choices.CODES),
    Group("Picture notes", "The picture, the list of masks, and the places that they cover.", pictures.CODES),
    Group(
        "Note types",
        "Note types of the author's own: notetype.toml, templates and style, and their notes.",
        note_types.CODES,
    ),
    Group("Text", "What Markdown makes of the text.", markdown.CODES),
    Group("Media", "Pictures, sounds and films.", media.CODES),
    Group("Settings and objectives", "deck.toml, objectives.md, and the values of keys.", settings.CODES),
    Group("Repository", "Folders, files that cannot be read, and the ledger of what was released.", project.CODES),
    Group(
        "Editorial rules",
        "What a good editor would say. A note silences a rule with its reason, `ignore: {enumeration: the order is the "
        'fact}`, and a deck sets its level in deck.toml: `[check]` and `enumeration = "off"`, `"info"`, `"warning"` or '
        '`"error"`.',
        EDITORIAL,
        editorial=True,
    ),
)
CODES = {code.name: (code, group) for group in GROUPS for code in group.codes}


def explain(name: str) -> str:
    """Everything about one code. Raises AnkigenError if there is none of that name."""
    if name not in CODES:
        raise AnkigenError(f"there is no code '{name}'; {nearest(name, CODES)}")
    code, group = CODES[name]
    return "\n\n".join(_parts(code, group))


def overview() -> str:
    """Every code with its one sentence."""
    width = max(map(len, CODES))
    return "\n\n".join(
        "\n".join([group.title, *(f"  {code.name:{width}}  {code.what}" for code in group.codes)]) for group in GROUPS
    )


def _parts(code: Code, group: Group) -> Iterator[str]:
    yield f"{code.name} ({code.level})"
    yield code.what
    yield code.why
    if code.fix:
        yield f"Fixed by itself: {code.fix}"
    if code.bad:
        yield f"Bad ({code.file}):\n{_indented(code.bad)}"
    if code.good:
        yield f"Good:\n{_indented(code.good)}"
    yield _silence(code) if group.editorial else "A mistake of form cannot be silenced."


def _silence(code: Code) -> str:
    if code is UNUSED_IGNORE:
        return f'In deck.toml: [check] {code.name} = "off", "info", "warning" or "error"'
    return (
        f"To silence it in a note: <!-- ignore: {{{code.name}: the reason}} -->\n"
        f'For a deck, in deck.toml: [check] {code.name} = "off", "info", "warning" or "error"'
    )


def rules() -> str:
    """The table of docs/rules.md."""
    rows = (
        f"| [`{code.name}`](diagnostics.md#{code.name}) | {code.level} | {code.what.replace('|', chr(92) + '|')} |"
        for code in EDITORIAL
    )
    return "\n".join(["| Rule | Level | What it finds |", "|---|---|---|", *rows]) + "\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in cleandoc(text).split("\n"))


def reference() -> str:
    """The whole of docs/diagnostics.md."""
    return "\n".join(_reference()).rstrip() + "\n"


def _reference() -> Iterator[str]:
    yield "# What `ankigen check` reports"
    yield ""
    yield "`ankigen explain CODE` shows a part of this page on the terminal. The names never change."
    yield ""
    for group in GROUPS:
        codes = ", ".join(f"[`{code.name}`](#{code.name})" for code in group.codes)
        yield f"- **[{group.title}](#{group.title.lower().replace(' ', '-')})**: {codes}"
    for group in GROUPS:
        yield from ("", f"## {group.title}", "", group.about)
        for code in group.codes:
            yield from ("", f"### {code.name}", "", f"**{code.level}** – {code.what} {code.why}")
            if code.fix:
                yield from ("", code.fix)
            for label, example in (("Bad", code.bad), ("Good", code.good)):
                if example:
                    language = "toml" if code.file == "deck.toml" else "markdown"
                    where = f" ({code.file})" if code.file != "a source" else ""
                    yield from ("", f"{label}{where}:", "", f"````{language}", cleandoc(example), "````")
            if code.case:
                yield from ("", f"An example is [{code.case}](../tests/cases/{code.case}.md).")
