"""Live crawls of a server on this machine: pace, robots.txt, refusals, retries, how a run ends."""

import signal
import threading

import pytest

from crawler import settings
from tests.mau.archived import Archived
from tests.mau.pages import article, section
from tests.mau.server import Server
from tests.mau.warcs import bomb

FAST = ("-s", "DOWNLOAD_DELAY=0.02", "-s", "AUTOTHROTTLE_START_DELAY=0.02", "-s", "RETRY_TIMES=1")
QUICK = ("-s", "DOWNLOAD_DELAY=0.02", "-s", "AUTOTHROTTLE_ENABLED=0")


@pytest.fixture
def server():
    with Server() as made:
        publish(made, 3)
        yield made


@pytest.fixture
def archived(sqlite_url, tmp_path):
    return Archived(sqlite_url, tmp_path)


def publish(server, number):
    """A section that names so many articles, the last one first asked for."""
    paths = [f"/bai-{n}-11{n:02}.html" for n in range(number)]
    server.put("/chuyen-doi-so", section(*paths))
    for path in paths:
        server.put(path, article(f"Bài {path}"))
    return paths


def crawl(archived, server, *words):
    return archived.crawl(*FAST, *words, BAOMAU_ROOT=server.root)


def test_requests_go_out_one_by_one_with_a_pause_and_say_who_asks(archived, server):
    ended = crawl(archived, server, "-s", "DOWNLOAD_DELAY=0.2")
    assert ended.status == 0, ended.said
    assert server.busiest == 1
    assert server.paths()[:2] == ["/robots.txt", "/chuyen-doi-so"]
    assert server.rest() > 0.18
    headers = server.asked[1].headers
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
    server.answers["/robots.txt"] = lambda _: (
        (waiting.wait(20) and (200, {}, b"")) or (200, {}, b"")
    )
    ended = crawl(archived, server, "-s", "DOWNLOAD_TIMEOUT=0.5", "-s", "RETRY_ENABLED=0")
    waiting.set()
    assert set(server.paths()) == {"/robots.txt"}
    assert archived.ledger()["/robots.txt"] == ["timeout"]
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)


def test_a_crawl_delay_is_kept(archived, server):
    server.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n")
    crawl(archived, server)
    assert server.rest(server.asked[1:]) > 0.27


def test_a_redirect_to_another_host_is_refused_before_it_is_asked(archived, server):
    with Server() as other:
        elsewhere = f"http://localhost:{other.port}/bai-0-1100.html"
        server.put("/bai-0-1100.html", "", 302, Location=elsewhere)
        crawl(archived, server)
        assert other.asked == []
        outcomes = [row["outcome"] for row in archived.rows("SELECT outcome FROM fetch_ledger")]
        assert "off-site" in outcomes


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
    seen = []

    def conditional(asked):
        tag = asked.headers.get("If-None-Match", "")
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

    def first(_):
        started.set()
        return 200, {}, page

    server.answers["/bai-0-1100.html"] = first
    for path in ("/bai-1-1101.html", "/bai-2-1102.html"):
        server.put(path, "", 429, Retry_After="250")  # it cannot end by itself before
    process = archived.start("scrapy", "crawl", "baomau", *QUICK, BAOMAU_ROOT=server.root)
    assert started.wait(60)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1, said
    report = archived.report()
    assert (report["outcome"], report["finished_at"] is None) == ("interrupted", False)
    assert "Bài đầu" in archived.titles()


def test_a_run_whose_process_was_killed_is_closed_by_the_next(archived, server):
    asked, over = threading.Event(), threading.Event()
    empty = (200, {}, b"<html></html>")
    server.answers["/chuyen-doi-so"] = lambda _: (asked.set(), over.wait(60)) and empty
    process = archived.start("scrapy", "crawl", "baomau", *QUICK, BAOMAU_ROOT=server.root)
    assert asked.wait(60)
    process.kill()
    process.communicate()
    over.set()
    crawl(archived, server, "-a", "limit=1")
    outcomes = archived.rows("SELECT outcome FROM run_report ORDER BY run_id")
    assert outcomes[0]["outcome"] == "interrupted"
    assert outcomes[1]["outcome"] != "interrupted"


def test_a_site_is_asked_by_one_crawl_at_a_time(archived, server):
    asked, over = threading.Event(), threading.Event()
    page = section("/bai-0-1100.html").encode()
    server.answers["/chuyen-doi-so"] = lambda _: (asked.set(), over.wait(60)) and (200, {}, page)
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


