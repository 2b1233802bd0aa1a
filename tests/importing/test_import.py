"""What an import writes: sources, note types, media, and a ledger that begins with what learners have."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Snapshot
from tests.apkg.packages import Publication, export_from_anki, publish, rewrite
from tests.conftest import LATER, edit
from tests.samples import PNG

Run = Callable[..., tuple[int, str, str]]
NOTES = {
    "g1": ("What is <i>bone</i>?", 'A <b>tissue</b><br>see <img src="bone.png">'),
    "g2": ("Which cells?", '<span style="color: red">Osteoclasts</span>'),
    "g3": ("Which cells?", "Osteoblasts<script>x</script>"),
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    what = Publication(
        NOTES, deck="Deck", tags={"g1": ("a::b", "it's")}, media={"bone.png": PNG}, description="<b>On</b> bone"
    )
    return publish(tmp_path / "files", "deck", what)


@pytest.fixture
def imported(package: Path, ankigen: Run) -> Path:
    root = package.parents[1]
    assert ankigen("import", package, cwd=root)[0] == 0
    return root


def test_the_report_says_how_each_field_is_kept(package: Path, ankigen: Run) -> None:
    code, out, err = ankigen("import", package, cwd=package.parents[1])
    assert (code, err) == (0, "")
    assert "cards/deck: 3 notes, 3 cards, 1 media file\n" in out
    assert "fields: 4 as Markdown that shows the same, 1 kept as HTML, 1 changed\n" in out
    assert "cards/deck/01-notes.md:14 (Back): <script>" in out


def test_the_source_reads_well(imported: Path) -> None:
    assert (
        (imported / "cards/deck/01-notes.md").read_text()
        == """\
### What is *bone*?
<!-- id: what-is-bone, tags: [a::b, "it's"] -->

A **tissue**\\
see ![](<media/bone.png>)

### Which cells?
<!-- id: which-cells -->

```{=html}
<span style="color: red">Osteoclasts</span>
```

### Which cells?
<!-- id: which-cells-2 -->

