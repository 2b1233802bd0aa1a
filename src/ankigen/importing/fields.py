"""A field's source: Markdown if that provably shows what Anki showed, else HTML as Anki holds it."""

import re
from collections.abc import Collection, Mapping
from enum import Enum
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from ankigen.card.plain import plain
from ankigen.compile.own_fields import unwrapped, with_single_numbers
from ankigen.diagnostic import Severity
from ankigen.importing.as_markdown import as_markdown
from ankigen.importing.shown import shown, shown_tree
from ankigen.importing.tree import CannotSayError, tree
from ankigen.model.rendered import Rendered, Renders
from ankigen.render.bounds import DEEPEST, SOUND, is_too_deep, without_torn_tag
from ankigen.render.html_field import MEDIA, clean_html, fenced
from ankigen.source import Fragment, Source, clean, with_line_feeds
from ankigen.values import dataclass

# Text that is the same in Markdown and in HTML.
PLAIN = re.compile(r"[^\W\d_][\w ,;()'’–\"?%/-]*(?:\.(?= |\Z)[\w ,;()'’–\"?%/-]*)*")
NAMED = re.compile(
    r"""(?is)(<(?:img|audio|video|source|object)\b[^>]{0,5000}?\s(?:src|data)\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)"""
    rf"|{SOUND}"
)
WORD = re.compile(r"(?<![\w.#:\[=\"'-])([a-z][a-z0-9]*)(?![\w-]*[(])")
# What Anki reads beside `[sound:…]`.
MARK = re.compile(r"(?i)\[/?(?:latex|\$\$?)\]|\[anki:")
NOWHERE = Source(Path("field"), "field")


class How(Enum):
    """How a field is kept: as Markdown, as HTML, or as HTML of which something was not allowed."""

    MARKDOWN = "Markdown"
    HTML = "HTML"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldSource:
    """What is written for a field. `html` shows what it must, `why` says why it is no Markdown or what was left out."""

    text: str
    html: str
    how: How
    why: str = ""


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts the fields of notes of one note type. `files` maps a file's name in Anki to its path in the deck, if it
    is shipped; `styled` are the elements that the note type's style speaks of; `paragraphs` is what `OwnType` says."""

    renderer: Renders
    files: Mapping[str, str]
    styled: frozenset[str]
    paragraphs: bool = False

    def field(self, html: str, *, cloze: bool, heading: bool = False) -> FieldSource:
        """The field's source; a heading that Markdown cannot say on one line comes back as HTML."""
        if not self.paragraphs and PLAIN.fullmatch(html) and "  " not in html and not html.endswith(" "):
            return FieldSource(html, html, How.MARKDOWN)
        named, safe, lost = self.cleaned(html)
        if lost:
            return FieldSource(fenced(safe), safe, How.CHANGED, ", ".join(lost))
        if why := self.only_html(safe):
            return FieldSource(fenced(named), safe, How.HTML, why)
        try:
            parts = tree(safe)
            text = as_markdown(parts, self.styled)
        except CannotSayError as error:
            return FieldSource(fenced(named), safe, How.HTML, str(error))
        if heading and ("\n" in text or not text):
            return FieldSource(fenced(named), safe, How.HTML, "more than one line")
        made, why = self.rendered(text, cloze=cloze, heading=heading)
        if not why and shown(made, self.styled) != shown_tree(parts, self.styled):
            why = "would look different"
        return FieldSource(fenced(named), safe, How.HTML, why) if why else FieldSource(text, made, How.MARKDOWN)

    def kept(self, html: str) -> FieldSource:
        """The field as HTML, whatever Markdown could say."""
        named, safe, lost = self.cleaned(html)
        if lost:
            return FieldSource(fenced(safe), safe, How.CHANGED, ", ".join(lost))
        return FieldSource(fenced(named), safe, How.HTML, "its Markdown would be reported")

    def cleaned(self, html: str) -> tuple[str, str, tuple[str, ...]]:
        """The field with paths in the deck, the same as a card may hold it, and what that leaves out. Whatever ends a
        line in some program is a line feed, which a browser takes for a space too."""
        html = without_torn_tag(html)
        if is_too_deep(html):
            words = escape(plain(html))
            return words, words, (f"all but its words: it has more than {DEEPEST:,} elements one in the other",)
        named = with_line_feeds(self.with_paths(clean(html)))
        safe, lost = clean_html(named)
        ended = with_line_feeds(safe)
        return (named if ended == safe else ended), ended, lost

    def only_html(self, html: str) -> str:
        """Why only HTML will do, before it is tried: what Anki itself reads in a field, a file that is not shipped."""
        if MARK.search(html):
            return "LaTeX or speech of Anki's own"
        missing = any(not path.startswith(MEDIA) for path in named_files(html))
        return "names a file that is not shipped" if missing else ""

    def rendered(self, text: str, *, cloze: bool, heading: bool) -> tuple[str, str]:
        """The Markdown as the field will have it, and the error in it, empty if there is none."""
        fragment = Fragment(NOWHERE, 1, text)
        if heading and not self.paragraphs:
            rendered = self.renderer.inline(fragment, cloze=cloze)
            made = rendered.html
        else:
            rendered = self.renderer.block(fragment, cloze=cloze)
            made = rendered.html if self.paragraphs else unwrapped(rendered.html)
        return clean(with_single_numbers(made)), _problem(rendered)

    def with_paths(self, html: str) -> str:
        """The HTML with each file that is shipped under its path in the deck."""
        if not self.files or not ("<" in html or "[sound:" in html):
            return html

        def put(match: re.Match[str]) -> str:
            if match[3] is not None:
                path = self.path(match[3])
                return f"[sound:{path}]" if path else match[0]
            quoted = match[2]
            path = self.path(quoted[1:-1] if quoted[:1] in "\"'" else quoted)
            return f'{match[1]}"{path.replace("&", "&amp;")}"' if path else match[0]

        return NAMED.sub(put, html)

    def path(self, written: str) -> str:
        """The path of the file that a field names so; empty if it is not shipped."""
        name = unescape(written)
        return self.files.get(clean(name)) or self.files.get(clean(unquote(name)), "")


