"""Which part of a note a finding is said to be in."""

from pathlib import Path

import pytest

from ankigen.live.fields import field_at
from ankigen.parse import parse
from ankigen.source import Source

TEXT = """\
### What hardens bone?
<!-- id: a,
covers: [S1] -->

Calcium phosphate

- and more

#### Extra
Words

### Which one?
<!-- id: b -->

Some words

- [ ] This
- [x] That

Because.

### Filled
<!-- id: c -->

{{c1::Text}}

### With a stem
<!-- id: d -->

Above

#### Answer
Below
"""


@pytest.mark.parametrize(
    ("line", "column", "field"),
    [
        (1, 1, "Heading"),
        (1, 9, "Heading"),
        (2, 6, "Metadata"),
        (3, 1, "Metadata"),
        (5, 1, "Answer"),
        (7, 3, "Answer"),
        (10, 2, "Extra"),
        (12, 5, "Heading"),
        (13, 6, "Metadata"),
        (15, 1, "Question"),
        (17, 7, "Options"),
        (18, 7, "Options"),
        (20, 2, "Answer"),
        (25, 1, "Text"),
        (30, 1, "Question"),
        (33, 2, "Answer"),
    ],
)
def test_a_place_is_in_a_field(line: int, column: int, field: str) -> None:
    source = Source(Path("a.md"), "a.md", TEXT)
    notes = parse(source).notes
    note = [note for note in notes if note.span.line <= line][-1]
    assert field_at(note, source.span(line, column)) == field
