"""Whatever a drawing and a list of places hold: nothing breaks, and every mask that comes out has a place."""

import random
import re

import pytest

from ankigen.compile.pictures.masks import place_masks
from ankigen.model.media import MediaFile
from ankigen.model.picture import Covered
from tests.parse.picture import picture_of

NUMBERS = ("0", "1", "-5", "1e3", "1e400", "-1e308", "1e-400", ".5", "50%", "5mm", "nan", "inf", "", "x", "1e9", "40")
TAGS = (
    *("g", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan"),
    *("use", "symbol", "defs", "svg", "a", "image", "title"),
)
SIMPLE = (
    *("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2", "dy"),
    *("font-size", "text-anchor", "display"),
)
TRANSFORMS = ("translate", "scale", "rotate", "matrix", "skewX", "skewY", "spin")
PLACES = ("#a", "#b", "#c", "ellipse 1 2 3 4", "polygon 1 2 3 4 5 9", "20 20 10 10")
LABELS = ("{{c1::A}}", "B", "{{c2::x::h}}", "{{c1::", "`", "")
PLACE = re.compile(r'style="left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%;--room:\d+%"')


class Drawer:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def number(self) -> str:
        return self.chance.choice(NUMBERS)

    def several(self, most: int) -> str:
        return " ".join(self.number() for _ in range(self.chance.randint(0, most)))

    def attribute(self) -> tuple[str, str]:
        name = self.chance.choice([*SIMPLE, "points", "d", "transform", "id", "href", "viewBox", "style"])
        match name:
            case "points":
                return name, self.several(8)
            case "d":
                letters = self.chance.choices("MmLlHhVvCcSsQqTtAaZz ,-.", k=self.chance.randint(0, 20))
                return name, "".join(letter + self.number() for letter in letters)
            case "transform":
                names = self.chance.choices(TRANSFORMS, k=self.chance.randint(0, 3))
                return name, " ".join(f"{each}({self.several(6)})" for each in names)
            case "id":
                return name, self.chance.choice("abc")
            case "href":
                return name, "#" + self.chance.choice("abc")
            case "style":
                return name, f"font-size:{self.number()};transform:none"
            case _:
                return name, self.number()

    def element(self, depth: int = 0) -> str:
        tag = self.chance.choice(TAGS)
        attributes = dict(self.attribute() for _ in range(self.chance.randint(0, 6)))
        inside = "".join(self.element(depth + 1) for _ in range(self.chance.randint(0, 3))) if depth < 4 else "Apex"
        written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        return f"<{tag} {written}>{inside}</{tag}>"

    def svg(self) -> bytes:
        view = self.chance.choice(("0 0 100 100", "0 0 100 100", self.several(4)))
        size = f'width="{self.number()}" height="{self.number()}"' if self.chance.random() < 0.3 else ""
        inside = "".join(self.element() for _ in range(4))
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {size}>{inside}</svg>'.encode()

    def line(self) -> str:
        places = [self.chance.choice((*PLACES, self.several(6))) for _ in range(self.chance.randint(0, 3))]
        return f"- {self.chance.choice(LABELS)} {' '.join(f'`{place}`' for place in places)}"


@pytest.mark.parametrize("seed", range(8))
def test_a_random_drawing_breaks_nothing(seed: int) -> None:
    drawer = Drawer(seed)
    for _ in range(60):
        picture = picture_of("\n".join(drawer.line() for _ in range(5)))
        labels = [mask.label.text for mask in picture.masks]
        svg = drawer.svg()
        file = MediaFile("m.svg", len(svg), svg)
        html = place_masks(picture, Covered.ALL, '<img src="m.svg">', labels, file).fields["Picture"]
        assert len(PLACE.findall(html)) == html.count('<span class="mask')
        for left, top, width, height in (map(float, place) for place in PLACE.findall(html)):
            assert 0 <= left <= left + width < 100.1
            assert 0 <= top <= top + height < 100.1
