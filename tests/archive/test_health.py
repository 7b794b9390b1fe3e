"""How the sites are: from their runs, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from archive.errors import ArchiveError, NotFound
from archive.normals import Night
from archive.record import Look, RunCounts
from archive.storage import health, nights
from archive.storage.derived import health as rows
from archive.storage.health import Failing, states
from archive.storage.mutes import mute
from archive.storage.nights import Taken, past_at
from tests.archive.crawl import DAY, NIGHT, SITES, crawling

HOUR = timedelta(hours=1)
SITE = "baosonkhe"


@pytest.fixture
def crawl(database_url, tmp_path):
    with crawling(database_url, tmp_path) as made:
        made.store.declare(SITES)
        yield made


def ran(crawl, night, outcome="healthy", evidence=(), trigger="nightly", site=SITE, **figures):
    """A run of a night; outcome None: it never ended."""
    begin = NIGHT + night * DAY
    store = crawl.store
    run = store.start_run(site, trigger, begin)
    if outcome is not None:
        counts = RunCounts(discovered=40, new_articles=figures.pop("new", 7))
        notes = [one.sentence for one in evidence]
        told = {"scope": "site", **figures}
        store.finish_run(run, begin + HOUR, outcome, counts, notes, told)
        health.note(store.engine, run, outcome, begin + HOUR, evidence)
    return run


def state(crawl, night, site=SITE):
    """How the site is on the morning after a night."""
    return states(crawl.store.engine, NIGHT + night * DAY + 6 * HOUR)[site]


LOST = Failing("field", "author found on 3 of 40 pages, 0.97 usual", numbers={"found": 3})


def test_a_state_lasts_since_the_first_run_that_was_alike(crawl):
    for night, outcome in enumerate(["healthy", "quiet", "stale-layout", "stale-layout"]):
        last = ran(crawl, night, outcome, [LOST] if outcome == "stale-layout" else ())
    found = state(crawl, 3)
    assert (found.state, found.trouble, found.runs, found.run_id) == (
        *("stale-layout", "stale-layout", 2, last),
    )
    assert (found.since, found.at) == (NIGHT + 2 * DAY, NIGHT + 3 * DAY)
    assert (found.why, found.needs_person, found.evidence) == (LOST.sentence, True, (LOST,))
    ran(crawl, 4)
    well = state(crawl, 4)
    assert (well.is_well, well.needs_person, well.why, well.evidence) == (True, False, "", ())
    assert (well.since, well.runs, well.new) == (NIGHT + 4 * DAY, 1, 7)
    ran(crawl, 5, "quiet")
    assert state(crawl, 5).since == NIGHT + 4 * DAY, "healthy and quiet are one"


def test_a_stale_layout_lasts_over_nights_that_show_nothing_of_it(crawl):
    ran(crawl, 0)
    ran(crawl, 1, "stale-layout", [replace(LOST, sentence="author on 0 of 9")], stale=True)
    ran(crawl, 2, "stale-layout", [LOST], stale=True)
    unread = Failing(
        "still-stale", "no page was read tonight; those of the night before did not fit"
    )
    for night in (3, 4):
        last = ran(crawl, night, "quiet", [unread], new=0, stale=True)
        found = state(crawl, night)
        assert (found.state, found.runs, found.run_id) == ("stale-layout", night, last)
        assert (found.since, found.needs_person) == (NIGHT + DAY, True)
        assert (found.why, found.evidence) == (LOST.sentence, (LOST, unread)), "what it rests on"
    ran(crawl, 5, "down", stale=True)
    assert state(crawl, 5).state == "down"
    ran(crawl, 6, "quiet", [unread], new=0, stale=True)
    found = state(crawl, 6)
    assert (found.state, found.runs, found.why) == ("stale-layout", 1, LOST.sentence)
    ran(crawl, 7)
    assert state(crawl, 7).is_well


def test_a_stale_layout_ends_with_a_whole_look_that_shows_it_mended_and_with_no_other(crawl):
    def stale():
        return past_at(crawl.store.engine, SITE).stale

    ran(crawl, 0, "stale-layout", stale=True)
    ran(crawl, 1, "quiet", stale=True)
    ran(crawl, 2, "down", stale=True)
    ran(crawl, 2.4, trigger="feeds", scope="feeds")
    ran(crawl, 2.5, trigger="manual", scope="asked")
    assert stale() == NIGHT, "parts of a site say nothing of it"
    ran(crawl, 2.6, trigger="manual")
    assert stale() is None
    ran(crawl, 3, "down")
    assert stale() is None


@pytest.mark.parametrize("outcome", ["thin", "down", "interrupted"])
def test_what_may_mend_itself_needs_a_person_once_it_lasts(crawl, outcome):
    ran(crawl, 0)
    ran(crawl, 1, outcome)
    assert not state(crawl, 1).needs_person
    ran(crawl, 2, outcome)
    assert state(crawl, 2).needs_person


def test_what_comes_and_goes_needs_a_person_too(crawl):
    for night in range(8):
        ran(crawl, night, "thin" if night % 2 else "healthy")
        assert state(crawl, night).needs_person is (night == 7)
    ran(crawl, 8)
    assert not state(crawl, 8).needs_person


def test_a_guess_that_a_person_confirmed_is_well_before_the_next_run(crawl):
    store = crawl.store
    ran(crawl, 0, "unproven")
    for subject in ("layout sonkhe-2026", "listing"):
        store.layout_seen(SITE, subject, "guess", NIGHT)
    store.confirm_layout(SITE, "listing", NIGHT + 2 * HOUR)
    assert state(crawl, 0).trouble == "unproven", "one of two guesses waits"
    store.confirm_layout(SITE, None, NIGHT + 3 * HOUR)
    now = state(crawl, 0)
    assert (now.state, now.needs_person, now.is_well) == ("healthy", False, True)
    ran(crawl, 1, "unproven")
    assert state(crawl, 1).needs_person, "another guess matched since"


@pytest.mark.parametrize("outcome", ["silent", "blocked", "failed", "unproven", "stale-layout"])
def test_what_does_not_mend_itself_needs_a_person_at_once(crawl, outcome):
    ran(crawl, 0, outcome)
    assert state(crawl, 0).needs_person


def test_evidence_names_the_newest_look_at_its_page_in_the_run(crawl):
    run = crawl.store.start_run(SITE, "nightly", NIGHT)
    url = "https://baosonkhe.example/tin"
    looks = [
        crawl.store.capture(SITE, run, Look(url, "listing", NIGHT + at * HOUR, "forbidden"))
        for at in (0, 1)
    ]
    health.note(crawl.store.engine, run, "blocked", NIGHT, [Failing("none-came", "kept out", url)])
    with crawl.store.engine.connect() as conn:
        held = conn.execute(sa.select(rows)).one()
    (shown,) = health.failing(held.evidence)
    assert (shown.fetch_id, shown.url) == (looks[1].fetch_id, url)
    assert (held.run_id, held.state, held.at) == (run, "blocked", NIGHT)


def test_a_site_that_was_not_asked_for_a_night_and_a_half_is_missed(crawl):
    ran(crawl, 0)
    assert state(crawl, 1).state == "healthy"
    missed = state(crawl, 2)
    assert (missed.state, missed.trouble, missed.needs_person) == ("missed", "missed", True)
    assert missed.why == "no run since 2026-10-02, which was healthy"
    assert missed.since == NIGHT + HOUR + timedelta(hours=36)
    ran(crawl, 0, site="baovinhlam", trigger="once")
    assert state(crawl, 9, "baovinhlam").state == "healthy", "nobody said that it comes each night"
    assert state(crawl, 9, "chinhphumau").state == "never"
    assert not state(crawl, 9, "chinhphumau").needs_person


def test_a_site_that_rests_is_told_as_such_and_its_trouble_stays(crawl):
    ran(crawl, 0)
    for night in (1, 2):
        ran(crawl, night, "blocked", [Failing("robots", "robots.txt answered 403")])
    now = state(crawl, 2)
    assert (now.state, now.resting_until > NIGHT + 3 * DAY) == ("blocked", True)
    later = state(crawl, 3)
    assert (later.state, later.trouble, later.needs_person) == ("resting", "blocked", True)
    assert later.why == "not asked for a while: blocked 2 times in a row: robots.txt answered 403"
    assert state(crawl, 7).state == "missed", "it was not asked when it had rested"


def test_a_run_that_never_ended_needs_a_person_but_one_that_goes_on_does_not(crawl):
    ran(crawl, 0)
    ran(crawl, 1, None)
    begun = NIGHT + DAY
    assert states(crawl.store.engine, begun + 3 * HOUR)[SITE].state == "healthy"
    broken = states(crawl.store.engine, begun + 7 * HOUR)[SITE]
    assert (broken.state, broken.needs_person) == ("interrupted", True)
    assert broken.why == "the run of 2026-10-03 01:30 never ended"


def test_a_run_that_may_take_longer_by_the_configuration_is_not_broken_off(
    crawl, tmp_path, monkeypatch
):
    (tmp_path / "egov.toml").write_text("[schedule]\ntime_limit = 600\n")
    monkeypatch.setenv("EGOV_CONFIG", str(tmp_path / "egov.toml"))
    ran(crawl, 0)
    ran(crawl, 1, None)
    begun, engine = NIGHT + DAY, crawl.store.engine
    assert states(engine, begun + 11 * HOUR)[SITE].state == "healthy"
    assert states(engine, begun + 13 * HOUR)[SITE].state == "interrupted"
    (tmp_path / "egov.toml").write_text("[schedule]\ntime_limit = 0\n")
    with pytest.raises(ArchiveError, match=r"schedule\.time_limit = 0: write a whole number"):
        states(engine, begun + 13 * HOUR)


def test_runs_that_do_not_look_at_the_whole_site_say_nothing_of_it(crawl):
    ran(crawl, 0, "stale-layout")
    ran(crawl, 0.2, "healthy", trigger="feeds")
    ran(crawl, 0.3, "healthy", trigger="manual", scope="asked", fresh=1)
    ran(crawl, 0.4, "quiet", trigger="backfill")
    assert state(crawl, 0).state == "stale-layout"
    ran(crawl, 0.5, "healthy", trigger="manual")
    assert state(crawl, 0.5).state == "healthy", "by hand, and the whole site"


def test_a_muted_site_needs_a_person_and_calls_none(crawl):
    ran(crawl, 0, "silent")
    assert state(crawl, 0).calls
    mute(crawl.store.engine, SITE, NIGHT + 3 * DAY, "máy chủ của báo dời chỗ", "Lụa", NIGHT)
    muted = state(crawl, 0)
    assert (muted.needs_person, muted.calls) == (True, False)
    assert muted.mute_reason == "máy chủ của báo dời chỗ"
    ran(crawl, 3, "silent")
    assert state(crawl, 3).calls, "the mute is over"


def test_what_looks_by_day_take_from_a_night_is_added_to_it(crawl):
    listing = "https://baosonkhe.example/tin"
    ran(crawl, 0, new=5, listings={listing: [20, 5]})
    ran(crawl, 0.4, new=2, trigger="feeds", scope="feeds", listings={listing: [20, 2]})
    ran(crawl, 1, new=3, listings={listing: [20, 3]}, read=3, fields={"author": 1.0}, words=300)
    ran(crawl, 1.2, "failed", new=0)
    ran(crawl, 1.4, new=4, trigger="manual", listings={listing: [20, 4]})
    held = past_at(crawl.store.engine, SITE)
    assert [(night.outcome, night.new) for night in held.nights] == [
        ("healthy", 5), ("healthy", 5), ("failed", 0),
    ]  # fmt: skip
    assert held.nights[1].listings == {listing: (20, 5)}
    assert (held.taken, held.left) == (Taken(4, {listing: (20, 4)}), Taken())
    assert held.nights[1].words == 300
    assert [look.new for look in held.looks] == [5, 2, 3, 4], "and stands as a look of its own"


def test_what_was_asked_for_by_hand_is_no_look_and_is_added_to_the_next(crawl):
    ran(crawl, 0, new=5)
    ran(crawl, 0.3, new=1, trigger="manual", scope="asked", fresh=1)
    ran(crawl, 0.4, new=2, trigger="feeds", scope="feeds")
    ran(crawl, 0.5, "failed", new=3)
    held = past_at(crawl.store.engine, SITE)
    assert [look.new for look in held.looks] == [5, 3]
    assert (held.taken.new, held.left.new) == (6, 3)
    assert [look.new for look in held.with_looks(Night(NIGHT, "healthy", new=4))] == [5, 3, 7]


def test_what_looks_by_day_took_of_a_listing_counts_though_the_night_found_it_unchanged(crawl):
    listing = "https://baosonkhe.example/tin"
    ran(crawl, 0, new=5, listings={listing: [20, 5]})
    ran(crawl, 0.4, new=2, trigger="feeds", scope="feeds", listings={listing: [20, 2]})
    ran(crawl, 1, "quiet", new=0, listings={}, looks={"listing/not-modified": 1})
    night = past_at(crawl.store.engine, SITE).nights[1]
    assert (night.new, night.listings) == (2, {listing: (20, 2)})


def test_of_what_a_backfill_brings_only_the_news_are_taken_from_a_night(crawl):
    listing = "https://baosonkhe.example/tin"
    ran(crawl, 0, new=5, listings={listing: [20, 5]})
    for trigger in ("backfill", "look-back"):
        named = {"scope": trigger, "listings": {listing: [20, 300]}}
        ran(crawl, 0.4, new=300, trigger=trigger, fresh=4, **named)
    held = past_at(crawl.store.engine, SITE)
    assert [night.new for night in held.nights] == [5]
    assert held.taken == Taken(8, {listing: (20, 8)})


def test_many_looks_by_day_make_no_night_forgotten(crawl, monkeypatch):
    monkeypatch.setattr(nights, "REMEMBERED", 3)
    monkeypatch.setattr(nights, "LOOKS", 4)
    for night in range(4):
        ran(crawl, night, new=5)
        for look in range(1, 10):
            ran(crawl, night + look / 20, new=1, trigger="feeds", scope="feeds")
    held = past_at(crawl.store.engine, SITE)
    assert [night.new for night in held.nights] == [5, 14, 14], "with what the looks took of them"
    assert [look.new for look in held.looks] == [1, 1, 1, 1], "the newest"
    assert held.taken.new == 9


def test_of_an_unknown_site_is_said_so(crawl):
    with pytest.raises(NotFound, match="no site is called baokhac"):
        states(crawl.store.engine, NIGHT, "baokhac")
