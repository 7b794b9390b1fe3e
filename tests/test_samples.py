"""The sample sites keep to what the demo and the flow test build on."""

import gzip
from pathlib import Path

import pytest

from samples import nights, pack, render, texts
from tests.played import NAMES, SITES, TRUTH, expected


def pages(number: int) -> dict[str, nights.Answer]:
    return {NAMES[a.url]: a for a in nights.answers(number) if a.url in NAMES}


def html(answer: nights.Answer) -> str:
    packed = ("Content-Encoding", "gzip") in answer.headers
    return (gzip.decompress(answer.body) if packed else answer.body).decode()


def test_packing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("once", "twice"):
        pack.pack(tmp_path / folder)
    once = [file.read_bytes() for file in sorted((tmp_path / "once").iterdir())]
    assert once == [file.read_bytes() for file in sorted((tmp_path / "twice").iterdir())]
    assert len(once) == len(texts.NIGHTS)


def test_the_truth_names_every_article_that_is_shown() -> None:
    told = {f"{site}/{slug}" for site, rows in TRUTH["articles"].items() for slug in rows}
    assert told | set(TRUTH["found"]["articles"]) == set(NAMES.values())


def test_articles_are_as_long_as_news_and_dated_before_they_are_shown() -> None:
    for number in texts.NIGHTS:
        for article in texts.night(number).values():
            length = sum(len(text.split()) for _, text in article.blocks)
            assert 180 <= length + len(article.lead.split()) <= 500, article.name
            assert article.changed < nights.clock(number), article.name


@pytest.mark.parametrize("number", texts.NIGHTS[1:])
def test_restless_sites_change_every_page_each_night_and_the_others_only_touched_ones(
    number: int,
) -> None:
    before, now = pages(number - 1), pages(number)
    for name, meaning in expected(number).items():
        if name in before:
            restless = texts.sites()[name.split("/")[0]].family in render.RESTLESS
            assert (before[name].body != now[name].body) == (restless or meaning != "304"), name


def test_every_address_of_a_sample_site_is_on_its_example_host() -> None:
    hosts = {site.host for site in texts.sites().values()}
    assert set(texts.sites()) == set(SITES)
    assert all(host.endswith(".example") for host in hosts)
    for answer in nights.answers(3):
        assert answer.url.split("/")[2] in hosts


def test_a_page_shows_its_text_among_what_surrounds_it() -> None:
    answers = pages(3)
    for name, article in texts.night(3).items():
        source = html(answers[name])
        for _, text in article.blocks:
            assert render.escape(text, quote=False) in source, name
