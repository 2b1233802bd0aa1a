"""What `growth` does with the files of other tools and with cards of packages; and shapes that only these meet."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from ankigen.apkg.snapshot import Note
from ankigen.card.plain import plain, title
from ankigen.card.safe import Cleaner, clean_text, picture_names
from ankigen.card.style import short_style
from ankigen.diagnostic import AnkigenError
from ankigen.importing.fields import Converter, styled_elements
from ankigen.importing.markdown_notes import Format, Page, read_pages
from ankigen.importing.occlusion import CannotConvertError, read_masks
from ankigen.importing.read import FORMATS
from ankigen.importing.shown import shown
from ankigen.importing.sources import title_of
from ankigen.render import Renderer
from ankigen.render.html_field import clean_html

# Opened and never closed, by somebody who knows what is looked for.
STRANGE = (
    *(
        "<img ",
        "<img src=",
        '<img src="',
        "[sound:",
        "{{c1::image-occlusion:",
        "{{c1::image-occlusion:rect:left=",
        "<br ",
    ),
    *("<audio ", "<video ", "<style ", "<script ", "<h1 ", "<a '", '<a "', "<a x", "</", '<x="', "<main ", "<!-- "),
    *("<ul><li>", "<b><div>", "<div>", "<blockquote>", "<table><tr><td>", "< ", "<style>", "<pre>\n"),
    *("START\n", "START\nBasic\n", "STARTI [a] ", "STARTI [", "ENDI ", "END\n", "ID: 1 ", "<!--ID: ", "Tags: ", "![["),
    *("[[", "[[a|", '![a](b "', "![a](b (", "![](<", "<!-- tags:", "<!-- tags: -->", "#card", " #card", " #a", "=="),
    *("--- \n\n", "---\n\na\n\n", "[^uid]: a\n", "data-question ", "<div data-question ", "[#a](b) ", "[#", "name = '"),
    *(
        '"\\',
        "'\\",
        "/* ",
        '"a',
        "\\[a",
        "\\(\\[",
        "Q: a\n",
        "C: [",
        "A: a\n",
        "a :: b\n",
        "a::",
        "a",
        "^1234567890123 ",
    ),
    *(
        " …!",
        "---\n\n\n…a",
        "<style …</script",
        '<a x="…>',
        "#card…!",
        " #a…!",
        "<!-- tags: …-->",
        "START\n…END ",
        "\t…a",
    ),
    *("[sound:…]", "{{c1::image-occlusion:…}}", "\\(…\\]", "<img …>", "STARTI [a] …\n", "[…x", "ID: 1 …!", "/*…\\"),
)
# What makes a reader begin.
BEFORE = (
    "",
    "---\ndeck: d\n---\n---\n\n",
    "START\nBasic\n",
    "STARTI [Basic] ",
    "Q: ",
    "C: ",
    "T: ",
    "## a\n",
    "a #card\n",
)


def file_steps(folder: Path) -> Iterator[tuple[str, Callable[[str], object]]]:
    home = folder / "of another tool"
    home.mkdir()
    for kind in FORMATS:
        yield kind.name.partition(" ")[0].lower()[:9], partial(_read, home, kind)
    converter = Converter(Renderer(), {"a.png": "media/a.png"}, frozenset())

    def field(text: str) -> object:
        clean_html.cache_clear()
        note = Note("g", 1, 1, 0, (), (text,), ())
        return converter.field(text, cloze=True), title_of(note), shown(text), _masks(text)

    def side(text: str) -> object:
        short_style.cache_clear()
        css = short_style(text), styled_elements(text)
        return Cleaner({}).clean(text), clean_text(text), picture_names([text]), plain(text), title(text), css

    yield "field", field
    yield "side", side


def _read(home: Path, kind: Format, text: str) -> object:
    said = []
    for before in BEFORE:
        whole = f"{before}{text}"
        path = home / "a.md"
        said.append(kind.looks_like(whole))
        try:
            said.append(bool(read_pages(path, [Page(path, PurePosixPath("a.md"), "a.md", whole)], kind, "").files))
        except AnkigenError as error:
            said.append(bool(str(error)))
    return said


def _masks(text: str) -> object:
    try:
        return read_masks(text, (100, 100))
    except CannotConvertError as error:
        return str(error)
