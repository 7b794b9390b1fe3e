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
