"""From headings to tags, from titles to ids."""

import pytest

from ankigen.model.slug import ascii_slug, slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("How calcification occurs", "how-calcification-occurs"),
        ("  It's 5 mg/dL — really?! ", "its-5-mg-dl-really"),
        ("Größe & STRASSE", "grösse-strasse"),
        ("石灰化", "石灰化"),
        ("snake_case", "snake-case"),
        ("?!", ""),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_ascii_slugs_are_cut_between_words() -> None:
    assert ascii_slug("Crème brûlée 石", 40) == "creme-brulee"
    assert ascii_slug("one two three", 7) == "one-two"
    assert ascii_slug("one two three", 8) == "one-two"
    assert ascii_slug("one two three", 6) == "one"
    assert ascii_slug("abcdefghij", 4) == "abcd"
    assert ascii_slug("石灰化", 40) == ""
