"""What a learner reads of Markdown source, letter by letter where it stands: enough for rules about wording.

Rendering is a stage of its own; here markup only steps aside, so that a word keeps its line and column.
"""

import re
from dataclasses import dataclass

from ankigen.source import Fragment, Span

GONE = "\x7f"  # stands for a character of markup, until the text is put together
THING = "\ufffc"  # code and formulas: something is there, but no words
INLINE = re.compile(r"[\\`*_~^$\[<&{]")
BLOCK = re.compile(r"(?:\A|\n)[ \t]*(?:[-+*#>|]|\d+[.)][ \t])")
LINE_STARTS = frozenset("-+*#>|0123456789 \t")
# Every alternative begins with a character of its own, so that `re` can skip to the next one of them;
# bounds keep a line of nothing but brackets from taking for ever.
MARKUP = re.compile(
    r"""<!--.*?(?:-->|\Z) | </?[a-zA-Z][^>\n]{0,999}> | <(?=https?:) | https?://[^\s>)]+>?
      | !\[[^\]\n]{0,999}\]\((?:[^()\n]|\([^()\n]*\)){0,999}\) | \[(?=[^\]\n]{0,999}\]\()
      | \]\((?:[^()\n]|\([^()\n]*\)){0,999}\)
      | \{\{c[\d,]+:: | ::[^{}\n]{0,999}(?=\}\}) | \}\} | \\[!-/:-@\[-`{-~]
      | ```.*?(?:```|\Z) | ``.+?`` | `[^`]+` | \$\$.+?\$\$ | \$(?=[^\s$])[^$\n]*?(?<=\S)\$(?!\d)
      | &(?:\#\d+|[a-zA-Z]+); | \*\** | ~~* | _(?<!\w_)_*(?=\S) | _(?<=\S_)_*(?!\w)
      | \^(?=[^\s^]+\^) | \^(?<=[^\s^]\^)(?!\w)""",
    re.VERBOSE | re.DOTALL,
)
LINE_MARKUP = re.compile(
    r"""^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\][ ])? | ^[ ]{0,3}(?:>[ ]?|\#+[ ]+)+
      | ^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SAID = re.compile(r"[^\W_]+(?:[-‐–/.,'’%°µ][^\W_]+|(?<=\d)\s?(?:[µm]?[gLl]|mmol|mm|cm|%)\b)*")
LABEL = re.compile(r"(?:^|(?<=\s))(?:\(?\d{1,2}[.)]|\(?[A-Za-z][.)]|[A-Z]:)(?=\s)", re.MULTILINE)
# A path in pointed brackets, or one whose round brackets are paired.
IMG = re.compile(r"<img\b[^>]*>")
IMAGE = re.compile(r"!\[([^\]\n]{0,999})\]\(\s*(?:<([^>\n]*)>|((?:[^()\s]|\([^()\s]*\))*))")


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a fragment. `mask` is as long as the fragment's text and has `GONE` where markup was."""

    fragment: Fragment
    mask: str
    text: str

    def span(self, at: int = 0) -> Span:
        """The place in the file of the character at `at` in `text`."""
        place, gone = at, 0
        while (before := self.mask.count(GONE, 0, place + 1)) > gone:
            place, gone = at + before, before
        return self.fragment.span(place)

    def part(self, start: int, end: int) -> str:
        """The words between two offsets of the fragment's text."""
        return self.mask[start:end].replace(GONE, "")


def prose(fragment: Fragment) -> Prose:
    mask = text = fragment.text
    if ("\n" in text or text[:1] in LINE_STARTS) and BLOCK.search(text):
        mask = LINE_MARKUP.sub(lambda match: " " * len(match[0]), mask)
    if INLINE.search(text) or "://" in text:
        mask = MARKUP.sub(_mask, mask)
    return Prose(fragment, mask, mask.replace(GONE, "") if mask is not text else text)


def _mask(match: re.Match[str]) -> str:
    markup = match[0]
    match markup[0]:
        case "`" | "$":
            return THING + GONE * (len(markup) - 1)
        case "&":
            return " " * len(markup)
        case "\\":
            return GONE + markup[1]
        case _:
            return GONE * len(markup)


def count_words(text: str) -> int:
    """How many words there are to say: a compound or a number with its unit is one, the label of a list none."""
    return len(SAID.findall(LABEL.sub(" ", text)))


def words(text: str) -> list[str]:
    return WORD.findall(text)


def images(fragment: Fragment) -> list[tuple[str, str, Span]]:
    """Alt text, path and place of every picture that Markdown shows in the fragment."""
    text = fragment.text
    found = [(match.start(), match[1], match[2] or match[3]) for match in IMAGE.finditer(text)] if "![" in text else []
    if "<img" in text:
        found += [(tag.start(), _attribute(tag[0], "alt"), _attribute(tag[0], "src")) for tag in IMG.finditer(text)]
    return [(alt.strip(), path, fragment.span(start)) for start, alt, path in sorted(found)]


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"""\b{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", tag)
    return next((value for value in match.groups() if value is not None), "") if match else ""
