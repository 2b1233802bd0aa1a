"""`**Answer:** …` below a heading, as chatbots and textbooks have it: the back of a card is the answer already."""

import re
from collections.abc import Iterator, Sequence

from ankigen.codes.slips import ANSWER_LABEL
from ankigen.diagnostic import Diagnostic
from ankigen.model.cloze import OPEN
from ankigen.parse.choice import is_task
from ankigen.parse.mask import Visible, short
from ankigen.parse.option_forms import LETTERED, notes
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, needs
from ankigen.rare import RarePattern

LABEL = RarePattern(
    r"[ \t]{0,3}(?P<mark>\*\*|__|[*_])?(?:(?:correct[ \t]+)?answer)(?P<inner>[ \t]*:)?"
    r"(?(mark)(?P=mark))(?(inner)|[ \t]*:)[ \t]*",
    re.IGNORECASE,
)


@needs(r"(?:[aA]nswer|ANSWER)[ \t]*[*_]{0,2}[ \t]*:")
def answer_labels(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first one of each note that has neither clozes nor options."""
    lines = text.text.split("\n")
    titles = {heading.title.line: heading for heading in plan.headings}
    for under in notes(text, plan):
        heading = titles.get(under.start - 1)
        if heading and (heading.level == 3 or (heading.level == 4 and heading.title.text.strip().lower() == "answer")):
            seen = [number for number in under if number not in plan.opaque and lines[number - 1].strip()]
            if not _has_another_answer(lines, under, seen):
                yield from _label(text, lines, seen)


def _has_another_answer(lines: Sequence[str], under: range, seen: Sequence[int]) -> bool:
    """Whether it hides the answer in clozes, or has options."""
    whole = "\n".join(lines[under.start - 2 : under.stop - 1])
    return OPEN.search(whole) is not None or any(
        is_task(line) or LETTERED.match(line) for line in (lines[number - 1] for number in seen)
    )


def _label(text: Visible, lines: Sequence[str], seen: Sequence[int]) -> Iterator[Diagnostic]:
    for at, number in enumerate(seen):
        match = LABEL.match(lines[number - 1])
        if match is None:
            continue
        place = text.source.span(number, len(match[0]) - len(match[0].lstrip()) + 1)
        label = match[0].strip()
        if at and lines[seen[at - 1] - 1].rstrip(" *_").endswith("?"):
            return  # `question-in-answer` says it
        if at:
            message = f"what stands above '{label}' is on the back of the card too"
            hint = (
                f"write #### Answer on a line of its own instead, if it belongs to the question; else delete '{label}'"
            )
            yield Diagnostic(place, ANSWER_LABEL, message, hint)
            return
        start = text.starts[number - 1]
        rest = text.source.line(number)[match.end() :]
        edits = (text.edit(start, start + match.end(), ""),) if rest.strip() else ()
        message = f"the back of the card is the answer: learners would see '{label}' before it"
        hint = f"write {short(rest)}" if rest.strip() else "delete it"
        yield Diagnostic(place, ANSWER_LABEL, message, hint, edits=edits)
        return


ANSWER_LABELS: tuple[Slip, ...] = (answer_labels,)
