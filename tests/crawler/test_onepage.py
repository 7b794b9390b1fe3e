"""A page that a person asks for by `scrapy savepage`: robots.txt is obeyed as in a crawl."""

import pytest

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
