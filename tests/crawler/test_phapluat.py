"""Báo Pháp luật Việt Nam: four generations, told apart by their markup and their addresses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.record import ArticleKey
from crawler import cases, sites
from crawler.reading.layout import Evidence

SITES = Path(__file__).parents[1] / "sites" / "baophapluat"
GENERATIONS = {
    "2016-04-13-thi-hanh-an": "phapluat-2015",
    "2019-05-21-so-ho-tich": "phapluat-2019",
    "2023-10-12-ban-sao-dien-tu": "baophapluat-epi-2020",
    "2026-05-14-tro-giup-phap-ly": "phapluat-2025",
}


def site() -> type:
    return next(site for site in sites.sites() if site.name == "baophapluat")


@pytest.mark.parametrize(("case", "layout"), GENERATIONS.items())
def test_a_page_is_read_by_its_generation_whenever_it_was_looked_at(case: str, layout: str) -> None:
    page = cases.load(SITES / case)
    for at in (page.fetched_at, datetime(2026, 11, 1, tzinfo=UTC), None):
        assert sites.read(page.html, page.url, at).layout == layout


def test_all_four_generations_are_declared_with_what_they_rest_on() -> None:
    evidence = {layout.name: layout.evidence for layout in site().layouts}
    assert evidence == {
        "phapluat-2025": Evidence.GUESS,
        "baophapluat-epi-2020": Evidence.CODE,
        "phapluat-2019": Evidence.GUESS,
        "phapluat-2015": Evidence.CODE,
    }


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/keo-cua-lua-xe-post117403.html", ("post", "117403", None)),
        ("/doanh-thu-phim-viet.html", ("path", None, "/doanh-thu-phim-viet.html")),
        ("/tu-phap/hoa-giai-o-co-so-412077.html", ("phapluat", "412077", None)),
    ],
)
def test_each_generation_of_addresses_has_its_id_space(
    path: str, key: tuple[str, str | None, str | None]
) -> None:
    space, native_id, own_path = key
    wanted = ArticleKey("baophapluat", space, native_id=native_id, path=own_path)
    assert sites.key(f"https://baophapluat.vn{path}") == wanted
    assert sites.key(f"http://www.baophapluat.vn{path}?page=1&utm_source=x") is not None


@pytest.mark.parametrize(
    "path", ["/da-lat-tag285.html", "/chuyen-muc/tu-phap.html", "/media/ban-tin.html"]
)
def test_what_is_no_article_has_no_key(path: str) -> None:
    assert sites.key(f"https://baophapluat.vn{path}") is None


def test_the_months_since_2003_are_reached_by_the_index_of_sitemaps() -> None:
    assert [each.url for each in site().sitemaps][-1] == "https://baophapluat.vn/sitemaps.xml"
    assert not site().feeds  # of four told forms none answers
