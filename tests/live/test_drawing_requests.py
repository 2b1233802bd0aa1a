"""What the page for drawing masks may ask: nothing is written without the token, outside the deck, or half."""

import base64
import json
import shutil
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ankigen.authoring.masks import digest
from tests.samples import PNG

from .conftest import Serve

pytestmark = pytest.mark.slow

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><circle id="node" cx="20" cy="15" r="5"/></svg>'
NOTE = "### A?\n<!-- id: hilum, type: picture -->\n\n![Hilum](media/a.svg)\n\n- {{c1::Node}} `#node`\n"
MASK = {"label": "Vein", "hint": "", "hidden": True, "fixed": False, "line": None}
MASK["places"] = [{"form": "box", "numbers": [1, 2, 30, 40], "shape": ""}]
NEW = {"name": "a.png", "heading": "B?", "alt": "b", "source": "a.md", "masks": [MASK]}
Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def files(deck: Path) -> Path:
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/a.svg").write_text(SVG)
    (deck / "cards/deck/a.md").write_text(NOTE)
    return deck


@pytest.fixture
def ask(files: Path, serve: Serve) -> Ask:
    return asking(serve(files))


def asking(address: str) -> Ask:
    token = parse_qs(urlsplit(address).query)["token"][0]

    def asked(path: str, body: object = None, token: str = token, *, raw: bool = False) -> tuple[int, dict[str, Any]]:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
        data = None if body is None else str(body) if raw else json.dumps(body)
        connection.request("GET" if data is None else "POST", path, data, {"X-Ankigen-Token": token})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text.startswith(b"{") else {"message": text.decode()}

    return asked


def picture(data: bytes) -> dict[str, object]:
    return {**NEW, "picture": base64.b64encode(data).decode()}


def contents(files: Path) -> dict[str, bytes]:
    return {path.relative_to(files).as_posix(): path.read_bytes() for path in files.rglob("*") if path.is_file()}


def test_nothing_is_written_without_the_token(ask: Ask, files: Path) -> None:
    before = contents(files)
    for path, body in (("masks", {"note": "hilum"}), ("picture-note", picture(PNG)), ("picture", picture(PNG))):
        for token in ("", "x"):
            assert ask(f"/decks/deck/{path}", body, token=token)[0] == 403
    assert contents(files) == before


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"source": "../../secret.md"}, 422, "there is no source"),
        ({"source": "deck.toml"}, 422, "there is no source"),
        ({"heading": " "}, 422, "no heading"),
        ({"masks": []}, 422, "nothing is hidden"),
        ({"masks": [{**MASK, "label": ""}]}, 422, "no label"),
        ({"masks": [{**MASK, "places": [{"form": "box", "numbers": [1, 2, 0, 4], "shape": ""}]}]}, 422, "not above 0"),
        ({"masks": [{**MASK, "places": [{"form": "box", "numbers": [1, 2], "shape": ""}]}]}, 400, "reload"),
        ({"masks": [{**MASK, "places": [{"form": "star", "numbers": [], "shape": ""}]}]}, 400, "reload"),
        ({"masks": [{**MASK, "places": [{"form": "shape", "numbers": [], "shape": "a` x"}]}]}, 422, "cannot"),
        ({"masks": "x"}, 400, "reload"),
        ({"picture": "%%%"}, 400, "reload"),
        ({"picture": ""}, 422, "not a picture"),
        ({"name": 7}, 400, "reload"),
    ],
)
def test_what_cannot_be_written_changes_nothing(
    ask: Ask, files: Path, change: dict[str, object], status: int, said: str
) -> None:
    before = contents(files)
    found = ask("/decks/deck/picture-note", {**picture(PNG), **change})
    assert found[0] == status
    assert said in found[1]["message"]
    assert contents(files) == before


def test_numbers_that_are_none_are_refused(ask: Ask, files: Path) -> None:
    before = contents(files)
    began = ask("/decks/deck/drawing?note=hilum")[1]["digest"]
    for number in (float("nan"), float("inf"), 1e300):
        mask = {**MASK, "places": [{"form": "box", "numbers": [number, 1, 2, 3], "shape": ""}]}
        assert ask("/decks/deck/masks", {"note": "hilum", "digest": began, "masks": [mask]})[0] == 400
    assert contents(files) == before


