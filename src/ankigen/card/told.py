"""What changed in a note's fields, in the words of somebody who learns from its cards."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

from ankigen.card.plain import title
from ankigen.diagnostic import plural
from ankigen.model.cloze import HINT_MARK, clozes, without_clozes
from ankigen.model.media import MediaKind, media_kind
from ankigen.values import dataclass

IN_WORDS = re.compile(r"</?(?:a|abbr|b|bdi|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)\b[^>]*>")
MARKUP = re.compile(r"<[^>]*>")
NEXT_ITEM = re.compile(r"</(?:li|tr)>(?:\s|</?t(?:head|body)>)*<(?:li|tr)\b[^>]*>")
NEXT_CELL = re.compile(r"</t[dh]>\s*<t[dh]\b[^>]*>")
RIGHT = '<li class="right">'
BETWEEN = " · "
SHOWN = "What the picture shows"

PICTURE, OPTIONS, ANSWER, BACK = "Picture", "Options", "Answer", "Back"
# What ankigen itself makes of a picture's labels, for its templates.
OF_LABELS = ("Legend", "Others")
OPENING = re.compile(r'<div class="picture([^"<>]*)"[^<>]*>')
ATTRIBUTE = re.compile(r'\s(src|alt)="([^"]*)"')
MASK = re.compile(r'<span class="mask([^"<>]*)" style="([^"<>]*?)(?:;--room[^"<>]*)?"[^<>]*>')
SHAPE = '<span class="shape'
RIGHT_ANSWER = re.compile(r'<(p|div) class="right-answer">.*?</\1>\s*', re.DOTALL)
# Spare fields that are in use: what they hold.
SPARE = {"Spare 1": "Asked for on card 1", "Spare 2": "Asked for on card 2"}
SOUND = "[sound:"
FILE = re.compile(
    r"""<img\b[^<>]*>|<(?P<tag>audio|video)\b[^<>]*?\ssrc="(?P<played>[^"]*)"[^<>]*>(?:</(?P=tag)>)?"""
    r"""|\[sound:(?P<sound>[^\]]*)\]"""
)
LONGEST = 120  # characters of a list of labels; of more only the number is told


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that changed, as HTML; if both texts are the same, it is what is said of it."""

    name: str
    old: str
    new: str


def told(fields: Iterable[Told]) -> Iterator[Told]:
    """The fields that differ, without what only ankigen's templates need; of a picture, what became of its masks. What
    became of pictures, sounds and films is said, and their names, which Anki alone needs, are not."""
    for item in _told(fields):
        yield from _files(item)


def _told(fields: Iterable[Told]) -> Iterator[Told]:
    given = tuple(fields)
    of_picture = any(_is_picture(item) for item in given)
    back = next((words(item.new) for item in given if item.name == BACK), "")
    for item in given:
        if _is_picture(item):
            yield from _picture(item.old, item.new)
        elif of_picture and item.name in OF_LABELS:
            continue
        elif item.name == ANSWER and words(item.new) == back:
            continue  # what one types is the back once more
        elif item.name == ANSWER and "right-answer" in item.old + item.new:
            old, new = (RIGHT_ANSWER.sub("", text) for text in (item.old, item.new))
            if old != new:
                yield Told("Explanation", old, new)
        elif item.name in SPARE:
            yield Told("Sound" if SOUND in item.old + item.new else SPARE[item.name], item.old, item.new)
        else:
            yield item


def separated(field: str) -> str:
    """The field with signs between the items of a list and the cells of a table, and one at the right option of a
    choice."""
    return NEXT_CELL.sub(" | ", NEXT_ITEM.sub(BETWEEN, field.replace(RIGHT, "<li>✓ ")))


def words(field: str) -> str:
    """A field's words on one line, clozes shown, `separated`."""
    text = separated(without_clozes(field))
    return " ".join(html.unescape(MARKUP.sub(" ", IN_WORDS.sub("", text))).split())


@dataclass(frozen=True, slots=True)
class _File:
    """A file that a field names, and what it says of a picture, as HTML."""

    name: str
    alt: str = ""

    @property
    def kind(self) -> str:
        return (media_kind(self.name) or MediaKind.PICTURE).value

    def told(self, field: str, named: str, unnamed: str) -> Told:
        """What became of it: by what it shows, else by the field in which it is."""
        if shown := title(self.alt):
            return _said(named.format(self.kind).capitalize(), html.escape(shown, quote=False))
        return _said(field, unnamed.format(self.kind))


