from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.record import Found, Known
from crawler.fetching import choice

NOW = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def known(age=DAY, since_look=DAY, since_change=None, **named):
    born = NOW - age
    article = Known(
        url="https://a.example/x-1001.htm",
        article_id="a",
        etag='"1"',
        last_modified="Sun, 01 Mar 2026 01:00:00 GMT",
        looks=1,
        first_seen_at=born,
        last_look_at=NOW - since_look,
        last_changed_at=NOW - (age if since_change is None else since_change),
        published_at=born,
        version_count=1,
        gone=False,
    )
    return replace(article, **named)


def test_an_e_government_listing_is_fetched_whole():
    assert (
        choice.why(Found("https://a.example/bong-da-1001.htm", "x", "Bóng đá"), topic=True)
        == "listing"
    )


def test_elsewhere_title_or_slug_must_name_the_topic():
    title = Found("https://a.example/tin-1001.htm", "x", "Cổng dịch vụ công trực tuyến")
    slug = Found("https://a.example/cong-dich-vu-cong-truc-tuyen-1002.htm", "x")
    assert choice.why(title, topic=False) == "lexicon"
    assert choice.why(slug, topic=False) == "lexicon"


def test_one_in_a_hundred_of_the_rest_is_a_control_and_always_the_same_ones():
    urls = [f"https://a.example/bong-da-{n}.htm" for n in range(5000)]
    reasons = [choice.why(Found(url, "x", "Bóng đá"), topic=False) for url in urls]
    assert set(reasons) == {"control", "known"}
    assert 25 <= reasons.count("control") <= 80
    again = [choice.why(Found(f"{url}?utm_source=z", "y", ""), topic=False) for url in urls]
    assert again == reasons


@pytest.mark.parametrize(
    ("age", "since_look", "due"),
    [
        (timedelta(hours=20), timedelta(hours=20), True),
        (2 * DAY, timedelta(hours=12), False),
        (10 * DAY, DAY, False),
        (10 * DAY, 3 * DAY, True),
        (40 * DAY, 9 * DAY, False),
        (40 * DAY, 10 * DAY, True),
        (300 * DAY, 30 * DAY, False),
        (300 * DAY, 45 * DAY, True),
        (9000 * DAY, 100 * DAY, False),
        (9000 * DAY, 180 * DAY, True),
    ],
)
def test_the_older_an_article_the_rarer_it_is_looked_at(age, since_look, due):
    assert choice.is_due(known(age, since_look), NOW) is due


def test_a_late_edit_makes_an_old_article_fresh_again():
    assert choice.is_due(known(300 * DAY, DAY, since_change=DAY), NOW)


def test_a_publication_in_the_future_does_not_stop_the_looks():
    assert choice.is_due(known(published_at=NOW + 900 * DAY), NOW)


@given(st.timedeltas(timedelta(0), timedelta(days=20_000)))
def test_no_article_is_ever_given_up(age):
    assert choice.is_due(known(age, 181 * DAY), NOW)


def test_the_most_overdue_come_first_and_no_more_than_there_is_room_for():
    articles = [known(DAY, n * DAY, url=f"https://a.example/{n}") for n in (1, 3, 2)]
    assert [each.url[-1] for each in choice.due(articles, NOW, 2)] == ["3", "2"]


def test_each_tenth_look_is_unconditional():
    sent = [bool(choice.validators(known(looks=looks))) for looks in range(20)]
    assert [position for position, conditional in enumerate(sent) if not conditional] == [9, 19]
    assert choice.conditions(None, None) == {}
    assert choice.conditions('"1"', None) == {"If-None-Match": '"1"'}
