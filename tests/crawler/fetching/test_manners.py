"""Live crawls of a server on this machine: pace, refusals, retries, one crawl at a time."""

import threading

import pytest

from crawler import settings
from tests.crawler.fetching.live import FAST, crawl, publish, quick
from tests.mau.pages import article, section
from tests.mau.server import Server

pytestmark = pytest.mark.usefixtures("three_articles")


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
    paths = publish(server, 12)
    quick(archived, server)
    urls = archived.folder / "urls.txt"
    urls.write_text("\n".join(server.root + path for path in paths))
    server.answers = {}
    ended = quick(archived, server, "-a", f"urls={urls}")
    assert "12 articles are newly missing" in ended.said
    assert (archived.report()["gone"], archived.report()["outcome"]) == (0, "thin")
