"""A choice has two or more options, and one or more of them are right."""

import re
from collections.abc import Iterator, Sequence

from ankigen.codes.choices import (
    LETTERED_OPTION,
    NO_RIGHT_ANSWER,
    SAME_OPTION,
    TOLD_OPTION,
    TOO_FEW_OPTIONS,
    TOO_MANY_OPTIONS,
    TWO_RIGHT_ANSWERS,
)
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.model.cloze import without_comments
from ankigen.model.deck import Deck
from ankigen.model.note import Kind, Note, Option
from ankigen.rare import RarePattern

MOST = 26  # letters
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LETTER = re.compile(r"(\*{0,2})\(?(?:([a-zA-Z])|(\d{1,2}))[.):](?!\d)[ \t]*(?=\S)")
# A. baumannii, B. fragilis and C. difficile are species.
SPECIES = RarePattern(r"[A-Z]\. [a-z-]+\.?(?:\n|$)")
# "Kidney (right)" is a side, and "correct" may be a word of the option.
TOLD = re.compile(
    r"[ \t]*(?:[*_]{0,2}[(\[](?:the )?(?:correct(?: answer| option| choice)?|right (?:answer|option|choice))[)\]]"
    r"[*_]{0,2}"
    r"|[✓✔✅☑]\ufe0f?|(?:←|<-+)[ \t]*(?:correct|right)(?: answer)?)[ \t]*\Z",
    re.IGNORECASE,
)
TOLD_WRONG = re.compile(
    r"[ \t]*(?:[✗✘❌]\ufe0f?"
    r"|[*_]{0,2}[(\[](?:incorrect|wrong|false|not correct)(?: answer| option)?[)\]][*_]{0,2})[ \t]*\Z",
    re.IGNORECASE,
)
# The whole option in bold, slanting, underlined or highlighted letters; and a mark of a footnote.
EMPHASISED = re.compile(
    r"\A(?:\*\*[^*]+\*\*|__[^_]+__|\*[^*]+\*|_[^_]+_|<(mark|u|b|strong|em|i)>.*</\1>)[.,;]?\Z", re.DOTALL
)
NOTED = re.compile(r"\[\^[^\]\s]+\]")
LOOKS = ((EMPHASISED, "in bold or slanting letters"), (NOTED, "with a footnote"))
# Letters and numbers that belong to what they name.
NAMED_BY_SIGN = re.compile(
    r"\b(?:(?:phase|stage|grade|degree|vitamin|hepatitis|influenza|NYHA|ASA|NREM|FIGO)(?:e?s)?\b"
    r"|(?:class|type|group|level|zone)(?:e?s)?\b(?!\s+of\b))",
    re.IGNORECASE,
)
# A question that has one answer. "Which is/are true?" may have more.
ASKS_FOR_ONE = RarePattern(
    r"\b(?:which|what)(?:[ \t]+[\w-]+){0,3}?[ \t]+(?:is|was)\b(?!/|\s*\(|\s+(?:or|and)\b)"
    r"|\b(?:single|one|best|most likely|first-line)\s+(?:\w+\s+)?(?:answer|option|diagnosis|cause|step|treatment)\b",
    re.IGNORECASE,
)
ASKS_FOR_SEVERAL = RarePattern(
    r"\b(?:all|any|apply|are|were|have|do|two|three|four|five|several|every|both|multiple)\b", re.IGNORECASE
)
# What an option ends with, or has, that says what it is.
TOLD_ENDS = tuple(")]✓✔✅☑✗✘❌")
ARROWS = ("←", "<-")
NESTED = re.compile(r"\n[ \t]{0,3}[-*+][ \t]+(?=[^\s\[])")


