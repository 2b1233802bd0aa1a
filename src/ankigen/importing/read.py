"""What a file or folder is, by what is in it, and what it holds."""

import hashlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from pathlib import Path, PurePosixPath

from ankigen.diagnostic import AnkigenError
from ankigen.importing.foreign import Foreign
from ankigen.importing.from_ankcompiler import ANKCOMPILER
from ankigen.importing.from_ankiops import ANKIOPS
from ankigen.importing.from_crowdanki import deck_file, is_crowdanki, read_crowdanki
from ankigen.importing.from_flashcards_obsidian import FLASHCARDS_OBSIDIAN
from ankigen.importing.from_hashcards import HASHCARDS
from ankigen.importing.from_headings import HEADINGS, MDANKI
from ankigen.importing.from_obsidian_to_anki import OBSIDIAN_TO_ANKI
from ankigen.importing.from_package import read_anki_package
from ankigen.importing.from_text import read_text_export
from ankigen.importing.markdown_notes import Format, Page, read_pages
from ankigen.importing.text_table import is_table, is_text_export
from ankigen.model.media import LFS_POINTER
from ankigen.project.paths import SETTINGS, shown

# The order in which they are asked: those that say most about themselves first.
FORMATS = (ANKCOMPILER, OBSIDIAN_TO_ANKI, FLASHCARDS_OBSIDIAN, ANKIOPS, HASHCARDS, MDANKI, HEADINGS)
MARKDOWN = (".md", ".markdown")
ZIP = b"PK"
LARGEST_TEXT = 500_000_000
MOST_PAGES = 20_000
# What no text has.
BINARY = bytes({*range(0x20)} - {*b"\t\n\r\f\v\x1b"})
KNOWN = "an Anki package (.apkg), a text export, a folder of CrowdAnki or Markdown of a tool that ankigen knows"


def read_foreign(path: Path) -> Foreign:
    """What the file or folder holds. Raises AnkigenError if it is nothing that can be moved in, or damaged."""
    if path.is_dir():
        return _folder(path)
    start = _start(path)
    if not start or start.startswith(ZIP) or LFS_POINTER.match(start):
        return read_anki_package(path)
    text = read_text(path)
    if is_crowdanki(text):
        return read_crowdanki(path, text, _salt(text))
    is_markdown = path.suffix.lower() in MARKDOWN
    if not is_markdown and is_text_export(text):
        return read_text_export(path, text, _salt(text))
    if is_markdown and (kind := _format(text)):
        page = Page(path, PurePosixPath(path.name), shown(path), text)
        return read_pages(path, (page,), kind, _salt(text))
    if not is_markdown and is_table(text):
        return read_text_export(path, text, _salt(text))
    raise AnkigenError(f"{shown(path)}: is not {KNOWN}")


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except FileNotFoundError as error:
        raise AnkigenError(f"{shown(path)}: there is no such file") from error
    except OSError as error:
        raise AnkigenError(f"{shown(path)}: cannot be read: {error.strerror}") from error


def read_text(path: Path) -> str:
    """The text of a file, with line feeds. Raises AnkigenError if it is none, or in an encoding that nothing tells."""
    name = shown(path)
    if path.stat().st_size > LARGEST_TEXT:
        raise AnkigenError(f"{name}: has {path.stat().st_size / 1e6:.0f} MB, which no deck's text has; it was not read")
    data = path.read_bytes()
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            return data.decode("utf-16").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise AnkigenError(f"{name}: is damaged UTF-16: save it as UTF-8 and import it again") from error
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        if data[:4096].translate(None, BINARY) != data[:4096]:
            raise AnkigenError(f"{name}: is not {KNOWN}") from error
        line = data.count(b"\n", 0, error.start) + 1
        raise AnkigenError(
            f"{name}:{line}: is not UTF-8, which Anki writes and reads: it was saved in an older encoding, such as "
            "Windows-1252 ('ANSI'); open it in an editor, save it as UTF-8 and import it again"
        ) from error
    if "\0" in text[:4096]:
        raise AnkigenError(f"{name}: is UTF-16 without its mark, or not a text: save it as UTF-8 and import it again")
    return text.replace("\r\n", "\n")


def _folder(folder: Path) -> Foreign:
    if (folder / SETTINGS).is_file():
        raise AnkigenError(f"{shown(folder)}: is a deck of ankigen already")
    if path := deck_file(folder):
        text = read_text(path)
        if is_crowdanki(text):
            return read_crowdanki(path, text, _salt(text))
    pages = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in MARKDOWN
        and not path.is_symlink()
        and path.is_file()
        and path.name.lower() != "readme.md"
        and not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    ]
    if len(pages) > MOST_PAGES:
        raise AnkigenError(f"{shown(folder)}: has {len(pages):,} Markdown files; import a part of them at a time")
    texts = {path: read_text(path) for path in pages}
    formats = {path: _format(text) for path, text in texts.items()}
    if MDANKI in formats.values():  # not each of its files has what only it has
        formats = {path: MDANKI if kind is HEADINGS else kind for path, kind in formats.items()}
    found = Counter(kind for kind in formats.values() if kind)
    if not found:
        raise AnkigenError(f"{shown(folder)}: is not {KNOWN}: it has neither deck.json nor Markdown with cards")
    # Headings have many files that hold no cards.
    kind = max(found, key=lambda kind: (kind is not HEADINGS, found[kind], -FORMATS.index(kind)))
    inside = [
        Page(path, PurePosixPath(path.relative_to(folder).as_posix()), shown(path), text)
        for path, text in texts.items()
        if formats[path] is kind
    ]
    others = [shown(path) for path, other in formats.items() if other not in (kind, None)]
    foreign = read_pages(folder, inside, kind, _salt("\0".join(texts.values())))
    return foreign.remarked(f"left out, as not of {kind.name}", others)


def _format(text: str) -> Format | None:
    return next((kind for kind in FORMATS if kind.looks_like(text)), None)


def _salt(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
