"""Proofs as text for people and JSON for programs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from textwrap import fill

from ankigen.diagnostic import Severity, plural
from ankigen.report import Style
from ankigen.verify.findings import Code, Figures, Finding, Verdict
from ankigen.verify.prove import Proof

# So many notes of one kind of finding are named in text; JSON names all.
NAMED = 10
NOBODY = "nothing"
SENTENCES = {
    Code.REFUSED: "Anki does not import the package",
    Code.DUPLICATE_GUID: "several notes with one guid: learners keep them all for ever, and only one is updated",
    Code.DUPLICATE: "learners get this note a second time, because its guid changed",
    Code.CONFLICTING: "Anki does not update this note, because its note type's schema changed",
    Code.SECOND_NOTE_TYPE: "Anki makes a second note type beside the learner's",
    Code.NOT_IMPORTED: "Anki does not take this note",
    Code.NOT_ARRIVED: "learners do not get this note as the package has it",
    Code.DESIGN_NOT_ARRIVED: "templates or style changed, but not for learners: the note type's time is not later",
    Code.FIELDS_APPENDED: "merging appends fields or cards to a note type: learners get no later release",
    Code.LEFT_OUT: "this note is only in the old package: learners keep it for ever",
    Code.CARD_LOST: "a learner loses this card and its reviews",
    Code.SCHEDULE_LOST: "a learner loses reviews",
    Code.SUSPENSION_LOST: "a card the learner suspended comes back",
    Code.FLAG_LOST: "a card loses the learner's flag",
    Code.DECK_LOST: "a card leaves the deck in which the learner keeps it",
    Code.EDITS_LOST: "nothing in this note changed, but it is sent again, which replaces learners' edits and tags",
    Code.LEFT_BEHIND: "cards that learners have stay in the old deck",
    Code.MISSING_CARD: "learners never see this card: the package does not list it, and Anki's importer makes none",
    Code.EMPTY_CARD: "the package ships a card with nothing to ask",
    Code.EMPTY_CARD_LEFT: "learners keep a card with nothing to ask, until they choose Tools → Empty Cards",
    Code.MISSING_MEDIA: "a media file is missing",
    Code.DATABASE: "Anki's Check Database complains",
    Code.FULL_SYNC: "Anki asks for a full sync",
    Code.PREDICTION: "the release notes predict other figures than Anki shows",
    Code.DELTA_DIFFERS: "the delta does not bring what the whole package does",
    Code.RENUMBERED: "this note has another id than before: two devices that import one package each hold it twice",
}
FIGURES = tuple(field.name for field in fields(Figures))
COLUMNS = 80


def as_json(proofs: Iterable[Proof]) -> str:
    return json.dumps([_data(proof) for proof in proofs], ensure_ascii=False, indent=2)


def _data(proof: Proof) -> dict[str, object]:
    return {
        "title": proof.title,
        "anki": proof.anki,
        "ok": not proof.breached,
        "upgrades": [
            {
                "old": verdict.old or None,
                "new": verdict.new,
                "figures": asdict(verdict.figures),
                "breaches": len(verdict.breaches),
                "findings": [
                    {**asdict(finding), "message": SENTENCES[finding.code]} for finding in _sorted(verdict.findings)
                ],
            }
            for verdict in proof.verdicts
        ],
    }


def as_text(proof: Proof, style: Style = lambda text, _: text) -> str:
    """A line for each upgrade, what is wrong, and a sentence on what came of it; all of it fits 80 columns."""
    title = f"{proof.title}: {proof.verdicts[0].new}" + (f", imported into Anki {proof.anki}" if proof.anki else "")
    width = max(len(verdict.old or NOBODY) for verdict in proof.verdicts)
    rows = (_row(verdict, width) for verdict in proof.verdicts)
    details = (text for verdict in proof.verdicts for text in _details(verdict, style))
    return "\n".join((title, *rows, *details, _sentence(proof)))


def _row(verdict: Verdict, width: int) -> str:
    """What Anki did with the notes; what did not happen is left out."""
    counts = {name.replace("_", " "): getattr(verdict.figures, name) for name in FIGURES}
    moved = [f"{count:,} {_counted(name, count)}" for name, count in counts.items() if count] or ["no notes"]
    if verdict.breaches:
        moved.append(plural(len(verdict.breaches), "breach", "breaches"))
    head = f"  over {(verdict.old or NOBODY).ljust(width)}  "
    if len(head) > COLUMNS // 2:  # the path of a file: what happened is under it
        return f"{head.rstrip()}\n{_filled(', '.join(moved), ' ' * 4, ' ' * 4)}"
    return _filled(", ".join(moved), head, " " * len(head))


def _filled(text: str, first: str = "", others: str = "") -> str:
    """The text in lines; a path that is longer than a line stays whole."""
    return fill(
        text, COLUMNS, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )


def _counted(name: str, count: int) -> str:
    return name.replace("edits", "edit") if count == 1 else name


def _sentence(proof: Proof) -> str:
    """What came of it, for somebody who reads nothing else."""
    breaches = sum(len(verdict.breaches) for verdict in proof.verdicts)
    if breaches:
        return f"{plural(breaches, 'breach', 'breaches')}: learners would lose something; do not hand this package out"
    olds = [verdict.old for verdict in proof.verdicts if verdict.old]
    who = f"learners of {' and '.join(olds)}" if 0 < len(olds) < 3 else "learners of all these versions" if olds else ""
    keep = "keep their reviews, their settings and what they wrote into notes that did not change"
    every = "new learners get every card"
    if proof.whole:
        every = f"new learners need {proof.whole}: a delta holds only what changed"
    return _filled(f"nothing is lost: {who} {keep}, and {every}" if who else f"nothing is lost: {every}")


def _details(verdict: Verdict, style: Style) -> Iterator[str]:
    for code in Code:
        found = [finding for finding in verdict.findings if finding.code is code]
        severities = {finding.severity for finding in found} - {Severity.INFO}
        for severity in sorted(severities):
            yield f"{verdict.old or NOBODY} → {verdict.new}: {_block(code, severity, found, style)}"


def _block(code: Code, severity: Severity, found: list[Finding], style: Style) -> str:
    lines = [_line(finding) for finding in found]
    named = [f"    {line}" for line in lines[:NAMED] if line]
    if len(lines) > NAMED:
        named.append(f"    … and {len(lines) - NAMED} more (--format json names them all)")
    return "\n".join((f"{style(f'{severity}[{code}]', severity)}: {SENTENCES[code]}", *named))


def _line(finding: Finding) -> str:
    note = f"{finding.note} (guid {finding.guid})" if finding.guid else finding.note
    return f"{note}: {finding.detail}" if note and finding.detail else note or finding.detail


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    order = list(Code)
    return sorted(findings, key=lambda finding: (order.index(finding.code), finding.note, finding.guid, finding.detail))
