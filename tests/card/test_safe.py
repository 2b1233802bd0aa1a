"""What a page shows of a card's sounds, which it does not have."""

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
