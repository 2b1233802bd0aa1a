"""What chatbots, Pandoc and Obsidian leave in a text: Markdown shows it as it is."""

import re
from collections.abc import Iterator

from ankigen.codes.slips import EDITOR_MARK, SHOWN_STARS
from ankigen.codes.sources import UNCLOSED_COMMENT
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, holds, needs, needs_one
from ankigen.rare import RarePattern
from ankigen.source import Span

CALLOUT = RarePattern(r"^[ \t]*>[ \t>]*(\[!([A-Za-z][\w-]*)\]([+-]?))[ \t]*([^\n]*)$", re.MULTILINE)
ALERTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
ADMONITION = RarePattern(r"^!!![ \t]+([a-z]+)(?:[ \t]+\"([^\"\n]*)\")?[ \t]*$", re.MULTILINE)
SECTION_LINK = RarePattern(r"(?<!!)\[\[#(\^?)([^\[\]|#\n]+)(?:\|([^\[\]\n]+))?\]\](?!\()")

CITES = ("【", "†", "\ue200", "cite(?:[ ]?turn|(?<=oaicite))", r"\[(?:cite|source:)", r"\^(?:\]|(?<=\]\^))")
CITATION = RarePattern(
    r"""【\d+(?::\d+)?†[^】\n]{0,80}】
      | :contentReference\[oaicite:\d+\](?:\{index=\d+\})?
      | \ue200[^\ue201\n]{1,200}\ue201
      | (?<![a-z])(?:file)?cite(?:[\ue202 ]?turn\d+[a-z]+\d+)+
      | \[cite_start\][ ]?
      | \[cite:[ ]?\d+(?:,[ ]?\d+){0,20}\]
      | \[\d{1,3}†[^\]\n]{0,80}\] | \[source:[ ]?\d{1,3}(?:,[ ]?\d{1,3}){0,20}\]
      | \^\[\d{1,3}\]\^ | \[\^\d{1,3}\^\]""",
    re.VERBOSE,
)

CHATTER_WORDS = (
    "Would you like",
    "Let me know if",
    "AI-generated content",
    "Copy code",
    "I hope this helps",
    "If you'd like, I",
)
CHATTER = RarePattern(
    r"^[ \t]{0,3}[*_>]{0,3}[ \t]?(?:Would you like (?:me to|more)|Let me know if you"
    r"|AI-generated content may be incorrect|Copy code[ \t]*$|I hope this helps|If you'd like, I (?:can|could)).*$",
    re.MULTILINE,
)

_ATTRIBUTE = r"(?:[#.][A-Za-z][\w:.-]*|[A-Za-z][\w-]*=(?:\"[^\"\n]*\"|[^\s{}\"]+))"
_ATTRIBUTES = rf"\{{(?<!\{{\{{)[ \t]?{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]?\}}"
SPAN = RarePattern(rf"(?<!:contentReference)\[([^\[\]\n]+)\]({_ATTRIBUTES})")
ATTRIBUTES = RarePattern(rf"{_ATTRIBUTES}")
NAME = RarePattern(r"#([a-z0-9][a-z0-9-]{1,63})(?=[\s}])")
PLAIN = RarePattern(r"\{[ \t]?[\w-]+=[^\"]*\}")  # {n=30} may be an author's own
PICTURE = RarePattern(r"\]\([^()\n]*\)$")
ELEMENTS = {".underline": "u", ".ul": "u", ".mark": "mark", ".smallcaps": "small"}
DIV = RarePattern(
    r"^[ \t]{0,3}:{3,}[ \t]*(\{[^{}\n]*\}(?:[ \t][^\n]*)?|[A-Za-z][\w-]*(?:[ \t\[][^\n]*)?)?[ \t]*$", re.MULTILINE
)

