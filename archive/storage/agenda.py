"""What ran when: the newest runs of the sites, and the history of the scheduled jobs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.storage.derived import run, schedule
from archive.storage.engine import begin_read, begin_write
from archive.storage.schema import site

_LATEST = (schedule.c.due_at.desc(), schedule.c.id.desc())
MISSED = "missed"
BROKEN_OFF = (None, "interrupted")  # None: the process was killed
CAUSE = "the scheduler was killed, or the database went away"
CLAIMS = 0x65676F6A  # PostgreSQL's advisory lock of who begins a job: "egoj"
ATTEMPTS = 2  # the run itself, and one to catch up


def newest_run_id(engine: sa.Engine, name: str) -> int:
    """The number of the site's newest run; 0 where there is none."""
    newest = sa.select(sa.func.max(run.c.id)).join(site, site.c.id == run.c.site_id)
    with begin_read(engine) as connection:
        return connection.scalar(newest.where(site.c.name == name)) or 0


def run_after(engine: sa.Engine, name: str, before: int) -> dict[str, Any]:
    """The site's newest run after another; empty where there is none."""
    newest = sa.select(run).join(site, site.c.id == run.c.site_id).order_by(run.c.id.desc())
    later = newest.where(site.c.name == name, run.c.id > before).limit(1)
    with begin_read(engine) as connection:
        found = connection.execute(later).first()
    return dict(found._mapping) if found else {}


def newest_runs(engine: sa.Engine) -> dict[str, dict[str, Any]]:
    """Each site's newest run, by the site's name."""
    newest = sa.select(sa.func.max(run.c.id)).group_by(run.c.site_id)
    rows = sa.select(site.c.name, run).join(site, site.c.id == run.c.site_id)
    with begin_read(engine) as connection:
        found = connection.execute(rows.where(run.c.id.in_(newest)))
        return {row.name: dict(row._mapping) for row in found}


def begin(engine: sa.Engine, job: str, due_at: datetime, trigger: str, at: datetime) -> int:
    """Writes down that a job began; the number of the row."""
    with begin_write(engine) as connection:
        return _begin(connection, job, due_at, trigger, at)


def claim(engine: sa.Engine, job: str, due_at: datetime, trigger: str, at: datetime) -> int | None:
    """Writes down that the run of a job that was due at a time began; None where it is not to be
    done, since it was, or broke off twice.
    """
    with begin_write(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CLAIMS)))
        if not is_open(_attempts(connection, job, due_at)):
            return None
        return _begin(connection, job, due_at, trigger, at)


def is_open(outcomes: Sequence[str | None]) -> bool:
    """Whether a run is still to be done, by how its attempts ended."""
    begun = [each for each in outcomes if each != MISSED]
    return len(begun) < ATTEMPTS and all(each in BROKEN_OFF for each in begun)


def _begin(
    connection: sa.Connection, job: str, due_at: datetime, trigger: str, at: datetime
) -> int:
    row = {"job": job, "due_at": due_at, "started_at": at, "trigger": trigger}
    key = connection.execute(sa.insert(schedule).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def end(engine: sa.Engine, row: int, outcome: str, detail: str, at: datetime) -> None:
    """Writes down how a job ended."""
    ended = {"finished_at": at, "outcome": outcome, "detail": detail}
    with begin_write(engine) as connection:
        connection.execute(sa.update(schedule).where(schedule.c.id == row).values(ended))


def attempts(engine: sa.Engine, job: str, due_at: datetime) -> list[str | None]:
    """How the job's runs that were due at a time ended, in their order; None where one broke off
    without a word.
    """
    with begin_read(engine) as connection:
        return _attempts(connection, job, due_at)


def _attempts(connection: sa.Connection, job: str, due_at: datetime) -> list[str | None]:
    due = schedule.c.job == job, schedule.c.due_at == due_at
    found = connection.scalars(sa.select(schedule.c.outcome).where(*due).order_by(schedule.c.id))
    return list(found.all())


def began(engine: sa.Engine, job: str, due_at: datetime) -> datetime | None:
    """When the first attempt at a run began that broke off; None where there was none."""
    first = sa.select(sa.func.min(schedule.c.started_at)).where(
        schedule.c.job == job,
        schedule.c.due_at == due_at,
        sa.or_(schedule.c.outcome.is_(None), schedule.c.outcome == "interrupted"),
    )
    with begin_read(engine) as connection:
        found: datetime | None = connection.scalar(first)
    return found


def close_broken_off(engine: sa.Engine, but: Collection[str], at: datetime) -> list[str]:
    """Closes the rows of jobs that a scheduler left open, as interrupted; the jobs' names.
    Rows of the jobs `but` may be those of another process that goes on.
    """
    left = sa.and_(schedule.c.outcome.is_(None), schedule.c.job.not_in(but))
    ended = {"finished_at": at, "outcome": "interrupted", "detail": CAUSE}
    with begin_write(engine) as connection:
        names = list(connection.scalars(sa.select(schedule.c.job).where(left)))
        connection.execute(sa.update(schedule).where(left).values(ended))
    return names


def last(engine: sa.Engine, job: str) -> dict[str, Any]:
    """The job's newest row; empty where it never ran."""
    newest = sa.select(schedule).where(schedule.c.job == job).order_by(*_LATEST).limit(1)
    with begin_read(engine) as connection:
        found = connection.execute(newest).first()
    return dict(found._mapping) if found else {}


def newest_jobs(engine: sa.Engine, outcomes: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """How each job ended last, by its name; with `outcomes` the newest that ended so."""
    ended = schedule.c.outcome.in_(outcomes) if outcomes else schedule.c.outcome.is_not(None)
    newest = sa.select(sa.func.max(schedule.c.id)).where(ended)
    rows = sa.select(schedule).where(schedule.c.id.in_(newest.group_by(schedule.c.job)))
    with begin_read(engine) as connection:
        return {row.job: dict(row._mapping) for row in connection.execute(rows)}