def _problem(rendered: Rendered) -> str:
    return next((item.message for item in rendered.problems if item.severity is Severity.ERROR), "")


def renamed(html: str, names: Mapping[str, str]) -> str:
    """The field with the files that it names under other names, those that are known."""

    def put(match: re.Match[str]) -> str:
        written = match[3] if match[3] is not None else match[2].strip("\"'")
        name = unescape(written)
        other = names.get(clean(name)) or names.get(clean(unquote(name)))
        if not other:
            return match[0]
        return f"[sound:{other}]" if match[3] is not None else f'{match[1]}"{other}"'

    return NAMED.sub(put, html) if "<" in html or "[sound:" in html else html


def named_files(html: str) -> set[str]:
    """The files that a field names, as it names them and as Anki reads that."""
    found = set()
    if "<" in html or "[sound:" in html:
        for match in NAMED.finditer(html):
            written = match[3] if match[3] is not None else match[2].strip("\"'")
            found |= {clean(unescape(written)), clean(unquote(unescape(written)))}
    return found


def lacking(html: str, known: set[str]) -> set[str]:
    """The files that a field names and that are not known."""
    found = named_files(html)
    return set() if found & known else {name for name in found if "//" not in name and not name.startswith("data:")}


def styled_elements(css: str) -> frozenset[str]:
    """The elements that a style speaks of by their names."""
    css = re.sub(r"/\*.*?(?:\*/|\Z)", "", css, flags=re.DOTALL)
    selectors = (rule.rpartition("}")[2].rpartition(";")[2] for rule in css.split("{"))
    return frozenset(word for selector in selectors for word in WORD.findall(selector.lower()))


def same(one: str, other: str, styled: Collection[str]) -> bool:
    return one == other or shown(one, styled) == shown(other, styled)
