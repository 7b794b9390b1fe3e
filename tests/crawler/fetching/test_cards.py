import json
from datetime import UTC, datetime

import pytest

from crawler.fetching.links import json_links, page_links
from crawler.reading.page import parse

BASE = "https://a.example/chuyen-doi-so.htm"


def dates(html):
    found = page_links(parse(f"<html><body>{html}</body></html>".encode()).tree, BASE)
    return {each.url.rpartition("/")[2]: each.published_at for each in found if each.published_at}


def test_a_date_belongs_to_the_link_of_its_card_and_to_no_other():
    assert dates("""<div><h3><a href='/x-1.htm'>Một</a></h3><span>26/02/2026 12:00</span></div>
    <div><a href='/x-2.htm'><img></a><a href='/x-2.htm'>Hai</a>
    <p class=time>Thứ Sáu, 27/02/2026 - 08:21 GMT+7</p></div>
    <div><a href='/x-3.htm'>Ba</a><time datetime='2026-02-28T09:00:00+07:00'>hôm qua</time></div>
    <div><a href='/x-4.htm'>Bốn</a></div>""") == {
        "x-1.htm": datetime(2026, 2, 26, 5, tzinfo=UTC),
        "x-2.htm": datetime(2026, 2, 27, 1, 21, tzinfo=UTC),
        "x-3.htm": datetime(2026, 2, 28, 2, tzinfo=UTC),
    }


def test_a_day_that_a_headline_names_and_one_between_two_links_are_nobody_s():
    assert (
        dates("""<div><a href='/x-1.htm'>Họp ngày 26/02/2026 về một cửa điện tử ở xã</a></div>
    <div><a href='/x-2.htm'>Hai</a> <a href='/x-3.htm'>Ba</a> <i>27/02/2026</i></div>""")
        == {}
    )


@pytest.mark.parametrize(
    "date", [1772330700, "1772330700", 1772330700000, "2026-03-01T09:05:00+07:00"]
)
def test_a_load_more_answer_tells_the_time_of_each_article(date):
    contents = [{"content_id": 7, "title": "Một cửa", "url": "/x-post7.html", "date": date}]
    body = json.dumps({"data": {"contents": contents}}).encode()
    (found,) = json_links(body, BASE)
    assert found.published_at == datetime(2026, 3, 1, 2, 5, tzinfo=UTC)
    assert (found.url, found.title) == ("https://a.example/x-post7.html", "Một cửa")


def test_markup_within_a_json_answer_is_read_as_a_page():
    body = json.dumps({"html": "<li><a href='/x-1.htm'>Một</a></li>", "next": True}).encode()
    assert [each.url for each in json_links(body, BASE)] == ["https://a.example/x-1.htm"]
