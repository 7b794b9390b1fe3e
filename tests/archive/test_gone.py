"""What a missing page proves of its article, and what proves nothing, on both databases."""

from datetime import timedelta

import pytest

from archive.record import RunCounts, Verdict
from tests.archive.crawl import DAY, NIGHT, OTHER, Crawl, key

URL = "https://baosonkhe.example/tin-1.htm"

HOUR = timedelta(hours=1)


def test_a_404_means_gone_since_the_first_of_an_unbroken_series(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    gone = crawl.missing(URL, NIGHT + DAY)
    again = crawl.missing(URL, NIGHT + 2 * DAY)
    assert gone is not None
    assert again is not None
    assert (gone.verdict, again.verdict) == (Verdict.GONE, Verdict.UNCHANGED)
    assert _gone(crawl) == NIGHT + DAY
    assert crawl.versions(first.article_id) == [(1, "first")]


def test_an_article_that_is_shown_again_is_not_gone(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    crawl.missing(URL, NIGHT + DAY)
    crawl.look(URL, NIGHT + 2 * DAY)
    assert _gone(crawl) is None
    crawl.missing(URL, NIGHT + 3 * DAY)
    crawl.not_modified(URL, NIGHT + 4 * DAY)
    assert _gone(crawl) is None


TROUBLES = [
    ("challenge", 200),
    ("forbidden", 403),
    ("server-error", 503),
    ("timeout", None),
    ("dns", None),
    ("not-recorded", None),
    ("forbidden", 429),
]


def test_trouble_marks_nothing_as_gone(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    for number, (outcome, status) in enumerate(TROUBLES):
        for night in (1, 2, 3):
            crawl.failed(URL, NIGHT + (3 * number + night) * DAY, outcome, status)
        assert _gone(crawl) is None, (outcome, status)
    counted = crawl.rows("SELECT outcome, count(*) FROM fetch_ledger GROUP BY outcome")
    told = {outcome: 3 for outcome, _ in TROUBLES} | {"forbidden": 6, "ok": 1}
    assert dict(counted) == told


def test_a_refused_page_marks_nothing_and_is_kept_by_name(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    captured = crawl.capture(URL, NIGHT + DAY, {"n": 1})
    crawl.store.refuse(captured.fetch_id, "no-body", "empty", NIGHT + DAY, key(URL))
    assert _gone(crawl) is None
    assert crawl.rows("SELECT reason FROM sighting WHERE verdict = 'refused'") == [("no-body",)]


def test_a_soft_404_counts_after_two_looks_a_day_apart(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    soft = crawl.missing(URL, NIGHT + DAY, hard=False)
    assert soft is not None
    assert soft.verdict is Verdict.REFUSED
    crawl.missing(URL, NIGHT + DAY + HOUR, hard=False)
    assert _gone(crawl) is None
    second = crawl.missing(URL, NIGHT + 2 * DAY, hard=False)
    assert second is not None
    assert second.verdict is Verdict.GONE
    assert _gone(crawl) == NIGHT + DAY


def test_a_missing_page_at_an_unknown_address_is_nobodys(crawl: Crawl) -> None:
    assert crawl.missing(URL, NIGHT) is None


def test_when_a_tenth_of_a_run_is_newly_missing_none_is_marked(crawl: Crawl) -> None:
    urls = [f"https://baosonkhe.example/tin-{number}.htm" for number in range(1, 31)]
    for number, url in enumerate(urls):
        crawl.look(url, NIGHT + number * timedelta(minutes=1), body=f"{number} {OTHER} {number}")
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    for number, url in enumerate(urls):
        at = NIGHT + DAY + number * timedelta(minutes=1)
        if number < 12:
            crawl.missing(url, at, run)
        else:
            crawl.look(url, at, run, body=f"{number} {OTHER} {number}")
    sentence = crawl.store.settle_gone(run)
    assert sentence is not None
    assert "12 articles" in sentence
    assert crawl.rows("SELECT count(*) FROM article_state WHERE gone_at IS NOT NULL") == [(0,)]
    crawl.store.finish_run(run, NIGHT + DAY, "healthy", RunCounts(gone=0), [sentence])


def test_a_few_missing_articles_of_a_run_are_gone(crawl: Crawl) -> None:
    urls = [f"https://baosonkhe.example/tin-{number}.htm" for number in range(1, 5)]
    for url in urls:
        crawl.look(url, NIGHT)
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    for url in urls[:2]:
        crawl.missing(url, NIGHT + DAY, run)
    assert crawl.store.settle_gone(run) is None
    assert crawl.rows("SELECT count(*) FROM article_state WHERE gone_at IS NOT NULL") == [(2,)]


@pytest.mark.parametrize(("missing", "marked"), [(2, 2), (3, 0)])
def test_the_tenth_is_reached_at_a_tenth(crawl: Crawl, missing: int, marked: int) -> None:
    urls = [f"https://baosonkhe.example/tin-{number}.htm" for number in range(30)]
    for number, url in enumerate(urls):
        crawl.look(url, NIGHT, body=f"{number} {OTHER} {number}")
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    for number, url in enumerate(urls):
        if number < missing:
            crawl.missing(url, NIGHT + DAY, run)
        else:
            crawl.look(url, NIGHT + DAY, run, body=f"{number} {OTHER} {number}")
    crawl.store.settle_gone(run)
    gone = crawl.rows("SELECT count(*) FROM article_state WHERE gone_at IS NOT NULL")
    assert gone == [(marked,)]


def _gone(crawl: Crawl) -> object:
    from archive.storage.derived import article_state

    with crawl.store.engine.connect() as conn:
        return conn.execute(article_state.select()).one().gone_at
