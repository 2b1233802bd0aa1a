"""Templates of the author's own, and what notes of such types must not do."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ankigen.codes.note_types import (
    EMPTY_FRONT_TEMPLATE,
    LOST_NOTE_TYPE,
    NO_CLOZE_TEMPLATE,
    TEMPLATE_FIELD,
    TEMPLATE_FILE,
    TEMPLATE_FILTER,
    TEMPLATE_NETWORK,
    TEMPLATE_SCRIPT,
    TEMPLATE_SECTION,
)
from ankigen.diagnostic import Diagnostic, nearest
from ankigen.model.deck import Deck
from ankigen.model.note import Kind
from ankigen.model.own_type import OwnType
from ankigen.model.template import Named, read_side
from ankigen.rare import RarePattern
from ankigen.source import Source, Span

# docs.ankiweb.net/templates/fields.html; a text-to-speech filter has words behind its name.
FILTERS = ("text", "type", "hint", "cloze", "cloze-only", "nc", "furigana", "kana", "kanji")
SCRIPT = RarePattern(r"<script\b|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
# What a browser fetches by itself; a link is followed by who taps it.
NETWORK = RarePattern(
    r"""(?:\bsrc\s*=\s*["']?|url\(\s*["']?|@import\s+["']?|<link\b[^>]*\bhref\s*=\s*["']?)(?:https?:)?//""", re.I
)


def lost_note_type(deck: Deck) -> Iterator[Diagnostic]:
    """Notes of a released type need it, retired ones too."""
    known = {item.key for item in deck.own} | set(Kind)
    for record in deck.history.note_types:
        if record.kind not in known:
            message = f"the note type '{record.kind}', which learners have, is not in notetypes/"
            hint = f"restore it from git: git checkout -- {deck.settings.shown.rpartition('/')[0]}/notetypes"
            yield Diagnostic(Span(deck.ledger), LOST_NOTE_TYPE, message, hint)


def templates(deck: Deck) -> Iterator[Diagnostic]:
    """What is wrong with the templates of the types that the deck uses, and of those in its own folder."""
    used = {note.note_type for note in deck.notes} | {record.kind for record in deck.history.note_types}
    home = deck.settings.path.parent
    for item in deck.own:
        if item.key in used or item.settings.path.is_relative_to(home):
            for number, side in enumerate(item.sides):
                yield from _side(item, side, is_front=number % 2 == 0)
            yield from _loads([*item.sides, *([item.css] if item.css else [])])
            yield from _missing(item)


def _side(item: OwnType, source: Source, *, is_front: bool) -> Iterator[Diagnostic]:
    side = read_side(source.text)
    whole = source.fragment(1, len(source.lines))
    once: dict[str, int] = {}
    for name, at in sorted(side.broken, key=lambda each: each[1]):
        once.setdefault(name, at)
    for name, at in once.items():
        message = f"the section '{name}' is not closed, or not open where it is closed"
        hint = f"a section begins with {{{{#{name}}}}} and ends with {{{{/{name}}}}}; inner ones end first"
        yield Diagnostic(_at(source, at), TEMPLATE_SECTION, message, hint)
    unknown = side.unknown(item.fields)
    for part in unknown:
        message = f"the note type has no field '{part.name}'"
        yield Diagnostic(_at(source, part.at), TEMPLATE_FIELD, message, nearest(part.name, item.fields))
    if is_front and not side.broken and not unknown and side.shown().isdisjoint(item.fields):
        yield _empty_front(item, source)
    yield from _filters(item, source)
    hides = any(isinstance(part, Named) and "cloze" in part.filters for part in side.named())
    if item.note_type.cloze and is_front and not hides:
        hint = f"write {{{{cloze:{item.body or item.fields[0]}}}}}"
        yield Diagnostic(whole.span(), NO_CLOZE_TEMPLATE, "this front shows no field with its clozes", hint)
    if script := SCRIPT.search(source.text):
        message = "this template has a script: phones run it otherwise than Anki on computers does"
        hint = "phones load a new page for each side, computers keep one for all cards: try it on both, and without it"
        yield Diagnostic(_at(source, script.start()), TEMPLATE_SCRIPT, message, hint)


def _empty_front(item: OwnType, source: Source) -> Diagnostic:
    names = "|".join(map(re.escape, sorted(item.fields, key=len, reverse=True)))
    if match := re.search(rf"(?<!\{{)\{{({names})\}}(?!\}})", source.text):
        hint = f"write {{{{{match[1]}}}}}, with two braces on each side"
        return Diagnostic(_at(source, match.start()), EMPTY_FRONT_TEMPLATE, "this front shows no field", hint)
    hint = f"show one, such as {{{{{item.fields[0]}}}}}"
    place = source.fragment(1, len(source.lines)).span()
    return Diagnostic(place, EMPTY_FRONT_TEMPLATE, "this front shows no field", hint)


def _filters(item: OwnType, source: Source) -> Iterator[Diagnostic]:
    """Of filters that Anki does not know those alone that are nearly one of its own: others are add-ons'."""
    for part in (part for part in read_side(source.text).named() if isinstance(part, Named)):
        for name in part.filters:
            if name in ("cloze", "cloze-only") and not item.note_type.cloze and "type" not in part.filters:
                message = f"the note type is not a cloze, so '{{{{{name}:{part.name}}}}}' shows nothing"
                hint = f'write {{{{{part.name}}}}}; or kind = "cloze" in notetype.toml, before the first release'
                yield Diagnostic(_at(source, part.at), TEMPLATE_FILTER, message, hint)
            elif name not in FILTERS and (meant := get_close_matches(name, FILTERS, n=1, cutoff=0.75)):
                message = f"Anki has no filter '{name}', and shows the field as it is"
                hint = f"did you mean '{meant[0]}'?"
                yield Diagnostic(_at(source, part.at), TEMPLATE_FILTER, message, hint)


def _loads(sources: list[Source]) -> Iterator[Diagnostic]:
    for source in sources:
        for match in NETWORK.finditer(source.text):
            message = "this is loaded from the network whenever the card is shown"
            hint = f"put the file beside it, at {source.shown.rpartition('/')[0]}, and write its name"
            yield Diagnostic(_at(source, match.start()), TEMPLATE_NETWORK, message, hint)


def _missing(item: OwnType) -> Iterator[Diagnostic]:
    for named in item.missing:
        hint = f"put it at {item.settings.shown.rpartition('/')[0]}/{named.name.rpartition('/')[2]}"
        if "/" in named.name:
            hint = f"{hint}, and name it without its folder"
        message = f"there is no file '{named.name}' beside the template"
        yield Diagnostic(_at(named.source, named.at), TEMPLATE_FILE, message, hint)


def _at(source: Source, offset: int) -> Span:
    before = source.text[:offset]
    return source.span(before.count("\n") + 1, offset - before.rfind("\n"))
