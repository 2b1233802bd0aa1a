"""Note types as they are in a package, written as folders of `notetypes/`: with their ids, so that Anki goes on to know
them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from ankigen.apkg.snapshot import NoteType, NoteTypeKind
from ankigen.model.note import Kind
from ankigen.model.note_type import Settings
from ankigen.model.slug import ascii_slug
from ankigen.model.template import Named, read_side

# What LaTeX begins and ends with in every Anki.
LATEX = (
    "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n"
    "\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n"
)
# What Anki gives a new field or note type: not worth a line.
USUAL: Settings = (
    *(("font", "Arial"), ("size", 20), ("sticky", False), ("rtl", False), ("description", ""), ("plainText", False)),
    *(("collapsed", False), ("excludeFromSearch", False), ("preventDeletion", False), ("bqfmt", ""), ("bafmt", "")),
    *(
        ("bfont", ""),
        ("bsize", 0),
        ("latexsvg", False),
        ("originalStockKind", 0),
        ("latexPre", LATEX),
        ("latexPost", "\\end{document}"),
    ),
)


def keys(note_types: Iterable[NoteType]) -> dict[int, str]:
    """The folder of each note type, by its id: readable, and none of ankigen's own kinds."""
    found: dict[int, str] = {}
    for item in note_types:
        stem = ascii_slug(item.name, 48) or "type"
        stem = f"anki-{stem}" if stem in tuple(Kind) else stem
        names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
        found[item.id] = next(name for name in names if name not in found.values())
    return found


def heading_field(note_type: NoteType) -> str:
    """The field that a note's heading feeds: what the first front asks. None of a cloze type, whose text is more than a
    heading."""
    if note_type.kind is NoteTypeKind.CLOZE:
        return ""
    return next(_shown(note_type, note_type.templates[0].front), note_type.fields[0].name)


def body_field(note_type: NoteType) -> str:
    """The field that the text under the heading feeds: what the first back answers."""
    names = note_type.field_names
    if note_type.kind is NoteTypeKind.CLOZE:
        hides = hiding_fields(note_type)
        return next((name for name in names if name in hides), names[0])
    heading = heading_field(note_type)
    shown = (name for name in _shown(note_type, note_type.templates[0].back) if name != heading)
    return next(shown, next((name for name in names if name != heading), ""))


def _shown(note_type: NoteType, side: str) -> Iterator[str]:
    """The fields that a side shows, in their order."""
    for part in read_side(side).named():
        if isinstance(part, Named) and part.name in note_type.field_names:
            yield part.name


def in_paragraphs(fields: Iterable[str]) -> bool:
    """Whether the maker of these fields wrote even a single paragraph as `<p>`."""
    alone, bare = 0, 0
    for html in fields:
        if html.count("<p>") == 1 and html.lstrip().startswith("<p>") and html.rstrip().endswith("</p>"):
            alone += 1
        elif html and "<p" not in html:
            bare += 1
    return alone > bare


def hiding_fields(note_type: NoteType) -> frozenset[str]:
    """The fields that a front shows with clozes."""
    named = (part for template in note_type.templates for part in read_side(template.front).named())
    return frozenset(part.name for part in named if isinstance(part, Named) and "cloze" in part.filters)


def shown_files(note_type: NoteType, names: Iterable[str], sheets: Mapping[str, str]) -> tuple[str, ...]:
    """Which of these files templates or style name, or one of the style sheets that they name. Anki sends those along
    whose names begin with an underscore."""
    texts = [note_type.css, *(text for item in note_type.templates for text in (item.front, item.back))]
    texts += [text for name, text in sheets.items() if _names(texts, name)]
    return tuple(name for name in names if name.startswith("_") and _names(texts, name))


def _names(texts: list[str], name: str) -> bool:
    return any(written in text for text in texts for written in {name, quote(name)})


def type_files(key: str, note_type: NoteType, files: Mapping[str, str], *, paragraphs: bool) -> Mapping[str, str]:
    """The texts of the note type's folder, by their paths in the deck's; `files` has the SHA-256 of each of the other
    files there."""
    stems = list(_stems(note_type))
    files = {
        "notetype.toml": _settings_file(note_type, stems, files, paragraphs=paragraphs),
        "style.css": note_type.css + "\n",
    }
    for template, stem in zip(note_type.templates, stems, strict=True):
        files |= {f"{stem}-front.html": template.front + "\n", f"{stem}-back.html": template.back + "\n"}
    return {f"notetypes/{key}/{name}": text for name, text in files.items()}


def _stems(note_type: NoteType) -> Iterator[str]:
    taken: set[str] = set()
    for number, template in enumerate(note_type.templates, start=1):
        stem = ascii_slug(template.name, 60) or "card"
        stem = f"{stem}-{number}" if stem in taken else stem
        taken.add(stem)
        yield stem


def _settings_file(note_type: NoteType, stems: list[str], files: Mapping[str, str], *, paragraphs: bool) -> str:
    cloze = note_type.kind is NoteTypeKind.CLOZE
    lines = [
        f"id = {note_type.id} # never changes: by it Anki knows the note type that learners have",
        f"name = {_toml(note_type.name)}",
        f'kind = "{"cloze" if cloze else "basic"}"',
        f"heading = {_toml(heading_field(note_type))}",
        f"body = {_toml(body_field(note_type))}",
        f"sort = {_toml(note_type.fields[min(note_type.sort_field, len(note_type.fields) - 1)].name)}",
        *(["paragraphs = true # each text comes in <p>, also one that stands alone"] if paragraphs else []),
        *_anki(note_type.settings),
    ]
    for field in note_type.fields:
        lines += ["", "[[fields]]", f"name = {_toml(field.name)}", *_id(field.id), *_anki(field.settings)]
    for template, stem in zip(note_type.templates, stems, strict=True):
        lines += ["", "[[templates]]", f"name = {_toml(template.name)}", *_id(template.id)]
        lines += [f"file = {_toml(stem)}"] if stem != (ascii_slug(template.name, 60) or "card") else []
        lines += _anki(template.settings)
    if files:
        lines += ["", "[files] # as learners have them: each keeps its name for as long as it is the same"]
        lines += [f"{_toml(name)} = {_toml(sha256)}" for name, sha256 in sorted(files.items())]
    return "\n".join(lines) + "\n"


def _id(number: int | None) -> Iterator[str]:
    if number is not None:
        yield f"id = {number}"


def _anki(settings: Settings) -> Iterator[str]:
    told = [f"{key} = {_toml(value)}" for key, value in settings if (key, value) not in USUAL]
    if told:
        yield f"anki = {{ {', '.join(told)} }}"


def _toml(value: str | int | bool) -> str:
    """A TOML value: a basic string has JSON's escapes, but for DEL."""
    return re.sub("\x7f", r"\\u007f", json.dumps(value, ensure_ascii=False))
