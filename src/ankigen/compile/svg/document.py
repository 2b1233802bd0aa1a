"""The text of an SVG: its encoding as browsers find it, and its DOCTYPE without what no browser looks at."""

import codecs
import re

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
DECLARED = re.compile(rb"""<\?xml\s[^>]{0,100}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
# Declared encodings in which every byte below 0x80 is ASCII: no markup can hide in them. Browsers heed them in a
# document, but read a picture as UTF-8 all the same, so that other characters would break it on a card.
SINGLE_BYTES = re.compile(r"us-ascii|ascii|latin1|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|macintosh")
UTF_8 = ("utf-8", "utf8")

PUBLIC = r"""PUBLIC\s+["']-//W3C//DTD SVG [^"'<>]*["']\s+"""
SYSTEM = r"""["'](?:https?://www\.w3\.org/[^"'<>]*|svg[\w-]*\.dtd)["']"""
BEFORE = r"\ufeff?\s*+(?:<\?xml\s[^<>]*\?>)?(?:\s|<!--(?:(?!-->)[\s\S])*+-->)*+"
DOCTYPE = re.compile(rf"{BEFORE}<!DOCTYPE\s+(?:\w+:)?svg\s+(?P<outer>(?:{PUBLIC}|SYSTEM\s+){SYSTEM})\s*+[\[>]")


class EncodingError(ValueError):
    """The bytes are not text, or text in an encoding that browsers may read otherwise."""


def decode(data: bytes) -> str:
    """The text as browsers read it. Raises EncodingError."""
    if data.startswith(UTF32):
        raise EncodingError("it is in UTF-32")
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :], encoding)
    declared = DECLARED.match(data)
    if declared and not is_known(declared[1].decode(), by_mark=False):
        raise EncodingError(f"it is in {declared[1].decode()}")
    return _decode(data, "utf-8")


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(f"its line {line} is not in {encoding[:6].upper().strip('-')}, as cards need it") from error
    if "\0" in text:
        raise EncodingError("it holds NUL, so it may be in UTF-16 without a mark that says so")
    return text


def without_outer_dtd(text: str) -> str:
    """The text with `<!DOCTYPE svg>` for a DOCTYPE that names the DTD of SVG, on lines as before.

    No browser reads that DTD. While it is named, though, an XML parser passes over entities that it does not know.
    """
    found = DOCTYPE.match(text)
    if not found:
        return text
    start, end = found.span("outer")
    return text[:start] + "\n" * text.count("\n", start, end) + text[end:]


def is_known(encoding: str, *, by_mark: bool = True) -> bool:
    """Whether a document may declare it; UTF-16 only if a byte-order mark says so too."""
    name = encoding.lower()
    return name in UTF_8 or SINGLE_BYTES.fullmatch(name) is not None or (by_mark and name.startswith("utf-16"))
