"""Notes that no learner can be updated in are best notes of ankigen's own kinds, where Markdown says all of them; any
other gets a note type with fields that may be HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ankigen.apkg.snapshot import Note, NoteType
from ankigen.importing.fields import Converter, FieldSource, How
from ankigen.importing.sources import Written, metadata, quoted
from ankigen.model.note import ExtraField, Kind
from ankigen.model.template import is_filled
from ankigen.render import Renderer

# What Anki's own types call what ankigen calls otherwise.
OTHER_NAMES = {"Back Extra": ExtraField.EXTRA}
BREAK = "\\\n"


@dataclass(slots=True)
class BuiltIn:
    """Writes notes as `kinds` say, by note type; `states_guid` says that theirs are to be kept. `made` are the ids of
    those that could be."""

    kinds: Mapping[int, Kind]
    files: Mapping[str, str]
    states_guid: bool = False
    made: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    converter: Converter = field(init=False)

    def __post_init__(self) -> None:
        self.converter = Converter(Renderer(), self.files, frozenset())

    def write(self, note: Note, note_type: NoteType, name: str) -> Written | None:
        """The note; None if it cannot be of such a kind."""
        kind = self.kinds.get(note.note_type)
        if kind is None or name in self.refused:
            return None
        found = self.parts(note, note_type, kind)
        if found is None:
            self.refused.add(name)
            return None
        self.made.add(name)
        heading, parts, fields = found
        stated = [f"type: {kind}"] if kind in (Kind.REVERSED, Kind.TYPED) else []
        stated += [f"guid: {quoted(note.guid)}"] if self.states_guid else []
        text = "\n\n".join((f"### {heading}\n{metadata(note, name, *stated)}", *parts))
        return Written(name, f"{text}\n", fields)

    def refuse(self, name: str) -> None:
        """The note was made, and cannot be one after all."""
        self.made.discard(name)
        self.refused.add(name)

    def parts(
        self, note: Note, note_type: NoteType, kind: Kind
    ) -> tuple[str, list[str], tuple[tuple[str, FieldSource], ...]] | None:
        """The heading, what stands under it, and how each field is kept."""
        kept: list[tuple[str, FieldSource]] = []
        texts: dict[str, str] = {}
        for title, html in zip(note_type.field_names, note.fields, strict=True):
            if is_filled(html):
                source = self.converter.field(html, cloze=kind is Kind.CLOZE and not kept)
                if source.how is not How.MARKDOWN:
                    return None
                kept.append((title, source))
                texts[title] = source.text
        asked, answer = note_type.field_names[0], note_type.field_names[1] if kind is not Kind.CLOZE else ""
        front = self.front(texts.pop(asked, ""), cloze=kind is Kind.CLOZE)
        if front is None:
            return None
        heading, stem = front
        back = texts.pop(answer, "")
        parts = [stem, f"#### Answer\n{back}"] if stem and kind is not Kind.CLOZE else [stem, back]
        for title, text in texts.items():
            extra = OTHER_NAMES.get(title) or next(
                (item for item in ExtraField if item.casefold() == title.casefold()), None
            )
            if extra is None:
                return None
            parts.append(f"#### {extra}\n{text}")
        return heading, [part for part in parts if part], tuple(kept)

    def front(self, text: str, *, cloze: bool) -> tuple[str, str] | None:
        """The heading, and what of the front stands under it; None if no heading can say the beginning."""
        first, _, rest = text.partition("\n\n")
        heading = first.replace(BREAK, "<br>")
        if not heading or "\n" in heading:
            return None
        asked, why = self.converter.rendered(heading, cloze=cloze, heading=True)
        whole, _ = self.converter.rendered(first, cloze=cloze, heading=False)
        return None if why or asked != whole else (heading, rest)
