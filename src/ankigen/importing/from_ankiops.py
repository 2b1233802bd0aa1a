"""Markdown of AnkiOps: labels such as `Q:` and `A:`, notes parted by `---`. Its `note_key` is a field in Anki; the guid
by which Anki finds a note is in a database of its own."""

import re
from collections.abc import Iterator, Mapping

from ankigen.importing.markdown_notes import Format, MarkdownNote, Page, outside_fences
from ankigen.model.note import Kind

ABOUT = re.compile(r"<!--\s*+(note_key|note_type|tags):(.*)-->")
LABEL = re.compile(r"([A-Z][A-Za-z0-9_-]*):(?: |$)")
CHOICE = re.compile(r"C[1-8]")
# What the tool's own note types have beside what they ask for.
BESIDE = {"E", "M", "AI", "D"}
# The labels that tell a note type, in the order in which they are tried: asked for, and answered.
TELLING: tuple[tuple[str, str, Kind], ...] = (
    ("T", "", Kind.CLOZE),
    ("THA", "", Kind.CLOZE),
    ("F", "B", Kind.REVERSED),
    ("Q", "I", Kind.TYPED),
    ("Q", "A", Kind.BASIC),
)
WIDTH = re.compile(r"!\[([^\[\]\n]*(?:(?<!!)\[[^\[\]\n]*)*)\]\(<?([^()<>\n]+)>?\)\{width=(\d+)\}")


def looks_like(text: str) -> bool:
    """It has the tool's comments, or a label that only it has."""
    if re.search(r"^<!-- note_(?:key|type): .*-->$", text, re.M):
        return True
    first = next((line for line in text.split("\n") if line.strip() and not ABOUT.fullmatch(line.strip())), "")
    labels = set(re.findall(r"^([A-Z]+\d?): ", text, re.M))
    return LABEL.match(first) is not None and bool(
        labels & {"T", "THA", "E", "M", "C1", "B", "I"} and labels & {"T", "THA", "Q", "F"}
    )


def notes(page: Page) -> Iterator[MarkdownNote]:
    deck = page.inside.stem.replace("__", "::")
    said: dict[str, str] = {}
    texts: dict[str, str] = {}
    begins, label = 0, ""
    for number, line, is_code in (*outside_fences(page.text), (0, "---", False)):
        if not is_code and line.strip() == "---":
            if texts:
                yield _note(page, begins, deck, said, texts)
            said, texts, label = {}, {}, ""
        elif not is_code and (about := ABOUT.fullmatch(line.strip())):
            said[about[1]] = about[2].strip()
        elif not is_code and (match := LABEL.match(line)) and _is_label(match[1]):
            begins = number if not texts else begins
            label = match[1]
            if label in texts:
                raise page.error(number, f"'{label}:' is there twice in one note")
            texts[label] = line[match.end() :]
        elif label:
            texts[label] += f"\n{line}"
        elif line.strip():
            raise page.error(number, "the text belongs to no field: a label such as 'Q:' is missing")


def _is_label(name: str) -> bool:
    return name in BESIDE or CHOICE.fullmatch(name) is not None or any(name in telling[:2] for telling in TELLING)


def _note(page: Page, line: int, deck: str, said: Mapping[str, str], texts: Mapping[str, str]) -> MarkdownNote:
    fields = {name: WIDTH.sub(r'<img src="\2" alt="\1" width="\3">', text).strip() for name, text in texts.items()}
    choices = [text for name, text in sorted(fields.items()) if CHOICE.fullmatch(name)]
    kind, asked, answer = _told(page, line, said, fields)
    if choices:
        asked, answer = _choice(page, line, asked, answer, choices)
    extra = "\n\n".join(fields[name] for name in ("E", "M") if fields.get(name))
    tags = tuple(tag for tag in re.split(r"[,\s]+", said.get("tags", "")) if tag)
    lost = "had notes for an AI or a divider, which are left out" if fields.keys() & {"AI", "D"} else ""
    parts = (asked, "", extra) if kind is Kind.CLOZE else (asked, answer, extra)
    return MarkdownNote(line, deck, kind, parts, ("Extra",), tags, lost=lost)


def _told(page: Page, line: int, said: Mapping[str, str], fields: Mapping[str, str]) -> tuple[Kind, str, str]:
    for first, second, kind in TELLING:
        if first in fields and (not second or second in fields):
            return kind, fields[first], fields.get(second, "")
    name = said.get("note_type", "")
    which = f"is of the note type '{name}', which" if name else "has labels that"
    raise page.error(line, f"the note {which} the file does not describe; export its deck from Anki as .apkg instead")


def _choice(page: Page, line: int, asked: str, answer: str, choices: list[str]) -> tuple[str, str]:
    """A question with its numbered choices, and the right ones."""
    numbers = [int(number) for number in re.findall(r"\d+", answer)]
    if not numbers or not all(0 < number <= len(choices) for number in numbers):
        raise page.error(line, "what stands at 'A:' does not name the numbers of the right choices")
    listed = "\n".join(f"{number}. {text}" for number, text in enumerate(choices, start=1))
    return f"{asked}\n\n{listed}", "\n\n".join(choices[number - 1] for number in numbers)


ANKIOPS = Format("AnkiOps", looks_like, notes, breaks=True)
