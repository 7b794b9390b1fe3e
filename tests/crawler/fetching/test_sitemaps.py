from datetime import UTC, datetime

import pytest

from crawler.fetching.dates import parse_date
from crawler.fetching.feeds import Entry, entries, looks_like_sitemap
from crawler.fetching.periods import Period, period_of_article, period_of_sitemap
from crawler.fetching.sitemaps import bounds, children, reaches, stamped
from crawler.fetching.xmltext import NotAListing

ROOT = "https://a.example"


def day(year, month, number=1):
    """The beginning of a Vietnamese day."""
    return parse_date(f"{year}-{month:02d}-{number:02d}")


def index(*rows):
    return [Entry(f"{ROOT}{url}", changed=changed, child=True) for url, changed in rows]


def names(rows):
    return [child.url.removeprefix(ROOT) for child in children(rows)]


@pytest.mark.parametrize(
    ("path", "first", "end"),
    [
        ("/sitemaps/news-2025-11.xml", day(2025, 11), day(2025, 12)),
        ("/sitemaps/articles/2025/1", day(2025, 1), day(2025, 2)),
        ("/sitemaps/sitemaps-2025-2-26-31.xml", day(2025, 2, 26), day(2025, 3)),
        ("/StaticSitemaps/sitemaps-2025-12-1-5.xml", day(2025, 12), day(2025, 12, 6)),
        ("/sitemap-article-2026-03-09.xml", day(2026, 3, 9), day(2026, 3, 10)),
        ("/sitemap-202511.xml.gz", day(2025, 11), day(2025, 12)),
        ("/sitemap-20251105.xml", day(2025, 11, 5), day(2025, 11, 6)),
        ("/sitemap/2019.xml", day(2019, 1), day(2020, 1)),
    ],
)
def test_a_sitemap_s_address_tells_its_days(path, first, end):
    assert period_of_sitemap(ROOT + path) == Period(first, end)


@pytest.mark.parametrize(
    "path", ["/sitemaps/articles/1/1", "/sitemap-12.xml", "/sitemaps/0001-01-01.xml"]
)
def test_an_address_that_names_no_days_tells_none(path):
    assert period_of_sitemap(ROOT + path) is None


def test_an_article_s_folder_or_its_id_tells_when_it_was_made():
    made = period_of_article(f"{ROOT}/mot-cua-10226030109510012.htm")
    assert made is not None
    assert made.first == datetime(2026, 3, 1, 2, 51, tzinfo=UTC)
    assert period_of_article(f"{ROOT}/tin/202511/mot-cua-0a1b2c3/") == Period(
        day(2025, 11), day(2025, 12)
    )
    assert period_of_article(f"{ROOT}/ke-hoach-2025-12-a123456.html") is None


def test_the_newest_sitemaps_come_first_and_what_names_no_article_is_left_out():
    rows = index(
        ("/sitemaps/news-2025-9.xml", ""),
        ("/sitemaps/news-2025-10.xml", ""),
        ("/sitemaps/news-2025-9.xml", ""),
        ("/sitemaps/1/1", "0001-01-01T00:00:00Z"),
        *((f"/sitemaps/{name}.xml", "") for name in ("categories", "topics", "index.cate")),
        *((f"/sitemap-article-{name}.xml", "") for name in ("category", "event", "daily")),
        ("/sitemaps/category.rss", ""),
        ("/sitemaps/index.lastest.xml", ""),
    )
    assert names(rows) == ["/sitemaps/news-2025-10.xml", "/sitemaps/news-2025-9.xml"]


def test_where_no_days_are_named_the_last_change_tells_unless_all_share_it():
    some = index(("/sitemap-1.xml", "2019-05-01"), ("/sitemap-2.xml", "2026-03-01"))
    old, new = children(some)[::-1]
    assert new.url.endswith("-2.xml")
    assert reaches(new, day(2026, 1), None)
    assert not reaches(old, day(2026, 1), None)
    moved = children(index(*((f"/sitemap-{n}.xml", "2022-01-27") for n in range(5))))
    assert all(reaches(child, day(2026, 1), None) for child in moved)
    assert [child.url[-5] for child in moved] == ["0", "1", "2", "3", "4"]


