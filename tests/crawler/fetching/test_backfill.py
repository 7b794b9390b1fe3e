"""Years of a paper walked in several runs, some of which are killed; by replay."""

import re

import pytest

from tests.mau.pages import article, section
from tests.mau.years import Years
from tests.proofs.backfill import Backfill, found

ROOT = "https://baomau.example"
AT = "2026-03-29T01:00:00Z"


def backfill(archived, warc, *words, listings="years"):
    warc.handle.flush()
    return archived.crawl("-a", "backfill=1", *words, warc=warc.path, BAOMAU_LISTINGS=listings)


def put(warc, path, body):
    warc.add(f"{ROOT}{path}", body, at=AT)


def urlset(*paths, changed=""):
    last = f"<lastmod>{changed}</lastmod>" if changed else ""
    rows = (f"<url><loc>{ROOT}{path}</loc>{last}</url>" for path in paths)
    return f"<urlset>{''.join(rows)}</urlset>"


def index(*names):
    rows = (f"<sitemap><loc>{ROOT}{name}</loc></sitemap>" for name in names)
    return f"<sitemapindex>{''.join(rows)}</sitemapindex>"


def egov(number):
    return f"/xa-na-loc-dua-dich-vu-cong-truc-tuyen-{number}.html"


def asked(archived, words):
    return [path for path in archived.asked() if words in path]


def test_killed_twice_it_goes_on_and_asks_for_each_article_once(database_url, tmp_path):
    whole = Backfill(database_url, tmp_path, Years(300), 40)
    whole.kill_after(whole.rows("known_address", 60))
    whole.kill_after(whole.rows("sighting", 5))
    said = whole.finish()
    assert whole.killed == 2
    for name, (truth, archive) in found(whole).items():
        assert truth == archive, name
    assert "no address waits" in said[-1]
    assert re.search(r"walked back to 2016-\d\d-\d\d; \d+ addresses wait, the newest", said[0])


@pytest.fixture
def months(warc):
    """Five months, each with one article of the topic and one of none."""
    names = [f"/sitemaps/news-2025-{month}.xml" for month in range(8, 13)]
    put(warc, "/sitemaps.xml", index(*names))
    for month, name in enumerate(names, start=8):
        put(warc, name, urlset(egov(1000 + month), f"/bong-da-xa-{2000 + month}.html"))
        put(warc, egov(1000 + month), article(f"Bài {month}"))


@pytest.mark.usefixtures("months")
def test_months_outside_the_days_are_not_asked_and_months_that_meet_them_are(archived, warc):
    ended = backfill(archived, warc, "-a", "since=2025-09-30", "-a", "until=2025-11-01")
    assert archived.titles() == {"Bài 9", "Bài 10", "Bài 11"}, ended.said
    assert asked(archived, "news-2025") == [f"/sitemaps/news-2025-{m}.xml" for m in (11, 10, 9)]


@pytest.mark.usefixtures("months")
def test_what_an_earlier_run_noted_is_bounded_by_the_days_too(archived, warc):
    backfill(archived, warc, "-a", "limit=1")
    backfill(archived, warc, "-a", "until=2025-09-15")
    assert archived.titles() == {"Bài 12", "Bài 9", "Bài 8"}


@pytest.mark.usefixtures("months")
def test_a_month_that_was_walked_whole_is_not_asked_again_but_for_the_newest(archived, warc):
    for _ in range(3):
        backfill(archived, warc, "-a", "limit=2")
    looks = asked(archived, "news-2025")
    assert {name: looks.count(name) for name in looks} == {
        "/sitemaps/news-2025-12.xml": 3,
        **{f"/sitemaps/news-2025-{month}.xml": 1 for month in range(8, 12)},
    }
    assert asked(archived, "cong-truc-tuyen") == [egov(1000 + m) for m in (12, 11, 10, 9, 8)]


@pytest.mark.usefixtures("months")
def test_a_backfill_that_has_nothing_left_to_do_is_quiet(archived, warc):
    days = ("-a", "since=2025-09-01", "-a", "until=2025-10-31")
    assert backfill(archived, warc, *days).status == 0
    again = backfill(archived, warc, *days)
    assert (archived.report()["outcome"], again.status) == ("quiet", 0)
    assert "no address waits" in again.said


@pytest.mark.usefixtures("months")
def test_a_run_walks_so_many_listing_pages_and_the_next_goes_on(archived, warc):
    two = ("-s", "LISTING_PAGES_PER_RUN=2")
    said = backfill(archived, warc, *two).said
    assert "the next run goes on from here" in said
    assert "not at its end: run it again" in said
    assert "no address waits" not in said
    assert archived.titles() == {"Bài 12", "Bài 11"}
    for _ in range(3):  # the newest is asked each time
        backfill(archived, warc, *two)
    assert archived.titles() == {f"Bài {month}" for month in range(8, 13)}


@pytest.mark.usefixtures("months")
def test_what_a_backfill_left_is_no_burden_to_the_nights(archived, warc):
    backfill(archived, warc, "-a", "limit=1")
    warc.handle.flush()
    archived.crawl(warc=warc.path, BAOMAU_LISTINGS="years")
    assert archived.titles() == {"Bài 12"}