```{=html}
Osteoblasts
```
"""
    )


def test_tags_can_give_the_sections(package: Path, ankigen: Run) -> None:
    root = package.parents[1]
    assert ankigen("import", "--by-tag", package, cwd=root)[0] == 0
    assert sorted(path.name for path in (root / "cards/deck").glob("*.md")) == ["01-notes.md", "02-a.md"]
    assert (root / "cards/deck/02-a.md").read_text().startswith("# a\n\n## b\n\n### What is *bone*?\n")
    assert ankigen("build", cwd=root)[0] == 0


def test_what_templates_and_style_show_comes_along(tmp_path: Path, ankigen: Run) -> None:
    (tmp_path / "files").mkdir()
    media = {
        "_logo.png": PNG,
        "_a font.woff2": b"wOF2",
        "_more.css": b"i { src: url(_deep.png) }\r\n",
        "_deep.png": PNG,
    }
    what = Publication(
        NOTES | {"g4": ("Logo", '<img src="_logo.png">')},
        deck="Deck",
        media=media | {"_strange.js": b"x()"},
        front='<img src="_logo.png">{{Front}}',
        css="@import url(_more.css); @font-face { src: url(_a%20font.woff2) }",
    )
    package = publish(tmp_path / "files", "deck", what)
    code, out, err = ankigen("import", package, cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "4 notes, 4 cards, 4 media files\n" in out
    assert "  _strange.js\n" in out
    assert "media of templates and styles that none of them names, left out: 1\n" in out
    folder = tmp_path / "cards/deck/notetypes/basic-geography"
    assert {path.name for path in folder.glob("_*")} == set(media)
    old, first = (released(tmp_path, ankigen, version) for version in ("0.0.0", "1.0.0"))
    assert set(old.media) == set(media)
    assert set(media) < set(first.media), "learners have the files of these names"
    assert old.note_types == first.note_types
    (folder / "_logo.png").write_bytes(PNG + b"changed")
    second = released(tmp_path, ankigen, "1.0.1")
    (name,) = second.media.keys() - first.media.keys()
    assert "_logo.png" not in second.media
    delta = tmp_path / "decks/deck/deck-1.0.1-from-1.0.0.apkg"
    assert name in read_package(Package("delta", delta)).media
    assert name.startswith("_")
    (item,) = second.note_types.values()
    assert item.templates[0].front == f'<img src="{name}">{{{{Front}}}}'


def released(root: Path, ankigen: Run, version: str) -> Snapshot:
    path = root / f"decks/deck/deck-{version}.apkg"
    if not path.exists():
        moment = str(1_700_100_000 + 100 * int(version[-1]))
        delta = ("--delta", "1.0.0") if version == "1.0.1" else ()
        code, out, err = ankigen("release", *delta, cwd=root, env={"SOURCE_DATE_EPOCH": moment})
        assert (code, out) == (0, f"decks/deck/deck-{version}.apkg\n"), err
    return read_package(Package(path.name, path))


def test_the_note_type_keeps_its_id_and_its_templates(imported: Path) -> None:
    folder = imported / "cards/deck/notetypes/basic-geography"
    assert folder.joinpath("notetype.toml").read_text().startswith("id = 1600000001 #")
    assert folder.joinpath("card-1-front.html").read_text() == "{{Front}}\n"
    assert folder.joinpath("style.css").read_text() == ".card { color: black; }\n"


def test_the_ledger_begins_with_what_learners_have(imported: Path, package: Path) -> None:
    lines = [json.loads(line) for line in (imported / "decks/deck/ledger.jsonl").read_text().splitlines()]
    assert (lines[0]["version"], lines[1]["release"], lines[1]["notes"]) == ("0.0.0", "0.0.0", 3)
    foreign = read_package(Package("x", package))
    for line in lines[2:]:
        note = foreign.notes[line["guid"]]
        assert (line["note_id"], line["mod"]) == (note.id, note.mod)
        assert line["cards"] == {str(card.ordinal): card.id for card in note.cards}


def test_that_state_lies_beside_it_as_a_package(imported: Path, package: Path) -> None:
    foreign, kept = (
        read_package(Package("x", package)),
        read_package(Package("y", imported / "decks/deck/deck-0.0.0.apkg")),
    )
    assert kept.notes == foreign.notes
    assert kept.note_types == foreign.note_types
    assert kept.media == foreign.media


def test_the_first_release_sends_only_what_changed(imported: Path, ankigen: Run) -> None:
    edit(imported, "A **tissue**", "A living **tissue**", "01-notes.md")
    code, out, err = ankigen("diff", cwd=imported, env=LATER)
    assert "notes: 1 changed, 2 unchanged" in out
    code, out, err = ankigen("release", cwd=imported, env=LATER)
    assert (code, out) == (0, "decks/deck/deck-1.0.0.apkg\n"), err
    old, new = (read_package(Package("x", imported / f"decks/deck/deck-{v}.apkg")) for v in ("0.0.0", "1.0.0"))
    moved = [guid for guid, note in new.notes.items() if note.mod != old.notes[guid].mod]
    assert moved == ["g1"]
    assert "1 updated, 2 unchanged" in (imported / "decks/deck/deck-1.0.0.md").read_text()
    assert ankigen("build", "--locked", cwd=imported)[:2] == (0, "decks/deck/deck-1.0.0.apkg\n")


def test_a_second_import_changes_nothing(imported: Path, package: Path, ankigen: Run) -> None:
    before = {path: path.read_bytes() for path in imported.rglob("*") if path.is_file()}
    code, out, _ = ankigen("import", package, cwd=imported)
    assert (code, out) == (0, "cards/deck was made of this file already; nothing was changed\n")
    assert {path: path.read_bytes() for path in imported.rglob("*") if path.is_file()} == before


def test_sources_that_were_deleted_are_not_said_to_be_there(imported: Path, package: Path, ankigen: Run) -> None:
    shutil.rmtree(imported / "cards/deck")
    code, _, err = ankigen("import", package, cwd=imported)
    assert code == 2
    assert f"{imported / 'cards/deck'} is gone, but {imported / 'decks/deck'} of the same deck is there" in err
    shutil.rmtree(imported / "decks/deck")
    assert ankigen("import", package, cwd=imported)[0] == 0


def test_two_imports_write_the_same_bytes(
    imported: Path, package: Path, tmp_path_factory: pytest.TempPathFactory, ankigen: Run
) -> None:
    other = tmp_path_factory.mktemp("other")
    assert ankigen("import", package, cwd=other)[0] == 0
    for path in (other / "cards").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (imported / path.relative_to(other)).read_bytes()
    for name in ("ledger.jsonl", "deck-0.0.0.apkg"):
        assert (other / "decks/deck" / name).read_bytes() == (imported / "decks/deck" / name).read_bytes()


def test_empty_and_equal_fronts_get_ids(tmp_path: Path, ankigen: Run) -> None:
    notes = {"a": ("<br>", "x"), "b": ('<img src="x.png">', "y"), "c": ('<img src="x.png">', "z"), "d": ("&amp;", "q")}
    (tmp_path / "files").mkdir()
    package = publish(tmp_path / "files", "deck", Publication(notes, deck="Deck"))
    code, out, _ = ankigen("import", package, cwd=tmp_path)
    assert code == 0
    assert "notes of which Anki makes no card, and left out: 1\n  note-x\n" in out
    ids = [json.loads(line).get("note") for line in (tmp_path / "decks/deck/ledger.jsonl").read_text().splitlines()[2:]]
    assert len(set(ids)) == len(ids) == 3
    assert ankigen("build", cwd=tmp_path)[0] == 0


def test_bytes_that_are_no_text_are_replaced_and_the_deck_builds(package: Path, ankigen: Run) -> None:
    rewrite(
        package,
        lambda connection: connection.execute("UPDATE notes SET flds = x'ff41' || char(31) || 'b' WHERE guid = 'g1'"),
    )
    assert ankigen("import", package, cwd=package.parents[1])[0] == 0
    assert "\ufffdA" in (package.parents[1] / "cards/deck/01-notes.md").read_text()
    assert ankigen("build", cwd=package.parents[1])[0] == 0


@pytest.mark.anki
@pytest.mark.parametrize("legacy", [True, False])
def test_what_anki_itself_exports_is_imported_alike(legacy: bool, package: Path, tmp_path: Path, ankigen: Run) -> None:
    path = export_from_anki(tmp_path, package, legacy=legacy)
    root = tmp_path / "other"
    root.mkdir()
    assert ankigen("import", path, cwd=root)[0] == 0
    assert ankigen("build", cwd=root)[0] == 0
    assert "A **tissue**\\\nsee ![](<media/bone.png>)" in (root / "cards/deck/01-notes.md").read_text()


def test_hostile_text_stays_text(tmp_path: Path, ankigen: Run) -> None:
    """Whatever a field holds, it comes out as the same text, and no other note comes of it."""
    hostile = {
        f"g{number}": (f"Front {number}", html)
        for number, html in enumerate(
            [
                "### Not a note<br>&lt;!-- id: x --&gt;",
                "<div>---</div><div>tags: [x]</div><div>---</div>",
                "```<br># x<br>```",
                "<pre><code>### a\n<!-- id: b -->\n```\n</code></pre>",
                "#### Front<br>#### Back",
                "&lt;!-- never closed",
                "<!-- a comment --> seen",
                "a<br>===<br>b<br>---",
                "[^1]: x<br>[a]: http://x.org<br>[a] [^1]",
                "{{c1::braces}} {{=html}} ```{=html}",
                "<img src=x onerror=alert(1)><iframe src=x></iframe>",
                '<a href="javascript:alert(1)">x</a>',
                "- [ ] a<br>- [x] b",
                "$x$ \\(y\\) \\[z\\] $$",
                "&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD",
            ]
        )
    }
    (tmp_path / "files").mkdir()
    package = publish(tmp_path / "files", "deck", Publication(hostile, deck="Deck"))
    code, _, err = ankigen("import", package, cwd=tmp_path)
    assert code == 0, err
    code, _, err = ankigen("build", cwd=tmp_path)
    assert code == 0, err
    made = read_package(Package("x", tmp_path / "decks/deck/deck-1.0.0.dev.apkg"))
    assert set(made.notes) == set(hostile)
    for note in made.notes.values():
        assert "<script" not in note.fields[1]
        assert "onerror" not in note.fields[1]
        assert "javascript:" not in note.fields[1]


OCCLUSION = """
import sys
from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions
collection, picture, package = sys.argv[1:]
col = Collection(collection)
col.add_image_occlusion_notetype()
(kind,) = [item for item in col.models.all() if item.get("originalStockKind") == 6]
mask = "{{c1::image-occlusion:rect:left=.1:top=.1:width=.3:height=.2:oi=1}}"
col.add_image_occlusion_note(
    notetype_id=kind["id"], image_path=picture, occlusions=mask, header="Which bone?", back_extra="femur", tags=[]
)
deck = col.decks.id("Bones")
col.set_deck(col.find_cards(""), deck)
options = ExportAnkiPackageOptions(with_media=True, legacy=False)
col.export_anki_package(out_path=package, options=options, limit=DeckIdLimit(deck))
col.close()
"""


@pytest.mark.anki
def test_image_occlusion_stays_what_it_is(tmp_path: Path, ankigen: Run) -> None:
    (tmp_path / "files").mkdir()
    picture, package = tmp_path / "files/x.png", tmp_path / "files/x.apkg"
    picture.write_bytes(PNG)
    files = (tmp_path / "files/collection.anki2", picture, package)
    command = [sys.executable, "-P", "-c", OCCLUSION, *map(str, files)]
    subprocess.run(command, check=True)
    assert ankigen("import", package, "--folder", "deck", cwd=tmp_path)[0] == 0
    settings = (tmp_path / "cards/deck/notetypes/image-occlusion/notetype.toml").read_text()
    assert "anki = { originalStockKind = 6 }" in settings
    assert "anki = { preventDeletion = true, tag = 0 }" in settings
    assert "### Which bone?" in (tmp_path / "cards/deck/01-notes.md").read_text()
    edit(tmp_path, "femur", "the femur", "01-notes.md")
    time.sleep(2)  # a release of the very second in which the note was written would be no newer
    soon = {"SOURCE_DATE_EPOCH": str(int(time.time()))}
    code, out, err = ankigen("verify", cwd=tmp_path, env=soon)
    assert code == 0, out + err
    assert ankigen("release", cwd=tmp_path, env=soon)[0] == 0
    old, new = (read_package(Package("x", tmp_path / f"decks/deck/deck-{v}.apkg")) for v in ("0.0.0", "1.0.0"))
    assert old.note_types == new.note_types
    assert [dict(item.settings) for item in old.note_types.values()] == [
        dict(item.settings) for item in new.note_types.values()
    ]


def test_anybodys_package_can_be_looked_at(package: Path, ankigen: Run) -> None:
    code, out, err = ankigen("preview", package, cwd=package.parent)
    assert (code, out) == (0, "deck-preview.html\n"), err
    page = (package.parent / "deck-preview.html").read_text()
    assert "A <b>tissue</b>" in page
    assert "<script>x" not in page


COLLECTION = """
import sys
from anki.collection import Collection, ImportAnkiPackageRequest
collection, package, whole, legacy = sys.argv[1:]
col = Collection(collection)
col.import_anki_package(ImportAnkiPackageRequest(package_path=package))
col.export_collection_package(whole, include_media=True, legacy=legacy == "True")
"""


@pytest.mark.anki
@pytest.mark.parametrize("legacy", [True, False])
def test_a_whole_collection_gives_the_deck_that_is_asked_for(
    legacy: bool, package: Path, tmp_path_factory: pytest.TempPathFactory, ankigen: Run
) -> None:
    root = tmp_path_factory.mktemp("whole")
    files = (root / "collection.anki2", package, root / "all.colpkg")
    subprocess.run([sys.executable, "-P", "-c", COLLECTION, *map(str, files), str(legacy)], check=True)
    code, out, err = ankigen("import", root / "all.colpkg", "--deck", "Deck", cwd=root)
    assert (code, err) == (0, "")
    assert "cards/deck: 3 notes, 3 cards, 1 media file\n" in out
