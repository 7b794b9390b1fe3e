"""The processes of a night: how many at a time, in which order, for how long, and how they end."""

import os
import signal
import subprocess
import sys
import threading
import time

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from archive.storage import agenda
from archive.storage.engine import connect
from archive.storage.resting import Resting
from crawler.config import Config, ScheduleConfig, SiteConfig
from crawler.fetching import night
from crawler.fetching.night import Crawls, Ended, Night
from crawler.fetching.slots import Slots
from crawler.service import work
from tests.crawler.service import clocked

STUBBORN = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
LONG = 600  # seconds that the processes of these tests would take


@pytest.fixture
def engine(sqlite_url):
    made = connect(sqlite_url)
    yield made
    made.dispose()


def crawls(limit=LONG, grace=5.0, at_once=2):
    made = Crawls(ScheduleConfig(at_once=at_once))
    made.limit, made.grace = limit, grace
    return made


def played(monkeypatch, code):
    """Every crawl is a process that runs some code."""
    monkeypatch.setattr(night, "command", lambda *_: [sys.executable, "-c", code])
    monkeypatch.setattr(night, "LOOK", 0.05)


def test_a_crawl_that_takes_too_long_is_asked_to_end_and_the_reason_is_told(engine, monkeypatch):
    played(monkeypatch, f"import time; time.sleep({LONG})")
    ended = Night(engine, "once", crawls=crawls(limit=0.1)).crawl_all(["a", "b", "c"])
    assert [(each.outcome, each.status) for each in ended] == [("failed", -signal.SIGTERM)] * 3
    assert "which is the time limit" in ended[0].tail


class Closing:
    """A crawl that closes its run so many seconds after its process began; it is its own clock."""

    def __init__(self, after):
        self.after, self.passed, self.asked = after, 0.0, 0

    def monotonic(self):
        return self.passed

    def wait(self, seconds):
        self.passed += seconds
        if self.passed < self.after:
            raise subprocess.TimeoutExpired("scrapy", seconds)

    def terminate(self):
        self.asked += 1


def test_a_crawl_closes_its_run_at_its_time_limit_itself_and_is_not_stopped_before(monkeypatch):
    made = Crawls(ScheduleConfig(time_limit=1))
    counted = ScheduleConfig(time_limit=1).time_limit * 60  # from when its spider was opened
    for after, asked in ((counted + 20, 0), (counted + 120, 1)):
        process = Closing(after)
        monkeypatch.setattr(night, "clock", process)
        why = made.wait(process)
        assert (process.asked, bool(why)) == (asked, bool(asked))
    assert why == "ended after 1 minutes, which is the time limit"


def test_one_that_does_not_end_when_asked_is_killed_after_the_grace_time(engine, monkeypatch):
    played(monkeypatch, STUBBORN)
    made = crawls(grace=0.2)
    thread = threading.Timer(1.0, made.stop)
    thread.start()
    began = time.monotonic()
    ended = Night(engine, "nightly", crawls=made).crawl_all(["a", "b", "c"])
    thread.join()
    assert time.monotonic() - began < 60
    assert {each.outcome for each in ended} == {"interrupted"}  # no run was begun
    assert {each.status for each in ended[:2]} <= {-signal.SIGKILL, -signal.SIGTERM}


def test_a_crawl_ends_when_the_process_that_began_it_is_killed(tmp_path):
    crawl = "from crawler.fetching import leash; leash.follow(); print('on', flush=True);"
    crawl += f"import time; time.sleep({LONG})"
    parent = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {crawl!r}], stdin=subprocess.PIPE,"
        " stdout=subprocess.PIPE)\n"
        "child.stdout.readline(); print(child.pid, flush=True); child.wait()"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as process:
        child = int(process.stdout.readline())
        process.kill()
    end = time.monotonic() + 60
    while is_alive(child):
        assert time.monotonic() < end


