"""Which listings are asked and how far they are walked, by replay."""

import json

import pytest

from tests.mau.pages import article, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"


def sitemap(name, *paths):
    return f"<{name}>{''.join(paths)}</{name}>"


def crawl(archived, warc, *words, listings="sitemap"):
    warc.handle.flush()
    return archived.crawl(*words, warc=warc.path, BAOMAU_LISTINGS=listings)


@pytest.fixture
def months(warc):
    """An index of five months, each with one article."""
    children = []
    for month in range(1, 6):
        loc, changed = f"{ROOT}/sitemaps/2026/{month}", f"2026-0{month}-28T10:00:00+07:00"
        children.append(f"<sitemap><loc>{loc}</loc><lastmod>{changed}</lastmod></sitemap>")
        url = f"{ROOT}/bai-{month}-120{month}.html"
        warc.add(loc, sitemap("urlset", f"<url><loc>{url}</loc></url>"), at="2026-05-29T00:00:00Z")
        warc.add(url, article(f"Bài tháng {month}"), at="2026-05-29T00:00:00Z")
    children.append("<sitemap><loc>/sitemaps/1/1</loc><lastmod>0001-01-01</lastmod></sitemap>")
    warc.add(f"{ROOT}/sitemap.xml", sitemap("sitemapindex", *children), at="2026-05-29T00:00:00Z")


@pytest.mark.usefixtures("months")
def test_a_night_walks_the_newest_sitemaps_of_an_index(archived, warc):
    ended = crawl(archived, warc)
    assert archived.titles() == {"Bài tháng 4", "Bài tháng 5"}, ended.said


@pytest.mark.usefixtures("months")
def test_a_backfill_walks_them_all_within_its_days_and_limit(archived, warc):
    crawl(archived, warc, "-a", "backfill=1", "-a", "since=2026-03-01", "-a", "limit=2")
    assert len(archived.titles()) == 2
    crawl(archived, warc, "-a", "backfill=1")
    assert archived.titles() == {f"Bài tháng {month}" for month in range(1, 6)}


def test_a_listing_that_leads_to_the_front_page_is_missed_not_read(archived, warc):
    warc.add(f"{ROOT}/chuyen-doi-so", status="302 Found", headers={"Location": "/"})
    warc.add(f"{ROOT}/", section("/bai-1-1101.html"))
    ended = crawl(archived, warc, listings="section")
    assert archived.report()["discovered"] == 0
    assert (archived.report()["outcome"], ended.status) == ("silent", 1)
    assert "leads to the front page" in ended.said


def test_a_feed_is_asked_conditionally_the_next_night(archived, tmp_path):
    feed = f"<rss><channel><item><link>{ROOT}/bai-1-1101.html</link></item></channel></rss>"
    tagged = {"ETag": '"f1"', "Content-Type": "application/rss+xml"}
    for day in (1, 2):
        with Warc(tmp_path / f"night-{day}.warc.gz") as file:
            at = f"2026-03-0{day}T01:00:00Z"
            file.add(f"{ROOT}/tin.rss", feed, at=at, headers=tagged)
            file.add(f"{ROOT}/bai-1-1101.html", article("Bài một"), at=at)
    for day in (1, 2):
        at = ("-s", f"REPLAY_AT=2026-03-0{day}T02:00:00Z")
        ended = archived.crawl(*at, warc=tmp_path, BAOMAU_LISTINGS="feed")
    assert archived.ledger()["/tin.rss"] == ["ok", "not-modified"]
    told = [json.loads(row["figures"]) for row in archived.rows("SELECT figures FROM run")]
    assert [one.get("standing") for one in told] == [None, [f"{ROOT}/tin.rss"]]
    assert archived.ledger()["/bai-1-1101.html"] == ["ok", "ok"]
    assert (archived.report()["outcome"], ended.status) == ("quiet", 0)
    assert archived.report()["unchanged"] == 1


