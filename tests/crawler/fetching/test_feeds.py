import gzip
import tracemalloc
from datetime import UTC, datetime

import pytest

from crawler.fetching import xmltext
from crawler.fetching.dates import parse_date
from crawler.fetching.feeds import entries
from crawler.fetching.links import absolute
from crawler.fetching.xmltext import NotAListing

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<item><title>Xã Sơn Khê mở quầy số</title><link>https://a.example/x-1.htm</link>
<pubDate>9/5/2026 1:30:00 PM</pubDate></item>
<item><title><![CDATA[<b>Hai</b> bài]]></title><guid>https://a.example/x-2.htm</guid></item>
</channel></rss>"""


def read(text, kind="feed"):
    body = text if isinstance(text, bytes) else text.encode()
    return list(entries(body, kind))


def test_an_rss_feed_gives_address_title_and_date_as_they_stand():
    first, second = read(RSS)
    assert (first.url, first.title) == ("https://a.example/x-1.htm", "Xã Sơn Khê mở quầy số")
    assert first.date == "9/5/2026 1:30:00 PM"
    assert (second.url, second.title) == ("https://a.example/x-2.htm", "Hai bài")


def test_an_atom_feed_gives_its_alternate_links():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/>
    <entry><title>Một</title><link rel="self" href="https://a.example/api/1"/>
    <link rel="alternate" href="https://a.example/1"/><updated>2026-03-01T08:00:00Z</updated></entry>
    <entry><title>Hai</title><link href="https://a.example/2"/></entry></feed>"""
    assert [entry.url for entry in read(atom)] == ["https://a.example/1", "https://a.example/2"]


def test_entities_that_were_escaped_twice_or_three_times_become_letters():
    rss = RSS.replace("Xã Sơn Khê", "X&amp;amp;#227; S&amp;#417;n Kh&amp;ecirc;")
    assert read(rss)[0].title == "Xã Sơn Khê mở quầy số"


@pytest.mark.parametrize("declared", ["utf-16", "us-ascii", "no-such-charset"])
def test_a_feed_in_utf8_is_read_whatever_charset_it_declares(declared):
    rss = RSS.replace('encoding="utf-8"', f'encoding="{declared}"')
    assert read(rss)[0].title == "Xã Sơn Khê mở quầy số"


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_feed_in_utf16_is_read_with_and_without_its_mark(charset):
    assert read(RSS.encode(charset))[0].title == "Xã Sơn Khê mở quầy số"


def test_a_feed_in_a_single_byte_charset_is_read_as_declared():
    rss = RSS.replace("utf-8", "windows-1258").replace("Xã Sơn Khê", "Café")
    body = rss.replace("mở quầy số", "1").encode("windows-1258")
    assert read(body)[0].title == "Café 1"


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html><html><body>404</body></html>", "<html><p>a</html>", "", "not here"]
)
def test_a_feed_that_is_a_page_is_refused_by_name(text):
    with pytest.raises(NotAListing) as refused:
        read(text)
    assert refused.value.reason == "not-a-feed"


def test_xml_that_lists_nothing_is_refused_and_an_empty_feed_is_not():
    with pytest.raises(NotAListing):
        read("<?xml version='1.0'?><root><a>1</a></root>")
    assert read("<rss version='2.0'><channel></channel></rss>") == []


def test_external_entities_are_not_fetched_and_internal_ones_not_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 50}">' for n in range(1, 12))
    rss = f"""<!DOCTYPE rss [<!ENTITY e0 "x"><!ENTITY file SYSTEM "file://{secret}">{bomb}]>
    <rss><channel><item><title>&file;&e11; sau</title><link>https://a.example/1</link></item>
    </channel></rss>"""
    (entry,) = read(rss)
    assert "bí mật" not in entry.title
    assert entry.title.endswith("sau")
    assert len(entry.title) < 1000


def test_an_index_names_its_sitemaps_and_pages_that_are_sitemaps_count_as_such():
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://a.example/sitemaps/articles/2026/3</loc><lastmod>2026-03-02</lastmod>
    </sitemap></sitemapindex>"""
    urlset = """<urlset><url><loc> https://a.example/sitemaps/news-2026-3.xml </loc></url>
    <url><loc>https://a.example/x-1.htm</loc></url></urlset>"""
    (child,) = read(index, "sitemap")
    assert (child.child, child.changed) == (True, "2026-03-02")
    assert [(entry.url, entry.child) for entry in read(urlset, "sitemap")] == [
        ("https://a.example/sitemaps/news-2026-3.xml", True),
        ("https://a.example/x-1.htm", False),
    ]


