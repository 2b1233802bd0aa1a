"""Where the shapes of a drawing are, in per cent of the picture: Chromium is asked the same."""

from typing import TYPE_CHECKING

import pytest

from ankigen.compile.pictures.shapes import BY_CSS, NESTED, Svg, read_svg
from ankigen.model.picture import Area, Form

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SHAPES = """
<rect id="rect" x="10" y="20" width="30" height="40"/>
<circle id="circle" cx="100" cy="50" r="12"/>
<ellipse id="ellipse" cx="20" cy="60" rx="5mm" ry="2mm"/>
<line id="line" x1="5" y1="7" x2="50" y2="66"/>
<polyline id="polyline" points="1,2 30 40,5,60"/>
<polygon id="polygon" points="1e1,2 30,40 -5,60"/>
<path id="lines" d="M10 10h20v30H5V8z m 50 20 l5 5-9.5.5z"/>
<path id="curves" d="M20,20 C 40,0 60,80 80,20 S 120,0 130,40 Q 140,90 150,40 T 180,30 Z"/>
<path id="arcs" d="M 60 60 a25,15 -30 0,1 50,-25 a 10 20 15 1 0 9 9 A5 5 0 0010 10"/>
<path id="tight" d="M10-5.5.5.25L-3-4 5e0 6a1 1 0 01.5.5"/>
<g id="moved" transform="translate(20)"><rect id="in-moved" width="9" height="8"/></g>
<g transform="rotate(30 50 50) scale(1.5,.5)"><g transform="skewX(10) translate(3,-4)">
<rect id="turned" x="10" y="20" width="30" height="40"/><circle id="turned-circle" cx="60" cy="30" r="20"/></g></g>
<path id="matrix" transform="matrix(1 .2,-.3 1 5 6)" d="M0 0h10v10h-10z"/>
<g id="group"><rect x="70" y="70" width="5" height="5"/><g transform="scale(2)"><circle cx="20" cy="20" r="4"/></g></g>
<a id="link"><rect x="1" y="80" width="5" height="5"/></a>
<use id="copy" xlink:href="#rect" x="40" y="-10" transform="scale(.5)"/>
<use id="copy-of-group" href="#group" x="5"/>
<image id="image" x="3" y="4" width="10" height="20"/>
"""
VIEWS = {
    "viewBox": 'viewBox="0 0 200 100"',
    "size": 'width="200" height="100"',
    "moved": 'viewBox="-20 -10 300 200"',
    "higher": 'viewBox="0 0 200 100" width="300" height="300"',
    "wider": 'viewBox="0 0 200 100" width="600px" height="100px" preserveAspectRatio="xMinYMax"',
    "sliced": 'viewBox="0 0 200 100" width="30mm" height="60mm" preserveAspectRatio="xMaxYMin slice"',
    "stretched": 'viewBox="0 0 200 100" width="300" height="300" preserveAspectRatio="none"',
    "one side": 'viewBox="0 0 200 100" height="4in"',
    "per cent": 'viewBox="0 0 200 100" width="100%" height="100%"',
}
ASK = """
() => {
    const picture = document.querySelector("svg"), whole = picture.getBoundingClientRect();
    const found = {};
    for (const shape of picture.querySelectorAll("[id]")) {
        const corner = (x, y) => new DOMPoint(x, y).matrixTransform(shape.getScreenCTM());
        const box = shape.getBBox(), right = box.x + box.width, bottom = box.y + box.height;
        let points = [corner(box.x, box.y), corner(right, box.y), corner(box.x, bottom), corner(right, bottom)];
        if (shape.getTotalLength) {
            const steps = 4000, length = shape.getTotalLength();
            points = [...Array(steps + 1).keys()].map(step => {
                const point = shape.getPointAtLength(length * step / steps);
                return corner(point.x, point.y);
            });
        }
        const x = points.map(point => 100 * (point.x - whole.x) / whole.width);
        const y = points.map(point => 100 * (point.y - whole.y) / whole.height);
        found[shape.id] = [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
    }
    return found;
}
"""


def read(inside: str, attributes: str = 'viewBox="0 0 100 100"') -> Svg:
    found = read_svg(f"<svg {HEAD} {attributes}>{inside}</svg>".encode())
    assert found is not None
    return found


