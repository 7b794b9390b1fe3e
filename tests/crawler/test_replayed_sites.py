"""Declared sites over recorded answers: lists that go on, candidates tried, a cross-post known."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler import cases
from samples.nights import Answer, typed
from samples.pack import write
from tests import stored
from tests.crawl import Crawl, Crawls

SITES = Path(__file__).parents[1] / "sites"
AT = datetime.fromisoformat("2026-06-20T01:30:00+07:00")
HOME = cases.load(SITES / "baochinhphu" / "2026-05-13-theo-doi-ho-so")
COPY = cases.load(SITES / "vpcp" / "2026-05-13-cross-post")
SGGP = cases.load(SITES / "sggp" / "2026-06-20-dat-hen-qua-tin-nhan")
GOVERNMENT, OFFICE = "https://baochinhphu.vn", "https://vpcp.chinhphu.vn"
OTHER = f"{GOVERNMENT}/chinh-sach-moi-tu-thang-7-102260619080011222.htm"


def page(url: str, body: str | bytes, kind: str = "text/html; charset=utf-8") -> Answer:
    body = body if isinstance(body, bytes) else body.encode()
    return Answer(url, 200, typed(kind, body), body)


def item(url: str) -> str:
    path = url.removeprefix(GOVERNMENT).removeprefix(OFFICE)
    title = "Người dân theo dõi hồ sơ hành chính theo thời gian thực"
    return f'<div class="box-stream-item"><a href=" {path}" title="{title}">{title}</a></div>'


def section(zone: str, *urls: str) -> str:
    items = "".join(item(url) for url in urls)
    return f'<html><body><input id="hdZoneId" value="{zone}">{items}</body></html>'


GOVERNMENT_ANSWERS = (
    page(f"{GOVERNMENT}/khoa-giao/khoa-hoc-cong-nghe.htm", section("102441", OTHER)),
    page(f"{GOVERNMENT}/timelinelist/102441/2.htm", item(HOME.url)),
    page(OTHER, HOME.html.replace(b"102260512091522337", b"102260619080011222")),
    page(HOME.url, HOME.html),
)
OFFICE_ANSWERS = (  # of three guessed names of the section the second answers
    page(f"{OFFICE}/cai-cach-hanh-chinh.htm", "<html><body><p>Trang chủ</p></body></html>"),
    page(f"{OFFICE}/cai-cach-thu-tuc-hanh-chinh.htm", section("115118", COPY.url)),
    page(COPY.url, COPY.html),
)
MORE = {"data": {"contents": [{"title": "Đến phường", "url": SGGP.url, "date": 1781825400}]}}
SGGP_ROOT, API = "https://www.sggp.org.vn", "https://api.sggp.org.vn/api/morenews-zone-498-1"
SGGP_ANSWERS = (
    page(
        f"{SGGP_ROOT}/caicachhanhchinh/",
        '<html><body><a href="/cong-dan-so-post801000.html">Công dân số ở phường Tân Hòa</a>'
        '<button class="control__loadmore" data-zone="498" data-type="zone">Xem thêm</button>'
        "</body></html>",
    ),
    page(f"{API}.html?phrase=", json.dumps(MORE), "application/json"),
    page(SGGP.url, SGGP.html),
)


@pytest.fixture
def replayed(sqlite_url: str, tmp_path: Path, crawls: Crawls) -> "Replayed":
    return Replayed(sqlite_url, tmp_path, crawls)


class Replayed:
    """An archive that sites fill from recorded answers, a night each."""

    def __init__(self, url: str, folder: Path, crawls: Crawls) -> None:
        self.url, self.folder, self.crawls = url, folder, crawls

    def crawl(self, site: str, answers: Iterable[Answer], night: int = 0) -> None:
        at = AT + timedelta(days=night)
        file = self.folder / f"{site}.warc.gz"
        write(file, answers, at)
        settings = {"REPLAY": str(file), "REPLAY_AT": (at + timedelta(minutes=20)).isoformat()}
        into = (self.url, str(self.folder), "crawler.settings")
        self.crawls.run(Crawl(*into, site, settings))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in stored.rows(self.url, sql)]

    def articles(self) -> set[object]:
        return {row[0] for row in self.rows("SELECT url FROM current_article")}


def test_a_section_goes_on_in_the_stream_of_its_zone(replayed: Replayed) -> None:
    replayed.crawl("baochinhphu", GOVERNMENT_ANSWERS)
    assert replayed.articles() == {HOME.url, OTHER}


def test_a_section_goes_on_at_the_papers_interface(replayed: Replayed) -> None:
    replayed.crawl("sggp", SGGP_ANSWERS)
    assert replayed.articles() == {SGGP.url}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["home first", "copy first"])
def test_a_cross_post_found_by_a_run_is_a_copy_by_its_id(
    replayed: Replayed, order: tuple[int, int]
) -> None:
    nights = (("baochinhphu", GOVERNMENT_ANSWERS[1:]), ("vpcp", OFFICE_ANSWERS))
    first = page(f"{GOVERNMENT}/khoa-giao/khoa-hoc-cong-nghe.htm", section("102441", HOME.url))
    for night, place in enumerate(order):
        site, answers = nights[place]
        replayed.crawl(site, (first, *answers), night)
    assert replayed.articles() == {HOME.url, COPY.url}
    told = set(replayed.rows("SELECT site, role, evidence FROM story_copy"))
    assert told == {("baochinhphu", "origin", "id+text"), ("vpcp", "copy", "id+text")}
