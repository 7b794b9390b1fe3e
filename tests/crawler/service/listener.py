"""A web server of this machine to which alerts and pings are sent; it notes what comes."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Listener:
    """Answers each request by `status` (a number, or what says it for a path), and notes it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.status: int | Callable[[str], tuple[int, dict[str, str]]] = 200
        self.meanwhile: Callable[[], None] = lambda: None

        class Handler(BaseHTTPRequestHandler):
            def do_POST(inner) -> None:
                length = int(inner.headers.get("Content-Length") or 0)
                self.heard.append((inner.path, inner.rfile.read(length)))
                self.meanwhile()
                found = self.status
                status, headers = found(inner.path) if callable(found) else (found, {})
                inner.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    inner.send_header(name, value)
                inner.end_headers()

            do_GET = do_POST

            def log_message(inner, *_: object) -> None:
                """Tests are quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_port
        self.thread = threading.Thread(
            target=self.http.serve_forever, kwargs={"poll_interval": 0.02}
        )

    def __enter__(self) -> "Listener":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    @property
    def url(self) -> str:
        """Its address in apprise's notation."""
        return f"json://127.0.0.1:{self.port}/"

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What apprise sent: `title` and `message`."""
        return [json.loads(body) for _, body in self.heard]

    @property
    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [path for path, _ in self.heard]


def dead_port() -> int:
    """A port of this machine at which nobody listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.server_close()
    return server.server_port
