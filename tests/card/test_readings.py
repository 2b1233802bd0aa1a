"""Readings are found as the backend's pattern finds them, which itself would take a stranger's text too long."""

import random
import re

from ankigen.card.readings import with_readings

PATTERN = re.compile(r" ?([^ >]+?)\[(.+?)\]")


def test_every_reading_is_where_the_pattern_has_it() -> None:
    source = random.Random(1)
    for _ in range(20_000):
        text = "".join(source.choices("ab [[]]>\n", k=source.randrange(14)))
        assert with_readings(text, "furigana") == PATTERN.sub(r"<ruby><rb>\1</rb><rt>\2</rt></ruby>", text), repr(text)


def test_a_long_text_of_brackets_takes_no_time() -> None:
    for text in ("[a" * 200_000, "[" * 200_000 + "\n]", "[" * 200_000, "a" * 200_000 + "[b]"):
        assert with_readings(text, "kana")
