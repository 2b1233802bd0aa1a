"""Media: found in the deck's folder, shipped under their content hash, because Anki never replaces a file's bytes."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from html import unescape
from pathlib import Path, PurePosixPath

from ankigen.codes.media import (
    MEDIA_CASE,
    MEDIA_LARGE,
    MEDIA_MISSING,
    MEDIA_OUTSIDE,
    MEDIA_REMOTE,
    MEDIA_TOO_LARGE,
    MEDIA_TYPE,
)
from ankigen.codes.project import UNREADABLE
from ankigen.compile.media_bytes import media_faults
from ankigen.compile.media_fault import Fault
from ankigen.diagnostic import Code, Diagnostic, Edit, Severity
from ankigen.model.media import (
    LARGEST,
    SUFFIXES,
    MediaFile,
    composed,
    is_sure,
    like_file,
    media_kind,
    same_file,
    shipped_name,
)
from ankigen.model.rendered import MediaReference
from ankigen.project.paths import is_file
from ankigen.project.stamps import Stamp, stamp
from ankigen.values import dataclass

# Where a field names media, as nh3 writes it.
SRC = re.compile(r'(?<=\bsrc=")[^"]*(?=")|(?<=\[sound:)[^\]]*(?=\])')
LARGE = 2_000_000
# A drive of Windows is no web address.
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|//")
FOREIGN = re.compile(r"[\\\0]|[a-zA-Z]:")
ENTERED = f"{os.sep}.."  # what is asked for behind a folder that one may list, and perhaps not enter
OUTSIDE = "put the file into media/"

# A file's stamp, its name in Anki and its size in bytes.
Good = tuple[Stamp, str, int]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it would be shipped, None if it cannot be, what is wrong with its bytes, and its stamp."""

    file: MediaFile | None
    faults: tuple[Fault, ...]
    stamp: Stamp

    @property
    def is_as_on_disk(self) -> bool:
        """Whether the bytes that are shipped are those on the disk."""
        return self.file is not None and isinstance(self.file.source, Path)


def look_at(path: Path) -> Looked:
    """Read a file of media. Raises OSError."""
    now, data = stamp(path.stat()), path.read_bytes()
    suffix = path.suffix.lower()
    faults = media_faults(data, suffix.removeprefix("."))
    if any(fault.severity is Severity.ERROR for fault in faults):
        return Looked(None, faults, now)
    shipped = _with_lf(data) if suffix == ".svg" else data
    shipped_as = shipped_name(path.name, hashlib.sha256(shipped).hexdigest())
    return Looked(MediaFile(shipped_as, len(shipped), path if shipped is data else shipped, now[1]), faults, now)