def area(inside: str, name: str = "a") -> Area:
    found = read(inside).shapes[name]
    assert not found.why
    assert found.area
    return found.area


@pytest.mark.browser
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_the_bounds_are_those_that_a_browser_draws(view: str, browser: "Browser") -> None:
    svg = read(SHAPES, view)
    page = browser.new_page(viewport={"width": 1000, "height": 1000})
    style = f"width:{svg.width}px;height:{svg.height}px"
    page.set_content(f'<body style="margin:0"><svg {HEAD} {view} style="{style}">{SHAPES}</svg>')
    asked: dict[str, list[float]] = page.evaluate(ASK)
    page.close()
    assert asked.keys() == svg.shapes.keys()
    # A browser's bounds of what is turned are those of its turned box: larger than what is drawn.
    for name in asked.keys() - {"copy-of-group"}:
        found = svg.shapes[name].area
        assert found, name
        assert [found.left, found.top, found.right, found.bottom] == pytest.approx(asked[name], abs=0.6), name


def test_the_outline_is_kept_where_it_is_simple() -> None:
    assert area('<circle id="a" cx="50" cy="50" r="10"/>').form is Form.ELLIPSE
    assert area('<rect id="a" width="10" height="10"/>').form is Form.BOX
    turned = area('<rect id="a" x="40" y="40" width="20" height="20" transform="rotate(45 50 50)"/>')
    assert turned.form is Form.POLYGON
    assert len(turned.corners) == 4
    leaf = area('<path id="a" d="M10 50 Q 50 10 90 50 Q 50 90 10 50 Z"/>')
    assert leaf.form is Form.POLYGON
    assert 8 < len(leaf.corners) < 30
    assert area('<path id="a" d="M10 50 Q 50 10 90 50"/>').form is Form.BOX, "an open line encloses nothing"
    assert area('<path id="a" d="M0 0h9v9z M20 20h9v9z"/>').form is Form.BOX, "two outlines"
    assert area('<g id="a"><circle cx="50" cy="50" r="10"/></g>').form is Form.ELLIPSE, "a group of one"


def test_deep_and_endless_drawings_end() -> None:
    deep = "<g>" * 3000 + '<rect id="a" width="9" height="9"/>' + "</g>" * 3000
    assert "a" not in read(deep).shapes
    assert read('<g id="a"><use href="#a"/></g>').shapes["a"].area is None
    wide = "".join(f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 40))
    assert read(f'<rect id="g0" width="9" height="9"/>{wide}').shapes["g1"].area


def test_what_css_moves_cannot_be_placed() -> None:
    rule = "<style>.turned { fill: red; transform: rotate(4deg) }</style>"
    assert read(f'{rule}<rect id="a" class="turned" width="9" height="9"/>').shapes["a"].why == BY_CSS
    assert not read('<style>.b { text-transform: none }</style><rect id="a" width="9" height="9"/>').shapes["a"].why


@pytest.mark.parametrize("data", ["", "M", "M 10", "10 10", "M0 0 L", "M0 0 L 5 x 9 9", "Z", "M0 0 A 1 1 0 5 5 9 9"])
def test_a_path_with_a_mistake_is_drawn_up_to_it(data: str) -> None:
    found = read(f'<path id="a" d="{data}"/>').shapes["a"]
    assert found.area is None or found.area.width < 100


def test_words_are_where_they_are_drawn() -> None:
    svg = read(
        '<g font-size="10" transform="translate(0 50)"><text id="a" x="50" text-anchor="middle">Apex</text></g>'
        '<text y="10" style="font-size:5px"><tspan x="10">Left</tspan> <tspan x="10" dy="6">lung</tspan></text>'
        '<defs><text>unseen</text></defs><text display="none">hidden</text><svg x="9"><text y="9">inside</text></svg>'
    )
    words = dict(svg.words)
    assert sorted(words) == ["Apex", "Left lung", "inside"]
    assert words["Apex"].holds(50, 47)
    assert svg.shapes["a"].why
    assert read('<svg><g id="a"><rect width="5" height="5"/></g></svg>').shapes["a"].why == NESTED
