"""The kinds of what is wrong with an SVG: their codes, and what to do."""

from ankigen.codes.media import (
    MEDIA_DAMAGED,
    MEDIA_HTML,
    MEDIA_LOST_TEXT,
    MEDIA_MISMATCH,
    MEDIA_SCRIPT,
    MEDIA_TOO_LARGE,
)
from ankigen.diagnostic import Code, Severity
from ankigen.values import dataclass

OR_PNG = "or export the picture as PNG"
PLAIN = "export it as plain SVG, or as PNG"


@dataclass(frozen=True, slots=True)
class Kind:
    """One of these is reported once for each file."""

    code: Code
    hint: str
    level: Severity | None = None


SCRIPT = Kind(MEDIA_SCRIPT, f"take it out with a text editor, {OR_PNG}")
PICTURE = Kind(MEDIA_SCRIPT, f"embed that picture (Inkscape: Extensions > Images > Embed Images), {OR_PNG}")
STYLE = Kind(MEDIA_SCRIPT, f"take that rule out; for a font, convert the text to paths; {OR_PNG}")
ADDRESS = Kind(MEDIA_SCRIPT, f"put what it names into the file itself, {OR_PNG}")
HTML = Kind(
    MEDIA_HTML,
    "draw.io: select all, untick Word Wrap and Formatted Text in the Text panel, export again; "
    f"Mermaid: set htmlLabels: false; {OR_PNG}",
)
PAGE = Kind(MEDIA_HTML, PLAIN)
ELEMENT = Kind(MEDIA_SCRIPT, PLAIN)
ENTITIES = Kind(MEDIA_SCRIPT, f"save it as plain SVG with Inkscape, {OR_PNG}")
DAMAGED = Kind(MEDIA_DAMAGED, "open it in a browser, which shows where it breaks off, and export it again")
ENCODING = Kind(MEDIA_DAMAGED, "save it in UTF-8")
NAMESPACE = Kind(MEDIA_DAMAGED, 'write <svg xmlns="http://www.w3.org/2000/svg" …>, or export it again')
NO_DRAWING = Kind(MEDIA_MISMATCH, "export the picture again, as SVG or PNG")
LOST_TEXT = Kind(MEDIA_LOST_TEXT, "Inkscape: select the text, Text > Convert to Text, and save")
TOO_LARGE = Kind(MEDIA_TOO_LARGE, "export the picture as PNG")
