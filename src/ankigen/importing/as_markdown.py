"""A field's HTML as Markdown, as a person would write it. Whether it shows the same is proved afterwards; what Markdown
cannot say is said so at once."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from html import escape

from ankigen.importing.markdown_blocks import code_block, table
from ankigen.importing.tree import CannotSayError, Element
from ankigen.model.media import is_played
from ankigen.render.bounds import SOUND
from ankigen.values import dataclass

BEGINS_MORE = re.compile(rf"{SOUND}|\\[(\[]")
FORMULAS = {"\\(": ("\\)", "$"), "\\[": ("\\]", "$$")}
# The last line: addresses, which GitHub makes links of.
SPECIAL = re.compile(
    r"[\\`*\[\]<~$^]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|!(?=\[)"
    r"|(?<=http):(?=//)|(?<=https):(?=//)|(?<=ftp):(?=//)|(?<=\bwww)\.(?=\w)|(?<=\w)@(?=\w)"
)
# What would be more than text at the beginning of a line.
BEGINS = re.compile(r"(?m)^(?:([#>+=|:-])|(\d{1,9})([.)]))")
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
# Said by their tags, inside Markdown.
TAGS = {
    *("u", "ins", "sub", "sup", "small", "big", "mark", "kbd", "abbr", "cite", "q", "samp", "var", "tt"),
    *("ruby", "rt", "rp", "b", "i", "strong", "em", "s", "del"),
}
BLOCKS = frozenset(("ul", "ol", "p", "blockquote", "pre", "hr", "table"))
LISTS = ("ul", "ol")
NO_BREAK = "\xa0"


def as_markdown(html: Element, styled: Collection[str] = ()) -> str:
    """The field as Markdown. Raises CannotSayError."""
    return "\n\n".join(_Writer(frozenset(styled)).blocks(html.inside))


def plain_heading(text: str) -> str:
    """Words as a heading that shows just them."""
    return SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


@dataclass(frozen=True, slots=True)
class _Writer:
    styled: frozenset[str] = field(default=frozenset())

    def blocks(self, parts: "list[Element | str]") -> Iterator[str]:
        """Each block's text; what is between blocks is a paragraph."""
        run: list[Element | str] = []
        last = ""
        for part in [*self.opened(parts), Element("end")]:
            if isinstance(part, str) or part.tag not in (*BLOCKS, "end"):
                run.append(part)
                continue
            if text := self.lines(run):
                yield text
                last = ""
            run = []
            if part.tag in LISTS and last == part.tag:
                raise CannotSayError("two lists side by side")
            if part.tag != "end":
                yield self.block(part)
                last = part.tag

    def opened(self, parts: "Iterable[Element | str]") -> "Iterator[Element | str]":
        """The parts with each `<div>` that has blocks in it as what it is there: lines, and these blocks."""
        for part in parts:
            if isinstance(part, str) or part.tag != "div" or part.attributes or "div" in self.styled:
                yield part
                continue
            inside = list(self.opened(part.inside))
            run: list[Element | str] = []
            if not any(isinstance(each, Element) and each.tag in BLOCKS for each in inside):
                yield part
                continue
            for each in inside:
                if isinstance(each, Element) and each.tag in BLOCKS:
                    yield Element("div", {}, run)
                    yield each
                    run = []
                else:
                    run.append(each)
            yield Element("div", {}, run)

    def block(self, element: Element) -> str:
        if element.attributes and not (element.tag == "ol" and set(element.attributes) == {"start"}):
            raise CannotSayError(f"<{element.tag}> with {', '.join(element.attributes)}")
        match element.tag:
            case "p":
                text = self.lines(element.inside)
                if not text:
                    raise CannotSayError("an empty paragraph")
                return text
            case "hr":
                return "***"
            case "blockquote":
                text = "\n\n".join(self.blocks(element.inside))
                return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
            case "pre":
                return code_block(element)
            case "table":
                return table(element, self.cell)
            case _:
                return "\n".join(self.items(element))

    def cell(self, element: Element) -> str:
        text = self.lines(element.inside).replace("\\\n", "<br>")
        if "\n" in text:
            raise CannotSayError("a cell with more than one line")
        return text.replace("|", "\\|")

    def items(self, element: Element) -> Iterator[str]:
        start = element.attributes.get("start", "1")
        if not start.isdecimal():
            raise CannotSayError("a list with an odd number")
        number = int(start)
        for part in element.inside:
            if isinstance(part, str):
                if part.strip():
                    raise CannotSayError("text between items")
                continue
            if part.tag != "li" or part.attributes:
                raise CannotSayError("a list with more than items")
            mark = "- " if element.tag == "ul" else f"{number}. "
            number += 1
            text = "\n".join(self.blocks(part.inside))
            if not text:
                raise CannotSayError("an empty item")
            yield mark + text.replace("\n", "\n" + " " * len(mark))

    def lines(self, parts: "list[Element | str]") -> str:
        """A paragraph: its lines end with a backslash, which shows as a break on GitHub too."""
        pieces = list(_trimmed(list(_collapsed(self.pieces(parts)))))
        text = ""
        for at, piece in enumerate(pieces):
            if piece is BREAK and at + 1 == len(pieces):
                text += "<br><br>"  # an empty line at the end, which two of them show
            elif piece is BREAK:
                text += "<br>\n" if at == 0 or pieces[at - 1] is BREAK else "\\\n"
            else:
                text += str(piece)
        return BEGINS.sub(_escaped_beginning, text)

    def pieces(self, parts: "list[Element | str]") -> Iterator["str | _Break"]:
        """Text, breaks, and marks for the beginnings of lines."""
        for part in parts:
            if isinstance(part, str):
                yield _text(part)
            elif part.tag == "br":
                yield BREAK
            elif part.tag == "div" and not part.attributes and "div" not in self.styled:
                yield LINE
                yield from self.pieces(part.inside)
                yield LINE
            elif part.tag in ("span", "font") and not part.attributes and part.tag not in self.styled:
                yield from self.pieces(part.inside)
            else:
                before, inside, after = _without_breaks(part)
                yield from before
                yield self.inline(inside)
                yield from after

    def inline(self, element: Element) -> str:
        tag, attributes = element.tag, element.attributes
        if tag == "img":
            return _image(attributes)
        if tag == "a" and set(attributes) <= {"href"}:
            return f"[{self.lines(element.inside)}](<{attributes.get('href', '')}>)"
        if tag == "code" and not attributes and all(isinstance(part, str) for part in element.inside):
            return _code(element.text())
        if attributes or (tag not in MARKS and tag not in TAGS):
            raise CannotSayError(f"<{tag}>" + (f" with {', '.join(attributes)}" if attributes else ""))
        text = self.lines(element.inside)
        whole = element.text()
        if not text.strip():
            return " " if whole else ""
        before = " " if whole[:1].isspace() and whole[:1] != NO_BREAK else ""
        after = " " if whole[-1:].isspace() and whole[-1:] != NO_BREAK else ""
        if tag in MARKS and not {"b", "strong", "i", "em", "s", "del"} & self.styled:
            return f"{before}{MARKS[tag]}{text}{MARKS[tag]}{after}"
        return f"{before}<{tag}>{text}</{tag}>{after}"


