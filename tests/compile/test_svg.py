"""A drawing is a drawing and nothing else: what runs, loads or grows is refused, all others pass."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ankigen.compile.svg import svg_faults

from .growing_svgs import GROWING
from .harmless_svgs import HARMLESS, PIXEL
from .hostile_svgs import ALERT, BYTES, CANARY, HOSTILE, OTHER, svg

ROOT = Path(__file__).parents[2]
REPOSITORY = sorted(path for folder in ("cards", "tests/gallery") for path in (ROOT / folder).rglob("*.svg"))


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_drawing_is_refused(data: bytes) -> None:
    faults = svg_faults(data)
    assert faults
    assert all(fault.message and fault.hint for fault in faults)


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_drawing_passes(data: bytes) -> None:
    assert svg_faults(data) == ()


def test_the_drawings_of_this_repository_pass() -> None:
    assert len(REPOSITORY) >= 4
    assert [svg_faults(path.read_bytes()) for path in REPOSITORY] == [()] * len(REPOSITORY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_hostile_drawing_is_refused_in_every_encoding(encoding: str) -> None:
    texts = {name: data for name, data in HOSTILE.items() if name not in BYTES and len(data) < 10**6}
    for name, data in texts.items():
        faults = svg_faults(data.decode().encode(encoding))
        assert [fault.code for fault in faults] == [fault.code for fault in svg_faults(data)], name


def test_a_fault_names_the_line() -> None:
    text = svg(
        "\n<g>\n<!-- a\n comment -->\n<style>\n a {}\n b { fill: url(x.svg#a) }\n</style>\n<script\n>x</script>\n</g>"
    )
    assert [fault.words for fault in svg_faults(text.encode())] == [
        "loads 'x.svg#a': <style> (line 7)",
        "holds a script: <script> (line 9)",
    ]
    for end in ("\r\n", "\r"):
        assert [fault.line for fault in svg_faults(text.replace("\n", end).encode())] == [7, 9]


def test_a_doctype_moves_no_line() -> None:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    assert [fault.line for fault in svg_faults((doctype + svg("\n<script/>")).encode())] == [4]


def test_a_drawing_that_no_card_would_show_is_refused() -> None:
    """A browser heeds a declared encoding in a document, but not in a picture."""
    text = f"<?xml version='1.0' encoding='ISO-8859-1'?>{svg('<text>é</text>')}"
    (fault,) = svg_faults(text.encode("latin-1"))
    assert (fault.code, fault.hint) == ("media-damaged", "save it in UTF-8")
    assert svg_faults(text.encode()) == ()


def test_each_kind_of_fault_is_reported_once() -> None:
    faults = svg_faults(svg("<foreignObject><b/></foreignObject>\n" * 500 + '<g onclick="x"/>' * 500).encode())
    assert [(fault.code, fault.line) for fault in faults] == [
        ("media-html", 1),
        ("media-script", 1),
        ("media-script", 501),
    ]


def test_html_of_drawing_programs_is_refused_with_the_setting_that_avoids_it() -> None:
    (fault,) = svg_faults(svg("<foreignObject><h:div>x</h:div></foreignObject>").encode())
    assert "Formatted Text" in fault.hint
    assert "htmlLabels: false" in fault.hint


# Pieces from which drawings are thrown together: some do something where they stand, none does in a text or a comment.
PIECES = (
    "<g>", "</g>", "<g>", "</g>", "<defs>", "</defs>", "<text y='20'>", "</text>", "<metadata>", "</metadata>", "<!--",
    "-->", "<![CDATA[", "]]>", "<style>", "</style>", "<title>", "</title>", "<rect id='a' width='9' height='9'/>",
    "<use href='#a'/>", "<x xmlns='urn:x'>", "</x>", "<a href='https://example.org'>", "</a>", "<circle r='3'/>",
    f"<script>{ALERT}</script>", f"<image href='{CANARY}/x.png' width='9' height='9'/>", "<g onload='x'/>",
    f"<h:script>{ALERT}</h:script>", f"<h:img src='{CANARY}/y.png'/>", f"<use href='{CANARY}/x.svg#a'/>",
    f"@import '{CANARY}/x.css';", f"svg {{ background: url({CANARY}/z.png) }}", "rect { fill: url(#a) }", "/*", "*/",
    '"', "'", "\\", "\n", "{", "}", "url(", ")", "&#117;rl(", "u\\72l(", "//canary.example/q.png", "&lt;", "&amp;",
    f"<image href='{PIXEL}' width='9' height='9'/>", f"<rect width='9' style='fill: url({CANARY}/x.svg#a)'/>",
    f"<rect width='9' height='9' data-x='url({CANARY}/x.svg#a)'/>", f"<desc>{CANARY}</desc>", "骨", " ",
)  # fmt: skip


def random_drawings(seed: int, count: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(count):
        pieces = [chance.choice(PIECES) for _ in range(chance.randint(1, 6))]
        if chance.random() < 0.4:
            start, end = chance.choice(
                (("<!--", "-->"), ("<text>", "</text>"), ("<style>", "</style>"), ("<g>", "</g>"))
            )
            pieces = [start, *pieces, end]
        yield svg("".join(pieces)).encode(chance.choice(("utf-8", "utf-8", "utf-16")))


def test_whatever_is_thrown_together_is_judged_without_a_bug() -> None:
    judged = [bool(svg_faults(data)) for data in random_drawings(seed=3, count=4000)]
    assert 0.1 < sum(judged) / len(judged) < 0.95


def test_a_script_is_found_wherever_a_harmless_drawing_holds_it() -> None:
    """After any start tag of a drawing that passes, a script makes it one that does not."""
    chance = random.Random(7)
    for name in ("Illustrator", "Inkscape", "draw.io", "Matplotlib", "translations", "a heart that beats"):
        text = HARMLESS[name].decode()
        for end in [at for at, sign in enumerate(text) if sign == ">" and text.startswith("<", at + 1)][3:]:
            hostile = chance.choice(
                ('<script xmlns="http://www.w3.org/2000/svg"/>', '<i xmlns="http://www.w3.org/1999/xhtml"/>')
            )
            changed = text[: end + 1] + hostile + text[end + 1 :]
            assert svg_faults(changed.encode()), (name, text[:end][-80:])


def test_broken_bytes_are_judged_without_a_bug() -> None:
    chance = random.Random(11)
    samples = [data for data in (*HARMLESS.values(), *HOSTILE.values()) if len(data) < 3000]
    for _ in range(4000):
        data = bytearray(chance.choice(samples))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) or 1)
            data[at : at + chance.randint(0, 4)] = chance.choice(samples)[at : at + chance.randint(0, 5)]
        svg_faults(bytes(data))


@pytest.mark.parametrize("shape", GROWING.values(), ids=GROWING)
def test_a_drawing_of_any_size_is_judged(shape: Callable[[int], bytes]) -> None:
    """`make growth` measures how long it takes."""
    for fault in svg_faults(shape(20_000)[:10_000_000]):
        assert fault.message
        assert fault.hint


def test_every_bound_is_one_that_is_said() -> None:
    faults = [
        svg_faults(OTHER[name].encode()) for name in ("a depth that ends", "elements without end", "a million uses")
    ]
    assert [fault.code for found in faults for fault in found] == ["media-too-large"] * 3
    assert [fault.code for fault in svg_faults(b" " * 20_000_001)] == ["media-too-large"]
