"""An SVG, read as browsers read it, and what in it is more than a drawing.

It is parsed as XML; what is found is held against tables of what a drawing is made of (`names`). A drawing that passes
runs nothing and loads nothing, whether it is shown on a card or opened by itself.
"""

from functools import partial

from ankigen.compile.media_fault import Fault
from ankigen.compile.svg.document import EncodingError, decode, without_outer_dtd
from ankigen.compile.svg.faults import ENCODING, TOO_LARGE, Kind
from ankigen.compile.svg.reader import Reader

LARGEST = 20_000_000
DEEPEST = 3


def svg_faults(data: bytes, *, within: int = 0) -> tuple[Fault, ...]:
    """What is wrong with the SVG, the first of each kind. It may lie within another one, which may lie in one more."""
    if len(data) > LARGEST:
        return _fault(TOO_LARGE, f"has {len(data) // 1_000_000} MB, which is too much for a drawing")
    if within > DEEPEST:
        return _fault(TOO_LARGE, f"shows drawings in drawings more than {DEEPEST} deep")
    try:
        text = without_outer_dtd(decode(data))
    except EncodingError as error:
        return _fault(ENCODING, f"cannot be read: {error}")
    return Reader(text, partial(svg_faults, within=within + 1)).faults()


def _fault(kind: Kind, message: str) -> tuple[Fault, ...]:
    return (Fault(kind.code, message, kind.hint),)
