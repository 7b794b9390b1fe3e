"""What a URL names: forms of one article join, look-alikes are refused, nothing raises."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.address import (
    Address,
    Identity,
    day_of,
    host_of,
    identify,
    in_period,
    is_article,
    path_of,
    refusal,
    refuse,
)

FORMS = (
    refuse(r"/chu-de/.*", "topic"),
    Address(r"(?:/[^/]+)*/[^/]*-(?P<id>\d{10,})\.htm", "native"),
    Address(r"(?i)/story\.aspx\?(?:.*&)?did=(?P<id>\d+).*", "old"),
    Address(r"/[^/]+\.html"),
)


@pytest.mark.parametrize(
    "url",
    [
        "https://bao.example/mot-cua-102260512091522337.htm",
        "http://www.bao.example/print/mot-cua-102260512091522337.htm",
        "https://bao.example/xa-hoi/slug-khac-102260512091522337.htm?utm_source=x#y",
        " https://bao.example/mot-cua-102260512091522337.htm?print=1 ",
        "https://bao.example/mot-cua-102260512091522337.htm/amp",
        "https://bao.example/mot-cua-102260512091522337.amp",
        "https://bao.example/mot-cua-102260512091522337.amp?utm_source=x",
        "https://bao.example/mot-cua-102260512091522337.amp.htm",
        "https://bao.example//xa-hoi//mot-cua-102260512091522337.htm?mode=1&mode=1",
        "https://bao.example/MOT-CUA-102260512091522337.HTM",
        "https://bao.example/mot%2Dcua%2D102260512091522337.htm",
    ],
)
def test_every_form_of_an_article_has_its_number(url: str) -> None:
    assert identify(FORMS, url) == Identity("native", native_id="102260512091522337")
    assert is_article(FORMS, url)


def test_an_id_may_stand_in_the_query() -> None:
    url = "http://mobile.example/Story.aspx?zone=3&did=341207&utm_medium=x"
    assert identify(FORMS, url) == Identity("old", native_id="341207")


def test_an_address_without_a_number_is_known_by_its_path() -> None:
    url = "https://bao.example/Một-Cửa.html?fbclid=1"
    composed = identify(FORMS, url)
    assert composed == identify(FORMS, "https://bao.example/M%E1%BB%99t-C%E1%BB%ADa.html")
    assert composed is not None
    assert composed.path == "/m%e1%bb%99t-c%e1%bb%ada.html"
    for form in ("mộT-cửa.html", "Một-Cửa.HTML?page=1", "/Một-Cửa.html/", "Một-Cửa.amp"):
        assert identify(FORMS, f"https://bao.example/{form}") == composed, form


def test_a_refusal_before_an_article_form_wins() -> None:
    url = "https://bao.example/chu-de/bau-cu-102260512091522337.htm"
    assert identify(FORMS, url) is None
    assert refusal(FORMS, url) == "topic"
    assert not is_article(FORMS, url)


def test_an_address_of_no_known_form_is_no_article_and_has_its_path() -> None:
    url = "https://bao.example/gioi-thieu"
    assert not is_article(FORMS, url)
    assert refusal(FORMS, url) is None
    assert identify(FORMS, url) == Identity("path", path="/gioi-thieu")


def test_what_a_query_names_stays_in_the_path_sorted() -> None:
    assert path_of("https://bao.example/xem?id=7&a=1&utm_source=x") == "/xem?a=1&id=7"
    assert path_of("https://bao.example") == "/"
    assert path_of("https://bao.example/thoi-su/") == "/thoi-su"


def test_a_form_counts_in_its_period_only() -> None:
    forms = (Address(r"/(?P<id>\d+)", "new", since=date(2025, 7, 1)),)
    assert is_article(forms, "https://bao.example/5", date(2025, 7, 1))
    assert not is_article(forms, "https://bao.example/5", date(2025, 6, 30))
    assert is_article(forms, "https://bao.example/5")


def test_a_day_is_a_day_in_vietnam() -> None:
    assert day_of(datetime(2025, 6, 30, 18, tzinfo=UTC)) == date(2025, 7, 1)
    assert in_period(date(2025, 7, 1), date(2025, 7, 1), None)
    assert not in_period(date(2025, 7, 1), None, date(2025, 7, 1))


def test_hosts_are_compared_without_www_case_and_port() -> None:
    assert host_of("HTTPS://WWW.Bao.Example:443/x") == "bao.example"
    assert host_of("http://[::1") == ""
    assert path_of("http://[::1") == "/"
    assert host_of("không phải địa chỉ") == ""


@given(st.text(max_size=80))
def test_any_text_has_an_identity_or_none_and_never_an_error(text: str) -> None:
    url = f"https://bao.example/{text}"
    assert identify(FORMS, url) == identify(FORMS, url)
    assert path_of(url).startswith("/")


@given(st.text(alphabet="abcxyz-đếữ /.%", max_size=40))
def test_the_path_of_a_path_is_itself(text: str) -> None:
    once = path_of(f"https://bao.example/{text}")
    assert path_of(f"https://bao.example{once}") == once