def test_a_sitemap_is_asked_where_its_days_meet_those_that_are_asked_for():
    (child,) = children(index(("/sitemaps/news-2025-11.xml", "2019-01-01")))
    assert reaches(child, day(2025, 11, 30), day(2025, 12, 5))
    assert not reaches(child, day(2025, 12), None)
    assert not reaches(child, None, day(2025, 11))


def test_the_day_of_a_move_is_found_by_how_many_entries_bear_it():
    rows = "".join(
        f"<lastmod>2025-11-{number % 28 + 1:02d}T08:00:00</lastmod>" for number in range(300)
    )
    assert stamped(rows.encode()) == frozenset()
    moved = rows + "<lastmod>2022-01-27T03:00:00+07:00</lastmod>" * 300
    assert stamped(moved.encode()) == {"2022-01-27"}


def test_a_publication_is_bounded_by_date_address_sitemap_and_change_in_this_order():
    own, listed = Period(day(2025, 11), day(2025, 12)), Period(day(2025, 10), day(2026, 1))
    at = day(2025, 11, 6)
    assert bounds(at, own, listed, None) == (at, at)
    assert bounds(None, own, listed, day(2026, 3))[0] == own.first
    assert day(2025, 11, 30) < bounds(None, own, listed, None)[1] < own.end
    assert bounds(None, None, listed, day(2025, 11, 6)) == (listed.first, at)
    assert bounds(None, None, None, at) == (None, at)
    assert bounds(None, None, None, None) == (None, None)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/sitemaps/articles/2025/11", True),
        ("/sitemaps/index.rss", True),
        ("/sitemap-news.xml.gz", True),
        ("/StaticSitemaps/sitemaps-2025-1-1-5.xml", True),
        ("/sitemap-la-gi-post1234.html", False),
        ("/mot-cua-1001.htm", False),
    ],
)
def test_sitemaps_that_stand_among_pages_are_told_by_their_address(path, is_one):
    assert looks_like_sitemap(ROOT + path) is is_one
    (entry,) = entries(f"<urlset><url><loc>{ROOT}{path}</loc></url></urlset>".encode(), "sitemap")
    assert entry.child is is_one


def test_plain_rows_and_rows_with_more_in_them_are_read_alike():
    plain = [
        f"<url><loc>{ROOT}/x-{n}.htm</loc><lastmod>2026-03-0{n}</lastmod></url>" for n in (1, 2)
    ]
    rich = (
        f"<url><loc>{ROOT}/x-3.htm?a=1&amp;b=2</loc><image:image><image:loc>{ROOT}/i.jpg</image:loc>"
        "<image:title>&lt;![CDATA[Một cửa]]&gt;</image:title></image:image></url>"
    )
    space = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    found = list(
        entries(f"<urlset {space}>{''.join(plain)}{rich}{plain[0]}</urlset>".encode(), "sitemap")
    )
    assert [entry.url.removeprefix(ROOT) for entry in found] == [
        "/x-1.htm", "/x-2.htm", "/x-3.htm?a=1&b=2", "/x-1.htm",
    ]  # fmt: skip
    assert found[2].title == "Một cửa"
    assert found[0].changed == "2026-03-01"


def test_what_ends_in_the_middle_is_given_and_refused_at_its_end():
    body = f"<urlset><url><loc>{ROOT}/x-1.htm</loc></url><url><loc>{ROOT}/x-2".encode()
    found = []
    with pytest.raises(NotAListing) as refused:
        found.extend(entries(body, "sitemap"))
    assert refused.value.reason == "truncated"
    rest = entries(body, "sitemap")
    assert next(rest).url == f"{ROOT}/x-1.htm"


def test_the_dates_of_sitemaps_are_utc_with_fractions_of_a_second_and_year_one_is_none():
    assert parse_date("2025-11-06T06:33:00.1234567+00:00") == datetime(
        2025, 11, 6, 6, 33, tzinfo=UTC
    )
    assert parse_date("0001-01-01T00:00:00") is None