@dataclass(frozen=True, slots=True)
class Library:
    """The media of one deck, read and looked at once each. `found` maps a path as written to its file, `read` the path
    on disk; a file that cannot be shipped is None. `names` maps a folder to the names in it by their composed form,
    `in_place` says of a folder whether it is in the deck as a path spells it; `files` are the media of the deck, once a
    note names one that is not there, `closed` the folders of which it was said that they cannot be read. `look` reads a
    file. `known` are files in which nothing was wrong when they were
    read: their stamps, names in Anki and sizes; `good` those of them that are so now."""

    folder: Path
    look: Callable[[Path], Looked] = look_at
    found: dict[str, MediaFile | None] = field(default_factory=dict)
    read: dict[str, MediaFile | None] = field(default_factory=dict)
    names: dict[Path, dict[str, str]] = field(default_factory=dict)
    in_place: dict[PurePosixPath, bool] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    closed: set[Path] = field(default_factory=set)
    known: dict[str, Good] = field(default_factory=dict)
    good: dict[str, Good] = field(default_factory=dict)

    def take(self, references: Iterable[MediaReference]) -> tuple[dict[str, MediaFile], tuple[Diagnostic, ...]]:
        """The files of the references that can be shipped, by the path as written, and what is wrong.

        What is wrong with a file is reported where it is named first.
        """
        files: dict[str, MediaFile] = {}
        problems: list[Diagnostic] = []
        for reference in references:
            problems.extend(self._find(reference))
            file = self.found.get(reference.path)
            if file:
                files[reference.path] = file
        return files, tuple(problems)

    def _find(self, reference: MediaReference) -> Iterator[Diagnostic]:
        """Note what the reference leads to, and report what is wrong with it."""
        if reference.path in self.found:
            return
        if file := self._as_it_was(reference.path):
            self.found[reference.path] = self.read[reference.path] = file
            yield from _large(reference, file.size)
            return
        try:
            problem = self._problem(reference)
        except OSError as error:
            yield from self._closed(error, reference)
            return
        if problem:
            yield problem
            return
        name = self._actual_name(PurePosixPath(reference.path).parts) or reference.path
        if name not in self.read:
            yield from self._read(name, reference)
        self.found[reference.path] = self.read[name]

    def _as_it_was(self, name: str) -> MediaFile | None:
        """The file, if nothing was wrong with it and it has not changed since."""
        if name not in self.known:
            return None
        then, shipped_as, size = self.known[name]
        path = self.folder / name
        try:
            now = stamp(path.stat())
            if now != then or not self._is_in_place(PurePosixPath(name).parent):
                return None
        except OSError:
            return None
        self.good[name] = self.known[name]
        return MediaFile(shipped_as, size, path, now[1])

    def _is_in_place(self, folder: PurePosixPath) -> bool:
        """Files do not show that their folder was renamed, or moved away and a link put in its place."""
        if folder not in self.in_place:
            actual = self._actual_name(folder.parts)
            self._listed(self.folder / folder)  # else a folder that nobody may list would be found out only later
            self.in_place[folder] = actual == "/".join(folder.parts) and self._inside(str(folder))
        return self.in_place[folder]

    def _read(self, name: str, reference: MediaReference) -> Iterator[Diagnostic]:
        self.read[name] = None
        try:
            looked = self.look(self.folder / name)
        except OSError as error:
            why = f"cannot read '{reference.path}': {error.strerror}"
            yield Diagnostic(reference.span, UNREADABLE, why, "check its permissions")
            return
        for fault in looked.faults:
            message = f"'{reference.path}' {fault.words}"
            yield Diagnostic(reference.span, fault.kind, message, fault.hint, fault.level)
        if looked.file:
            self.read[name] = looked.file
            if looked.is_as_on_disk and not looked.faults:
                self.good[name] = looked.stamp, looked.file.name, looked.file.size
            yield from _large(reference, looked.file.size)

    def _closed(self, error: OSError, reference: MediaReference) -> Iterator[Diagnostic]:
        """What is wrong with a folder that cannot be read, once."""
        folder = Path(str(error.filename).removesuffix(ENTERED))
        if folder not in self.closed:
            self.closed.add(folder)
            why = f"cannot read the folder '{folder.relative_to(self.folder).as_posix()}': {error.strerror}"
            yield Diagnostic(reference.span, UNREADABLE, why, "check its permissions")

    def _problem(self, reference: MediaReference) -> Diagnostic | None:
        """What is wrong with the reference, before its file is read. Raises OSError if its folder cannot be read."""
        name, place = reference.path, reference.span
        if ADDRESS.match(name):
            hint = "put the file into media/ and name it there"
            return Diagnostic(place, MEDIA_REMOTE, f"'{name}' is not in the deck", hint)
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or FOREIGN.search(name) or not self._inside(name):
            return self._elsewhere(reference, MEDIA_OUTSIDE, f"'{name}' is outside the deck's folder", OUTSIDE)
        if media_kind(name) is None:
            hint = f"use one of: {', '.join(SUFFIXES)}"
            return Diagnostic(place, MEDIA_TYPE, f"'{name}' is of a type that Anki does not show", hint)
        actual = self._actual_name(parts)
        if actual is None or not (self.folder / actual).is_file():
            hint = f"put it at cards/{self.folder.name}/{name.removeprefix(f'cards/{self.folder.name}/')}"
            return self._elsewhere(reference, MEDIA_MISSING, no_such_file(name), hint)
        if composed(actual) != composed("/".join(parts)):
            message = f"the file is named '{actual}', not '{name}'"
            hint = "phones distinguish capitals: write it the same way"
            return Diagnostic(place, MEDIA_CASE, message, hint, edits=edit_of(reference, actual))
        if (self.folder / actual).stat().st_size > LARGEST:
            return Diagnostic(place, MEDIA_TOO_LARGE, f"'{name}' is over 100 MB, which Anki refuses", "make it smaller")
        return None

    def _elsewhere(self, reference: MediaReference, code: Code, message: str, hint: str) -> Diagnostic:
        """A finding about a file that is not where the path leads, with the one that is likely to be meant."""
        path = reference.path
        if not self.files:
            found = (file.relative_to(self.folder).as_posix() for file in sorted(self.folder.rglob("*")))
            self.files.extend(
                name for name in found if media_kind(name) and is_file(self.folder / name) and self._inside(name)
            )
        if file := same_file(path, self.files):
            edits = edit_of(reference, file) if is_sure(path, file) else ()
            message = f"'{path}' leads to no file of this deck" if code is MEDIA_OUTSIDE else message
            return Diagnostic(reference.span, code, message, f"write {bracketed(file)}", edits=edits)
        if code is MEDIA_MISSING and (file := like_file(path, self.files)):
            hint = f"did you mean {bracketed(file)}? Else {hint}"
        return Diagnostic(reference.span, code, message, hint)

    def _inside(self, name: str) -> bool:
        try:
            return (self.folder / name).resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):  # links that lead to each other
            return False

    def _actual_name(self, parts: tuple[str, ...]) -> str | None:
        """The path as the disk spells it, whatever its case; None if there is no such file. Raises OSError."""
        actual: list[str] = []
        for part in parts:
            names = self._listed(self.folder.joinpath(*actual))
            wanted = composed(part)
            if wanted not in names:
                wanted = next((name for name in names if name.casefold() == wanted.casefold()), "")
            if not wanted:
                return None
            actual.append(names[wanted])
        return "/".join(actual)

    def _listed(self, folder: Path) -> dict[str, str]:
        """The names in the folder by their composed form; none if it is not there. Raises OSError."""
        if folder not in self.names:
            try:
                names = {composed(path.name): path.name for path in sorted(folder.iterdir())}
                Path(f"{folder}{ENTERED}").stat()
            except (FileNotFoundError, NotADirectoryError):
                names = {}
            self.names[folder] = names
        return self.names[folder]


