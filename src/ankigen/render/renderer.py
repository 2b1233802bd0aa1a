"""Markdown in, safe HTML for an Anki field out."""

from collections.abc import Callable, Iterator
from importlib.metadata import version

import markdown

from ankigen.cloze import clozes
from ankigen.diagnostic import Diagnostic
from ankigen.render.extension import Gfm
from ankigen.render.findings import Findings
from ankigen.render.parser import Blocks
from ankigen.render.plain import plain_block, plain_inline
from ankigen.render.raw_html import lost
from ankigen.render.safety import cleaner
from ankigen.render.shield import Shielded, shield
from ankigen.rendered import MediaReference, Rendered
from ankigen.source import Fragment

# Everything that changes the HTML of unchanged sources: part of a cache's key. Count ours up with every such change.
VERSIONS: tuple[str, ...] = (
    "render 1",
    *(f"{name} {version(name)}" for name in ("markdown", "pygments", "nh3")),
)


class Renderer:
    """Renders one fragment after the other; one per process, as its Markdown instance is dear to make."""

    def __init__(self) -> None:
        self._findings = Findings()
        self.markdown = markdown.Markdown(extensions=[Gfm(self._findings)], output_format="html")
        self._cleaner = cleaner()

    def block(self, text: Fragment, *, cloze: bool = False) -> Rendered:
        """A field's content: paragraphs, lists, tables and all."""
        return self._render(text, cloze, plain_block, inline_only=False)

    def inline(self, text: Fragment, *, cloze: bool = False) -> Rendered:
        """A heading's or a title's content: no blocks."""
        return self._render(text, cloze, plain_inline, inline_only=True)

    def _render(
        self, text: Fragment, cloze: bool, plain: Callable[[str], str | None], *, inline_only: bool
    ) -> Rendered:
        shielded = shield(text.text) if cloze else Shielded(text.text)
        self._findings.begin(cloze)
        html = plain(shielded.text)
        if html is None:
            html = self._clean(shielded.text, inline_only)
        return Rendered(shielded.restore(html) if cloze else html, *self._found(text, shielded))

    def _clean(self, text: str, inline_only: bool) -> str:
        blocks = self.markdown.parser
        assert isinstance(blocks, Blocks)
        blocks.inline_only = inline_only
        html = self.markdown.reset().convert(text)
        safe = self._cleaner.clean(html).strip()
        known = any(problem.code == "unsafe-html" for problem in self._findings.problems)
        if self._findings.raw_html and not known:
            for what in lost(html, safe):
                at = max(text.lower().find(what[what.index("<") : -1]), 0)
                self._findings.error(at, "unsafe-html", f"{what} cannot stand here: browsers drop it")
        return safe

    def _found(self, text: Fragment, shielded: Shielded) -> tuple[tuple[MediaReference, ...], tuple[Diagnostic, ...]]:
        media = tuple(MediaReference(path, text.span(shielded.origin(at))) for path, at in self._findings.media)
        problems = [
            Diagnostic(text.span(shielded.origin(found.at)), found.code, found.message, found.hint, found.severity)
            for found in self._findings.problems
        ]
        problems.extend(_hidden_ends(text, shielded))
        return media, tuple(sorted(problems, key=lambda problem: problem.span.key))


def _hidden_ends(text: Fragment, shielded: Shielded) -> Iterator[Diagnostic]:
    """Clozes that end by Anki's grammar, but inside code or a formula; those that never end are the check stage's."""
    if shielded.unclosed:
        never = {cloze.start for cloze in clozes(text.text) if cloze.end is None}
        for start in shielded.unclosed:
            if start not in never:
                message = "the }} of this cloze stands in code or a formula that the cloze does not begin in"
                yield Diagnostic(
                    text.span(start), "unclosed-cloze", message, "end it where it begins: both in, or both out"
                )
