"""Mutated pages, feeds and sitemaps, and what such were found to break."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from archive.asking.words import understand
from archive.errors import ArchiveError
from archive.text import normal, sketch
from crawler import sites
from crawler.errors import PageRefused
from crawler.fetching.feeds import entries
from crawler.fetching.links import absolute, page_links
from crawler.reading.charset import decode, named
from crawler.reading.declared import select
from crawler.reading.page import parse
from tests.fuzz.running import LONGEST, run
from tests.mau.pages import article

URL = "https://baomau.example/bai-1-1201.html"


def test_five_hundred_mutated_answers_raise_nothing_but_our_own_errors():
    found = run(seed=2026, numbers=range(500))
    assert found.errors == {}
    assert found.slow[0][0] < LONGEST, found.slow[0]


# --- what it found --------------------------------------------------------------------------------


def test_a_number_of_five_thousand_digits_in_json_ld_is_passed_by():
    script = '<script type="application/ld+json">{"@type":"NewsArticle","n":%s}</script></head>'
    page = article().replace("</head>", script % ("9" * 5000))
    assert (
        sites.read_undeclared(page.encode(), URL).title == "Sơn Khê mở quầy dịch vụ công trực tuyến"
    )


def test_a_title_outside_of_the_body_frames_the_page_from_itself_on():
    sentence = "Sáng nay tổ công nghệ số đi qua thôn {}, giúp bà con nộp hồ sơ."
    words = "".join(f"<p>{sentence.format(number)}</p>" for number in range(8))
    title, text = "<h1>Đi qua tám thôn</h1>", f"<div><article>{words}</article></div></body></html>"
    for start in ("<head></head>", ""):
        broken = f"<html>{start}{title}<body>{text}"
        assert "thôn 7" in sites.read_undeclared(broken.encode(), URL).body


@pytest.mark.parametrize(
    "base", ["http://[::1", "javascript:1", "", "\n"]
)
def test_a_base_that_is_no_address_leaves_the_links_of_a_page(base):
    page = f'<html><head><base href="{base}"></head><body><a href="/bai-1-1201.html">Bài</a>'
    assert [each.url for each in page_links(parse(page.encode()).tree, URL)] == [URL]


@pytest.mark.parametrize(
    "charset",
    [
        "rot13",
        "zip",
        "hex",
        "idna",
        "punycode",
        "unicode_escape",
        "utf-7",
        "undefined",
        "uu",
        "bz2",
    ],
)
def test_what_python_calls_a_codec_is_no_charset(charset):
    assert named(charset) is None
    text, _ = decode(
        b"<p>caf\xe9 \\ud800 " + b"\xe0\xe9" * 40 + b"</p>", f"text/html; charset={charset}"
    )
    assert "café" in text
    said = b'<?xml version="1.0" encoding="%s"?>' % charset.encode()
    feed = b"<rss><item><link>/x</link><title>caf\xe9</title></item></rss>"
    (entry,) = entries(said + feed, "feed")
    assert entry.url == "/x"


@pytest.mark.parametrize(
    "css", [":first-child > strong:only-child", "p:only-child", "p:last-child"]
)
def test_a_selector_by_neighbours_takes_a_time_that_grows_with_the_page(css):
    tree = parse(b"<html><body><div>" + b"<p>x</p>" * 30_000 + b"</div></body></html>").tree
    began = time.process_time()
    select(tree, css)
    assert time.process_time() - began < 1.0


# --- texts ----------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(some.text())
def test_any_text_can_be_folded_and_sketched(text):
    once = normal.plain(text)
    assert normal.fold(normal.fold(text)) == normal.fold(text)
    assert normal.syllables(once) == normal.syllables(normal.plain(once))
    sketch.measure(text)


@settings(max_examples=100, deadline=None)
@given(some.text() | some.text(alphabet='"()-*:| ađo'))
def test_any_query_is_understood_or_told_to_be_wrong(query):
    with suppress(ArchiveError):
        understand(query)


@settings(max_examples=100, deadline=None)
@given(some.text(), some.text())
def test_any_address_is_absolute_or_none(base, href):
    url = absolute(base, href)
    assert url is None or url.startswith(("http://", "https://"))


@settings(max_examples=50, deadline=None)
@given(some.binary(max_size=400))
def test_any_bytes_are_a_page_or_refused_by_name(body):
    with suppress(PageRefused):
        sites.read_undeclared(body, URL)
