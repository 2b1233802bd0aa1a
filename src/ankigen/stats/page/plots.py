"""Plots as SVG. Places across are per cent, so that a plot fills any width and its letters keep their size."""

from collections.abc import Iterator, Sequence
from html import escape

from ankigen.stats.model import Lengths, ObjectiveCount
from ankigen.values import dataclass

# Boxes: so many in a row, of this size, with this much between them; twenty fit a phone.
IN_ROW, BOX, STEP = 20, 13, 17
HEIGHT, TOP, BOTTOM = 252, 42, 26
FEWEST_COLUMNS, MOST_COLUMNS = 12, 40


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole, under its CSS class."""

    label: str
    count: int
    style: str


def strip(parts: Sequence[Part], title: str) -> str:
    """One bar of all parts after each other."""
    total = sum(part.count for part in parts) or 1
    start = 0
    rects = []
    for part in parts:
        if part.count:
            tip = escape(f"{part.label}: {part.count:,}")
            rects.append(
                f'<rect class="{part.style}" x="{_percent(start / total)}" width="{_percent(part.count / total)}" '
                f'height="22"><title>{tip}</title></rect>'
            )
        start += part.count
    gaps = "".join(
        f'<line class="gap" x1="{_percent(at / total)}" x2="{_percent(at / total)}" y2="22"/>' for at in _joints(parts)
    )
    return _svg("strip", 22, title, "".join(rects) + gaps)


def _joints(parts: Sequence[Part]) -> Iterator[int]:
    """Where one part ends and another begins."""
    filled = [part.count for part in parts if part.count]
    at = 0
    for count in filled[:-1]:
        at += count
        yield at


def bar(count: int, most: int, style: str = "fill") -> str:
    """A single bar beside its number, which says it in words."""
    width = _percent(max(count / most, 0.006) if count else 0)
    rect = f'<rect class="{style}" width="{width}" height="14" rx="2"/>'
    return f'<svg class="bar" height="14" aria-hidden="true">{rect}</svg>'


def swatch(style: str) -> str:
    """A small box of a legend."""
    rect = f'<rect class="{style}" x="0.75" y="0.75" width="11.5" height="11.5" rx="2.5"/>'
    return f'<svg width="{BOX}" height="{BOX}" aria-hidden="true">{rect}</svg>'


def boxes(objectives: Sequence[ObjectiveCount]) -> str:
    """A box an objective: empty if no note teaches it, the deeper the more do."""
    rows = -(-len(objectives) // IN_ROW)
    width, height = min(len(objectives), IN_ROW) * STEP - (STEP - BOX), rows * STEP - (STEP - BOX)
    covered = sum(objective.notes > 0 for objective in objectives)
    drawn = "".join(_box(number, objective) for number, objective in enumerate(objectives))
    title = f"{covered} of {len(objectives)} objectives covered"
    return (
        f'<svg class="boxes" role="img" aria-label="{title}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{drawn}</svg>'
    )


def _box(number: int, objective: ObjectiveCount) -> str:
    x, y = number % IN_ROW * STEP, number // IN_ROW * STEP
    tip = escape(f"{objective.id}: {objective.text} ({objective.notes or 'no'} note{'s' * (objective.notes != 1)})")
    if objective.notes:
        shape = f'class="box{min(objective.notes, 3)}" x="{x}" y="{y}" width="{BOX}" height="{BOX}"'
    else:
        shape = f'class="box0" x="{x + 0.75}" y="{y + 0.75}" width="{BOX - 1.5}" height="{BOX - 1.5}"'
    return f'<rect {shape} rx="2.5"><title>{tip}</title></rect>'


def histogram(lengths: Lengths) -> str:
    """A column for each number of words; the last takes all that are longer. A line where answers are too long."""
    columns = min(max(lengths.longest, FEWEST_COLUMNS), MOST_COLUMNS)
    heights = [0] * columns
    for words, count in lengths.counts:
        heights[min(words, columns) - 1] += count
    most = max(heights)
    parts = [_column(words, count, lengths, columns, most) for words, count in enumerate(heights, start=1) if count]
    parts += [_label(words, lengths, columns) for words in (1, *range(5, columns + 1, 5))]
    middle = min(lengths.median, columns)
    parts.append(
        _mark(middle - 0.5, columns, "median", f"median {lengths.median}", _top(heights[middle - 1], most) - 20)
    )
    if lengths.limit < columns:
        parts.append(_mark(lengths.limit, columns, "limit", f"limit {lengths.limit}", HEIGHT - BOTTOM))
    highest = _percent((heights.index(most) + 0.5) / columns)
    parts.append(f'<text class="count" x="{highest}" y="{TOP - 6}">{most:,}</text>')
    ground = HEIGHT - BOTTOM
    parts.append(f'<line class="ground" x1="0" x2="100%" y1="{ground}" y2="{ground}"/>')
    return _svg("histogram", HEIGHT, "How many cards have an answer of so many words", "".join(parts))


def _top(count: int, most: int) -> int:
    """Where a column of so many cards begins, from above."""
    return HEIGHT - BOTTOM - max(round((HEIGHT - TOP - BOTTOM) * count / most), 2)


def _column(words: int, count: int, lengths: Lengths, columns: int, most: int) -> str:
    top = _top(count, most)
    style = "care" if words > lengths.limit else "fill"
    more = " or more" if words == columns < lengths.longest else ""
    tip = f"{words}{more} word{'s' * (words != 1)}: {count:,} card{'s' * (count != 1)}"
    return (
        f'<rect class="{style}" x="{_percent((words - 0.9) / columns)}" width="{_percent(0.8 / columns)}" '
        f'y="{top}" height="{HEIGHT - BOTTOM - top}" rx="1.5"><title>{tip}</title></rect>'
    )


def _label(words: int, lengths: Lengths, columns: int) -> str:
    text = f"{words}+" if words == columns < lengths.longest else str(words)
    return f'<text class="axis" x="{_percent((words - 0.5) / columns)}" y="{HEIGHT - 8}">{text}</text>'


def _mark(words: float, columns: int, style: str, text: str, end: int) -> str:
    """A line from the top down to `end` with its name beside it, on the side if there is room."""
    at = words / columns
    x, side = _percent(at), ("end", -6) if at > 0.7 else ("start", 6)
    return (
        f'<line class="{style}" x1="{x}" x2="{x}" y1="4" y2="{end}"/>'
        f'<text class="{style}" x="{x}" y="14" dx="{side[1]}" text-anchor="{side[0]}">{text}</text>'
    )


def _svg(style: str, height: int, title: str, content: str) -> str:
    return (
        f'<svg class="{style}" role="img" aria-label="{escape(title)}" width="100%" height="{height}">{content}</svg>'
    )


def _percent(share: float) -> str:
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"
