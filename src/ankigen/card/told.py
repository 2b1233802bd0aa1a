"""What changed in a note's fields, in the words of somebody who learns from its cards."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ankigen.diagnostic import plural
from ankigen.model.cloze import HINT_MARK, clozes, without_clozes
from ankigen.values import dataclass

IN_WORDS = re.compile(r"</?(?:a|abbr|b|bdi|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)\b[^>]*>")
MARKUP = re.compile(r"<[^>]*>")
NEXT_ITEM = re.compile(r"</(?:li|tr)>(?:\s|</?t(?:head|body)>)*<(?:li|tr)\b[^>]*>")
NEXT_CELL = re.compile(r"</t[dh]>\s*<t[dh]\b[^>]*>")
RIGHT = '<li class="right">'
BETWEEN = " · "

PICTURE, OPTIONS, ANSWER, BACK = "Picture", "Options", "Answer", "Back"
# What ankigen itself makes of a picture's labels, for its templates.
OF_LABELS = ("Legend", "Others")
OPENING = re.compile(r'<div class="picture([^"<>]*)"[^<>]*>')
IMAGE = re.compile(r"<img\b[^<>]*>")
ATTRIBUTE = re.compile(r'\s(src|alt)="([^"]*)"')
MASK = re.compile(r'<span class="mask([^"<>]*)" style="([^"<>]*?)(?:;--room[^"<>]*)?"[^<>]*>')
SHAPE = '<span class="shape'
RIGHT_ANSWER = re.compile(r'<(p|div) class="right-answer">.*?</\1>\s*', re.DOTALL)
# Spare fields that are in use: what they hold.
SPARE = {"Spare 1": "Asked for on card 1", "Spare 2": "Asked for on card 2"}
SOUND = "[sound:"
LONGEST = 120  # characters of a list of labels; of more only the number is told


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that changed, as HTML; if both texts are the same, it is what is said of it."""

    name: str
    old: str
    new: str


def told(fields: Iterable[Told]) -> Iterator[Told]:
    """The fields that differ, without what only ankigen's templates need; of a picture, what became of its masks."""
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
class _Mask:
    """A label as HTML, the number of its cloze ("": always shown), and where it is."""

    label: str
    number: str
    places: tuple[str, ...]


def _is_picture(item: Told) -> bool:
    return item.name == PICTURE and bool(OPENING.search(item.old) or OPENING.search(item.new))


def _picture(old: str, new: str) -> Iterator[Told]:
    before, after = (_image(text) for text in (old, new))
    if before.get("src") != after.get("src"):
        yield _said(PICTURE, "a new one")
    if before.get("alt", "") != after.get("alt", ""):
        yield Told("What the picture shows", before.get("alt", ""), after.get("alt", ""))
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


def _image(field: str) -> dict[str, str]:
    image = IMAGE.search(field)
    return dict(ATTRIBUTE.findall(image[0])) if image else {}


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
