"""Into which of ankigen's note types a foreign one can be merged, so that later releases reach learners: every field
and template of theirs must find its partner among ours (`model.adopted`)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache

from ankigen.apkg.snapshot import NoteType, NoteTypeKind
from ankigen.importing.own_types import body_field, heading_field, hiding_fields
from ankigen.importing.pictures import is_occlusion
from ankigen.model.adopted import Adopted, Part
from ankigen.model.config import DeckConfig
from ankigen.model.note import Kind
from ankigen.model.notetypes import SCHEMAS, note_type, setting_of
from ankigen.model.template import SPECIAL, Named, read_side
from ankigen.values import dataclass

HINT = "Hint"


class CannotMoveError(Exception):
    """The notes of this type must stay what they are."""


@dataclass(frozen=True, slots=True)
class Target:
    """What notes of a foreign type become: the kind, and which of their fields is the front (of a cloze note the text),
    the back (empty: none) and which are more."""

    kind: Kind
    front: str
    back: str
    more: tuple[str, ...]


@dataclass(slots=True)
class Targets:
    """Where each foreign note type goes. `stay` says why one stays, `adopted` what ours bear of all that go."""

    found: dict[int, Target] = field(default_factory=dict)
    stay: dict[int, str] = field(default_factory=dict)
    parts: dict[Kind, "_Partners"] = field(default_factory=dict)

    @property
    def adopted(self) -> tuple[Adopted, ...]:
        return tuple(partners.adopted() for _, partners in sorted(self.parts.items()))


def find_targets(note_types: Iterable[NoteType]) -> Targets:
    """Decide for each note type, the one with most notes first: of two that cannot both be merged into one of ours the
    second stays."""
    targets = Targets()
    for item in note_types:
        try:
            target = _target(item)
            known = targets.parts.get(target.kind, _Partners(target.kind))
            targets.parts[target.kind] = known.with_type(item, target)
            targets.found[item.id] = target
        except CannotMoveError as error:
            targets.stay[item.id] = str(error)
    return targets


def _target(item: NoteType) -> Target:
    """What its notes become. Raises CannotMoveError if they make other cards than ours."""
    if is_occlusion(item):
        raise CannotMoveError("image occlusion, which --pictures makes picture notes of")
    asked = [_asked(template.front) for template in item.templates]
    if item.kind is NoteTypeKind.CLOZE:
        text = body_field(item)
        if len(hiding_fields(item)) != 1 or asked[0] != ([text], []):
            raise CannotMoveError("its front shows more than one field")
        return Target(Kind.CLOZE, text, "", _others(item, text))
    front, back = heading_field(item), body_field(item)
    match asked:
        case [([name], [])] if name == front and back:
            return Target(Kind.BASIC, front, back, _others(item, front, back))
        case [([name], [typed])] if name == front != typed:
            return Target(Kind.TYPED, front, typed, _others(item, front, typed))
        case [([name], []), ([other], [])] if (name, other) == (front, back):
            return Target(Kind.REVERSED, front, back, _others(item, front, back))
        case _:
            raise CannotMoveError("its cards ask otherwise than those of ankigen's types")


def _asked(front: str) -> tuple[list[str], list[str]]:
    """The fields that a front shows, each once, and those it has typed. Ours shows a hint as well."""
    named = [part for part in read_side(front).named() if isinstance(part, Named) and part.name not in (*SPECIAL, HINT)]
    shown = dict.fromkeys(part.name for part in named if "type" not in part.filters)
    return list(shown), [part.name for part in named if "type" in part.filters]


def _others(item: NoteType, *taken: str) -> tuple[str, ...]:
    return tuple(name for name in item.field_names if name not in taken)


@dataclass(frozen=True, slots=True)
class _Partners:
    """The partners that the parts of one of our note types have got so far: ours → theirs. A partner without an id is
    one by its name."""

    kind: Kind
    fields: Mapping[str, Part] = field(default_factory=dict)
    templates: Mapping[str, Part] = field(default_factory=dict)

    def with_type(self, item: NoteType, target: Target) -> "_Partners":
        """With the parts of one more foreign type. Raises CannotMoveError if one of them finds no partner."""
        schema = SCHEMAS[self.kind]
        usual = {target.front: schema.own_fields[0], target.back: "Back"}
        fields, taken = dict(self.fields), set[str]()
        # What its name or its role decides comes first, then whatever is left takes a spare field.
        for theirs in sorted(item.fields, key=lambda part: part.name not in {*usual, *schema.fields}):
            for ours in self.candidates(theirs.name, usual.get(theirs.name, ""), by_id=theirs.id is not None):
                part = Part(ours, theirs.name if ours in _spare(self.kind) else ours, theirs.id)
                if ours not in taken and _agree(fields.get(ours), part):
                    fields[ours] = _both(fields.get(ours), part)
                    taken.add(ours)
                    break
            else:
                raise CannotMoveError(
                    f"Anki would append its field '{theirs.name}' to ankigen's, and refuse updates then"
                )
        templates = dict(self.templates)
        for ours, template in zip(schema.templates, item.templates, strict=True):
            part = Part(ours, ours if template.id is not None else template.name, template.id)
            if not _agree(templates.get(ours), part):
                raise CannotMoveError(
                    "another type of the deck was merged into the same type of ankigen's, and ids differ"
                )
            templates[ours] = _both(templates.get(ours), part)
        return _Partners(self.kind, fields, templates)

    def candidates(self, name: str, usual: str, *, by_id: bool) -> Iterator[str]:
        """Which of our fields may be the partner, the best first: one of the same name, or a spare one, which takes
        that name and stays empty. By its id any other is too, but not in a cloze type: Anki up to 25.2 then writes the
        text into the front a second time."""
        names = SCHEMAS[self.kind].fields
        renames = by_id and self.kind is not Kind.CLOZE
        if usual and renames:
            yield usual
        if name in names:
            yield name
        elif name.casefold() not in map(str.casefold, names):
            yield from _spare(self.kind)
        if renames:
            yield from names[::-1]

    def adopted(self) -> Adopted:
        """What is not as ever."""
        fields = (part for part in self.fields.values() if part != Part(part.ours, part.ours))
        templates = (part for part in self.templates.values() if part != Part(part.ours, part.ours))
        order = SCHEMAS[self.kind].fields.index
        return Adopted(self.kind, tuple(sorted(fields, key=lambda part: order(part.ours))), tuple(templates))


def _agree(known: Part | None, part: Part) -> bool:
    """Whether one part of ours can be the partner of both: they have one id or one name, or one goes by its id and the
    other by its name."""
    if known is None:
        return True
    if known.id is not None and part.id is not None:
        return known.id == part.id
    return known.name == part.name


def _both(known: Part | None, part: Part) -> Part:
    return part if known is None or known.id is None else known


@cache
def _spare(kind: Kind) -> tuple[str, ...]:
    """The fields that no template of ours shows, so that they can have any name."""
    templates = note_type(kind, setting_of(DeckConfig("", "", ""))).templates
    shown = {part.name for item in templates for side in (item.front, item.back) for part in read_side(side).named()}
    return tuple(name for name in SCHEMAS[kind].fields[::-1] if name.startswith("Spare") and name not in shown)
