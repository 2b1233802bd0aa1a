"""What the companion does to a learner's collection, in the real Anki of four versions."""

from pathlib import Path

import pytest

from tests.in_anki import bone
from tests.in_anki.learner import SUSPENDED, Anki, text_of

from .conftest import RETIRED, WORKER, Follower, Site, changed_site, read_deck


def test_a_new_learner_gets_the_deck_by_the_address_of_its_page(learner: Follower, site: Site) -> None:
    assert learner.follows(site.after[0], "bone/index.html") == ["Bone"]
    assert learner.hears(site.after[0])[0]["state"] == "absent"
    assert learner.updates(site.after[0])["new"] == len(bone.NOTES_1_0_0)
    assert learner.collection().card_names == bone.CARDS_1_0_0
    assert set(learner.collection().media)  # the picture and the sound came along
    assert learner.hears(site.after[0])[0]["state"] == "current"


def test_a_new_learner_never_meets_a_retired_note(learner: Follower, site: Site) -> None:
    learner.follows(site.after[3])
    learner.updates(site.after[3])
    learner.checks_database()
    assert not {card.partition("/")[0] for card in learner.collection().card_names} & set(RETIRED)
    assert not set(learner.collection().note_ids) & set(RETIRED)


def test_an_update_corrects_and_adds_and_keeps_every_review(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.reviews("Bone", 4, 3, 1)
    before = learner.collection()
    learner.follows(site.after[1])
    assert learner.hears(site.after[1]) == [
        {"state": "newer", "here": [1, 0, 0], "summary": {"new": 1, "corrected": 3, "retired": 0, "safety": 0}}
    ]
    done = learner.updates(site.after[1])
    after = learner.collection()
    assert (done["new"], len(done["corrected"]), done["asks"]) == (1, 3, False)
    assert {card for card in before.cards if card.repetitions} <= set(after.cards)
    assert set(after.note_ids) == {*before.note_ids, "lamellar"}
    assert "nine tenths" in after.note("main-protein").fields["Back"]
    assert after.reviews == before.reviews
    assert after.schema_changed_at == before.schema_changed_at  # phones get it by an ordinary sync


def test_the_same_comes_of_it_as_of_an_import_by_hand(
    learner: Follower, anki: Anki, site: Site, tmp_path: Path
) -> None:
    by_hand = Follower(anki, tmp_path / "other.anki2")
    for one in (learner, by_hand):
        one.imports(site.packages[0])
    by_hand.imports(site.packages[2])
    learner.follows(site.after[2])
    learner.updates(site.after[2])
    ours, theirs = learner.collection(), by_hand.collection()
    assert [(note.id, note.texts, note.tags) for note in ours.notes] == [
        (note.id, note.texts, note.tags) for note in theirs.notes
    ]
    assert [(card.name, card.due, card.deck) for card in ours.cards] == [
        (card.name, card.due, card.deck) for card in theirs.cards
    ]
    assert (ours.decks, ours.media) == (theirs.decks, theirs.media)
    assert [item.css for item in ours.note_types] == [item.css for item in theirs.note_types]


def test_one_undo_takes_the_whole_update_back(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.reviews("Bone", 3)
    learner.follows(site.after[3], suspend_new=True, new_deck="Incoming", retired="delete")
    before = learner.collection()
    assert learner.updates(site.after[3])["retired"] == 2
    assert learner.tries("undoable") == "Update Bone to 1.3.0"
    assert learner.undoes() == "Update Bone to 1.3.0"
    after = learner.collection()
    assert (after.notes, after.cards, set(after.decks)) == (before.notes, before.cards, set(before.decks))
    assert learner.hears(site.after[3])[0]["here"] == [1, 0, 0]
    assert learner.updates(site.after[3])["retired"] == 2


def test_missed_releases_are_caught_up_and_safety_comes_first(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.follows(site.after[2])
    assert learner.hears(site.after[2])[0]["summary"] == {"new": 2, "corrected": 5, "retired": 0, "safety": 1}
    done = learner.updates(site.after[2])
    assert done["safety"] == ["What does a dull sound over the chest mean?"] == done["corrected"][:1]
    assert set(learner.collection().note_ids) == {*bone.NOTES_1_0_0, "lamellar", "periosteum"}


def test_a_field_protected_by_a_tag_or_a_setting_stays(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.edits("mineral", "Front", "What is bone hard of?")
    learner.tags("mineral", "ankigen::protect::Front")
    learner.edits("main-protein", "Back", "Collagen I")
    learner.follows(site.after[1], protected=["Back"], edited="theirs")
    assert learner.updates(site.after[1])["kept"] == 2
    notes = learner.collection()
    assert notes.note("mineral").fields["Front"] == "What is bone hard of?"
    assert "ankigen::protect::Front" in notes.note("mineral").tags
    assert notes.note("main-protein").fields["Back"] == "Collagen I"
    assert notes.note("main-protein").fields["Revision"] == "1.1.0"


def test_an_edited_field_is_shown_beside_the_correction_and_stays_if_nobody_says_otherwise(
    learner: Follower, site: Site
) -> None:
    learner.imports(site.packages[0])
    learner.edits("main-protein", "Back", "Collagen I, see p. 12")
    learner.edits("mineral", "Extra", "My own words")
    learner.follows(site.after[1])
    done = learner.updates(site.after[1])
    assert done["asks"]
    assert done["edits"] == [["Back", "Collagen I, see p. 12", "<p>Type I collagen, nine tenths of its protein</p>"]]
    notes = learner.collection()
    assert notes.note("main-protein").fields["Back"] == "Collagen I, see p. 12"
    assert notes.note("mineral").fields["Extra"] == "My own words"
    assert notes.note("mineral").fields["Front"] == "Which mineral hardens bone?"


def test_a_correction_that_was_declined_is_not_asked_about_again(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.edits("main-protein", "Back", "Collagen I")
    learner.follows(site.after[1])
    learner.updates(site.after[1])
    again = learner.updates(site.after[2])  # the publisher corrected the same field again
    ((_, mine, theirs),) = again["edits"]
    assert (mine, text_of(theirs)) == ("Collagen I", "Type I collagen, 90 % of its protein")
    assert learner.updates(site.after[3])["edits"] == []


def test_the_learner_may_take_the_correction(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.edits("main-protein", "Back", "Collagen I")
    learner.edits("main-protein", "Hint", "Starts with C")
    learner.follows(site.after[1])
    learner.updates(site.after[1], take=["Back"])
    fields = learner.collection().note("main-protein").fields
    assert text_of(fields["Back"]) == "Type I collagen, nine tenths of its protein"
    assert fields["Hint"] == "Starts with C"


def test_an_edit_or_a_leech_made_after_the_release_keeps_no_correction_out(learner: Follower, site: Site) -> None:
    """Anki itself would leave these notes alone: they are newer than the release."""
    learner.imports(site.packages[0])
    learner.tags("mineral", "leech")
    learner.tags("mineral", "my::exam")
    learner.edits("two-parts", "Extra", "Mine")
    learner.follows(site.after[1])
    learner.updates(site.after[1])
    notes = learner.collection()
    assert notes.note("mineral").fields["Front"] == "Which mineral hardens bone?"
    assert {"leech", "my::exam", "chemistry", "bone::updated::1.1.0"} <= set(notes.note("mineral").tags)
    assert notes.note("two-parts").fields["Extra"] == "Mine"
    assert "{{c3::" in notes.note("two-parts").fields["Text"]


def test_what_the_release_did_not_change_is_not_touched(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.edits("woven", "Back", "In a hurry")
    before = learner.collection()
    learner.follows(site.after[1])
    learner.updates(site.after[1])
    after = learner.collection()
    untouched = [note for note in before.notes if note.id not in bone.CHANGED_IN_1_1_0]
    assert [note for note in after.notes if note.id in {one.id for one in untouched}] == untouched


def test_retired_notes_are_deleted_if_the_learner_says_so(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[2])
    learner.follows(site.after[3])
    assert learner.updates(site.after[3], retired="delete")["asks"]
    assert not set(learner.collection().note_ids) & set(RETIRED)
    assert learner.hears(site.after[3])[0]["state"] == "current"


def test_retired_notes_move_to_a_deck_of_their_own_and_come_up_no_more(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[2])
    learner.follows(site.after[3], retired="move")
    assert not learner.updates(site.after[3])["asks"]
    cards = [card for card in learner.collection().cards if card.name.partition("/")[0] in RETIRED]
    assert {(card.deck, card.queue) for card in cards} == {("Bone (retired)", SUSPENDED)}
    assert learner.collection().note("mineral").fields["Retired"] == "Asked better elsewhere."


def test_retired_notes_may_stay_and_say_so(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[2])
    before = learner.collection().cards
    learner.follows(site.after[3], retired="leave")
    learner.updates(site.after[3])
    assert learner.collection().cards == before
    assert learner.collection().note("two-parts").fields["Retired"] == "Asked better elsewhere."


def test_new_cards_may_arrive_suspended_and_in_a_deck_of_their_own(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.follows(site.after[1], suspend_new=True, new_deck="Incoming")
    before = set(learner.collection().card_names)
    learner.updates(site.after[1])
    new = [card for card in learner.collection().cards if card.name not in before]
    assert {(card.name, card.deck, card.queue) for card in new} == {
        ("lamellar/0", "Incoming", SUSPENDED),
        ("two-parts/2", "Incoming", SUSPENDED),
    }


def test_a_deck_that_the_learner_renamed_gets_the_new_cards(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.renames_deck("Bone", "Anatomy::My bones")
    learner.follows(site.after[1])
    learner.updates(site.after[1])
    assert {card.deck for card in learner.collection().cards} == {"Anatomy::My bones"}
    assert "Bone" not in learner.collection().decks


def test_a_note_that_the_learner_deleted_stays_away(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.deletes("woven")
    learner.follows(site.after[1])
    assert learner.updates(site.after[1])["left_out"] == 1
    assert "woven" not in learner.collection().note_ids


def test_a_deck_that_the_learner_deleted_comes_back_only_when_asked_for(learner: Follower, site: Site) -> None:
    learner.follows(site.after[0])
    learner.updates(site.after[0])
    for note in learner.collection().note_ids:
        learner.deletes(note)
    assert learner.hears(site.after[1])[0]["state"] == "gone"
    learner.updates(site.after[1])
    assert learner.collection().card_names == bone.CARDS_1_1_0


def test_an_update_that_fails_leaves_the_collection_as_it_was(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.follows(site.after[1])
    before = learner.collection()
    assert "Is the disk full?" in learner.tries("fails_at_the_end", site=str(site.after[1]))["refused"]
    after = learner.collection()
    assert (after.notes, after.cards, set(after.decks)) == (before.notes, before.cards, set(before.decks))
    assert len(learner.updates(site.after[1])["corrected"]) == 3


def test_the_ticks_of_the_import_window_stay_as_the_learner_left_them(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.tries("config", key="mergeNotetypes", value=True)
    learner.follows(site.after[1])
    learner.updates(site.after[1])
    assert learner.tries("config", key="mergeNotetypes") is True


def test_nothing_is_wrong_with_the_collection_afterwards(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.reviews("Bone", 3, 3)
    learner.follows(site.after[3], retired="delete", suspend_new=True)
    learner.updates(site.after[3])
    before = learner.collection()
    assert learner.checks_database() == []
    assert learner.finds_empty_cards() == []
    assert learner.collection().cards == before.cards


def test_what_an_update_that_was_cut_short_left_is_whole(anki: Anki, site: Site, tmp_path: Path) -> None:
    """Anki is killed between its import and the end."""
    killed = Follower(Anki(anki.python, tmp_path, WORKER), tmp_path / "mine" / "collection.anki2")
    killed.file.parent.mkdir()
    killed.imports(site.packages[0])
    killed.follows(site.after[3], retired="delete", suspend_new=True)
    with pytest.raises(AssertionError, match="broke off"):
        killed.tries("dies_before_the_end", site=str(site.after[3]))
    learner = Follower(anki, killed.file)
    assert learner.checks_database() == []
    learner.updates(site.after[3])
    assert learner.hears(site.after[3])[0]["state"] == "current"
    assert not set(learner.collection().note_ids) & set(RETIRED)


def test_a_page_that_goes_back_to_an_older_version_changes_nothing(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[2])
    learner.follows(site.after[2])
    assert learner.hears(site.after[1])[0]["state"] == "older"


def test_a_page_that_offers_another_deck_is_refused(learner: Follower, site: Site, tmp_path: Path) -> None:
    learner.imports(site.packages[0])
    learner.follows(site.after[0])
    other = changed_site(site.after[1], tmp_path, uid="skin-0000", name="Skin")
    assert "now offers another deck (Skin)" in learner.hears(other)["refused"]
    assert "now offers another deck (Skin)" in learner.updates(other)["refused"]


def test_a_deck_that_is_offered_no_more_is_told(learner: Follower, site: Site, tmp_path: Path) -> None:
    learner.follows(site.after[0])
    other = changed_site(site.after[1], tmp_path, uid="skin-0000", page="skin/")
    assert "not offered on its page any more" in learner.hears(other)["refused"]


def test_a_release_that_cannot_update_is_not_tried(learner: Follower, site: Site, tmp_path: Path) -> None:
    learner.imports(site.packages[0])
    before = learner.collection()
    releases = read_deck(site.after[1])["releases"]
    releases[1]["breaking"] = ["the note type Basic has another field"]
    broken = changed_site(site.after[1], tmp_path, releases=releases)
    learner.follows(broken)
    assert "the note type Basic has another field" in learner.updates(broken)["refused"]
    assert learner.collection() == before


def test_a_package_that_is_not_the_published_one_changes_nothing(learner: Follower, site: Site, tmp_path: Path) -> None:
    learner.imports(site.packages[0])
    before = learner.collection()
    lying = changed_site(site.after[1], tmp_path, package=read_deck(site.after[0])["package"] | {"size": 77})
    learner.follows(lying)
    assert "not the file that was published" in learner.updates(lying)["refused"]
    assert learner.collection() == before


def test_a_file_of_another_deck_is_refused(learner: Follower, site: Site, tmp_path: Path) -> None:
    """Whatever the list of decks says of it."""
    other = changed_site(site.after[1], tmp_path, name="Skin")
    learner.follows(other)
    assert "is not of Skin, but of Bone" in learner.updates(other)["refused"]


def test_a_note_that_the_learner_gave_another_type_is_told_and_nothing_changes(learner: Follower, site: Site) -> None:
    learner.imports(site.packages[0])
    learner.tries("add_field", note_type="Bone – Basic", name="Mine")
    before = learner.collection()
    learner.follows(site.after[1])
    assert "of another note type than the publisher" in learner.updates(site.after[1])["refused"]
    assert learner.collection() == before


def test_a_delta_is_enough_for_who_was_updated_before(learner: Follower, site: Site, tmp_path: Path) -> None:
    learner.follows(site.after[0])
    learner.updates(site.after[0])
    whole = read_deck(site.after[1])["package"]
    delta = whole | {"from": "1.0.0"}
    with_delta = changed_site(site.after[1], tmp_path, deltas=[delta], package=whole | {"size": whole["size"] + 1})
    assert learner.updates(with_delta)["new"] == 1


def test_two_collections_follow_decks_of_their_own(learner: Follower, anki: Anki, site: Site, tmp_path: Path) -> None:
    other = Follower(anki, tmp_path / "other.anki2")
    learner.follows(site.after[0])
    assert other.hears(site.after[0]) == []
