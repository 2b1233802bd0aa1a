"""The way back from Anki: what somebody corrected there and exported is written into the sources.

A note of the file that is as some release had it was not corrected. Of any other, each field is compared three ways:
the last release, today's source, the file. A field that only the file changed is written; one that both changed is a
conflict, and then nothing is written. What is to be written is compiled before it counts.
"""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path

from ankigen.apkg.reader import Package, media_data, read_package
from ankigen.apkg.snapshot import Note as AnkiNote
from ankigen.apkg.snapshot import Snapshot
from ankigen.card.plain import plain
from ankigen.compile.own_fields import unwrapped
from ankigen.compile.pipeline import Compiled, compile_deck
from ankigen.diagnostic import AnkigenError, plural
from ankigen.importing.fields import Converter, How, named_files, renamed, same, styled_elements
from ankigen.importing.new_notes import NEW_NOTES, Added, added_notes
from ankigen.importing.places import FieldPlace, field_places
from ankigen.importing.sections import is_in
from ankigen.importing.tag_edits import TagChange, edited_comment, tag_change
from ankigen.model.content import Content
from ankigen.model.media import shipped_name
from ankigen.model.note import Note
from ankigen.model.own_type import Types
from ankigen.project.atomic import write_file
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, find_decks, shown
from ankigen.release.release_packages import released_packages
from ankigen.render import Renderer
from ankigen.render.html_field import MEDIA
from ankigen.source import Source, clean
from ankigen.values import dataclass

