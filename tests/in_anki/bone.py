"""The deck most of these tests publish, "Bone", from release to release."""

import shutil
from pathlib import Path

import ankigen
from tests.samples import MP3, PNG

from .publisher import Publisher

PICTURE = PNG
SOUND = MP3

MATRIX = """\
# Bone matrix
<!-- tag: matrix -->

## Composition

Text that belongs to no card.

### Which protein makes up most of bone matrix?
<!-- id: main-protein -->

Type I collagen

#### Hint
It gives bone its tensile strength.

### Bone matrix
<!-- id: two-parts -->

Osteoblasts secrete {{c1::collagen}}, later mineralised with {{c2::calcium phosphate::mineral}}.

### What hardens bone?
<!-- id: mineral, tags: [chemistry] -->

Hydroxyapatite, Ca~10~(PO~4~)~6~(OH)~2~

#### Reference
PMC7229867

### Before the mineral
<!-- id: nested -->

{{c1::Osteoblasts lay down {{c2::osteoid}}}} before it mineralises.
"""

CELLS = """\
---
tags: [cells]
---

# Cells

### Osteoclast
<!-- id: osteoclast, type: reversed -->

A cell that resorbs bone

### Which cell lives inside mineralised bone?
<!-- id: osteocyte, type: typed -->

Osteocyte

### Which of these builds bone?
<!-- id: builder -->

- [ ] Osteoclast
- [x] Osteoblast
- [ ] Chondrocyte

Osteoblasts come from mesenchymal cells.

### {{c1::Osteoclasts}} come from {{c2::monocytes}}
<!-- id: origin -->

#### Source says
Nothing on this.
"""

GROWTH_PLATE = """\
### Where does a long bone grow in length?
<!-- id: growth-plate -->

![The growth plate](media/growth-plate.png)

At the growth plate.

"""

TAP = """\
### What does a dull sound over the chest mean?
<!-- id: tap -->

![Percussion](media/tap.mp3)

Fluid, or a solid lung.

#### Clinical note
A *resonant* one is normal.

"""

WOVEN = """\
### What is woven bone?
<!-- id: woven -->

Bone laid down in a hurry, with its fibres in no order.
"""

LAMELLAR = """\
### What is lamellar bone?
<!-- id: lamellar -->

Mature bone, its fibres in parallel sheets.

"""

CARDS_1_0_0 = [
    "main-protein/0",
    "two-parts/0",
    "two-parts/1",
    "mineral/0",
    "nested/0",
    "nested/1",
    "osteoclast/0",
    "osteoclast/1",
    "osteocyte/0",
    "builder/0",
    "origin/0",
    "origin/1",
    "growth-plate/0",
    "tap/0",
    "woven/0",
]
CARDS_1_1_0 = [
    "main-protein/0",
    "two-parts/0",
    "two-parts/1",
    "two-parts/2",
    "mineral/0",
    "lamellar/0",
    "nested/0",
    "nested/1",
    "tap/0",
    "growth-plate/0",
    "woven/0",
    "osteoclast/0",
    "osteoclast/1",
    "osteocyte/0",
    "builder/0",
    "origin/0",
    "origin/1",
]
NOTES_1_0_0 = list(dict.fromkeys(card.partition("/")[0] for card in CARDS_1_0_0))
CHANGED_IN_1_1_0 = ("main-protein", "mineral", "two-parts")
NEW_IN_1_1_0 = ("lamellar",)
CHANGED_IN_1_2_0 = ("main-protein", "tap")
NEW_IN_1_2_0 = ("periosteum",)

REPORTS = ("https://example.org/one?title={id}", "https://example.org/two?title={id}")
STYLE = "\n.restyled { color: teal }\n"


def write_1_0_0(publisher: Publisher) -> None:
    publisher.starts()
    publisher.writes("01-matrix.md", MATRIX)
    publisher.writes("02-cells.md", CELLS)
    publisher.writes("03-growth.md", f"# Growth\n\n{GROWTH_PLATE}{TAP}{WOVEN}")
    publisher.writes("media/growth-plate.png", PICTURE)
    publisher.writes("media/tap.mp3", SOUND)


def write_1_1_0(publisher: Publisher) -> None:
    """An answer edited, a front reworded, a cloze added, a note added in between, a note moved to another file, a file
    renamed, a file put into another order."""
    publisher.replaces("01-matrix.md", "Type I collagen\n", "Type I collagen, nine tenths of its protein\n")
    publisher.replaces("01-matrix.md", "What hardens bone?", "Which mineral hardens bone?")
    publisher.replaces("01-matrix.md", "Osteoblasts secrete", "{{c3::Osteoblasts}} secrete")
    publisher.replaces("01-matrix.md", "### Before the mineral", LAMELLAR + "### Before the mineral")
    publisher.writes("05-cells.md", publisher.removes("02-cells.md"))
    publisher.writes("03-growth.md", f"# Growth\n\n{TAP}{GROWTH_PLATE}")
    publisher.writes("04-kinds.md", f"# Growth\n\n{WOVEN}")


def write_1_2_0(publisher: Publisher) -> None:
    """One of the notes changed in 1.1.0 changed again, another one changed, and a new one."""
    publisher.replaces("01-matrix.md", "nine tenths of its protein", "90 % of its protein")
    publisher.replaces("03-growth.md", "Fluid, or a solid lung.", "Fluid in the pleura, or a solid lung.")
    publisher.replaces("04-kinds.md", WOVEN, WOVEN + "\n### What covers bone?\n<!-- id: periosteum -->\n\nPeriosteum\n")


def publish(publisher: Publisher, *moments: int) -> tuple[Path, ...]:
    """The packages 1.0.0, 1.1.0 and 1.2.0, or as many of them as there are moments (Unix seconds)."""
    packages = []
    for write, moment in zip((write_1_0_0, write_1_1_0, write_1_2_0), moments, strict=False):
        write(publisher)
        packages.append(publisher.releases(moment))
    return tuple(packages)


def publish_restyled(publisher: Publisher, *moments: int) -> tuple[Path, ...]:
    """Three releases; the second has other templates, the third others again and, by a newer ankigen, another style."""
    first, second, third = moments
    (package,) = publish(publisher, first)
    publisher.starts(f'report_url = "{REPORTS[0]}"')
    packages = (package, publisher.releases(second))
    publisher.starts(f'report_url = "{REPORTS[1]}"')
    newer = publisher.root / "newer"
    shutil.copytree(Path(ankigen.__file__).parent, newer / "ankigen")
    with (newer / "ankigen" / "model" / "notetypes" / "style.css").open("a") as style:
        style.write(STYLE)
    return *packages, publisher.releases(third, PYTHONPATH=str(newer))
