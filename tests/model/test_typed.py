"""What a typed answer is compared as."""

import pytest

from ankigen.model.typed import as_typed, has_formula, without_capital, without_key


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        ("Aorta.", "Aorta"),
        ("10–20", "10-20"),
        ("−5", "-5"),
        ("Crohn’s", "Crohn's"),
        ("“Heil” — «so»", '"Heil" - "so"'),
        ("5\u00a0mg,\u202f2\u2009g", "5 mg, 2 g"),
        ("lipo\u00adprotein\u200b", "lipoprotein"),
        ("ﬁbrin", "fibrin"),
        ("HCO<sub>3</sub><sup>−</sup>", "HCO3-"),
        ("HCO₃⁻", "HCO3-"),
        ("Ca<sup>2+</sup>, Ca²⁺", "Ca2+, Ca2+"),
        ("10<sup>9</sup>/L, 10⁻³", "10^9/L, 10^-3"),
        ("x²", "x^2"),
        ("25 kg/m<sup>2</sup>, cm³", "25 kg/m2, cm3"),
        ("<sup>99m</sup>Tc, ⁹⁹Tc", "99mTc, 99Tc"),
        ("1<sup>st</sup>", "1st"),
        ("½, 1½", "1/2, 1 1/2"),
        ("№ 5, ℃, Ⅳ, ㎎", "No 5, °C, IV, mg"),
        ("2 × 3…", "2 x 3..."),
        ("ﻣﺮﺽ", "مرض"),
        ("骨。", "骨"),
        ("S. aureus.", "S. aureus"),
        ("Candida spp.", "Candida spp."),
        ("q.i.d.", "q.i.d."),
        ("Hepatitis E.", "Hepatitis E."),
        ("&lt; 5 &amp; more", "&lt; 5 &amp; more"),
        ("<em>Os</em>  frontale", "Os frontale"),
        ("Ösophagus, naïve, ผำ, ＡＢ", "Ösophagus, naïve, ผำ, ＡＢ"),
    ],
)
def test_an_answer_is_folded_to_what_keyboards_have(html: str, typed: str) -> None:
    assert as_typed(html) == typed
    assert as_typed(typed) == typed


@pytest.mark.parametrize(
    ("answer", "language", "missing"),
    [
        ("TNF-α", "en", "α"),
        ("TNF-α", "el", ""),
        ("β or β", "de", "β"),
        ("≥ 5 µg → 38 °C", "en", "≥µ→°"),
        ("5 €, § 3, ¿qué?", "es", ""),
        ("Ösophagus, Łódź, кость, العظم، 骨", "en", ""),
    ],
)
def test_what_has_no_key_is_named(answer: str, language: str, missing: str) -> None:
    assert "".join(without_key(answer, language)) == missing


def test_a_formula_is_known() -> None:
    assert has_formula(r"\(x^2\)")
    assert has_formula(r"the law \[E = mc^2\]")
    assert not has_formula("(x) and [y]")


@pytest.mark.parametrize(
    ("answer", "around", "language", "typed"),
    [
        ("Phosphate", "Phosphorus circulates as phosphate.", "en", "phosphate"),
        ("Calcium phosphate", "Which salt? A calcium salt", "en", "calcium phosphate"),
        ("Osteoblast", "The *osteoblasts* of a bone", "en", "osteoblast"),
        ("Addison's disease", "Thomas Addison saw it: https://x.example/addison [Addison](y/addison)", "en", ""),
        ("Osteoid", "Which matrix?", "en", ""),
        ("DNA", "dna", "en", ""),
        ("B cell", "a b cell", "en", ""),
        ("Essen", "Beim essen", "de-CH", ""),
        ("кость", "Кость", "ru", ""),
        ("Кость", "из чего кость?", "ru", "кость"),
    ],
)
def test_a_capital_that_only_begins_the_line_is_not_compared(
    answer: str, around: str, language: str, typed: str
) -> None:
    assert without_capital(answer, around, language) == (typed or answer)
