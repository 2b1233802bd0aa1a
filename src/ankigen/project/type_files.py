"""The files that the templates and the style of a note type show: logos, fonts. Anki copies a file that no field names
if its name begins with an underscore, and never replaces one. So each is shipped under a name that changes with its
bytes; one that came with an imported deck keeps its name for as long as it is what learners have."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from ankigen.model.media import LARGEST, SUFFIXES, MediaFile, shipped_name
from ankigen.model.own_type import Named, TypeFile
from ankigen.project.paths import shown
from ankigen.rare import RarePattern
from ankigen.source import Source, clean

# Where HTML and CSS name a file; and a quoted word with Anki's underscore, as scripts name one.
NAMED = RarePattern(
    r"""(?ix)
    (?: \b(?:src|data|poster)\s*=\s* | <link\b[^>]*?\bhref\s*=\s* | url\(\s* | @import\s+(?!url) )
    (?: "([^"<>\n]*)" | '([^'<>\n]*)' | ([^\s"'()<>]+) )
    | ["'](_[^"'<>(){}\s]+\.\w{2,5})["']
    """
)
# What is not a file beside the template: an address, a place on the page, a field that names one.
ELSEWHERE = RarePattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|/|#|.*\{\{")
KINDS = {*SUFFIXES, "bmp", "ico", "avif", "apng", "css", "js", "json", "woff", "woff2", "ttf", "otf", "eot"}
TEXT = (".css", ".js", ".svg", ".html", ".json")


def named_files(source: Source) -> Iterator[Named]:
    """The files that a template or a style names, as it names them."""
    for match in NAMED.finditer(source.text):
        number = next(number for number in range(1, 5) if match[number] is not None)
        written = match[number].strip()
        name = clean(unquote(written.partition("?")[0].partition("#")[0]))
        # A script may call anything `src`.
        if name.rpartition(".")[2].lower() in KINDS and not ELSEWHERE.match(written):
            yield Named(name, source, match.start(number))


def type_files(folder: Path, sources: Iterable[Source], known: Mapping[str, str]) -> Iterator[TypeFile]:
    """The files in the folder that the sources name, and those that a style sheet among them names. `known` are the
    SHA-256 of files that learners have under their own names. Raises OSError if one cannot be read."""
    names = {named.name for source in sources for named in named_files(source)}
    sheets = sorted(name for name in names if name.endswith(".css") and _lies_in(folder, name))
    texts = {name: as_shipped(name, _read(folder / name)).decode("utf-8", "replace") for name in sheets}
    names |= {named.name for text in texts.values() for named in named_files(Source(folder, "", text))}
    plain = sorted(name for name in names - set(sheets) if _lies_in(folder, name))
    found = [_file(folder, name, _read(folder / name), known) for name in plain]
    yield from found
    for name in sheets:
        yield _file(folder, name, renamed(texts[name], found).encode(), known)


def _lies_in(folder: Path, name: str) -> bool:
    """Whether the folder itself has the file: what a link leads to elsewhere is nothing to ship."""
    path = folder / name
    try:
        return "/" not in name and path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links that lead to each other, names that cannot be
        return False


def _read(path: Path) -> bytes:
    """The file, of a larger one than can be shipped just enough to see that."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def as_shipped(name: str, data: bytes) -> bytes:
    """Text with the line ends that git keeps, whatever system it was checked out on."""
    return data.replace(b"\r\n", b"\n") if name.lower().endswith(TEXT) and b"\0" not in data else data


def renamed(text: str, files: Iterable[TypeFile]) -> str:
    """A template or a style with each file under the name it has in Anki."""
    for file in files:
        for written in {file.name, quote(file.name)} if file.name != file.file.name else ():
            text = re.sub(rf"(?<![\w.%/-]){re.escape(written)}(?![\w-])", file.file.name, text)
    return text


def _file(folder: Path, name: str, data: bytes, known: Mapping[str, str]) -> TypeFile:
    data = as_shipped(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    own = name.startswith("_") and known.get(name) == sha256
    shipped = name if own else f"_{shipped_name(name, sha256)}"
    path = folder / name
    return TypeFile(name, Source(path, shown(path)), MediaFile(shipped, len(data), data))
