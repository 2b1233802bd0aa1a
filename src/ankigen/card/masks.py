"""The masks of a picture note, as they stand in its field: where each is, and which moved."""

import re

PLACE = r'style="left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%[^<>]{0,99}>'
MASK = re.compile(rf'<span class="mask[^"<>]{{0,99}}" {PLACE}')
HIDDEN = re.compile(rf'<span class="mask[^"<>]{{0,99}}" {PLACE}\{{\{{c(\d+)::')
CORNERS = re.compile(r"<polygon points='([\d., -]{0,4000})'/>")


def with_places(field: str) -> str:
    """The field with the place of each mask as words: left, top, width and height in per cent."""
    return MASK.sub(r"<br>[\1 \2 \3 \4] ", field) if '<span class="mask' in field else field


def corners(field: str) -> list[str]:
    """Those of the masks that are polygons: too many numbers to be shown, but a change of them is one of the card."""
    return CORNERS.findall(field)


def moved(old: str, new: str) -> frozenset[int]:
    """The numbers of the clozes whose masks are elsewhere, or are there in one of the fields only."""
    before, after = _by_number(old), _by_number(new)
    return frozenset(number for number in before.keys() | after.keys() if before.get(number) != after.get(number))


def _by_number(field: str) -> dict[int, list[tuple[str, ...]]]:
    found: dict[int, list[tuple[str, ...]]] = {}
    for *place, number in HIDDEN.findall(field):
        found.setdefault(int(number[:9]), []).append(tuple(place))
    return found
