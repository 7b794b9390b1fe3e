"""A small web server of this machine that notes what it is asked: for crawls without replay.

    with Server() as server:                        # or the fixture of one's own test module
        server.put("/tin", section("/bai-1.html"))  # a page; status and headers by name
        server.put("/cu", "", 302, Location="/moi")
        server.answers["/dem"] = lambda asked: (200, {}, asked.headers["User-Agent"].encode())
        server.raw["/xau"] = lambda handler: handler.wfile.write(b"no HTTP at all")
        archived.crawl(BAOMAU_ROOT=server.root)
        assert server.paths() == [...]; assert server.busiest == 1

An address is its path with the query; `host/path` (`m.baomau.example/tin`) answers for one host
alone, and goes before the path. What is in no table is a 404. `raw` writes to the socket itself,
status line included, and its connection is closed afterwards: for answers that no server should
give. All looks stand in `asked`, in the order of their coming, also those that were broken off.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

Answer = tuple[int, dict[str, str], bytes]  # status, headers, body


@dataclass
class Asked:
    """One request: `at` is when it had come, `answered` when its answer was out (monotonic s)."""

    path: str
    host: str  # of the Host header, without its port
    headers: dict[str, str]
    open: int  # requests of this host that were open when it came, itself included
    at: float = field(default_factory=time.monotonic)
    answered: float = 0.0


class Handler(BaseHTTPRequestHandler):
    """Hands each request to its server."""

    protocol_version = "HTTP/1.1"
    server: "Http"

    def do_GET(self) -> None:
        self.server.owner.serve(self)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


class Http(ThreadingHTTPServer):
    """The server below; a thread that still writes does not keep the tests from ending."""

    daemon_threads = True
    owner: "Server"


class Server:
    """Answers by path, and notes who asked what when, and how many at a time."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.answers: dict[str, Answer | Callable[[Asked], Answer]] = {}
        self.raw: dict[str, Callable[[BaseHTTPRequestHandler], object]] = {}
        self.asked: list[Asked] = []
        self.open: Counter[str] = Counter()  # by host
        self.busiest = 0  # the most requests that were open at once at one host
        self.lock = threading.Lock()
        self.http = Http((address, port), Handler)
        self.http.owner = self
        self.port: int = self.http.server_port
        self.root = f"http://{address}:{self.port}"
        self.thread = threading.Thread(
            target=self.http.serve_forever, kwargs={"poll_interval": 0.05}
        )
        self.thread.start()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    # --- what it answers -------------------------------------------------------------------------

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Answers an address with a page; `Retry_After="3"` is the header Retry-After."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body.encode() if isinstance(body, str) else body)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers one request, and notes it."""
        host = (handler.headers.get("Host") or "").partition(":")[0]
        with self.lock:
            self.open[host] += 1
            self.busiest = max(self.busiest, self.open[host])
            asked = Asked(handler.path, host, dict(handler.headers), self.open[host])
            self.asked.append(asked)
        try:
            self.answer(handler, asked)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True
        finally:
            with self.lock:
                self.open[host] -= 1
                asked.answered = time.monotonic()

    def answer(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        """Writes what the tables say."""
        keys = (asked.host + asked.path, asked.path)
        if (written := next((self.raw[key] for key in keys if key in self.raw), None)) is not None:
            handler.close_connection = True
            written(handler)
            return
        found = next((self.answers[key] for key in keys if key in self.answers), None)
        answer = found(asked) if callable(found) else found
        status, headers, body = answer or (404, {}, b"not here")
        handler.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            handler.send_header(name, value)
        if status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if status != 304:
            handler.wfile.write(body)

    # --- what it was asked -----------------------------------------------------------------------

    def paths(self) -> list[str]:
        """All addresses in the order in which they were asked."""
        return [each.path for each in self.asked]

    def looks(self, path: str) -> list[Asked]:
        """The requests for one address."""
        return [each for each in self.asked if each.path == path]

    def shortest(self, among: Iterable[Asked] | None = None) -> float:
        """The least time, in seconds, between two requests; inf where there are fewer."""
        times = sorted(each.at for each in (self.asked if among is None else among))
        return min((later - earlier for earlier, later in pairwise(times)), default=float("inf"))

    def rest(self, among: Iterable[Asked] | None = None) -> float:
        """The least time from the end of an answer to the next request; below 0 they overlap."""
        looks = sorted(self.asked if among is None else among, key=lambda each: each.at)
        return min(
            (later.at - earlier.answered for earlier, later in pairwise(looks)),
            default=float("inf"),
        )
