"""From what the rules find to what is reported: levels, silenced rules, and silences that serve nothing."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ankigen.codes.settings import IGNORE_WITHOUT_REASON, UNKNOWN_RULE
from ankigen.diagnostic import Code, Diagnostic, Severity, nearest
from ankigen.lint.deck_rule import Across, DeckRule, FileReview, Position, Silence, position
from ankigen.lint.note_text import read
from ankigen.lint.plain_text import Html
from ankigen.lint.rule import Finding, Rule, Scope
from ankigen.model.deck import Deck
from ankigen.model.lint_settings import OFF
from ankigen.model.note import Note
from ankigen.source import Source, Span

UNUSED_IGNORE = Code(
    "unused-ignore",
    "A rule is silenced that finds nothing here any more.",
    why="The silence would hide the next finding of that rule.",
    level=Severity.WARNING,
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, ignore: {enumeration: the order is the fact} -->

        Osteoclasts
        """,
    good="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone -->

        Osteoclasts
        """,
)
UNUSED = UNUSED_IGNORE.name
NOTHING_DEAD: Mapping[str, str] = MappingProxyType({})
AnyRule = Rule | DeckRule
Rules = Sequence[AnyRule]


def review(
    deck: Deck,
    rules: Rules,
    html: Html,
    scopes: Collection[Scope] = (Scope.FILE,),
    dead: Mapping[str, str] = NOTHING_DEAD,
) -> tuple[Diagnostic, ...]:
    """What the rules of these scopes find in the deck at the levels it gives them, without what a note silences.

    `html` is what the notes' parts were rendered to, `dead` what is wrong with addresses that were asked for.
    """
    files = [review_file(part, rules, html, scopes, dead) for part in deck.files()]
    return (*in_files(deck, rules, files), *review_across(deck, rules, files, scopes))


def in_files(deck: Deck, rules: Rules, files: Sequence[FileReview]) -> Iterator[Diagnostic]:
    """What was found in the files; for a release, at its levels."""
    stated = _levels(deck)
    stricter = {
        rule.kind: rule.at_release
        for rule in (rules if deck.release else ())
        if isinstance(rule, Rule) and rule.at_release and rule.kind.name not in stated
    }
    for problem in (problem for file in files for problem in file.found):
        yield replace(problem, level=stricter.get(problem.kind, problem.level)) if stricter else problem


def review_file(
    part: Deck,
    rules: Rules,
    html: Html,
    scopes: Collection[Scope] = (Scope.FILE,),
    dead: Mapping[str, str] = NOTHING_DEAD,
) -> FileReview:
    """The review of one file: a deck that has the notes of one source alone."""
    reading = read(part, html, dead)
    levels = _levels(part)
    active = _active(part, rules, scopes)
    silences = _Silences(part.notes)
    found = [
        _diagnostic(finding, rule, levels)
        for rule in active
        if isinstance(rule, Rule)
        for finding in rule.find(reading)
        if not silences.silence(finding.span.line, rule.kind.name)
    ]
    gathers = {each.name: each for rule in active if isinstance(rule, DeckRule) for each in rule.gathers}
    return FileReview(
        part.notes[0].span.source,
        (*_bad_ignores(part, _names(rules)), *found),
        silences.starts,
        silences.seen(),
        {name: each.of(reading) for name, each in gathers.items()},
    )


def review_across(
    deck: Deck, rules: Rules, files: Sequence[FileReview], scopes: Collection[Scope] = (Scope.FILE,)
) -> tuple[Diagnostic, ...]:
    """What only a look at all files can tell: what deck-wide rules find, and which silences serve nothing."""
    across = Across(replace(deck, notes=(), sources=(), drawings={}), files)
    levels = _levels(deck)
    active = _active(deck, rules, scopes)
    holders = {file.source.path: file for file in files}
    used: set[tuple[Source, Position]] = set()
    found = []
    for rule in active:
        for finding in rule.judge(across) if isinstance(rule, DeckRule) else ():
            file = holders.get(finding.span.source.path)
            silence = _silence(file, finding.span.line, rule.kind.name) if file else None
            if file and silence:
                used.add((file.source, silence.position))
            else:
                found.append(_diagnostic(finding, rule, levels))
    names = {rule.kind.name for rule in active}
    return (*_bad_codes(deck, [*_names(rules), UNUSED]), *found, *_unused(files, names, used, levels))


def _names(rules: Rules) -> list[str]:
    return [rule.kind.name for rule in rules]


def _levels(deck: Deck) -> dict[str, str]:
    return {code.text: level for code, level in deck.config.check.levels}


def _active(deck: Deck, rules: Rules, scopes: Collection[Scope]) -> list[AnyRule]:
    """The rules that the deck has not switched off, as far as its language has them."""
    levels = _levels(deck)
    wanted = (rule for rule in rules if isinstance(rule, DeckRule) or rule.scope in scopes)
    return [
        rule for rule in wanted if levels.get(rule.kind.name) != OFF and deck.config.language.startswith(rule.language)
    ]


class _Silences:
    """What the notes of a file silence with a reason, and what of it was of use."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self.starts = tuple(note.span.line for note in notes)
        self.by_note = {
            number: {code.text: code.span for code, reason in reversed(note.metadata.ignore) if reason.text}
            for number, note in enumerate(notes)
            if note.metadata.ignore
        }
        self.used: set[Span] = set()

    def silence(self, line: int, code: str) -> bool:
        """Whether the note in whose lines this one is silences the rule."""
        span = self.by_note.get(bisect_right(self.starts, line) - 1, {}).get(code)
        if span:
            self.used.add(span)
        return span is not None

    def seen(self) -> tuple[Silence, ...]:
        return tuple(
            Silence(number, code, position(span), span in self.used)
            for number, silenced in self.by_note.items()
            for code, span in silenced.items()
        )


