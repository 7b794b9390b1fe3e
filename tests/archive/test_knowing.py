"""What the archive says of an address before it is asked again."""

from datetime import timedelta

import pytest

from tests.archive.crawl import DAY, NIGHT, crawling

FEED = "https://baosonkhe.example/tin.rss"


@pytest.fixture
def crawl(database_url, tmp_path):
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


def validators(crawl):
    return crawl.store.listing_validators("baosonkhe", FEED)


def test_a_listing_that_was_never_asked_is_asked_outright(crawl):
    assert validators(crawl) == (None, None)


def test_after_nine_times_not_modified_a_listing_is_asked_outright(crawl):
    crawl.capture(FEED, NIGHT, {"n": 1}, kind="listing", etag='"1"', last_modified="Sun")
    for night in range(1, 10):
        assert validators(crawl) == ('"1"', "Sun")
        at = NIGHT + night * DAY
        crawl.capture(FEED, at, kind="listing", outcome="not-modified", status=304)
        crawl.capture(FEED, at + timedelta(hours=1), outcome="timeout", status=None)  # no answer
    assert validators(crawl) == (None, None)
    crawl.capture(FEED, NIGHT + 10 * DAY, {"n": 2}, kind="listing", etag='"2"')
    assert validators(crawl) == ('"2"', None)


ARTICLE = "https://baosonkhe.example/tin-1.htm"


def test_runs_that_asked_for_an_article_in_vain_are_counted_once_each(crawl):
    crawl.look(ARTICLE, NIGHT)
    (known,) = crawl.store.known_all("baosonkhe")
    assert (known.tries, known.last_try_at) == (0, None)
    for night in (1, 2):
        at = NIGHT + night * DAY
        run = crawl.store.start_run("baosonkhe", "nightly", at)
        for minutes in (1, 2, 3):
            tried = at + timedelta(minutes=minutes)
            crawl.capture(ARTICLE, tried, run=run, outcome="timeout", status=None)
    (known,) = crawl.store.known_all("baosonkhe")
    assert (known.tries, known.last_try_at) == (2, NIGHT + 2 * DAY + timedelta(minutes=3))
    crawl.look(ARTICLE, NIGHT + 3 * DAY)
    (known,) = crawl.store.known_all("baosonkhe")
    assert known.tries == 0
