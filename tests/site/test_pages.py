"""What a learner finds on the pages."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import genanki
import pytest

from tests.conftest import LATER, edit
from tests.samples import PNG, SVG
from tests.site.reading import pages, read, words

Run = Callable[..., tuple[int, str, str]]


def test_every_link_leads_somewhere(site: Path) -> None:
    known = {page: read(page) for page in pages(site)}
    assert len(known) > 8
    for page, found in known.items():
        for link in found.links + found.loaded:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.is_file(), f"{page.name}: {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in known[target].ids, f"{page.name}: {link}"


def test_nothing_is_loaded_from_elsewhere_and_no_word_of_a_stranger_is_markup(site: Path) -> None:
    for page in pages(site):
        found = read(page)
        assert {urlsplit(address).scheme for address in found.loaded} <= {"", "data"}
        assert "default-src 'none'" in page.read_text()
        assert found.tags.count("script") <= 1
        assert found.tags.count("h1") == found.tags.count("main") == 1
        assert "<script>alert" not in page.read_text()
    evil = words(site / "evil/index.html")
    assert "<script>alert(1)</script> '骨' & العظام" in evil
    assert "Licence </dd><script>alert(7)</script>" in evil.replace("Licence<", "Licence <")


def test_the_deck_is_introduced(site: Path) -> None:
    page = words(site / "deck/index.html")
    for part in (
        "Anatomy › Bones",
        "For the first year. Bold",
        "Download 1.1.1",
        "6 cards from 5 notes",
        "16 November 2023",
        "Ada <ada@example.org>",
        "Students of <dentistry>",
        "1.1.0 corrected 1 note for safety: see which.",
        "CC-BY-SA-4.0",
        "2 of 3 objectives are taught by a note",
    ):
        assert part in page
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in read(site / "deck/index.html").links
    digest = (site / "deck/deck-1.1.1.apkg.sha256").read_text().split()[0]
    assert digest in page


def test_what_an_update_will_do_is_what_the_release_notes_say(site: Path, hostile: Path) -> None:
    page = words(site / "deck/index.html")
    notes = (hostile / "decks/deck/deck-1.1.1.md").read_text()
    assert "- over 1.0.0: 1 new, 3 updated, 2 unchanged" in notes
    assert "1.0.01new,3updated,2unchanged1correctedforsafetynothing" in page.replace(" ", "")
    assert "1.1.0only what changed since".replace(" ", "") in page.replace(" ", "")
    assert "nothingyet6new" in page.replace(" ", "")


def test_a_version_shows_old_and_new_side_by_side_the_dangerous_first(site: Path) -> None:
    page = (site / "deck/1.1.0.html").read_text()
    said = words(site / "deck/1.1.0.html")
    order = [said.index(part) for part in ("Corrected for safety 1", "Corrected 1", "Retired 1", "New 1")]
    assert order == sorted(order)
    assert "the dose was ten times too high <i>" in said
    assert "Nobody asks <this>" in said
    assert "<del>Calcium phosphate</del>" in page
    assert "<ins>Hydroxyapatite</ins>" in page
    assert page.count('<figure class="old">') == page.count('<figure class="new">') >= 2
    assert "https://example.org/report?note=hardens-bone&from=site" in read(site / "deck/1.1.0.html").links


def test_a_version_says_in_words_what_became_of_masks(deck: Path, ankigen: Run) -> None:
    """What only the templates need of a picture note is no word for learners."""
    media = deck / "cards/deck/media"
    media.mkdir()
    (media / "wrist.svg").write_bytes(SVG)
    source = deck / "cards/deck/a.md"
    masks = "- {{c1::Scaphoid}} `10 10 10 20`\n- {{c2::Lunate}} `30 10 10 20`\n- {{c3::Triquetrum}} `60 10 10 20`\n"
    options = "### Which is in the first row?\n<!-- id: row -->\n- [x] Lunate\n- [ ] Hamate\n\n"
    source.write_text(
        f"{options}### Name the bones\n<!-- id: bones, type: picture -->\n\n![A wrist](media/wrist.svg)\n\n{masks}"
    )
    assert ankigen("release", cwd=deck)[0] == 0
    edit(deck, "- {{c3::Triquetrum}} `60 10 10 20`\n", "")
    edit(deck, "Lunate}} `30", "Lunate bone}} `35")
    edit(deck, "] Hamate", "] Capitate")
    assert ankigen("release", cwd=deck, env={"SOURCE_DATE_EPOCH": "1700100000"})[0] == 0
    assert ankigen("site", cwd=deck)[0] == 0
    page = deck / "site/deck/1.0.1.html"
    said = words(page)
    assert "Lunate bone" in said
    assert "✓ Lunate · HamateCapitate" in said.replace("Hamate Capitate", "HamateCapitate")
    assert "Removed mask" in said
    assert "Triquetrum" in said
    assert "Others" not in said
    assert "Legend" not in said


def test_a_version_names_a_picture_that_was_replaced_by_what_it_shows(deck: Path, ankigen: Run) -> None:
    media = deck / "cards/deck/media"
    media.mkdir()
    (media / "bone.png").write_bytes(PNG)
    heading = "### What does this section show? ![Bone under the microscope](media/bone.png)"
    (deck / "cards/deck/a.md").write_text(f"{heading}\n<!-- id: section -->\nWoven bone\n")
    assert ankigen("release", cwd=deck)[0] == 0
    (media / "bone.png").write_bytes(PNG + b"\0")
    assert ankigen("release", cwd=deck, env=LATER)[0] == 0
    assert ankigen("site", cwd=deck)[0] == 0
    said = words(deck / "site/deck/1.0.1.html")
    assert "What does this section show? [Bone under the microscope]" in said
    assert re.search(r"Picture changed\s*Bone under the microscope", said)
    assert not re.search(r"[0-9a-f]{32}\.png", said)


def test_every_card_is_in_the_browser_with_its_facts(site: Path) -> None:
    bone, drugs = read(site / "deck/cards-bone.html"), read(site / "deck/cards-drugs.html")
    assert {"note-hardens-bone", "note-matrix", "note-seen"} <= bone.ids
    assert {"note-dose", "note-new"} <= drugs.ids
    assert "note-old" not in bone.ids | drugs.ids
    assert "<math><mn>1</mn></math> mg" in (site / "deck/cards-drugs.html").read_text()
    assert "contested" in drugs.words
    assert "https://example.org/report?note=dose&from=site" in drugs.links
    assert "signed by AB, 2 October 2023" in words(site / "deck/cards-bone.html")
    pictures = [link for link in bone.loaded if "/picture-" in link]
    assert len(set(pictures)) == 2


def test_a_signature_counts_for_the_text_that_learners_have(site: Path) -> None:
    """`hardens-bone` was corrected after AB had signed it, and its author left the signature there. `matrix` is as it
    was signed."""
    page = words(site / "deck/index.html")
    assert "Reviewed in part: 1 of 5 notes signed by a reviewer." in page
    assert "4 notes are not signed by anybody: not reviewed by a clinician." in page


def test_a_signature_after_the_correction_counts_again(hostile: Path, ankigen: Run) -> None:
    edit(hostile, "reviewed: 2023-10-01 AB", "reviewed: 2023-11-15 CD")
    assert ankigen("site", cwd=hostile)[0] == 0
    assert "Reviewed in part: 2 of 5 notes signed" in words(hostile / "site/deck/index.html")


def test_a_signature_under_a_text_that_is_not_released_counts_nothing(hostile: Path, ankigen: Run) -> None:
    edit(hostile, "Osteoblasts secrete", "Osteoblasts make")
    assert ankigen("site", cwd=hostile)[0] == 0
    assert "Reviewed in part" not in words(hostile / "site/deck/index.html")
    assert "Osteoblasts secrete" in words(hostile / "site/deck/cards-bone.html")


def test_what_nobody_signed_is_called_not_reviewed(released: Path, ankigen: Run) -> None:
    assert ankigen("site", cwd=released)[0] == 0
    for page in ("index.html", "deck/index.html"):
        assert "Not reviewed: no clinician or other reviewer has signed" in words(released / "site" / page)
    assert words(released / "site/deck/cards-bone.html").count("not signed by a reviewer") == 2


def test_the_first_release_has_no_older_version(released: Path, ankigen: Run) -> None:
    assert ankigen("site", cwd=released)[0] == 0
    assert "There is none: 1.0.0 is the first." in words(released / "site/deck/index.html")
    assert "The first release: 2 notes." in words(released / "site/deck/1.0.0.html")


def test_a_breaking_release_says_what_to_do(released: Path, ankigen: Run) -> None:
    settings = released / "cards/deck/deck.toml"
    settings.write_text(settings.read_text().replace('name = "Deck"', 'name = "Bones"'))
    later = {"SOURCE_DATE_EPOCH": "1700100000"}
    assert ankigen("release", "--breaking", cwd=released, env=later)[0] == 0
    assert ankigen("site", cwd=released)[0] == 0
    page = words(released / "site/deck/index.html")
    assert "From a version before 2.0.0" in page
    assert "the deck's name changed from 'Deck' to 'Bones'" in page
    assert "see below" in page
    assert json.loads((released / "site/decks.json").read_text())["decks"][0]["releases"][1]["breaking"]


def test_decks_of_one_name_are_told_apart(released: Path, ankigen: Run) -> None:
    (released / "cards/other").mkdir()
    for name in ("deck.toml", "a.md"):
        text = (released / "cards/deck" / name).read_text().replace("deck-0000", "other-0000")
        (released / "cards/other" / name).write_text(text)
    assert ankigen("release", "other", cwd=released)[0] == 0
    assert ankigen("site", cwd=released)[0] == 0
    page = words(released / "site/index.html")
    assert "Deck deck" in page
    assert "Deck other" in page


def test_a_large_deck_is_split_into_light_pages(deck: Path, ankigen: Run) -> None:
    notes = (
        f"### Question {number}?\n<!-- id: n{number} -->\nAnswer {number} with {{{{c1::a}}}} and {{{{c2::b}}}}\n"
        for number in range(150)
    )
    (deck / "cards/deck/a.md").write_text("# One section\n\n" + "\n".join(notes))
    assert ankigen("release", cwd=deck)[0] == 0
    for number in range(150):
        edit(deck, f"Answer {number} with", f"Reply {number} with")
    assert ankigen("release", cwd=deck, env={"SOURCE_DATE_EPOCH": "1700100000"})[0] == 0
    assert ankigen("site", cwd=deck)[0] == 0
    found = pages(deck / "site")
    assert max(len(page.read_bytes()) for page in found) < 100_000
    assert len([page for page in found if page.name.startswith("cards-one-section")]) > 2
    assert len([page for page in found if page.name.startswith("1.0.1-part-")]) > 2
    everywhere = "".join(page.read_text() for page in found)
    for number in range(150):
        assert everywhere.count(f'id="note-n{number}"') == 1
        assert f"<del>Answer</del><ins>Reply</ins> {number} with" in everywhere


@pytest.mark.parametrize("sections", [("Bone", "Bone part 2", "Bone!"), ("Bone part 2", "Bone", "Bone section 2")])
def test_sections_named_as_the_parts_of_others_keep_their_pages(
    sections: tuple[str, ...], deck: Path, ankigen: Run
) -> None:
    notes = "".join(
        f"# {section}\n\n"
        + "".join(
            f"### {section} {number}?\n<!-- id: n{at}-{number} -->\nIt has {{{{c1::a}}}} and {{{{c2::b}}}}\n\n"
            for number in range(60 if section == "Bone" else 1)
        )
        for at, section in enumerate(sections)
    )
    (deck / "cards/deck/a.md").write_text(notes)
    assert ankigen("release", cwd=deck)[0] == 0
    assert ankigen("site", cwd=deck)[0] == 0
    found = [page for page in pages(deck / "site") if page.name.startswith("cards-bone")]
    everywhere = "".join(page.read_text() for page in found)
    assert len(found) > 4
    for at, section in enumerate(sections):
        for number in range(60 if section == "Bone" else 1):
            assert everywhere.count(f'id="note-n{at}-{number}"') == 1


@pytest.mark.parametrize("name", ["assets", "index"])
def test_a_deck_may_have_any_name_of_the_site(deck: Path, ankigen: Run, name: str) -> None:
    (deck / "cards/deck").rename(deck / "cards" / name)
    assert ankigen("release", cwd=deck)[0] == 0
    assert ankigen("site", cwd=deck)[0] == 0
    page = (deck / "site" / name / "index.html").read_text()
    (style,) = re.findall(r'rel="stylesheet" href="([^"]*site\.css)"', page)
    assert (deck / "site" / name / style).is_file()


def test_a_deck_whose_notes_are_all_retired_has_a_page(released: Path, ankigen: Run) -> None:
    edit(released, "### What hardens bone?\n<!-- id: hardens-bone -->\n\nCalcium phosphate\n", "")
    edit(released, "id: matrix", "id: other")
    for name in ("hardens-bone", "matrix"):
        assert ankigen("retire", name, "--reason", "Gone", "--replaced-by", "other", cwd=released)[0] == 0
    later = {"SOURCE_DATE_EPOCH": "1700100000"}
    assert ankigen("release", cwd=released, env=later)[0] == 0
    assert ankigen("site", cwd=released)[0] == 0
    said = words(released / "site/deck/index.html")
    assert "2 notes of older versions are retired" in said
    assert "3 new, 2 of them retired, without cards" in said


def test_an_imported_deck_shows_its_cards_in_their_own_styles(tmp_path: Path, ankigen: Run) -> None:
    """What learners had before is compared with the first release, but it is not handed out: it may be another's."""
    styles = (".card{color:red} .nightMode .q{color:yellow}", ".card{color:green} body{margin:1px}")
    deck = genanki.Deck(2059400110, "Foreign")
    for number, style in enumerate(styles):
        fields, templates = (
            [{"name": "Q"}, {"name": "A"}],
            [{"name": "C", "qfmt": "<b class=q>{{Q}}</b>", "afmt": "{{A}}"}],
        )
        kind = genanki.Model(1607392319 + number, f"Own {number}", fields=fields, templates=templates, css=style)
        deck.add_note(genanki.Note(kind, [f"Question <b>{number}</b>?", f"Answer {number}"], guid=f"guid-{number}"))
    (tmp_path / "cards").mkdir()
    genanki.Package(deck).write_to_file(tmp_path / "foreign.apkg", timestamp=1_600_000_000)
    assert ankigen("import", "foreign.apkg", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "1699000000"})[0] == 0
    source = next((tmp_path / "cards/foreign").glob("0*.md"))
    source.write_text(source.read_text().replace("Answer 0", "Answer nought"))
    code, _, err = ankigen("release", cwd=tmp_path)
    assert code == 0, err
    assert ankigen("site", cwd=tmp_path)[0] == 0
    site = tmp_path / "site"
    said = words(site / "foreign/1.0.0.html")
    assert "Corrected 1" in said
    assert "Answer 0nought" in said.replace("0 nought", "0nought")
    assert "strong" not in said
    assert "::added::" not in said
    assert "the deck as it was before it was released here1 updated, 1 unchanged" in words(site / "foreign/index.html")
    assert not (site / "foreign/foreign-0.0.0.apkg").exists()
    cards = (site / "foreign/cards-all-cards.html").read_text()
    own = re.findall(r"assets/(card-[0-9a-f]+\.css)", cards)
    assert len(set(own)) == 2
    assert ".ankigen-body .q{color:yellow}" in "".join((site / "assets" / name).read_text() for name in set(own))
