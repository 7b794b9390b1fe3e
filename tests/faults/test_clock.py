"""A clock that jumps poisons nothing: it is proved before anything is recorded by it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from archive.errors import ClockWrong
from archive.keeping import seals
from archive.keeping.verify import verify
from archive.record import RunCounts
from archive.storage.clock import newest
from crawler.config import Config
from crawler.fetching.timekeeping import Timekeeper
from crawler.service import after
from tests.archive.crawl import DAY, NIGHT, Crawl, crawling
from tests.faults.conftest import Faulty, path
from tests.mau.pages import article, section
from tests.mau.server import Server

NOW = datetime(2026, 11, 1, 1, 30, tzinfo=UTC)
YEAR = timedelta(days=400)
DATES = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0"}


class Hands:
    """A clock that a person may set, and the time that passes all the same."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.passed = 0.0

    def clock(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        return self.passed

    def passes(self, time: timedelta) -> None:
        self.at += time
        self.passed += time.total_seconds()


def told(at: datetime) -> list[tuple[str, str]]:
    """The headers of an answer that was given at a time."""
    return [("Server", "mau"), ("Date", format_datetime(at, usegmt=True))]


@pytest.mark.parametrize("moved", [YEAR, -YEAR, timedelta(days=3)])
def test_a_clock_that_contradicts_archive_and_site_records_nothing(moved: timedelta) -> None:
    hands = Hands(NOW + moved)
    keeper = Timekeeper(hands.clock, NOW - DAY, hands.elapsed)
    with pytest.raises(
        ClockWrong, match="the site says that it is 2026-11-01 01:30: set the clock"
    ):
        keeper.check(told(NOW))
    with pytest.raises(ClockWrong):
        keeper.check([])  # nor anything that comes later


@pytest.mark.parametrize(
    ("before", "site"),
    [
        (NOW - DAY, NOW),
        (NOW - DAY, NOW + YEAR),  # the site's clock is wrong: the archive's newest row tells
        (NOW - YEAR, NOW),  # the archive stood still for a year: the site tells
        (NOW - 3 * YEAR, NOW),
        (NOW - YEAR, None),  # and where it does not tell the time, nothing contradicts
        (None, NOW),  # an empty archive
    ],
)
def test_a_clock_that_one_of_them_bears_out_is_right(
    before: datetime | None, site: datetime | None
) -> None:
    hands = Hands(NOW)
    keeper = Timekeeper(hands.clock, before, hands.elapsed)
    keeper.check(told(site) if site else [("Date", "hôm qua")])
    assert keeper.notes == []


def test_a_doubted_clock_dates_no_failure_before_a_site_has_answered() -> None:
    keeper = Timekeeper(Hands(NOW).clock, NOW - YEAR, Hands(NOW).elapsed)
    with pytest.raises(ClockWrong, match="no site has answered by now"):
        keeper.check([])
    keeper = Timekeeper(Hands(NOW).clock, NOW - YEAR, Hands(NOW).elapsed)
    keeper.check(told(NOW))
    keeper.check([])


def test_a_clock_that_nobody_has_set_yet_begins_no_crawl() -> None:
    started = Hands(datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    for newest_row in (None, NOW):
        with pytest.raises(ClockWrong, match="clock says 1970-01-01: set it"):
            Timekeeper(started.clock, newest_row, started.elapsed)


def test_an_answer_that_a_cache_has_held_for_days_does_not_contradict_the_clock() -> None:
    keeper = Timekeeper(Hands(NOW).clock, NOW - YEAR, Hands(NOW).elapsed)
    keeper.check([*told(NOW - 5 * DAY), ("Age", str(5 * 24 * 3600))])
    keeper = Timekeeper(Hands(NOW).clock, NOW - YEAR, Hands(NOW).elapsed)
    with pytest.raises(ClockWrong):
        keeper.check([*told(NOW - 5 * DAY), ("Age", "⁵")])


def test_a_clock_that_a_person_has_checked_is_right_whatever_a_site_says() -> None:
    keeper = Timekeeper(Hands(NOW).clock, None, Hands(NOW).elapsed, checked=True)
    keeper.check(told(NOW - YEAR))
    with pytest.raises(ClockWrong, match=r"CLOCK_CHECKED=1"):
        Timekeeper(Hands(NOW).clock, None, Hands(NOW).elapsed).check(told(NOW - YEAR))


def test_a_clock_that_is_set_while_a_crawl_runs_ends_it_and_sleep_does_not() -> None:
    hands = Hands(NOW)
    keeper = Timekeeper(hands.clock, NOW - DAY, hands.elapsed)
    hands.passes(timedelta(hours=9))  # the machine slept
    keeper.check(told(hands.at))
    hands.at -= timedelta(hours=5)
    with pytest.raises(ClockWrong, match="clock was set by -5 hours while the crawl ran"):
        keeper.check([])


def test_rows_from_the_future_are_told_by_each_crawl() -> None:
    keeper = Timekeeper(Hands(NOW).clock, NOW + YEAR, Hands(NOW).elapsed)
    (note,) = keeper.notes
    assert "later than now, by a clock that was wrong" in note


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


def test_a_clock_set_back_neither_ends_a_run_before_it_began_nor_records_before_a_seal(
    crawl: Crawl,
) -> None:
    store, hands = crawl.store, Hands(NOW)
    store.now = hands.clock
    run = store.start_run("baosonkhe", "nightly", hands.at)
    crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT, title="Một", run=run)
    seals.take(store.engine, store.data_dir, hands.at)
    hands.at -= YEAR
    crawl.look("https://baosonkhe.example/tin-2.htm", NIGHT + DAY, title="Hai")
    store.finish_run(run, hands.at, "healthy", RunCounts())
    assert crawl.rows("SELECT finished_at >= started_at FROM run") in ([(1,)], [(True,)])
    assert newest(store.engine) > NOW
    seals.take(store.engine, store.data_dir, hands.at)
    assert verify(store.engine, store.data_dir).findings == ()


def test_a_night_without_a_look_is_not_sealed_by_a_clock_that_is_ahead(crawl: Crawl) -> None:
    store, hands = crawl.store, Hands(NOW)
    store.now = hands.clock
    crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT, title="Một")
    data, said = store.data_dir, Console(file=StringIO())
    round_ = after.Round(store.engine, Config(), data, said, hands.clock, "nightly")
    hands.at += YEAR
    after.do(["seal"], round_)
    assert "400 days after the archive's newest row: not sealed" in round_.steps["seal"]
    assert crawl.rows("SELECT count(*) FROM seal") == [(0,)]
    hands.at = NOW + timedelta(hours=5)
    after.do(["seal"], round_)
    assert crawl.rows("SELECT count(*) FROM seal") == [(1,)]


def test_a_crawl_by_a_clock_that_is_a_year_ahead_keeps_nothing_and_the_next_one_all(
    faulty: Faulty,
) -> None:
    faulty.warc = None
    with Server() as server:
        server.put("/chuyen-doi-so", section(*(path(number) for number in (1, 2))))
        server.put(path(1), article("Bài 1"))
        faulty.night(root=server.root, **DATES)
        assert faulty.titles() == {"Bài 1"}
        before = faulty.rows("SELECT count(*) AS n FROM fetch_event")
        server.put(path(2), article("Bài 2"))
        ended = faulty.night("clock:400", root=server.root, **DATES)
        assert ended.status == 1
        assert "set the clock, nothing is kept until it is right" in ended.said
        assert faulty.rows("SELECT count(*) AS n FROM fetch_event") == before
        assert faulty.spool == []
        faulty.night(root=server.root, **DATES)
    assert faulty.outcomes()[-1] in ("healthy", "quiet", "thin")
    looks = faulty.rows("SELECT max(recorded_at) AS at FROM fetch_event")[0]["at"]
    assert datetime.fromisoformat(looks) < datetime.now(UTC) + DAY
    assert faulty.findings() == ()