def test_a_sitemap_cut_off_is_told_noted_as_far_as_it_goes_and_asked_again(archived, warc):
    put(warc, "/sitemaps.xml", index("/sitemaps/news-2025-11.xml", "/sitemaps/news-2025-12.xml"))
    put(warc, "/sitemaps/news-2025-11.xml", urlset(egov(1001), egov(1002))[:-40])
    put(warc, "/sitemaps/news-2025-12.xml", urlset(egov(1003)))
    for number in (1001, 1003):
        put(warc, egov(number), article(f"Bài {number}"))
    ended = backfill(archived, warc)
    assert archived.titles() == {"Bài 1001", "Bài 1003"}
    assert "news-2025-11.xml truncated: it ends in the middle" in ended.said
    backfill(archived, warc)
    assert len(asked(archived, "news-2025-11")) == 2


def test_the_day_of_a_migration_is_no_day_of_publication(archived, warc):
    many = [egov(1000 + number) for number in range(30)]
    put(warc, "/sitemaps.xml", urlset(*many, changed="2022-01-27T03:00:00+07:00"))
    put(warc, many[0], article("Bài không"))
    backfill(archived, warc, "-a", "since=2025-01-01", "-a", "limit=1")
    assert len(asked(archived, "cong-truc-tuyen")) == 1
    (row,) = archived.rows("SELECT max(latest_at) AS at FROM known_address")
    assert row["at"] is None


def test_hosts_of_other_papers_in_a_sitemap_stay_theirs(archived, warc):
    other = "https://baochinhphu.vn/dich-vu-cong-truc-tuyen-10226030108000001.htm"
    rows = f"<url><loc>{other}</loc></url><url><loc>{ROOT}{egov(1001)}</loc></url>"
    put(warc, "/sitemaps.xml", f"<urlset>{rows}</urlset>")
    put(warc, egov(1001), article("Bài một"))
    backfill(archived, warc)
    known = archived.rows("SELECT url FROM known_address WHERE why <> 'walked'")
    assert [row["url"] for row in known] == [f"{ROOT}{egov(1001)}"]


@pytest.fixture
def pages(warc):
    """A section of the topic with eight pages of two articles, the last of which repeats."""
    for page in range(1, 9):
        name = "/chuyen-doi-so" if page == 1 else f"/chuyen-doi-so?p={page}"
        shown = [f"/tin-ngan-{1000 + min(page, 7) * 2 + one}.html" for one in (0, 1)]
        rows = "".join(
            f"<li><a href='{path}'>Tin ngắn</a> <time>0{9 - page}/03/2026</time></li>"
            for path in shown
        )
        put(warc, name, f"<html><body><ul>{rows}</ul></body></html>")
        for path in shown if page < 8 else ():
            put(warc, path, article(f"Bài {path}"))


@pytest.mark.usefixtures("pages")
def test_a_section_is_walked_to_its_end_which_repeats_the_page_before(archived, warc):
    backfill(archived, warc, listings="section")
    numbers = [path.partition("=")[2] for path in asked(archived, "chuyen-doi-so")]
    assert numbers == ["", "2", "3", "4", "5", "6", "7", "8"]
    assert len(archived.titles()) == 14


@pytest.mark.usefixtures("pages")
def test_a_section_goes_on_at_the_deepest_page_that_was_walked(archived, warc):
    three = ("-s", "LISTING_PAGES_PER_RUN=3")
    backfill(archived, warc, *three, listings="section")
    backfill(archived, warc, *three, listings="section")
    numbers = [path.partition("=")[2] for path in asked(archived, "chuyen-doi-so")]
    assert numbers == ["", "2", "3", "4", "", "4", "5", "6"]


@pytest.mark.usefixtures("pages")
def test_a_section_ends_at_the_page_that_brings_nothing_newer_than_since(archived, warc):
    backfill(archived, warc, "-a", "since=2026-03-06", listings="section")
    numbers = [path.partition("=")[2] for path in asked(archived, "chuyen-doi-so")]
    assert numbers == ["", "2", "3", "4"]
    assert len(archived.titles()) == 6


def test_an_address_that_a_sitemap_passed_by_is_fetched_once_a_topic_section_names_it(
    archived, warc
):
    put(warc, "/sitemaps.xml", urlset("/tin-ngan-1001.html", "/tin-ngan-1002.html"))
    put(warc, "/chuyen-doi-so", section("/tin-ngan-1001.html"))
    put(warc, "/tin-ngan-1001.html", article("Bài một"))
    backfill(archived, warc)
    assert archived.titles() == set()
    backfill(archived, warc, listings="years section")
    assert archived.titles() == {"Bài một"}


def test_an_address_that_does_not_answer_does_not_stand_before_the_others_again(archived, warc):
    put(warc, "/sitemaps.xml", urlset(*(egov(1000 + number) for number in range(4))))
    put(warc, egov(1003), article("Bài ba"))
    for _ in range(4):
        backfill(archived, warc, "-a", "limit=2")
    assert archived.titles() == {"Bài ba"}
    assert sorted(asked(archived, "cong-truc-tuyen")) == [egov(1000 + n) for n in range(4)]


def test_a_backfill_of_a_site_that_does_not_answer_says_so_and_not_how_far_it_came(archived, warc):
    put(warc, "/elsewhere", "<html></html>")
    said = backfill(archived, warc, listings="years").said
    assert "backfill: no listing answered; run it again when the site does" in said
    assert "listings walked" not in said
