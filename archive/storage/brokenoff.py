"""Runs that a killed process left open: closed by what they did, as far as the facts tell.

How many addresses they met is not among the facts, and stays 0.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from archive.record import Verdict
from archive.storage import sightings
from archive.storage.derived import article_state, run
from archive.storage.engine import begin_write
from archive.storage.onenight import BROKEN_OFF
from archive.storage.schema import fetch_event, sighting, site, version
from archive.storage.writing import WRITERS

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ANSWERED = ("ok", "not-modified", "missing")
NO_FAILURE = (*ANSWERED, "redirect", "robots")
COLUMNS: Mapping[Verdict, str] = {
    Verdict.FIRST: "new_articles",
    Verdict.CHANGED: "new_versions",
    Verdict.REVERTED: "new_versions",
    Verdict.UNCHANGED: "unchanged",
    Verdict.REFUSED: "refused",
}


def close(engine: sa.Engine, name: str) -> int:
    """Closes the run rows of a site that were left open, as interrupted; how many there were."""
    own = sa.select(site.c.id).where(site.c.name == name).scalar_subquery()
    return _close_all(engine, run.c.site_id == own)


def close_runs(engine: sa.Engine, numbers: Collection[int]) -> int:
    """Closes these run rows, as far as they are open, as interrupted; how many there were."""
    return _close_all(engine, run.c.id.in_(numbers))


def _close_all(engine: sa.Engine, which: sa.ColumnElement[bool]) -> int:
    opened = sa.select(run.c.id, run.c.started_at, run.c.notes)
    with begin_write(engine) as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS)))
        rows = conn.execute(opened.where(which, run.c.outcome.is_(None)).order_by(run.c.id)).all()
        for row in rows:
            _close(conn, row.id, row.started_at, row.notes)
        for row in rows:
            sightings.settle(conn, row.id)
    return len(rows)


def _close(conn: sa.Connection, run_id: int, started_at: datetime, notes: list[str]) -> None:
    last = conn.scalar(
        sa.select(sa.func.max(fetch_event.c.requested_at)).where(fetch_event.c.run_id == run_id)
    )
    values = {
        "finished_at": max(last or started_at, started_at),
        "outcome": BROKEN_OFF,
        "notes": [*notes, told(last)],
    }
    counted = counts(conn, run_id)
    conn.execute(sa.update(run).where(run.c.id == run_id).values(**values, **counted))


def told(last: datetime | None) -> str:
    """That a run was broken off, and when, for a person."""
    if last is None:
        return "the crawl was broken off before its first look"
    at = f"{last.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}"
    return f"the crawl was broken off; it is counted up to its last look, {at} in Vietnam"


def counts(conn: sa.Connection, run_id: int) -> dict[str, int]:
    """What a run did, by its looks and what these meant."""
    found = dict.fromkeys(("fetched", "failed", *COLUMNS.values(), "gone"), 0)
    looks = (
        sa.select(fetch_event.c.outcome, sa.func.count().label("number"))
        .where(fetch_event.c.run_id == run_id, fetch_event.c.kind == "article")
        .group_by(fetch_event.c.outcome)
    )
    for outcome, number in conn.execute(looks):
        if outcome in ANSWERED:
            found["fetched"] += number
        elif outcome not in NO_FAILURE:
            found["failed"] += number
    for verdict, number in conn.execute(_MEANT, {"run": run_id}):
        if verdict in COLUMNS:
            found[COLUMNS[Verdict(verdict)]] += number
    found["new_versions"] += conn.execute(_LATE, {"run": run_id}).scalar_one()
    found["gone"] = conn.execute(_GONE, {"run": run_id}).scalar_one()
    return found


_SEEN = (
    sa.select(sa.func.count())
    .select_from(sighting)
    .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
    .where(fetch_event.c.run_id == sa.bindparam("run"), fetch_event.c.kind == "article")
)
_MEANT = _SEEN.add_columns(sighting.c.verdict).group_by(sighting.c.verdict)
_MEANT = _MEANT.with_only_columns(sighting.c.verdict, sa.func.count())
_LATE = _SEEN.join(version, version.c.id == sighting.c.version_id).where(
    sighting.c.verdict == Verdict.LATE, version.c.seen_at == sighting.c.seen_at
)
_GONE = _SEEN.join(article_state, article_state.c.article_id == sighting.c.article_id).where(
    sighting.c.verdict == Verdict.GONE, article_state.c.gone_at == sighting.c.seen_at
)