def test_a_news_sitemap_gives_title_and_day_of_publication():
    text = """<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url>
    <loc>https://a.example/x-1.htm</loc><lastmod>2022-01-27</lastmod>
    <n:news><n:publication><n:name>Báo</n:name></n:publication>
    <n:publication_date>2026-03-01T08:00:00+07:00</n:publication_date><n:title>Một cửa</n:title>
    </n:news></url></urlset>"""
    (entry,) = read(text, "sitemap")
    assert (entry.title, entry.date) == ("Một cửa", "2026-03-01T08:00:00+07:00")


def test_a_gzipped_sitemap_is_read_and_a_bomb_refused(monkeypatch):
    urlset = b"<urlset><url><loc>https://a.example/x-1.htm</loc></url></urlset>"
    assert read(gzip.compress(urlset), "sitemap")[0].url == "https://a.example/x-1.htm"
    monkeypatch.setattr(xmltext, "MAX_SITEMAP", 1000)
    with pytest.raises(NotAListing) as refused:
        read(gzip.compress(b" " * 100_000), "sitemap")
    assert refused.value.reason == "too-large"


def test_a_feed_broken_in_the_middle_gives_what_stood_before():
    assert len(read(RSS[: RSS.index("</item>") + 30])) >= 1


def test_a_plain_list_of_addresses_counts_as_a_sitemap():
    text = "https://a.example/1\nhttps://a.example/2\n"
    assert [entry.url for entry in read(text, "sitemap")] == text.split()


def test_memory_does_not_grow_with_a_long_sitemap():
    many = "".join(f"<url><loc>https://a.example/bai-{n}.html</loc></url>" for n in range(40_000))
    body = f"<urlset>{many}</urlset>".encode()
    tracemalloc.start()
    assert sum(1 for _ in entries(body, "sitemap")) == 40_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * len(body)


def test_rss_one_and_nine_tenths_are_read_like_any_other():
    head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}"'
    one = f"""{head.format("http://purl.org/rss/1.0/")} xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://a.example/"><title>Báo</title></channel>
    <item rdf:about="https://a.example/x-1.htm"><title>Một</title><dc:date>2026-03-01</dc:date>
    </item></rdf:RDF>"""
    (entry,) = read(one)
    assert (entry.url, entry.title, entry.date) == (
        "https://a.example/x-1.htm",
        "Một",
        "2026-03-01",
    )
    old = f"""{head.format("http://my.netscape.com/rdf/simple/0.9/")}><item><title>Hai</title>
    <link> https://a.example/x-2.htm </link></item></rdf:RDF>"""
    assert read(old)[0].url == "https://a.example/x-2.htm"


def test_space_and_a_mark_before_the_declaration_do_no_harm():
    assert read("\n \t" + RSS)[0].title == "Xã Sơn Khê mở quầy số"
    assert read(b"\xef\xbb\xbf\r\n" + RSS.encode())[0].title == "Xã Sơn Khê mở quầy số"


def test_undefined_entities_bare_ampersands_and_control_characters_do_no_harm():
    rss = RSS.replace("mở quầy số", "m&#7903;&nbsp;quầy&khongco; &amp; số & tổ \x0b").replace(
        "x-1.htm", "x-1.htm?a=1&b=2"
    )
    first, second = read(rss)
    assert first.title == "Xã Sơn Khê mở quầy & số & tổ"
    assert first.url == "https://a.example/x-1.htm?a=1&b=2"
    assert second.title == "Hai bài"


def test_an_address_with_spaces_is_escaped_as_it_will_be_asked():
    rss = RSS.replace("https://a.example/x-1.htm", " https://a.example/một cửa-1.htm ")
    url = absolute("https://a.example/rss", read(rss)[0].url)
    assert url == "https://a.example/m%E1%BB%99t%20c%E1%BB%ADa-1.htm"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("11/6/2025 8:05:00 AM", "MDY"),
        ("06/11/2025 08:05", "DMY"),
        ("Thu, 06 Nov 2025 08:05:00 +07", "DMY"),
        ("Thu, 06 Nov 2025 08:05:00 GMT+7", "DMY"),
        ("Thu, 06 Nov 2025 08:05:00 +07:00", "DMY"),
        ("Thu, 06 Nov 25 08:05:00 +0700", "DMY"),
        ("Thu, 06 Nov 2025 01:05:00 GMT", "DMY"),
        ("2025-11-06T08:05:00+0700", "DMY"),
        ("2025/11/06 08:05", "DMY"),
        ("2025-11-06T01:05:00.000Z", "DMY"),
    ],
)
def test_the_dates_of_feeds_are_read_in_each_form_that_is_met(text, order):
    assert parse_date(text, order) == datetime(2025, 11, 6, 1, 5, tzinfo=UTC)
