"""Which runs are one night: a run that was broken off, and those that go on with it.

A crawl that was killed or asked to end is begun again. What it had done it leaves to the next run
of its site, and what is judged by the figures of a run (whether missing articles are gone) is
judged by those of all runs of that night.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from archive.storage.columns import AnyRow
from archive.storage.derived import run
from archive.storage.schema import site

BROKEN_OFF = "interrupted"
SAME_NIGHT = timedelta(hours=12)  # within which the next run goes on with one that was broken off
NIGHT_BEFORE = timedelta(hours=36)  # within which a run makes up for one that failed
BESIDE = ("feeds",)  # triggers of runs that look at other things in between

_RUN = sa.select(run.c.id, run.c.site_id, run.c.started_at, run.c.outcome)
_NEXT = (
    _RUN.where(run.c.site_id == sa.bindparam("site"), run.c.id > sa.bindparam("run"))
    .where(run.c.trigger.not_in(BESIDE))
    .order_by(run.c.id)
    .limit(1)
)
_LAST = (
    _RUN.where(run.c.site_id == sa.bindparam("site"), run.c.id < sa.bindparam("run"))
    .where(run.c.trigger.not_in(BESIDE))
    .order_by(run.c.id.desc())
    .limit(1)
)


def together(conn: sa.Connection, run_id: int) -> list[int]:
    """The runs of one night with a run, itself included, in their order; mostly it alone."""
    own = conn.execute(_RUN.where(run.c.id == run_id)).first()
    if own is None:
        return [run_id]
    first, last = own, own
    found = [run_id]
    while (before := _beside(conn, _LAST, first)) and _goes_on(before, first):
        found.insert(0, before.id)
        first = before
    while last.outcome == BROKEN_OFF and (after := _beside(conn, _NEXT, last)):
        if not _goes_on(last, after):
            break
        found.append(after.id)
        last = after
    return found


def _beside(
    conn: sa.Connection, asked: sa.Select[tuple[int, int, datetime, str]], of: AnyRow
) -> AnyRow | None:
    return conn.execute(asked, {"site": of.site_id, "run": of.id}).first()


def _goes_on(earlier: AnyRow, later: AnyRow) -> bool:
    """Whether a run goes on with the one before it."""
    gap: timedelta = later.started_at - earlier.started_at
    return earlier.outcome == BROKEN_OFF and abs(gap) <= SAME_NIGHT


def several(conn: sa.Connection) -> set[int]:
    """All runs whose night had more runs than one."""
    found: set[int] = set()
    for run_id in conn.scalars(sa.select(run.c.id).where(run.c.outcome == BROKEN_OFF)).all():
        if run_id not in found and len(night := together(conn, run_id)) > 1:
            found.update(night)
    return found


def broken_off(conn: sa.Connection, name: str, at: datetime) -> list[AnyRow]:
    """The runs of a site, `id` and `started_at`, that were broken off and that a run which begins
    at a time goes on with.
    """
    rows = conn.execute(
        sa.select(run.c.id, run.c.started_at)
        .join(site, site.c.id == run.c.site_id)
        .where(site.c.name == name, run.c.outcome == BROKEN_OFF)
        .where(run.c.started_at >= at - SAME_NIGHT, run.c.started_at <= at)
        .order_by(run.c.id)
    )
    return list(rows)


def unfinished(conn: sa.Connection, name: str, at: datetime) -> list[int]:
    """The runs of a site that left articles whose files nobody may have asked for: those that a run
    which begins at a time goes on with, and those that failed since the night before. What these
    kept may have come out of the spool.
    """
    query = (
        sa.select(run.c.id)
        .join(site, site.c.id == run.c.site_id)
        .where(site.c.name == name, run.c.started_at <= at)
        .where(
            sa.or_(
                (run.c.outcome == BROKEN_OFF) & (run.c.started_at >= at - SAME_NIGHT),
                (run.c.outcome == "failed") & (run.c.started_at >= at - NIGHT_BEFORE),
            )
        )
        .order_by(run.c.id)
    )
    return list(conn.scalars(query))