def is_alive(pid):
    """Whether a process runs; one that has ended and waits for somebody to notice does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_database_that_is_away_costs_the_sites_that_met_it_and_no_other(engine, monkeypatch):
    played(monkeypatch, "pass")
    run_after = agenda.run_after

    def away(engine, name, before):
        if name == "b":
            raise OperationalError("SELECT", {}, Exception("the connection is lost"))
        return run_after(engine, name, before)

    monkeypatch.setattr(agenda, "run_after", away)
    ended = Night(engine, "once", crawls=crawls()).crawl_all(["a", "b", "c"])
    assert ["the connection is lost" in each.tail for each in ended] == [False, True, False]


def test_a_server_that_is_away_between_two_crawls_is_waited_for_and_costs_no_site(
    engine, monkeypatch, caplog
):
    played(monkeypatch, "pass")
    monkeypatch.setattr(night, "AGAIN", 0)
    away, tries = psycopg.OperationalError("connection refused"), []

    def begin_read(engine):
        tries.append(engine)
        if 3 < len(tries) < 100:
            raise OperationalError("SELECT 1", {}, away)
        return engine.connect()

    monkeypatch.setattr(night, "begin_read", begin_read)
    ended = Night(engine, "nightly", crawls=crawls(at_once=1)).crawl_all(["a", "b", "c"])
    assert [each.status for each in ended] == [0, 0, 0]
    assert len(tries) > 100
    said = [each.getMessage() for each in caplog.records]
    assert len(said) == 2, "once that it is away, once that it is there again"
    assert "the database is away, and the next crawls wait" in said[0]


def test_a_night_that_waits_for_its_server_ends_when_it_is_told_to(engine, monkeypatch):
    played(monkeypatch, "pass")
    away = psycopg.OperationalError("connection refused")
    made = crawls(at_once=1)

    def begin_read(_):
        made.stop()
        raise OperationalError("SELECT 1", {}, away)

    monkeypatch.setattr(night, "begin_read", begin_read)
    ended = Night(engine, "nightly", crawls=made).crawl_all(["a", "b"])
    assert [each.outcome for each in ended] == ["interrupted", "interrupted"]


def test_a_site_that_rests_is_not_crawled_and_is_told(engine, monkeypatch):
    played(monkeypatch, "pass")
    rests = {"b": "rests until 2026-03-09 01:30"}
    made = Night(engine, "nightly", crawls=crawls(), rests=lambda name: rests.get(name, ""))
    outcomes = {each.site: each.outcome for each in made.crawl_all(["a", "b"])}
    assert outcomes == {"a": "failed", "b": "resting"}


def test_a_process_that_failed_does_not_count_as_healthy():
    assert Ended("baomau", 1.0, 1, {"outcome": "healthy"}, "").outcome == "failed"
    assert Ended("baomau", 1.0, 0, {"outcome": "quiet"}, "").outcome == "quiet"
    assert Ended("baomau", 1.0, 1, {}, "").outcome == "failed"


def test_places_go_to_who_came_first_and_a_site_that_is_crawled_holds_nobody_up():
    slots, order, go = Slots(2), [], {name: threading.Event() for name in "xyz"}

    def crawl(site, name):
        with slots.of(site):
            order.append(name)
            go[name].wait(20)

    threads = [threading.Thread(target=crawl, args=each) for each in (("s", "x"), ("s", "y"))]
    with slots.of("t"):
        threads[0].start()
        until(lambda: order == ["x"])
        threads[1].start()  # the same site: waits, though a place would be free
        until(lambda: len(slots._waiting) == 1)
    threads.append(threading.Thread(target=crawl, args=("u", "z")))
    threads[2].start()
    until(lambda: order == ["x", "z"])
    go["x"].set()
    until(lambda: order == ["x", "z", "y"])
    for event in go.values():
        event.set()
    for thread in threads:
        thread.join()
    assert slots.held == set()


def until(condition):
    """Waits for threads that have nothing to wait for themselves."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        os.sched_yield()


def test_a_night_begins_with_the_sites_that_waited_longest_and_ends_with_quiet_ones(
    engine, tmp_path, monkeypatch
):
    started = {"a": clocked.NOW, "b": clocked.NOW - clocked.MINUTE}
    rows = {name: {"started_at": at} for name, at in started.items()}
    monkeypatch.setattr(agenda, "newest_runs", lambda engine: rows)
    hour = (clocked.NOW - 60 * clocked.MINUTE, clocked.NOW + 60 * clocked.MINUTE)
    quiet = tuple(each.astimezone(clocked.VIETNAM).time() for each in hour)
    config = Config(sites={"c": SiteConfig(quiet=(quiet,))})
    context = clocked.context(engine, tmp_path, config, clock=lambda: clocked.NOW)
    assert work.in_turn(context, ["a", "b", "c", "d"]) == ["d", "b", "a", "c"]
    context.replay = night.Replay("recordings")
    assert work.in_turn(context, ["a", "b", "c", "d"])[0] == "c"


def test_a_site_in_its_quiet_hours_is_waited_for_while_the_others_are_asked(engine, monkeypatch):
    played(monkeypatch, "pass")
    left = {"a": [0.02, 0.02, 0.02, 0.01], "b": [0.01, 0.01], "d": [9 * 3600.0] * 9}

    def quiet(name):
        return left[name].pop(0) if left.get(name) else 0.0

    ends = []
    made = Night(engine, "nightly", crawls=crawls(at_once=1), quiet=quiet)
    ended = {each.site: each for each in made.crawl_all(["a", "b", "c", "d"], ends.append)}
    assert [each.site for each in ends] == ["c", "b", "a", "d"]
    assert [ended[name].outcome for name in "abcd"] == ["failed", "failed", "failed", "resting"]
    assert "its quiet hours last 9.0 h more" in ended["d"].row["notes"][0]


def test_where_no_site_answered_last_night_all_are_asked_again(engine, tmp_path, monkeypatch):
    begun = clocked.NOW - 1440 * clocked.MINUTE
    down = {"outcome": "down", "trigger": "nightly", "started_at": begun}
    rows = {"a": down, "b": down}
    monkeypatch.setattr(agenda, "newest_runs", lambda engine: rows)
    row = Resting(begun, clocked.NOW + clocked.MINUTE, 5, "temporary", "down", "no name")
    monkeypatch.setattr(work, "standing", lambda *_: row)
    context = clocked.context(engine, tmp_path, clock=lambda: clocked.NOW)
    assert work.rests(context)("a") == ""
    rows["c"] = down | {"outcome": "healthy"}
    assert work.rests(context)("a").endswith("down 5 times in a row since 2026-03-02: no name")


def test_a_crawl_is_asked_to_end_once_since_twice_would_break_it_off(engine, monkeypatch, tmp_path):
    noted = tmp_path / "asked"
    code = (
        "import signal,time,pathlib,sys\n"
        "asked = []\n"
        "signal.signal(signal.SIGTERM, lambda *_: asked.append(1))\n"
        f"pathlib.Path({str(noted)!r}).write_text('ready')\n"
        "end = time.monotonic() + 1\n"
        "while time.monotonic() < end: time.sleep(0.01)\n"
        f"pathlib.Path({str(noted)!r}).write_text(str(len(asked)))"
    )
    played(monkeypatch, code)
    made = crawls()

    def stop():
        until(noted.exists)
        made.stop()

    thread = threading.Thread(target=stop)
    thread.start()
    Night(engine, "nightly", crawls=made).crawl_all(["a"])
    thread.join()
    assert noted.read_text() == "1"
