"""Marks of other editors, which Markdown shows as they are: Obsidian's, Logseq's, and those of other card makers."""

import re
from collections.abc import Iterator

from ankigen.codes.slips import EDITOR_MARK
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.model.media import media_kind
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, needs, needs_one
from ankigen.rare import RarePattern

EMBED = RarePattern(r"!\[\[([^\[\]|#\n]+)(?:[#|]([^\[\]\n]*))?\]\]")
WIKI_LINK = RarePattern(
    r"(?<!!)\[\[(?![ \t]*[cC][ \t]*\d+[ \t]*:)(?=[^\[\]\n]*[^\W\d_])([^\[\]|#\n]+)"
    r"(?:#[^\[\]|\n]*)?(?:\|([^\[\]\n]+))?\]\](?!\()"
)
HEADER = RarePattern(r"(?<![^\n])\[\[[a-z][\w.-]*\]\][ \t]*(?![^\n])")
HIGHLIGHT = RarePattern(r"(?<![=\w<>!])==(?=[^\s=])([^=\n]{1,200}?)(?<=[^\s=])==(?![=\w>])")
REMARK = RarePattern(r"(?<!\S)%%(?!%)([^%\n]*)%%(?![\w%])")
NUMBER_BEFORE = RarePattern(r"(?<!\w)[<>≤≥~±]?\d[\d.,–-]*$")
OPEN_REMARK = RarePattern(r"^[ \t]*%%[ \t]*$", re.MULTILINE)
BLOCK_ID = re.compile(r"(?<=\S)[ \t]+\^(?=[a-z]*\d)[a-z0-9]{6}[ \t]*$", re.MULTILINE)
PROPERTY = RarePattern(
    r"^[ \t]*(?:[-*+][ \t]+)?(id|collapsed|card-[a-z-]+|tags|alias|public|ls-type|hl-page)::[ \t]+\S.*$",
    re.MULTILINE,
)
# Not the field of another format, which stands alone on its line: `:orphan:`.
EMOJI = re.compile(r":(?<![\w:/]:)(?!(?<=^:)[a-z]+:$)([a-z][a-z0-9_+-]{2,30}):(?![\w:])", re.MULTILINE)
# Alone on a line, or behind its last sentence.
HASHTAGS = RarePattern(
    r"(?:^[ \t]{0,3}|[ \t](?<=[.!?][ \t])(?=#[A-Za-z][a-z_/-]{2}))"
    r"(#[A-Za-z][\w/-]*(?:[ \t]+#[A-Za-z][\w/-]*)*)[ \t]*$",
    re.MULTILINE,
)

