"""What each kind of finding means, for the terminal and for docs/diagnostics.md."""

from collections.abc import Iterator
from inspect import cleandoc

from ankigen.codes import groups
from ankigen.codes.groups import Group
from ankigen.diagnostic import AnkigenError, Code, nearest
from ankigen.lint.levels import UNUSED_IGNORE
from ankigen.lint.rules import RULES

EDITORIAL = (*(rule.kind for rule in RULES), UNUSED_IGNORE)
GROUPS = (
    *groups.GROUPS,
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
