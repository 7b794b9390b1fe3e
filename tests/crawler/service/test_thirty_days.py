"""Thirty days by a clock that a test sets: two schedulers, a stop over three nights, a leader that
is killed in the middle of a night, a clock that is set back and one that jumps. APScheduler, the
jobs, the table of what ran and the locks are the real ones; only what a job does is not done.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers

from archive.storage.derived import schedule
from archive.storage.engine import begin_read, connect
from archive.storage.leader import Leadership
from crawler.config import Config
from crawler.fetching.night import Crawls
from crawler.service import work
from crawler.service.jobs import FEEDS, LOOK_BACK, NIGHTLY, VERIFY, JobEnd, jobs
from crawler.service.leading import Leading
from crawler.service.service import Service
from crawler.service.times import VIETNAM
from tests.crawler.service import clocked
from tests.crawler.service.clocked import Clock
from tests.crawler.service.holder import Holder

BEGIN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)  # a Sunday, 19:00 in Vietnam
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICK = 6 * HOUR  # at most; a scheduler's own waiting time is shorter
CONFIG = Config()
CAUGHT_UP = (NIGHTLY, "catch-up")


def night(day):
    """When the night of a day of March was due."""
    return datetime(2026, 3, day, 1, 30, tzinfo=VIETNAM).astimezone(UTC)


def morning(day):
    """Nine o'clock on a day of March, when the weekly jobs are due."""
    return datetime(2026, 3, day, 9, 0, tzinfo=VIETNAM).astimezone(UTC)


class Mortal(Service):
    """Is gone without a word when its night begins, if the world says so."""

    world: "World"

    def do(self, job, row, trigger):
        if job.name == NIGHTLY and self.world.doomed:
            self.world.doomed, self.world.died = False, True
            return
        super().do(job, row, trigger)


class Inline(Leading):
    """Catches up at once, in no thread of its own."""

    def apart(self, work):
        work()


class World:
    """Schedulers of one archive, and the time."""

    def __init__(self, engine, folder):
        self.engine = engine
        self.folder = folder
        self.passed = 0.0
        self.up = []
        self.doomed = self.died = False

    def start(self, hold=None):
        leadership = Leadership(self.engine, self.folder, lambda: Clock.at)
        leadership.hold = hold or leadership.hold
        made = Inline(leadership, self.service, lambda _: None, lambda: self.passed)
        self.up.append(made)
        return made

    def service(self):
        context = clocked.context(self.engine, self.folder, CONFIG)
        context.crawls = Crawls(CONFIG.schedule)
        made = Mortal(context, jobs(CONFIG, ["baomau"]), clocked.Stepped())
        made.world = self
        return made

    def until(self, end):
        """Lets time pass, in the steps that schedulers wait and no more than `TICK`."""
        while Clock.at < end and not self.died:
            waits = [end - Clock.at, TICK]
            for each in list(self.up):
                each.tick()
                if each.service is not None and (wait := each.service.scheduler.step()) is not None:
                    waits.append(timedelta(seconds=max(wait, 1)))
            Clock.at += min(waits)
            self.passed += min(waits).total_seconds()

    def stop(self, *which):
        for each in which or tuple(self.up):
            each.step_down("it is stopped")
            self.up.remove(each)

    def rows(self):
        with begin_read(self.engine) as conn:
            return conn.execute(sa.select(schedule).order_by(schedule.c.id)).all()


@pytest.fixture
def world(database_url, tmp_path, monkeypatch):
    for module in (schedulers, executors):
        monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(Clock, "at", BEGIN)
    made = World(connect(database_url), tmp_path)
    monkeypatch.setattr(work, "run", lambda *_: JobEnd("healthy", ""))
    yield made
    made.stop()
    made.engine.dispose()


def play(world, holder):
    """What happens in these thirty days."""
    world.start()
    world.until(BEGIN + 4 * DAY)
    world.start()
    world.until(night(7) - HOUR)
    world.stop()  # over three nights, among them a weekend
    Clock.at = night(9) + 10 * HOUR
    first, second = world.start(holder), world.start()
    world.until(night(15) - HOUR)
    assert (first.service is not None, second.service is None) == (True, True)

    world.doomed = True
    world.until(night(15) + HOUR)
    holder.kill()
    world.up.remove(first)
    first.service.scheduler.shutdown()
    world.died = False
    world.until(night(15) + 3 * HOUR)
    assert second.service is not None

    world.until(night(20) + HOUR)
    Clock.at -= 3 * HOUR  # the night that was just done lies ahead once more
    world.until(night(22) - HOUR)
    Clock.at += 5 * HOUR  # over a night
    world.until(night(31) - HOUR)


def test_each_run_of_thirty_days_is_done_once_or_caught_up_once(world, database_url, tmp_path):
    play(world, Holder(database_url, tmp_path))
    done, how, told = Counter(), {}, {}
    for row in world.rows():
        key = row.job, row.due_at.astimezone(UTC)
        if row.outcome == "healthy":
            done[key] += 1
            how[key] = row.trigger
        else:
            told[key] = row.outcome
    assert set(done.values()) == {1}
    nights = {due for job, due in done if job == NIGHTLY}
    assert nights == {night(day) for day in range(2, 31)} - {night(7), night(8)}
    caught_up = {due for (job, due), trigger in how.items() if (job, trigger) == CAUGHT_UP}
    assert caught_up == {night(9), night(15), night(22)}  # after the stop, the kill and the jump
    assert told == {
        (NIGHTLY, night(1)): "new",
        (LOOK_BACK, morning(1) - DAY): "new",
        (VERIFY, morning(1)): "new",
        (FEEDS, night(1) + 16 * HOUR): "new",
        (NIGHTLY, night(7)): "missed",  # the night of the 9th made up for both
        (NIGHTLY, night(8)): "missed",
        (NIGHTLY, night(15)): "interrupted",
    }
    for job, days in ((LOOK_BACK, (7, 14, 21, 28)), (VERIFY, (8, 15, 22, 29))):
        assert sorted(due for name, due in done if name == job) == [morning(day) for day in days]
    by_day = [due for job, due in done if job == FEEDS]
    assert len(by_day) == 2 * 29 - 5  # those of the stop are not caught up
