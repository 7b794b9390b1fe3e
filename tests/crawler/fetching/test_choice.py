from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

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


def is_due(article, now):
    return choice.due([article], now) == [article]


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
        (10 * DAY, 2 * DAY, False),
        (10 * DAY, 5 * DAY, True),
        (40 * DAY, 11 * DAY, False),
        (40 * DAY, 18 * DAY, True),
        (300 * DAY, 55 * DAY, False),
        (300 * DAY, 90 * DAY, True),
        (900 * DAY, 190 * DAY, False),
        (900 * DAY, 290 * DAY, True),
        (9000 * DAY, 570 * DAY, False),
        (9000 * DAY, 865 * DAY, True),
    ],
)
def test_the_older_an_article_the_rarer_it_is_looked_at(age, since_look, due):
    assert is_due(known(age, since_look), NOW) is due


def test_a_late_edit_makes_an_old_article_fresh_again():
    assert is_due(known(300 * DAY, DAY, since_change=DAY), NOW)


def test_what_changes_often_is_looked_at_sooner_than_its_age_says_and_never_twice_a_day():
    calm, edited, restless = (
        choice.interval(known(300 * DAY, looks=20, version_count=versions), NOW)
        for versions in (1, 7, 20)
    )
    assert calm > edited > restless
    assert (restless - DAY) / (calm - DAY) == pytest.approx(0.25, abs=0.02)
    fresh = known(DAY, looks=20, version_count=20)
    assert choice.interval(fresh, NOW) == DAY


def test_a_publication_in_the_future_does_not_stop_the_looks():
    assert is_due(known(published_at=NOW + 900 * DAY), NOW)


@given(st.timedeltas(timedelta(0), timedelta(days=20_000)), st.booleans())
def test_no_article_is_ever_given_up(age, gone):
    assert is_due(known(age, 865 * DAY, gone=gone), NOW)


def test_an_article_that_is_gone_is_asked_again_rarely_and_for_ever():
    assert not is_due(known(DAY, 7 * DAY, gone=True), NOW)
    assert is_due(known(DAY, 12 * DAY, gone=True), NOW)
    assert choice.interval(known(200 * DAY, gone=True), NOW) > 200 * DAY
    forever = known(9000 * DAY), known(9000 * DAY, gone=True)
    assert choice.interval(forever[0], NOW) == choice.interval(forever[1], NOW)


@pytest.mark.parametrize(("tries", "nights"), [(1, 1), (2, 2), (3, 4), (4, 8)])
def test_an_article_that_does_not_answer_is_asked_again_soon_and_then_rarely(tries, nights):
    def tried(days_ago):
        return known(9000 * DAY, 900 * DAY, tries=tries, last_try_at=NOW - days_ago * DAY)

    assert is_due(tried(nights), NOW)
    assert not is_due(tried(nights / 2), NOW)


def test_an_article_that_never_answers_is_asked_as_often_as_its_age_says_and_comes_not_first():
    dead = known(9000 * DAY, 3000 * DAY, tries=50, last_try_at=NOW - 300 * DAY)
    assert not is_due(dead, NOW)
    assert is_due(replace(dead, last_try_at=NOW - 865 * DAY), NOW)


def test_those_come_first_whose_time_has_run_out_most_by_their_own_measure():
    fresh = known(2 * DAY, 2 * DAY, url="https://a.example/fresh")
    old = known(9000 * DAY, 1000 * DAY, url="https://a.example/old")
    older = known(9000 * DAY, 3000 * DAY, url="https://a.example/older")
    young = known(9 * DAY, 5 * DAY, url="https://a.example/young")
    chosen = choice.due([young, old, fresh, older], NOW, 3)
    assert [each.url.rsplit("/", 1)[1] for each in chosen] == ["older", "fresh", "old"]


def test_a_look_back_takes_the_last_month_whatever_the_ladder_says():
    articles = [
        known(20 * DAY, DAY, url="https://a.example/young"),
        known(20 * DAY, timedelta(hours=3), url="https://a.example/seen-today"),
        known(40 * DAY, 400 * DAY, url="https://a.example/older"),
    ]
    assert [each.url for each in choice.recent(articles, NOW)] == ["https://a.example/young"]


def test_a_busy_site_does_not_starve_what_is_due():
    assert choice.reserved(1000, 400) == 100
    assert choice.reserved(30, 400) == 30
    assert choice.reserved(1000, 3) == 0


def test_a_run_tells_when_revisits_fall_behind_and_since_when():
    late = [known(DAY, n * DAY, article_id=str(n)) for n in (3, 9)]
    assert choice.behind([], NOW) == ""
    assert choice.behind([known(9000 * DAY, 900 * DAY)], NOW) == ""  # a little late is none
    assert choice.behind(late, NOW) == (
        "revisits fall behind: 2 articles that are due wait for another night, "
        "2 of them late, the longest since 2026-11-14"
    )


def site_of(number, years, seed=7):
    """Articles that came evenly over some years, looked at whenever the ladder said so."""
    drawn = Random(seed)
    for n in range(number):
        one = known(
            drawn.random() * years * 365 * DAY,
            timedelta(0),
            article_id=f"{drawn.getrandbits(48):012x}",
            url=f"https://a.example/{n}",
            looks=9,
        )
        yield replace(one, last_look_at=NOW - drawn.random() * choice.interval(one, NOW))


def nights_of(articles, number, limit=400, daily=0):
    """How many articles are due on each night, those that were asked being looked at."""
    held, due = list(articles), []
    for night in range(number):
        now = NOW + night * DAY
        waiting = choice.due(held, now)
        due.append(len(waiting))
        asked = {each.article_id for each in waiting[:limit]}
        held = [
            replace(each, last_look_at=now, looks=each.looks + 1)
            if each.article_id in asked
            else each
            for each in held
        ]
        new = known(timedelta(0), timedelta(0))
        for n in range(daily):
            born = {"first_seen_at": now, "published_at": now, "last_changed_at": now}
            named = f"{night:06}{n:06}"
            held.append(replace(new, last_look_at=now, article_id=named, **born))
    return due


def test_a_site_of_60_000_articles_is_asked_for_some_300_of_them_again_a_night():
    tenth = nights_of(site_of(6_000, years=10), 30, limit=40, daily=2)  # of its articles and nights
    settled = tenth[8:]
    assert 26 <= sum(settled) / len(settled) <= 34
    assert max(settled) < 50  # no night has a wall of them


def test_what_was_fetched_in_a_few_nights_is_not_due_in_one():
    walked = [
        known(1000 * DAY + n * DAY, (n // 400) * DAY, article_id=f"{n:06}", url=f"https://a/{n}")
        for n in range(2_000)
    ]
    due = [sum(is_due(each, NOW + night * DAY) for each in walked) for night in range(500, 900, 20)]
    assert due[0] == 0
    assert due[-1] == 2_000
    assert max(later - earlier for earlier, later in pairwise(due)) / 20 < 20  # new ones a night


def test_each_tenth_look_is_unconditional():
    sent = [bool(choice.validators(known(looks=looks))) for looks in range(20)]
    assert [position for position, conditional in enumerate(sent) if not conditional] == [9, 19]
    assert choice.conditions(None, None) == {}
    assert choice.conditions('"1"', None) == {"If-None-Match": '"1"'}
