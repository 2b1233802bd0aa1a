"""The page: every card as learners see it, with its place; nothing of a card can run or be fetched."""

import html
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ankigen.apkg import package_bytes
from ankigen.apkg.reader import Package
from ankigen.compile.pipeline import compile_deck
from ankigen.preview.cards import shown_deck, shown_package
from ankigen.preview.style import card_style
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, find_decks
from ankigen.release.assemble import draft
from ankigen.release.plan import plan
from tests.conftest import edit

from .conftest import PICTURE, markup

Run = Callable[..., tuple[int, str, str]]


def sides(page: Path, note: str) -> list[str]:
    """The words on the note's cards: question, answer, and so on."""
    article = re.search(rf'<article class="ak-note" id="note-{note}">(.*?)</article>', markup(page), re.DOTALL)
    assert article
    frames = article[1].split('<div class="ak-frame">')[1:]
    return [
        " ".join(html.unescape(re.sub(r"<[^>]*>", " ", frame.partition("</figure>")[0])).split()) for frame in frames
    ]


def test_every_card_is_there_with_both_sides(page: Path) -> None:
    question, answer = sides(page, "ion")
    assert question == "Which ion hardens bone? Hint A metal"
    assert answer.startswith(
        "Which ion hardens bone? Hint A metal Calcium Clinical note Low in rickets. About this card"
    )
    first, opened, second, _ = sides(page, "matrix")
    assert first == "Bone matrix Osteoblasts secrete [...] , mineralised with hydroxyapatite ."
    assert opened.startswith("Bone matrix Osteoblasts secrete collagen , mineralised")
    assert "[a salt]" in second
    assert sides(page, "woven")[0] == "Which bone is laid down first? Lamellar bone Woven bone"
    assert [side.split(" About")[0] for side in sides(page, "osteophyte")] == [
        "Osteophyte Definition?",
        "Osteophyte Definition? A spur of bone at the edge of a joint",
        "A spur of bone at the edge of a joint Term?",
        "A spur of bone at the edge of a joint Term? Osteophyte",
    ]
    assert sides(page, "resorbs")[0] == "Which cell resorbs bone? Type the answer"
    assert "Osteoclast" in sides(page, "resorbs")[1]


def test_notes_stand_in_source_order_under_their_headings(page: Path) -> None:
    found = re.findall(r'<h[23] class="ak-heading"[^>]*>([^<]*)<|<article [^>]*id="note-([^"]*)"', markup(page))
    assert [heading or note for heading, note in found] == [
        *("Bone &amp; joint", "ion", "Matrix", "matrix", "seen", "woven"),
        *("Signs", "osteophyte", "resorbs", "bold", "Without a section", "answer"),
    ]


def test_the_contents_count_each_sections_notes(page: Path) -> None:
    nav = re.search(r"<nav.*?</nav>", markup(page), re.DOTALL)
    assert nav
    rows = re.findall(r'href="#([\w-]+)">([^<]*)</a> <span>(\d+)<', nav[0])
    assert [(title, count) for _, title, count in rows] == [
        *(("Bone &amp; joint", "4"), ("Matrix", "3"), ("Signs", "3"), ("Without a section", "1"))
    ]
    assert all(f' id="{target}"' in markup(page) for target, _, _ in rows)


def test_each_note_tells_its_kind_id_and_place(page: Path) -> None:
    assert '<a href="#note-ion"><code>ion</code></a> <span>basic</span> <span>a.md:3</span>' in markup(page)
    assert "<code>osteophyte</code></a> <span>reversed</span> <span>a.md:30</span>" in markup(page)
    assert "<code>answer</code></a> <span>basic</span> <span>b.md:1</span>" in markup(page)


def test_findings_stand_at_their_note(deck: Path, ankigen: Run) -> None:
    edit(deck, "Calcium phosphate", "TODO <5 & more")
    assert ankigen("preview", cwd=deck)[0] == 0
    text = markup(deck / "decks/deck/deck-preview.html")
    assert "1 finding of <code>ankigen check</code>" in text
    found = text.split('id="note-ion"' if 'id="note-ion"' in text else "<main>")[1].split("</ul>")[0]
    assert '<li class="ak-warning"><b>warning</b>' in found
    assert "<code>leftover</code> <span>line" in found


def test_a_retired_note_is_not_shown(cards: Path, ankigen: Run) -> None:
    ankigen("release", cwd=cards)
    ankigen("retire", "answer", "--reason", "Two facts in one", cwd=cards)
    (cards / "cards/deck/b.md").unlink()
    code, out, _ = ankigen("preview", cwd=cards, env={"SOURCE_DATE_EPOCH": "1700000100"})
    text = (cards / out.strip()).read_text()
    assert code == 0
    assert 'id="note-ion"' in text
    assert "And without a section?" not in text
    assert "Two facts in one" not in text


