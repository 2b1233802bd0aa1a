"""Render Markdown as GitHub shows it, as safe HTML for Anki's fields."""

from ankigen.render.rendered import MediaReference, Rendered
from ankigen.render.renderer import VERSIONS, Renderer

__all__ = ["VERSIONS", "MediaReference", "Rendered", "Renderer"]
