"""What a run is called that brings less than its site's nights usually do, and on what evidence."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.normals import Night
from archive.record import Block, BlockKind, Captured, Look, Reading
from archive.scoring import Normals, Traits
from archive.storage.nights import Past, Taken
from crawler.fetching.figures import SiteRun, figures
from crawler.fetching.health import judge
from crawler.fetching.remembering import measure, scope
from crawler.fetching.signs import Signs
from crawler.fetching.task import parse
from crawler.fetching.yields import Listed

DAY = timedelta(days=1)
FIRST = datetime(2026, 6, 1, 18, 30, tzinfo=UTC)
TOPIC, SPORT = "https://baomau.example/chuyen-doi-so", "https://baomau.example/the-thao"
FIELDS = {"title": 1.0, "lead": 1.0, "author": 0.97, "date": 1.0}


def nights(new=(20, 10), number=28, **values):
    """Nights on which two listings name new articles."""
    told = {"read": sum(new), "fields": FIELDS, "words": 400, "layout": "today", **values}
    listings = {TOPIC: (30, new[0]), SPORT: (25, new[1])}
    return [
        Night(FIRST + night * DAY, "healthy", new=sum(new), listings=listings, **told)
        for night in range(number)
    ]


def run(before, new=(20, 10), found=(30, 25), pages=(), taken=0):
    """A run after some nights, with what its listings named and its pages gave."""
    made = SiteRun("baomau", 1)
    daily = Taken(taken, {TOPIC: (9, taken), SPORT: (9, taken)}) if taken else Taken()
    measure(made, Past(tuple(before), tuple(before), daily, daily), before[-1].at + DAY)
    held = frozenset(("title", "lead", "author", "published_at"))
    made.normals = Normals([Traits("today", 400, held)] * 60)
    made.looks.update({"listing/ok": 2})
    made.look(Look(TOPIC, "listing", FIRST, "ok"), Captured(41))
    made.listings_answered = 2
    for url, number, named in zip((TOPIC, SPORT), new, found, strict=True):
        made.listed[url] = Listed(named, number)
    made.counts.discovered, made.counts.new_articles = sum(found), sum(new)
    made.counts.fetched = made.read = len(pages) or sum(new)
    for each in pages:
        made.yields.add(each)
        made.signs.fits(each)
    return made


def called(made, *, asked_only=False):
    outcome = judge(made, "finished", asked_only=asked_only)
    return outcome, [(each.rule, each.url) for each in made.evidence], made.notes


def page(number, words=400, author="Hoàng Lụa"):
    text = (Block(BlockKind.PARAGRAPH, "chữ " * words),)
    url = f"https://baomau.example/bai-{number}.html"
    given = {"lead": "Lời dẫn", "author": author, "published_at": FIRST, "blocks": text}
    return Reading(url, "Bài", reader="r", layout="today", **given)


def test_a_night_as_usual_is_healthy_and_says_what_was_usual():
    made = run(nights())
    assert called(made) == ("healthy", [], [])
    assert figures(made, "site")["usual"] == {"nights": 27, "new": 30.0, "found": 55}


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


def test_texts_that_have_become_short_are_a_stale_layout():
    short = [page(number, words=60) for number in range(8)]
    outcome, evidence, said = called(run(nights(), pages=short))
    assert (outcome, evidence) == ("stale-layout", [("words", short[0].url)])
    assert said == ["62 words in the median of 8 pages, 400 are usual"]
    one = [page(number, words=60 if number == 3 else 400) for number in range(8)]
    assert called(run(nights(), pages=one))[0] == "healthy"


def test_of_few_pages_all_short_are_a_stale_layout_unless_the_site_has_briefs():
    short = [page(number, words=90) for number in range(5)]
    made = run(nights(), pages=short)
    assert called(made)[0] == "stale-layout"
    made = run(nights(), pages=short)
    held = frozenset(("title", "lead", "author", "published_at"))
    briefs = [Traits("today", 90, held)] * 15
    made.normals = Normals([Traits("today", 400, held)] * 45 + briefs)
    assert called(made)[0] == "healthy", "one in four of its articles is as short"


def slow_nights(*authors):
    """Nights of a site of two pages each, of which so many had an author."""
    found = nights(new=(2, 0), number=20)
    for number in authors:
        fields = {**FIELDS, "author": number / 2}
        found.append(replace(found[-1], at=found[-1].at + DAY, read=2, new=2, fields=fields))
    return found


def test_one_page_of_an_older_make_does_not_hide_that_a_field_is_gone():
    lost = [page(number, author=None) for number in range(2)]
    gone = run(slow_nights(0, 0, 1), new=(2, 0), pages=lost)
    outcome, _, said = called(gone)
    assert outcome == "stale-layout"
    assert said[0].startswith("layout today gave no author on 7 of the last 8 pages; 97%")


def test_a_field_that_is_back_is_not_missed_any_more():
    back = [page(number) for number in range(2)]
    assert called(run(slow_nights(0, 0, 0, 0), new=(2, 0), pages=back))[0] == "healthy"
    one_of_two = [page(0), page(1, author=None)]
    assert called(run(slow_nights(0, 0, 0, 0, 2, 2), new=(2, 0), pages=one_of_two))[0] == "healthy"


def test_a_layout_that_was_stale_stays_so_until_a_page_is_read():
    stale = slow_nights(0, 0, 0)
    stale[-1] = replace(stale[-1], outcome="stale-layout", rules=("field",))
    made = run(stale, new=(0, 0))
    made.read = made.counts.fetched = 0
    outcome, evidence, said = called(made)
    assert (outcome, evidence) == ("stale-layout", [("still-stale", TOPIC)])
    assert said == ["no page was read tonight; those of the night of 2026-06-23 did not fit"]
    assert called(run(stale, new=(0, 1), pages=[page(1)]))[0] == "healthy"


def test_a_page_that_does_not_fit_ends_no_stale_layout():
    stale = slow_nights(0, 0, 0)
    stale[-1] = replace(stale[-1], outcome="stale-layout", rules=("mark",))
    made = run(stale, new=(0, 1), pages=[page(1)])
    made.signs = Signs(pages=1, unfit=Counter({"no match for div.bai (layout today)": 1}))
    outcome, evidence, said = called(made)
    assert (outcome, evidence) == ("stale-layout", [("still-stale", TOPIC)])
    assert said == ["no page fits its layout tonight; those of the night of 2026-06-23 did not fit"]


def test_a_slow_site_loses_a_field_over_several_nights():
    slow = nights(new=(2, 0), number=24)
    for place in (22, 23):
        slow[place] = Night(
            slow[place].at, "healthy", new=2, read=2, layout="today", fields={**FIELDS, "author": 0}
        )
    lost = [page(number, author=None) for number in range(2)]
    outcome, evidence, said = called(run(slow, new=(2, 0), pages=lost))
    assert (outcome, evidence) == ("stale-layout", [("field", lost[0].url)])
    assert said[0].startswith("layout today gave no author on 6 of the last 6 pages; 97%")
    assert called(run(slow[:22], new=(2, 0), pages=lost))[0] == "healthy", "two pages tell nothing"


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
