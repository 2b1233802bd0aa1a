"""`**Answer:** …` below a heading, as chatbots and textbooks have it: the back of a card is the answer already."""

import re
from collections.abc import Iterator, Sequence

from ankigen.codes.slips import ANSWER_LABEL
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.model.cloze import OPEN
from ankigen.parse.choice import is_task
from ankigen.parse.mask import Visible, short
from ankigen.parse.option_forms import LETTERED, notes
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, needs_one
from ankigen.rare import RarePattern

# `A:` is one where no `B:` follows.
_SIGN = r"(?:[ \t]*:|[ \t]+[-–—](?=[ \t]))"
# In `**Answer: the radius**` the stars stand around the answer too.
_WHOLE = r"(?:(?P<stars>\*\*|__)(?=[^*_\n]*[:–—-][^*_\n]*\w[^*_\n]*(?P=stars)[ \t]*$))?"
_ANSWER = (
    r"(?:correct[ \t]+)?answer|(?:richtige[ \t]+)?antwort|réponse(?:[ \t]+correcte)?|respuesta(?:[ \t]+correcta)?"
    r"|resposta(?:[ \t]+correta)?|risposta(?:[ \t]+corretta)?|antwoord|odpowiedź|ответ|відповідь"
)
LABEL = RarePattern(
    rf"(?P<before>[ \t]{{0,3}}(?:>[ \t]?|[-*+][ \t]+)?{_WHOLE})"
    r"(?P<label>(?:[^\w\s*_#>`$\\-]\ufe0f?[ \t]*)?(?P<mark>\*\*|__|[*_])?"
    rf"(?:{_ANSWER}|ans(?:(?=[ \t]*:)|\.)|(?-i:(?P<letter>A))(?=:|\*\*:|__:))(?P<inner>{_SIGN}|(?<=\.):?)?"
    rf"(?(mark)(?P=mark))(?(inner)|(?:{_SIGN}|(?(mark)(?=[ \t]*$)|(?!)))))[ \t]*",
    re.IGNORECASE,
)
# What one of the labels holds.
MARKS = (
    *("nswer", "NSWER", r"A(?:ns|NS|:|\*\*:|__:)", "ntwo", "éponse", "sp(?:ues|os)ta"),
    *("wiedź", "твет", "повідь"),
)
LETTERS = RarePattern(r"\(?[A-H]\)?\.?(?:[ \t]*(?:,|;|/|&|\+|and|,[ \t]*and)[ \t]*\(?[A-H]\)?\.?){0,7}")
ENDS = " *_\"”’')"  # what may stand behind a question
OF_A_LIST = RarePattern(r"[ \t]{0,3}(?:[-*+][ \t]+)?[*_]{0,2}b[*_]{0,2}:", re.IGNORECASE)


@needs_one(*MARKS)
def answer_labels(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first one of each note without clozes; under options those that name one."""
    lines = text.lines
    titles = {heading.title.line: heading for heading in plan.headings}
    asked = sum(1 for line in lines if line.startswith("A: ")) > 1
    for under in notes(text, plan):
        heading = titles.get(under.start - 1)
        if heading and (heading.level == 3 or (heading.level == 4 and heading.title.text.strip().lower() == "answer")):
            seen = [number for number in under if number not in plan.opaque and lines[number - 1].strip()]
            options = [number for number in seen if is_task(lines[number - 1])]
            if options:
                yield from _above_options(text, lines, [number for number in seen if number < options[0]])
                yield from _below_options(text, options, [number for number in seen if number > options[-1]])
            elif not _has_another_answer(lines, under, seen):
                yield from _label(text, lines, seen, letter=asked or heading.title.text.lstrip("*_ ").startswith("Q"))


def _has_another_answer(lines: Sequence[str], under: range, seen: Sequence[int]) -> bool:
    """Whether it hides the answer in clozes, or has options with letters."""
    whole = "\n".join(lines[under.start - 2 : under.stop - 1])
    return OPEN.search(whole) is not None or any(
        LETTERED.match(line) or OF_A_LIST.match(line) for line in (lines[number - 1] for number in seen)
    )


def _above_options(text: Visible, lines: Sequence[str], above: Sequence[int]) -> Iterator[Diagnostic]:
    """`Answer: B` before the options, where learners see it with the question."""
    for number in above:
        match = LABEL.match(lines[number - 1])
        if match and not match["letter"] and lines[number - 1][match.end() :].strip(" *_"):
            place = text.source.span(number, match.start("label") + 1)
            message = "learners would see this answer with the question"
            yield Diagnostic(place, ANSWER_LABEL, message, "delete the line: [x] marks the right options")


def _below_options(text: Visible, options: Sequence[int], below: Sequence[int]) -> Iterator[Diagnostic]:
    """`Answer: B` under boxes, one of which may be another."""
    written = [text.source.line(number).partition("]") for number in options]
    words = [after.strip().casefold() for _, _, after in written]
    right = {at for at, (before, _, _) in enumerate(written) if not before.endswith(" ")}
    for number in below:
        line = text.source.line(number)
        match = LABEL.match(line)
        rest = line[match.end() :].strip(" \t*_") if match else ""
        named = set[int]()
        if LETTERS.fullmatch(rest):
            named = {ord(letter) - ord("A") for letter in re.findall(r"\b[A-H]\b", rest)}
        elif rest.casefold() in words:
            named = {words.index(rest.casefold())}
        if not match or not named or max(named) >= len(options):
            continue
        said = short(line.strip())
        start = text.starts[number - 1]
        message, hint = (
            f"'{said}' names other options than the boxes",
            "leave [x] at the right ones, and delete this line",
        )
        edits: tuple[Edit, ...] = ()
        if named == right:
            message, hint = f"the boxes say what is right: '{said}' says it again", "delete this line"
            edits = (text.edit(start, start + len(line), ""),)
        place = text.source.span(number, len(line) - len(line.lstrip()) + 1)
        yield Diagnostic(place, ANSWER_LABEL, message, hint, edits=edits)


def _label(text: Visible, lines: Sequence[str], seen: Sequence[int], *, letter: bool) -> Iterator[Diagnostic]:
    """`letter` tells whether an `A:` without stars is one; it may be hepatitis A, or the A of ABCDE."""
    for at, number in enumerate(seen):
        match = LABEL.match(lines[number - 1])
        if match is None or (match["letter"] and not match["mark"] and not letter):
            continue
        label = match["label"]
        place = text.source.span(number, match.start("label") + 1)
        if at and lines[seen[at - 1] - 1].rstrip(ENDS).endswith("?"):
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
        edits = (text.edit(start + match.start("label"), start + match.end(), ""),) if rest.strip() else ()
        message = f"the back of the card is the answer: learners would see '{label}' before it"
        hint = f"write {match['stars'] or ''}{short(rest)}" if rest.strip() else "delete it"
        yield Diagnostic(place, ANSWER_LABEL, message, hint, edits=edits)
        return


ANSWER_LABELS: tuple[Slip, ...] = (answer_labels,)
