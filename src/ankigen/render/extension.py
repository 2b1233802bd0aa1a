"""The Python-Markdown extension that makes it read Markdown as GitHub does, and write for Anki."""

from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.util import Registry

from ankigen.render.block.parser import Blocks
from ankigen.render.findings import Findings
from ankigen.render.inline.autolinks import BareAddress, BareUrl
from ankigen.render.inline.math import Formula
from ankigen.render.inline.parser import Inline
from ankigen.render.inline.rule import Rule
from ankigen.render.inline.rules import Autolink, CodeSpan, Entity, Escape, FootnoteMark, RawTag

RULES: tuple[Callable[[Markdown, Findings], Rule], ...] = (
    Escape,
    CodeSpan,
    FootnoteMark,
    Entity,
    Formula,
    Autolink,
    RawTag,
    BareUrl,
    BareAddress,
)


class Gfm(Extension):
    """Puts our block and inline stage in the place of Python-Markdown's; the rest of its pipeline stays."""

    def __init__(self, findings: Findings) -> None:
        super().__init__()
        self.findings = findings

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        # Tabs, trailing whitespace and HTML blocks are the block stage's business: these would change what it sees.
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        md.parser = Blocks(md, self.findings)
        md.inlinePatterns = Registry()
        for number, rule in enumerate(RULES):
            md.inlinePatterns.register(rule(md, self.findings), f"gfm{number}", 100 - number)
        md.treeprocessors.register(Inline(md, self.findings), "inline", 20)
        for name in ("prettify", "unescape"):
            md.treeprocessors.deregister(name)
