"""What a page shows of a card: sounds, which it does not have, by name, and nothing that acts."""

import pytest

from ankigen.card.safe import Cleaner


@pytest.mark.parametrize(
    ("card", "name"),
    [
        ("[sound:a.mp3]", "a.mp3"),
        ('<audio controls preload="none" src="a.mp3"></audio>', "a.mp3"),
        ("<video src='a b.webm' autoplay>old browsers</video>", "a b.webm"),
        ("<AUDIO SRC=a.mp3>", "a.mp3"),
        ("<audio>", ""),
    ],
)
def test_a_sound_is_shown_by_its_name(card: str, name: str) -> None:
    cleaned = Cleaner({}).clean(card)
    assert f'<span class="ankigen-sound">♪ {name}</span>' in cleaned
    assert "<audio" not in cleaned


@pytest.mark.parametrize("quote", ["'", '"'])
def test_signs_of_tags_in_attributes_are_escaped(quote: str) -> None:
    """Formulas are looked for between tags: a raw `>` in an attribute would end its tag too early."""
    cleaned = Cleaner({}).clean(f"<b title={quote}a > \\(x\\) < <img src=x onerror=alert(1)>{quote}>bone</b> \\(y\\)")
    assert cleaned.startswith('<b title="a &gt; \\(x\\) &lt; &lt;img src=x onerror=alert(1)&gt;">bone</b> <math')
    assert cleaned.count("<math") == 1


@pytest.mark.parametrize("deep", ["<div>" * 1001, "<ul><li>" * 600, "<img " * 1001])
def test_a_side_nested_beyond_what_anybody_means_is_not_shown_and_said(deep: str) -> None:
    assert Cleaner({}).clean(f"{deep}bone") == "<p><i>This side is nested too deep to be shown here.</i></p>"