def test_a_draft_and_a_release_are_told_apart(cards: Path, page: Path, ankigen: Run) -> None:
    assert "Draft 1.0.0.dev · 8 notes, 10 cards" in page.read_text()
    ankigen("release", cwd=cards)
    ankigen("preview", cwd=cards)
    assert "As released: 1.0.0 · 8 notes, 10 cards" in page.read_text()


def test_nothing_in_the_page_can_run(page: Path) -> None:
    text = page.read_text()
    assert "default-src 'none'" in text.split("<style>")[0]
    assert "script-src" not in text
    assert not re.search(r"""<(?:script|iframe|object|embed|svg|form|link|base)\b|="javascript:""", markup(page))
    assert not re.search(r"<[a-z]+[^>]*\son\w+\s*=", markup(page))
    assert text.count("</style>") == 1
    assert "&lt;script&gt;alert(2)" in text


def test_what_a_template_brings_in_is_cleaned_as_well(cards: Path) -> None:
    compiled = compile_deck(load_deck(find_decks(cards, [])[0]))
    content = compiled.content()
    assert content
    edition = draft(plan(content, compiled.history), 1_700_000_000)
    evil = "<script>alert(5)</script><img src=x onerror=alert(6)><iframe src='//evil.example'></iframe>"
    note_types = tuple(
        (replace(item, templates=tuple(replace(one, back=one.back + evil) for one in item.templates)), mod)
        for item, mod in edition.note_types
    )
    preview = shown_deck(replace(edition, note_types=note_types), compiled.placed)
    answers = [card.answer for note in preview.notes for card in note.cards]
    assert len(answers) == 10
    assert not any(re.search(r"<script|<iframe|<[a-z]+[^>]*\son\w+\s*=|evil", answer) for answer in answers)


def test_no_name_or_heading_can_leave_its_place(cards: Path, ankigen: Run) -> None:
    settings = cards / "cards/deck/deck.toml"
    settings.write_text(settings.read_text().replace('"Deck"', '"</title><script>alert(3)</script>"'))
    (cards / "cards/deck/a.md").write_text("# `</h2><script>alert(4)</script>`\n\n### A?\n<!-- id: aa -->\nB\n")
    code, out, _ = ankigen("preview", cwd=cards)
    assert code == 0
    assert "<script" not in (cards / out.strip()).read_text()


def test_a_picture_is_in_the_page_once_however_many_cards_show_it(page: Path) -> None:
    text = page.read_text()
    assert text.count(b64encode(PICTURE).decode()) == 1
    names = re.findall(r'<img alt="(A black|The same) field" data-picture="(\w+\.svg)">', text)
    assert len({name for _, name in names}) == 1
    assert {alt for alt, _ in names} == {"A black", "The same"}


def test_the_cards_style_is_there_once_by_day_and_once_for_the_systems_night(page: Path) -> None:
    assert page.read_text().count(".back .hint") == 2


def test_a_card_in_a_phones_width_has_a_phones_style() -> None:
    style = card_style(["@media (max-width: 480px) {\n.card { color: red }\n}", "@media (max-width: 320px) {a{}}"], {})
    assert style.count(":where(:root:has(#phone:checked)){\n.card { color: red }\n}") == 2
    assert style.count("a{}") == 2


def test_formulas_are_drawn_without_a_script_and_what_is_not_drawn_is_said(
    page: Path, cards: Path, ankigen: Run
) -> None:
    said = "a formula is shown as it is written"
    assert "<math>" in page.read_text()
    assert "ankigen math" in page.read_text()
    assert said not in page.read_text()
    (cards / "cards/deck/a.md").write_text("### A?\n<!-- id: aa -->\n\n$\\bcancel{\\Rule{1em}{1em}{1em}}$\n")
    ankigen("preview", cwd=cards)
    assert said in page.read_text()
    (cards / "cards/deck/a.md").write_text("### A?\n<!-- id: aa -->\nB\n")
    ankigen("preview", cwd=cards)
    assert said not in page.read_text()
    assert "ankigen math" not in page.read_text()


def test_the_cards_are_those_of_the_package_that_learners_import() -> None:
    paths = DeckPaths(Path(__file__).parents[2], "calcification-vs-ossification")
    compiled = compile_deck(load_deck(paths))
    content = compiled.content()
    assert content
    edition = draft(plan(content, compiled.history), 1_700_000_000)
    of_package = {note.id: note for note in shown_package(Package("it", package_bytes(edition))).notes}
    of_edition = shown_deck(edition, compiled.placed)
    assert len(of_edition.notes) > 90
    assert of_edition.pictures
    guids = {note.record.id: note.record.guid for note in edition.notes}
    assert [note.cards for note in of_edition.notes] == [of_package[guids[note.id]].cards for note in of_edition.notes]
