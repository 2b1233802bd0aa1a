"""What `import --move` makes of foreign notes: which types can be merged into ankigen's, and how notes are written."""

from collections.abc import Callable
from pathlib import Path

import genanki
import pytest

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Field, NoteType, NoteTypeKind, Template
from ankigen.importing.our_types import find_targets
from ankigen.model.adopted import Part
from ankigen.model.note import Kind
from ankigen.verify.packages import Job, Subject
from tests.conftest import LATER, edit
from tests.samples import MP3

Run = Callable[..., tuple[int, str, str]]
Named = tuple[str, ...] | dict[str, int]


def note_type(number: int, fields: Named, templates: dict[str, str], *, ids: bool = False) -> NoteType:
    """A type with these fields, which have ids if they are in a dictionary, and these fronts of its templates."""
    numbers = fields if isinstance(fields, dict) else dict.fromkeys(fields)
    cloze = any("cloze:" in front for front in templates.values())
    return NoteType(
        id=number,
        name=f"Type {number}",
        kind=NoteTypeKind.CLOZE if cloze else NoteTypeKind.STANDARD,
        fields=tuple(Field(name, number) for name, number in numbers.items()),
        templates=tuple(
            Template(name, front, "{{FrontSide}}{{Back}}{{Answer}}", 90 * number + at if ids else None)
            for at, (name, front) in enumerate(templates.items())
        ),
        css="",
        mod=0,
        sort_field=0,
    )


BASIC = note_type(1, ("Front", "Back"), {"Card 1": "{{Front}}"})
BASIC_IDS = note_type(2, {"Front": 11, "Back": 12}, {"Card 1": "{{Front}}"}, ids=True)
CLOZE = note_type(3, ("Text", "Back Extra"), {"Cloze": "{{cloze:Text}}"})
CLOZE_IDS = note_type(4, {"Text": 13, "Back Extra": 14}, {"Cloze": "{{edit:cloze:Text}}{{Tags}}"}, ids=True)
ASKED = note_type(5, {"Question": 15, "Answer": 16}, {"Ask": "{{Question}}"}, ids=True)
REVERSED = note_type(6, ("Front", "Back"), {"There": "{{Front}}", "Back again": "{{Back}}"})
TYPED = note_type(7, ("Front", "Back"), {"Card 1": "{{Front}}{{type:Back}}"})


@pytest.mark.parametrize(
    ("item", "kind", "fields", "templates"),
    [
        (BASIC, Kind.BASIC, [], []),
        (
            BASIC_IDS,
            Kind.BASIC,
            [Part("Front", "Front", 11), Part("Back", "Back", 12)],
            [Part("Card 1", "Card 1", 180)],
        ),
        (CLOZE, Kind.CLOZE, [Part("Spare 4", "Back Extra")], []),
        (
            CLOZE_IDS,
            Kind.CLOZE,
            [Part("Text", "Text", 13), Part("Spare 4", "Back Extra", 14)],
            [Part("Cloze", "Cloze", 360)],
        ),
        (ASKED, Kind.BASIC, [Part("Front", "Front", 15), Part("Back", "Back", 16)], [Part("Card 1", "Card 1", 450)]),
        (REVERSED, Kind.REVERSED, [], [Part("Card 1", "There"), Part("Card 2", "Back again")]),
        (TYPED, Kind.TYPED, [], []),
        (
            note_type(8, ("Question", "Answer"), {"Card 1": "{{Question}}"}),
            Kind.BASIC,
            [Part("Spare 3", "Answer"), Part("Spare 4", "Question")],
            [],
        ),
    ],
)
def test_every_part_of_theirs_finds_a_partner(
    item: NoteType, kind: Kind, fields: list[Part], templates: list[Part]
) -> None:
    (adopted,) = find_targets([item]).adopted
    assert (adopted.kind, list(adopted.fields), list(adopted.templates)) == (kind, fields, templates)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (note_type(1, ("Front", "Back", "A", "B", "C", "D", "E"), {"Card 1": "{{Front}}"}), "append its field 'E'"),
        (note_type(1, ("front", "Back"), {"Card 1": "{{front}}"}), "append its field 'front'"),
        (note_type(1, dict.fromkeys(map(str, range(17)), 5), {"Card 1": "{{0}}"}, ids=True), "append its field '"),
        (note_type(1, {"Words": 1}, {"Cloze": "{{cloze:Words}}{{Section}}"}), "more than one field"),
        (note_type(1, ("Text", "Back"), {"Cloze": "{{cloze:Text}}{{cloze:Back}}"}), "more than one field"),
        (note_type(1, ("Front", "Back"), {"Card 1": "{{Front}}{{Back}}"}), "ask otherwise"),
        (note_type(1, ("Front",), {"Card 1": "{{Front}}"}), "ask otherwise"),
        (
            note_type(1, ("Front", "Back", "Add"), {"A": "{{Front}}", "B": "{{Back}}", "C": "{{Add}}"}),
            "ask otherwise",
        ),
    ],
)
def test_what_anki_would_append_or_ask_otherwise_stays(item: NoteType, why: str) -> None:
    targets = find_targets([item])
    assert not targets.found
    assert why in targets.stay[1]


