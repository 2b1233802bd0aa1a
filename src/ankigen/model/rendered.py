"""What a renderer takes and gives back."""

from typing import NamedTuple, Protocol

from ankigen.diagnostic import Diagnostic
from ankigen.model.note import NO_DEFINITIONS, Definitions
from ankigen.source import Fragment, Span
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A media file a fragment names: the path as the author wrote it, percent-decoded."""

    path: str
    span: Span


class Rendered(NamedTuple):
    """Safe HTML with its cloze markers, the media it names, and what is wrong with the fragment. `plain` says that
    the text has no markup at all, and so stands in the HTML as it was written; `formulas` are those that the author
    marked as such, as they stand in the HTML; `footnotes` the labels of those it names, in order."""

    html: str
    media: tuple[MediaReference, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    plain: bool = False
    formulas: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()


class Renders(Protocol):
    """What makes HTML of Markdown."""

    def block(self, text: Fragment, *, cloze: bool = False, definitions: Definitions = NO_DEFINITIONS) -> Rendered:
        """A field's content: paragraphs, lists, tables and all."""

    def inline(self, text: Fragment, *, cloze: bool = False, definitions: Definitions = NO_DEFINITIONS) -> Rendered:
        """A heading's or a title's content: no blocks."""
