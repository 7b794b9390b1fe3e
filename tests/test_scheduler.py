"""The nightly job: its table and exit status, what ran when, what was missed."""

import signal
import threading
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_EXECUTED,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    EVENT_SCHEDULER_STARTED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from rich.console import Console

import scheduler
from archive.storage import agenda
from archive.storage.engine import connect
from crawler.fetching import night, report
from crawler.fetching.night import Ended, Night, Replay, command
from tests.mau.archived import Archived
from tests.mau.pages import article, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # 3 March, 3 in the morning in Vietnam
DUE = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@pytest.fixture
def archived(sqlite_url, tmp_path):
    return Archived(sqlite_url, tmp_path)


@pytest.fixture
def engine(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path))
    made = connect(database_url)
    yield made
    made.dispose()


@pytest.fixture
def warc(tmp_path):
    with Warc(tmp_path / "night.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html", "/bai-2-1102.html"))
        file.add(f"{ROOT}/bai-1-1101.html", article("Bài một"))
    return tmp_path / "night.warc.gz"


def test_once_crawls_the_enabled_sites_and_tells_a_person_and_a_program(archived, warc):
    with Warc(warc.parent / "more.warc.gz") as file:
        file.add(f"{ROOT}/bai-2-1102.html", article("Bài hai"))
    ended = archived.run("scheduler", "--once", "--replay", str(warc.parent))
    assert ended.status == 0, ended.said
    assert "baomau" in ended.said
    assert "healthy" in ended.said
    assert archived.report()["trigger"] == "replay"
    status = archived.run("scheduler", "--status")
    assert "healthy" in status.said
    assert "next night: " in status.said


def test_a_site_that_is_not_well_shows_in_exit_status_and_notes(archived, tmp_path):
    with Warc(tmp_path / "ill.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", "lỗi", status="503 Unavailable")
    ended = archived.run("scheduler", "--once", "--replay", str(tmp_path / "ill.warc.gz"))
    assert ended.status == 1
    assert "down" in ended.said
    assert "none of 1 requests brought a page" in ended.said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--once", "--site", "baomua"), "unknown site baomua: did you mean baomau? `scrapy list`"),
        (("--once", "--replay", "/no/such"), "/no/such, which does not exist"),
        (("--replay-at", "2026-03-01"), "--replay-at needs --replay"),
        (("--replay", "/no/such"), "--replay goes with --once"),
    ],
)
def test_a_wrong_option_is_named_and_the_exit_status_is_not_0(archived, words, message):
    ended = archived.run("scheduler", *words)
    assert ended.status != 0
    assert message in ended.said
    assert "Traceback" not in ended.said


def test_a_wrong_time_is_named(archived, warc):
    ended = archived.run("scheduler", "--once", "--replay", str(warc), "--replay-at", "hôm qua")
    assert (ended.status, "not an ISO time" in ended.said) == (2, True)


def test_dry_run_shows_the_commands_and_runs_nothing(archived):
    ended = archived.run("scheduler", "--dry-run")
    assert ended.said.strip() == "python -m scrapy crawl baomau -s TRIGGER=once"
    assert archived.rows("SELECT * FROM run_report") == []


def test_the_night_is_due_at_half_past_one_in_vietnam():
    assert scheduler.last_due(NOW) == DUE
    assert scheduler.last_due(DUE) == DUE
    assert scheduler.last_due(DUE - timedelta(seconds=1)) == DUE - timedelta(days=1)


def test_a_missed_night_is_caught_up_once_and_a_first_start_misses_nothing(engine):
    assert not scheduler.is_missed(engine, NOW)
    row = agenda.begin(engine, scheduler.JOB, DUE - timedelta(days=3), "nightly")
    agenda.end(engine, row, "healthy", "")
    assert scheduler.is_missed(engine, NOW)
    row = agenda.begin(engine, scheduler.JOB, DUE, "catch-up")
    agenda.end(engine, row, "unwell", "baomau: down")
    assert not scheduler.is_missed(engine, NOW)
    assert agenda.last(engine, scheduler.JOB)["outcome"] == "unwell"


