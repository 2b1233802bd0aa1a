"""Pictures: described in words, and used."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.media import is_played

NOTHING = re.compile(
    r"(?:an? )?(?:image|img|picture|pic|photo|figure|fig|diagram|drawing|screenshot|graph|chart"
    r"|alt(?: text)?|untitled|unnamed|pasted(?: image)?|clipboard|scan|dsc|img)[\W_]*[\d\W_]*(?:at [\d.\W]*)?",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"""\]\(\s*(?:<([^>\n]+)>|((?:[^()\s]|\([^()\s]*\))+))|(?:src|href)\s*=\s*["']([^"']+)|\[sound:([^\]]+)\]"""
)


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
        why="It was meant for a card, or is left over.",
        level=Severity.WARNING,
        case="lint/unused-media",
    ),
    Scope.DECK,
)
def unused_media(review: Review) -> Iterator[Finding]:
    if not review.deck.media:
        return
    texts = [text.fragment.text for reading in review.readings for text in reading.texts]
    texts += [part.text for note in review.deck.notes if note.own for part in note.parts]
    found = (match for text in (*texts, review.config.description) for match in TARGET.finditer(text))
    defined = (url for note in review.deck.notes for _, url, _ in note.definitions.references)
    targets = (*("".join(filter(None, match.groups())) for match in found), *defined)
    named = {unquote(unescape(target)).removeprefix("./") for target in targets}
    folder = review.deck.settings.path.parent
    for file in review.deck.media:
        if file.path.relative_to(folder).as_posix() not in named:
            yield Finding(file.span(), "no note shows this file", "name it in a note, or delete it")
