"""Markdown in, safe HTML for an Anki field out."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

import markdown
from markdown.util import STX

from ankigen.codes.markdown import UNSAFE_HTML
from ankigen.codes.notes import UNCLOSED_CLOZE
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.model.anki_marks import OURS, with_ours
from ankigen.model.cloze import clozes
from ankigen.model.note import NO_DEFINITIONS, Definitions
from ankigen.model.rendered import MediaReference, Rendered
from ankigen.render.allowed_html import UNTOUCHED, cleaner
from ankigen.render.block.parser import Blocks
from ankigen.render.cloze_markers import SIMPLE, Shielded, shield
from ankigen.render.extension import Gfm
from ankigen.render.findings import Finding, Findings
from ankigen.render.html_check import lost
from ankigen.render.inline.references import unescape
from ankigen.render.plain import plain_block, plain_inline
from ankigen.source import Fragment, Span


class Renderer:
    """Renders one fragment after the other; one per process, as its Markdown instance is dear to make. With `remember`
    it has so many of the last texts at hand: for who renders the same ones again and again."""

    def __init__(self, remember: int = 0) -> None:
        self._findings = Findings()
        self.markdown = markdown.Markdown(extensions=[Gfm(self._findings)], output_format="html")
        blocks = self.markdown.parser
        assert isinstance(blocks, Blocks)
        self._blocks = blocks
        self._treeprocessors = tuple(self.markdown.treeprocessors)
        self._postprocessors = tuple(self.markdown.postprocessors)
        self._cleaner = cleaner()
        self._convert = lru_cache(maxsize=remember)(self._convert_anew) if remember else self._convert_anew

    def block(self, text: Fragment, *, cloze: bool = False, definitions: Definitions = NO_DEFINITIONS) -> Rendered:
        """A field's content: paragraphs, lists, tables and all."""
        return self._render(text, cloze, plain_block, definitions, inline_only=False)

    def inline(self, text: Fragment, *, cloze: bool = False, definitions: Definitions = NO_DEFINITIONS) -> Rendered:
        """A heading's or a title's content: no blocks."""
        return self._render(text, cloze, plain_inline, definitions, inline_only=True)

    def _render(
        self,
        text: Fragment,
        cloze: bool,
        plain: Callable[[str], str | None],
        definitions: Definitions,
        *,
        inline_only: bool,
    ) -> Rendered:
        hides = cloze and "{{" in text.text
        if (not hides or SIMPLE.fullmatch(text.text)) and (html := plain(text.text)) is not None:
            return Rendered(html, plain=not hides)
        shielded = shield(text.text) if hides else Shielded(text.text)
        html = plain(shielded.text) if hides else None
        done = self._convert(shielded.text, cloze, inline_only, definitions) if html is None else _Converted(html)
        media, problems = _placed(text, shielded, done)
        restored = shielded.restore if cloze else str
        formulas = tuple(restored(escape(formula, quote=False)) for formula in done.formulas)
        return Rendered(restored(done.html), media, problems, formulas=formulas, footnotes=done.footnotes)

    def _convert_anew(self, text: str, cloze: bool, inline_only: bool, definitions: Definitions) -> "_Converted":
        self._findings.begin(cloze, text, frozenset(label for label, _ in definitions.footnotes))
        self._blocks.inline_only = inline_only
        self.markdown.reset()
        self.markdown.references.update(
            {label: (unescape(url), _unmarked(name)) for label, url, name in definitions.references}
        )
        html = self._html(_unmarked(text.replace(OURS, "\ufffd")))
        safe = with_ours(self._safe(html))
        if self._findings.raw_html:
            self._report_lost(text, html, safe)
        findings = self._findings
        return _Converted(
            safe,
            tuple(findings.media),
            tuple(findings.problems),
            tuple(findings.formulas),
            tuple(findings.footnotes),
        )

    def _safe(self, html: str) -> str:
        """What the sanitiser leaves; it is the dearest step of all, and mostly has nothing to do."""
        untouched = not self._findings.raw_html and UNTOUCHED.fullmatch(html)
        return html if untouched else self._cleaner.clean(html).strip()

    def _report_lost(self, text: str, html: str, safe: str) -> None:
        """HTML that browsers drop, if nothing worse is told of the text."""
        if any(problem.kind is UNSAFE_HTML for problem in self._findings.problems):
            return
        for what in lost(html, safe):
            at = max(text.lower().find(what[what.index("<") : -1]), 0)
            message = f"{what} cannot be used here: browsers drop it"
            self._findings.report(at, UNSAFE_HTML, message, "delete it, or write what belongs around it")

    def _html(self, text: str) -> str:
        """Python-Markdown's `convert` as far as anything is left of it: it costs as much as reading a paragraph."""
        if not text.strip():
            return ""
        root = self._blocks.parse(text.split("\n"))
        for treeprocessor in self._treeprocessors:
            treeprocessor.run(root)
        html = self.markdown.serializer(root)[len("<div>") : -len("</div>")].strip()
        for postprocessor in self._postprocessors:
            html = postprocessor.run(html)
        return html.strip()


def _unmarked(text: str) -> str:
    """The text without STX, with which Python-Markdown's own marks begin; what stands for it is not shown either."""
    return text.replace(STX, "\x01")


class _Converted(NamedTuple):
    """Safe HTML, and what was found on the way to it: paths of media and mistakes, by offset, and formulas."""

    html: str
    media: tuple[tuple[str, int], ...] = ()
    problems: tuple[Finding, ...] = ()
    formulas: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()


def _placed(
    text: Fragment, shielded: Shielded, done: _Converted
) -> tuple[tuple[MediaReference, ...], tuple[Diagnostic, ...]]:
    """The media and the mistakes at their places in the author's file."""
    if not (done.media or done.problems or shielded.unclosed):
        return (), ()
    origins = shielded.origins()
    media = tuple(MediaReference(path, text.span(origins[at])) for path, at in done.media)
    problems = [_diagnostic(text.span(origins[found.at]), found) for found in done.problems]
    problems.extend(_hidden_ends(text, shielded))
    return media, tuple(sorted(problems, key=lambda problem: problem.span.key))


def _diagnostic(place: Span, found: Finding) -> Diagnostic:
    edits = (Edit(place, *found.edit),) if found.edit else ()
    return Diagnostic(place, found.kind, found.message, found.hint, edits=edits)


def _hidden_ends(text: Fragment, shielded: Shielded) -> Iterator[Diagnostic]:
    """Clozes that end by Anki's grammar, but inside code or a formula; those that never end are the check stage's."""
    if shielded.unclosed:
        never = {cloze.start for cloze in clozes(text.text) if cloze.end is None}
        for start in shielded.unclosed:
            if start not in never:
                message = "the }} of this cloze is in code or in a formula in which the cloze does not begin"
                yield Diagnostic(
                    text.span(start), UNCLOSED_CLOZE, message, "begin and end it both inside, or both outside"
                )
