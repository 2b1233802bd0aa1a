"""Templates and fields nobody would write, the same for each seed: what Anki's language is made of, well put together
and badly."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

FIELDS = ("Front", "Back", "Text", "Hint", "Tags")  # one has the name of what Anki fills in itself
SPECIAL = ("Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID", "FrontSide", "c1", "c2")
FILTERS = (
    *("text", "hint", "type", "cloze", "cloze-only", "type:cloze", "type:nc", "furigana", "kana", "kanji", "edit", ""),
    *("tts", " text", "Cloze", "hint:cloze", "text:cloze", "text:type"),
)
# What is read aloud is said once: nobody folds it or sets readings over it.
SPEECH = (
    "tts en_US:",
    "tts ja_JP voices=A,B speed=0.8:",
    "tts en_US:text:",
    "tts en_US:cloze:",
    "tts en_US:cloze-only:",
)
PIECES = (
    *(" ", "\n", "<br>", "<BR />", "</div>", "<div>", "&nbsp;", "\xa0", "\u3000", "\t\v\f", "a", "Knochen", "μ 5 mg/L"),
    *(
        "<b>bold</b>",
        '<img src="a b.png">',
        "[sound:tap.mp3]",
        "漢字[かんじ]",
        "<p>x[y]</p>",
        "日本&nbsp;語[ご]",
        "&amp;lt;",
    ),
    *("&lt;i&gt;", "&hellip;", "&#233;", "&#x3b1;", "a & b", "&unknown;", "a < b > c", "<!-- gone -->", "<!-- open"),
    *(
        "<style>p { x: y }</style>",
        "<script>1 < 2</script>",
        "<STYLE>",
        "</style>",
        "\\(x^2\\)",
        "\\[<i>y</i>\\]",
        "\\(<b>z",
    ),
    *(
        "{{c1::one}}",
        "{{c2::two::hint}}",
        "{{c1::a {{c2::b::h}} c::d}}",
        "{{c1,3::both}}",
        "{{c1::",
        "{{c2,,1::",
        "}}",
        "::",
    ),
    *("{{c0::none}}", "{{c::no}}", "{{c70000::far}}", "{{c1::\\(<b>x</b>\\)}}", "\\(a_{{c1::b}}^{c}\\)", "{{c1::}}"),
    *(
        "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4:oi=1}}",
        "{{c1::<b>x</b>::<i>y</i>}}",
        "{{c2::q\nr}}",
    ),
    *("{{c1::" * 12 + "}}" * 12, "{{Front}}", "[[type:Back]]", "'\"", "$&\\1"),
)


@dataclass(frozen=True, slots=True)
class Made:
    cloze: bool
    front: str
    back: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinal: int


def made(seed: int, count: int) -> Iterator[Made]:
    """So many cards."""
    source = random.Random(seed)
    for _ in range(count):
        cloze = source.random() < 0.5
        fields = tuple(_field(source) for _ in FIELDS)
        yield Made(
            cloze,
            _side(source, cloze),
            _side(source, cloze),
            fields,
            tuple(source.sample(("a::b", "ü", "x"), source.randrange(3))),
            source.randrange(3) if cloze else 0,
        )


def _field(source: random.Random) -> str:
    return "".join(source.choices(PIECES, k=source.choice((0, 1, 1, 2, 3, 5))))


def _side(source: random.Random, cloze: bool) -> str:
    text = "".join(_part(source, 0) for _ in range(source.randrange(1, 5)))
    if cloze and source.random() < 0.7:
        text += "{{cloze:Text}}"
    if source.random() < 0.05:
        text = "{{=<% %>=}}" + text.replace("{{", "<%").replace("}}", "%>")
    return " \n" + text if source.random() < 0.1 else text


def _part(source: random.Random, depth: int) -> str:
    kind = source.random()
    if kind < 0.4:
        return f"{{{{{_filters(source)}{_name(source)}}}}}"
    if kind < 0.65 and depth < 4:
        inside = "".join(_part(source, depth + 1) for _ in range(source.randrange(3)))
        name = _name(source)
        end = _name(source) if source.random() < 0.01 else name
        sign = source.choice("#^")
        return f"{{{{{sign}{name}}}}}{inside}{{{{/{end}}}}}"
    if kind < 0.69:
        odd = (
            "{{",
            "}}",
            "{{{Front}}}",
            "<!-- {{Front}} -->",
            "<!--",
            "-->",
            "{{ Front }}",
            "{{# Front }}x{{/ Front }}",
        )
        return source.choice(
            (*odd, "{{add-on:}}", "{{FrontSide}}", "<hr id=answer>", "{{#c2}}y{{/c2}}", "{{^c1}}z{{/c1}}")
        )
    if kind < 0.7:
        return source.choice(
            ("{{! note }}", "{{Nothing}}", "{{}}", "{{#}}", "{{x:Nothing}}", "{{#FrontSide}}{{/FrontSide}}")
        )
    return source.choice(("<p>", "</p>", " ", "\n", "text", "<hr id=answer>", "$5"))


def _filters(source: random.Random) -> str:
    if source.random() < 0.08:
        return source.choice(SPEECH)
    chosen = source.choices(FILTERS, k=source.choice((0, 0, 1, 1, 1, 2, 3)))
    return "".join(f"{name}:" for name in chosen)


def _name(source: random.Random) -> str:
    return source.choice(FIELDS if source.random() < 0.93 else SPECIAL)
