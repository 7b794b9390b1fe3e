"""Real pages of ../shared, by replay, into both databases; skipped where that folder is not."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests import pack_shared, stored
from tests.crawl import Crawl, Crawls

pytestmark = pytest.mark.shared
ARTICLES = {  # the forms of article addresses, told apart from the crawler's own rules
    "baochinhphu": r"-\d{10,}\.htm$",
    "baocantho": r"-a\d+\.html$",
}


class Brought:
    """An archive into which the pages were brought."""

    def __init__(self, url: str, statuses: dict[str, int], folder: Path) -> None:
        self.url, self.statuses, self.folder = url, statuses, folder

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return stored.named(self.url, sql, **values)


@pytest.fixture(scope="module")
def brought(
    shared: Path,
    module_database_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    crawls: Crawls,
) -> Brought:
    """All pages, by `scrapy crawl SITE -a urls=FILE`, then the listings of the declared sites."""
    folder = tmp_path_factory.mktemp("shared")
    lists = pack_shared.pack(folder / "warc", shared)
    replay = {"REPLAY": str(folder / "warc" / "pages.warc.gz")}

    def run(site: str, **arguments: str) -> int:
        into = (module_database_url, str(folder), "crawler.settings")
        return crawls.run(Crawl(*into, site, replay, arguments))

    statuses = {site: run(site, urls=str(file)) for site, file in lists.items()}
    for site in ARTICLES:
        run(site)  # most listings were not saved, so that it cannot be healthy
    return Brought(module_database_url, statuses, folder)


def articles(shared: Path) -> Iterator[pack_shared.Page]:
    return (page for page in pack_shared.pages(shared) if page.kind == "article")


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def held(brought: Brought, page: pack_shared.Page) -> dict[str, Any]:
    rows = brought.rows("SELECT * FROM current_article WHERE url = :url", url=page.url)
    assert len(rows) == 1, page.url
    return rows[0]


def test_every_article_is_in_the_archive(brought: Brought, shared: Path) -> None:
    held_urls = {row["url"] for row in brought.rows("SELECT url FROM current_article")}
    assert held_urls >= {page.url for page in articles(shared)}
    assert set(brought.statuses.values()) == {0}


@pytest.mark.parametrize("site", pack_shared.DECLARED)
def test_declared_sites_give_title_lead_minute_and_no_line_too_many(
    brought: Brought, shared: Path, site: str
) -> None:
    page = next(page for page in articles(shared) if page.site == site)
    row, gold = held(brought, page), page.gold
    assert row["site"] == site
    assert words(row["title"]) == words(gold["title"])
    assert words(row["lead"] or "") == words(" ".join(gold.get("lead", [])))
    published = row["published_at"]
    at = published if isinstance(published, datetime) else datetime.fromisoformat(published)
    wanted = datetime.fromisoformat(gold["published_at"])
    assert abs((at - wanted).total_seconds()) < 60
    known = words(" ".join([gold["title"], *gold["body"], *gold.get("lead", []), *free(gold)]))
    lines = [line for line in row["body"].split("\n") if words(line)]
    assert [line for line in lines if f" {words(line)} " not in f" {known} "] == []
    assert [line for line in gold["body"] if words(line) not in words(row["body"])] == []


def free(gold: dict[str, Any]) -> list[str]:
    """Lines that may stand in the text or not."""
    return [*gold.get("optional", []), *gold.get("captions", []), *gold.get("author_line", [])]


@pytest.mark.parametrize("site", ARTICLES)
def test_a_listing_gives_every_article_that_it_links_to(
    brought: Brought, shared: Path, site: str
) -> None:
    listing = json.loads((shared / "pages" / site / "listing.json").read_text(encoding="utf-8"))
    source = (shared / "pages" / site / listing["file"]).read_text(encoding="utf-8")
    links = {link.strip() for link in re.findall(r'href="([^"#]+)"', source)}
    own = {slug(link) for link in links if re.search(ARTICLES[site], link)}
    found = {slug(url) for url in known(brought, site)}
    assert len(own) > 20
    assert own <= found


def test_a_feed_gives_every_item(brought: Brought, shared: Path) -> None:
    source = (shared / "pages" / "baochinhphu" / "feed.xml").read_text(encoding="utf-8")
    own = {slug(link) for link in re.findall(r"<link><!\[CDATA\[([^\]]+-\d+\.htm)\]\]>", source)}
    assert len(own) == source.count("<item>")
    assert own <= {slug(url) for url in known(brought, "baochinhphu")}
    dates = brought.rows(
        "SELECT published_at FROM known_address WHERE url LIKE :url",
        url="%co-che-chinh-sach-xac-dinh-gia-san-pham-in-duc-tien%",
    )
    assert "2026-09-05" in str(dates[0]["published_at"])  # written 9/5/2026 1:30:00 PM


def known(brought: Brought, site: str) -> list[str]:
    sql = "SELECT url FROM known_address JOIN site ON site.id = site_id WHERE name = :site"
    return [row["url"] for row in brought.rows(sql, site=site)]


def slug(url: str) -> str:
    return url.rsplit("/", 1)[-1]
