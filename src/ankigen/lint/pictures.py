"""Pictures: described in words, and used."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

from ankigen.diagnostic import Code, Severity
from ankigen.lint.deck_rule import Across, Gather, deck_rule
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.media import composed, is_played, like_file, media_kind, same_file
from ankigen.source import Fragment, Span

NOTHING = re.compile(
    r"(?:an? )?(?:image|img|picture|pic|photo|figure|fig|diagram|drawing|screenshot|graph|chart"
    r"|alt(?: text)?|untitled|unnamed|pasted(?: image)?|clipboard|scan|dsc|img)[\W_]*[\d\W_]*(?:at [\d.\W]*)?",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"""\]\(\s*(?:<([^>\n]+)>|((?:[^()\s]|\([^()\s]*\))+))|(?:src|href)\s*=\s*["']([^"']+)|\[sound:([^\]]+)\]"""
)

PICTURE = re.compile(r"!\s*[\[(]|\]\(|\bsrc\s*=|\[sound:")
ENDING = re.compile(r"\.\w{2,5}")


@rule(
    Code(
        "alt-text",
        "A picture has no words for learners who cannot see it.",
        why="A screen reader would read a file name, or nothing.",
        level=Severity.WARNING,
        bad="""
        ### What is shown here?

        ![](media/example.png)
        """,
        good="""
        ### What is shown here?

        ![Cycle of bone remodelling](media/example.png)
        """,
    ),
    Scope.FILE,
)
def alt_text(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        for text in reading.texts:
            asks = reading.is_question and text is reading.front
            hint = "say what one sees without naming the answer" if asks else "say what one should see"
            for picture in text.pictures:
                alt = picture.alt
                if is_played(picture.path) or not _says_nothing(alt, picture.path):
                    continue
                message = f"the alt text '{alt}' says nothing" if alt else "this picture has no alt text"
                yield Finding(picture.span, message, f"{hint}: ![Osteoclasts resorb bone](…)")


def _says_nothing(alt: str, path: str) -> bool:
    name = PurePosixPath(unquote(path))
    is_name = alt.casefold() == name.name.casefold() or (alt.casefold() == name.stem.casefold() and not alt.isalpha())
    return not alt or bool(NOTHING.fullmatch(alt)) or is_name


Text = tuple[int, int, int, str]


def _named_files(review: Review) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """What the notes point at, and their texts in which the name of a media file may stand."""
    texts = [text.fragment for reading in review.readings for text in reading.texts]
    texts += [part for note in review.deck.notes if note.own for part in note.parts]
    defined = (url for note in review.deck.notes for _, url, _ in note.definitions.references)
    named = {name: None for name in (*(name for text in texts for name in _targets(text.text)), *map(_name, defined))}
    naming = (text for text in texts if any(map(media_kind, ENDING.findall(unquote(text.text)))))
    return tuple(named), tuple((text.line, text.column, text.indent, text.text) for text in naming)


NAMED_FILES = Gather("named-files", _named_files)


@deck_rule(
    Code(
        "unused-media",
        "No note shows a file of the deck's media folder.",
        why="It was meant for a card, or is left over. A note that nearly names it has a finding of its own.",
        level=Severity.WARNING,
        case="lint/unused-media",
    ),
    NAMED_FILES,
)
def unused_media(across: Across) -> Iterator[Finding]:
    deck = across.deck
    if not deck.media:
        return
    named = {name for _, (names, _) in across.each(NAMED_FILES) for name in names}
    named.update(_targets(deck.config.description))
    folder = deck.settings.path.parent
    files = {composed(file.path.relative_to(folder).as_posix()): file for file in deck.media}
    unused = [name for name in files if name not in named]
    if not unused:
        return
    texts = [
        Fragment(source, line, text, column, indent)
        for source, (_, texts) in across.each(NAMED_FILES)
        for line, column, indent, text in texts
    ]
    wrong = named.difference(files)
    meant = {same_file(path, files) or like_file(path, unused) for path in wrong}
    for name in unused:
        if name in meant or _is_shown_by_a_slip(name, texts):
            continue
        hint = "name it in a note, or delete it"
        if place := next(_mentions(name, texts), None):
            hint = f"show it where {place} names it: ![what one sees]({name})"
        yield Finding(files[name].span(), "no note shows this file", hint)


def _targets(text: str) -> Iterator[str]:
    return (_name("".join(filter(None, match.groups()))) for match in TARGET.finditer(text))


def _name(target: str) -> str:
    """A file's path as an address names it."""
    return composed(unquote(unescape(target)).removeprefix("./"))


def _mentions(name: str, texts: Sequence[Fragment]) -> Iterator[Span]:
    """The places where the file's name stands in a note."""
    word = re.compile(rf"(?<![\w.-]){re.escape(PurePosixPath(name).name)}(?!\w)", re.IGNORECASE)
    return (text.span(match.start()) for text in texts for match in word.finditer(composed(unquote(text.text))))


def _is_shown_by_a_slip(name: str, texts: Sequence[Fragment]) -> bool:
    """Whether a line that was meant for a picture names the file: what is wrong there has a finding of its own."""
    return any(PICTURE.search(place.source.line(place.line)) for place in _mentions(name, texts))
