"""What differs between two packages of another publisher, and what it means to learners."""

from dataclasses import replace
from pathlib import Path

import click
import pytest

from ankigen.cli.diff import coloured
from ankigen.diff import Diff, diff
from ankigen.diff.as_text import as_text
from ankigen.diff.model import DeckChange, MediaChange, NoteChange, NoteDiff, NoteTypeChange, Risk
from tests.apkg.packages import LATER, Publication, export_from_anki, publish, side

NOTES = {"fr": ("France", "<p>Paris</p>"), "de": ("Germany", "Berlin")}
OLD = Publication(NOTES)
LATE = replace(OLD, time=LATER)


def compared(folder: Path, old: Publication, new: Publication) -> Diff:
    return diff("Geography", side(publish(folder, "old", old)), side(publish(folder, "new", new)))


def with_fields(**notes: tuple[str, ...]) -> Publication:
    return replace(LATE, notes=NOTES | notes)


def only(found: Diff) -> NoteDiff:
    (note,) = (note for note in found.notes if note.change is not NoteChange.RESENT)
    return note


def test_the_same_package_has_no_differences(tmp_path: Path) -> None:
    assert compared(tmp_path, OLD, OLD).empty


def test_a_changed_field_is_told_by_its_name(tmp_path: Path) -> None:
    note = only(compared(tmp_path, OLD, with_fields(de=("Germany", "Bonn"))))
    assert (note.change, note.title, note.risks) == (NoteChange.CHANGED, "Germany", ())
    assert [(field.name, field.old, field.new) for field in note.fields] == [("Back", "Berlin", "Bonn")]


def test_a_change_without_a_newer_time_never_arrives(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, replace(with_fields(de=("Germany", "Bonn")), time=OLD.time))
    assert found.with_risk(Risk.NOT_NEWER) == (only(found),)
    assert "! Anki will not update 1 note" in as_text(found)


def test_other_markup_around_the_same_words_is_rendering(tmp_path: Path) -> None:
    assert only(compared(tmp_path, OLD, with_fields(fr=("France", "<div>Paris</div>")))).change is NoteChange.RENDERING


@pytest.mark.parametrize("back", ['<a href="https://e.org">Paris</a>', 'Paris<img src="x.png">', "Paris [sound:x.mp3]"])
def test_a_picture_a_sound_or_a_link_is_no_markup(tmp_path: Path, back: str) -> None:
    assert only(compared(tmp_path, OLD, with_fields(fr=("France", back)))).change is NoteChange.CHANGED


def test_new_notes_and_notes_that_are_left_out(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, replace(OLD, notes={"fr": NOTES["fr"], "it": ("Italy", "Rome")}))
    assert [(note.change, note.guid) for note in found.notes] == [
        (NoteChange.LEFT_OUT, "de"),
        (NoteChange.ADDED, "it"),
    ]
    assert found.unchanged == 1


def test_a_hierarchical_tag_that_moved_is_a_move_any_other_a_change(tmp_path: Path) -> None:
    old = replace(OLD, tags={"fr": ("geo::europe",), "de": ("x",)})
    new = replace(LATE, tags={"fr": ("geo::west",), "de": ("y",)})
    found = compared(tmp_path, old, new)
    assert [(note.guid, note.change) for note in found.notes] == [("de", NoteChange.CHANGED), ("fr", NoteChange.MOVED)]


def test_a_retired_tag_tells_a_tombstone(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, replace(LATE, tags={"de": ("geo::retired",)}))
    assert only(found).change is NoteChange.RETIRED


def test_notes_sent_again_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    notes = {str(number): (f"Front {number}", "Back") for number in range(40)}
    found = compared(tmp_path, replace(OLD, notes=notes), replace(LATE, notes=notes))
    assert {note.change for note in found.notes} == {NoteChange.RESENT}
    assert "… and 30 more" in as_text(found)


def test_other_ids_of_the_same_notes_are_told_because_of_two_devices(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, replace(OLD, first_id=OLD.first_id + 5))
    assert {note.change for note in found.notes} == {NoteChange.RENUMBERED}
    assert len(found.with_risk(Risk.RENUMBERED)) == 2


