"""Markdown as GitHub shows it, as safe HTML for Anki's fields.

Comes in: a `Fragment`. Goes out: `Rendered`, HTML with its media and findings. Know first: `renderer.Renderer`.
"""

from ankigen.render.inline.tex_check import problems as tex_problems
from ankigen.render.renderer import Renderer

__all__ = ["Renderer", "tex_problems"]
