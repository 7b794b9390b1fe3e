"""When a fact is recorded: by the wall clock, but never before what was recorded already.

A clock that is set back would put new rows among those that a seal covers.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from archive.storage.engine import begin_read
from archive.storage.evidence import compacted, seal, withheld
from archive.storage.schema import fetch_event, reading, sighting

LEAST = timedelta(microseconds=1)
PLAUSIBLE = timedelta(days=2)  # between the newest row and now, where the nights go on
_NEWEST = sa.select(
    *(
        sa.select(table.c[name])
        .order_by(table.c.id.desc())
        .limit(1)
        .scalar_subquery()
        .label(table.name)
        for table, name in (
            (seal, "sealed_at"),
            (fetch_event, "recorded_at"),
            (sighting, "recorded_at"),
            (reading, "recorded_at"),
            (withheld, "recorded_at"),
            (compacted, "recorded_at"),
        )
    )
)


def wall_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def moment(conn: sa.Connection, wall: datetime) -> datetime:
    """The time to record at: `wall`, or where that clock is behind the newest row's time.

    It is always after the newest seal. To be asked for within the writing transaction.
    """
    return max([wall, *_earliest(conn)])


def newest(engine: sa.Engine) -> datetime | None:
    """The latest time at which anything was recorded; None in an empty archive."""
    with begin_read(engine) as conn:
        return max(_earliest(conn), default=None)


def doubted(newest: datetime | None, wall: datetime) -> str | None:
    """Why a clock may be wrong, for a person: it is far from the time of the newest row. So it is
    where nothing was crawled for some days, too: then only the sites can tell.
    """
    if newest is None or abs(wall - newest) <= PLAUSIBLE:
        return None
    days, where = abs(wall - newest).days, "after" if wall > newest else "before"
    return f"this machine's clock ({wall:%Y-%m-%d}) is {days} days {where} the archive's newest row"


def _earliest(conn: sa.Connection) -> list[datetime]:
    row = conn.execute(_NEWEST).one()
    found: list[datetime] = [at for at in row[1:] if at is not None]
    # what is recorded after a seal, or after pages were given up, is told from what came before
    found += [at + LEAST for at in (row.seal, row.compacted) if at is not None]
    return found
