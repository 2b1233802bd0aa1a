"""Code and tables as Markdown, and what to say of HTML that Markdown cannot say."""

import re
from collections.abc import Callable

from ankigen.importing.tree import CannotSayError, Element

LANGUAGE = re.compile(r"language-([\w+#.-]*)")
ALIGNED = {"": " --- ", "left": " :-- ", "center": " :-: ", "right": " --: "}


def code_block(element: Element) -> str:
    code = element.inside[0] if len(element.inside) == 1 else ""
    if isinstance(code, str) or code.tag != "code" or not set(code.attributes) <= {"class"}:
        raise CannotSayError("<pre> without <code>")
    language = LANGUAGE.fullmatch(code.attributes.get("class", "language-"))
    # The colours of a language come again, if they are ours.
    if language is None or (not language[1] and not all(isinstance(part, str) for part in code.inside)):
        raise CannotSayError("<pre> with markup")
    text = code.text()
    if "```" in text:
        raise CannotSayError("<pre> with backticks")
    return f"```{language[1]}\n{text.removesuffix(chr(10))}\n```"


def table(element: Element, cell: Callable[[Element], str]) -> str:
    """A table with a row of headings, which is the only kind that Markdown has."""
    parts = [part for part in element.inside if not isinstance(part, str) or part.strip()]
    tags = [part.tag if isinstance(part, Element) else "text" for part in parts]
    if tags not in (["thead"], ["thead", "tbody"]) or element.attributes:
        raise CannotSayError("<table> without a row of headings")
    rows = [row for part in parts if isinstance(part, Element) for row in _elements(part, "tr")]
    heads = _elements(rows[0], "th") if rows else []
    if not heads or len(rows[0].inside) != len(heads) or any(row.attributes for row in rows):
        raise CannotSayError("<table> with more than rows of cells")
    aligned = [_alignment(head) for head in heads]
    lines = ["| " + " | ".join(map(cell, heads)) + " |", "|" + "|".join(aligned) + "|"]
    for row in rows[1:]:
        cells = _elements(row, "td")
        if len(cells) != len(heads) or [_alignment(each) for each in cells] != aligned:
            raise CannotSayError("<table> with cells of its own")
        lines.append("| " + " | ".join(map(cell, cells)) + " |")
    return "\n".join(lines)


def _elements(above: Element, tag: str) -> list[Element]:
    found = [part for part in above.inside if not isinstance(part, str) or part.strip()]
    elements = [part for part in found if isinstance(part, Element) and part.tag == tag]
    if len(elements) != len(found) or (above.attributes and above.tag not in ("th", "td")):
        raise CannotSayError(f"<{above.tag}> with more than <{tag}>")
    return elements


def _alignment(cell: Element) -> str:
    stated = dict(cell.attributes)
    side = stated.pop("align", "")
    if stated or side not in ALIGNED:
        raise CannotSayError(f"<{cell.tag}> with {', '.join(cell.attributes)}")
    return ALIGNED[side]
