"""Live crawls of a server on this machine: pace, robots.txt, refusals, retries, how a run ends."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from crawler import settings
from tests.mau.archived import Archived
from tests.mau.pages import article, section
from tests.mau.warcs import bomb

Answer = tuple[int, dict[str, str], bytes]
FAST = ("-s", "DOWNLOAD_DELAY=0.2", "-s", "AUTOTHROTTLE_START_DELAY=0.2", "-s", "RETRY_TIMES=1")


class Server:
    """Answers by path, and notes who asked what when, and how many at a time."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[str, float, dict[str, str]]] = []
        self.busy = self.busiest = 0
        self.lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(
            target=self.http.serve_forever, kwargs={"poll_interval": 0.05}
        )
        self.thread.start()

    def put(self, path: str, body: str, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body.encode())

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self.lock:
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
            self.asked.append((handler.path, time.monotonic(), dict(handler.headers)))
        try:
            found = self.answers.get(handler.path, (404, {}, b"not here"))
            status, headers, body = found() if callable(found) else found
            handler.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True
        finally:
            with self.lock:
                self.busy -= 1

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    paths = [f"/bai-{n}-110{n}.html" for n in range(3)]
    made.put("/chuyen-doi-so", section(*paths))
    for path in paths:
        made.put(path, article(f"Bài {path}"))
    yield made
    made.close()


@pytest.fixture
def archived(sqlite_url, tmp_path):
    return Archived(sqlite_url, tmp_path)


def crawl(archived, server, *words):
    return archived.crawl(*FAST, *words, BAOMAU_ROOT=server.root)


def test_requests_go_out_one_by_one_with_a_pause_and_say_who_asks(archived, server):
    ended = crawl(archived, server)
    assert ended.status == 0, ended.said
    assert server.busiest == 1
    assert server.paths()[:2] == ["/robots.txt", "/chuyen-doi-so"]
    times = [at for _, at, _ in server.asked]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.18
    headers = server.asked[1][2]
    assert "egov-archive/0.1" in headers["User-Agent"]
    assert "mau@baomau.example" in headers["User-Agent"]
    assert headers["Accept-Encoding"] == "gzip"
    assert "Cookie" not in headers
    assert archived.report()["new_articles"] == 3


def test_unless_configured_two_seconds_lie_between_two_requests():
    assert settings.DOWNLOAD_DELAY >= 2
    assert settings.DOWNLOAD_DELAY_JITTER == 0
    assert settings.CONCURRENT_REQUESTS_PER_DOMAIN == 1
    assert settings.AUTOTHROTTLE_ENABLED
    assert settings.ARTICLES_PER_RUN == 400


def test_what_robots_txt_forbids_is_not_asked_and_stands_in_the_ledger(archived, server):
    server.put("/robots.txt", "User-agent: *\nDisallow: /bai-1\n")
    ended = crawl(archived, server)
    assert "/bai-1-1101.html" not in server.paths()
    assert archived.ledger()["/bai-1-1101.html"] == ["robots"]
    report = archived.report()
    assert (report["new_articles"], report["failed"], report["outcome"]) == (2, 0, "healthy")
    assert "articles not asked for, since robots.txt forbids them: 1" in ended.said


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_everything(archived, server, status):
    server.put("/robots.txt", "User-agent: *\nDisallow: /\n", status)
    ended = crawl(archived, server, "-a", "limit=1")
    assert archived.report()["new_articles"] == 1, ended.said


def test_a_robots_txt_that_fails_closes_the_site_for_this_run(archived, server):
    server.put("/robots.txt", "", 503)
    ended = crawl(archived, server)
    assert set(server.paths()) == {"/robots.txt"}
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)
    assert "answered 503" in ended.said


def test_a_robots_txt_that_is_a_bomb_closes_the_site(archived, server):
    packed = {"Content-Encoding": "gzip", "Content-Type": "text/plain"}
    server.answers["/robots.txt"] = (200, packed, bomb("gzip", 100))
    ended = crawl(archived, server)
    assert set(server.paths()) == {"/robots.txt"}
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)
    assert "is too large" in ended.said


def test_a_robots_txt_that_does_not_come_closes_the_site_too(archived, server):
    waiting = threading.Event()
    server.answers["/robots.txt"] = lambda: (waiting.wait(20) and (200, {}, b"")) or (200, {}, b"")
    ended = crawl(archived, server, "-s", "DOWNLOAD_TIMEOUT=0.5", "-s", "RETRY_ENABLED=0")
    waiting.set()
    assert set(server.paths()) == {"/robots.txt"}
    assert archived.ledger()["/robots.txt"] == ["timeout"]
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)


def test_a_crawl_delay_is_kept(archived, server):
    server.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.7\n")
    crawl(archived, server)
    times = [at for path, at, _ in server.asked if path.startswith("/bai-")]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.65


def test_a_redirect_to_another_host_is_refused_before_it_is_asked(archived, server):
    other = Server()
    try:
        elsewhere = f"http://localhost:{other.http.server_port}/bai-0-1100.html"
        server.put("/bai-0-1100.html", "", 302, Location=elsewhere)
        crawl(archived, server)
        assert other.asked == []
        outcomes = [row["outcome"] for row in archived.rows("SELECT outcome FROM fetch_ledger")]
        assert "off-site" in outcomes
    finally:
        other.close()


