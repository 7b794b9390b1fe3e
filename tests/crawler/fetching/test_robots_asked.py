"""Live crawls of a server on this machine: what its robots.txt closes, and what it does not."""

import threading

import pytest

from tests.crawler.fetching.live import QUICK, crawl, quick
from tests.mau.warcs import bomb

pytestmark = pytest.mark.usefixtures("three_articles")


def test_what_robots_txt_forbids_is_not_asked_and_stands_in_the_ledger(archived, server):
    server.put("/robots.txt", "User-agent: *\nDisallow: /bai-1\n")
    ended = crawl(archived, server)
    assert "/bai-1-1101.html" not in server.paths()
    assert archived.ledger()["/bai-1-1101.html"] == ["robots"]
    report = archived.report()
    assert (report["new_articles"], report["failed"], report["outcome"]) == (2, 0, "healthy")
    assert "articles not asked for, since robots.txt forbids them: 1" in ended.said


def test_a_new_site_that_forbids_every_article_and_no_listing_is_blocked(archived, server):
    server.put("/robots.txt", "User-agent: *\nDisallow: /bai-\n")
    ended = crawl(archived, server)
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)
    assert "robots.txt forbids all 3 articles that the listings name" in ended.said


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
