"""`egov health`: what it prints of sites that are well and of one that is not."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive import Archive
from archive.asking.time import VIETNAM
from archive.cli.health import _why
from archive.record import HostFacts, RunCounts, SiteFacts
from archive.storage import health
from archive.storage.health import Failing
from archive.storage.mutes import mute
from tests.archive.crawl import DAY, SITES, crawling

FIRST = (datetime.now(UTC) - 30 * DAY).replace(hour=18, minute=30, second=0, microsecond=0)
LISTING = "https://baosonkhe.example/chuyen-doi-so"
PAGE = "https://baosonkhe.example/quay-dich-vu-cong-12345.html"
LOST = Failing(
    "field",
    f"layout sonkhe-2026 gave no author on 37 of 40 pages, e.g. {PAGE}; 97% of the site's articles "
    "have one",
    PAGE,
    4711,
    {"found": 3, "of": 40, "usual": 0.97},
)


def ran(store, site, night, outcome="healthy", evidence=(), new=12):
    at = FIRST + night * DAY
    run = store.start_run(site, "nightly", at)
    figures = {
        "scope": "site",
        "read": new + 8,
        "fields": {"author": 0.1 if evidence else 0.97, "date": 1.0},
        "words": 480,
        "listings": {LISTING: [30, new]},
        "usual": {"nights": night, "found": 30, "new": 12.0},
    }
    counts = RunCounts(discovered=90, fetched=new, new_articles=new)
    notes = [one.sentence for one in evidence]
    store.finish_run(run, at + timedelta(hours=1), outcome, counts, notes, figures)
    health.note(store.engine, run, outcome, at, evidence)


@pytest.fixture
def egov(sqlite_url, tmp_path, monkeypatch, typed):
    """Runs a command on an archive of a month (see `typed`)."""
    with crawling(sqlite_url, tmp_path) as crawl:
        crawl.store.declare(SITES)
        for night in range(29):
            ran(crawl.store, "baovinhlam", night)
            ran(crawl.store, "baosonkhe", night)
        ran(crawl.store, "baovinhlam", 29, "quiet", new=0)
        ran(crawl.store, "baosonkhe", 29, "stale-layout", [LOST])
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path))
    return typed


def test_who_needs_a_person_stands_first_and_makes_the_exit_status(egov, sqlite_url):
    status, printed, _ = egov("health")
    lines = printed.splitlines()
    assert status == 1
    assert lines[1].startswith("baosonkhe")
    assert "stale-layout" in lines[1]
    assert "layout sonkhe-2026 gave no auth" in lines[1], "there is room for the reason"
    assert any(line.startswith("baovinhlam") and " quiet" in line for line in lines)
    assert "1 of 2 sites well, 1 needs you." in printed
    assert "1 site never crawled." in printed
    assert max(map(len, lines)) <= 80
    with Archive.open(sqlite_url) as archive:
        now = datetime.now(UTC)
        mute(archive.engine, "baosonkhe", now + DAY, "báo đổi giao diện", "Lụa", now)
    status, printed, _ = egov("health")
    assert (status, "(muted until" in printed) == (0, True)
    status, printed, _ = egov("health", "baosonkhe")
    assert (status, "báo đổi giao diện" in printed) == (0, True)


def test_one_site_is_shown_with_rule_page_normal_runs_and_what_to_do(egov):
    status, printed, _ = egov("health", "baosonkhe")
    assert status == 1
    for words in (
        "baosonkhe: stale-layout",
        "gave no author on 37 of 40 pages",
        "rule field; found 3, of 40, usual 0.97; look 4711",
        PAGE,
        "author 97%",
        "480",
        "The last 14 runs, oldest first: ●●●●●●●●●●●●●✕",
        f"scrapy savepage baosonkhe {PAGE}",
    ):
        assert words in printed, words
    long = [line for line in printed.splitlines() if len(line) > 80]
    assert all(PAGE in line for line in long), "addresses alone are not wrapped"
    status, printed, _ = egov("health", "baovinhlam")
    assert (status, "What to do" in printed) == (0, False)


def test_a_run_that_was_ended_at_its_time_limit_is_to_be_given_more_time_and_not_reported(
    egov, sqlite_url, tmp_path
):
    with crawling(sqlite_url, tmp_path) as crawl:
        limit = [Failing("stopped", "the run was ended at its time limit (schedule.time_limit)")]
        ran(crawl.store, "baovinhlam", 29, "failed", limit)
        ran(crawl.store, "baosonkhe", 29, "failed", [Failing("", "an error in the program")])
    told = {name: egov("health", name)[1] for name in ("baovinhlam", "baosonkhe")}
    assert ["raise it under [schedule]" in told[name] for name in told] == [True, False]
    assert ["report it" in told[name] for name in told] == [False, True]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_first_week_of_guesses_is_one_line_a_site_with_what_to_do_next(
    egov, sqlite_url, tmp_path, monkeypatch, width
):
    monkeypatch.setenv("COLUMNS", str(width))
    names = [f"so{number:02}" for number in range(40)]
    with crawling(sqlite_url, tmp_path) as crawl:
        crawl.store.declare(
            [SiteFacts(name, name, (HostFacts(f"{name}.example"),)) for name in names]
        )
        for name in names:
            ran(crawl.store, name, 29, "unproven", [Failing("", f"guessed: {name}-2026")])
    status, printed, _ = egov("health")
    lines = printed.splitlines()
    assert status == 1
    assert lines[1].startswith("baosonkhe"), "what is broken stands before what waits for a look"
    assert [line.split()[0] for line in lines[2:42]] == names
    assert max(map(len, lines)) <= width
    assert "What to do next" in printed
    assert "- 1 stale-layout: egov health baosonkhe" in printed
    assert "look at what was read: egov search --site so00" in printed
    assert "if it reads right: egov sites confirm so00" in printed
    steps = json.loads(egov("health", "--json")[1])["steps"]
    assert [(each["trouble"], len(each["sites"])) for each in steps] == [
        ("stale-layout", 1),
        ("unproven", 40),
    ]


def test_where_a_line_is_too_short_for_the_reason_it_stands_below(egov, monkeypatch):
    monkeypatch.setenv("COLUMNS", "44")
    lines = egov("health")[1].splitlines()
    assert lines[0].split() == ["baosonkhe", "stale-layout"]
    below = " ".join(line.strip() for line in lines[1:] if line.startswith("  "))
    assert "gave no author on 37 of 40 pages; 97% of the site's articles have one" in below
    assert max(map(len, lines)) <= 44


def test_that_a_site_rests_is_not_cut_off(egov, sqlite_url):
    with Archive.open() as archive:
        state = archive.health().sites[0]
    told = _why(replace(state, resting_until=FIRST)).plain
    assert told.startswith(f"(rests until {FIRST.astimezone(VIETNAM):%d/%m}) layout sonkhe-2026")


def test_a_site_that_nobody_crawls_any_more_is_no_trouble(egov, sqlite_url, tmp_path):
    with crawling(sqlite_url, tmp_path) as crawl:
        ended = SiteFacts("baosonkhe", "Báo Sơn Khê", (HostFacts("baosonkhe.example"),), "VN-99")
        crawl.store.declare([replace(ended, enabled=False)])
    status, printed, _ = egov("health")
    assert (status, "baosonkhe" in printed, "What to do next" in printed) == (0, False, False)


def test_where_no_site_answers_the_network_needs_a_person_at_once(egov, sqlite_url, tmp_path):
    with crawling(sqlite_url, tmp_path) as crawl:
        ran(crawl.store, "baosonkhe", 29.2)
        ran(crawl.store, "baovinhlam", 29.5, "down", new=0)
        assert egov("health")[0] == 0
        assert "on the network" not in egov("health")[1]
        ran(crawl.store, "baosonkhe", 29.5, "down", new=0)
    status, said, _ = egov("health")
    assert "none needs you" in said
    assert (status, "No site answered: is this machine on the network?" in said) == (1, True)


def test_a_site_of_few_nights_says_that_nothing_is_known_yet(egov):
    status, printed, _ = egov("health", "chinhphumau")
    assert status == 0
    assert "Not known yet: 0 nights to learn from, 6 are needed." in printed


def test_programs_get_the_same_as_objects(egov):
    status, printed, _ = egov("health", "--json")
    found = json.loads(printed)
    assert (status, found["needs_person"]) == (1, 1)
    assert [site["site"] for site in found["sites"]] == ["baosonkhe", "baovinhlam", "chinhphumau"]
    for words in (("health", "baosonkhe", "--json"), ("health", "--json", "baosonkhe")):
        one = json.loads(egov(*words)[1])
        assert one["state"]["evidence"][0]["fetch_id"] == 4711
        assert one["usual"]["new"]["mon"] == 12.0
        assert len(one["runs"]) == 14


def test_an_unknown_site_and_a_word_too_many_are_refused(egov):
    status, _, said = egov("health", "baosonke")
    assert (status != 0, "no site is called" in said, "baosonkhe" in said) == (True, True, True)
    assert egov("health", "baosonkhe", "baovinhlam")[0] != 0
