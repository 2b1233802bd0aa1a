"""Readings in brackets behind what is read, ` 漢字[かんじ]`, as Anki's filters find them: letter by letter what the
pattern ` ?([^ >]+?)\\[(.+?)\\]` finds, in a time that grows with the text."""

from collections.abc import Iterator

SHAPES = {"furigana": "<ruby><rb>{}</rb><rt>{}</rt></ruby>", "kanji": "{0}", "kana": "{1}"}


def with_readings(text: str, filter_name: str) -> str:
    """The text as one of the filters shows it. A sound in such brackets stays one."""
    text = text.replace("&nbsp;", " ")
    parts: list[str] = []
    at = 0
    for start, bracket, end in _found(text):
        base = start + text.startswith(" ", start)
        reading = text[bracket + 1 : end]
        if not reading.startswith("sound:"):
            parts += (text[at:start], SHAPES[filter_name].format(text[base:bracket], reading))
            at = end + 1
    return "".join((*parts, text[at:]))


def _found(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each begins, with the space before it, where its bracket opens and where that closes."""
    at = 0  # what is before it belongs to the reading before
    begin = 0  # of the run of letters without space or ">" that goes up to the bracket
    looked = 0
    close = line_end = -1
    bracket = text.find("[")
    while bracket >= 0:
        begin = max(begin, text.rfind(" ", looked, bracket) + 1, text.rfind(">", looked, bracket) + 1)
        looked = bracket
        if close < bracket + 2:
            close = text.find("]", bracket + 2)
        if close < 0:
            return
        if 0 <= line_end <= bracket or line_end == -1:
            line_end = text.find("\n", bracket + 1)
            line_end = len(text) if line_end < 0 else line_end
        if bracket > begin and close < line_end:
            yield (begin - 1 if begin > at and text[begin - 1] == " " else begin), bracket, close
            at = begin = looked = close + 1
            bracket = close
        bracket = text.find("[", bracket + 1)