# --- what a host asks for, and when it is left ----------------------------------------------------


def quick(archived, server, *words, **env):
    return archived.crawl(*QUICK, *words, BAOMAU_ROOT=server.root, **env)


def articles(server):
    return [path for path in server.paths() if path.startswith("/bai-")]


def test_a_host_that_does_not_answer_any_more_is_left_and_not_asked_in_vain(archived, server):
    paths = publish(server, 30)
    for path in paths[:-2]:  # the last are asked first
        server.put(path, "lỗi", 500)
    ended = quick(archived, server, "-s", "RETRY_TIMES=0")
    assert len(articles(server)) < 10
    report = archived.report()
    assert (report["outcome"], ended.status) == ("thin", 1)
    assert "did not answer at 5 addresses in a row (server-error the last)" in ended.said
    assert "addresses not asked, which wait for another run: 2" in ended.said
    server.asked.clear()
    publish(server, 30)
    quick(archived, server)  # what was not asked waits, and is asked by the next run
    assert archived.report()["new_articles"] >= 20


def test_challenges_are_kept_and_not_solved_and_after_ten_the_host_is_left(archived, server):
    paths = publish(server, 40)
    for path in paths:
        server.put(path, "<script>document.cookie='a=1'</script>", 503)
    ended = quick(archived, server)
    assert len(articles(server)) == len(set(articles(server))) == 10
    assert "Cookie" not in str([each.headers for each in server.asked])
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)
    assert "refused 10 addresses in a row (challenge the last)" in ended.said


def test_a_host_that_wants_an_hour_is_left_at_once(archived, server):
    publish(server, 9)
    server.put("/bai-4-1104.html", "", 429, Retry_After="3600")
    ended = quick(archived, server, "-s", "RETRY_TIMES=0")
    assert server.paths()[-1] == "/bai-4-1104.html"
    assert "asks to wait 3600 s (Retry-After)" in ended.said
    assert archived.report()["outcome"] == "thin"


def test_a_robots_txt_that_says_429_closes_the_site(archived, server):
    server.put("/robots.txt", "", 429)
    ended = quick(archived, server)
    assert set(server.paths()) == {"/robots.txt"}
    assert archived.report()["outcome"] == "blocked"
    assert "answered 429: the host asks us to slow down" in ended.said


def test_a_feed_on_a_host_that_is_closed_does_not_close_the_site(archived, server):
    server.put("tin.baomau.example/robots.txt", "", 503)
    root = f"http://baomau.example:{server.port}"
    ended = archived.crawl(
        *QUICK,
        *("-s", "RETRY_TIMES=0", "-s", "TWISTED_DNS_RESOLVER=tests.mau.resolving.Here"),
        BAOMAU_ROOT=root,
        BAOMAU_FEEDS=root.replace("//", "//tin."),
        BAOMAU_LISTINGS="section feed",
    )
    assert archived.report()["new_articles"] == 3
    assert archived.report()["outcome"] == "thin"
    assert "robots.txt of http://tin.baomau.example" in ended.said


def test_a_robots_txt_that_leads_to_another_site_counts_as_not_there_and_is_told(archived, server):
    server.put("/robots.txt", "", 301, Location="http://khac.example/robots.txt")
    ended = quick(archived, server)
    assert archived.report()["new_articles"] == 3
    assert "leads elsewhere" in ended.said


def test_a_crawl_that_waits_for_a_host_ends_when_it_is_told_to(archived, server):
    waits = threading.Event()
    server.answers["/chuyen-doi-so"] = lambda _: waits.set() or (503, {"Retry-After": "250"}, b"")
    process = archived.start("scrapy", "crawl", "baomau", *QUICK, BAOMAU_ROOT=server.root)
    assert waits.wait(60)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    assert archived.report()["outcome"] == "interrupted", said
    assert server.paths().count("/chuyen-doi-so") == 1


def test_in_quiet_hours_nothing_is_asked_and_the_run_says_so(archived, server, tmp_path):
    config = tmp_path / "quiet.toml"
    config.write_text('[site.baomau]\nquiet = ["00:00-12:00", "12:00-00:00"]\n')
    ended = quick(archived, server, EGOV_CONFIG=str(config))
    assert server.paths() == []
    assert (archived.report()["outcome"], ended.status) == ("interrupted", 1)
    assert "quiet hours until" in ended.said
