"""Fragments out of nowhere, and what GitHub's parser makes of a text."""

from pathlib import Path

from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options

from ankigen.source import Fragment, Source


def fragment(text: str) -> Fragment:
    return Fragment(Source(Path("a.md"), "a.md", text), 1, text)


def github(text: str) -> str:
    """GitHub's HTML, raw HTML included as its sanitiser gets it."""
    html: str = github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
    return html
