"""What the companion asks of the network, and what it takes from there: a real server, over HTTPS."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from ankigen_companion.core.errors import CompanionError, OfflineError
from ankigen_companion.core.feed import File
from ankigen_companion.core.fetch import fetch_https, get, get_file
from ankigen_companion.core.news import find_decks

from .server import Server, serving
from .test_feed import decks_json

pytestmark = pytest.mark.anki  # which brings what fetches


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "decks.json").write_bytes(decks_json())
    (folder / "deck.apkg").write_bytes(b"a package")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(folder, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(autouse=True)
def trusted(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The server is as good as one of the web; the learner has a password for it that is nobody's business."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.certificate))
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login ada password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))


def package(server: Server, **changed: object) -> File:
    values = {"address": f"{server.address}deck.apkg", "size": 9, "sha256": hashlib.sha256(b"a package").hexdigest()}
    return File(**(values | changed))  # type: ignore[arg-type]  # as they are named


def test_a_deck_is_found_by_the_address_of_its_page(server: Server) -> None:
    feed, (deck,) = find_decks(fetch_https, f"{server.address}bone/index.html")
    assert feed == f"{server.address}decks.json"
    assert deck.page == f"{server.address}bone/"
    assert deck.package.address == f"{server.address}bone/bone-1.1.0.apkg"


def test_nothing_is_sent_but_the_request(server: Server) -> None:
    server.asked.clear()
    get(fetch_https, f"{server.address}redirect/to/{server.address}decks.json", 1_000_000)
    assert [path for path, _ in server.asked][-1] == "/decks.json"
    sent = {name for _, headers in server.asked for name in headers}
    assert sent == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert {headers["User-Agent"] for _, headers in server.asked} == {"ankigen-companion"}


@pytest.mark.parametrize("address", ["http://localhost/decks.json", "file:///etc/passwd", "ftp://localhost/decks.json"])
def test_only_https_is_asked(address: str) -> None:
    with pytest.raises(CompanionError, match="does not begin with https"):
        get(fetch_https, address, 100)


def test_nor_is_anything_else_by_a_detour(server: Server) -> None:
    with pytest.raises(CompanionError, match="does not begin with https"):
        get(fetch_https, f"{server.address}redirect/to/http://localhost/decks.json", 100)


def test_a_server_that_nobody_vouches_for_is_not_trusted(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(OfflineError, match="cannot be reached"):
        get(fetch_https, f"{server.address}decks.json", 100)


def test_who_is_offline_is_told_so() -> None:
    with pytest.raises(OfflineError, match="Are you online"):
        get(fetch_https, "https://localhost:1/decks.json", 100)


def test_redirections_end(server: Server) -> None:
    address = f"{server.address}decks.json"
    for _ in range(8):
        address = f"{server.address}redirect/to/{address}"
    with pytest.raises(CompanionError, match="without end"):
        get(fetch_https, address, 1_000_000)


def test_a_file_without_end_is_given_up(server: Server) -> None:
    into = BytesIO()
    with pytest.raises(CompanionError, match="bigger than it should be"):
        fetch_https(f"{server.address}endless", 1_000_000, into)
    assert len(into.getvalue()) <= 1_000_000


def test_a_slow_server_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ankigen_companion.core.fetch.PATIENCE", 0)
    monkeypatch.setattr("ankigen_companion.core.fetch.SLOWEST", 10**12)
    with pytest.raises(OfflineError, match="too slow"):
        get(fetch_https, f"{server.address}endless", 10**9)


def test_a_server_in_trouble_is_tried_again_later(server: Server) -> None:
    with pytest.raises(OfflineError, match="500"):
        get(fetch_https, f"{server.address}broken", 100)


def test_a_package_is_taken_if_it_is_the_published_one(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = get_file(fetch_https, package(server), tmp_path / "x", lambda done, size: seen.append((done, size)))
    assert path.read_bytes() == b"a package"
    assert seen[-1] == (9, 9)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sha256": "0" * 64}, "not the file that was published"),
        ({"size": 10}, "not the file that was published"),
        ({"size": 8}, "bigger than it should be"),
        ({"size": 10**13}, "more than a deck may have"),
    ],
)
def test_a_package_that_the_list_lies_about_is_refused(
    server: Server, tmp_path: Path, changed: dict[str, object], words: str
) -> None:
    with pytest.raises(CompanionError, match=words):
        get_file(fetch_https, package(server, **changed), tmp_path / "x")


def test_a_full_disk_is_told(server: Server, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(CompanionError, match="Is the disk full"):
        get_file(fetch_https, package(server), full)


def test_a_page_without_decks_is_told(server: Server) -> None:
    with pytest.raises(CompanionError, match=r"there is no decks\.json beside it"):
        find_decks(fetch_https, f"{server.address}deep/down/there/")
