"""What the renderer gives back."""

from dataclasses import dataclass

from ankigen.diagnostic import Diagnostic
from ankigen.source import Span


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A media file a fragment names: the path as the author wrote it, percent-decoded."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML with its cloze markers, the media it names, and what is wrong with the fragment."""

    html: str
    media: tuple[MediaReference, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
