"""Decks of any size for the benchmarks: seeded, so that each is the same everywhere, in the mix of real decks.

A third are clozes, a third questions, the rest choices, typed and reversed notes; every third note has a clinical note,
every fourth what the source says, some a table, a list or a formula, every fifth a picture. No note repeats another's
words, so that nothing is quick for having been seen before.
"""

import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from ankigen.project.paths import DeckPaths

SLUG = "big-deck"
SETTINGS = """\
name = "Big deck"
uid = "big-deck-0001"
tag = "big-deck"
source = "A textbook of everything, 3rd edition"
authors = ["A lecturer"]
license = "CC-BY-4.0"
description = "Everything, in **one** deck."
"""
PER_FILE = 100  # notes in each source
SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "xo", "zy"),
    *("cal", "os", "fer", "ost", "phos", "lyt", "gen", "chon", "dro", "my", "el"),
)


class Author:
    """Writes notes, the same ones for the same seed."""

    def __init__(self, seed: int, pictures: int, every: int = 5) -> None:
        self.random = random.Random(seed)
        self.pictures = pictures
        self.every = every

    def word(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4)))

    def words(self, least: int, most: int) -> str:
        return " ".join(self.word() for _ in range(self.random.randint(least, most)))

    def sentence(self) -> str:
        words = self.words(6, 16).split()
        style = self.random.random()
        if style < 0.25:
            words[2] = f"**{words[2]}**"
        elif style < 0.35:
            words[3] = f"*{words[3]}*,"
        elif style < 0.4:
            words.append("Ca^2+^ and H~2~O")
        elif style < 0.43:
            words.append("$x^2 + y_1$")
        return " ".join(words).capitalize() + "."

    def note(self, number: int) -> Iterator[str]:
        """The lines of one note."""
        kind = self.random.choices(("cloze", "basic", "choice", "typed", "reversed"), (35, 35, 20, 6, 4))[0]
        stated = f", type: {kind}" if kind in ("typed", "reversed") else ""
        yield f"### {self.words(5, 12).capitalize()}{'?' if kind != 'cloze' else ''}"
        yield f"<!-- id: note-{number}{stated} -->"
        yield ""
        yield from getattr(self, kind)()
        if number % self.every == 0 and self.pictures:
            yield from (
                "",
                "#### Extra",
                f"![{self.words(3, 5)}](media/picture-{number // self.every % self.pictures}.png)",
            )
        if number % 3 == 0:
            yield from ("", "#### Clinical note", f"{self.sentence()} {self.sentence()}")
        if number % 4 == 0:
            yield from ("", "#### Source says", self.sentence())
        if number % 6 == 0:
            yield from ("", "#### Reference", f"[{self.word()}](https://example.org/{self.word()}/{number})")
        yield ""

    def cloze(self) -> Iterator[str]:
        first, second = f"{{{{c1::{self.words(1, 3)}}}}}", f"{{{{c2::{self.word()}::hint}}}}"
        yield f"{self.sentence()[:-1]} {first} {self.words(3, 6)} {second}."

    def basic(self) -> Iterator[str]:
        style = self.random.random()
        if style < 0.6:
            yield self.sentence()
        elif style < 0.85:
            yield from (f"- {self.sentence()}" for _ in range(3))
        else:
            yield f"| {self.word()} | {self.word()} |"
            yield "|---|---|"
            yield from (f"| {self.words(1, 3)} | {self.words(1, 3)} |" for _ in range(3))

    def choice(self) -> Iterator[str]:
        right = self.random.randrange(4)
        yield from (f"- [{'x' if at == right else ' '}] {self.words(2, 5)}" for at in range(4))
        yield from ("", self.sentence())

    def typed(self) -> Iterator[str]:
        yield self.word()

    def reversed(self) -> Iterator[str]:
        yield self.words(1, 3)


def big_deck(
    root: Path, notes: int, *, pictures: int = 50, every: int = 5, size: int = 0, slug: str = SLUG, seed: int = 1
) -> DeckPaths:
    """A repository whose deck has so many notes and pictures, one on every fifth note or as `every` says; each is made
    `size` bytes long, sparse."""
    paths = DeckPaths(root, slug)
    (paths.cards / "media").mkdir(parents=True)
    paths.settings.write_text(SETTINGS.replace("big-deck", slug).replace("Big deck", slug))
    author = Author(seed, pictures, every)
    for first in range(0, notes, PER_FILE):
        lines = [f"# {author.words(2, 3).capitalize()}", "", f"## {author.words(2, 4).capitalize()}", ""]
        for number in range(first, min(first + PER_FILE, notes)):
            lines.extend(author.note(number))
        (paths.cards / f"{first // PER_FILE:05}.md").write_text("\n".join(lines))
    for number in range(pictures):
        write_picture(paths.cards / f"media/picture-{number}.png", number, size)
    return paths


def write_picture(path: Path, number: int, size: int = 0) -> None:
    """A small PNG of a colour of its own; behind it nothing up to `size` bytes, which takes no room on the disk."""
    with path.open("wb") as file:
        file.write(_png(number))
        if size:
            file.truncate(size)


def _png(number: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 400, 300, 8, 2, 0, 0, 0)
    row = b"\0" + struct.pack(">I", number)[1:] * 400
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * 300)) + chunk(b"IEND", b"")
    )
