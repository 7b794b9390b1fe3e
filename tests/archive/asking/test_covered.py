"""What was covered of a site day by day, and why not more, as runs and looks tell it."""

import json
from datetime import date, timedelta

import pytest

from archive.asking.covered import Reason
from archive.errors import BadQuery
from archive.record import Found, RunCounts
from archive.storage.found import Wish
from tests.archive.crawl import DAY, NIGHT, crawling, night

URL = "https://baosonkhe.example/tin-{}.htm"


# --- covered -------------------------------------------------------------------------------------


def ran(crawl, number, outcome="healthy", notes=(), **counts):
    """A run of the site on a night, closed."""
    run = crawl.store.start_run("baosonkhe", "nightly", night(number))
    figures = RunCounts(**{"fetched": 1, **counts})
    crawl.store.finish_run(run, night(number) + DAY / 24, outcome, figures, list(notes))
    return run


def days(asked, first=0, last=6):
    """The cells of the site by night; the nights of the tests are the early hours of a day."""
    start = (NIGHT + timedelta(hours=7)).date()
    found = asked.coverage(["baosonkhe"], since=start + first * DAY, until=start + last * DAY)
    return found, [cell.reasons for cell in found.cells]


def test_a_day_without_a_run_says_so_and_one_before_the_first_run_too(crawl, asked):
    ran(crawl, 1)
    ran(crawl, 3)
    _, reasons = days(asked, last=3)
    assert reasons == [(Reason("not-begun"),), (), (Reason("no-run"),), ()]


@pytest.mark.parametrize(
    ("outcome", "notes", "expected"),
    [
        ("blocked", ["robots.txt: 503"], (Reason("blocked", "robots.txt: 503"),)),
        ("down", ["none of 4 requests brought a page"], None),
        ("interrupted", ["the run was stopped (shutdown)"], None),
        ("failed", ["the database gave up"], None),
        (
            "thin",
            ["listing https://baosonkhe.example/rss answered forbidden (403)"],
            (
                Reason("thin"),
                Reason("listing", "https://baosonkhe.example/rss answered forbidden (403)"),
            ),
        ),
        (
            "healthy",
            ["articles not asked for, since robots.txt forbids them: 7"],
            (Reason("robots", "", 7),),
        ),
        ("quiet", [], ()),
    ],
)
def test_a_run_tells_why_its_day_is_not_whole(crawl, asked, outcome, notes, expected):
    ran(crawl, 0, outcome, notes)
    wanted = (Reason(outcome, *notes),) if expected is None else expected
    assert days(asked, last=0)[1] == [wanted]


def test_figures_are_those_of_the_ledger_and_failures_say_what_failed(crawl, asked):
    run = crawl.store.start_run("baosonkhe", "nightly", night(0))
    crawl.look(URL.format(1), night(0), run, title="Bài 1")
    crawl.capture(URL.format(2), night(0), run=run, outcome="timeout", status=None)
    refused = crawl.capture(URL.format(3), night(0), {"x": 1}, run)
    crawl.store.refuse(refused.fetch_id, "no-body", "", night(0), None)
    counts = RunCounts(discovered=9, fetched=2, failed=1, refused=1)
    crawl.store.finish_run(run, night(0), "healthy", counts, [])
    found, reasons = days(asked, last=0)
    (cell,) = found.cells
    assert (cell.discovered, cell.fetched, cell.read, cell.failed, cell.refused) == (9, 2, 1, 1, 1)
    assert reasons == [(Reason("failed", "timeout 1", 1), Reason("refused", "no-body", 1))]


def test_a_killed_run_is_counted_by_the_ledger(crawl, asked):
    run = crawl.store.start_run("baosonkhe", "nightly", night(0))
    crawl.look(URL.format(1), night(0), run, title="Bài 1")
    crawl.capture(URL.format(2), night(0), run=run, outcome="timeout", status=None)
    crawl.store.finish_run(run, night(0), "interrupted", RunCounts(), [])
    (cell,) = days(asked, last=0)[0].cells
    assert (cell.fetched, cell.read, cell.failed, cell.outcome) == (1, 1, 1, "interrupted")


