"""Numbers, units and signs that stay on one line."""

import pytest

from ankigen.compile.together import keep_together
from ankigen.model.note import Kind


def kept(html: str) -> str:
    """The field, what is kept together in double brackets."""
    text = keep_together(Kind.BASIC, {"Back": html})["Back"]
    return text.replace('<span class="nowrap">', "⟦").replace("</span>", "⟧")


@pytest.mark.parametrize(
    "text",
    [
        "a ⟦pH 7.12⟧, 24",
        "⟦2,000–2,500 mg⟧ daily",
        "⟦2020–2021⟧",
        "⟦≥ 6.5 mmol/L⟧ and ⟦&lt; 5 g⟧",
        "⟦p = 0.05⟧ (⟦n &gt; 12⟧)",
        "⟦5 mg/kg/day⟧ for ⟦12 months⟧",
        "⟦120 mm Hg⟧, ⟦24 mmHg⟧, ⟦38 °C⟧, ⟦40 %⟧",
        "⟦25 kg/m²⟧, ⟦25 kg/m⟧<sup>2</sup>",
        "{{c1::⟦7.2 mmol/L⟧::⟦12 mg⟧}} and {{c2::7.2}} mmol/L",
        "COVID-19 in 5 people",
        "1 in 5, type 2, born 1990 A man",
        "10-20, 7.4, x=5",
        "<code>5 mg</code> <pre>2 – 3\n5 mg</pre>",
        r"\(5 mg\) \[5 mg\] [sound:5 mg.mp3]",
        '<img src="x" alt="5 mg">',
        "١٢ ساعة",
    ],
)
def test_what_belongs_together_is_one_piece(text: str) -> None:
    assert kept(text.replace("⟦", "").replace("⟧", "")) == text


def test_what_is_compared_or_quoted_is_left_alone() -> None:
    fields = {"Answer": "5 mg", "Source": "pp. 10–20", "Back": "5 mg"}
    assert [name for name, text in keep_together(Kind.TYPED, fields).items() if "<span" in text] == ["Back"]
