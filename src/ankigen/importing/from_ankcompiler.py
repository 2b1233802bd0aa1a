"""Markdown of ankcompiler (tried with 0.5.0): blocks between `---`, each with a footnote that is its guid.

The tool gives its note types fixed ids, so that Anki's usual options update whoever imported its packages.
"""

import re
from collections.abc import Iterator

from ankigen.apkg.snapshot import Field, NoteType, NoteTypeKind, Template
from ankigen.importing.front_matter import front_matter
from ankigen.importing.markdown_notes import Format, MarkdownNote, Page
from ankigen.model.note import Kind

FOOTNOTE = r"\[\^(?:uid|tag|type)\]:[^\n]*(?:\n+|\Z)"
NOTE = re.compile(rf"^---[ \t]*\n\s*\n(?P<body>.+?)\n\s*\n---[ \t]*(?:\n+|\Z)(?P<about>(?:{FOOTNOTE})*)", re.M | re.S)
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
    for match in NOTE.finditer(top.below):
        line = top.line + top.below.count("\n", 0, match.start("body"))
        said: dict[str, list[str]] = {"uid": [], "tag": [], "type": []}
        for key, value in VALUE.findall(match["about"]):
            said[key].append(value)
        body = match["body"]
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


ANKCOMPILER = Format("ankcompiler", looks_like, notes)
