"""How addresses are compared."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.storage import address
from archive.storage.address import PLAIN, normal_url


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://www.BaoMau.example/tin-1.htm", "https://baomau.example/tin-1.htm"),
        ("https://baomau.example:443/tin-1.htm#binh-luan", "https://baomau.example/tin-1.htm"),
        ("http://baomau.example:80", "https://baomau.example/"),
        ("https://baomau.example:8080/a", "https://baomau.example:8080/a"),
        ("https://baomau.example/a?utm_source=zalo&fbclid=x&id=7", "https://baomau.example/a?id=7"),
        ("https://baomau.example/a?b=2&a=1", "https://baomau.example/a?a=1&b=2"),
        ("https://baomau.example/a?zarsrc=30&ref=home", "https://baomau.example/a"),
        ("  https://baomau.example/a \n", "https://baomau.example/a"),
        ("https://baomau.example/t%C3%ADn%2d1%2f", "https://baomau.example/t%C3%ADn-1%2F"),
        ("https://baomau.example/tín", "https://baomau.example/t%C3%ADn"),
        ("//baomau.example/a", "https://baomau.example/a"),
        ("baomau.example/a", "https://baomau.example/a"),
        ("mailto:toa-soan@baomau.example", "mailto:toa-soan@baomau.example"),
        ("http://[xấu/a", "http://[xấu/a"),
    ],
)
def test_two_spellings_of_an_address_become_one(url: str, normal: str) -> None:
    assert normal_url(url) == normal


@given(st.text(max_size=60), st.text(max_size=30))
def test_the_normal_form_of_a_normal_form_is_itself(path: str, query: str) -> None:
    once = normal_url(f"http://www.baomau.example/{path}?{query}")
    assert normal_url(once) == once


@given(st.from_regex(PLAIN, fullmatch=True))
def test_a_plain_address_is_told_from_its_text_what_taking_it_apart_tells(url: str) -> None:
    quickly = normal_url(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(address, "PLAIN", re.compile(r"(?!)"))
        assert normal_url.__wrapped__(url) == quickly


@given(st.text(max_size=80))
def test_any_text_has_a_normal_form(text: str) -> None:
    assert isinstance(normal_url(text), str)
