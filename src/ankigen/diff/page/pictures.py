"""The pictures of a page that is one file: each is on it once, however many cards show it."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from ankigen.apkg.reader import media_data
from ankigen.apkg.snapshot import MediaFile
from ankigen.card.plain import printable
from ankigen.card.safe import Room, as_addresses, picture_names
from ankigen.diff.model import Side
from ankigen.diff.page.frame import root

# A picture of a clean card, by the key that it has on the page.
SHOWN = re.compile(r'(<img\b[^<>]*?) src="(picture-\d+)"')
LEFT_OUT = re.compile(r'<img\b[^<>]*? src="left-out-(\d+)"[^<>]*>')
# Masks have their places on a picture that is not there; they do not cover what is said of it.
STYLE = """\
.ankigen-left-out{display:inline-block;box-sizing:border-box;padding:8px 12px;border:1px dashed;font-size:14px}
.ankigen-left-out b{position:relative;z-index:9;font-weight:400;background:Canvas;color:CanvasText}
.picture>.ankigen-left-out{display:block;aspect-ratio:var(--ratio)}
"""
ALT = re.compile(r' alt="([^"]*)"')


class PagePictures:
    """The pictures of all comparisons on a page, until its room is used up; then their names and what they show."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.used = 0
        self.keys: dict[str, str] = {}  # by the hash of their bytes
        self.rules: list[str] = []
        self.left_out: list[MediaFile] = []

    def of(self, side: Side, texts: Iterable[str]) -> Mapping[str, str]:
        """The keys of the pictures that the fields show and that the package has, by name."""
        files = [side.snapshot.media[name] for name in picture_names(texts) if name in side.snapshot.media]
        wanted = [file.name for file in sorted(files, key=lambda file: file.size) if self._is_new_and_fits(file)]
        data = media_data(side.package, wanted, self.room.largest) if side.package and wanted else {}
        for name, address in as_addresses(data, self.room).items():
            self.rules.append(f'::part({self.keys[side.snapshot.media[name].sha256]}){{content:url("{address}")}}\n')
        return {file.name: self.keys[file.sha256] for file in files}

    def _is_new_and_fits(self, file: MediaFile) -> bool:
        if file.sha256 in self.keys:
            return False
        fits = file.size <= min(self.room.largest, self.room.all - self.used)
        if fits:
            self.used += file.size
            self.keys[file.sha256] = f"picture-{len(self.keys)}"
        else:
            self.keys[file.sha256] = f"left-out-{len(self.left_out)}"
            self.left_out.append(file)
        return fits

    def side(self, card: str, css: str, number: int) -> str:
        """A side of a card as the inside of a shadow root, through which only the name of a part reaches."""
        told, left_out = LEFT_OUT.subn(self._sentence, SHOWN.sub(r'\1 part="\2"', card))
        return root(told, STYLE + css if left_out else css, number)

    def _sentence(self, match: re.Match[str]) -> str:
        file, alt = self.left_out[int(match[1])], ALT.search(match[0])
        shown = f" “{alt[1]}”" if alt and alt[1] else ""
        told = f"{escape(printable(file.name))}, {file.size // 1000:,} kB"
        return f'<span class="ankigen-left-out"><b>Picture{shown} is too large for this page ({told})</b></span>'
