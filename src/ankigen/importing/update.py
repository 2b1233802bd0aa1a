"""The way back from Anki: what somebody corrected there and exported is written into the sources.

A note of the file that is as some release had it was not corrected. Of any other, each field is compared three ways:
the last release, today's source, the file. A field that only the file changed is written; one that both changed is a
conflict, and then nothing is written. What is to be written is compiled before it counts.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ankigen.apkg.reader import Package, media_data, read_package
from ankigen.apkg.snapshot import Note as AnkiNote
from ankigen.apkg.snapshot import Snapshot
from ankigen.card.plain import plain
from ankigen.compile.own_fields import own_texts
from ankigen.compile.pipeline import Compiled, compile_deck
from ankigen.diagnostic import AnkigenError
from ankigen.importing.fields import Converter, How, named_files, renamed, same, styled_elements
from ankigen.model.content import Content
from ankigen.model.note import Note
from ankigen.project.atomic import write_file
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, find_decks, shown
from ankigen.release.release_packages import released_packages
from ankigen.render import Renderer
from ankigen.render.html_field import MEDIA
from ankigen.source import Source, clean

LARGEST_MEDIA = 100 * 1024**2


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
    """What came of it: the places of the notes that were written, those to be written by hand with the reason, and how
    many notes of the file are new to the deck. With a conflict nothing was written."""

    paths: DeckPaths
    written: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unchanged: int = 0
    unknown: int = 0


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
    snapshot = read_package(package)
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
    by_hand: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)

    def do(self) -> Update:
        notes = {note.id: note for note in self.compiled.deck.notes}
        today = {content.id: content for content in self.compiled.rendered.notes()}
        releases = released_packages(self.paths)
        records = {record.guid: record for record in self.compiled.history.notes.values()}
        unchanged = unknown = 0
        for guid, theirs in self.snapshot.notes.items():
            record = records.get(guid)
            if record is None or record.reason or record.id not in notes:
                unknown += 1
                continue
            had = [fields for release in releases if (fields := _fields(release, guid)) is not None]
            after = _named(self.snapshot, theirs)
            if not had or any(_alike(fields, after) for fields in had):
                unchanged += 1
                continue
            self.compare(notes[record.id], today[record.id], had[-1], after)
        if not self.conflicts:
            self.write(notes)
        written = tuple(self.place(notes[name]) for name in self.edits) if not self.conflicts else ()
        by_hand = tuple(f"{self.place(notes[name])}: {why}" for name, why in sorted(self.by_hand.items()))
        return Update(self.paths, written, by_hand, tuple(self.conflicts), unchanged, unknown)

    def place(self, note: Note) -> str:
        return f"{note.span.source.shown}:{note.span.line} ({note.id})"

    def compare(self, note: Note, today: Content, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Keep the edits that bring the file's fields into the note, or the conflicts."""
        if note.own is None:
            self.by_hand[note.id] = "changed in Anki; notes of ankigen's own types are corrected by hand"
            return
        ours = {name: today.fields.get(name, "") for name in note.own.fields}
        changed = [name for name in note.own.fields if not same(before.get(name, ""), after.get(name, ""), ())]
        for name in changed:
            if same(ours[name], before.get(name, ""), ()):
                self.edits.setdefault(note.id, []).extend(self.edit(note, name, after.get(name, "")))
                self.wanted.setdefault(note.id, {})[name] = after.get(name, "")
            elif not same(ours[name], after.get(name, ""), ()):
                texts = (plain(before.get(name, "")), plain(ours[name]), plain(after.get(name, "")))
                self.conflicts.append(Conflict(self.place(note), name, *texts))

    def edit(self, note: Note, name: str, html: str) -> Iterator[_Edit]:
        """The lines of the source that say the field."""
        assert note.own
        source, is_heading, hides = note.span.source, name == note.own.heading, name in note.own.hides_in()
        stated = {field: text for field, text, _ in own_texts(note, note.own)}
        feeds_heading = is_heading and stated[name] is note.front
        css = note.own.css.text if note.own.css else ""
        converter = Converter(Renderer(), self.files(html), styled_elements(css), note.own.paragraphs)
        found = converter.field(html, cloze=hides, heading=feeds_heading)
        if feeds_heading and found.how is How.MARKDOWN:
            yield _Edit(source, note.front.line, note.front.line, f"### {found.text}")
            return
        if feeds_heading:
            found = converter.field(html, cloze=hides)
        text = stated.get(name)
        if not feeds_heading and text and text.text.strip():
            yield _Edit(source, text.line, text.line + text.text.count("\n"), found.text)
            return
        last = max(part.line + part.text.count("\n") for part in (note.front, *note.parts))
        last = max(last, note.text_line - 1)
        while not source.line(last).strip():
            last -= 1
        yield _Edit(source, last + 1, last, f"\n#### {name}\n{found.text}")

    def files(self, html: str) -> dict[str, str]:
        """The paths in the deck of the files that a field names; new ones are kept to be written."""
        known = {file.name: path for files in self.compiled.rendered.files for path, file in files.items()}
        originals = {_shipped_name(file.name, file.sha256): file.name for file in self.snapshot.media.values()}
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
        for path, data in self.sources().items():
            write_file(path, data)

    def check(self, notes: Mapping[str, Note]) -> None:
        """Drop the edits of notes that would not show what the file does. Raises AnkigenError if another note would
        change."""
        before = {content.id: content.content_hash for content in self.compiled.rendered.notes()}
        while True:
            compiled = compile_deck(load_deck(self.paths, self.sources()))
            made = {content.id: content for content in compiled.rendered.notes()}
            wrong = [name for name in self.edits if not self.arrived(name, made.get(name))]
            if not wrong:
                break
            for name in wrong:
                del self.edits[name]
                self.by_hand[name] = "changed in Anki, and could not be written so that it shows the same"
        moved = [
            name
            for name, content in made.items()
            if name not in self.edits and before.get(name) != content.content_hash
        ]
        if compiled.failed or moved or made.keys() != notes.keys():
            raise AnkigenError(
                f"{self.package.shown}: its corrections do not fit into the sources; nothing was changed"
            )

    def arrived(self, name: str, made: Content | None) -> bool:
        """Whether the corrected fields of a note show what the file does."""
        wanted = self.wanted[name].items()
        return made is not None and all(same(made.fields.get(field, ""), html, ()) for field, html in wanted)

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
        return texts


def _as_before(data: bytes, text: str) -> bytes:
    """The text with the line ends and the byte-order mark that the file had."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    return (BOM_UTF8 if data.startswith(BOM_UTF8) else b"") + text.encode().replace(b"\n", end)


def _fields(release: Snapshot, guid: str) -> dict[str, str] | None:
    note = release.notes.get(guid)
    return _named(release, note) if note else None


def _named(snapshot: Snapshot, note: AnkiNote) -> dict[str, str]:
    """The note's fields by name, every file under the name that ankigen ships it by."""
    names = {clean(file.name): _shipped_name(file.name, file.sha256) for file in snapshot.media.values()}
    return {name: renamed(html, names) for name, html in snapshot.fields(note).items()}


def _shipped_name(name: str, sha256: str) -> str:
    return sha256[:32] + Path(name).suffix.lower()


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
    yield (
        f"{update.paths.slug}: {len(update.written):,} notes written, {len(update.by_hand):,} to be written by hand, "
        f"{update.unchanged:,} as released, {update.unknown:,} that the deck does not have"
    )
