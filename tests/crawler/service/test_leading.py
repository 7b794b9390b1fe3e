"""One leader of several schedulers, by a lock that dies with its process; on both databases."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from archive.errors import SchemaBehind
from archive.storage import leader
from archive.storage.engine import begin_read, connect
from archive.storage.leader import ConnectionHold, Leadership, hold_of
from crawler.config import ScheduleConfig
from crawler.fetching.night import Crawls
from crawler.service import status
from crawler.service.leading import Leading
from tests.crawler.service import clocked
from tests.crawler.service.holder import Holder

NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


@pytest.fixture
def engine(database_url):
    made = connect(database_url)
    yield made
    made.dispose()


class Jobs:
    """What stands for the service of a scheduler."""

    def __init__(self):
        self.context = self
        self.crawls = Crawls(ScheduleConfig())
        self.scheduler = self
        self.running = False
        self.did = []

    def start(self):
        self.running = True
        self.did.append("start")

    def shutdown(self, wait):
        self.running = False
        self.did.append("shutdown")

    def begin(self):
        self.did.append("begin")

    def missed_jobs(self):
        return []

    def reckon(self):
        self.did.append("reckon")


@pytest.fixture
def scheduler(engine, tmp_path):
    """Makes schedulers of one archive; `said` is what they said."""
    made = []

    def make(clock=lambda: NOW, passing=lambda: 0.0):
        said = []
        leadership = Leadership(engine, tmp_path, clock)
        found = Leading(leadership, Jobs, said.append, passing)
        found.said = said
        made.append(found)
        return found

    yield make
    for each in made:
        each.step_down("the test is over")


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


def test_a_scheduler_that_said_nothing_for_minutes_is_not_alive(scheduler, engine, tmp_path):
    at = [NOW]
    context = clocked.context(engine, tmp_path, clock=lambda: at[0])
    assert not status.is_alive(context)
    scheduler(lambda: at[0]).tick()
    for minutes, alive in ((4, True), (2, False)):
        at[0] += timedelta(minutes=minutes)
        assert status.is_alive(context) is alive


def test_a_lock_that_another_has_taken_ends_the_crawls_and_the_scheduler_stands_by_again(
    scheduler, tmp_path
):
    first, second = scheduler(), scheduler()
    first.tick()
    jobs = first.service
    lose(first, tmp_path)
    second.tick()
    assert second.service is not None
    first.tick()
    assert first.service is None
    assert jobs.crawls.stopping
    assert jobs.did[-1] == "shutdown"
    first.tick()
    assert first.said[-1].startswith("standing by: ")


def test_a_lock_that_was_lost_and_is_free_is_taken_again_and_the_crawls_go_on(
    scheduler, engine, tmp_path
):
    first, second = scheduler(), scheduler()
    first.tick()
    jobs, since = first.service, leader.known(engine).since
    lose(first, tmp_path)
    first.tick()
    assert first.service is jobs
    assert not jobs.crawls.stopping
    assert jobs.did == ["begin", "start"]
    second.tick()
    assert second.service is None
    assert leader.known(engine).since == since


def test_a_server_that_comes_back_is_led_on_and_one_that_does_not_ends_the_crawls(
    scheduler, monkeypatch
):
    monkeypatch.setattr("crawler.service.leading.AGAIN", 0)
    at = [0.0]

    def passing():
        at[0] += 10
        return at[0]

    first = scheduler(passing=passing)
    first.tick()
    jobs, tries = first.service, []

    def away(count):
        def take():
            tries.append(0)
            if len(tries) <= count:
                raise OperationalError("connect", {}, Exception("refused"))
            return True

        return take

    monkeypatch.setattr(first.leadership, "holds", lambda: False)
    monkeypatch.setattr(first.leadership, "take_again", away(5))
    first.tick()
    assert first.service is jobs
    assert len(tries) == 6
    tries.clear()
    monkeypatch.setattr(first.leadership, "take_again", away(100))
    first.tick()
    assert first.service is None
    assert jobs.crawls.stopping
    assert 10 <= len(tries) <= 13, "two minutes by that clock"


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


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_schedulers_never_both_lead_after_the_server_has_forgotten_the_lock(
    scheduler, tmp_path, order
):
    pair = scheduler(), scheduler()
    pair[0].tick()
    pair[1].tick()
    jobs = pair[0].service
    lose(pair[0], tmp_path)
    assert pair[0].leadership.is_stirred(), "it looks at the lock at once"
    for turn in (*order, *order):
        pair[turn].tick()
        assert sum(each.leadership.holds() for each in pair) == 1
    assert [each.service is not None for each in pair] == [order[0] == 0, order[0] == 1]
    assert pair[order[0]].service.leads()
    assert jobs.leads() is (order[0] == 0), "what the former leader is to begin it leaves"
    assert not pair[order[0]].leadership.is_stirred()


def test_a_job_that_is_due_before_the_loss_was_seen_is_begun_by_the_leader_alone(
    scheduler, tmp_path
):
    first, second = scheduler(), scheduler()
    first.tick()
    jobs = first.service
    lose(first, tmp_path)
    assert jobs.leads(), "nobody else does: the lock is taken again"
    second.tick()
    assert second.service is None
    lose(first, tmp_path)
    second.tick()
    assert not jobs.leads()
    assert second.service.leads()


def test_who_waits_for_the_next_look_is_woken_by_the_loss_of_the_lock(
    scheduler, tmp_path, monkeypatch
):
    monkeypatch.setattr("crawler.service.leading.GLANCE", 0.001)
    first, glances = scheduler(), []
    first.tick()
    stirred = first.leadership.is_stirred

    def glanced():
        glances.append(stirred())
        if len(glances) == 3:
            lose(first, tmp_path)
        return glances[-1]

    monkeypatch.setattr(first.leadership, "is_stirred", glanced)
    first.rest(60.0)
    assert glances == [False, False, False, True]


def test_a_database_of_an_older_revision_is_named_and_no_job_begins(scheduler, tmp_path, caplog):
    first, behind = scheduler(), []

    def check():
        if behind:
            raise SchemaBehind("the database is at revision 0001: run `egov upgrade`")

    first.check = check
    behind.append(True)
    first.tick()
    assert first.service is None
    assert "the jobs wait: the database is at revision 0001: run `egov upgrade`" in caplog.text
    behind.clear()
    first.tick()
    jobs = first.service
    assert jobs is not None
    behind.append(True)  # another one was put in its place
    lose(first, tmp_path)
    first.tick()
    assert first.service is None
    assert jobs.crawls.stopping


def lose(scheduler, tmp_path):
    """Takes the lock away from under a scheduler that holds it."""
    hold = scheduler.leadership.hold
    if not isinstance(hold, ConnectionHold):
        (tmp_path / leader.FILE).unlink()
        return
    pid = hold.connection.scalar(sa.text("SELECT pg_backend_pid()"))
    with begin_read(scheduler.leadership.engine) as conn:
        conn.execute(sa.text(f"SELECT pg_terminate_backend({pid}, 5000)"))


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


def test_a_connection_whose_other_end_is_silent_counts_as_lost_within_a_minute(postgres_url):
    hold = ConnectionHold(sa.make_url(postgres_url))
    assert hold.take()
    said = hold.connection.connection.driver_connection.info.get_parameters()
    hold.release()
    idle, every, times = (int(said[f"keepalives_{name}"]) for name in ("idle", "interval", "count"))
    assert idle + every * times <= 60
    assert int(said["tcp_user_timeout"]) <= 60_000
