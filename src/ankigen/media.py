"""Media: found in the deck's folder, shipped under their content hash, because Anki never replaces a file's bytes."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath

from ankigen.content import MediaFile
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.rendered import MediaReference

SUFFIXES = ("png", "jpg", "jpeg", "webp", "gif", "svg", "mp3", "ogg", "m4a", "wav", "mp4", "webm")
# Anki's importer refuses larger ones.
LARGEST = 100 * 1024 * 1024
LARGE = 2_000_000
SVG_SCRIPT = re.compile(
    rb"<\s*script|\son[a-z]+\s*=|javascript:|<\s*foreignObject|(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//", re.I
)


@dataclass(frozen=True, slots=True)
class Library:
    """The media of one deck, read once each. `found` maps a path as written to its file, None where it is broken."""

    folder: Path
    found: dict[str, MediaFile | None] = field(default_factory=dict)

    def take(self, references: Iterable[MediaReference]) -> tuple[dict[str, MediaFile], tuple[Diagnostic, ...]]:
        """The files of the references that are there, by the path as written, and what is wrong with the others."""
        files: dict[str, MediaFile] = {}
        problems: list[Diagnostic] = []
        for reference in references:
            result = self._load(reference)
            if isinstance(result, MediaFile):
                files[reference.path] = result
                problems.extend(_large(reference, result))
            else:
                problems.append(result)
        return files, tuple(problems)

    def _load(self, reference: MediaReference) -> MediaFile | Diagnostic:
        known = self.found.get(reference.path)
        if known:
            return known
        problem = self._problem(reference)
        if problem:
            return Diagnostic(reference.span, *problem)
        path = self.folder / reference.path
        data = path.read_bytes()
        suffix = path.suffix.lower()
        if suffix == ".svg" and SVG_SCRIPT.search(data):
            hint = "save it as a plain SVG, without scripts, handlers and things it loads"
            return Diagnostic(
                reference.span, "media-script", f"'{reference.path}' holds a script or loads from outside", hint
            )
        file = MediaFile(hashlib.sha256(data).hexdigest()[:32] + suffix, data)
        self.found[reference.path] = file
        return file

    def _problem(self, reference: MediaReference) -> tuple[str, str, str] | None:
        """Code, message and hint of what is wrong with the reference, before its file is read."""
        name = reference.path
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", name):
            return "media-remote", f"'{name}' is not in the deck", "put the file into media/ and name it there"
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or "\0" in name or not self._inside(name):
            return "media-outside", f"'{name}' lies outside the deck's folder", "put the file into media/"
        path = self.folder / name
        if path.suffix.lower().removeprefix(".") not in SUFFIXES:
            return "media-type", f"'{name}' is of a type that Anki does not show", f"use one of: {', '.join(SUFFIXES)}"
        actual = _actual_name(self.folder, parts)
        if actual is None or not (self.folder / actual).is_file():
            return "media-missing", f"there is no file '{name}'", f"its place is {self.folder.name}/{name}"
        if actual != "/".join(parts):
            return (
                "media-case",
                f"the file is named '{actual}', not '{name}'",
                "phones tell capitals apart: write it alike",
            )
        if path.stat().st_size > LARGEST:
            return "media-too-large", f"'{name}' is over 100 MB, which Anki refuses", "make it smaller"
        return None

    def _inside(self, name: str) -> bool:
        try:
            return (self.folder / name).resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):  # links that lead to each other
            return False


def _large(reference: MediaReference, file: MediaFile) -> Iterator[Diagnostic]:
    if len(file.data) > LARGE:
        message = f"'{reference.path}' has {len(file.data) / 1_000_000:.0f} MB, which every learner must download"
        hint = f"make it smaller: {LARGE // 1_000_000} MB are plenty for a card"
        yield Diagnostic(reference.span, "media-large", message, hint, Severity.WARNING)


def _actual_name(folder: Path, parts: tuple[str, ...]) -> str | None:
    """The path as the disk spells it, whatever its case; None where there is no such file."""
    actual: list[str] = []
    for part in parts:
        try:
            names = {path.name for path in folder.joinpath(*actual).iterdir()}
        except OSError:
            return None
        if part not in names:
            part = next((name for name in sorted(names) if name.casefold() == part.casefold()), "")
        if not part:
            return None
        actual.append(part)
    return "/".join(actual)


def rename(text: str, files: Mapping[str, MediaFile]) -> str:
    """The HTML with each file under the name it has in Anki."""
    for path, file in files.items():
        text = text.replace(f'src="{escape(path)}"', f'src="{file.name}"')
        text = text.replace(f"[sound:{escape(path, quote=False)}]", f"[sound:{file.name}]")
    return text
