"""Pages as a browser's parser sees them."""

from html.parser import HTMLParser
from pathlib import Path


class Reader(HTMLParser):
    """The links, ids, elements and words of a page; those in a card's shadow root too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.ids |= {known["id"] or ""} if "id" in known else set()
        self.links += [known["href"] or ""] if tag == "a" and "href" in known else []
        self.loaded += [
            address for name in ("src", "href", "data-index") if tag != "a" and (address := known.get(name))
        ]
        assert not any(name.startswith("on") for name in known), f"{tag} has a script: {known}"

    def handle_data(self, data: str) -> None:
        self.words += data


def read(path: Path) -> Reader:
    return Reader(path.read_text(encoding="utf-8"))


def words(path: Path) -> str:
    return " ".join(read(path).words.split())


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))