class _Break:
    """The end of a line."""


BREAK, LINE = _Break(), _Break()


def _without_breaks(element: Element) -> "tuple[list[_Break], Element, list[_Break]]":
    """The element without the breaks at its ends, which mean the same outside of it."""
    inside = list(element.inside)
    before: list[_Break] = []
    after: list[_Break] = []
    while inside and isinstance(inside[0], Element) and inside[0].tag == "br":
        before.append(BREAK)
        inside.pop(0)
    while inside and isinstance(inside[-1], Element) and inside[-1].tag == "br":
        after.append(BREAK)
        inside.pop()
    return before, Element(element.tag, element.attributes, inside), after


def _collapsed(pieces: "Iterator[str | _Break]") -> "Iterator[str | _Break]":
    """Whitespace as browsers count it; a line that a block begins is one only if something stands before it."""
    in_line, space, pending = False, False, False
    for piece in pieces:
        if piece is BREAK:
            if pending:
                yield BREAK
            yield BREAK
            in_line, space, pending = False, False, False
        elif piece is LINE:
            pending, in_line, space = pending or in_line, False, False
        elif isinstance(piece, str) and piece:
            text = piece.strip(" \t\n\r\f") if piece.isspace() else piece
            if not text:
                space = in_line
                continue
            begins, ends = text[0] in " \t\n\r\f", text[-1] in " \t\n\r\f"
            if pending:
                yield BREAK
                pending = False
            if in_line and (space or begins):
                yield " "
            yield text.strip(" \t\r\f") if in_line else text.strip(" \t\n\r\f")
            in_line, space = True, ends


def _trimmed(pieces: "list[str | _Break]") -> "list[str | _Break]":
    """Without the one break at the end that shows nothing."""
    while pieces and isinstance(pieces[-1], str) and not pieces[-1].strip(" "):
        pieces.pop()
    return pieces[:-1] if pieces and pieces[-1] is BREAK else pieces


def _text(text: str) -> str:
    """Text with its sounds and formulas."""
    text = " ".join(re.split(r"[ \t\n\r\f]+", text))
    parts = []
    at = looked = 0
    last = {begin: text.rfind(end) for begin, (end, _) in FORMULAS.items()}
    while match := BEGINS_MORE.search(text, looked):
        looked = match.end()
        if match[1] is None and last[match[0]] < looked:
            continue  # a formula that never ends
        parts.append(_escaped(text[at : match.start()]))
        if match[1] is not None:
            parts.append(_image({"src": match[1]}))
            at = looked
        else:
            end, mark = FORMULAS[match[0]]
            closed = text.index(end, looked)
            parts.append(_formula(text[looked:closed], mark))
            at = looked = closed + len(end)
    return "".join((*parts, _escaped(text[at:])))


def _formula(tex: str, mark: str) -> str:
    tex = tex.strip()
    if not tex or "$" in tex or "`" in tex:
        raise CannotSayError("a formula with a dollar in it")
    return f"{mark}{tex}{mark}"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text).replace(NO_BREAK, "&nbsp;")


def _escaped_beginning(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _image(attributes: dict[str, str]) -> str:
    source, alt = attributes.get("src", ""), attributes.get("alt", "")
    if not source or any(char in source for char in "<>\n\\"):
        raise CannotSayError("a picture without a usable name")
    if set(attributes) <= {"src", "alt"} and (is_played(source) or "%" not in source):
        return f"![{_escaped(alt)}](<{source}>)"
    if not set(attributes) <= {"src", "alt", "width", "height", "title"} or is_played(source) or "%" in source:
        raise CannotSayError(f"<img> with {', '.join(attributes)}")
    return "<img" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items()) + ">"


def _code(text: str) -> str:
    if "`" in text or text != text.strip() or not text or "\n" in text:
        raise CannotSayError("<code> with a backtick or spaces around")
    return f"`{text}`"