def _files(item: Told) -> Iterator[Told]:
    old, new = ({file.name: file for file in map(_file, FILE.finditer(text))} for text in (item.old, item.new))
    gone = [file for name, file in old.items() if name not in new]
    come = [file for name, file in new.items() if name not in old]
    other = {file.name for file in (*gone, *come)}
    for file in come:
        before = next((each for each in gone if (each.kind, each.alt) == (file.kind, file.alt)), None)
        if before:
            gone.remove(before)
            yield file.told(item.name, "{} changed", "another {}")
        else:
            yield file.told(item.name, "new {}", "a new {}")
    yield from (file.told(item.name, "{} taken away", "a {} less") for file in gone)
    for name, file in new.items():
        if name in old and old[name].alt != file.alt:
            yield Told(SHOWN, old[name].alt, file.alt)
    rest = Told(item.name, _without(other, item.old), _without(other, item.new))
    if rest.old != rest.new or not other:
        yield rest


def _file(match: re.Match[str]) -> _File:
    if played := match["played"] or match["sound"]:
        return _File(played)
    image = dict(ATTRIBUTE.findall(match[0]))
    return _File(image.get("src", ""), image.get("alt", ""))


def _without(files: Set[str], field: str) -> str:
    return FILE.sub(lambda match: "" if _file(match).name in files else match[0], field)


@dataclass(frozen=True, slots=True)
class _Mask:
    """A label as HTML, the number of its cloze ("": always shown), and where it is."""

    label: str
    number: str
    places: tuple[str, ...]


def _is_picture(item: Told) -> bool:
    return item.name == PICTURE and bool(OPENING.search(item.old) or OPENING.search(item.new))


def _picture(old: str, new: str) -> Iterator[Told]:
    before, after = (next(map(_file, FILE.finditer(text)), _File("")) for text in (old, new))
    if before.name != after.name:
        yield after.told(PICTURE, "{} changed", "another {}")
    if before.alt != after.alt:
        yield Told(SHOWN, before.alt, after.alt)
    if (covers := _covers(new)) != _covers(old) and OPENING.search(old) and OPENING.search(new):
        yield Told("Covered", _covers(old), covers)
    yield from _masks(_masks_in(old), _masks_in(new))


def _masks(old: Sequence[_Mask], new: Sequence[_Mask]) -> Iterator[Told]:
    """Masks are the same if their labels are; of others, if one took the other's number."""
    counts = Counter(mask.label for mask in (*old, *new))
    before = {mask.label: mask for mask in old}
    same = [(before[mask.label], mask) for mask in new if mask.label in before and counts[mask.label] == 2]
    kept = {mask.label for mask, _ in same}
    gone = [mask for mask in old if mask.label not in kept]
    come = [mask for mask in new if mask.label not in kept]
    for mask in tuple(come):
        if mask.number and (was := next((each for each in gone if each.number == mask.number), None)):
            gone.remove(was)
            come.remove(mask)
            same.append((was, mask))
    for was, now in same:
        if was.label != now.label:
            yield Told("Label", was.label, now.label)
    moved = [now for was, now in same if was.places != now.places]
    shown = [now for was, now in same if was.number and not now.number]
    asked = [now for was, now in same if now.number and not was.number]
    for name, masks in (
        ("Removed", [mask for mask in gone if mask.number]),
        ("Added", [mask for mask in come if mask.number]),
        ("Moved", moved),
    ):
        if masks:
            yield _said(f"{name} {'mask' if len(masks) == 1 else 'masks'}", _labels(masks))
    for name, masks in (
        ("No longer covered", shown),
        ("Now covered", asked),
        ("Label taken away", [mask for mask in gone if not mask.number]),
        ("New label", [mask for mask in come if not mask.number]),
    ):
        if masks:
            yield _said(name, _labels(masks))


def _said(name: str, text: str) -> Told:
    return Told(name, text, text)


def _labels(masks: Sequence[_Mask]) -> str:
    joined = BETWEEN.join(mask.label for mask in masks)
    return joined if len(joined) <= LONGEST else plural(len(masks), "label")


def _covers(field: str) -> str:
    opening = OPENING.search(field)
    return "only what is asked for" if opening and "one" in opening[1].split() else "all masks"


def _masks_in(field: str) -> list[_Mask]:
    found: list[_Mask] = []
    starts = list(MASK.finditer(field))
    for at, start in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(field)
        inside, _, shape = field[start.end() : end].partition(SHAPE)
        label, number = _label(inside)
        place = f"{start[2]} {shape.partition('</span>')[0]}"
        if "again" in start[1].split() and found:
            found[-1] = _Mask(found[-1].label, found[-1].number, (*found[-1].places, place))
        else:
            found.append(_Mask(label, number, (place,)))
    return found


def _label(inside: str) -> tuple[str, str]:
    """The label's words as HTML, its hint in brackets, and the number of its cloze."""
    found = clozes(inside)
    label = html.escape(words(inside), quote=False)
    if not found:
        return label, ""
    end = found[0].end or len(inside)
    mark = HINT_MARK.search(inside, found[0].inner, end)
    hint = html.escape(words(inside[mark.end() : end]), quote=False) if mark else ""
    return f"{label} ({hint})" if hint else label, str(found[0].numbers[0])