def _with_lf(data: bytes) -> bytes:
    """Text as git keeps it, which may check it out with other line ends elsewhere: the picture stays the same one.

    To git as to this, what holds NUL is not text.
    """
    return data if b"\0" in data or b"\r\n" not in data else data.replace(b"\r\n", b"\n")


def _large(reference: MediaReference, size: int) -> Iterator[Diagnostic]:
    if size > LARGE:
        message = f"'{reference.path}' has {size / 1_000_000:.1f} MB, which every learner must download"
        hint = f"make it smaller: less than {LARGE // 1_000_000} MB is plenty for a card"
        yield Diagnostic(reference.span, MEDIA_LARGE, message, hint)


def bracketed(path: str) -> str:
    """The path as it stands in a picture."""
    return f"<{path}>" if re.search(r"[ ()]", path) else path


def no_such_file(path: str) -> str:
    """The message that a file is not there."""
    return f"there is no file '{path}'"


def edit_of(reference: MediaReference, right: str) -> tuple[Edit, ...]:
    """To write the right path, if it stands on the line of its picture as it is read."""
    source, line = reference.span.source, reference.span.line
    written = re.compile(rf"(?<=\()(<?){re.escape(reference.path)}>?(?=[ )])")
    found = written.search(source.line(line), reference.span.column - 1)
    return (Edit(source.span(line, found.start() + 1), found[0], bracketed(right)),) if found else ()


def file_of(image: str, files: Mapping[str, MediaFile]) -> MediaFile | None:
    """The file that an `<img>` shows."""
    source = SRC.search(image)
    name = composed(unescape(source[0])) if source else ""
    return next((file for path, file in files.items() if composed(path) == name), None)


def rename(text: str, files: Mapping[str, MediaFile]) -> str:
    """The HTML with each file under the name it has in Anki."""
    if not files or not ('src="' in text or "[sound:" in text):
        return text
    names = {composed(path): file.name for path, file in files.items()}

    def named(match: re.Match[str]) -> str:
        return names.get(composed(unescape(match[0])), match[0])

    return SRC.sub(named, text)