def test_a_name_becomes_one_that_every_system_takes(ask: Ask, files: Path) -> None:
    names = {"../../../etc/passwd": "passwd.png", "Ä ü.PNG": "a-u.png", ".png": "png.png", "..": "picture.png"}
    for name, wanted in names.items():
        data = PNG + wanted.encode()
        body = {**picture(data), "name": name}
        status, found = ask("/decks/deck/picture-note", body)
        assert (status, found["file"]) == (200, wanted), found
        assert (files / "cards/deck/media" / wanted).read_bytes() == data
        assert f"![b](media/{wanted})" in (files / "cards/deck/a.md").read_text()


def test_nothing_is_written_through_a_link_that_leads_out(files: Path, serve: Serve) -> None:
    (files / "outside").mkdir()
    (files / "outside/b.md").write_text(NOTE.replace("hilum", "other"))
    (files / "cards/deck/b.md").symlink_to(files / "outside/b.md")
    ask = asking(serve(files))
    status, found = ask("/decks/deck/drawing?note=other")
    assert (status, "leads out of the deck" in found["message"]) == (422, True)
    status, found = ask("/decks/deck/picture-note", {**picture(PNG), "source": "b.md"})
    assert (status, "leads out of the deck" in found["message"]) == (422, True)
    assert (files / "outside/b.md").read_text() == NOTE.replace("hilum", "other")


def test_a_picture_that_is_too_large_is_refused(ask: Ask, files: Path) -> None:
    before = contents(files)
    status, found = ask("/decks/deck/picture", picture(PNG + b"\0" * 10_000_000))
    assert (status, "make it smaller" in found["message"]) == (422, True)
    assert contents(files) == before


def test_a_file_without_a_line_end_or_with_those_of_windows_gets_the_note_in_its_own(ask: Ask, files: Path) -> None:
    source = files / "cards/deck/a.md"
    source.write_bytes(NOTE.replace("\n", "\r\n").encode() + b"\r\n\r\n  ")
    assert ask("/decks/deck/picture-note", picture(PNG))[0] == 200
    wanted = f"{NOTE}\n### B?\n<!-- id: b, type: picture -->\n\n![b](media/a.png)\n\n- {{{{c1::Vein}}}} `1 2 30 40`\n"
    assert source.read_bytes() == wanted.replace("\n", "\r\n").encode()


def test_a_file_whose_end_is_open_is_left_alone(ask: Ask, files: Path) -> None:
    source = files / "cards/deck/a.md"
    source.write_text(NOTE + "\n#### Extra\n```\ncode without an end\n")
    before = contents(files)
    assert ask("/decks/deck/picture-note", picture(PNG))[0] == 422
    assert contents(files) == before


def test_a_source_that_is_deleted_while_somebody_draws_is_told(ask: Ask, files: Path) -> None:
    began = ask("/decks/deck/drawing?note=hilum")[1]["digest"]
    (files / "cards/deck/a.md").unlink()
    for path, body in (
        ("masks", {"note": "hilum", "digest": began, "masks": [MASK]}),
        ("picture-note", picture(PNG)),
        ("drawing?note=hilum", None),
    ):
        status, found = ask(f"/decks/deck/{path}", body)
        assert status == 422, found
        assert any(said in found["message"] for said in ("cannot read a.md", "there is no"))
    assert [path.name for path in (files / "cards/deck/media").iterdir()] == ["a.svg"]


def test_what_is_nested_without_end_is_refused(ask: Ask, files: Path) -> None:
    before = contents(files)
    assert ask("/decks/deck/masks", "[" * 200_000 + "]" * 200_000, raw=True)[0] == 400
    assert contents(files) == before


def test_nothing_is_written_into_a_deck_that_is_a_link_out_of_the_repository(
    files: Path, tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "deck"
    shutil.copytree(files / "cards/deck", elsewhere)
    (files / "cards/linked").symlink_to(elsewhere)
    ask = asking(serve(files))
    before = contents(elsewhere)
    body = {"note": "hilum", "digest": digest(NOTE.encode()), "masks": [MASK]}
    for path, sent in (("drawing?note=hilum", None), ("masks", body), ("picture-note", picture(PNG))):
        status, found = ask(f"/decks/linked/{path}", sent)
        assert (status, "linked is a link that leads out of the repository" in found["message"]) == (422, True), found
    assert contents(elsewhere) == before
