"""What several pages share, each a file once: styles of cards, pictures, the site's own style and its script."""

import hashlib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from ankigen.apkg.reader import Package, media_data
from ankigen.card.formulas import formula_font, formula_font_file
from ankigen.card.safe import PICTURE_TYPES, picture_names
from ankigen.diff.page.frame import file_style, root_with

STYLE, SCRIPT, FONT = "site.css", "search.js", "math.woff2"
# As for the page of `preview`: a larger picture is left to Anki.
LARGEST = 10_000_000
AT_ONCE = 64


class Assets:
    """Writes the files into a folder of the site, and knows their addresses from a deck's pages."""

    def __init__(self, site: Path, name: str) -> None:
        self.name = name
        self.folder = site / name
        self.written: set[str] = set()
        self.styles: dict[str, str] = {}
        self._write(SCRIPT, files(__package__).joinpath("page", SCRIPT).read_bytes())
        # A font is the page's: no style inside a shadow root can bring one. It is fetched where there is a formula.
        style = files(__package__).joinpath("page", STYLE).read_text(encoding="utf-8")
        self._write(STYLE, f"{style}{formula_font(FONT)}".encode())
        self._write(FONT, formula_font_file())

    def side(self, card: str, css: str, number: int) -> str:
        """A side of a card as the inside of a shadow root; `card` is clean HTML."""
        return root_with(self.style(css), card, number)

    def style(self, css: str) -> str:
        """The address of a note type's style."""
        if css not in self.styles:
            self.styles[css] = self._keep("card", file_style(css).encode(), "css")
        return self.styles[css]

    def pictures(self, package: Package | None, texts: Iterable[str]) -> Mapping[str, str]:
        """The addresses of the pictures that the fields show, by name."""
        names = picture_names(texts) if package else []
        found: dict[str, str] = {}
        for start in range(0, len(names), AT_ONCE):
            data = media_data(package, names[start : start + AT_ONCE], LARGEST) if package else {}
            for name, content in data.items():
                suffix = name.rpartition(".")[2].lower()
                assert suffix in PICTURE_TYPES
                found[name] = self._keep("picture", content, suffix)
        return found

    def _keep(self, kind: str, data: bytes, suffix: str) -> str:
        """The address of a file of this content, which is its name too: nobody's name reaches an address."""
        file = f"{kind}-{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
        self._write(file, data)
        return f"../{self.name}/{file}"

    def _write(self, file: str, data: bytes) -> None:
        if file not in self.written:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / file).write_bytes(data)
            self.written.add(file)
