"""A site that changes its face: read on, marked, and told with evidence."""

import json

import pytest

from tests.mau.pages import SENTENCES, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
OLD, NEW = range(1, 25), range(31, 41)  # articles before the change and after it


def path(number):
    return f"/bai-{number}-{1000 + number}.html"


def page(number, body="article__body cms-body", lead="article__sapo", date="article__date"):
    """A page of Báo Mẫu; another class name is another face."""
    told = "".join(f"<p>{number}. {each} Năm thứ {number}.</p>" for each in SENTENCES)
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Bài {number}</title>'
        f'</head><body><h1 class="article__title">Bài {number} về quầy dịch vụ công</h1>'
        f'<span class="{date}">{1 + number % 27}/02/2026 08:{number:02}</span>'
        f'<p class="{lead}">Xã Sơn Khê có quầy dịch vụ công thứ {number} tại nhà văn hóa.</p>'
        f'<div class="{body}">{told}</div><p class="article__author">Hoàng Lụa</p></body></html>'
    )


@pytest.fixture
def night(archived, tmp_path):
    """Plays a night on which some articles stand in the section, with a face."""

    def play(number, articles, **face):
        at = f"2026-03-{number:02}T01:00:00Z"
        with Warc(tmp_path / f"night-{number}.warc.gz") as warc:
            warc.add(f"{ROOT}/chuyen-doi-so", section(*map(path, articles)), at=at)
            for each in articles:
                warc.add(f"{ROOT}{path(each)}", page(each, **face), at=at)
        ended = archived.crawl(warc=warc.path, BAOMAU_LAYOUT="1")
        return ended, archived.report()["outcome"], notes(archived)

    return play


def notes(archived):
    held = archived.rows("SELECT notes FROM run ORDER BY id DESC LIMIT 1")[0]["notes"]
    return json.loads(held) if isinstance(held, str) else held


def test_a_layout_that_fits_no_more_is_told_with_mark_and_page_while_reading_goes_on(
    archived, night
):
    ended, outcome, _ = night(2, OLD)
    assert (outcome, ended.status) == ("healthy", 0), ended.said
    ended, outcome, told = night(3, NEW, body="detail-text")
    assert (outcome, ended.status) == ("stale-layout", 1), ended.said
    mark = "no match for div.article__body.cms-body (layout mau-2026) on 10 of 10 pages"
    assert [note for note in told if note.startswith(f"{mark}, e.g. {ROOT}/bai-")]
    read = archived.rows("SELECT layout, doubts, agreement FROM reading WHERE layout = 'generic'")
    assert len(read) == len(NEW), "no article is lost"
    assert all("layout-unmatched" in row["doubts"] for row in read)
    assert all(row["agreement"] > 0.9 for row in read), "each gets a second opinion"


@pytest.mark.parametrize(
    ("face", "name"),
    [({"lead": "detail-sapo"}, "lead"), ({"date": "detail-date"}, "date of publication")],
)
def test_a_field_that_is_gone_from_most_pages_is_told_though_the_layout_fits(
    archived, night, face, name
):
    assert night(2, OLD)[1] == "healthy"
    ended, outcome, told = night(3, NEW, **face)
    assert (outcome, ended.status) == ("stale-layout", 1), ended.said
    said = f"layout mau-2026 gave no {name} on 10 of 10 pages, e.g. {ROOT}/bai-"
    assert [note for note in told if note.startswith(said)], told


def test_one_page_in_ten_gets_a_second_opinion_and_the_same_ones_again(archived, night):
    night(2, OLD)
    night(3, NEW)
    from crawler.reading.trust import is_sampled

    rows = archived.rows("SELECT url, agreement FROM reading")
    asked = {row["url"] for row in rows if row["agreement"] is not None}
    assert asked == {row["url"] for row in rows if is_sampled(row["url"])}
    assert 0 < len(asked) < len(rows) / 4
    assert {row["score"] for row in archived.rows("SELECT score FROM trust")} == {1.0}
