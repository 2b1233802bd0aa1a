"""Every way in which an update can hurt learners is found in real collections, and names the note."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ankigen.diagnostic import AnkigenError, Severity
from ankigen.verify.findings import Code, Finding
from ankigen.verify.packages import Job, file_subject
from ankigen.verify.prove import Proof, prove

from .publisher import FEBRUARY, Edition, Note, collection

Prove = Callable[[Edition, Edition], Proof]
pytestmark = pytest.mark.anki

NOTES = tuple(Note(number, f"Question {number}", f"Answer {number}", f"guid{number}") for number in range(8))
NINTH = Note(9, "Question 9", "Answer 9", "guid9", FEBRUARY)
BONES = Edition(NOTES)
CLOZES = Edition((Note(0, "{{c1::Osteoblasts}} make {{c2::osteoid}}", "Bone", "guid0"),), cloze=True)


def changed(edition: Edition, number: int, **changes: object) -> Edition:
    """The edition with one note changed, sent as ankigen would send it unless another `mod` is given."""
    note = replace(edition.notes[number], **{"mod": FEBRUARY, **changes})  # type: ignore[arg-type]  # any of its fields
    return replace(edition, notes=(*edition.notes[:number], note, *edition.notes[number + 1 :]))


def over_old(proof: Proof) -> tuple[Finding, ...]:
    return proof.verdicts[1].findings


def found(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.code, finding.guid) for finding in findings}


def test_a_clean_upgrade_passes_and_is_counted(proof: Prove) -> None:
    new = changed(BONES, 0, back="A better answer")
    new = replace(new, notes=(*new.notes, NINTH))
    result = proof(BONES, new)
    assert not result.breached
    assert [verdict.findings for verdict in result.verdicts] == [(), ()]
    figures = result.verdicts[1].figures
    assert (figures.new, figures.updated, figures.unchanged, figures.edits_replaced) == (1, 1, 7, 1)


def test_the_same_package_again_does_nothing(proof: Prove) -> None:
    result = proof(BONES, BONES)
    assert (result.breached, result.verdicts[1].figures.unchanged) == (False, len(NOTES))


def test_a_change_without_a_newer_time_does_not_arrive(proof: Prove) -> None:
    result = proof(BONES, changed(BONES, 3, back="A better answer", mod=NOTES[3].mod))
    assert found(over_old(result)) == {(Code.NOT_ARRIVED, "guid3")}


def test_a_changed_guid_makes_a_duplicate(proof: Prove) -> None:
    result = proof(BONES, changed(BONES, 2, guid="gone2"))
    assert found(over_old(result)) == {(Code.DUPLICATE, "gone2"), (Code.LEFT_OUT, "guid2")}
    assert "guid2" in over_old(result)[0].detail
    assert result.verdicts[1].figures.duplicates == 1


def test_a_guid_that_a_package_has_twice_is_found_without_any_old_one(proof: Prove) -> None:
    result = proof(BONES, replace(BONES, notes=(*NOTES, replace(NOTES[1], number=9, front="Another question"))))
    assert found(result.verdicts[0].findings) == {(Code.DUPLICATE_GUID, "guid1")}


def test_a_changed_schema_conflicts_and_makes_a_second_note_type(proof: Prove) -> None:
    new = replace(BONES, fields=("Front", "Back", "Extra"), design_mod=FEBRUARY)
    new = changed(new, 0, back="A better answer")
    new = replace(new, notes=(*new.notes, NINTH))
    result = proof(BONES, new)
    assert {(Code.CONFLICTING, "guid0"), (Code.SECOND_NOTE_TYPE, "guid9")} <= found(over_old(result))
    assert result.verdicts[1].figures.conflicting == len(NOTES)


def test_a_card_that_is_not_listed_is_missed(proof: Prove) -> None:
    result = proof(BONES, changed(BONES, 4, cards=(0,), mod=NOTES[4].mod))
    (finding,) = result.verdicts[0].findings
    assert (finding.code, finding.guid, finding.detail) == (Code.MISSING_CARD, "guid4", "card 2")


def test_a_card_that_an_update_ought_to_bring_is_missed(proof: Prove) -> None:
    new = changed(CLOZES, 0, front="{{c1::Osteoblasts}} make {{c2::osteoid}} in {{c3::weeks}}", cards=(0, 1))
    result = proof(CLOZES, new)
    assert (Code.MISSING_CARD, "guid0") in found(result.verdicts[0].findings)


def test_a_note_without_cards_is_missed(proof: Prove) -> None:
    result = proof(BONES, changed(BONES, 4, front="", back="", cards=()))
    assert (Code.MISSING_CARD, "guid4") in found(result.verdicts[0].findings)


def test_a_card_that_is_shipped_empty_is_found(proof: Prove, tmp_path: Path) -> None:
    proof(CLOZES, CLOZES)
    with collection(tmp_path / "new.apkg") as connection:
        connection.execute("UPDATE notes SET flds = replace(flds, '{{c2::osteoid}}', 'osteoid')")
    (verdict,) = prove(Job("Bones", (), file_subject(str(tmp_path / "new.apkg")))).verdicts
    (finding,) = verdict.findings
    assert (finding.code, finding.guid, finding.detail) == (Code.EMPTY_CARD, "guid0", "card 2")


def test_a_cloze_taken_out_leaves_an_empty_card_which_is_a_warning(proof: Prove) -> None:
    result = proof(CLOZES, changed(CLOZES, 0, front="{{c1::Osteoblasts}} make osteoid"))
    (finding,) = over_old(result)
    assert (finding.code, finding.severity) == (Code.EMPTY_CARD_LEFT, Severity.WARNING)
    assert not result.breached


def test_a_renamed_deck_leaves_cards_behind(proof: Prove) -> None:
    result = proof(BONES, replace(BONES, deck="Bones and joints"))
    assert found(over_old(result)) == {(Code.LEFT_BEHIND, note.guid) for note in NOTES}


def test_a_note_left_out_stays_with_learners(proof: Prove) -> None:
    result = proof(BONES, replace(BONES, notes=NOTES[1:]))
    assert found(over_old(result)) == {(Code.LEFT_OUT, "guid0")}


def test_a_missing_picture_is_named(proof: Prove) -> None:
    new = changed(BONES, 6, back='<img src="there.png"> <img src="gone.png">')
    result = proof(BONES, replace(new, media={"there.png": b"a picture"}))
    (finding,) = result.verdicts[0].findings
    assert (finding.code, finding.guid, finding.detail) == (Code.MISSING_MEDIA, "guid6", "gone.png")


def test_a_latex_image_that_anki_will_draw_is_not_missing(proof: Prove) -> None:
    new = changed(BONES, 6, back="[latex]$x^2$[/latex]")
    assert not any(finding.code is Code.MISSING_MEDIA for finding in proof(BONES, new).verdicts[0].findings)


def test_a_picture_replaced_under_its_name_arrives_under_another(proof: Prove) -> None:
    picture = '<img src="bone.png">'
    old = replace(changed(BONES, 6, back=picture, mod=NOTES[6].mod), media={"bone.png": b"a picture"})
    new = replace(changed(BONES, 6, back=f"{picture} See?"), media={"bone.png": b"another picture"})
    assert not proof(old, new).breached


def test_an_unchanged_note_sent_again_loses_edits(proof: Prove) -> None:
    result = proof(BONES, changed(BONES, 0))
    assert found(over_old(result)) == {(Code.EDITS_LOST, "guid0")}


def test_a_new_design_without_a_newer_time_does_not_arrive(proof: Prove) -> None:
    design = replace(BONES, front="<b>{{Front}}</b>")
    assert found(over_old(proof(BONES, design))) == {(Code.DESIGN_NOT_ARRIVED, "")}
    assert not proof(BONES, replace(design, design_mod=FEBRUARY)).breached


def test_a_package_that_anki_refuses_is_a_breach(proof: Prove, tmp_path: Path) -> None:
    proof(BONES, BONES)
    with collection(tmp_path / "new.apkg") as connection:
        connection.execute("UPDATE notes SET flds = 'one field alone'")
    old, new = (file_subject(str(tmp_path / f"{name}.apkg")) for name in ("old", "new"))
    (verdict,) = prove(Job("Bones", (old,), new)).verdicts
    assert [finding.code for finding in verdict.breaches] == [Code.REFUSED]
    with pytest.raises(AnkigenError, match="Anki cannot import it: "):
        prove(Job("Bones", (new,), old))
