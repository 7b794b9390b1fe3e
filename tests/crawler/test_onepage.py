"""A page that a person asks for by `scrapy savepage`: robots.txt is obeyed as in a crawl."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler.commands.savepage import fetch
from crawler.fetching.guard import PublicOnlyMiddleware
from crawler.fetching.onepage import BARE, OnePage
from tests.mau.archived import Archived
from tests.mau.pages import article
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
PAGE = f"{ROOT}/bai-1-1101.html"


@pytest.mark.parametrize(
    ("robots", "status", "told"),
    [
        ("User-agent: *\nDisallow: /", "503 Unavailable", "robots.txt of https://baomau.example"),
        ("User-agent: *\rDisallow: /bai-", "200 OK", "forbidden by robots.txt"),
        ("User-agent: *\nDisallow: /", "404 Not Found", ""),
    ],
)
def test_a_page_that_robots_keeps_from_a_crawl_is_kept_from_a_person_too(
    sqlite_url, tmp_path, robots, status, told
):
    with Warc(tmp_path / "one.warc.gz") as file:
        file.add(f"{ROOT}/robots.txt", robots, status=status)
        file.add(PAGE, article("Bài một"))
    words = ("savepage", "baomau", PAGE, "--cases", str(tmp_path / "cases"))
    ended = Archived(sqlite_url, tmp_path).run(
        "scrapy", *words, "-s", f"REPLAY={tmp_path / 'one.warc.gz'}"
    )
    assert told in ended.said
    assert bool(list((tmp_path / "cases").rglob("page.html"))) == (not told), ended.said


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://baomau.example:8080/",
        "http://ten:mat@baomau.example/",
        "ftp://baomau.example/",
    ],
)
def test_a_page_that_a_person_asks_for_leads_to_no_machine_that_is_not_public(url):
    crawler = get_crawler(OnePage)
    crawler.spider = OnePage(url=PAGE, found=[], lost=[])
    middleware = PublicOnlyMiddleware.from_crawler(crawler)
    asyncio.run(middleware.process_request(Request("https://khac.example/bai")))
    with pytest.raises(IgnoreRequest):
        asyncio.run(middleware.process_request(Request(url)))
    assert "crawler.fetching.guard.PublicOnlyMiddleware" in BARE["DOWNLOADER_MIDDLEWARES"]


@pytest.mark.parametrize("url", ["http://baomau.example:99999/", "http://127.0.0.1/", "http://["])
def test_an_address_that_is_not_asked_is_named_before_anything_is(url, capsys):
    with pytest.raises(SystemExit):
        fetch(url, SimpleNamespace(settings=Settings()))
    assert "is not asked" in capsys.readouterr().err
