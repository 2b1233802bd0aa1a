"""The masks of a picture note, in a page and in words."""

from ankigen.card.masks import moved
from ankigen.card.plain import plain
from ankigen.card.safe import Cleaner

OUTLINE = "<svg viewBox='0 0 100 100' preserveAspectRatio='none'><polygon points='0,0 100,0 50,99.5'/></svg>"


def mask(left: int, number: int = 1, label: str = "Node") -> str:
    style = f"left:{left}%;top:2%;width:30.5%;height:4%;--room:100%"
    return f'<span class="mask hinted" style="{style}">{{{{c{number}::{label}}}}}<span class="shape"></span></span>'


def test_words_say_where_a_mask_is() -> None:
    picture = f'<div class="picture"><img src="a.svg" alt="Hilum">{mask(1)}{mask(5, 2, "Vein")}</div>'
    assert plain(picture) == "[a.svg] ¶ [1 2 30.5 4] {{c1::Node}} ¶ [5 2 30.5 4] {{c2::Vein}}"


def test_which_masks_moved() -> None:
    assert moved(mask(1) + mask(2, 2) + mask(3, 3), mask(1) + mask(9, 2) + mask(4, 4)) == {2, 3, 4}
    assert moved(mask(1), mask(1, label="Lymph node")) == frozenset()


def test_the_outline_of_a_mask_is_shown_and_no_other_svg() -> None:
    cleaner = Cleaner({})
    assert cleaner.clean(f'<span class="shape cut">{OUTLINE}</span>') == f'<span class="shape cut">{OUTLINE}</span>'
    assert "<svg" not in cleaner.clean(OUTLINE.replace("'0,0", "'0,0' onload='x"))
    assert "<svg" not in cleaner.clean('<svg onload="x"><polygon points="0,0"/></svg>')
    hostile = f"<script>{OUTLINE}</script><svg><style><img onerror=x></style></svg>{OUTLINE}"
    assert "onerror" not in cleaner.clean(hostile)


def test_an_outline_in_an_attribute_opens_no_element() -> None:
    cleaned = Cleaner({}).clean(f'<b title="{OUTLINE}><img src=x onerror=1>">x</b>')
    assert cleaned.startswith('<b title="<svg')
    assert "<img" not in cleaned
    assert '"' not in OUTLINE
