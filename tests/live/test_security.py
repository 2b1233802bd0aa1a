"""Who may ask what: this computer may look, the page's address may write, and nobody reads a path."""

import json
import socket
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import NOTES, SETTINGS
from tests.samples import SVG

from .conftest import Serve

pytestmark = pytest.mark.slow

SECRET = "nobody outside may read this"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serving: Serve) -> str:
    deck = tmp_path_factory.mktemp("live")
    (deck / "cards/deck").mkdir(parents=True)
    (deck / "cards/deck/deck.toml").write_text(SETTINGS)
    (deck / "cards/deck/a.md").write_text(NOTES)
    (deck / "secret.txt").write_text(SECRET)
    media = deck / "cards/deck/media"
    media.mkdir()
    (media / "x.svg").write_bytes(SVG)
    (media / "link.svg").symlink_to(deck / "secret.txt")
    source = deck / "cards/deck/a.md"
    source.write_text(source.read_text() + "\n![A box](media/x.svg) ![A link](media/link.svg)\n")
    return serving(deck)


def ask(
    address: str, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; the path goes out as it is."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.putrequest(method, path, skip_host=bool(headers and "Host" in headers))
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1]", "192.168.0.1", "localhost.evil"]
)
def test_other_host_headers_are_refused(address: str, host: str) -> None:
    """A name of the web that was made to lead to this computer."""
    for path in ("/", "/state", "/decks/deck", "/events"):
        status, _, body = ask(address, path, headers={"Host": host})
        assert status == 400
        assert b"deck" not in body


def test_this_computer_is_let_in_by_both_its_names(address: str) -> None:
    port = urlsplit(address).port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        assert ask(address, "/state", headers={"Host": host})[0] == 200


def test_only_this_computer_is_listened_to(address: str) -> None:
    port = urlsplit(address).port
    assert port
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
            outside = probe.getsockname()[0]
        except OSError:
            pytest.skip("this computer has no address but its own")
    with pytest.raises(OSError):
        socket.create_connection((outside, port), timeout=2)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/state", "/decks/deck/note?key=matrix", "/no/such/page"])
def test_whoever_writes_must_know_the_token(address: str, method: str, path: str) -> None:
    (token,) = parse_qs(urlsplit(address).query)["token"]
    for wrong in ({}, {"X-Ankigen-Token": ""}, {"X-Ankigen-Token": token[:-1]}, {"X-Ankigen-Token": "é"}):
        assert ask(address, path, method, wrong)[0] == 403
    assert ask(address, path, method, {"X-Ankigen-Token": token})[0] in (404, 405)


def test_nothing_that_is_read_tells_the_token(address: str) -> None:
    (token,) = parse_qs(urlsplit(address).query)["token"]
    for path in ("/", "/page.js", "/ask.js", "/state", "/decks/deck", "/decks/deck/note?key=matrix"):
        status, headers, body = ask(address, path)
        assert status == 200
        assert token.encode() not in body
        assert token not in str(headers)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/media/deck/../../secret.txt",
        "/media/deck/..%2f..%2fsecret.txt",
        "/media/deck/..%5c..%5csecret.txt",
        "/media/deck/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt",
        "/media/deck/link.svg",
        "/media/deck/media%2flink.svg",
        "/media/deck/x.svg",
        "/media/../secret.txt",
        "/media/deck//etc/passwd",
        "/media/deck/%2fetc%2fpasswd",
        "/media/deck/a.md",
        "/decks/..%2f..%2fsecret.txt",
        "/decks/deck/note?key=../../secret.txt",
        "/page.html",
        "/page/page.html",
        "/server.py",
        "/page.js/../server.py",
        "/media/deck/%00",
        "/" + "a" * 20_000,
    ],
)
def test_no_path_is_read(address: str, path: str) -> None:
    status, _, body = ask(address, path)
    assert status in (400, 404)
    assert SECRET.encode() not in body
    assert b"root:" not in body
    assert b"Traceback" not in body


def test_only_pictures_that_the_compiler_took_are_served(address: str) -> None:
    _, _, body = ask(address, "/decks/deck/note?key=matrix")
    note = json.loads(body)
    addresses = [part.split('"')[0] for part in note["cards"][0]["answer"].split('src="')[1:]]
    assert len(addresses) == 1
    status, headers, data = ask(address, addresses[0])
    assert (status, headers["content-type"], data) == (200, "image/svg+xml", SVG)
    assert "sandbox" in headers["content-security-policy"]


def test_every_answer_says_what_a_browser_may_do_with_it(address: str) -> None:
    for path in ("/", "/card", "/page.js", "/page.css", "/state", "/decks/deck", "/no/such/page", "/events"):
        connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", path)
        headers = {name.lower(): value for name, value in connection.getresponse().getheaders()}
        connection.close()
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "script-src 'self'" in policy if path == "/" else "script-src" not in policy
        assert "form-action 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
