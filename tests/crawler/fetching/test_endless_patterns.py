"""Feeds, sitemaps and answers that are made to keep a pattern or a parser busy for ever.

Where one of these fails, it does so by not coming back.
"""

import pytest

from crawler.fetching import feeds
from crawler.fetching.feeds import Entry, entries, looks_like_sitemap, plain
from crawler.fetching.links import MOST_PARTS, json_links
from crawler.fetching.xmltext import NotAListing
from crawler.reading.charset import decode

ITEM = b"<item><title>%s</title><link>%s</link></item>"
GOOD = ITEM % ("Một cửa số".encode(), b"http://a.example/tin-1.html")


def feed(*items: bytes) -> bytes:
    return b"<rss><channel>" + b"".join(items) + b"</channel></rss>"


def test_comments_behind_the_end_of_a_feed_have_one_reading():
    body = feed(GOOD) + b"<!---->" * 60
    assert [each.title for each in entries(body, "sitemap")] == ["Một cửa số"]
    with pytest.raises(NotAListing, match="ends in the middle"):
        list(entries(body + b"x", "sitemap"))


def test_a_date_of_spaces_is_none():
    body = b"<urlset><url><loc>http://a.example/1</loc><lastmod>%s<b/></lastmod></url></urlset>"
    (entry,) = entries(body % (b" " * 50_000), "sitemap")
    assert entry == Entry("http://a.example/1")


@pytest.mark.parametrize("part", [b"&lt;![CDATA[", b"&lt;", b"&lt;![CDATA[]]&gt;&lt;![CDATA["])
def test_an_address_of_a_hundred_thousand_marks_names_nothing(part):
    bad = ITEM % (part * 200, part * 100_000)
    assert [each.url for each in entries(feed(bad, GOOD), "feed")] == [
        "http://a.example/tin-1.html"
    ]


def test_marks_of_cdata_are_taken_off_wherever_they_stand():
    assert plain("<![CDATA[Sơn]]> Khê <![CDATA[mở]]> quầy <![CDATA[") == "Sơn Khê mở quầy <![CDATA["
    assert plain("a < b <i>c</i>") == "a < b c"


def test_an_address_that_almost_ends_as_a_sitemap_is_looked_at_once():
    assert not looks_like_sitemap("http://a.example" + "/sitemap-" * 200_000 + ".html")


def test_a_sitemap_of_nothing_but_tags_is_not_kept_in_memory(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_TAGS", 1000)
    with pytest.raises(NotAListing, match="too-large"):
        list(entries(b"<urlset>" + b"<x/>" * 1000 + b"</urlset>", "sitemap"))


def test_half_a_letter_in_json_ends_nothing():
    body = (
        rb'{"html": "\ud800<a href=\"/tin-2.html\">Hai</a>", "url": "/\udfff", "title": "\ud800"}'
    )
    named = [each.url for each in json_links(body, "http://a.example/")]
    assert "http://a.example/tin-2.html" in named


def test_so_many_texts_of_a_json_answer_are_read_as_pages_and_no_more(monkeypatch):
    monkeypatch.setattr("crawler.fetching.links.MOST_PARTS", 3)
    body = b"[" + b",".join([b'"<a href=/x-%d>"' % n for n in range(9)]) + b"]"
    assert MOST_PARTS > 3
    assert len(list(json_links(body, "http://a.example/"))) == 3


def test_a_header_of_spaces_names_no_charset():
    text, charset = decode(
        b"\xff\xfe\xfd ok" * 20 + b"<p>", "text/html; charset=" + " " * 1_000_000
    )
    assert text
    assert charset