def test_of_two_types_with_ids_the_second_stays() -> None:
    targets = find_targets([BASIC_IDS, ASKED])
    assert (list(targets.found), list(targets.stay)) == ([BASIC_IDS.id], [ASKED.id])


def test_one_with_ids_and_one_that_goes_by_its_names_go_together() -> None:
    for order in ([BASIC_IDS, BASIC], [BASIC, BASIC_IDS]):
        targets = find_targets(order)
        assert len(targets.found) == 2
        assert [part.id for part in targets.adopted[0].fields] == [11, 12]


MORE = genanki.Model(
    1_500_000_000_009,
    "Many",
    fields=[{"name": name, "id": 30 + at} for at, name in enumerate(("Q", "A", "Hint", "Notes", "Ward", "source"))],
    templates=[{"name": "One", "id": 40, "qfmt": "{{Q}}{{hint:Hint}}", "afmt": "{{A}}"}],
)
NOTES = {
    "lines": ["Which bone?<br>In the arm", "Ulna", "", "", "", ""],
    "all": ["All?", "<ul><li>a</li></ul>", "A tap", "Noted [sound:x.mp3]", "3 b", "Gray"],
    "colour": ['<font color="red">Red</font>', "x", "", "", "", ""],
    "list": ["<ul><li>a</li></ul>", "x", "", "", "", ""],
    "no back": ["A front", "", "", "", "", ""],
    "paragraph": ["<p>In a paragraph?</p>\n", "<p>One</p><p>Two</p>", "", "", "", ""],
    "options": ["Which?", "<ul><li>[ ] a</li><li>[x] b</li></ul>", "", "", "", ""],
    "gap": ["A {{c1::gap}}?", "In a basic note", "", "", "", ""],
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return publish(tmp_path / "files", MORE, NOTES)


def publish(folder: Path, model: genanki.Model, notes: dict[str, list[str]]) -> Path:
    deck = genanki.Deck(5, "Deck")
    for guid, fields in notes.items():
        deck.add_note(genanki.Note(model, fields, guid=guid))
    whole = genanki.Package(deck)
    (folder / "x.mp3").write_bytes(MP3)
    whole.media_files = [str(folder / "x.mp3")]
    whole.write_to_file(folder / "deck.apkg", timestamp=1_690_000_000)
    return folder / "deck.apkg"


def test_the_notes_are_written_as_ankigens_or_stay(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    code, out, err = ankigen("import", "--move", package, cwd=root)
    assert (code, err) == (0, "")
    assert "of ankigen's own note types now: 3 notes\n" in out
    assert "  red: Markdown cannot say its front: <font> with color\n" in out
    assert ": its first line cannot be a heading\n" in out
    assert "  a-front: its back is empty\n" in out
    text = (root / "cards/deck/01-notes.md").read_text()
    assert (
        """\
### Which bone?
<!-- id: which-bone-in-the-arm -->

In the arm

#### Answer
Ulna

### All?
<!-- id: all -->

- a

#### Hint
A tap

#### Extra
Noted ![](<media/x.mp3>)

**Ward**\\
3 b

#### Source
Gray
"""
        in text
    )
    assert ankigen("build", cwd=root)[0] == 0


def test_a_note_that_would_be_read_as_another_kind_stays(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    kinds = dict.fromkeys(NOTES, "many") | dict.fromkeys(("lines", "all", "paragraph"), "basic")
    ledger = (root / "decks/deck/ledger.jsonl").read_text()
    assert {guid: f'"guid": "{guid}", "kind": "{kind}"' in ledger for guid, kind in kinds.items()} == dict.fromkeys(
        NOTES, True
    )


def test_the_first_release_sends_every_moved_note_and_is_made_again(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    code, out, err = ankigen("release", cwd=root, env=LATER)
    assert (code, out) == (0, "decks/deck/deck-1.0.0.apkg\n"), err
    old, new = (read_package(Package("x", root / f"decks/deck/deck-{v}.apkg")) for v in ("0.0.0", "1.0.0"))
    sent = {guid for guid, note in new.notes.items() if note.mod > old.notes[guid].mod}
    assert sent == {guid for guid, note in new.notes.items() if new.note_type(note).name == "Deck – Basic"}
    assert {guid: [card.id for card in note.cards] for guid, note in old.notes.items()} == {
        guid: [card.id for card in note.cards] for guid, note in new.notes.items()
    }
    (ours,) = [item for item in new.note_types.values() if item.name == "Deck – Basic"]
    assert {field.id for field in ours.fields} >= {field.id for field in next(iter(old.note_types.values())).fields}
    notes = (root / "decks/deck/deck-1.0.0.md").read_text()
    assert "*Merge note types* on" in notes
    assert "- over the deck as it was" not in notes
    assert ankigen("build", "--locked", cwd=root)[:2] == (0, "decks/deck/deck-1.0.0.apkg\n")


def test_diff_says_that_learners_merge(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    told = "! Learners get 3 notes once they merge the note types"
    assert told in ankigen("diff", cwd=root, env=LATER)[1]
    ankigen("release", cwd=root, env=LATER)
    assert told in ankigen("diff", "0.0.0", "1.0.0", cwd=root)[1]
    assert told in ankigen("diff", package, root / "decks/deck/deck-1.0.0.apkg", cwd=root)[1]
    assert "merge" not in ankigen("diff", "1.0.0", "draft", cwd=root, env=LATER)[1]


def test_the_site_tells_them_too(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    ankigen("release", cwd=root, env=LATER)
    code, _, err = ankigen("site", cwd=root, env=LATER)
    assert code == 0, err
    pages = [path.read_text() for path in (root / "site").rglob("*.html")]
    assert any("<td><b>Merge note types</b>, this once" in page for page in pages)


def test_only_learners_of_the_old_deck_merge(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    ankigen("release", cwd=root, env=LATER)
    folder = root / "decks/deck"
    job = Job("deck", (), Subject("1.1.0", folder / "deck-1.1.0.apkg", "1.1.0"), moved=True)
    for old, merges in (
        (Subject("their file", package), True),
        (Subject("0.0.0", folder / "deck-0.0.0.apkg", "0.0.0"), True),
        (Subject("as a file", folder / "deck-0.0.0.apkg"), True),
        (Subject("1.0.0", folder / "deck-1.0.0.apkg", "1.0.0"), False),
        (Subject("as a file", folder / "deck-1.0.0.apkg"), False),
    ):
        assert job.obeys(old) is merges, old


def test_a_second_import_changes_nothing(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    assert "nothing was changed" in ankigen("import", "--move", package, cwd=root)[1]


def test_a_deck_that_bears_ids_of_others_joins_no_family(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    edit(root, 'name = "Deck"\n', 'name = "Deck"\nfamily = "Dentistry Exampleton"\n', "deck.toml")
    code, _, err = ankigen("release", cwd=root, env=LATER)
    assert code == 1
    assert "error[changed-family]: the note types of this deck bear ids" in err


def test_one_without_ids_can_join_one(tmp_path: Path, ankigen: Run) -> None:
    (tmp_path / "files").mkdir()
    model = genanki.Model(
        7,
        "Plain",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    )
    package = publish(tmp_path / "files", model, {"a": ["Q", "A"]})
    assert ankigen("import", "--move", package, cwd=tmp_path)[0] == 0
    edit(tmp_path, 'name = "Deck"\n', 'name = "Deck"\nfamily = "Dentistry Exampleton"\n', "deck.toml")
    assert ankigen("release", cwd=tmp_path, env=LATER)[0] == 0


@pytest.mark.parametrize(
    ("notes", "fields", "told"),
    [
        ({"a": ["x"] * 8}, [f"Field {number}" for number in range(8)], "none of its note types can be merged"),
        ({"a": ['<font color="red">Red</font>', "x"]}, ["Front", "Back"], "none of its notes can become ankigen's"),
    ],
)
def test_a_deck_of_which_nothing_can_be_moved_is_refused(
    notes: dict[str, list[str]], fields: list[str], told: str, tmp_path: Path, ankigen: Run
) -> None:
    (tmp_path / "files").mkdir()
    template = {"name": "Card 1", "qfmt": f"{{{{{fields[0]}}}}}", "afmt": f"{{{{{fields[1]}}}}}"}
    model = genanki.Model(7, "Plain", fields=[{"name": name} for name in fields], templates=[template])
    package = publish(tmp_path / "files", model, notes)
    code, out, err = ankigen("import", "--move", package, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert told in err
    assert {path.name for path in tmp_path.iterdir()} == {"files"}


def test_an_update_is_for_decks_that_are_there(package: Path, ankigen: Run) -> None:
    code, _, err = ankigen("import", "--move", "--update", package, cwd=package.parents[1])
    assert code == 2
    assert "without --move and --pictures" in err


@pytest.mark.parametrize("damage", ['"fields": {"Front": ["Front", "x"]', '"fields": {"Nothing": ["Front", 30]'])
def test_a_ledger_that_says_otherwise_is_damaged(damage: str, package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    ankigen("import", "--move", package, cwd=root)
    path = root / "decks/deck/ledger.jsonl"
    text = path.read_text()
    assert '"fields": {"Front": ["Front", 30]' in text
    path.write_text(text.replace('"fields": {"Front": ["Front", 30]', damage))
    code, out, _ = ankigen("check", cwd=root)
    assert code == 1
    assert "error[ledger-damaged]" in out
