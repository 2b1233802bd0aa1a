"""From a package to a deck's folder.

The package is read whole. Its media and note types are written into a staging folder, then its notes, each field as
Markdown or as HTML. That folder is compiled as any deck is: a note that gives a finding, or whose fields would not show
what Anki showed, is written again with its fields as HTML. At last comes the ledger, and the folder becomes a deck.
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ankigen.apkg import snapshot
from ankigen.card.plain import plain
from ankigen.codes.note_types import NO_CARD
from ankigen.compile.pipeline import Compiled, Stages, compile_deck
from ankigen.diagnostic import AnkigenError, Diagnostic, Severity
from ankigen.importing.as_markdown import plain_heading
from ankigen.importing.built_in import BuiltIn
from ankigen.importing.fields import Converter, FieldSource, How, named_files, same, styled_elements
from ankigen.importing.foreign import Meets
from ankigen.importing.imported import write_history
from ankigen.importing.own_types import in_paragraphs, type_files
from ankigen.importing.pictures import PictureNotes, Pictures, is_occlusion
from ankigen.importing.plan import Plan, Request, plan_import
from ankigen.importing.report import Changed, Import
from ankigen.importing.sections import chapters
from ankigen.importing.sources import NoteWriter, Written, chapter_text
from ankigen.importing.staging import move, staging, write_media
from ankigen.model.content import DeckContent
from ankigen.model.note import Kind, Note
from ankigen.project.load import load_deck
from ankigen.project.paths import CARDS, DeckPaths
from ankigen.project.safeguards import uid_in_ledger, uid_in_settings
from ankigen.render import Renderer
from ankigen.source import clean

Progress = Callable[[Sequence[Any]], Iterable[Any]]
MOST_ROUNDS = 8


def import_deck(start: Path, request: Request, now: int, progress: Progress = iter) -> Import:
    """Make the deck below `start`, or in the repository it lies in. Raises AnkigenError, and leaves nothing then."""
    root = next((above for above in (start, *start.parents) if (above / CARDS).is_dir()), start)
    plan = plan_import(root, request, now)
    paths = plan.paths
    if plan.config.uid in (uid_in_ledger(paths.ledger), uid_in_settings(paths.settings)):
        return Import(paths, again=True)
    for folder in (paths.cards, paths.output):
        if folder.exists():
            raise AnkigenError(f"{folder} exists already; nothing was changed: say another folder with --folder")
    with staging(paths) as staged:
        work = _Work(plan, staged, progress, with_pictures=request.pictures)
        result = work.do()
        move(staged, paths)
    return result


@dataclass(slots=True)
class _Work:
    """The import under way: which notes are left out, and which fields are kept as HTML after all."""

    plan: Plan
    staged: DeckPaths
    progress: Progress
    left_out: set[str] = field(default_factory=set)
    unwritable: set[str] = field(default_factory=set)
    files: dict[str, list[str]] = field(default_factory=dict)
    as_html: dict[str, frozenset[str]] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)
    with_pictures: bool = False
    pictures: Pictures = field(init=False)
    built_in: BuiltIn = field(init=False)

    def do(self) -> Import:
        plan = self.plan
        wanted = {name for note in plan.notes.values() for html in note.fields for name in named_files(html)}
        files, refused = write_media(plan, self.staged, wanted)
        self.pictures = Pictures(self.staged.cards, files)
        self.built_in = BuiltIn(plan.foreign.kinds, files)
        writers = self.writers(files)
        for name, note in self.progress(list(plan.notes.items())):
            self.write(name, note, writers)
        names = sorted(name for name in plan.foreign.media.names() if clean(name) in wanted)
        result, content = self.result(self.compiled(writers), files, refused, names)
        self.written.clear()  # large decks need the room
        if not content.notes:
            raise AnkigenError(f"{plan.foreign.shown}: Anki makes no card of any of its notes; nothing was changed")
        if plan.is_known:
            write_history(plan, self.staged, content, names, new=self.pictures.made)
        return result

    def result(
        self, compiled: Compiled, files: Mapping[str, str], refused: Mapping[str, str], names: Sequence[str]
    ) -> tuple[Import, DeckContent]:
        """What came of it, and what Anki will get of it."""
        content, plan = compiled.rendered.content(), self.plan
        return Import(
            plan.paths,
            notes=len(content.notes),
            cards=sum(len(note.ordinals) for note in content.notes),
            media=len(files),
            kept=Counter(source.how for source in self.fields(compiled)),
            why_html=Counter(source.why for source in self.fields(compiled) if source.how is How.HTML),
            changed=tuple(self.changed(compiled)),
            refused=refused,
            missing=tuple(sorted(self.missing(compiled))),
            left_out=tuple(sorted(self.left_out)),
            unwritable=tuple(sorted(self.unwritable)),
            without_cards=plan.without_cards,
            unnamed=tuple(sorted(set(plan.snapshot.media) - set(names))),
            what=plan.foreign.what,
            meets=self.meets(content),
            remarks=plan.foreign.remarks,
            problems=tuple(p for p in compiled.problems if p.severity is Severity.ERROR),
            future=tuple(name for name, note in plan.notes.items() if note.mod > plan.time),
            pictures=self.picture_notes(compiled, content) if self.with_pictures else None,
        ), content

    def meets(self, content: DeckContent) -> Mapping[Meets, int]:
        """How many notes a release meets how."""
        meets, notes = self.plan.foreign.meets, self.plan.notes
        return Counter(
            Meets.NEW if note.id in self.pictures.made and not self.plan.is_known else meets[notes[note.id].note_type]
            for note in content.notes
        )

    def in_paragraphs(self, note_type: int) -> bool:
        return in_paragraphs(
            html for note in self.plan.notes.values() if note.note_type == note_type for html in note.fields
        )

    def picture_notes(self, compiled: Compiled, content: DeckContent) -> PictureNotes:
        cards = sum(len(note.ordinals) for note in content.notes if note.id in self.pictures.made)
        places = {note.id: (note.span.source.path.name, note.span.line) for note in compiled.deck.notes}
        return self.pictures.result(places, cards)

    @property
    def usual(self) -> str:
        """The note type of notes that state none; empty if there is none but those that become picture notes."""
        if self.plan.foreign.kinds:  # notes of ankigen's own kinds state none
            return ""
        stays = (key for key, item in self.plan.note_types if not (self.with_pictures and is_occlusion(item)))
        return next(stays, "")

    def write(self, name: str, note: snapshot.Note, writers: Mapping[int, NoteWriter]) -> None:
        """Write the note, as one of ankigen's own kinds where it can be: a picture note only if that is asked for."""
        item = self.plan.snapshot.note_type(note)
        made = self.pictures.write(note, item, name) if self.with_pictures else None
        made = made or self.built_in.write(note, item, name)
        self.written[note.guid] = made or writers[note.note_type].write(note, name, self.as_html.get(name, ()))

    def kind(self, name: str) -> Kind:
        """The kind of ankigen's own that does what the note's type does."""
        return self.plan.foreign.kinds[self.plan.notes[name].note_type]

    def is_made(self, name: str) -> bool:
        """Whether the note is of one of ankigen's own kinds."""
        return name in self.pictures.made or name in self.built_in.made

    def write_types(self) -> None:
        """The folder of each note type that has notes."""
        used = {note.note_type for name, note in self.plan.notes.items() if not self.is_made(name)}
        for key, item in self.plan.note_types:
            if item.id in used and not (self.staged.cards / "notetypes" / key).exists():
                for name, text in type_files(key, item, paragraphs=self.in_paragraphs(item.id)).items():
                    _write(self.staged.cards / name, text)

    def writers(self, files: dict[str, str]) -> dict[int, NoteWriter]:
        renderer = Renderer()
        first = self.usual
        found = {}
        for number, key in self.plan.keys.items():
            item = self.plan.snapshot.note_types[number]
            converter = Converter(renderer, files, styled_elements(item.css), self.in_paragraphs(number))
            states_guid = self.plan.foreign.meets[number] not in (Meets.ALL, Meets.NEW)
            found[number] = NoteWriter(item, key, key == first, converter, states_guid)
        return found

    def compiled(self, writers: dict[int, NoteWriter]) -> Compiled:
        """The deck as it will be compiled, once every note of it shows what it must."""
        for _ in range(MOST_ROUNDS):
            self.write_sources()
            # Only masks need the bytes of a picture.
            stages = Stages(keep_media=bool(self.pictures.made))
            compiled = compile_deck(load_deck(self.staged), self.progress, stages=stages)
            wrong = self.wrong(compiled)
            if not wrong:
                return compiled
            for name, fields in wrong.items():
                if name in self.pictures.made:
                    self.pictures.refuse(name, _why(compiled, name))
                    self.write(name, self.plan.notes[name], writers)
                    continue
                if name in self.built_in.made:
                    self.built_in.refuse(name)
                    self.write(name, self.plan.notes[name], writers)
                    continue
                known = self.as_html.get(name, frozenset())
                if not fields <= known:
                    self.as_html[name] = known | fields
                    self.write(name, self.plan.notes[name], writers)
                elif name not in self.left_out:  # it is all HTML already
                    self.unwritable.add(name)
        raise AnkigenError(f"{self.plan.foreign.shown}: some of its notes cannot be written; nothing was changed")

    def write_sources(self) -> None:
        self.write_types()
        for path in self.staged.sources():
            path.unlink()
        left_out = self.left_out | self.unwritable
        notes = [note for name, note in self.plan.notes.items() if name not in left_out]
        ids = {note.guid: name for name, note in self.plan.notes.items()}
        for chapter in chapters(notes, self.plan.config.name, by_tag=self.plan.by_tag):
            self.files[chapter.name] = [ids[note.guid] for _, note in chapter.notes]
            _write(self.staged.cards / chapter.name, chapter_text(chapter, self.written))
        _write(self.staged.settings, _settings(self.plan, self.description(), self.usual))

    def description(self) -> str:
        """What Anki shows of the deck, as Markdown; its words alone if Markdown cannot say it."""
        source = Converter(Renderer(), {}, frozenset()).field(self.plan.description, cloze=False)
        return source.text if source.how is How.MARKDOWN else plain_heading(plain(self.plan.description))

    def wrong(self, compiled: Compiled) -> dict[str, frozenset[str]]:
        """The notes that must be written again, and which of their fields must be HTML then. One of which Anki makes no
        card is left out."""
        places = {note.span.source.path: [] for note in compiled.deck.notes}  # type: dict[Path, list[tuple[int, str]]]
        for note in compiled.deck.notes:
            if note.id in self.plan.notes:
                places[note.span.source.path].append((note.span.line, note.id))
        found = dict(self.with_errors(compiled, places))
        for note, fields in zip(compiled.deck.notes, compiled.rendered.fields, strict=True):
            if note.id not in self.plan.notes:
                for name in self.came_apart(note, places[note.span.source.path]):
                    found[name] = frozenset(self.plan.snapshot.note_type(self.plan.notes[name]).field_names)
                continue
            if note.id in self.built_in.made and note.kind is not self.kind(note.id):
                found[note.id] = frozenset()
            if self.is_made(note.id):
                continue  # its parts proved themselves when they were written
            if differing := self.differing(note.id, fields.html):
                found[note.id] = found.get(note.id, frozenset()) | differing
        return found

    def with_errors(
        self, compiled: Compiled, places: Mapping[Path, Sequence[tuple[int, str]]]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """The notes that have errors, and what of them must be HTML."""
        for problem in compiled.problems:
            if problem.severity is Severity.ERROR and (name := _at(problem, places)):
                if problem.kind is NO_CARD and not self.is_made(name):
                    self.left_out.add(name)
                    yield name, frozenset()
                else:
                    yield name, frozenset(self.plan.snapshot.note_type(self.plan.notes[name]).field_names)

    def differing(self, name: str, html: Mapping[str, str]) -> set[str]:
        """The fields of a note that Anki would not show as it did."""
        original = self.plan.notes[name]
        styled = styled_elements(self.plan.snapshot.note_type(original).css)
        must = {field: source.html for field, source in self.written[original.guid].fields}
        return {field for field in {*must, *html} if not same(html.get(field, ""), must.get(field, ""), styled)}

    def came_apart(self, stranger: Note, places: Sequence[tuple[int, str]]) -> Iterator[str]:
        """The notes whose text may have been read as one that is not there: the one before it, and the first of the
        file that is missing."""
        if before := _before(stranger.span.line, places):
            yield before
        read = {name for _, name in places}
        yield from [name for name in self.files[stranger.span.source.path.name] if name not in read][:1]

    def fields(self, compiled: Compiled) -> Iterator[FieldSource]:
        """Every field of the notes that are in the deck."""
        for note in compiled.deck.notes:
            yield from (source for _, source in self.written[self.plan.notes[note.id].guid].fields)

    def changed(self, compiled: Compiled) -> Iterator[Changed]:
        """The fields of which something was left out, with their notes' places."""
        for note in compiled.deck.notes:
            for name, source in self.written[self.plan.notes[note.id].guid].fields:
                if source.how is How.CHANGED:
                    yield Changed(note.span.source.path.name, note.span.line, name, source.why)

    def missing(self, compiled: Compiled) -> set[str]:
        """The files that fields name and the package does not have."""
        known = {clean(name) for name in self.plan.foreign.media.names()}
        return {
            name
            for note in compiled.deck.notes
            for html in self.plan.notes[note.id].fields
            for name in _lacking(html, known)
        }


def _lacking(html: str, known: set[str]) -> set[str]:
    found = named_files(html)
    return set() if found & known else {name for name in found if "//" not in name and not name.startswith("data:")}


def _why(compiled: Compiled, name: str) -> str:
    """What is wrong with a note that was made."""
    places: dict[Path, list[tuple[int, str]]] = {}
    for note in compiled.deck.notes:
        places.setdefault(note.span.source.path, []).append((note.span.line, note.id))
    errors = (problem for problem in compiled.problems if problem.severity is Severity.ERROR)
    found = (problem.message for problem in errors if _at(problem, places) == name)
    return next(found, "it would be read as something else")


def _at(problem: Diagnostic, places: Mapping[Path, Sequence[tuple[int, str]]]) -> str:
    """The note in whose text the problem is."""
    return _before(problem.span.line, places.get(problem.span.source.path, []))


def _before(line: int, places: Sequence[tuple[int, str]]) -> str:
    """The last note that begins in a line up to this one; empty if there is none."""
    at = bisect_right(places, line, key=lambda place: place[0])
    return places[at - 1][1] if at else ""


def _settings(plan: Plan, description: str, usual: str) -> str:
    config = plan.config
    lines = {
        "name": config.name,
        "uid": config.uid,
        "tag": config.tag,
        "language": "en",
        "description": description,
        "authors": [],
        "license": "",
        "source": "",
        **({"type": usual} if usual else {}),
    }
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
