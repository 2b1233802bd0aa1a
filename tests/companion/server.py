"""A web server on this computer, over HTTPS, with a certificate of its own."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.conftest import cannot


@dataclass(frozen=True, slots=True)
class Server:
    """`certificate` is the file that a client must trust; `asked` are the requests so far: path and headers."""

    address: str
    certificate: Path
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class Handler(SimpleHTTPRequestHandler):
    """The files of a folder, and some addresses that misbehave."""

    def __init__(self, *args: object, server_data: Server, **more: object) -> None:
        self.server_data = server_data
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they came

    def do_GET(self) -> None:
        self.server_data.asked.append((self.path, dict(self.headers)))
        match self.path.partition("/to/")[::2]:
            case "/redirect", address:
                self.send_response(302)
                self.send_header("Location", address)
                self.send_header("Set-Cookie", "learner=ada")
                self.end_headers()
            case "/endless", _:
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b"x" * 65536)
                except OSError:
                    return
            case "/broken", _:
                self.send_response(500)
                self.end_headers()
            case _:
                super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def serving(folder: Path, home: Path) -> Iterator[Server]:
    """The files of a folder on the web; what the server needs for itself goes into `home`."""
    certificate, key = home / "certificate.pem", home / "key.pem"
    openssl = shutil.which("openssl") or cannot("openssl is missing: apt-get install openssl")
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    request = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext {names}".split()
    files = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run([openssl, *request, *files], check=True, capture_output=True)
    data = Server("", certificate)
    http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder), server_data=data))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield Server(f"https://localhost:{http.server_port}/", certificate, data.asked)
    http.shutdown()
    http.server_close()
    thread.join()
