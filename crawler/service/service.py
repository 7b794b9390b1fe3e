"""The jobs in APScheduler, each run written down; what was missed is caught up once.

APScheduler keeps the jobs in memory and says when one is due. Whether its run is to be done the
table `schedule` says: a run is known by its job and the time at which it was due, and is done once,
whoever asks and whatever the clock does. So a clock that is set back, a second start or a second
scheduler brings no second night; and what was not done, since the machine slept, the clock jumped,
the database was away or the scheduler was killed, is found again by the next look at the table.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from archive.storage import agenda
from crawler.fetching.report import shown
from crawler.fetching.room import is_outside, told
from crawler.service import work
from crawler.service.jobs import ONCE, Job
from crawler.service.times import VIETNAM, Due
from crawler.service.work import Context

LATE = timedelta(minutes=3)  # until which a run is the scheduler's, thereafter it is caught up
LONG_AGO = timedelta(days=100)  # before which no missed run is told
NEAR = timedelta(hours=12)
CATCH_UP, NEW = "catch-up", "new"

logger = logging.getLogger("scheduler")


class Service:
    """The jobs of the scheduler that leads."""

    def __init__(self, context: Context, jobs: Sequence[Job], scheduler: Any = None) -> None:
        self.context = context
        self.jobs = {job.name: job for job in jobs}
        self.busy = {job.name: threading.Lock() for job in jobs}
        self.leads: Callable[[], bool] = lambda: True  # whether this scheduler does, just now
        self.scheduler = scheduler or BackgroundScheduler(
            timezone=VIETNAM, executors={"default": ThreadPoolExecutor(len(jobs))}
        )
        for job in jobs:
            self.scheduler.add_job(
                self.run_when_due,
                Due(job.times),
                [job],
                id=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=int(job.grace.total_seconds()),
            )
        self.scheduler.add_listener(
            self.heard, EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES
        )

    # --- runs ------------------------------------------------------------------------------------

    def run_when_due(self, job: Job) -> None:
        """As `run`; what disk or database do not let be done is told, and caught up."""
        try:
            self.run(job)
        except Exception as error:
            if not is_outside(error):
                raise  # APScheduler tells of it
            logger.error("%s could not be done: %s", job.name, told(error))

    def run(self, job: Job) -> None:
        """Does the newest run of a job that is due, unless it was done."""
        with self.busy[job.name]:
            if self.context.crawls.stopping:
                return  # it is found again by whoever leads next
            now = self.context.clock()
            due = self.due(job, now)
            if not self.leads():
                logger.error("%s of %s is not begun here: another scheduler leads", job.name, due)
                return
            late = now - job.times.begins(due) > LATE
            trigger = CATCH_UP if late else job.trigger
            engine = self.context.engine
            broken_off = agenda.began(engine, job.name, due)
            self.note_missed(job, due, now)
            row = agenda.claim(engine, job.name, due, trigger, now)
            if row is None:
                logger.info("%s of %s was done before", job.name, due)
                return
            left = replace(job, sites=self.left(job, broken_off))
            self.do(left, row, job.trigger if job.arguments else trigger)

    def note_missed(self, job: Job, due: datetime, now: datetime) -> None:
        """Writes down the runs that were due before this one while nobody was there to do them: one
        run makes up for all.
        """
        known = agenda.last(self.context.engine, job.name)
        if not known or not job.caught_up or known["due_at"] < due - LONG_AGO:
            return
        for missed in job.times.between(known["due_at"], due):
            self.missed(job, missed, f"nobody was there; see the run of {shown(due)}", now)

    def left(self, job: Job, began: datetime | None) -> tuple[str, ...]:
        """The sites of a job that broke off which it had not crawled to the end."""
        if began is None:
            return job.sites
        newest = agenda.newest_runs(self.context.engine)
        done = {
            name
            for name, row in newest.items()
            if row["started_at"] >= began and row["outcome"] not in agenda.BROKEN_OFF
        }
        return tuple(name for name in job.sites if name not in done)

    def do(self, job: Job, row: int, trigger: str) -> None:
        """Does a run whose row is written; writes how it ended."""
        engine, clock = self.context.engine, self.context.clock
        try:
            end = work.run(job, self.context, trigger)
        except BaseException as error:
            agenda.end(engine, row, "failed", told(error), clock())
            raise
        agenda.end(engine, row, end.outcome, end.detail, clock())

    # --- what was missed -------------------------------------------------------------------------

    def missed_jobs(self) -> list[Job]:
        """The jobs whose newest due run is still to be done, though they ran before."""
        now, found = self.context.clock(), []
        for job in self.jobs.values():
            due = self.due(job, now)
            if not job.caught_up or now - job.times.begins(due) < LATE:
                continue
            if self.is_missed(job, due):
                found.append(job)
        return found

    def due(self, job: Job, now: datetime) -> datetime:
        """When the run of a job was due that is to be done: the newest, or the one near it that
        broke off, since the job's time of day was changed in between.
        """
        due = job.times.due_by(now)
        near = self.near(job, due)
        if near and agenda.is_open(agenda.attempts(self.context.engine, job.name, near)):
            return near
        return due

    def near(self, job: Job, due: datetime) -> datetime | None:
        """When the newest run of a job was due that had another time of the same night or day."""
        known = agenda.last(self.context.engine, job.name) if job.caught_up else {}
        at: datetime | None = known.get("due_at")
        return at if at and at != due and abs(at - due) < NEAR else None

    def is_missed(self, job: Job, due: datetime) -> bool:
        """Whether a job that is known did not come to an end when it was due at a time, nor near
        it: its time of day may have been changed.
        """
        engine = self.context.engine
        if not agenda.last(engine, job.name) or self.near(job, due):
            return False
        return agenda.is_open(agenda.attempts(engine, job.name, due))

    def catch_up(self) -> list[Job]:
        """Does what was missed, one job after the other, nights first."""
        missed = [job for job in self.missed_jobs() if not self.busy[job.name].locked()]
        for job in missed:
            if self.context.crawls.stopping:
                break
            try:
                self.run(job)
            except Exception as error:  # as APScheduler does: it is told, and the next job is done
                where = None if is_outside(error) else error
                words = "%s could not be caught up: %s"
                logger.error(words, job.name, told(error), exc_info=where)
        return missed

    def reckon(self) -> None:
        """Reckons anew when each job is due next: the clock is not where it was."""
        now = self.context.clock()
        for job in self.jobs.values():
            begins = job.times.begins(job.times.due_after(now))
            self.scheduler.modify_job(job.name, next_run_time=begins)
        self.scheduler.wakeup()

    def begin(self) -> None:
        """Closes what a scheduler that was killed left open, and notes which jobs are new: they
        have missed nothing yet.
        """
        now, engine = self.context.clock(), self.context.engine
        for job in self.jobs.values():
            if not agenda.last(engine, job.name):
                row = agenda.begin(engine, job.name, job.times.due_by(now), job.trigger, now)
                agenda.end(engine, row, NEW, "the first start of this job", now)
        for name in agenda.close_broken_off(self.context.engine, [ONCE], now):
            logger.error("%s was broken off: %s", name, agenda.CAUSE)

    # --- what APScheduler tells ------------------------------------------------------------------

    def heard(self, event: JobExecutionEvent | JobSubmissionEvent) -> None:
        """Writes a missed run down, and logs an error."""
        job, now = self.jobs.get(event.job_id), self.context.clock()
        if job is None:
            return
        if isinstance(event, JobSubmissionEvent):
            due = job.times.due_by(event.scheduled_run_times[-1])
            self.missed(job, due, "the one before was still running", now)
        elif event.code == EVENT_JOB_MISSED:
            due = job.times.due_by(event.scheduled_run_time)
            self.missed(job, due, "the service was busy or asleep", now)
        else:
            logger.error("%s of %s: %s", job.name, event.scheduled_run_time, event.exception)

    def missed(self, job: Job, due: datetime, why: str, now: datetime) -> None:
        """Writes down a run that was not done, unless it was."""
        engine = self.context.engine
        if agenda.attempts(engine, job.name, due):
            return
        row = agenda.begin(engine, job.name, due, job.trigger, now)
        agenda.end(engine, row, agenda.MISSED, why, now)
        logger.error("%s of %s: missed, %s", job.name, shown(due), why)
