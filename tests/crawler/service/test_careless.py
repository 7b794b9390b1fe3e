"""What a careless operator is told by day, and what no later night takes away."""

import errno
import io
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from rich.console import Console
from sqlalchemy.exc import OperationalError

import scheduler
from archive.errors import ArchiveError, PagesAway
from archive.storage import agenda
from archive.storage.engine import connect
from crawler import config
from crawler.config import BackupConfig, BadConfig, Config, HealthConfig, LogConfig
from crawler.fetching import opening
from crawler.fetching.night import RESTING
from crawler.service import once, reports, status
from crawler.service.after import unseen
from crawler.service.jobs import ONCE
from tests.archive.crawl import crawling
from tests.crawler.service import clocked

NOW = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)


def test_a_folder_that_takes_nothing_is_named_with_its_key(tmp_path, monkeypatch):
    (tmp_path / "tep").write_text("")
    closed = tmp_path / "dong"
    monkeypatch.setattr(status.os, "access", lambda path, _: closed not in (path, *path.parents))
    closed.mkdir()
    made = Config(
        backup=BackupConfig(folder=closed / "egov"),
        health=HealthConfig(prometheus=tmp_path / "tep" / "egov.prom", reports=tmp_path / "moi"),
        log=LogConfig(folder=tmp_path),
    )
    backup, prometheus = status.shut(made, tmp_path)
    said = "nothing can be written into"
    assert backup == f"backup.folder: {said} {closed}/egov: {closed} may not be written"
    assert prometheus == f"health.prometheus: {said} {tmp_path}/tep: {tmp_path}/tep is no folder"


def test_a_data_folder_that_is_none_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path / "tep"))
    assert opening.data_dir() == tmp_path / "tep"
    (tmp_path / "tep").write_text("")
    with pytest.raises(ArchiveError, match=r"ARCHIVE_DATA_DIR: .*tep is no folder"):
        opening.data_dir()
    with pytest.raises(ArchiveError, match=r"ARCHIVE_DATA_DIR: .*tep/moi cannot be made: Not a"):
        opening.make_folder(tmp_path / "tep" / "moi")


def test_a_night_by_hand_makes_no_folder_where_the_pages_should_be(
    sqlite_url, tmp_path, monkeypatch
):
    with crawling(sqlite_url, tmp_path) as crawl:
        crawl.look("https://baosonkhe.example/tin-1.htm", NOW)
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path / "nham"))
    monkeypatch.setattr(scheduler.once, "run_once", lambda *_: 0)
    options = scheduler.parser().parse_args(["--once"])
    with pytest.raises(PagesAway, match="is ARCHIVE_DATA_DIR the right folder"):
        scheduler.act(options, Console())
    assert not (tmp_path / "nham").exists()


def test_a_terminal_without_vietnamese_letters_ends_nothing(monkeypatch):
    written = io.BytesIO()

    def act(*_):
        print("nightly: Báo Cần Thơ (daily 01:30 ± 10 min)")
        return 0

    monkeypatch.setattr(scheduler, "act", act)
    monkeypatch.setattr(scheduler.signal, "signal", lambda *_: None)
    with io.TextIOWrapper(written, "ascii", write_through=True) as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert scheduler.main(["--dry-run"]) == 0
        assert written.getvalue() == b"nightly: B?o C?n Th? (daily 01:30 ? 10 min)\n"


FULL = sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("INSERT", {"key": "bí mật"}, FULL), "database or disk is full"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "data"), "No space left on device: data"),
    ],
)
def test_a_night_by_hand_whose_row_no_disk_takes_ends_in_a_sentence(
    monkeypatch, capsys, error, said
):
    def act(*_):
        raise error

    monkeypatch.setattr(scheduler, "act", act)
    monkeypatch.setattr(scheduler.signal, "signal", lambda *_: None)
    assert scheduler.main(["--once"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("scheduler.py: ")
    assert line.endswith(said)


def test_a_night_by_hand_that_is_stopped_is_written_down_in_words(
    sqlite_url, tmp_path, monkeypatch
):
    def stop(*_):
        raise KeyboardInterrupt("SIGTERM")

    monkeypatch.setattr(once.work, "run", stop)
    engine = connect(sqlite_url)
    with pytest.raises(KeyboardInterrupt):
        once.run_once(clocked.context(engine, tmp_path, clock=lambda: NOW), ())
    last = agenda.last(engine, ONCE)
    assert (last["outcome"], last["detail"]) == ("interrupted", "stopped before its end")
    engine.dispose()


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        (("down", "down"), "no site answered"),
        (("down", "failed", RESTING), "no site answered"),
        (("failed",), "no site could be crawled"),
        (("interrupted", "failed"), "no site could be crawled"),
        (("down",), ""),
        (("down", "healthy", "failed"), ""),
        (("down", "blocked"), ""),
        ((RESTING, RESTING), ""),
        ((), ""),
    ],
)
def test_a_night_in_which_nothing_was_seen_is_none(outcomes, why):
    assert unseen([SimpleNamespace(outcome=each) for each in outcomes]) == why


def test_a_report_takes_the_place_of_no_other(tmp_path):
    named = []
    for _ in range(3):
        named.append(reports.free(tmp_path, "2026-03-02-once"))
        (tmp_path / f"{named[-1]}.json").write_text("{}")
    assert named == ["2026-03-02-once", "2026-03-02-once-2", "2026-03-02-once-3"]
    assert all(reports.NAME.fullmatch(f"{name}.json") for name in named), "or none is ever removed"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(1, "seen 1 min ago"), (90, "leader: none is at work: may-1, process 7, since")],
)
def test_a_leader_that_is_dead_does_not_lead(monkeypatch, minutes, told):
    seen = NOW - timedelta(minutes=minutes)
    found = SimpleNamespace(host="may-1", process=7, since=NOW - timedelta(days=1), seen_at=seen)
    monkeypatch.setattr(status.leader, "known", lambda _: found)
    said = status.leads(None, NOW)
    assert told in said
    assert ("was not seen since 2026-03-03 02:00" in said) == (minutes > 5)


@pytest.mark.parametrize(
    ("content", "why"),
    [("a = " + "[" * 100_000, "too many brackets"), ("#" * 2_000_000, "more than 1048576 bytes")],
)
def test_a_file_that_is_no_configuration_ends_in_a_sentence(tmp_path, content, why):
    file = tmp_path / "egov.toml"
    file.write_text(content)
    with pytest.raises(BadConfig, match=why):
        config.load(file)


def test_a_folder_with_a_control_character_in_it_is_no_folder():
    with pytest.raises(BadConfig, match=r"backup\.folder.*without control characters"):
        config.parse({"backup": {"folder": "a\0b"}}, "egov.toml")