def _silence(file: FileReview, line: int, code: str) -> Silence | None:
    number = bisect_right(file.notes, line) - 1
    return next((each for each in file.silences if (each.note, each.code) == (number, code)), None)


def _diagnostic(finding: Finding, rule: AnyRule, levels: Mapping[str, str]) -> Diagnostic:
    return Diagnostic(finding.span, rule.kind, finding.message, finding.hint, _level(finding, rule, levels))


def _level(finding: Finding, rule: AnyRule, levels: Mapping[str, str]) -> Severity:
    stated = levels.get(rule.kind.name)
    return Severity(stated) if stated else finding.level or rule.kind.level


def _bad_codes(deck: Deck, known: Sequence[str]) -> Iterator[Diagnostic]:
    for code, _ in deck.config.check.levels:
        if code.text not in known:
            message, hint = f"there is no editorial rule '{code.text}'", nearest(code.text, known)
            if _of_form(code.text):
                message, hint = f"'{code.text}' is a mistake of form, whose level nobody can set", "take this line out"
            yield Diagnostic(code.span, UNKNOWN_RULE, message, hint)


def _of_form(name: str) -> bool:
    from ankigen.codes.groups import GROUPS  # all of them are rarely needed

    return any(code.name == name for group in GROUPS for code in group.codes)


def _bad_ignores(deck: Deck, known: Sequence[str]) -> Iterator[Diagnostic]:
    for note in deck.notes:
        for code, reason in note.metadata.ignore:
            if code.text not in known:
                message = f"there is no editorial rule '{code.text}' to silence; mistakes of form cannot be silenced"
                yield Diagnostic(code.span, UNKNOWN_RULE, message, nearest(code.text, known))
            elif not reason.text:
                hint = f"say why: ignore: {{{code.text}: the reason}}"
                yield Diagnostic(code.span, IGNORE_WITHOUT_REASON, f"'{code.text}' is silenced without a reason", hint)


def _unused(
    files: Sequence[FileReview], active: set[str], used: set[tuple[Source, Position]], levels: Mapping[str, str]
) -> Iterator[Diagnostic]:
    level = levels.get(UNUSED, Severity.WARNING)
    for file in files if level != OFF else ():
        for each in file.silences:
            if each.code in active and not each.used and (file.source, each.position) not in used:
                message = f"'{each.code}' finds nothing here any more"
                hint = f"remove '{each.code}' from ignore"
                yield Diagnostic(file.source.span(*each.position), UNUSED_IGNORE, message, hint, Severity(level))
