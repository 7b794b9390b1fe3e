"""Back-off: how long a site rests after runs that failed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.record import RunCounts
from archive.storage.ended import EndedRun
from crawler.fetching import resting
from tests.archive.crawl import crawling
from tests.crawler.fetching.test_choice import DAY, NOW

HOUR = timedelta(hours=1)


def failed(outcome, *nights_ago, trigger="nightly"):
    """Runs that ended so, some nights ago, the newest first."""
    return [
        EndedRun(NOW - days * DAY, trigger, outcome, ("nobody answered",)) for days in nights_ago
    ]


def nights(outcome, number):
    """On which of the nights a site is asked whose runs all end so."""
    runs, asked = [], []
    for night in range(number):
        now = NOW + night * DAY
        if resting.resting(runs, now) is None:
            runs.insert(0, EndedRun(now, "nightly", outcome))
            asked.append(night)
    return asked


def test_a_site_that_never_failed_does_not_rest():
    assert resting.resting([], NOW) is None
    assert resting.resting(failed("healthy", 1, 2), NOW) is None


@pytest.mark.parametrize(
    ("outcome", "first", "second"),
    [("blocked", 18, 42), ("silent", 9, 18), ("stale-layout", 9, 18), ("down", 4.5, 9)],
)
def test_a_rest_is_as_long_as_its_kind_says_and_doubles(outcome, first, second):
    one = resting.resting(failed(outcome, 0), NOW)
    two = resting.resting(failed(outcome, 0, 1), NOW)
    assert (one.until - NOW, two.until - NOW) == (first * HOUR, second * HOUR)


def test_the_longest_rest_is_a_week():
    runs = failed("blocked", *range(0, 700, 7))
    assert resting.resting(runs, NOW).until - NOW == 7 * DAY - 6 * HOUR


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [
        ("blocked", [0, 1, 3, 7, 14, 21]),
        ("silent", [0, 1, 2, 4, 8, 15, 22]),
        ("down", [0, 1, 2, 3, 5, 9, 16, 23]),
    ],
)
def test_a_site_that_stays_as_it_is_is_asked_less_and_less_and_never_given_up(outcome, asked):
    assert nights(outcome, 24) == asked
    assert nights(outcome, 400)[-1] > 390


@pytest.mark.parametrize("outcome", ["failed", "interrupted"])
def test_what_is_our_own_fault_neither_rests_a_site_nor_wakes_it(outcome):
    assert resting.resting(failed(outcome, 0, 1, 2), NOW) is None
    between = [
        *failed(outcome, 0),
        *failed("blocked", 0.5),
        *failed(outcome, 1),
        *failed("blocked", 2),
    ]
    assert resting.resting(between, NOW).failures == 2


@pytest.mark.parametrize("outcome", ["healthy", "quiet", "thin", "unproven"])
def test_an_answer_of_use_ends_the_rest_whoever_asked(outcome):
    by_hand = failed(outcome, 0.1, trigger="manual")
    assert resting.resting([*by_hand, *failed("blocked", 1, 2, 3)], NOW) is None


def test_who_tries_a_blocked_site_by_hand_does_not_put_it_to_sleep():
    tried = failed("blocked", 0, 0.1, 0.2, trigger="manual")
    assert resting.resting(tried, NOW) is None
    found = resting.resting([*tried, *failed("blocked", 0.5)], NOW)
    assert (found.failures, found.until) == (1, NOW - DAY / 2 + 18 * HOUR)


def test_a_run_of_the_future_rests_no_longer_than_its_kind_says():
    ahead = [replace(run, started_at=NOW + 400 * DAY) for run in failed("blocked", 0)]
    assert resting.resting(ahead, NOW).until == NOW + 18 * HOUR


def test_a_sentence_says_until_when_and_why():
    found = resting.resting(failed("down", 0, 1, 3), NOW)
    assert found.words == (
        "rests until 2026-11-22 19:30, down 3 times in a row since 2026-11-19: nobody answered"
    )
    (run,) = failed("down", 0)
    ruled = replace(run, why="robots.txt cannot be had")
    assert resting.resting([ruled], NOW).words.endswith("2026-11-22: robots.txt cannot be had")
    assert "blocked once since 2026-11-22" in resting.resting(failed("blocked", 0), NOW).words


def test_the_archive_tells_how_a_site_stands(database_url, tmp_path):
    with crawling(database_url, tmp_path) as crawl:
        store = crawl.store
        for hours, outcome in ((60, "healthy"), (48, "blocked"), (24, "failed"), (2, "blocked")):
            began = NOW - hours * HOUR
            run = store.start_run("baosonkhe", "nightly", began)
            store.finish_run(run, began + HOUR, outcome, RunCounts(), [f"said {outcome}"])
        store.start_run("baosonkhe", "nightly", NOW)  # has not ended
        found = resting.standing(store.engine, "baosonkhe", NOW)
        assert (found.failures, found.why) == (2, "said blocked")
        assert (found.since, found.until) == (NOW - 48 * HOUR, NOW + 40 * HOUR)
        assert resting.standing(store.engine, "baosonkhe", NOW + 41 * HOUR) is None
        assert resting.standing(store.engine, "nobody", NOW) is None