def test_what_no_listing_rule_takes_is_noted_and_not_fetched(archived, warc):
    paths = [f"/bong-da-{n}-13{n:02d}.html" for n in range(40)]
    warc.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html"))
    warc.add(f"{ROOT}/bai-1-1101.html", article("Bài một"))
    warc.add(f"{ROOT}/the-thao", section(*paths, "/dich-vu-cong-truc-tuyen-1401.html"))
    warc.add(f"{ROOT}/dich-vu-cong-truc-tuyen-1401.html", article("Bài hai"))
    ended = crawl(archived, warc, listings="section sport")
    noted = archived.rows("SELECT why, count(*) AS n FROM known_address GROUP BY why")
    reasons = {row["why"]: row["n"] for row in noted}
    assert (reasons["listing"], reasons["lexicon"]) == (1, 1), ended.said
    assert reasons["known"] >= 38
    assert archived.report()["discovered"] == 42
    assert {"Bài một", "Bài hai"} <= archived.titles()


def test_an_address_that_showed_no_article_is_left_alone_for_some_days(archived, tmp_path):
    for day in (1, 2, 9):
        with Warc(tmp_path / f"night-{day}.warc.gz") as file:
            at = f"2026-03-{day:02d}T01:00:00Z"
            file.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html"), at=at)
            file.add(f"{ROOT}/bai-1-1101.html", "<html><p>Đang cập nhật</p></html>", at=at)
        archived.crawl("-s", f"REPLAY_AT=2026-03-{day:02d}T02:00:00Z", warc=tmp_path)
    looks = archived.rows("SELECT requested_at FROM fetch_ledger WHERE url LIKE '%bai-1%'")
    assert [row["requested_at"][:10] for row in looks] == ["2026-03-01", "2026-03-09"]


def feed(*items):
    rows = "".join(
        f"<item><title>{title}</title><link>{ROOT}{path}</link><pubDate>{day}</pubDate></item>"
        for path, title, day in items
    )
    now = "<lastBuildDate>Sun, 01 Mar 2026 08:00:00 +0700</lastBuildDate>"
    return f"<rss><channel>{now}{rows}</channel></rss>"


def test_a_feed_whose_newest_item_is_years_old_is_dead_whatever_its_build_date(archived, warc):
    warc.add(f"{ROOT}/tin.rss", feed(("/bai-1-1101.html", "Bài", "02/03/2014 08:00")))
    ended = crawl(archived, warc, listings="feed")
    assert f"the feed {ROOT}/tin.rss is dead: its newest item is of 2014-03-02" in ended.said
    assert archived.report()["outcome"] == "silent"
    assert archived.titles() == set()


def test_a_feed_on_the_topic_of_which_no_item_is_gets_its_id_doubted(archived, warc):
    items = [(f"/bong-da-{n}.html", "Bóng đá", "01/03/2026 08:00") for n in range(1100, 1120)]
    warc.add(f"{ROOT}/tin.rss", feed(*items))
    ended = crawl(archived, warc, "-a", "limit=1", listings="feed")
    assert "none of its 20 items is: is its id right?" in ended.said


def test_a_page_that_maps_the_site_is_walked_and_any_other_page_is_no_sitemap(archived, warc):
    page = section("/bai-1-1101.html").replace("<h1>Chuyển đổi số", "<h1>Sơ đồ trang")
    warc.add(f"{ROOT}/sitemap.xml", page)
    warc.add(f"{ROOT}/bai-1-1101.html", article("Bài một"))
    crawl(archived, warc)
    assert archived.titles() == {"Bài một"}
    other = section("/bai-2-1102.html", "/gioi-thieu", "/lien-he", "/toa-soan")
    warc.add(f"{ROOT}/sitemap.xml", other, at="2026-03-02T01:00:00Z")
    ended = crawl(archived, warc)
    assert "not-a-sitemap" in ended.said
