"""Mutated pages, feeds and sitemaps, and what such were found to break."""

import time
from argparse import Namespace
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from archive.asking.words import understand
from archive.errors import ArchiveError
from archive.exchange.gathered import Item, _ends_within
from archive.exchange.taking import Unusable, take
from archive.record import Look
from archive.storage.configured import tables
from archive.storage.pages import http_body
from archive.storage.recorded import Index, Place, scan
from archive.storage.warc import Writer, fields, read_member
from archive.text import normal, sketch
from crawler import sites
from crawler.commands.read import Command as Read
from crawler.errors import PageRefused
from crawler.fetching.feeds import entries
from crawler.fetching.links import absolute, json_links, page_links
from crawler.fetching.listings import Listing, Spot
from crawler.fetching.walking import Walk
from crawler.reading.charset import decode, named
from crawler.reading.head import Head
from crawler.reading.page import parse
from crawler.reading.selecting import compiled, select
from tests.fuzz.further import asked_next, spider_of
from tests.fuzz.running import run
from tests.fuzz.seeds import AT
from tests.mau.pages import article

URL = "https://baomau.example/bai-1-1201.html"
ROOM = 10  # times as long as the yardstick: pages take up to thrice, what is quadratic a hundred


def test_five_hundred_mutated_answers_raise_nothing_but_our_own_errors():
    found = run(seed=2026, numbers=range(500))
    assert found.errors == {}
    assert found.slow[0][0] < ROOM * yardstick(), found.slow[0]
    assert found.memory[-1] < 1.5 * found.memory[0]


def yardstick():
    """The time of this machine, as busy as it is, for one page as large as the mutated ones."""
    lines = "".join(f"<p>Sáng nay mưa ở thôn {number}.</p>" for number in range(10_000))
    page = article().replace("</article>", f"{lines}</article>").encode()
    times = []
    for _ in range(3):
        began = time.process_time()
        sites.read_undeclared(page, URL)
        times.append(time.process_time() - began)
    return sorted(times)[1]


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


@pytest.mark.parametrize("base", ["http://[::1", "javascript:1", "", "\n"])
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
    ("css", "count"),
    [(":first-child > strong:only-child", 1), ("p:only-child", 0), ("p:last-child", 1)],
)
def test_a_selector_by_neighbours_takes_a_time_that_grows_with_the_page(css, count):
    tree = parse(b"<html><body><div>" + b"<p><strong>x</strong></p>" * 9 + b"</div></body>").tree
    assert "count(" not in compiled(css).path  # it goes through all the neighbours of each
    assert len(select(tree, css)) == count


@pytest.mark.parametrize("sign", ["&#x11;", "&#17", "&#x1", "\uffff", "&#65534;", "&#xD800;"])
def test_a_letter_that_no_tree_may_hold_is_left_out_of_a_page(sign):
    words = " ".join(f"<p>Tổ số{sign} hóa giúp thôn {number} nộp hồ sơ.</p>" for number in range(9))
    page = f'<html><body><h1>Thôn số</h1><article>{words}<img src="/a{sign}.png"></article></body>'
    tree = parse(page.encode()).tree
    for element in tree.iter("p", "img"):
        element.text = element.text_content()  # what cannot be written back is not in it
        element.attrib.update(dict(element.attrib))
    assert "Tổ số hóa giúp" in sites.read_undeclared(page.encode(), URL).body


@pytest.mark.parametrize("sign", ["&#xD800;", "&#55296;", "&#1;"])
def test_half_a_letter_in_a_feed_is_left_out_of_it(sign):
    feed = f"<feed xmlns='http://www.w3{sign}.org/Atom'><entry><link href='/x'/><title>Chợ{sign}"
    (entry,) = entries(f"{feed} phiên</title></entry></feed>".encode(), "feed")
    assert (entry.url, entry.title) == ("/x", "Chợ phiên")


def test_json_without_end_or_with_half_letters_gives_links_without_them():
    answer = b'{"title": "Ch\\u0000\\ud800o", "url": "/x-1.html", "date": Infinity}'
    (found,) = json_links(answer, URL)
    assert (found.title, found.published_at) == ("Cho", None)