def test_cards_that_come_and_go_are_told_by_their_number(tmp_path: Path) -> None:
    cloze = replace(OLD, cloze=True, front="{{cloze:Front}}", back="{{cloze:Front}}")
    old, new = ({"a": (text, "")} for text in ("{{c1::one}} {{c2::two}}", "{{c2::two}} {{c3::three}}"))
    note = only(compared(tmp_path, replace(cloze, notes=old), replace(cloze, notes=new, time=LATER)))
    assert (note.cards_added, note.cards_removed) == ((2,), (0,))


def test_a_new_style_is_no_new_schema(tmp_path: Path) -> None:
    (item,) = compared(tmp_path, OLD, replace(LATE, css="", back="{{Back}}")).note_types
    assert (item.change, item.details) == (NoteTypeChange.RESTYLED, ("back of template 'Card 1'", "styling"))
    (item,) = compared(tmp_path, OLD, replace(OLD, css="")).note_types
    assert item.change is NoteTypeChange.NOT_NEWER


def test_a_new_field_breaks_every_note(tmp_path: Path) -> None:
    new = replace(LATE, notes={"fr": ("France", "Lyon", "")}, fields=(*OLD.fields, ("Flag", None)))
    found = compared(tmp_path, OLD, new)
    assert [(item.change, item.details) for item in found.note_types] == [
        (NoteTypeChange.SCHEMA, ("field 'Flag' added",))
    ]
    assert Risk.CONFLICT in found.with_change(NoteChange.CHANGED)[0].risks


def test_fields_that_change_places_break_every_note(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, replace(LATE, fields=(("Back", None), ("Front", None))))
    assert found.note_types[0].details == ("fields in another order",)


def test_a_field_with_an_id_may_be_renamed(tmp_path: Path) -> None:
    old = replace(OLD, fields=(("Front", 11), ("Back", 12)))
    new = replace(LATE, fields=(("Front", 11), ("Capital", 12)), notes={"fr": ("France", "Lyon")}, back="{{Capital}}")
    found = compared(tmp_path, old, new)
    assert found.note_types[0].change is NoteTypeChange.RESTYLED
    assert "field 'Back' renamed to 'Capital'" in found.note_types[0].details
    assert [field.name for field in found.with_change(NoteChange.CHANGED)[0].fields] == ["Capital"]


def test_a_second_note_type_of_the_same_name_is_told(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, replace(LATE, note_type=OLD.note_type + 1))
    assert [item.change for item in found.note_types] == [NoteTypeChange.SECOND]
    assert len(found.with_risk(Risk.CONFLICT)) == 2


def test_decks_are_known_by_their_names(tmp_path: Path) -> None:
    (deck,) = compared(tmp_path, OLD, replace(OLD, deck="World")).decks
    assert (deck.change, deck.old, deck.new) == (DeckChange.RENAMED, "Geography", "World")
    (deck,) = compared(tmp_path, OLD, replace(OLD, description="New")).decks
    assert deck.change is DeckChange.DESCRIPTION


def test_media_are_compared_by_their_bytes(tmp_path: Path) -> None:
    old = replace(OLD, media={"a.png": b"a", "b.png": b"b"})
    new = replace(OLD, media={"b.png": b"B", "c.png": b"c"})
    found = {file.name: file.change for file in compared(tmp_path, old, new).media}
    assert found == {"a.png": MediaChange.GONE, "b.png": MediaChange.REPLACED, "c.png": MediaChange.NEW}


@pytest.mark.anki
def test_what_anki_exports_after_an_update_is_the_update(tmp_path: Path) -> None:
    old = publish(tmp_path, "old", OLD)
    new = publish(tmp_path, "new", with_fields(de=("Germany", "Bonn")))
    exported = export_from_anki(tmp_path, old, new, legacy=True)
    found = diff("Geography", side(new), side(exported))
    assert not [note for note in found.notes if note.change is not NoteChange.RESENT]


def test_control_characters_of_a_package_do_not_reach_the_terminal(tmp_path: Path) -> None:
    new = replace(
        with_fields(de=("\x1b[31mGermany", "\x1b]0;title\x07Bonn")), tags={"fr": ("\x1b[2J",)}, deck="\x1bDeck"
    )
    assert "\x1b" not in as_text(compared(tmp_path, OLD, new))


def test_colours_keep_the_marks_of_what_was_removed_and_added(tmp_path: Path) -> None:
    text = as_text(compared(tmp_path, with_fields(de=("Dose", "5 mg")), with_fields(de=("Dose", "7 mg"))), coloured)
    assert "[-5-]{+7+} mg" in click.unstyle(text)
    assert text != click.unstyle(text)
