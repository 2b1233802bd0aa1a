"""Pictures: described in words, and used."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.media import composed, is_played, like_file, same_file
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


@rule(
    Code(
        "unused-media",
        "No note shows a file of the deck's media folder.",
        why="It was meant for a card, or is left over. A note that nearly names it has a finding of its own.",
        level=Severity.WARNING,
        case="lint/unused-media",
    ),
    Scope.DECK,
)
def unused_media(review: Review) -> Iterator[Finding]:
    if not review.deck.media:
        return
    texts = [text.fragment for reading in review.readings for text in reading.texts]
    texts += [part for note in review.deck.notes if note.own for part in note.parts]
    written = (*(text.text for text in texts), review.config.description)
    found = (match for text in written for match in TARGET.finditer(text))
    defined = (url for note in review.deck.notes for _, url, _ in note.definitions.references)
    targets = (*("".join(filter(None, match.groups())) for match in found), *defined)
    named = {composed(unquote(unescape(target)).removeprefix("./")) for target in targets}
    folder = review.deck.settings.path.parent
    files = {composed(file.path.relative_to(folder).as_posix()): file for file in review.deck.media}
    unused = [name for name in files if name not in named]
    if not unused:
        return
    wrong = named.difference(files)
    meant = {same_file(path, files) or like_file(path, unused) for path in wrong}
    for name in unused:
        if name in meant or _is_shown_by_a_slip(name, texts):
            continue
        hint = "name it in a note, or delete it"
        if place := next(_mentions(name, texts), None):
            hint = f"show it where {place} names it: ![what one sees]({name})"
        yield Finding(files[name].span(), "no note shows this file", hint)


def _mentions(name: str, texts: Sequence[Fragment]) -> Iterator[Span]:
    """The places where the file's name stands in a note."""
    word = re.compile(rf"(?<![\w.-]){re.escape(PurePosixPath(name).name)}(?!\w)", re.IGNORECASE)
    return (text.span(match.start()) for text in texts for match in word.finditer(composed(unquote(text.text))))


def _is_shown_by_a_slip(name: str, texts: Sequence[Fragment]) -> bool:
    """Whether a line that was meant for a picture names the file: what is wrong there has a finding of its own."""
    return any(PICTURE.search(place.source.line(place.line)) for place in _mentions(name, texts))
