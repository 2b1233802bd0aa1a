"""Text that was read in another encoding than it was written in: `38 Â°C`, `MÃ¼ller`, `â€œhighâ€`."""

import re
from collections.abc import Iterator

from ankigen.codes.lost_text import MOJIBAKE
from ankigen.diagnostic import Diagnostic
from ankigen.parse.mask import THING, Visible
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, beyond_ascii, holds
from ankigen.rare import RarePattern

# What the first bytes of UTF-8 look like in Windows' western encoding, and what the rest may look like.
FIRST = ("Â", "Ã", "Î", "Ï", "â", "Å", "ï¿½", "ï»¿")
_REST = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
BROKEN = RarePattern(rf"(?:[ÂÃÎÏÅ][{re.escape(_REST)}]|[âï][{re.escape(_REST)}]{{2}})+|â€(?=[\s.,;:!?)]|$)")
LOST = RarePattern("(?<![\ufffc\ufffd])[\ufffc\ufffd]")
BYTES = {char: byte for byte, char in enumerate(_REST, start=0x80)}


@beyond_ascii
@holds(*FIRST)
def mojibake(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in BROKEN.finditer(text.text):
        if right := _meant(match[0]):
            edit = text.edit(match.start(), match.end(), right)
            message = f"learners would see '{match[0]}': the text was saved in one encoding and read in another"
            yield Diagnostic(text.span(match.start()), MOJIBAKE, message, f"write {right}", edits=(edit,))


def _meant(broken: str) -> str:
    """The characters whose bytes these are; "" if they are none."""
    if broken == "â€":  # its third byte is no letter in Windows, and many programs drop it
        return "”"
    try:
        return bytes(BYTES.get(char, ord(char)) for char in broken).decode()
    except UnicodeDecodeError:
        return ""


@holds("\ufffd", "\ufffc")
def lost_characters(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    """The signs that stand for a character nobody could read, and for an object that was not copied."""
    for match in LOST.finditer(text.source.text):
        message = "a character was lost here, when the text was saved in another encoding"
        hint = "write it again"
        if match[0] == THING:
            message, hint = (
                "something was lost here that could not be copied, such as a picture",
                "put it in, or delete it",
            )
        yield Diagnostic(text.span(match.start()), MOJIBAKE, message, hint)


MOJIBAKE_SLIPS: tuple[Slip, ...] = (mojibake, lost_characters)