def test_half_letters_in_json_ld_are_left_out_of_the_title():
    script = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"%s"}</script>'
    page = article().replace("</head>", script % r"Ch\u0000\ud800o" + "</head>")
    head = Head(parse(page.encode()).tree, URL)
    assert head.ld_text("headline") == "Cho"


@pytest.mark.parametrize(
    ("name", "value"),
    [("Set-Cookie", "tên=1; Path=/"), ("X-Chợ", "1"), ("X", "một; hai=ba"), ("X", "\x8f; a")],
)
def test_headers_of_any_bytes_are_kept_with_their_page(tmp_path, name, value):
    look = Look(URL, "article", AT, "ok", 200, headers=((name, value),), raw=b"x", decoded=b"x")
    writer = Writer(tmp_path, "baomau")
    place = writer.write(look, None)
    writer.close()
    record = read_member(tmp_path / place.file, place.offset, place.length, place.sha256)
    assert fields(record)[2].partition(b"\r\n\r\n")[0].isascii()


def test_a_body_that_is_said_to_be_packed_twice_and_is_not_comes_back(tmp_path):
    twice = (("Content-Encoding", "gzip"),) * 2
    look = Look(URL, "article", AT, "ok", 200, headers=twice, raw=b"x", decoded=b"x")
    writer = Writer(tmp_path, "baomau")
    place = writer.write(look, None)
    writer.close()
    record = read_member(tmp_path / place.file, place.offset, place.length, place.sha256)
    assert http_body(fields(record)[2].removesuffix(b"\r\n\r\n"), 1) == b"x"


def test_a_status_or_length_that_is_no_number_says_nothing(tmp_path):
    message = b"HTTP/1.1 \xb2 OK\r\nContent-Length: \xb2\r\nLocation: http://[::1\r\n\r\nx"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\n"
        "WARC-Date: 2026-03-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {len(message)}\r\n\r\n"
    )
    file = tmp_path / "x.warc"
    file.write_bytes(head.encode() + message + b"\r\n\r\n")
    ((_, _, place),) = scan(file, 0)
    index = Index([file])
    item = Item((place.at, 0, place.at), URL, "baomau", place, ours=False)
    look = take(index, item).look
    index.close()
    assert (look.status, look.location) == (None, "http://[::1")


def test_a_record_that_is_not_found_again_where_it_began_is_passed_over_and_told(tmp_path):
    file = tmp_path / "mau.warc"
    file.write_bytes(b"")
    index = Index([file])
    place = Place(AT, 0, 0)
    index.add(URL, place)
    item = Item((AT, 0, AT), URL, "baomau", place, ours=False)
    with pytest.raises(Unusable, match="cannot be found again"):
        take(index, item)
    assert index.original(place._replace(revisit=True), URL, 0) is None
    assert _ends_within(index, place)
    index.close()


def test_a_sitemap_that_an_index_names_in_two_ways_is_asked_once():
    index = b"<sitemapindex><sitemap><loc>/s/2026-10.xml</loc></sitemap><sitemap><loc>%s</loc>"
    body = index % b"https://baomau.example/s/2026-10.xml" + b"</sitemap></sitemapindex>"
    walk = Walk(spider_of())
    spot = Spot(Listing(URL, "sitemap"), URL, URL)
    assert [each.url for each in asked_next(walk, spot, body)] == [
        "https://baomau.example/s/2026-10.xml"
    ]


def test_a_setting_of_five_thousand_digits_is_told_to_be_unreadable(tmp_path):
    file = tmp_path / "egov.toml"
    file.write_text(f"[log]\nsize = {'9' * 5000}\n")
    with pytest.raises(ArchiveError, match=r"egov\.toml cannot be read: .*digits"):
        tables(file)


@pytest.mark.parametrize(
    ("named", "said"),
    [({"url": "https://[::1/x"}, "not an address"), ({"at": "9999-12-31"}, "no page was saved")],
)
def test_scrapy_read_of_no_address_or_no_time_says_so(tmp_path, capsys, named, said):
    (tmp_path / "x.html").write_text("<p>x</p>")
    wanted = {"url": URL, "at": None, "content_type": None, "json": False} | named
    with pytest.raises(SystemExit):
        Read().run([str(tmp_path / "x.html")], Namespace(**wanted, removed=False, furniture=False))
    assert said in capsys.readouterr().err


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
