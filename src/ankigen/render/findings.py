"""What rendering one fragment finds beside its HTML: mistakes and media, by offset in the fragment."""

from dataclasses import field

from ankigen.diagnostic import Code
from ankigen.rare import RarePattern
from ankigen.values import dataclass

TAG = RarePattern(r"<(/?[A-Za-z][^\s<>/]*)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic-to-be: `at` is an offset in the text Markdown was given. `edit` is what stands there and what
    should, if there is but one remedy."""

    at: int
    kind: Code
    message: str
    hint: str = ""
    edit: tuple[str, str] | None = None


def _pairs(text: str) -> frozenset[str]:
    """The names of the tags that the text both begins and ends."""
    names = {name.casefold() for name in TAG.findall(text)}
    return frozenset(name for name in names if f"/{name}" in names)


@dataclass(slots=True)
class Findings:
    """Collects while one fragment renders; the renderer clears it before each."""

    problems: list[Finding] = field(default_factory=list)
    media: list[tuple[str, int]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)  # as they will stand in the HTML
    footnotes: dict[str, int] = field(default_factory=dict)  # the numbers of those that the text names
    known_footnotes: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    raw_html: bool = False
    cloze: bool = False

    def begin(self, cloze: bool, text: str = "", footnotes: frozenset[str] = frozenset()) -> None:
        """A new fragment; `cloze` says whether Anki will look for clozes in it, `footnotes` which are defined."""
        self.pairs = _pairs(text) if "</" in text else frozenset()
        self.cloze = cloze
        self.known_footnotes = footnotes
        self.footnotes.clear()
        self.problems.clear()
        self.media.clear()
        self.formulas.clear()
        self.raw_html = False

    def report(self, at: int, kind: Code, message: str, hint: str = "", edit: tuple[str, str] | None = None) -> None:
        self.problems.append(Finding(at, kind, message, hint, edit))