def task_list_options(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.kind is Kind.CHOICE and len(note.options) < 2:
            hint = "write each option as a line: - [ ] wrong, - [x] right"
            if note.options:
                hint += "; for brackets that are no box, write \\[x]"
            yield Diagnostic(note.span, TOO_FEW_OPTIONS, "a choice needs two or more options", hint)
        for option in note.options[MOST:]:
            hint = "leave out the less plausible ones: three to five are best"
            yield Diagnostic(option.text.span(), TOO_MANY_OPTIONS, f"a choice has at most {MOST} options", hint)


def right_answer(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        right = [option for option in note.options if option.right]
        if note.options and not right:
            yield Diagnostic(note.span, NO_RIGHT_ANSWER, "no option is marked right", "mark it: - [x] …")
        if len(right) > 1 and len(right) == len(note.options):
            hint = "add options that are wrong, or ask without options"
            message = "every option is marked right: there is nothing to choose"
            yield Diagnostic(right[1].text.span(), TWO_RIGHT_ANSWERS, message, hint)
        elif len(right) > 1 and _asks_for_one(note):
            hint = "leave one [x]; or ask for all of them: Which … are …?"
            message = "the question asks for one answer, and a second option is marked right"
            yield Diagnostic(right[1].text.span(), TWO_RIGHT_ANSWERS, message, hint)


def _asks_for_one(note: Note) -> bool:
    asked = " ".join(part.text for part in (note.front, note.stem, note.body) if part)
    return ASKS_FOR_ONE.search(asked) is not None and not ASKS_FOR_SEVERAL.search(asked)


def same_option(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        first: dict[str, int] = {}
        for number, option in enumerate(note.options):
            words = " ".join(without_comments(option.text.text).split())
            if words and words in first:
                letter = LETTERS[first[words] % MOST].upper()
                message = f"this option says the same as option {letter}"
                yield Diagnostic(option.text.span(), SAME_OPTION, message, "leave one of them")
            first.setdefault(words, number)


def lettered_option(deck: Deck) -> Iterator[Diagnostic]:
    """Letters or numbers in their order, which the card adds itself: told at the first option. Of classes, phases,
    types, vitamins and the like they are what is asked."""
    for note in deck.notes:
        found = [match for option in note.options if (match := LETTER.match(option.text.text))]
        if not found or len(found) < max(2, len(note.options)):
            continue
        letters = [(match[2] or "").lower() for match in found]
        numbers = [match[3] or "" for match in found]
        in_order = letters == list(LETTERS[: len(found)]) or numbers == [str(at) for at in range(1, len(found) + 1)]
        asked = " ".join(part.text for part in (note.front, note.stem, note.body) if part)
        if NAMED_BY_SIGN.search(asked) or all(SPECIES.match(option.text.text) for option in note.options):
            continue
        if in_order:
            edits = tuple(_without_letter(option, match) for option, match in zip(note.options, found, strict=True))
            written = found[0][0].strip()
            message = f"the card puts a letter before each option: this one would read 'A. {written} …'"
            hint = f"write the options without {written}"
            if _names_options(note, numbers if numbers[0] else letters):
                hint, edits = f"{hint}, and name them by their words elsewhere in the note", ()
            yield Diagnostic(note.options[0].text.span(), LETTERED_OPTION, message, hint, edits=edits)


def _names_options(note: Note, signs: Sequence[str]) -> bool:
    """Whether a text of the note may name an option by its number or letter."""
    texts = [option.text.text[match.end() :] for option in note.options if (match := LETTER.match(option.text.text))]
    texts += [part.text for part in (note.explanation, *(text for _, text in note.fields)) if part]
    others = "|".join({*signs, *map(str.upper, signs)} - {"a", "A"})
    named = re.compile(rf"(?<![\w.,-])(?:\(A\)|A(?=,? (?:and|or) [B-H]\b)|{others})(?![\w-]|[.,]\d)")
    return any(named.search(text) for text in texts)


def _without_letter(option: Option, match: re.Match[str]) -> Edit:
    start = match.end(1)
    return Edit(option.text.span(start), option.text.text[start : match.end()], "")


def told_option(deck: Deck) -> Iterator[Diagnostic]:
    """Marks of right and wrong options in their words; and an explanation in a list under right options alone."""
    for note in deck.notes:
        yield from _told_by_marks(note)
        yield from _told_by_look(note)
        explained = [
            (option, match)
            for option in note.options
            if (match := NESTED.search(option.text.text)) and _is_indented(option, match.end())
        ]
        wrong = [option for option in note.options if not option.right]
        if explained and wrong and all(option.right for option, _ in explained):
            option, match = explained[0]
            message = "this is shown with the question, and no wrong option has such a list: it gives the answer away"
            hint = "put an explanation under all options, after an empty line and without spaces before it"
            yield Diagnostic(option.text.span(match.end()), TOLD_OPTION, message, hint)


def _told_by_marks(note: Note) -> Iterator[Diagnostic]:
    """What an option's words say of it; where they say the opposite of its box, only the author knows what is right."""
    if not any(_may_tell(option.text.text) for option in note.options):
        return
    marks = [(option, TOLD.search(option.text.text), TOLD_WRONG.search(option.text.text)) for option in note.options]
    against = any(wrong if option.right else right for option, right, wrong in marks)
    for option, right, wrong in marks:
        match = right or wrong
        if match is None or not match.start():
            continue
        place = option.text.span(match.start() + len(match[0]) - len(match[0].lstrip()))
        said = match[0].strip()
        if (right is not None) is not option.right:
            message = f"'{said}' says the opposite of this option's box"
            yield Diagnostic(place, TOLD_OPTION, message, f"mark it as it is: [x] or [ ]; and delete {said}")
            continue
        edits = () if against else (Edit(option.text.span(match.start()), match[0], ""),)
        message = f"this is shown with the question: it says which option is {'right' if option.right else 'wrong'}"
        yield Diagnostic(place, TOLD_OPTION, message, f"delete {said}", edits=edits)


def _may_tell(words: str) -> bool:
    """Whether one of the marks may be there, which a pattern would look for at each blank."""
    return words.rstrip(" \t*_\ufe0f").endswith(TOLD_ENDS) or any(arrow in words for arrow in ARROWS)


def _told_by_look(note: Note) -> Iterator[Diagnostic]:
    """Right options that look otherwise than all wrong ones: in bold letters, or with a footnote."""
    right = [option for option in note.options if option.right]
    wrong = [option for option in note.options if not option.right]
    for look, what in LOOKS if right and wrong else ():
        found = [option for option in right if look.search(option.text.text.strip())]
        if len(found) == len(right) and not any(look.search(option.text.text.strip()) for option in wrong):
            which = "the right option is" if len(right) == 1 else "right options are"
            message = f"only {which} {what}: learners see it with the question"
            hint = "write it like the others" if look is EMPHASISED else "put the footnote's text under all options"
            yield Diagnostic(found[0].text.span(), TOLD_OPTION, message, hint)


def _is_indented(option: Option, at: int) -> bool:
    """Whether a line of an option stands under its words; what does not is `text-in-option`."""
    place = option.text.span(at)
    return place.source.line(place.line).startswith((" ", "\t"))
