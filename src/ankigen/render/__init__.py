"""Render Markdown as GitHub shows it, as safe HTML for Anki's fields."""

from ankigen.render.renderer import VERSIONS, Renderer

__all__ = ["VERSIONS", "Renderer"]