# As Notion and others write them; "tags: the ends of a drug's name" is a sentence.
TAG_LINE = RarePattern(
    r"^[ \t]{0,3}(?:\*\*|__)?tags?(?:\*\*|__)?[ \t]*:(?:\*\*|__)?[ \t]*"
    r"(\[[^\[\]\n]{1,200}\]|#[^\W\d][\w/-]*(?:[ \t,]+#[^\W\d][\w/-]*)*"
    r"|[^\W\d][\w/-]*(?:[ \t]*,[ \t]*#?[^\W\d][\w/ -]{0,40})*)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


@needs(r"\[\[")
def embeds(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in EMBED.finditer(text.text):
        name = text.written(*match.span(1)).strip().replace("\\", "/")
        if media_kind(name) is None:
            hint = "copy what it shows, or write a link: [words](https://…)"
            yield _shown(text, match, "another note is not shown on a card", hint)
            continue
        size = (match[2] or "").strip()
        alt = "" if re.fullmatch(r"\d+(?:x\d+)?", size) else size
        path = f"media/{name.rpartition('/')[2]}"
        right = f"![{alt}](<{path}>)" if " " in path else f"![{alt}]({path})"
        edits = (text.edit(match.start(), match.end(), right),)
        yield _shown(text, match, "this is not a picture in Markdown", f"write {right}", edits)


@needs(r"\[\[")
def wiki_links(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in WIKI_LINK.finditer(text.text):
        words = text.written(*match.span(2)) if match[2] else text.written(*match.span(1)).rpartition("/")[2]
        words = words.strip()
        edits: tuple[Edit, ...] = (text.edit(match.start(), match.end(), words),)
        hint = f"write {short(words)}"
        if HEADER.match(text.text, match.start()):  # or of a table in TOML
            edits, hint = (), f"{hint}; code goes between ``` lines"
        yield _shown(text, match, "double brackets are not a link in Markdown", hint, edits)


@needs("==")
def highlights(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in HIGHLIGHT.finditer(text.text):
        words = short(text.written(*match.span(1)))
        hint = f"write <mark>{words}</mark> to highlight it, {{{{c1::{words}}}}} to hide it"
        yield _shown(text, match, "== highlights nothing in Markdown", hint)


@needs("%%")
def remarks(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in REMARK.finditer(text.text):
        right = f"<!-- {text.written(*match.span(1)).strip()} -->"
        if _may_be_per_cent(text.text, match):
            hint = f"write % for per cent; for a remark that learners do not see, {short(right)}"
            yield _shown(text, match, "learners would see both signs of %%", hint)
            continue
        edits: tuple[Edit, ...] = (text.edit(match.start(), match.end(), right),) if "--" not in match[1] else ()
        yield _shown(text, match, "learners would see what is between %% and %%", f"write {short(right)}", edits)
    lines = list(OPEN_REMARK.finditer(text.text))
    for first, last in zip(lines[::2], lines[1::2], strict=False):
        edits = (text.edit(first.start(), first.end(), "<!--"), text.edit(last.start(), last.end(), "-->"))
        yield _shown(text, first, "learners would see what is between %% and %%", "write <!-- and -->", edits)


def _may_be_per_cent(text: str, match: re.Match[str]) -> bool:
    """Whether what stands between may be the words of a sentence: behind a number, or with words on both sides."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].rstrip()
    after = text[match.end() :].partition("\n")[0].strip()
    spaced = match[1][:1].isspace() or match[1][-1:].isspace()
    return NUMBER_BEFORE.search(line) is not None or (spaced and line[-1:].isalnum() and after != "")


@needs(r"\^(?<=[ \t]\^)[a-z0-9]{6}")
def block_ids(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in BLOCK_ID.finditer(text.text):
        edits = (text.edit(match.start(), match.end(), ""),)
        yield _shown(text, match, "learners would see this block id", "delete it", edits)


@needs(r"::(?<=[a-z]::)[ \t]")
def properties(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in PROPERTY.finditer(text.text):
        at = text.starts[text.span(match.start()).line - 1]
        edits = (text.edit(at, match.end() + 1, ""),) if match[1] != "tags" else ()
        yield _shown(text, match, "learners would see this property", "delete it", edits)


@needs("#[A-Za-z]")
def hashtags(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    for match in HASHTAGS.finditer(text.text):
        if text.span(match.start()).line in plan.opaque:
            continue
        tags = ", ".join(word.lstrip("#").replace("/", "::") for word in match[1].split())
        yield _shown(text, match, "learners would see these tags", f"write them into the metadata: tags: [{tags}]")


@needs_one("tag", "T(?:ag|AG)")
@needs(r"[tT][aA][gG][sS]?[*_]{0,2}[ \t]*:")
def tag_lines(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """In a note: at a file's top they are front matter that lacks its hyphens."""
    found = list(TAG_LINE.finditer(text.text))
    inside = text.in_notes - plan.opaque if found else set()
    for match in found:
        if text.span(match.start()).line in inside:
            words = (" ".join(word.split()).lstrip("#") for word in re.split(r",|[ \t](?=#)", match[1].strip("[]")))
            tags = ", ".join("-".join(word.replace("/", "::").split()) for word in words if word)
            hint = f"write them into the comment under the note's heading: tags: [{short(tags)}]"
            yield _shown(text, match, "learners would see these tags", hint)


def emoji(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in EMOJI.finditer(text.text):
        yield _shown(text, match, "GitHub makes an emoji of this, a card does not", "type the emoji itself, or words")


def _shown(text: Visible, match: re.Match[str], message: str, hint: str, edits: tuple[Edit, ...] = ()) -> Diagnostic:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Diagnostic(text.span(start), EDITOR_MARK, message, hint, edits=edits)


EDITOR_MARKS: tuple[Slip, ...] = (
    embeds,
    wiki_links,
    highlights,
    remarks,
    block_ids,
    properties,
    hashtags,
    tag_lines,
    emoji,
)