@pytest.mark.parametrize(
    ("outcomes", "missed"),
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
def test_a_night_that_broke_off_is_caught_up_once(engine, outcomes, missed):
    for outcome in outcomes:
        row = agenda.begin(engine, scheduler.JOB, DUE, "nightly")
        if outcome:
            agenda.end(engine, row, outcome, "")
    assert scheduler.is_missed(engine, NOW) is missed


def test_a_run_by_once_is_written_down_and_does_not_disturb_the_nights(archived, warc):
    archived.run("scheduler", "--once", "--replay", str(warc))
    made = connect(archived.url)
    assert agenda.last(made, scheduler.ONCE)["outcome"] in ("healthy", "unwell")
    assert agenda.last(made, scheduler.JOB) == {}
    made.dispose()
    said = archived.run("scheduler", "--status").said
    assert "last night: never" in said
    assert "last run by --once: 20" in said
    assert "MB held" in said


class Clock(datetime):
    """A clock that stands where a test puts it."""

    at = NOW

    @classmethod
    def now(cls, tz=None):
        return cls.at.astimezone(tz)


def test_the_service_catches_up_a_night_and_runs_the_next_at_its_time(archived, monkeypatch):
    for name, value in archived.environment(BAOMAU_ROOT="http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    for module in (schedulers, executors):
        monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(Clock, "at", NOW)
    monkeypatch.setattr(night, "command", lambda *words: [*command(*words), "-s", "RETRY_TIMES=0"])
    made = connect(archived.url)
    row = agenda.begin(made, scheduler.JOB, DUE - timedelta(days=3), "nightly")
    agenda.end(made, row, "healthy", "")
    service = scheduler.Service(made, Console(quiet=True), ["baomau"], lambda: Clock.at)
    done = threading.Event()

    def go_on(event):
        if event.code == EVENT_SCHEDULER_STARTED:
            Clock.at = DUE + timedelta(days=1, minutes=2)
            service.scheduler.wakeup()
        else:
            done.set()
            service.scheduler.shutdown(wait=False)

    ends = EVENT_JOB_EXECUTED | EVENT_JOB_MISSED | EVENT_JOB_ERROR
    service.scheduler.add_listener(go_on, EVENT_SCHEDULER_STARTED | ends)
    service.serve()
    assert done.is_set()
    sql = 'SELECT due_at, outcome, schedule."trigger" AS how FROM schedule ORDER BY id'
    assert [(row["due_at"][:16], row["outcome"], row["how"]) for row in archived.rows(sql)] == [
        ("2026-02-27T18:30", "healthy", "nightly"),
        ("2026-03-02T18:30", "unwell", "catch-up"),
        ("2026-03-03T18:30", "unwell", "nightly"),
    ]
    triggers = archived.rows('SELECT "trigger" AS how, outcome FROM run_report')
    assert [(row["how"], row["outcome"]) for row in triggers] == [
        ("catch-up", "down"),
        ("nightly", "down"),
    ]
    made.dispose()


def test_a_night_that_would_begin_while_one_is_running_is_written_down(engine, caplog):
    service = scheduler.Service(engine, Console(), [])
    service.heard(JobSubmissionEvent(EVENT_JOB_MAX_INSTANCES, "nightly", "default", [DUE]))
    row = agenda.last(engine, scheduler.JOB)
    assert (row["outcome"], row["detail"]) == ("missed", "the night before was still running")
    assert "still running" in caplog.text


def test_the_service_has_one_job_that_is_never_run_twice_at_a_time(engine):
    service = scheduler.Service(engine, Console(), [])
    (job,) = service.scheduler.get_jobs()
    assert (job.id, job.coalesce, job.max_instances) == ("nightly", True, 1)
    assert job.misfire_grace_time >= 3600
    following = job.trigger.get_next_fire_time(None, NOW)
    assert following.astimezone(UTC) == DUE + timedelta(days=1)


def test_a_night_that_the_service_slept_through_is_written_down(engine, caplog):
    service = scheduler.Service(engine, Console(), [])
    service.heard(JobExecutionEvent(EVENT_JOB_MISSED, "nightly", "default", DUE))
    row = agenda.last(engine, scheduler.JOB)
    assert (row["due_at"], row["outcome"]) == (DUE, "missed")
    assert "missed" in caplog.text


def test_a_night_is_written_down_with_what_was_unwell(engine, monkeypatch):
    ended = [
        Ended("baomau", 1.0, 0, {"outcome": "healthy"}, ""),
        Ended("baokhac", 2.0, 1, {}, "đổ"),
    ]
    monkeypatch.setattr(Night, "crawl_all", lambda self, names, tell: ended)
    # no such sites are in the archive, so that there is nothing to learn of them
    monkeypatch.setattr(scheduler, "learn_furniture", lambda *_: [])
    assert scheduler.Service(engine, Console(), []).nightly() == 1
    row = agenda.last(engine, scheduler.JOB)
    assert (row["outcome"], row["detail"]) == ("unwell", "baokhac: failed")
    assert row["finished_at"] is not None


def test_a_night_ends_with_a_seal_in_the_report_and_beside_the_database(
    engine, monkeypatch, tmp_path, capsys
):
    monkeypatch.setattr(Night, "crawl_all", lambda self, names, tell: [])
    scheduler.Service(engine, Console(width=130), []).nightly()
    (line,) = (tmp_path / "seals.txt").read_text().splitlines()
    root = line.split()[-1]
    assert f"seal 1: 0 articles, 0 versions, root {root}" in capsys.readouterr().out


def test_a_night_that_breaks_off_is_written_down_as_failed(engine, monkeypatch):
    def broken(self, names, tell):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Night, "crawl_all", broken)
    with pytest.raises(RuntimeError):
        scheduler.Service(engine, Console(), []).nightly()
    assert agenda.last(engine, scheduler.JOB)["outcome"] == "failed"


def test_a_narrow_terminal_shows_every_name_and_outcome_whole(capsys):
    row = {"outcome": "stale-layout", "started_at": NOW, "discovered": 5214, "unchanged": 77}
    Console(width=80).print(report.last_runs([("doanhnghiephoinhap", row)], 80))
    Console(width=130).print(report.last_runs([("doanhnghiephoinhap", row)], 130))
    narrow, wide = (line.split() for line in capsys.readouterr().out.splitlines()[1::2])
    assert narrow[:5] == ["doanhnghiephoinhap", "2026-03-03", "03:00", "stale-layout", "5214"]
    assert ("77" in narrow, "77" in wide) == (False, True)


def test_each_site_is_told_as_it_ends_and_all_of_them_in_a_line_below():
    down = [Ended(name, 6.4, 1, {"outcome": "down"}, "") for name in ("baomau", "baokhac")]
    healthy = Ended("baomau", 61.0, 0, {"outcome": "healthy", "new_articles": 12}, "")
    assert report.ending(healthy, NOW) == "03:00 baomau: [green]healthy[/], 12 new, 61 s"
    assert report.outcomes([*down, healthy]) == "3 sites: 2 down, 1 healthy"
    assert "is this machine on the network?" in report.outcomes(down)
    assert report.outcomes(down[:1]) == "1 site: 1 down"


def test_a_process_that_failed_does_not_count_as_healthy():
    assert Ended("baomau", 1.0, 1, {"outcome": "healthy"}, "").outcome == "failed"
    assert Ended("baomau", 1.0, 0, {"outcome": "quiet"}, "").outcome == "quiet"
    assert Ended("baomau", 1.0, 1, {}, "").outcome == "failed"


def test_no_more_than_two_crawls_run_at_a_time_and_one_that_hangs_is_ended(engine, monkeypatch):
    monkeypatch.setattr(night, "TIME_LIMIT", 0.3)
    monkeypatch.setattr(night, "GRACE", 5.0)
    hanging = ["sleep", "60"]
    monkeypatch.setattr(night, "command", lambda *_: hanging)
    ended = Night(engine, "once", Replay()).crawl_all(["a", "b", "c"])
    assert [(each.outcome, each.status) for each in ended] == [("failed", -signal.SIGTERM)] * 3
    assert night.AT_ONCE == 2


def test_the_service_runs_as_a_script_and_ends_at_sigterm(archived):
    process = archived.start("scheduler")
    assert process.stdout is not None
    line = process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert "waiting for the night at 01:30" in line
    assert process.returncode == 130
