"""Pictures whose marks stand in another order or apart, or are not closed."""

import re
from collections.abc import Iterator

from ankigen.codes.slips import BROKEN_IMAGE
from ankigen.diagnostic import Diagnostic
from ankigen.model.media import media_kind
from ankigen.parse.mask import Visible
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, needs
from ankigen.rare import RarePattern

APART = RarePattern(r"!\[([^\[\]\n]*)\][ \t]+\(([^()\s]+)\)")
SWAPPED = RarePattern(r"!\(([^()\n]*)\)[ \t]*\[([^\[\]\s]+)\]")
BLANK_BEFORE = RarePattern(r"^![ \t]\[([^\[\]\n]*)\]\(([^()\s]+)\)", re.MULTILINE)
FORMS = (
    (APART, "a space between ] and ("),
    (SWAPPED, "the words stand in [ ], the path in ( )"),
    (BLANK_BEFORE, "a space after !"),
)

# A path up to the line's end, or up to a kind of file, with no bracket after it.
UNCLOSED_IMAGE = re.compile(
    r"""!\[(?:([^\[\]\n]*)\]\(([^()<>\s]+)(?=(?:[ \t][^()\n]*)?$)
          | ([^\[\]()\n]+)\(([^()<>\s]+)\))""",
    re.MULTILINE | re.VERBOSE,
)


@needs(r"!\[[^\[\]\n]*\][ \t]+\(|!\(|![ \t]\[")
def scattered_picture(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for form, what in FORMS:
        for match in form.finditer(text.text):
            words, path = (text.written(*match.span(group)) for group in (1, 2))
            if media_kind(path) and "://" not in path:
                right = f"![{words}]({path})"
                edits = (text.edit(*match.span(), right),)
                message = f"this is not a picture: {what}"
                yield Diagnostic(text.span(match.start()), BROKEN_IMAGE, message, f"write {right}", edits=edits)


@needs(r"!\[")
def unclosed_image(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in UNCLOSED_IMAGE.finditer(text.text):
        first = 1 if match[2] else 3
        path = text.written(*match.span(first + 1)).rstrip(".,;:")
        if media_kind(path) is None or text.text.startswith(")", match.end() + 1):
            continue
        right = f"![{text.written(*match.span(first))}]({path})"
        end = match.start(2) + len(path) if match[2] else match.end()
        edit = text.edit(match.start(), end, right)
        message = "this is not a picture: a closing bracket is missing"
        yield Diagnostic(text.span(match.start()), BROKEN_IMAGE, message, f"write {right}", edits=(edit,))


PICTURE_SLIPS: tuple[Slip, ...] = (scattered_picture, unclosed_image)