# What is behind the stars is looked through once before it is taken apart.
BOLD_END = re.compile(
    r"\*\*(?<![^\s(>]\*\*)(?=[^\s*][^*\n<=]*+(?<=[ \t])\*\*)([^*\n<=]*[^\s*<=])([ \t]+)\*\*(?=[^\W\d_]|\s|$|[.,;:)])"
)
LONGEST = 2_000  # characters of a paragraph
# The last ones of their line.
LAST_STARS = RarePattern(r"\*\*(?![^\n]*?\*\*)")
STARS = RarePattern(r"\*{2,}")
OPENS = RarePattern(r"\*\*(?<![^\s(\[>]\*\*)(?=[^\s*])")
BLANK_LINE = RarePattern(r"\n[ \t]*\n|\n {0,3}(?:#{1,6}[ \t]|<!--)")
BLOCK_END = RarePattern(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t])|\n(?=[ \t]{0,3}[#|])")
BOLD_START = re.compile(r"\*\*(?<![^\s(>]\*\*)([ \t]++)([^*\n<=]*[^\s*<=])\*\*(?![\w*])")


@needs(r"\[!")
def callouts(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in CALLOUT.finditer(text.text):
        name, title = match[2].upper(), text.written(*match.span(4)).strip()
        if name in ALERTS and not title and not match[3]:
            continue
        heading = title or match[2].capitalize()
        hint = f"write > **{short(heading)}**, and the text under an empty > line"
        if name in ALERTS:
            hint = f"write > [!{name}] alone on its line, the rest on the next, or > **{short(heading)}**"
        if match[3]:
            hint += "; what is to be behind a tap goes under #### Extra"
        message = f"learners would see '{match[1]}': a card does not know it in this form"
        yield Diagnostic(text.span(match.start(1)), EDITOR_MARK, message, hint)


@needs("!!!", "(?m)^!!!")
def admonitions(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in ADMONITION.finditer(text.text):
        title = text.written(*match.span(2)) if match[2] else match[1].capitalize()
        hint = f"write > **{short(title)}**, and > before each line of its text"
        yield Diagnostic(text.span(match.start()), EDITOR_MARK, "learners would see '!!!'", hint)


@needs(r"\[\[#")
def section_links(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in SECTION_LINK.finditer(text.text):
        words = text.written(*match.span(3 if match[3] else 2)).strip() if match[3] or not match[1] else ""
        edits = (text.edit(match.start(), match.end(), words),) if words else ()
        message = "double brackets are not a link in Markdown"
        hint = f"write {short(words)}" if words else "delete it: a card cannot link to another place of the file"
        yield Diagnostic(text.span(match.start()), EDITOR_MARK, message, hint, edits=edits)


@needs_one(*CITES)
def citations(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    done = 0
    for match in CITATION.finditer(text.text):
        start = match.start()
        done_before, done = done, match.end()
        between_words = text.text[done : done + 1].isalnum() or text.text[done : done + 1] in "*_[{"
        while start > done_before and text.text[start - 1] in " \t" and not between_words:
            start -= 1
        edits = (text.edit(start, done, ""),)
        message = "learners would see this mark of a chatbot, which leads to no source"
        hint = "delete it, and name the source under #### Reference"
        yield Diagnostic(text.span(match.start()), EDITOR_MARK, message, hint, edits=edits)


@needs(r"\{(?:[ \t]?[#.][A-Za-z]|[ \t]?[a-z]+=)")
def attributes(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Behind words in brackets, a link or a picture, at the end of a heading, or alone on a line."""
    titles = {heading.title.line for heading in plan.headings}
    spans = {match.start(2): match for match in SPAN.finditer(text.text)}
    for match in ATTRIBUTES.finditer(text.text):
        message = f"learners would see '{short(text.written(*match.span()))}': it is Pandoc's"
        size = PLAIN.fullmatch(match[0])
        if (span := spans.get(match.start())) and not size:
            words = text.written(*span.span(1))
            element = next((name for key, name in ELEMENTS.items() if key in match[0].strip("{}").split()), "")
            right = f"<{element}>{words}</{element}>" if element else words
            edits = (text.edit(span.start(), span.end(), right),)
            yield Diagnostic(text.span(span.start()), EDITOR_MARK, message, f"write {short(right)}", edits=edits)
            continue
        place = text.span(match.start())
        line = text.source.line(place.line)
        before, after = line[: place.column - 1], line[place.column - 1 + len(match[0]) :]
        in_heading = place.line in titles and not after.strip()
        alone = not before.strip() and not after.strip()
        of_picture = PICTURE.search(before)
        if of_picture or (not size and (in_heading or alone or before.endswith("`"))):
            name = NAME.search(match[0]) if alone else None
            if name:
                hint = f"if it is the note's id, write <!-- id: {name[1]} --> below the heading; else delete it"
                yield Diagnostic(place, EDITOR_MARK, message, hint)
                continue
            edits = (text.edit(match.start() - len(before) + len(before.rstrip()), match.end(), ""),)
            yield Diagnostic(place, EDITOR_MARK, message, "delete it", edits=edits)


@needs(":::", "(?m)^[ \t]{0,3}:::")
def divs(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    """The line that opens one, with the line that closes it."""
    opened: list[re.Match[str]] = []
    for match in DIV.finditer(text.text):
        if match[1]:
            opened.append(match)
        elif opened:
            yield _div(text, opened.pop(), match)
    for match in opened:
        yield _div(text, match, None)


def _div(text: Visible, start: re.Match[str], end: re.Match[str] | None) -> Diagnostic:
    name = text.written(*start.span(1))
    title = not name.endswith("}") and ("[" in name or " " in name)
    lines = (start, end) if end else (start,)
    edits: tuple[Edit, ...] = ()
    if not title:
        edits = tuple(text.edit(match.start(), match.end(), "") for match in lines)
    shown = f"::: {short(name)}"
    hint = "delete it" + (", and the line that closes it: :::" if end else "")
    return Diagnostic(_place(text, start), EDITOR_MARK, f"learners would see '{shown}'", hint, edits=edits)


@needs(r"\*\*(?:[ \t]|(?<=[ \t]\*\*))")
def shown_stars(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    message = "these stars are shown: a space is inside them"
    for match in BOLD_END.finditer(text.text):
        words = text.written(*match.span(1))
        space = match[2] if text.text[match.end() : match.end() + 1].isalpha() else ""
        edit = text.edit(match.start(), match.end(), f"**{words}**{space}")
        yield Diagnostic(
            text.span(match.start()),
            SHOWN_STARS,
            message,
            f"write **{short(words)}** with the space after it",
            edits=(edit,),
        )
    for match in BOLD_START.finditer(text.text):
        words = text.written(*match.span(2))
        edit = text.edit(match.start(), match.end(), f"**{words}**")
        yield Diagnostic(text.span(match.start()), SHOWN_STARS, message, f"write **{short(words)}**", edits=(edit,))


@needs(r"\*\*")
def open_bold(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Bold words without an end, where no other stars are in their paragraph or item."""
    last = [match for match in LAST_STARS.finditer(text.text) if OPENS.match(text.text, match.start())]
    for match in last:
        start, end = _block_around(text.text, match.start())
        if len(STARS.findall(text.text, start, end)) == 1 and text.span(match.start()).line in text.in_notes:
            words = short(text.written(match.end(), end).strip().partition("\n")[0])
            hint = f"end the bold words with **, such as **{words}**"
            message = "these stars are shown: nothing ends the bold words"
            yield Diagnostic(text.span(match.start()), SHOWN_STARS, message, hint)


def _block_around(text: str, at: int) -> tuple[int, int]:
    """Where the paragraph or item begins and ends that holds the offset; no further away than one is long."""
    start = text.rfind("\n", 0, at) + 1
    while start > 0 and at - start < LONGEST and not BLOCK_END.match(text, start - 1):
        start = text.rfind("\n", 0, start - 1) + 1
    end = BLOCK_END.search(text, at, at + LONGEST)
    return start, end.start() if end else min(at + LONGEST, len(text))


@needs("<!--")
def open_comments(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    """Comments that begin behind words and never end; the outline tells of those that begin a line."""
    for start, said in text.comments:
        if text.source.text[start - 1 : start] in ("", "\n"):
            continue
        line = text.source.text.rfind("\n", 0, start) + 1
        ends = text.source.text.startswith("-->", start + len("<!--") + len(said)) and not BLANK_LINE.search(said)
        if text.source.text[line:start].strip() and not ends:
            message = "the comment that starts here is never closed: learners would see it"
            yield Diagnostic(text.span(start), UNCLOSED_COMMENT, message, "end it with -->")


def _place(text: Visible, match: re.Match[str]) -> Span:
    return text.span(match.start() + len(match[0]) - len(match[0].lstrip()))


@holds(*CHATTER_WORDS)
def chatter(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """What a chatbot says to who asked it, in a paragraph of its own."""
    for match in CHATTER.finditer(text.text):
        if text.span(match.start()).line in text.in_notes:
            message = "this is a chatbot's word to its user: learners would see it"
            yield Diagnostic(_place(text, match), EDITOR_MARK, message, "delete it")


LEFTOVERS: tuple[Slip, ...] = (
    callouts,
    admonitions,
    section_links,
    citations,
    chatter,
    attributes,
    divs,
    shown_stars,
    open_bold,
    open_comments,
)
