"""The folder is written whole or not at all, the same bytes every time, and nothing of anybody else's is lost."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ankigen.diagnostic import AnkigenError
from ankigen.site.folder import replaced_whole
from tests.apkg.packages import rewrite
from tests.conftest import edit
from tests.site.reading import pages, read, words

Run = Callable[..., tuple[int, str, str]]
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_decks_give_the_same_bytes_on_another_day_in_another_folder(
    hostile: Path, ankigen: Run, tmp_path: Path
) -> None:
    assert ankigen("site", cwd=hostile)[0] == 0
    other = tmp_path / "elsewhere/repository"
    shutil.copytree(hostile, other, ignore=shutil.ignore_patterns("site", "elsewhere"))
    assert ankigen("site", cwd=other / "cards", env={"SOURCE_DATE_EPOCH": "1750000000"})[0] == 0
    assert contents(other / "site") == contents(hostile / "site")
    assert ankigen("site", cwd=other)[0] == 0
    assert contents(other / "site") == contents(hostile / "site")


def test_git_ignores_it(deck: Path, ankigen: Run) -> None:
    assert ankigen("ci", "--action", f"o/r@{'0' * 40}", cwd=deck)[0] == 0
    assert "/site/" in (deck / ".gitignore").read_text().splitlines()


def test_a_deck_without_a_release_is_left_out(released: Path, ankigen: Run) -> None:
    assert ankigen("new", "Later", cwd=released)[0] == 0
    code, out, err = ankigen("site", cwd=released)
    assert (code, out) == (0, "site/index.html\n")
    assert err == "later: not on the site, because nothing of it was released yet\n1 deck: deck 1.0.0\n"
    assert not (released / "site/later").exists()


def test_without_any_release_there_is_none(deck: Path, ankigen: Run) -> None:
    code, _, err = ankigen("site", cwd=deck)
    assert code == 2
    assert err == "ankigen: no deck was released yet, so there is nothing to show; `ankigen release` comes first\n"
    assert not (deck / "site").exists()


def damage_ledger(root: Path) -> None:
    path = root / "decks/deck/ledger.jsonl"
    path.write_text(path.read_text().replace('"release"', '"relea'))


def lose_last(root: Path) -> None:
    (root / "decks/deck/deck-1.1.1.apkg").unlink()


def leave_pointer(root: Path) -> None:
    (root / "decks/deck/deck-1.0.0.apkg").write_text(POINTER)


def swap_package(root: Path) -> None:
    shutil.copy(root / "decks/deck/deck-1.0.0.apkg", root / "decks/deck/deck-1.1.0.apkg")


def swap_delta(root: Path) -> None:
    shutil.copy(root / "decks/deck/deck-1.0.0.apkg", root / "decks/deck/deck-1.1.1-from-1.1.0.apkg")


def lose_ledger(root: Path) -> None:
    (root / "decks/deck/ledger.jsonl").unlink()


@pytest.mark.parametrize(
    ("harm", "status", "said"),
    [
        (damage_ledger, 1, "decks/deck/ledger.jsonl:2:1: error[ledger-damaged]"),
        (lose_ledger, 1, "error[lost-ledger]"),
        (lose_last, 2, "deck-1.1.1.apkg: the last release is missing; restore it from git"),
        (leave_pointer, 2, "deck-1.0.0.apkg: is only a pointer of Git LFS; run `git lfs pull`"),
        (swap_package, 2, "deck-1.1.0.apkg: is not the file that was released (its SHA-256 differs); restore it"),
        (swap_delta, 2, "deck-1.1.1-from-1.1.0.apkg: is not the file that was released"),
    ],
)
def test_what_cannot_be_relied_on_is_told_and_the_site_stays(
    published: Path, ankigen: Run, harm: Callable[[Path], None], status: int, said: str
) -> None:
    assert ankigen("site", cwd=published)[0] == 0
    before = contents(published / "site")
    harm(published)
    code, out, err = ankigen("site", cwd=published)
    assert (code, out) == (status, "")
    assert said in err
    assert contents(published / "site") == before
    assert [path.name for path in published.iterdir() if "partial" in path.name] == []


def test_mistakes_in_the_sources_do_not_keep_learners_from_what_is_released(published: Path, ankigen: Run) -> None:
    edit(published, "{{c1::collagen}}", "{{c1::collagen")
    edit(published, "id: seen", "id: matrix")
    code, _, err = ankigen("site", cwd=published)
    assert code == 0, err
    assert 'id="note-seen"' in "".join(path.read_text() for path in (published / "site/deck").glob("cards-*.html"))


def test_a_package_that_is_not_kept_any_more_is_done_without(published: Path, ankigen: Run) -> None:
    (published / "decks/deck/deck-1.0.0.apkg").unlink()
    code, _, err = ankigen("site", cwd=published)
    assert code == 0
    assert "deck: the packages of 1.0.0 are not here" in err
    page = (published / "site/deck/1.1.0.html").read_text()
    assert "old and new cards cannot be shown side by side" in page
    assert "What is the dose for adults?" in page
    assert "its package is not kept here" in (published / "site/deck/index.html").read_text()
    releases = json.loads((published / "site/decks.json").read_text())["decks"][0]["releases"]
    assert [bool(release["package"]) for release in releases] == [False, True, True]


def test_a_folder_that_ankigen_did_not_write_is_never_replaced(released: Path, ankigen: Run) -> None:
    (released / "site").mkdir()
    (released / "site/thesis.docx").write_text("years of work")
    code, _, err = ankigen("site", cwd=released)
    assert code == 2
    assert err == (
        "ankigen: site was not written by `ankigen site`, so it is left as it is; name another folder with --output\n"
    )
    assert contents(released / "site") == {"thesis.docx": b"years of work"}
    assert ankigen("site", "--output", "pages/decks", cwd=released)[1] == "pages/decks/index.html\n"
    assert ankigen("site", "--output", ".", cwd=released)[0] == 2
    assert ankigen("site", "--output", "cards", cwd=released)[0] == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [("CNAME", "site/CNAME is not ankigen's"), ("index.html", "site/index.html was changed and is no longer")],
)
def test_a_file_of_somebody_else_in_the_site_is_not_lost(released: Path, ankigen: Run, name: str, said: str) -> None:
    assert ankigen("site", cwd=released)[0] == 0
    (released / "site" / name).write_text("decks.example.org")
    code, _, err = ankigen("site", cwd=released)
    assert code == 2
    assert said in err
    assert (released / "site" / name).read_text() == "decks.example.org"


def test_a_file_put_there_while_the_site_is_written_is_not_lost(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with replaced_whole(site) as folder:
        (folder / "index.html").write_text("old")
    before = contents(tmp_path)

    def rewritten() -> None:
        with replaced_whole(site) as folder:
            (folder / "index.html").write_text("new")
            (site / "CNAME").write_text("decks.example.org")

    with pytest.raises(AnkigenError, match="site/CNAME is not ankigen's, and would be lost"):
        rewritten()
    assert contents(tmp_path) == {**before, "site/CNAME": b"decks.example.org"}


@pytest.mark.parametrize("name", ["media", "index.html"])
def test_a_link_of_somebody_else_in_the_site_is_not_lost(released: Path, ankigen: Run, name: str) -> None:
    assert ankigen("site", cwd=released)[0] == 0
    (released / "elsewhere").mkdir()
    (released / "site/index.html").rename(released / "elsewhere/index.html")
    link = released / "site" / name
    link.symlink_to(released / "elsewhere" / ("" if name == "media" else name))
    code, _, err = ankigen("site", cwd=released)
    assert code == 2
    assert f"site/{name} " in err
    assert link.is_symlink()
    assert (released / "elsewhere/index.html").is_file()


def test_a_folder_named_much_like_a_killed_run_is_kept(released: Path, ankigen: Run) -> None:
    mine = released / ".site.mine.partial"
    mine.mkdir()
    (mine / "thesis.docx").write_text("years of work")
    assert ankigen("site", cwd=released)[0] == 0
    assert contents(mine) == {"thesis.docx": b"years of work"}


def test_an_empty_folder_is_taken(released: Path, ankigen: Run) -> None:
    (released / "site").mkdir()
    assert ankigen("site", cwd=released)[0] == 0


def test_a_file_in_the_way_is_kept(released: Path, ankigen: Run) -> None:
    (released / "site").write_text("mine")
    code, _, err = ankigen("site", cwd=released)
    assert code == 2
    assert "site is not a folder" in err
    assert (released / "site").read_text() == "mine"


def test_what_a_killed_run_left_is_cleared_away(released: Path, ankigen: Run) -> None:
    assert ankigen("site", cwd=released)[0] == 0
    before = contents(released / "site")
    (released / "site").rename(released / ".site.4711.old.partial")  # killed between two renamings
    (released / ".site.4711.partial").mkdir()
    (released / ".site.4711.partial/index.html").write_text("half of")
    assert ankigen("site", cwd=released)[0] == 0
    assert contents(released / "site") == before
    assert [path.name for path in released.iterdir() if "partial" in path.name] == []


def test_a_package_of_somebody_who_means_harm_is_harmless(published: Path, ankigen: Run) -> None:
    """Its maker wrote package, ledger and release notes by hand, all of one mind."""
    output = published / "decks/deck"
    package, ledger, notes = output / "deck-1.1.1.apkg", output / "ledger.jsonl", output / "deck-1.1.1.md"
    old = hashlib.sha256(package.read_bytes()).hexdigest()
    evil = "</template></div></article><script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>"

    def change(connection: "object") -> None:
        execute = connection.execute  # type: ignore[attr-defined]  # sqlite3's, as `rewrite` gives it
        execute("UPDATE notes SET flds = replace(flds, 'very', ?)", (evil,))
        (models,) = execute("SELECT models FROM col").fetchone()
        style = "</style><script>alert(3)</script>@import url(//evil.example/y);body{background:url(//evil.example/z)}"
        models = json.loads(models)
        for model in models.values():
            model["css"] += style
        (found,) = execute("SELECT decks FROM col").fetchone()
        found = json.loads(found)
        for deck in found.values():
            deck["desc"] = f"<p onclick=alert(4)>{evil}<style>*{{display:none}}</style></p>"
        execute("UPDATE col SET models = ?, decks = ?", (json.dumps(models), json.dumps(found)))

    rewrite(package, change)
    text = ledger.read_text().replace(old, hashlib.sha256(package.read_bytes()).hexdigest())
    ledger.write_text(text.replace("What is new?", "<script>alert(5)</script>"))
    notes.write_text(f"# x\n\n## Safety corrections\n\n- `new` \\<script>alert(5)\\</script> – {evil}\n")
    assert ankigen("site", cwd=published)[0] == 0
    for page in pages(published / "site"):
        found = read(page)
        assert {urlsplit(address).netloc for address in found.loaded} == {""}
        assert found.tags.count("script") <= 1
        assert "style" not in found.tags
    assert "alert(1)" not in words(published / "site/deck/index.html")
