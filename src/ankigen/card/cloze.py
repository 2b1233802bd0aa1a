"""A cloze field as one of its cards shows it."""

from collections.abc import Sequence

from ankigen.model.cloze import Cloze, clozes

# Anki itself reads no more than a few levels.
DEEPEST = 12


def cloze_html(text: str, number: int, *, answer: bool) -> str:
    """The field for card `number` (from 1), the deletion hidden unless `answer`; empty if it has no such number."""
    found = [cloze for cloze in clozes(text) if cloze.end is not None]
    if not any(number in cloze.numbers for cloze in found):
        return ""
    return _Face(text, number, answer).between(0, len(text), found, 0)


class _Face:
    def __init__(self, text: str, number: int, answer: bool) -> None:
        self.text = text
        self.number = number
        self.answer = answer

    def between(self, start: int, end: int, inside: Sequence[Cloze], depth: int) -> str:
        """The text from `start` to `end`, with the deletions that lie in it, in the order of their openings."""
        parts: list[str] = []
        for index, cloze in enumerate(inside):
            if cloze.start < start or cloze.end is None:
                continue
            parts.append(self.text[start : cloze.start])
            children = [child for child in inside[index + 1 :] if child.end is not None and child.end < cloze.end]
            parts.append(self.deletion(cloze, cloze.end, children, depth + 1))
            start = cloze.end + 2
        return "".join((*parts, self.text[start:end]))

    def deletion(self, cloze: Cloze, end: int, children: Sequence[Cloze], depth: int) -> str:
        at = self.hint_at(cloze, end, children)
        shown = self.text[cloze.inner : at]
        if depth < DEEPEST:
            shown = self.between(cloze.inner, at, children, depth)
        if self.number not in cloze.numbers:
            return f'<span class="cloze-inactive">{shown}</span>'
        if not self.answer:
            shown = f"[{self.text[at + 2 : end] or '...'}]"
        return f'<span class="cloze">{shown}</span>'

    def hint_at(self, cloze: Cloze, end: int, children: Sequence[Cloze]) -> int:
        """Where `::hint` starts; the deletion's end if there is none."""
        last = max((child.end + 2 for child in children if child.end is not None), default=cloze.inner)
        at = self.text.find("::", last, end)
        return at if at >= 0 else end
