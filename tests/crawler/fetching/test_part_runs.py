"""The light look by day, and the look back over the last month; by replay."""

import pytest

from tests.mau.pages import article, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"


def cards(*rows):
    """A section page whose links stand beside the days of their articles."""
    items = "".join(
        f'<li><a href="{path}">Bài {path}</a><span class="date">{day}</span></li>'
        for path, day in rows
    )
    return f"<!DOCTYPE html><html><body><h1>Chuyển đổi số</h1><ul>{items}</ul></body></html>"


def rss(*paths):
    items = "".join(f"<item><title>Bài</title><link>{ROOT}{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def articles_asked(archived):
    return [path for path in archived.asked() if path.startswith("/bai-")]


def test_by_day_feeds_and_listings_of_the_topic_are_asked_and_only_new_articles(archived, tmp_path):
    with Warc(tmp_path / "one.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html"))
        file.add(f"{ROOT}/tin.rss", rss("/bai-1-1101.html"))
        file.add(f"{ROOT}/bai-1-1101.html", article("Bài một"))
    archived.crawl(warc=tmp_path / "one.warc.gz", BAOMAU_LISTINGS="section feed")
    (archived.folder / "asked.txt").unlink()
    later = "2026-03-05T05:00:00Z"
    with Warc(tmp_path / "two.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html"), at=later)
        file.add(f"{ROOT}/tin.rss", rss("/bai-2-1102.html"), at=later)
        file.add(f"{ROOT}/bai-1-1101.html", article("Bài một"), at=later)
        file.add(f"{ROOT}/bai-2-1102.html", article("Bài hai"), at=later)
    words = ("-a", "feeds=1")
    listings = "section sport feed"
    archived.crawl(*words, warc=tmp_path / "two.warc.gz", BAOMAU_LISTINGS=listings)
    assert archived.asked() == ["/chuyen-doi-so", "/tin.rss", "/bai-2-1102.html"]


@pytest.fixture
def month(tmp_path):
    """A section of three dated pages: this week's, February's and January's."""
    at = "2026-03-04T05:00:00Z"
    with Warc(tmp_path / "month.warc.gz") as file:
        first = [(f"/bai-{n}-110{n}.html", "02/03/2026 08:00") for n in (1, 2)]
        second = [(f"/bai-{n}-110{n}.html", "10/02/2026 08:00") for n in (3, 4)]
        third = [(f"/bai-{n}-110{n}.html", "10/01/2026 08:00") for n in (5, 6)]
        pages = {"": first, "?p=2": second, "?p=3": third, "?p=4": third[:1]}
        for query, rows in pages.items():
            file.add(f"{ROOT}/chuyen-doi-so{query}", cards(*rows), at=at)
        for n in range(1, 7):
            file.add(f"{ROOT}/bai-{n}-110{n}.html", article(f"Bài {n}"), at=at)
    return tmp_path / "month.warc.gz"


def test_a_look_back_walks_on_over_known_pages_and_ends_where_all_is_older(archived, month):
    archived.crawl("-a", f"url={ROOT}/bai-1-1101.html", warc=month)
    archived.crawl("-a", f"url={ROOT}/bai-2-1102.html", warc=month)
    (archived.folder / "asked.txt").unlink()
    archived.crawl("-a", "look_back=1", warc=month)
    asked = archived.asked()
    assert [path for path in asked if path.startswith("/chuyen-doi-so")] == [
        "/chuyen-doi-so",
        "/chuyen-doi-so?p=2",
        "/chuyen-doi-so?p=3",
    ]
    assert set(articles_asked(archived)) >= {"/bai-3-1103.html", "/bai-4-1104.html"}
    assert "/bai-5-1105.html" not in asked


def test_a_look_back_asks_again_for_what_the_ladder_lets_rest(archived, tmp_path):
    page = article("Bài một").replace("2026-03-02", "2026-02-12")
    for day in ("2026-02-14", "2026-03-01", "2026-03-03"):
        with Warc(tmp_path / f"{day}.warc.gz") as file:
            at = f"{day}T01:00:00Z"
            file.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html"), at=at)
            file.add(f"{ROOT}/bai-1-1101.html", page, at=at)
    for day in ("2026-02-14", "2026-03-01"):
        archived.crawl(warc=tmp_path / f"{day}.warc.gz")
    for words, asked in (((), 2), (("-a", "look_back=1"), 3)):
        archived.crawl(*words, warc=tmp_path / "2026-03-03.warc.gz")
        assert len(articles_asked(archived)) == asked