def test_a_failing_article_is_retried_with_the_same_manners_and_each_look_kept(archived, server):
    server.put("/bai-1-1101.html", "lỗi", 503)
    server.put("/bai-2-1102.html", "chậm lại", 429)
    ended = crawl(archived, server)
    assert server.paths().count("/bai-1-1101.html") == 2
    assert server.paths().count("/bai-2-1102.html") == 1
    assert archived.ledger()["/bai-1-1101.html"] == ["server-error", "server-error"]
    assert archived.report()["failed"] == 2
    assert ended.status == 0  # a few lost articles are borne


def test_a_second_night_asks_conditionally_what_is_due(archived, server):
    page = article("Bài có dấu")
    seen: list[str] = []

    def conditional() -> Answer:
        tag = server.asked[-1][2].get("If-None-Match", "")
        seen.append(tag)
        return (
            (304, {"ETag": '"1"'}, b"") if tag == '"1"' else (200, {"ETag": '"1"'}, page.encode())
        )

    server.answers["/bai-0-1100.html"] = conditional
    crawl(archived, server, "-a", "limit=1")
    url = f"{server.root}/bai-0-1100.html"
    crawl(archived, server, "-a", f"url={url}")
    assert seen == ["", ""]  # what somebody names is asked outright
    assert archived.report()["unchanged"] == 1


def test_a_dead_host_is_down(archived):
    root = "http://127.0.0.1:9"
    ended = archived.crawl(*FAST, "-s", "RETRY_ENABLED=0", BAOMAU_ROOT=root)
    assert ended.status == 1
    assert archived.report()["outcome"] == "down"
    outcomes = {outcome for looks in archived.ledger().values() for outcome in looks}
    assert outcomes == {"connection", "robots"}


def test_sigterm_closes_the_run_and_what_was_fetched_is_kept(archived, server):
    started = threading.Event()
    page = article("Bài đầu").encode()

    def first() -> Answer:
        started.set()
        return 200, {}, page

    server.answers["/bai-0-1100.html"] = first
    process = archived.start(
        "scrapy", "crawl", "baomau", "-s", "DOWNLOAD_DELAY=1", BAOMAU_ROOT=server.root
    )
    assert started.wait(60)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1, said
    report = archived.report()
    assert (report["outcome"], report["finished_at"] is None) == ("interrupted", False)
    assert "Bài đầu" in archived.titles()


def test_a_run_whose_process_was_killed_is_closed_by_the_next(archived, server):
    asked = threading.Event()
    server.answers["/chuyen-doi-so"] = lambda: asked.set() or (200, {}, b"<html></html>")
    process = archived.start("scrapy", "crawl", "baomau", BAOMAU_ROOT=server.root)
    assert asked.wait(60)
    process.kill()
    process.communicate()
    crawl(archived, server, "-a", "limit=1")
    outcomes = archived.rows("SELECT outcome FROM run_report ORDER BY run_id")
    assert outcomes[0]["outcome"] == "interrupted"
    assert outcomes[1]["outcome"] != "interrupted"


def test_a_site_is_asked_by_one_crawl_at_a_time(archived, server):
    asked, over = threading.Event(), threading.Event()
    page = section("/bai-0-1100.html").encode()
    server.answers["/chuyen-doi-so"] = lambda: (asked.set(), over.wait(60)) and (200, {}, page)
    first = archived.start("scrapy", "crawl", "baomau", *FAST, BAOMAU_ROOT=server.root)
    assert asked.wait(60)
    second = crawl(archived, server)
    over.set()
    said, _ = first.communicate(timeout=60)
    assert (second.status, first.returncode) == (1, 0), said
    assert "another crawl of baomau is running" in second.said
    assert "Traceback" not in second.said
    assert [row["outcome"] for row in archived.rows("SELECT outcome FROM run")] == ["healthy"]


def test_a_304_that_nobody_asked_for_is_a_failed_look_and_no_error(archived, server):
    server.answers["/bai-1-1101.html"] = (304, {}, b"")
    ended = crawl(archived, server)
    assert ended.status == 0, ended.said
    assert (archived.report()["failed"], archived.report()["new_articles"]) == (1, 2)


def test_in_a_run_that_is_doubted_nothing_counts_as_gone(archived, server):
    paths = [f"/bai-{n}-12{n:02}.html" for n in range(12)]
    server.put("/chuyen-doi-so", section(*paths))
    for path in paths:
        server.put(path, article(f"Bài {path}"))
    quick = ("-s", "DOWNLOAD_DELAY=0.01", "-s", "AUTOTHROTTLE_ENABLED=0")
    archived.crawl(*quick, BAOMAU_ROOT=server.root)
    urls = archived.folder / "urls.txt"
    urls.write_text("\n".join(server.root + path for path in paths))
    server.answers = {}
    ended = archived.crawl(*quick, "-a", f"urls={urls}", BAOMAU_ROOT=server.root)
    assert "12 articles are newly missing" in ended.said
    assert (archived.report()["gone"], archived.report()["outcome"]) == (0, "thin")


def test_where_pages_cannot_be_kept_the_crawl_ends_at_once_and_says_why(archived, server):
    folder = archived.folder / "a-file"
    folder.write_text("")
    ended = archived.crawl(*FAST, BAOMAU_ROOT=server.root, ARCHIVE_DATA_DIR=str(folder))
    assert ended.status == 1
    assert "could not be kept: Not a directory" in ended.said
    assert "Traceback" not in ended.said
    assert server.paths() == ["/robots.txt"]
    assert archived.report()["outcome"] == "failed"
