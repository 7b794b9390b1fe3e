import json
from datetime import UTC, date, datetime
from urllib.parse import urljoin

from archive.record import Found
from crawler.fetching.links import absolute, articles, json_links, page_links
from crawler.fetching.listings import Listing, MoreRule, declared
from crawler.reading.address import Address, article_test, is_article, refuse
from crawler.reading.page import parse

AT = datetime(2026, 3, 1, tzinfo=UTC)
BASE = "https://a.example/chuyen-doi-so.htm"
HOSTS = frozenset({"a.example", "cu.example"})
ADDRESSES = (refuse(r"/chu-de/.*", "topic"), Address(r"/.*-(?P<id>\d{4,})\.htm", "news"))


def chosen(html):
    return list(articles(page_links(parse(html.encode()).tree, BASE), HOSTS, ADDRESSES, AT))


def test_only_article_addresses_of_the_site_are_taken_each_once():
    found = chosen("""<html><body><a href="/chu-de/so-2026.htm">chủ đề</a>
    <a href=" /mot-cua-so-1001.htm?utm_source=x#top"><img></a>
    <a href="https://www.a.example/mot-cua-so-1001.htm">Một cửa  số</a>
    <a href="http://cu.example/bai-cu-1002.htm" title="Bài cũ">xem</a>
    <a href="https://khac.example/bai-1003.htm">khác</a><a href="/gioi-thieu.htm">giới thiệu</a>
    <a href="javascript:void(0)">x</a><a href="mailto:a@a.example">y</a><a>z</a>
    <a href="https://[bad/bai-1004.htm">hỏng</a></body></html>""")
    assert [(each.url, each.title) for each in found] == [
        ("https://www.a.example/mot-cua-so-1001.htm", "Một cửa số"),
        ("http://cu.example/bai-cu-1002.htm", "Bài cũ"),
    ]


def test_links_follow_the_base_that_a_page_declares():
    html = (
        "<html><head><base href='https://a.example/tin/'></head><a href='x-1001.htm'>x</a></html>"
    )
    assert [each.url for each in chosen(html)] == ["https://a.example/tin/x-1001.htm"]


def test_a_fragment_without_a_page_around_it_gives_its_links():
    html = (
        "<div class=item><a href='/x-1001.htm'>x</a></div><div class=item><a href='/y-1002.htm'>y"
    )
    assert [each.url for each in chosen(html)] == [
        "https://a.example/x-1001.htm",
        "https://a.example/y-1002.htm",
    ]


def test_a_load_more_answer_in_json_gives_its_addresses_and_titles():
    data = {
        "data": {"contents": [{"title": "Một cửa", "url": "/x-1001.htm", "date": 1}, {"a": "b"}]}
    }
    assert list(json_links(json.dumps(data).encode(), BASE)) == [
        Found("https://a.example/x-1001.htm", BASE, "Một cửa")
    ]
    assert list(json_links(b"{broken", BASE)) == []


def test_what_is_no_web_address_is_none():
    assert absolute(BASE, "data:text/html,x") is None
    assert absolute(BASE, "//b.example/x#y") == "https://b.example/x"
    assert absolute(BASE, "http://www.b.example/a/../x-1.htm") == urljoin(
        BASE, "http://www.b.example/a/../x-1.htm"
    )


def test_the_next_page_of_a_section_has_the_address_that_its_rule_builds():
    timeline = MoreRule(
        "{root}/timelinelist/{zone}/{page}.htm", zone="string(//input[@id='z']/@value)"
    )
    tree = parse(b"<html><input id=z value=102442><p>x</html>").tree
    assert timeline.zone_of(tree) == "102442"
    assert timeline.address(BASE, 1, "102442") == "https://a.example/timelinelist/102442/2.htm"
    assert timeline.zone_of(parse(b"<html><p>x</html>").tree) is None
    assert (
        MoreRule("{url}?p={page}").address("https://a.example/tin/", 2)
        == "https://a.example/tin?p=3"
    )
    offset = MoreRule("{url}&s_cond=&BRSR={offset}")
    assert offset.address("https://a.example/tin", 1) == "https://a.example/tin&s_cond=&BRSR=20"
    old = MoreRule("{stem}/trang{page}.vgp")
    assert (
        old.address("https://a.example/Van-hoa/249.vgp", 1)
        == "https://a.example/Van-hoa/249/trang2.vgp"
    )


def test_a_plain_address_is_a_listing_of_the_kind_of_its_attribute():
    assert declared("https://a.example/rss", "feed").kind == "feed"
    topic = Listing(BASE, topic=True)
    assert declared(topic, "feed") is topic


def test_many_addresses_are_judged_like_one():
    until = Address(r"/cu/.*", since=None, until=date(2020, 1, 1))
    asked = Address(r"/tin\?id=(?P<id>\d+)", "asked")
    forms = (*ADDRESSES, until, asked)
    paths = (
        "chu-de/x-1001.htm",
        "x-1001.htm?p=1",
        "print/x-1001.htm",
        "cu/x",
        "tin?id=7",
        "tin",
        "",
    )
    for day in (date(2019, 1, 1), AT, None):
        test = article_test(forms, day)
        for path in paths:
            url = f"https://www.a.example/{path}"
            assert test(url) is is_article(forms, url, day), (path, day)
