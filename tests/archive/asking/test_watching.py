"""What publishers removed and changed, and what was covered, as a crawl's looks tell it."""

import json
from datetime import date, timedelta

import pytest

from archive import Archive
from archive.asking.covered import Reason
from archive.errors import BadQuery, NotFound
from archive.record import Found, RunCounts
from archive.storage.found import Wish
from tests.archive.crawl import DAY, NIGHT, TEXT, crawling

URL = "https://baosonkhe.example/tin-{}.htm"


@pytest.fixture
def crawl(database_url, tmp_path):
    with crawling(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def asked(crawl, database_url, tmp_path):
    with Archive.open(database_url, tmp_path / "data") as opened:
        yield opened


def night(number):
    return NIGHT + number * DAY


# --- removed, and back again ---------------------------------------------------------------------


@pytest.fixture
def removals(crawl):
    """Four articles: one stays, one is gone, one was gone and came back, one only seems gone."""
    for number in range(1, 5):
        crawl.look(URL.format(number), night(0), title=f"Bài {number}")
    crawl.missing(URL.format(2), night(1))
    crawl.missing(URL.format(3), night(1), hard=False)
    crawl.missing(URL.format(3), night(2), hard=False)
    crawl.look(URL.format(3), night(5), title="Bài 3")
    crawl.missing(URL.format(4), night(5), hard=False)
    return crawl


def test_what_is_gone_is_told_with_when_and_how(removals, asked):
    (one,) = asked.gone().articles
    assert (one.title, one.how, one.status, one.back_at) == ("Bài 2", "hard", 404, None)
    assert (one.last_seen_at, one.gone_at) == (night(0), night(1))
    state = removals.rows("SELECT count(*) FROM current_article WHERE gone_at IS NOT NULL")
    assert state == [(1,)]


def test_what_came_back_is_told_with_both_dates(removals, asked):
    (one,) = asked.gone(back=True).articles
    assert (one.title, one.how, one.status) == ("Bài 3", "soft", 200)
    assert (one.last_seen_at, one.gone_at, one.back_at) == (night(0), night(1), night(5))


def test_removals_are_told_as_of_any_time(removals, asked):
    (gone, came) = sorted(asked.gone(as_of=night(4)).articles, key=lambda one: one.title)
    assert (gone.title, came.title, came.back_at) == ("Bài 2", "Bài 3", None)
    assert asked.gone(back=True, as_of=night(4)).total == 0
    assert asked.gone(known_at=night(0)).total == 0  # all was recorded long after that


def test_removals_are_narrowed_by_time_and_site(removals, asked):
    assert asked.gone(since=night(1), until=night(1)).total == 1
    assert asked.gone(since=night(1) + timedelta(seconds=1)).total == 0
    assert asked.gone(back=True, since=night(5)).total == 1
    assert asked.gone(back=True, until=night(4)).total == 0
    assert asked.gone(sites=["baovinhlam"]).total == 0
    with pytest.raises(NotFound, match="no site is called"):
        asked.gone(sites=["baola"])


def test_removals_of_a_run_that_found_too_many_missing_are_not_told(crawl, asked):
    run = crawl.store.start_run("baosonkhe", "once", night(1))
    for number in range(1, 7):
        crawl.look(URL.format(number), night(0), title=f"Bài {number}")
    for number in range(1, 5):
        crawl.missing(URL.format(number), night(1), run)
    crawl.look(URL.format(5), night(1), run, title="Bài 5")
    assert asked.gone().total == 0
    crawl.look(URL.format(1), night(2), title="Bài 1")
    assert asked.gone(back=True).total == 0
    crawl.missing(URL.format(2), night(2))
    assert [one.gone_at for one in asked.gone().articles] == [night(2)]


def test_pages_of_removals_follow_each_other_without_a_gap(crawl, asked):
    for number in range(1, 8):
        crawl.look(URL.format(number), night(0), title=f"Bài {number}")
        crawl.missing(URL.format(number), night(1 + number // 3))
    whole = [one.article_id for one in asked.gone(limit=100).articles]
    paged, after = [], None
    while True:
        page = asked.gone(limit=2, after=after)
        assert page.total == 7
        paged += [one.article_id for one in page.articles]
        if (after := page.after) is None:
            break
    assert paged == whole
    with pytest.raises(BadQuery, match="another search"):
        asked.gone(limit=2, sites=["baosonkhe"], after=asked.gone(limit=2).after)


# --- changed -------------------------------------------------------------------------------------


@pytest.fixture
def edits(crawl):
    """An article of four versions on four nights, and one that came later."""
    crawl.look(URL.format(1), night(0), title="Tựa một")
    crawl.look(URL.format(1), night(1), title="Tựa một", body=TEXT.replace("1.245", "1.254"))
    crawl.look(URL.format(1), night(2), title="Tựa hai", body=TEXT.replace("1.245", "1.254"))
    crawl.look(URL.format(1), night(3), title="Tựa một")
    crawl.look(URL.format(2), night(3), title="Bài mới")
    return crawl


def told(page):
    return [(change.version_no, change.kind) for change in page.changes]


def test_changes_are_told_newest_first_with_what_and_how_much(edits, asked):
    page = asked.changes(since=night(1))
    assert told(page) == [(4, "reverted"), (3, "headline"), (2, "substantive")]
    back, headline, words = page.changes
    assert (back.reverted_to, headline.title_before, headline.title) == (1, "Tựa một", "Tựa hai")
    assert words.changed_fields == ("body",)
    assert 0 < words.ratio < 0.05
    assert words.title_before is None
    assert told(asked.changes(kinds=["first"])) == [(1, "first"), (1, "first")]


def test_changes_are_narrowed_by_time_kind_and_site(edits, asked):
    assert told(asked.changes(since=night(2), until=night(2))) == [(3, "headline")]
    assert told(asked.changes(kinds=["substantive", "reverted"])) == [
        (4, "reverted"),
        (2, "substantive"),
    ]
    assert asked.changes(sites=["baovinhlam"]).total == 0
    assert asked.changes(statuses=["rejected"]).total == 0
    with pytest.raises(BadQuery, match="no change is of kind"):
        asked.changes(kinds=["big"])
    with pytest.raises(BadQuery, match="the first is the later one"):
        asked.changes(since=night(2), until=night(1))


def test_changes_are_told_as_of_any_time_as_they_were(edits, asked):
    assert told(asked.changes(as_of=night(2))) == [(3, "headline"), (2, "substantive")]
    assert asked.changes(known_at=night(3)).total == 0
    # a late capture shows a title in between
    recorded = edits.rows("SELECT max(recorded_at) FROM sighting")[0][0]
    edits.look(URL.format(1), night(0) + DAY / 2, title="Tựa không")
    assert len(asked.changes().changes) == 4
    then = asked.changes(known_at=_moment(recorded))
    assert told(then) == [(4, "reverted"), (3, "headline"), (2, "substantive")]


def _moment(value):
    from datetime import datetime

    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


@pytest.mark.parametrize("times", [{}, {"as_of": NIGHT + 9 * DAY}])
def test_pages_of_changes_follow_each_other_whatever_comes_between(edits, asked, times):
    first = asked.changes(limit=2, **times)
    edits.look(URL.format(2), night(6), title="Bài mới, sửa")
    second = asked.changes(limit=2, after=first.after, **times)
    assert told(first) + told(second) == [(4, "reverted"), (3, "headline"), (2, "substantive")]
    assert (second.total, second.after) == (4, None)


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


# --- compared at a moment ------------------------------------------------------------------------


def test_versions_are_compared_as_they_were_at_a_moment(edits, asked):
    then = asked.diff(URL.format(1), as_of=night(2))
    assert (then.old, then.new, [field.name for field in then.fields]) == (2, 3, ["title"])
    assert asked.diff(URL.format(1)).new == 4
    with pytest.raises(NotFound, match="was not there at that moment"):
        asked.diff(URL.format(2), as_of=night(2))


def test_a_copy_is_compared_with_its_origin_as_both_were_at_a_moment(edits, asked):
    copy = "https://baovinhlam.example/chep-7.htm"
    source = {"source_name": "Báo Sơn Khê", "source_url": URL.format(1)}
    edits.look(copy, night(1), title="Tựa một", published="2026-10-05T08:00:00+07:00", **source)
    then = asked.compare(copy, as_of=night(2))
    assert (then.origin.version_no, then.origin.title) == (3, "Tựa hai")
    assert then.summary.numbers_cut == ("1.254",)
    assert asked.compare(copy).summary.numbers_cut == ()
