"""What a run is called that brings less than its site's nights usually do, and on what evidence."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.normals import Night
from archive.record import Captured, Look
from crawler.fetching.figures import figures
from crawler.fetching.remembering import scope
from crawler.fetching.task import parse
from tests.crawler.fetching.after_nights import (
    DAY,
    FIRST,
    SPORT,
    TOPIC,
    called,
    nights,
    page,
    run,
)


def test_a_night_as_usual_is_healthy_and_says_what_was_usual():
    made = run(nights())
    assert called(made) == ("healthy", [], [])
    assert figures(made, "site")["usual"] == {"nights": 27, "new": 30.0, "found": 55}


def test_a_night_of_thousands_of_pages_is_judged_as_any_other():
    caught_up = [page(number) for number in range(2_000)]
    assert called(run(nights(), new=(1_500, 500), pages=caught_up)) == ("healthy", [], [])
    lost = [page(number, words=60) for number in range(2_000)]
    assert called(run(nights(), new=(1_500, 500), pages=lost))[0] == "stale-layout"


def test_listings_that_name_nothing_new_are_silent_with_the_look_at_one():
    made = run(nights(), new=(0, 0))
    made.listed[TOPIC].newest = datetime(2026, 6, 27, tzinfo=UTC)
    said = (
        "the listings answer, and nothing new tonight, 30 are usual; the newest item of the "
        "listings is of 2026-06-27"
    )
    assert called(made) == ("silent", [("nothing-new", TOPIC)], [said])
    assert made.evidence[0].fetch_id == 41
    assert made.evidence[0].numbers == {"found": 0, "usual": 30.0, "nights": 1}


def test_a_night_after_a_pause_does_not_speak_of_tonight_alone():
    made = run(nights(), new=(0, 0))
    made.began += DAY
    _, _, (said,) = called(made)
    assert said == "the listings answer, and nothing new since 2026-06-28, 60 are usual"


def test_listings_that_answer_unchanged_for_too_long_are_silent_too():
    made = run(nights(), new=(0, 0))
    made.looks = Counter({"listing/not-modified": 2})
    made.listed.clear()
    assert called(made)[0] == "silent"


def test_what_a_look_by_day_has_taken_is_no_silence():
    assert called(run(nights(), new=(0, 0), taken=25))[0] == "quiet"


def test_a_listing_that_only_looks_by_day_knew_is_not_missed_at_night():
    made = run(nights())
    del made.listed[SPORT]
    assert called(made)[0] == "healthy"


def test_named_addresses_of_which_none_becomes_an_article_are_thin():
    made = run(nights(), new=(20, 10))
    made.counts.new_articles = 0
    outcome, evidence, _ = called(made)
    assert (outcome, evidence) == ("thin", [("nothing-read", TOPIC)])


def test_a_site_whose_robots_txt_forbids_its_articles_from_now_on_is_blocked():
    made = run(nights(), new=(0, 0))
    made.stats["page/forbidden"] = 40
    outcome, evidence, said = called(made)
    assert (outcome, [rule for rule, _ in evidence]) == ("blocked", ["robots"])
    words = "robots.txt forbids 40 of the articles that the listings name; 0 new tonight, 30 are"
    assert said[-1].startswith(words)
    few = run(nights(), new=(0, 0))
    few.stats["page/forbidden"] = 4
    assert called(few)[0] == "silent", "four forbidden ones do not explain it"
    as_ever = run(nights())
    as_ever.stats["page/forbidden"] = 40
    assert called(as_ever)[0] == "healthy"


def test_articles_that_did_not_come_hide_no_silence():
    made = run(nights(), new=(0, 0))
    made.counts.fetched, made.counts.failed, made.looks["article/timeout"] = 19, 5, 5
    outcome, evidence, _ = called(made)
    assert (outcome, [rule for rule, _ in evidence]) == ("silent", ["unfetched", "nothing-new"])


def test_new_addresses_that_did_not_come_are_no_silence():
    made = run(nights(new=(4, 0)), new=(4, 0))
    made.counts.new_articles, made.counts.fetched, made.counts.failed = 0, 0, 4
    made.listed[TOPIC].new = 4
    assert called(made)[0] == "thin"


def test_far_fewer_than_usual_are_thin_with_both_figures():
    outcome, evidence, said = called(run(nights(), new=(1, 1)))
    assert (outcome, evidence) == ("thin", [("new", TOPIC)])
    assert said == ["2 new articles tonight, 30 are usual"]


def test_one_listing_that_names_no_article_is_thin_though_another_does():
    outcome, evidence, said = called(run(nights(), new=(0, 30), found=(0, 25)))
    assert (outcome, evidence) == ("thin", [("bare-listing", TOPIC)])
    assert said == [f"the listing {TOPIC} names no article, 30 are usual"]


def test_a_listing_that_has_just_moved_is_missed_after_some_nights_at_its_new_address():
    moved = [replace(each, listings={SPORT: (25, 10)}) for each in nights()]
    for number, outcome in ((2, "healthy"), (3, "thin")):
        before = [*moved[:-number], *nights()[-number:]]
        assert called(run(before, new=(0, 30), found=(0, 25)))[0] == outcome


def test_one_listing_that_stands_still_is_thin_though_another_does_not():
    outcome, evidence, said = called(run(nights(), new=(0, 30)))
    assert (outcome, evidence) == ("thin", [("frozen-listing", TOPIC)])
    assert said == [f"the listing {TOPIC} has named nothing new tonight, 20 are usual"]


def test_one_listing_that_answers_unchanged_for_ever_is_thin_though_another_brings_news():
    before = nights()
    for place in (26, 27):
        named = {SPORT: (25, 30)}
        before[place] = replace(before[place], listings=named, standing=frozenset((TOPIC,)))
    made = run(before, new=(0, 30))
    del made.listed[TOPIC]
    made.standing.add(TOPIC)
    outcome, evidence, said = called(made)
    assert (outcome, evidence) == ("thin", [("frozen-listing", TOPIC)])
    assert said == [f"the listing {TOPIC} has named nothing new for 3 nights, 60 are usual"]
    assert figures(made, "site")["standing"] == [TOPIC]


def test_where_no_listing_names_anything_new_one_that_stands_still_makes_a_site_silent():
    before = nights(new=(12, 0))
    for place in range(24, 28):
        before[place] = Night(
            before[place].at, "quiet", listings={TOPIC: (30, 0), SPORT: (25, 0)}, layout="today"
        )
    made = run(before, new=(0, 0))
    assert called(made)[0] == "silent"


def test_what_somebody_named_is_measured_by_no_night():
    assert called(run(nights(), new=(0, 0)), asked_only=True)[0] == "quiet"


def test_evidence_of_an_outage_names_the_look_and_what_was_answered():
    made = run(nights())
    made.looks = Counter({"listing/connection": 2})
    failed = Look(SPORT, "listing", FIRST, "connection", detail="certificate verify failed")
    made.look(failed, Captured(42))
    outcome, evidence, said = called(made)
    assert (outcome, evidence) == ("down", [("none-came", SPORT)])
    assert said == ["none of 2 requests brought a page: certificate verify failed"]
    assert made.evidence[0].fetch_id == 42


@pytest.mark.parametrize(
    ("arguments", "trigger", "expected"),
    [
        ({}, "nightly", "site"),
        ({"limit": "20"}, "replay", "site"),
        ({"url": "https://baomau.example/bai-1-1001.html"}, "replay", "asked"),
        ({"since": "2026-06-01"}, "manual", "days"),
        ({"backfill": "1"}, "replay", "backfill"),
        ({}, "feeds", "feeds"),
    ],
)
def test_a_run_says_what_it_looked_at(arguments, trigger, expected):
    assert scope(trigger, parse(arguments)) == expected
