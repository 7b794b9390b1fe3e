"""One leader of several schedulers, by a lock that dies with its process; on both databases."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import OperationalError

from archive.storage import leader
from archive.storage.engine import connect
from archive.storage.leader import Leadership, hold_of
from crawler.service import status
from crawler.service.leading import Leading
from tests.crawler.service import clocked
from tests.crawler.service.clocked import NOW
from tests.crawler.service.holder import Holder
from tests.crawler.service.schedulers import Jobs


def test_a_killed_process_leaves_the_lock_to_the_next(engine, database_url, tmp_path):
    first, second = Holder(database_url, tmp_path), hold_of(engine, tmp_path)
    assert first.take()
    assert not second.take()
    first.kill()
    end = time.monotonic() + 60  # the server has to see that the connection is gone
    while not second.take():
        assert time.monotonic() < end
    assert second.holds()
    second.release()


def test_the_second_scheduler_stands_by_and_says_so_once_and_takes_over(scheduler, engine):
    first, second = scheduler(), scheduler()
    first.tick()
    second.tick()
    second.tick()
    assert first.said == ["this scheduler leads"]
    assert len(second.said) == 1
    assert second.said[0].startswith("standing by: ")
    assert second.service is None
    first.step_down("it is stopped")
    assert leader.known(engine) is None
    second.tick()
    assert second.said[1:] == ["this scheduler leads"]
    assert second.service.did == ["begin", "start"]


def test_who_leads_is_written_down_and_every_look_says_that_it_is_alive(scheduler, engine):
    at = [NOW]
    first = scheduler(lambda: at[0])
    first.tick()
    at[0] += timedelta(minutes=1)
    first.tick()
    found = leader.known(engine)
    assert (found.since, found.seen_at) == (NOW, NOW + timedelta(minutes=1))


def test_a_leader_whose_database_was_replaced_goes_on_with_the_new_one(
    sqlite_url, tmp_path, caplog
):
    engine, at = connect(sqlite_url), [NOW]
    file = Path(engine.url.database)
    first = Leading(Leadership(engine, tmp_path, lambda: at[0]), Jobs, print)
    first.tick()
    with closing(sqlite3.connect(file)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    restored = file.with_name("restored.db")
    restored.write_bytes(file.read_bytes())
    file.rename(file.with_name("damaged.db"))
    at[0] += timedelta(minutes=1)
    first.tick()
    assert not file.exists()
    assert "was deleted while it was open" in caplog.text
    restored.rename(file)
    for _ in range(2):
        at[0] += timedelta(minutes=1)
        first.tick()
    assert "was replaced while it was open" in caplog.text
    anew = connect(sqlite_url)
    assert leader.known(anew).seen_at == at[0]
    first.step_down("the test is over")
    for each in (engine, anew):
        each.dispose()


def test_a_scheduler_that_said_nothing_for_minutes_is_not_alive(scheduler, engine, tmp_path):
    at = [NOW]
    context = clocked.context(engine, tmp_path, clock=lambda: at[0])
    assert not status.is_alive(context)
    scheduler(lambda: at[0]).tick()
    for minutes, alive in ((4, True), (2, False)):
        at[0] += timedelta(minutes=minutes)
        assert status.is_alive(context) is alive


def test_a_database_that_is_away_for_a_night_is_told_of_once_an_hour(
    scheduler, monkeypatch, caplog
):
    at = [0.0]
    first = scheduler(passing=lambda: at[0])

    def away():
        raise OperationalError("connect", {}, Exception("refused"))

    monkeypatch.setattr(first.leadership, "take", away)
    for _ in range(450):  # two hours and a half
        first.tick()
        at[0] += 20
    said = [record.getMessage() for record in caplog.records]
    assert said == ["the jobs wait: the database says: refused"] * 3


def test_a_sign_of_life_that_cannot_be_written_loses_nothing(scheduler, monkeypatch, caplog):
    first = scheduler()
    first.tick()

    def locked(self, values):
        raise OperationalError("UPDATE leader", {}, Exception("database is locked"))

    monkeypatch.setattr(Leadership, "_write", locked)
    first.tick()
    assert first.service is not None
    assert "database is locked" in caplog.text


def test_where_the_database_is_away_nobody_leads_and_it_is_tried_again(
    scheduler, monkeypatch, caplog
):
    first = scheduler()

    def away(self, values):
        raise OperationalError("UPDATE leader", {}, Exception("no connection"))

    with monkeypatch.context() as patch:
        patch.setattr(Leadership, "_write", away)
        first.tick()
        assert first.service is None
        assert "no connection" in caplog.text
    first.tick()
    assert first.service is not None


def test_a_clock_that_moves_otherwise_than_time_passes_has_the_jobs_reckoned_anew(
    scheduler, caplog
):
    at, passed = [NOW], [0.0]
    first = scheduler(lambda: at[0], lambda: passed[0])
    first.tick()
    for wall, gone in ((60, 60), (-7200, 60), (60, 60), (9 * 3600, 60)):
        at[0] += timedelta(seconds=wall)
        passed[0] += gone
        first.tick()
    assert first.service.did == ["begin", "start", "reckon", "reckon"]
    assert "the clock moved by -1 day, 21:59:00" in caplog.text
