"""From a package to a deck's folder.

The package is read whole. Its media and note types are written into a staging folder, then its notes, each field as
Markdown or as HTML. That folder is compiled as any deck is: a note that gives a finding, or whose fields would not show
what Anki showed, is written again with its fields as HTML. At last comes the ledger, and the folder becomes a deck.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from ankigen.apkg import snapshot
from ankigen.card.plain import plain
from ankigen.codes.note_types import NO_CARD
from ankigen.compile.pipeline import Compiled, compile_deck
from ankigen.diagnostic import AnkigenError, Severity
from ankigen.importing.as_markdown import plain_heading
from ankigen.importing.built_in import BuiltIn
from ankigen.importing.fields import Converter, FieldSource, How, lacking, named_files, same, styled_elements
from ankigen.importing.foreign import Meets
from ankigen.importing.imported import write_history
from ankigen.importing.moves import Moved, Moves
from ankigen.importing.our_types import Targets, find_targets
from ankigen.importing.own_notes import OwnNotes, section_of
from ankigen.importing.own_types import in_paragraphs, shown_files, type_files
from ankigen.importing.pictures import PictureNotes, Pictures, is_occlusion
from ankigen.importing.placed import note_at, note_before, settings_text, why_wrong
from ankigen.importing.plan import Plan, Request, plan_import
from ankigen.importing.report import Changed, Import
from ankigen.importing.sections import chapters
from ankigen.importing.sources import NoteWriter, Written, chapter_text
from ankigen.importing.staging import move, read_sheets, staging, write_media, write_type_files
from ankigen.model.content import Content, DeckContent
from ankigen.model.note import Kind, Note
from ankigen.project.load import load_deck
from ankigen.project.own_types import FOLDER
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
        if not paths.cards.exists():
            way = "bring the first one back, or delete the second one too if nothing of it was released"
            raise AnkigenError(f"{paths.cards} is gone, but {paths.output} of the same deck is there: {way}")
        return Import(paths, again=True)
    for folder in (paths.cards, paths.output):
        if folder.exists():
            raise AnkigenError(f"{folder} exists already; nothing was changed: say another folder with --folder")
    with staging(paths) as staged:
        work = _Work(plan, staged, progress, with_pictures=request.pictures, moving=request.move)
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
    moving: bool = False
    moves: Moves = field(init=False)
    pictures: Pictures = field(init=False)
    of_types: dict[str, tuple[str, ...]] = field(init=False)
    built_in: BuiltIn = field(init=False)
    own: OwnNotes = field(init=False)

    def do(self) -> Import:
        plan = self.plan
        wanted = {name for note in plan.notes.values() for html in note.fields for name in named_files(html)}
        files, refused = write_media(plan, self.staged, wanted)
        self.pictures = Pictures(self.staged.cards, files)
        self.own = OwnNotes(plan.snapshot, plan.notes, plan.own_kinds, files, plan.config)
        self.moves = Moves(self.targets(), files)
        self.built_in = BuiltIn(plan.foreign.kinds, files)
        writers = self.writers(files)
        for name, note in self.progress(list(plan.notes.items())):
            self.write(name, note, writers)
        self.write_refused(writers)
        sheets = read_sheets(plan)
        known = list(plan.foreign.media.names())
        self.of_types = {key: shown_files(item, known, sheets) for key, item in plan.note_types}
        names = sorted(name for name in known if clean(name) in wanted or name in self.in_types)
        result, content = self.result(self.compiled(writers), files, refused, names)
        if self.moving and not self.moves.made:
            why = next((why for why, _ in Counter(self.moves.stay.values()).most_common(1)), "they have no cards")
            raise AnkigenError(
                f"{plan.foreign.shown}: none of its notes can become ankigen's ({why}); leave out --move"
            )
        self.written.clear()  # large decks need the room
        self.moves.expected.clear()
        if not content.notes:
            raise AnkigenError(f"{plan.foreign.shown}: Anki makes no card of any of its notes; nothing was changed")
        if plan.is_known:
            made, shown = self.pictures.made, self.in_types
            moved = self.moves.targets.adopted if self.moving else self.own.adopted
            write_history(plan, self.staged, content, names, new=made, of_types=shown, moved=moved)
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
            media=len({*files, *self.in_types}),
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
            moved=self.moved_notes(content) if self.moving else None,
            own=self.own.result(compiled.deck.notes, self.written) if plan.own_kinds else None,
        ), content

    @property
    def in_types(self) -> frozenset[str]:
        """The files that note types show."""
        return frozenset(chain.from_iterable(self.of_types.values()))

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

    def targets(self) -> Targets:
        """Where each note type goes. Raises AnkigenError if all of them have to stay."""
        if self.moving and self.plan.own_kinds:
            raise AnkigenError(
                f"{self.plan.foreign.shown}: is a package of ankigen's own, whose notes are ankigen's already: "
                "leave out --move"
            )
        if self.moving and not self.plan.is_known:
            raise AnkigenError(f"{self.plan.foreign.shown}: --move needs a package (.apkg), which has the ids of all")
        targets = find_targets(item for _, item in self.plan.note_types) if self.moving else Targets()
        if self.moving and not targets.found:
            names = {item.id: item.name for _, item in self.plan.note_types}
            why = "; ".join(f"'{names[number]}': {reason}" for number, reason in targets.stay.items())
            raise AnkigenError(
                f"{self.plan.foreign.shown}: none of its note types can be merged into ankigen's ({why}); "
                "without --move they stay what they are, and learners are updated just as well"
            )
        return targets

    def moved_notes(self, content: DeckContent) -> Moved:
        names = {item.id: item.name for _, item in self.plan.note_types}
        return self.moves.result(names, [note.id for note in content.notes])

    @property
    def usual(self) -> str:
        """The note type of notes that state none; empty if there is none but those that become picture notes, or if
        notes become ankigen's, of which their form says what they are."""
        if self.moving or self.plan.foreign.kinds or self.plan.own_kinds:
            return ""
        stays = (key for key, item in self.plan.note_types if not (self.with_pictures and is_occlusion(item)))
        return next(stays, "")

    def write(self, name: str, note: snapshot.Note, writers: Mapping[int, NoteWriter]) -> None:
        """Write the note, as one of ankigen's own kinds where it can be: as a picture note, or as one of a type that is
        merged, only if that is asked for."""
        item = self.plan.snapshot.note_type(note)
        made = self.pictures.write(note, item, name) if self.with_pictures else None
        made = made or self.own.write(note, name)
        made = made or self.moves.write(note, item, name) or self.built_in.write(note, item, name)
        self.written[note.guid] = made or writers[note.note_type].write(note, name, self.as_html.get(name, ()))

    def write_refused(self, writers: Mapping[int, NoteWriter]) -> None:
        """Write the notes of ankigen's types of which one cannot be ankigen's, those before it too."""
        for name, note in self.plan.notes.items():
            if note.note_type in self.own.refused:
                self.write(name, note, writers)

    def kind(self, name: str) -> Kind:
        """The kind of ankigen's own that does what the note's type does."""
        return self.plan.foreign.kinds[self.plan.notes[name].note_type]

    def is_made(self, name: str) -> bool:
        """Whether the note is of one of ankigen's own kinds."""
        return self.is_ours(name) or name in self.built_in.made or name in self.own.made

    def write_types(self) -> None:
        """The folder of each note type that has notes."""
        used = {note.note_type for name, note in self.plan.notes.items() if not self.is_made(name)}
        for key, item in self.plan.note_types:
            folder = self.staged.cards / FOLDER / key
            if item.id in used and not folder.exists():
                files = write_type_files(self.plan, folder, self.of_types[key])
                for name, text in type_files(key, item, files, paragraphs=self.in_paragraphs(item.id)).items():
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
            compiled = compile_deck(load_deck(self.staged), self.progress)
            wrong = self.wrong(compiled)
            if not wrong:
                return compiled
            self.write_again(compiled, wrong, writers)
        raise AnkigenError(f"{self.plan.foreign.shown}: some of its notes cannot be written; nothing was changed")

    def write_again(
        self, compiled: Compiled, wrong: Mapping[str, frozenset[str]], writers: Mapping[int, NoteWriter]
    ) -> None:
        """Write the notes that are wrong in another way. Of ankigen's own types all go together."""
        refused = set(self.own.refused)
        for name in wrong:
            if name in self.own.made:
                self.own.refuse(self.plan.notes[name].note_type, f"{name}: {self.why_not_own(compiled, name)}")
        new = self.own.refused.keys() - refused
        for name, fields in wrong.items():
            if self.plan.notes[name].note_type in new:
                continue
            if self.is_ours(name):
                ours = self.pictures if name in self.pictures.made else self.moves
                ours.refuse(name, why_wrong(compiled, name))
                self.write(name, self.plan.notes[name], writers)
            elif name in self.built_in.made:
                self.built_in.refuse(name)
                self.write(name, self.plan.notes[name], writers)
            elif not fields <= (known := self.as_html.get(name, frozenset())):
                self.as_html[name] = known | fields
                self.write(name, self.plan.notes[name], writers)
            elif name not in self.left_out:  # it is all HTML already
                self.unwritable.add(name)
        if new:
            self.write_refused(writers)

    def why_not_own(self, compiled: Compiled, name: str) -> str:
        """What is wrong with a note that was to be of ankigen's own kinds again."""
        made = {note.id: note for note in compiled.rendered.content().notes}.get(name)
        return (made and self.own.differs(name, made.kind, made.fields)) or why_wrong(compiled, name)

    def write_sources(self) -> None:
        self.write_types()
        for path in self.staged.sources():
            path.unlink()
        left_out = self.left_out | self.unwritable
        notes = [note for name, note in self.plan.notes.items() if name not in left_out]
        ids = {note.guid: name for name, note in self.plan.notes.items()}
        own, snapshot = self.plan.own_kinds, self.plan.snapshot
        known = {note.guid: section_of(note, snapshot) for note in notes if note.note_type in own}
        for chapter in chapters(notes, self.plan.config.name, by_tag=self.plan.by_tag, known=known):
            self.files[chapter.name] = [ids[note.guid] for _, note in chapter.notes]
            _write(self.staged.cards / chapter.name, chapter_text(chapter, self.written))
        _write(self.staged.settings, settings_text(self.plan, self.description(), self.usual))

    def description(self) -> str:
        """What Anki shows of the deck, as Markdown; its words alone if Markdown cannot say it."""
        ours = bool(self.plan.own_kinds)
        source = Converter(Renderer(), {}, frozenset(), paragraphs=ours).field(self.plan.description, cloze=False)
        return source.text if source.how is How.MARKDOWN else plain_heading(plain(self.plan.description))

    def wrong(self, compiled: Compiled) -> dict[str, frozenset[str]]:
        """The notes that must be written again, and which of their fields must be HTML then. One of which Anki makes no
        card is left out."""
        places = {note.span.source.path: [] for note in compiled.deck.notes}  # type: dict[Path, list[tuple[int, str]]]
        for note in compiled.deck.notes:
            if note.id in self.plan.notes:
                places[note.span.source.path].append((note.span.line, note.id))
        found = dict(self.with_errors(compiled, places))
        content = {note.id: note for note in compiled.rendered.content().notes} if self.own.made else {}
        for note, fields in zip(compiled.deck.notes, compiled.rendered.fields, strict=True):
            if note.id not in self.plan.notes:
                for name in self.came_apart(note, places[note.span.source.path]):
                    found[name] = frozenset(self.plan.snapshot.note_type(self.plan.notes[name]).field_names)
                continue
            if self.is_made(note.id):  # its parts proved themselves when they were written
                if self.is_misread(note, fields.html, content):
                    found[note.id] = frozenset()
                continue
            if differing := self.differing(note.id, fields.html):
                found[note.id] = found.get(note.id, frozenset()) | differing
        return found

    def with_errors(
        self, compiled: Compiled, places: Mapping[Path, Sequence[tuple[int, str]]]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """The notes that have errors, and what of them must be HTML."""
        for problem in compiled.problems:
            if problem.severity is Severity.ERROR and (name := note_at(problem, places)):
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

    def is_misread(self, note: Note, html: Mapping[str, str], content: Mapping[str, Content]) -> bool:
        """Whether a note of ankigen's own was read as another one than it was written as."""
        if note.id in self.own.made:
            return bool(self.own.differs(note.id, note.note_type, content[note.id].fields))
        if note.id in self.moves.made:
            return not self.moves.arrived(note.id, note.note_type, html)
        return note.id in self.built_in.made and note.kind is not self.kind(note.id)

    def is_ours(self, name: str) -> bool:
        """Whether the note is written as one of ankigen's own."""
        return name in self.pictures.made or name in self.moves.made

    def came_apart(self, stranger: Note, places: Sequence[tuple[int, str]]) -> Iterator[str]:
        """The notes whose text may have been read as one that is not there: the one before it, and the first of the
        file that is missing."""
        if before := note_before(stranger.span.line, places):
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
            for name in lacking(html, known)
        }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
