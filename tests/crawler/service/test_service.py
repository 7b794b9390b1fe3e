"""The jobs of the service: what is done when, what is caught up, what is written down."""

from datetime import UTC, time, timedelta

import pytest
from apscheduler.events import (
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from rich.console import Console
from sqlalchemy.exc import OperationalError

from archive.storage import agenda
from archive.storage.engine import connect
from crawler.config import Config, ScheduleConfig
from crawler.fetching.night import Ended, Night
from crawler.service import work
from crawler.service.jobs import NIGHTLY, JobEnd, jobs
from crawler.service.times import Times
from tests.crawler.service import clocked
from tests.crawler.service.clocked import DUE, NOW, Clock
from tests.scheduled import PROCESSES

PLAIN = Config(schedule=ScheduleConfig(jitter=0, feeds=()))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    for module in (schedulers, executors):
        monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(Clock, "at", NOW)


@pytest.fixture
def service(engine, tmp_path):
    return clocked.service(clocked.context(engine, tmp_path, PLAIN), jobs(PLAIN, ["baomau"]))


def ran(engine, outcomes, due=DUE):
    """Attempts of the night that was due at a time, and how they ended."""
    for outcome in outcomes:
        row = agenda.begin(engine, NIGHTLY, due, "nightly", due)
        if outcome:
            agenda.end(engine, row, outcome, "", due)


def test_a_scheduler_that_does_not_lead_at_that_moment_begins_nothing(service, engine, caplog):
    service.leads = lambda: False
    service.run(service.jobs[NIGHTLY])
    assert agenda.attempts(engine, NIGHTLY, DUE) == []
    assert "is not begun here: another scheduler leads" in caplog.text


def test_a_job_that_the_database_does_not_let_begin_is_told_in_a_line_and_caught_up(
    service, engine, caplog, monkeypatch
):
    ran(engine, ["healthy"], DUE - DAY)

    def away(*_):
        raise OperationalError("SELECT", {}, Exception("connection refused"))

    with monkeypatch.context() as patch:
        patch.setattr(agenda, "claim", away)
        service.run_when_due(service.jobs[NIGHTLY])
        service.catch_up()
    assert [record.getMessage() for record in caplog.records] == [
        "nightly could not be done: the database says: connection refused",
        "nightly could not be caught up: the database says: connection refused",
    ]
    assert "Traceback" not in caplog.text
    assert missed(service) == [NIGHTLY]


def missed(service):
    return [job.name for job in service.missed_jobs()]


def test_a_first_start_misses_nothing_and_a_missed_night_is_caught_up_once(service, engine):
    assert missed(service) == []
    ran(engine, ["healthy"], DUE - 3 * DAY)
    assert missed(service) == ["nightly"]
    ran(engine, ["unwell"])
    assert missed(service) == []


@pytest.mark.parametrize(
    ("outcomes", "open_"),
    [
        ([None], True),
        (["interrupted"], True),
        (["missed"], True),
        ([None, "unwell"], False),
        ([None, None], False),
        (["missed", None, "interrupted"], False),
        (["failed"], False),
    ],
)
def test_a_night_that_broke_off_is_caught_up_once(service, engine, outcomes, open_):
    ran(engine, outcomes)
    assert missed(service) == (["nightly"] if open_ else [])


def test_the_service_catches_up_a_night_and_runs_the_next_at_its_time(
    archived_environment, archived, tmp_path
):
    made = connect(archived.url)
    ran(made, ["healthy"], DUE - 3 * DAY)
    service = clocked.service(clocked.context(made, tmp_path, PLAIN), jobs(PLAIN, ["baomau"]))
    service.scheduler.start()
    service.catch_up()
    Clock.at = DUE + DAY + timedelta(minutes=2)
    service.scheduler.step()
    service.scheduler.shutdown()
    sql = 'SELECT due_at, outcome, schedule."trigger" AS how FROM schedule ORDER BY id'
    assert [(row["due_at"][:16], row["outcome"], row["how"]) for row in archived.rows(sql)] == [
        ("2026-02-27T18:30", "healthy", "nightly"),
        ("2026-02-28T18:30", "missed", "nightly"),
        ("2026-03-01T18:30", "missed", "nightly"),
        ("2026-03-02T18:30", "unwell", "catch-up"),
        ("2026-03-03T18:30", "unwell", "nightly"),
    ]
    triggers = archived.rows('SELECT "trigger" AS how, outcome FROM run_report')
    assert [(row["how"], row["outcome"]) for row in triggers] == [
        ("catch-up", "down"),
        ("nightly", "down"),
    ]
    made.dispose()


@pytest.fixture
def archived_environment(archived, monkeypatch):
    """Crawls of a site at which nobody listens, and no second try."""
    from crawler.fetching import night

    for name, value in archived.environment(BAOMAU_ROOT="http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(night, "subprocess", PROCESSES)
    command = night.command
    monkeypatch.setattr(night, "command", lambda *words: [*command(*words), "-s", "RETRY_TIMES=0"])
    monkeypatch.setattr(work, "rests", lambda _: lambda _: "")


def test_a_night_that_would_begin_while_one_is_running_is_written_down(service, engine, caplog):
    service.heard(JobSubmissionEvent(EVENT_JOB_MAX_INSTANCES, "nightly", "default", [DUE]))
    row = agenda.last(engine, NIGHTLY)
    assert (row["outcome"], row["detail"]) == ("missed", "the one before was still running")
    assert "still running" in caplog.text


def test_no_job_is_run_twice_at_a_time_and_a_night_may_be_late(service):
    service.scheduler.start()
    job = service.scheduler.get_job("nightly")
    assert (job.coalesce, job.max_instances) == (True, 1)
    assert job.misfire_grace_time >= 3600
    assert job.next_run_time.astimezone(UTC) == DUE + DAY
    service.scheduler.shutdown()


def test_a_night_that_the_service_slept_through_is_written_down(service, engine, caplog):
    service.heard(JobExecutionEvent(EVENT_JOB_MISSED, "nightly", "default", DUE))
    row = agenda.last(engine, NIGHTLY)
    assert (row["due_at"], row["outcome"]) == (DUE, "missed")
    assert "missed" in caplog.text


def test_a_night_is_written_down_with_what_was_unwell(service, engine, monkeypatch):
    ended = [
        Ended("baomau", 1.0, 0, {"outcome": "healthy"}, ""),
        Ended("baokhac", 2.0, 1, {}, "đổ"),
    ]
    monkeypatch.setattr(Night, "crawl_all", lambda self, names, tell: ended)
    service.run(service.jobs[NIGHTLY])
    row = agenda.last(engine, NIGHTLY)
    assert (row["outcome"], row["detail"]) == ("unwell", "baokhac: failed")
    assert row["finished_at"] is not None


def test_a_night_ends_with_a_seal_in_the_report_and_beside_the_database(
    engine, monkeypatch, tmp_path, capsys
):
    monkeypatch.setattr(Night, "crawl_all", lambda self, names, tell: [])
    context = clocked.context(engine, tmp_path, PLAIN, Console(width=130))
    made = clocked.service(context, jobs(PLAIN, ["baomau"]))
    made.run(made.jobs[NIGHTLY])
    (line,) = (tmp_path / "seals.txt").read_text().splitlines()
    root = line.split()[-1]
    assert f"seal 1: 0 articles, 0 versions, root {root}" in capsys.readouterr().out


def test_a_night_that_breaks_off_is_written_down_as_failed(service, engine, monkeypatch):
    def broken(self, names, tell):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Night, "crawl_all", broken)
    with pytest.raises(RuntimeError):
        service.run(service.jobs[NIGHTLY])
    assert agenda.last(engine, NIGHTLY)["outcome"] == "failed"


def test_a_clock_that_is_set_back_runs_no_night_twice(service, engine, monkeypatch):
    done = []
    monkeypatch.setattr(work, "run", lambda job, *_: done.append(job.name) or JobEnd("healthy", ""))
    service.run(service.jobs[NIGHTLY])
    Clock.at = NOW - timedelta(hours=1)
    service.run(service.jobs[NIGHTLY])
    assert done == ["nightly"]


def test_a_run_that_comes_up_while_the_service_ends_is_left_to_the_next(service, engine):
    service.context.crawls.stop()
    service.run(service.jobs[NIGHTLY])
    assert agenda.last(engine, NIGHTLY) == {}


def test_a_night_that_broke_off_goes_on_with_the_sites_that_were_not_through(
    engine, tmp_path, monkeypatch
):
    made = clocked.service(
        clocked.context(engine, tmp_path, PLAIN), jobs(PLAIN, ["a", "b", "c", "d"])
    )
    ran(engine, [None])
    rows = {
        "a": {"started_at": DUE + timedelta(minutes=1), "outcome": "down"},
        "b": {"started_at": DUE + timedelta(minutes=1), "outcome": "interrupted"},
        "c": {"started_at": DUE - DAY, "outcome": "healthy"},
    }
    monkeypatch.setattr(agenda, "newest_runs", lambda engine: rows)
    crawled = []
    end = JobEnd("healthy", "")
    monkeypatch.setattr(work, "run", lambda job, *_: crawled.extend(job.sites) or end)
    assert made.catch_up() == [made.jobs[NIGHTLY]]
    assert crawled == ["b", "c", "d"]


@pytest.mark.parametrize("hours", [-1, 3], ids=["to later", "to earlier"])
def test_a_time_of_day_that_was_changed_is_no_missed_night(service, engine, hours):
    ran(engine, ["healthy"], DUE + timedelta(hours=hours))
    assert missed(service) == []


@pytest.mark.parametrize("hours", [-1, 3], ids=["to later", "to earlier"])
def test_a_night_that_broke_off_goes_on_once_though_its_time_of_day_was_changed(
    service, engine, hours, monkeypatch
):
    monkeypatch.setattr(work, "run", lambda *_: JobEnd("healthy", ""))
    Clock.at = DUE + timedelta(hours=6)
    due = DUE + timedelta(hours=hours)
    ran(engine, ["healthy"], due - DAY)
    ran(engine, ["interrupted"], due)
    assert service.catch_up() == [service.jobs[NIGHTLY]]
    assert agenda.attempts(engine, NIGHTLY, due) == ["interrupted", "healthy"]
    assert agenda.attempts(engine, NIGHTLY, DUE) == []
    assert missed(service) == []


def test_a_look_back_that_is_caught_up_counts_as_one_and_not_as_a_night(
    service, engine, monkeypatch
):
    bore = []
    end = JobEnd("healthy", "")
    monkeypatch.setattr(work, "run", lambda job, context, trigger: bore.append(trigger) or end)
    for name in ("look-back", "nightly"):
        Clock.at = NOW
        service.run(service.jobs[name])
    assert bore == ["look-back", "catch-up"]
    assert agenda.last(engine, "look-back")["trigger"] == "catch-up"


def test_runs_begin_minutes_before_or_after_and_always_at_the_same_ones():
    times = Times("nightly", (time(1, 30),), jitter=10)
    dues = [DUE + number * DAY for number in range(200)]
    shifts = [(times.begins(due) - due).total_seconds() / 60 for due in dues]
    assert max(map(abs, shifts)) <= 10
    assert min(shifts) < -8
    assert max(shifts) > 8
    for due in dues:
        begins = times.begins(due)
        assert times.due_by(begins) == due
        assert times.due_after(begins - timedelta(seconds=1)) == due
        assert times.due_by(begins - timedelta(seconds=1)) == due - DAY
