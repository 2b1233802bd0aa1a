"""From what the rules find to what is reported: levels, silenced rules, and silences that serve nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from ankigen.codes.settings import IGNORE_WITHOUT_REASON, UNKNOWN_RULE
from ankigen.diagnostic import Code, Diagnostic, Severity, nearest
from ankigen.lint.note_text import Review, read
from ankigen.lint.plain_text import Html
from ankigen.lint.rule import Finding, Rule, Scope
from ankigen.model.deck import Deck
from ankigen.model.lint_settings import OFF
from ankigen.model.note import Note, Value

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
OFFLINE = (Scope.FILE, Scope.DECK)
NOTHING_DEAD: Mapping[str, str] = MappingProxyType({})


def review(
    deck: Deck,
    rules: Sequence[Rule],
    html: Html,
    scopes: Collection[Scope] = OFFLINE,
    dead: Mapping[str, str] = NOTHING_DEAD,
) -> tuple[Diagnostic, ...]:
    """What the rules of these scopes find in the deck at the levels it gives them, without what a note silences.

    `html` is what the notes' parts were rendered to, `dead` what is wrong with addresses that were asked for.
    """
    reading = read(deck, html, dead)
    levels = {code.text: level for code, level in deck.config.check.levels}
    active = [rule for rule in rules if rule.scope in scopes and _is_on(rule, levels, deck.config.language)]
    used: set[Value] = set()
    found = [problem for rule in active for problem in _found(reading, rule, levels, used)]
    known = [rule.code for rule in rules]
    settings = _bad_codes(deck, [*known, UNUSED]) if Scope.DECK in scopes else ()
    ignores = _bad_ignores(deck, known) if Scope.FILE in scopes else ()
    return (*settings, *ignores, *found, *_unused(deck, {rule.code for rule in active}, used, levels))


def _is_on(rule: Rule, levels: Mapping[str, str], language: str) -> bool:
    return levels.get(rule.code) != OFF and language.startswith(rule.language)


def _found(review: Review, rule: Rule, levels: Mapping[str, str], used: set[Value]) -> Iterator[Diagnostic]:
    for finding in rule.find(review):
        note = review.note_at(finding.span)
        silence = _silence(note, rule.code) if note else None
        if silence:
            used.add(silence)
        else:
            level = _level(finding, rule, levels)
            yield Diagnostic(finding.span, rule.kind, finding.message, finding.hint, level)


def _level(finding: Finding, rule: Rule, levels: Mapping[str, str]) -> Severity:
    stated = levels.get(rule.code)
    return Severity(stated) if stated else finding.level or rule.kind.level


def _silence(note: Note, code: str) -> Value | None:
    return next((value for value, reason in note.metadata.ignore if value.text == code and reason.text), None)


def _bad_codes(deck: Deck, known: Sequence[str]) -> Iterator[Diagnostic]:
    for code, _ in deck.config.check.levels:
        if code.text not in known:
            yield Diagnostic(
                code.span, UNKNOWN_RULE, f"there is no editorial rule '{code.text}'", nearest(code.text, known)
            )


def _bad_ignores(deck: Deck, known: Sequence[str]) -> Iterator[Diagnostic]:
    for note in deck.notes:
        for code, reason in note.metadata.ignore:
            if code.text not in known:
                message = f"there is no editorial rule '{code.text}' to silence; mistakes of form cannot be silenced"
                yield Diagnostic(code.span, UNKNOWN_RULE, message, nearest(code.text, known))
            elif not reason.text:
                hint = f"say why: ignore: {{{code.text}: the reason}}"
                yield Diagnostic(code.span, IGNORE_WITHOUT_REASON, f"'{code.text}' is silenced without a reason", hint)


def _unused(deck: Deck, active: set[str], used: set[Value], levels: Mapping[str, str]) -> Iterator[Diagnostic]:
    level = levels.get(UNUSED, Severity.WARNING)
    for note in deck.notes if level != OFF else ():
        for code, reason in note.metadata.ignore:
            if code.text in active and reason.text and code not in used:
                message = f"'{code.text}' finds nothing here any more"
                yield Diagnostic(
                    code.span, UNUSED_IGNORE, message, f"remove '{code.text}' from ignore", Severity(level)
                )
