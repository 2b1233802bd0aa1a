"""Sounds and films: Anki starts every `[sound:…]` of the side it shows by itself, in order, folded or not."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape

from ankigen.codes.media import FOLDED_MEDIA
from ankigen.diagnostic import Diagnostic
from ankigen.model.cloze import clozes
from ankigen.model.media import MediaKind, media_kind
from ankigen.model.rendered import MediaReference
from ankigen.rare import RarePattern

SOUND = re.compile(r"\[sound:([^\]]{0,1000})\]")
SOUND_OR_FOLD = RarePattern(rf"{SOUND.pattern}|<(/?)details\b([^>]*)>")
OPEN = RarePattern(r"\sopen\b")
PLAYER = re.compile(r'<(?:audio|video) [^>]*\bsrc="([^"]*)"')
# Qt's browser, in which Anki on computers shows cards, comes without these formats (tried with Anki 26.9); what Anki
# starts by itself goes to mpv, which plays all of them.
UNPLAYED = {".m4a": ".mp3", ".mp4": ".webm"}


def folded_sounds(html: str, *, folded: bool) -> str:
    """The field with a player for each sound that is behind a tap: all of them if the whole field is."""
    if "[sound:" not in html:
        return html
    inside = [folded]

    def shown(match: re.Match[str]) -> str:
        path, closing, attributes = match.groups()
        if path is not None:
            return _player(path) if inside[-1] else match[0]
        if not closing:
            inside.append(inside[-1] or not OPEN.search(attributes))
        elif len(inside) > 1:
            inside.pop()
        return match[0]

    return SOUND_OR_FOLD.sub(shown, html)


def _player(path: str) -> str:
    tag = "video" if media_kind(path) is MediaKind.FILM else "audio"
    return f'<{tag} controls preload="none" src="{path.replace(chr(34), "&quot;")}"></{tag}>'


def unplayed(fields: Iterable[str], media: Iterable[MediaReference]) -> Iterator[Diagnostic]:
    """What is behind a tap in a format that Anki on computers cannot play there, each file where it comes last."""
    suspects = {reference.path: reference for reference in media if reference.path[-4:].lower() in UNPLAYED}
    folded = {unescape(path) for html in fields for path in PLAYER.findall(html)} if suspects else set()
    for reference in suspects.values():
        if reference.path in folded:
            suffix = reference.path[-4:].lower()
            message = f"Anki on computers cannot play '{reference.path}' behind a tap"
            hint = f"save it as {UNPLAYED[suffix]}, or put it into the answer, where Anki plays it by itself"
            yield Diagnostic(reference.span, FOLDED_MEDIA, message, hint)


def taken_out(html: str) -> tuple[str, str]:
    """The text without the sounds that no cloze hides, and these."""
    if "[sound:" not in html:
        return html, ""
    hidden = deque((cloze.start, cloze.end) for cloze in clozes(html) if cloze.end is not None)
    rest: list[str] = []
    sounds: list[str] = []
    at, closes = 0, -1
    for match in re.finditer(rf" ?{SOUND.pattern}", html):
        while hidden and hidden[0][0] < match.start():
            closes = max(closes, hidden.popleft()[1])
        if match.start() > closes:
            rest.append(html[at : match.start()])
            sounds.append(match[0].strip())
            at = match.end()
    return "".join((*rest, html[at:])).strip(), " ".join(sounds)
