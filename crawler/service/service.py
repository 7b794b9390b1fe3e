"""The jobs in APScheduler, each run written down; what was missed is caught up once.

APScheduler keeps the jobs in memory and says when one is due. Whether its run is to be done the
table `schedule` says: a run is known by its job and the time at which it was due, and is done once,
whoever asks and whatever the clock does. So a clock that is set back, a second start or a second
scheduler brings no second night; and what was not done, since the machine slept, the clock jumped,
the database was away or the scheduler was killed, is found again by the next look at the table.
"""

import logging
import threading
from collections.abc import Sequence
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
from crawler.service import work
from crawler.service.jobs import ONCE, Job
from crawler.service.times import VIETNAM, Due
from crawler.service.work import Context

LATE = timedelta(minutes=3)  # until which a run is the scheduler's, thereafter it is caught up
CATCH_UP = "catch-up"

logger = logging.getLogger("scheduler")


class Service:
    """The jobs of the scheduler that leads."""

    def __init__(self, context: Context, jobs: Sequence[Job], scheduler: Any = None) -> None:
        self.context = context
        self.jobs = {job.name: job for job in jobs}
        self.busy = {job.name: threading.Lock() for job in jobs}
        self.scheduler = scheduler or BackgroundScheduler(
            timezone=VIETNAM, executors={"default": ThreadPoolExecutor(len(jobs))}
        )
        for job in jobs:
            self.scheduler.add_job(
                self.run,
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

    def run(self, job: Job) -> None:
        """Does the newest run of a job that is due, unless it was done."""
        with self.busy[job.name]:
            now = self.context.clock()
            due = job.times.due_by(now)
            late = now - job.times.begins(due) > LATE
            trigger = CATCH_UP if late else job.trigger
            row = agenda.claim(self.context.engine, job.name, due, trigger, now)
            if row is None:
                logger.info("%s of %s was done before", job.name, due)
                return
            self.do(job, row, trigger)

    def do(self, job: Job, row: int, trigger: str) -> None:
        """Does a run whose row is written; writes how it ended."""
        engine, clock = self.context.engine, self.context.clock
        try:
            end = work.run(job, self.context, trigger)
        except BaseException as error:
            agenda.end(engine, row, "failed", repr(error), clock())
            raise
        agenda.end(engine, row, end.outcome, end.detail, clock())

    # --- what was missed -------------------------------------------------------------------------

    def missed_jobs(self) -> list[Job]:
        """The jobs whose newest due run is still to be done, though they ran before."""
        now, found = self.context.clock(), []
        for job in self.jobs.values():
            due = job.times.due_by(now)
            if not job.caught_up or now - job.times.begins(due) < LATE:
                continue
            if self.is_missed(job, due):
                found.append(job)
        return found

    def is_missed(self, job: Job, due: datetime) -> bool:
        """Whether a job ran before, and did not come to an end when it was due at a time."""
        engine = self.context.engine
        known = agenda.last(engine, job.name)
        return bool(known) and agenda.is_open(agenda.attempts(engine, job.name, due))

    def catch_up(self) -> list[Job]:
        """Does what was missed, one job after the other, nights first."""
        missed = [job for job in self.missed_jobs() if not self.busy[job.name].locked()]
        for job in missed:
            if not self.context.crawls.stopping:
                self.run(job)
        return missed

    def reckon(self) -> None:
        """Reckons anew when each job is due next: the clock is not where it was."""
        now = self.context.clock()
        for job in self.jobs.values():
            begins = job.times.begins(job.times.due_after(now))
            self.scheduler.modify_job(job.name, next_run_time=begins)
        self.scheduler.wakeup()

    def close_broken_off(self) -> None:
        """Closes what a scheduler that was killed left open."""
        now = self.context.clock()
        for name in agenda.close_broken_off(self.context.engine, [ONCE], now):
            logger.error("%s was broken off: the scheduler was killed", name)

    # --- what APScheduler tells ------------------------------------------------------------------

    def heard(self, event: JobExecutionEvent | JobSubmissionEvent) -> None:
        """Writes a missed run down, and logs an error."""
        job = self.jobs.get(event.job_id)
        if job is None:
            return
        if isinstance(event, JobSubmissionEvent):
            self.missed(job, event.scheduled_run_times[-1], "the one before was still running")
        elif event.code == EVENT_JOB_MISSED:
            self.missed(job, event.scheduled_run_time, "the service was busy or asleep")
        else:
            logger.error("%s of %s: %s", job.name, event.scheduled_run_time, event.exception)

    def missed(self, job: Job, began: datetime, why: str) -> None:
        """Writes down a run that was not done, unless it was."""
        engine, now = self.context.engine, self.context.clock()
        due = job.times.due_by(began)
        if agenda.attempts(engine, job.name, due):
            return
        row = agenda.begin(engine, job.name, due, job.trigger, now)
        agenda.end(engine, row, agenda.MISSED, why, now)
        logger.error("%s of %s: missed, %s", job.name, due, why)
