"""Markdown of ankcompiler (tried with 0.5.0): blocks between `---`, each with a footnote that is its guid.

The tool gives its note types fixed ids, so that Anki's usual options update whoever imported its packages.
"""

import re
from collections.abc import Iterator

from ankigen.apkg.snapshot import Field, NoteType, NoteTypeKind, Template
from ankigen.importing.front_matter import front_matter
from ankigen.importing.markdown_notes import Format, MarkdownNote, Page
from ankigen.model.note import Kind

RULE = re.compile(r"---[ \t]*")
FOOTNOTE = re.compile(r"\[\^(?:uid|tag|type)\]:")
VALUE = re.compile(r"\[\^(uid|tag|type)\]: *(\S+)")
CLOZE = re.compile(r"\{\{ *c\d+ *::")
LINE = "<hr id=answer>"


def _type(number: int, name: str, fields: tuple[str, ...], *templates: tuple[str, str, str]) -> NoteType:
    kind = NoteTypeKind.CLOZE if "Cloze" in name else NoteTypeKind.STANDARD
    sides = tuple(Template(title, front, back) for title, front, back in templates)
    css = '@import url("_stylesheet.css");'
    return NoteType(number, f"AnkCompiler-{name}", kind, tuple(map(Field, fields)), sides, css, 0, 0)


ASKED = ("Question", "Answer", "Source")
TYPES = {
    "qa": (
        Kind.BASIC,
        _type(1764365620, "Question_Answer", ASKED, ("QA", "{{Question}}", "{{Question}}" + LINE + "{{Answer}}")),
    ),
    "cloze": (
        Kind.CLOZE,
        _type(1783507665, "Cloze", ("Text", "Source"), ("Cloze", "{{cloze:Text}}", "{{cloze:Text}}")),
    ),
    "reversed": (
        Kind.REVERSED,
        _type(
            1764365630,
            "Basic-Reversed",
            ("Front", "Back", "Source"),
            ("Forward", "{{Front}}", "{{Front}}" + LINE + "{{Back}}"),
            ("Reverse", "{{Back}}", "{{Back}}" + LINE + "{{Front}}"),
        ),
    ),
    "type-in": (
        Kind.TYPED,
        _type(
            1764365640,
            "Type-In",
            ASKED,
            ("Type-In", "{{Question}}<br>{{type:Answer}}", "{{Question}}" + LINE + "{{Answer}}"),
        ),
    ),
}


def looks_like(text: str) -> bool:
    return re.search(r"^\[\^uid\]:", text, re.M) is not None and bool(front_matter(text).one("deck"))


def notes(page: Page) -> Iterator[MarkdownNote]:
    top = front_matter(page.text)
    deck = top.one("deck")
    if not deck:
        return  # the tool passes over such files too
    for begins, body, about in _blocks(top.below.split("\n")):
        line = top.line + begins
        said: dict[str, list[str]] = {"uid": [], "tag": [], "type": []}
        for key, value in VALUE.findall(about):
            said[key].append(value)
        if not said["uid"]:
            raise page.error(line, "the card has no [^uid]: run `ankc uid` on it, and import it then")
        name = (said["type"] or ["cloze" if CLOZE.search(body) and ":::" not in body else "qa"])[-1].lower()
        if name not in TYPES:
            raise page.error(line, f"'{name}' is not a type of ankcompiler; there are: {', '.join(TYPES)}")
        kind, own = TYPES[name]
        parts = [body] if kind is Kind.CLOZE else [part.strip() for part in body.rsplit(":::", 1)]
        if kind is not Kind.CLOZE and len(parts) == 1:
            raise page.error(line, "the card has neither ':::' between front and back nor a cloze")
        source = page.inside.name.replace("_", "\\_")
        tags = (*top.values.get("tags", ()), *said["tag"])
        yield MarkdownNote(line, deck, kind, (*parts, source), tags=tags, guid=said["uid"][-1], own=own)


def _blocks(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """What stands between two rules, each with an empty line on its inner side: the number of its first line from 0,
    its text, and the footnotes below it."""
    at = 0
    while at + 1 < len(lines):
        if not RULE.fullmatch(lines[at]) or lines[at + 1].strip():
            at += 1
            continue
        begin = next((number for number in range(at + 2, len(lines)) if lines[number].strip()), len(lines))
        ends = (number for number in range(begin + 2, len(lines)) if RULE.fullmatch(lines[number]))
        end = next((number for number in ends if not lines[number - 1].strip()), len(lines))
        if end == len(lines):
            return  # nothing further below ends either
        at = end + 1
        while at < len(lines) and (not lines[at].strip() or FOOTNOTE.match(lines[at])):
            at += 1
        yield begin, "\n".join(lines[begin:end]).rstrip(), "\n".join(lines[end + 1 : at])


ANKCOMPILER = Format("ankcompiler", looks_like, notes)