LARGEST_MEDIA = 100 * 1024**2
NO_CHANGE = TagChange(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both sides changed, in words: as released, in the source, in the file."""

    place: str
    field: str
    released: str
    source: str
    file: str


@dataclass(frozen=True, slots=True)
class Update:
    """What came of it: the places of the notes that were written, those to be written by hand with the reason, the ids
    of notes that were added, and how many of the file the deck does not have. With a conflict nothing was written."""

    paths: DeckPaths
    written: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unchanged: int = 0
    unknown: int = 0
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines of a source to be replaced: from `first` up to `last`, none if that is before it."""

    source: Source
    first: int
    last: int
    text: str


def update_deck(start: Path, file: Path, folder: str) -> Update:
    """Write what the file corrects into the sources of the deck it belongs to. Raises AnkigenError, and leaves
    everything as it was then."""
    package = Package(shown(file), file)
    snapshot = _as_shipped(read_package(package))
    paths = _deck(start, snapshot, package.shown, folder)
    compiled = compile_deck(load_deck(paths))
    if compiled.failed:
        raise AnkigenError(f"{paths.slug} has mistakes: `ankigen check {paths.slug}` shows them; nothing was changed")
    return _Updating(paths, package, snapshot, compiled).do()


def _deck(start: Path, snapshot: Snapshot, name: str, folder: str) -> DeckPaths:
    """The deck to which the file's notes belong: the one that was named, or the one that released most of them."""
    counts = {
        paths: sum(record.guid in snapshot.notes for record in load_deck(paths).deck.history.notes.values())
        for paths in find_decks(start, (folder,) if folder else ())
    }
    best = max(counts, key=lambda paths: counts[paths])
    if not counts[best]:
        raise AnkigenError(f"{name}: no note of it was released by a deck here; `ankigen import` makes a deck of it")
    return best


@dataclass(slots=True)
class _Updating:
    paths: DeckPaths
    package: Package
    snapshot: Snapshot
    compiled: Compiled
    edits: dict[str, list[_Edit]] = field(default_factory=dict)
    wanted: dict[str, dict[str, str]] = field(default_factory=dict)
    wanted_tags: dict[str, TagChange] = field(default_factory=dict)
    by_hand: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    new: list[AnkiNote] = field(default_factory=list)
    added: dict[str, Added] = field(default_factory=dict)
    known: dict[str, str] = field(init=False)
    originals: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = {file.name: path for files in self.compiled.rendered.files for path, file in files.items()}
        self.originals = {shipped_name(file.name, file.sha256): file.name for file in self.snapshot.media.values()}

    def do(self) -> Update:
        notes = {note.id: note for note in self.compiled.deck.notes}
        today = {content.id: content for content in self.compiled.rendered.notes()}
        releases = tuple(map(_as_shipped, released_packages(self.paths)))
        records = {record.guid: record for record in self.compiled.history.notes.values()}
        unchanged = unknown = 0
        for guid, theirs in self.snapshot.notes.items():
            record = records.get(guid)
            if record is None or record.reason or record.id not in notes:
                self.new.extend([theirs] if record is None and self.is_ours(theirs) else [])
                unknown += record is not None or not self.is_ours(theirs)
                continue
            after = self.snapshot.fields(theirs)
            base = _nearest(releases, theirs, after, self.compiled.deck.config.tag)
            if base is None or (_alike(base[0], after) and not base[1]):
                unchanged += 1
                continue
            self.compare(notes[record.id], today[record.id], base[0], after)
            self.tags(notes[record.id], base[1])
        if not self.conflicts:
            self.add_notes(notes)
            self.write(notes)
        written = tuple(self.place(notes[name]) for name in self.edits) if not self.conflicts else ()
        by_hand = tuple(f"{self.place(notes[name])}: {why}" for name, why in sorted(self.by_hand.items()))
        added = tuple(self.added) if not self.conflicts else ()
        unknown += len(self.new) - len(added)
        return Update(self.paths, written, by_hand, tuple(self.conflicts), unchanged, unknown, added)

    def is_ours(self, note: AnkiNote) -> bool:
        """Whether somebody added the note to this deck in Anki."""
        return any(is_in(card.deck, self.compiled.deck.config.name) for card in note.cards)

    def add_notes(self, notes: Mapping[str, Note]) -> None:
        """Make sources of the notes that are new; one that cannot be said stays out."""
        files = {name: path for note in self.new for html in note.fields for name, path in self.files(html).items()}
        types = Types(self.compiled.deck.own, self.compiled.deck.config.type)
        self.added = added_notes(self.new, self.snapshot, types, notes, files)

    def place(self, note: Note) -> str:
        return f"{note.span.source.shown}:{note.span.line} ({note.id})"

    def compare(self, note: Note, today: Content, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Keep the edits that bring the file's fields into the note, or the conflicts."""
        places = field_places(note)
        # Of ankigen's own kinds releases fill further fields, which nobody writes.
        names = note.own.fields if note.own else tuple(dict.fromkeys((*places, *today.fields)))
        made_of_several = {}
        for name in names:
            was, theirs, ours = before.get(name, ""), after.get(name, ""), today.fields.get(name, "")
            if same(was, theirs, ()) or same(ours, theirs, ()):
                continue
            if name not in places:
                made_of_several[name] = theirs
            elif same(ours, was, ()):
                self.keep(note, name, places[name], theirs)
            else:
                self.conflicts.append(Conflict(self.place(note), name, plain(was), plain(ours), plain(theirs)))
        if made_of_several and note.id in self.edits:  # another field's text may be all it needs, as of a typed answer
            self.wanted[note.id].update(made_of_several)
        elif made_of_several:
            what = ", ".join(made_of_several)
            self.by_hand[note.id] = f"{what} was changed in Anki, and is more than one text of the source"

    def keep(self, note: Note, name: str, place: FieldPlace, html: str) -> None:
        edits = list(self.edit(note, name, place, html))
        if not edits:
            self.by_hand[note.id] = f"{name} was changed in Anki to what Markdown cannot say"
            return
        self.edits.setdefault(note.id, []).extend(edits)
        self.wanted.setdefault(note.id, {})[name] = html

    def tags(self, note: Note, change: TagChange) -> None:
        """Keep the edit that brings the file's tags into the note."""
        own = {tag.text for tag in (*note.metadata.tags, *note.file_tags)}
        change = TagChange(change.given - own, change.taken & own)
        if not change:
            return
        edited = edited_comment(note, change)
        if edited is None:
            self.by_hand[note.id] = f"tags were changed in Anki: {', '.join(sorted(change.given | change.taken))}"
            return
        line, text = edited
        self.edits.setdefault(note.id, []).append(_Edit(note.span.source, line, line, text))
        self.wanted_tags[note.id] = change

    def edit(self, note: Note, name: str, place: FieldPlace, html: str) -> Iterator[_Edit]:
        """The lines of the source that say the field; nothing if Markdown cannot say what it must."""
        source = note.span.source
        css = note.own.css.text if note.own and note.own.css else ""
        paragraphs = note.own.paragraphs if note.own else False
        converter = Converter(Renderer(), self.files(html), styled_elements(css), paragraphs)
        html = html if note.own else unwrapped(html)
        found = converter.field(html, cloze=place.cloze, heading=place.heading)
        if place.heading and found.how is How.MARKDOWN:
            yield _Edit(source, note.front.line, note.front.line, f"### {found.text}")
            return
        if place.heading:
            found = converter.field(html, cloze=place.cloze)
        if not place.html and (place.heading or found.how is not How.MARKDOWN):
            return
        text = place.text
        if not place.heading and text and text.text.strip():
            yield _Edit(source, text.line, text.line + text.text.count("\n"), found.text)
            return
        last = max(part.line + part.text.count("\n") for part in (note.front, *note.parts))
        last = max(last, note.text_line - 1)
        while not source.line(last).strip():
            last -= 1
        heading = "" if not note.own and name in ("Back", "Text") else f"#### {name}\n"
        yield _Edit(source, last + 1, last, f"\n{heading}{found.text}")

    def files(self, html: str) -> dict[str, str]:
        """The paths in the deck of the files that a field names; new ones are kept to be written."""
        known, originals = self.known, self.originals
        found = {}
        for name in named_files(html):
            if name in known:
                found[name] = known[name]
            elif name in originals:
                path = f"{MEDIA}{clean(originals[name])}"
                if (self.paths.cards / path).exists():
                    path = f"{MEDIA}{name}"
                data = media_data(self.package, [originals[name]], LARGEST_MEDIA)
                self.media[path] = data[originals[name]]
                found[name] = path
        return found

    def write(self, notes: Mapping[str, Note]) -> None:
        """Write the sources, if what is compiled of them shows what the file does."""
        new = [path for path in self.media if not (self.paths.cards / path).exists()]
        for name in new:
            write_file(self.paths.cards / name, self.media[name])
        try:
            self.check(notes)
        except BaseException:
            for name in new:
                (self.paths.cards / name).unlink()
            raise
        sources = self.sources()
        for name in new:  # of what could not be written nothing stays
            if not any(name.encode() in data for data in sources.values()):
                (self.paths.cards / name).unlink()
        for path, data in sources.items():
            write_file(path, data)

    def check(self, notes: Mapping[str, Note]) -> None:
        """Drop the edits of notes that would not show what the file does. Raises AnkigenError if another note would
        change."""
        before = {content.id: content.content_hash for content in self.compiled.rendered.notes()}
        while True:
            compiled = compile_deck(load_deck(self.paths, self.sources()))
            made = {content.id: content for content in compiled.rendered.notes()}
            wrong = [name for name in self.edits if not self.arrived(name, made.get(name))]
            lost = [name for name, note in self.added.items() if not note.arrived(made.get(name))]
            if not wrong and not lost:
                break
            for name in lost:
                del self.added[name]
            for name in wrong:
                del self.edits[name]
                self.by_hand[name] = "changed in Anki, and could not be written so that it shows the same"
        moved = [
            name
            for name, content in made.items()
            if name not in self.edits and name not in self.added and before.get(name) != content.content_hash
        ]
        if compiled.failed or moved or made.keys() != notes.keys() | self.added.keys():
            raise AnkigenError(
                f"{self.package.shown}: its corrections do not fit into the sources; nothing was changed"
            )

    def arrived(self, name: str, made: Content | None) -> bool:
        """Whether the corrected fields of a note show what the file does."""
        if made is None:
            return False
        tags = self.wanted_tags.get(name, NO_CHANGE)
        if not tags.given <= set(made.tags) or tags.taken & set(made.tags):
            return False
        wanted = self.wanted.get(name, {}).items()
        return all(same(made.fields.get(field, ""), html, ()) for field, html in wanted)

    def sources(self) -> dict[Path, bytes]:
        """The sources with their edits, from the last line of each to the first."""
        found: dict[Path, list[_Edit]] = {}
        for edits in self.edits.values():
            for edit in edits:
                found.setdefault(edit.source.path, []).append(edit)
        texts = {}
        for path, edits in found.items():
            lines = list(edits[0].source.lines)
            for edit in sorted(edits, key=lambda edit: (edit.first, edit.last), reverse=True):
                lines[edit.first - 1 : edit.last] = edit.text.split("\n")
            texts[path] = _as_before(path.read_bytes(), "\n".join(lines))
        if self.added:
            path = self.paths.cards / NEW_NOTES
            had = path.read_bytes() if path.exists() else b""
            texts[path] = had + "".join(f"\n{note.text}" for note in self.added.values()).removeprefix("\n").encode()
        return texts


def _as_before(data: bytes, text: str) -> bytes:
    """The text with the line ends and the byte-order mark that the file had."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    return (BOM_UTF8 if data.startswith(BOM_UTF8) else b"") + text.encode().replace(b"\n", end)


def _nearest(
    releases: Iterable[Snapshot], theirs: AnkiNote, after: Mapping[str, str], root: str
) -> tuple[dict[str, str], TagChange] | None:
    """The note in the release from which it was corrected: the last of those that have most of its fields and tags."""
    found: tuple[dict[str, str], TagChange] | None = None
    most = (-1, 0)
    for release in releases:
        if note := release.notes.get(theirs.guid):
            before, change = release.fields(note), tag_change(note.tags, theirs.tags, root)
            alike = sum(same(html, after.get(name, ""), ()) for name, html in before.items())
            likeness = (alike, -len(change.given | change.taken))
            if likeness >= most:
                found, most = (before, change), likeness
    return found


def _as_shipped(snapshot: Snapshot) -> Snapshot:
    """The same with every file that a field names under the name that ankigen ships it by."""
    names = {clean(file.name): shipped_name(file.name, file.sha256) for file in snapshot.media.values()}
    return replace(
        snapshot,
        notes={
            guid: replace(note, fields=tuple(renamed(html, names) for html in note.fields))
            for guid, note in snapshot.notes.items()
        },
    )


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return one.keys() == other.keys() and all(same(html, other[name], ()) for name, html in one.items())


def lines(update: Update) -> Iterator[str]:
    """The report, for people."""
    for conflict in update.conflicts:
        yield f"{conflict.place}: both changed {conflict.field}; nothing was written"
        yield f"  released: {conflict.released or 'nothing'}"
        yield f"  source:   {conflict.source or 'nothing'}"
        yield f"  file:     {conflict.file or 'nothing'}"
    yield from update.written
    yield from (f"by hand: {each}" for each in update.by_hand)
    yield from (f"new: {shown(update.paths.cards / NEW_NOTES)} ({name})" for name in update.added)
    yield (
        f"{update.paths.slug}: {plural(len(update.written), 'note')} written, {len(update.added):,} added, "
        f"{len(update.by_hand):,} to be written by hand, "
        f"{update.unchanged:,} as released, {update.unknown:,} that the deck does not have"
    )
