"""The kinds of what is wrong with an SVG: their codes, and what to do."""

from dataclasses import dataclass

from ankigen.diagnostic import Severity

OR_PNG = "or export the picture as PNG"
PLAIN = "export it as plain SVG, or as PNG"


@dataclass(frozen=True, slots=True)
class Kind:
    """One of these is reported once for each file."""

    code: str
    hint: str
    severity: Severity = Severity.ERROR


SCRIPT = Kind("media-script", f"take it out with a text editor, {OR_PNG}")
PICTURE = Kind("media-script", f"embed that picture (Inkscape: Extensions > Images > Embed Images), {OR_PNG}")
STYLE = Kind("media-script", f"take that rule out; for a font, convert the text to paths; {OR_PNG}")
ADDRESS = Kind("media-script", f"put what it names into the file itself, {OR_PNG}")
HTML = Kind(
    "media-html",
    "draw.io: select all, untick Word Wrap and Formatted Text in the Text panel, export again; "
    f"Mermaid: set htmlLabels: false; {OR_PNG}",
)
PAGE = Kind("media-html", PLAIN)
ELEMENT = Kind("media-script", PLAIN)
ENTITIES = Kind("media-script", f"save it as plain SVG with Inkscape, {OR_PNG}")
DAMAGED = Kind("media-damaged", "open it in a browser, which shows where it breaks off, and export it again")
ENCODING = Kind("media-damaged", "save it in UTF-8")
NAMESPACE = Kind("media-damaged", 'write <svg xmlns="http://www.w3.org/2000/svg" …>, or export it again')
NO_DRAWING = Kind("media-mismatch", "export the picture again, as SVG or PNG")
LOST_TEXT = Kind("media-lost-text", "Inkscape: select the text, Text > Convert to Text, and save", Severity.WARNING)
TOO_LARGE = Kind("media-too-large", "export the picture as PNG")
