"""Which article a look belongs to, whatever address led there, on both databases."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from archive.record import Recorded, Verdict
from tests.archive.crawl import DAY, NIGHT, OTHER, Crawl

URL = "https://baosonkhe.example/tin-1.htm"

HOUR = timedelta(hours=1)


def test_other_spellings_and_addresses_lead_to_the_same_article(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT, canonical_url="https://baosonkhe.example/trung-tam-1.htm")
    mobile = crawl.look("https://www.baosonkhe.example/in/tin-1.htm", NIGHT + DAY)
    assert mobile.article_id == first.article_id
    for url in (URL, "https://baosonkhe.example/trung-tam-1.htm"):
        known = crawl.store.known("baosonkhe", url)
        assert known is not None
        assert known.article_id == first.article_id


def test_a_canonical_address_joins_articles_of_different_keys(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    amp = crawl.look("https://baosonkhe.example/amp-900.htm", NIGHT + DAY, canonical_url=URL)
    assert amp.article_id == first.article_id


def test_a_canonical_front_page_joins_nothing(crawl: Crawl) -> None:
    front = "https://baosonkhe.example/"
    one = crawl.look(URL, NIGHT, canonical_url=front)
    two = crawl.look("https://baosonkhe.example/tin-2.htm", NIGHT, canonical_url=front, body=OTHER)
    assert one.article_id != two.article_id
    assert crawl.store.known("baosonkhe", front) is None


def test_a_redirect_of_the_run_joins_the_old_address(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    new = "https://baosonkhe.example/moi/trung-tam-77.htm"
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    crawl.capture(URL, NIGHT + DAY, run=run, outcome="redirect", status=301, location=new)
    moved = crawl.look(new, NIGHT + DAY + HOUR, run)
    assert (moved.article_id, moved.verdict) == (first.article_id, Verdict.UNCHANGED)


def test_an_address_used_again_for_something_else_opens_a_new_serial(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    reused = crawl.look(URL, NIGHT + DAY, title="Mùa cốm ở Ban Liêm", body=OTHER)
    assert reused.verdict is Verdict.FIRST
    assert reused.article_id != first.article_id
    again = crawl.look(URL, NIGHT + 2 * DAY, title="Mùa cốm ở Ban Liêm", body=OTHER)
    assert again.article_id == reused.article_id
    assert crawl.rows("SELECT serial FROM article ORDER BY serial") == [(1,), (2,)]


def test_public_ids_are_the_same_in_every_archive(crawl: Crawl) -> None:
    assert crawl.look(URL, NIGHT).article_id == "735de7622678"


def test_of_many_addresses_those_that_lead_to_an_article_are_told_in_a_few_questions(
    crawl: Crawl,
) -> None:
    for number in range(3):
        crawl.look(f"https://baosonkhe.example/tin-{number}.htm", NIGHT, title=f"Tít {number}")
    crawl.look("https://baovinhlam.example/tin-7.htm", NIGHT, title="Tít của báo khác")
    urls = [f"http://www.baosonkhe.example/tin-{number}.htm?utm_source=x" for number in range(1200)]
    urls += ["https://baovinhlam.example/tin-7.htm", urls[0]]
    asked: list[str] = []
    sa.event.listen(
        crawl.store.engine, "before_cursor_execute", lambda *told: asked.append(told[2])
    )
    assert crawl.store.shown("baosonkhe", urls) == set(urls[:3])
    assert sum("FROM address" in statement for statement in asked) == 3
    assert all(crawl.store.known("baosonkhe", url) for url in urls[:3])
    assert crawl.store.shown("baosonkhe", []) == set()


def test_a_wrong_canonical_address_takes_nothing_from_the_article_there(crawl: Crawl) -> None:
    other = "https://baosonkhe.example/tin-2.htm"
    own = crawl.look(URL, NIGHT, body=OTHER, title="Ngày hội cốm ở thung lũng")
    crawl.look(other, NIGHT)
    crawl.look(other, NIGHT + DAY, canonical_url=URL)
    known = crawl.store.known("baosonkhe", URL)
    assert known
    assert (known.url, known.article_id) == (URL, own.article_id)
    gone = crawl.missing(URL, NIGHT + 2 * DAY)
    assert gone
    assert gone.article_id == own.article_id


@pytest.mark.parametrize("claims_first", [True, False])
@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Điểm tin chuyển đổi số tuần hai", OTHER),  # as its sister is called, of another text
        ("Mùa cốm ở thung lũng", "Một câu ngắn."),  # whose text is too short to tell
    ],
)
def test_a_page_that_claims_the_address_of_another_article_has_to_be_like_it(
    crawl: Crawl, title: str, body: str, claims_first: bool
) -> None:
    def own(at: datetime) -> Recorded:
        return crawl.look(URL, at, title="Điểm tin chuyển đổi số tuần một")

    def claims(at: datetime) -> Recorded:
        url = "https://baosonkhe.example/tin-2.htm"
        return crawl.look(url, at, title=title, body=body, canonical_url=URL)

    looks = (claims, own) if claims_first else (own, claims)
    for night in range(2):
        found = [look(NIGHT + night * DAY) for look in looks]
        assert found[0].article_id != found[1].article_id
    assert all(len(crawl.versions(each.article_id)) == 1 for each in found)
    known = crawl.store.known("baosonkhe", URL)
    assert known
    assert known.article_id == found[looks.index(own)].article_id