def test_addresses_wait_until_they_are_asked_for(crawl, asked):
    for number in (0, 1, 2):
        ran(crawl, number)
    listing = "https://baosonkhe.example/rss"
    found = [Found(URL.format(number), listing, f"Bài {number}", None) for number in (1, 2, 3)]
    wishes = [Wish(each, "listing") for each in found]
    passed_by = Wish(Found(URL.format(9), listing, "", None), "known")
    crawl.store.note_found("baosonkhe", [*wishes, passed_by], night(0))
    crawl.look(URL.format(1), night(0), title="Bài 1")
    crawl.failed(URL.format(2), night(0), "timeout")
    crawl.look(URL.format(2), night(1), title="Bài 2")
    assert [[(r.code, r.count) for r in reasons] for reasons in days(asked, last=2)[1]] == [
        [("waiting", 2)],
        [("waiting", 1)],
        [("waiting", 1)],
    ]


def test_looks_that_no_run_made_are_told_as_imported(crawl, asked):
    crawl.look(URL.format(1), night(2), title="Bài 1")
    cells = days(asked, last=2)[0].cells
    assert [cell.imported for cell in cells] == [0, 0, 1]


def test_days_that_tell_the_same_are_folded_and_summed(crawl, asked):
    for number in (0, 1, 2, 5):
        ran(crawl, number, discovered=10)
    found, _ = days(asked, last=6)
    told = [
        (
            (part.last - part.first).days + 1,
            part.cell.discovered,
            [r.code for r in part.cell.reasons],
        )
        for part in found.stretches()
    ]
    assert told == [(3, 30, []), (2, 0, ["no-run"]), (1, 10, []), (1, 0, ["no-run"])]
    assert len(found.cells) == 7


def test_coverage_without_days_is_of_the_last_thirty(crawl, asked):
    found = asked.coverage()
    assert len(found.cells) == 30 * 3
    assert found.until - found.since == timedelta(days=29)
    with pytest.raises(BadQuery, match="no day is both"):
        asked.coverage(since=date(2026, 3, 2), until=date(2026, 3, 1))


# --- on the command line -------------------------------------------------------------------------


def test_egov_tells_removals_changes_and_coverage(egov, shelf):
    with crawling(shelf.url, shelf.folder) as crawl:
        crawl.look(URL.format(1), night(0), title="Bài một\x1b[31m")
        crawl.look(URL.format(1), night(1), title="Bài hai")
        crawl.missing(URL.format(1), night(2))
        ran(crawl, 0, "blocked", ["robots.txt: 503"])
    out = egov("gone")[1]
    assert "1 article is gone" in out
    assert "last seen 2026-10-03 01:30, gone since 2026-10-04 01:30 (answered 404)" in out
    out = egov("changes", "--since", "2026-10-03")[1]
    assert "headline: title" in out
    assert "was titled: Bài một[31m" in out
    assert "Nothing changed" in egov("changes", "--since", "2026-10-04")[1]
    out = egov("coverage", "--since", "2026-10-01", "--until", "2026-10-05")[1]
    assert "blocked: robots.txt: 503" in " ".join(out.split())
    assert "2026-10-03 … 05" in out
    cells = json.loads(
        egov("coverage", "--since", "01/10/2026", "--until", "05/10/2026", "--json")[1]
    )
    assert len(cells["cells"]) == 5 * 3
    for command in ("gone", "changes", "coverage"):
        for width in (80, 120):
            status, out, err = egov(command)
            assert (status, err) == (0, "")
            long = [line for line in out.splitlines() if len(line) > width]
            assert not [line for line in long if "://" not in line and "--after" not in line]
        assert isinstance(json.loads(egov(command, "--json")[1]), dict)
    assert egov("changes", "--kind", "big")[0] == 2
    assert egov("gone", "--since", "gestern")[0] == 2
