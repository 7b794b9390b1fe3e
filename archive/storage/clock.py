"""When a fact is recorded: by the wall clock, but never before what was recorded already.

A clock that is set back would put new rows among those that a seal covers.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from archive.storage.evidence import seal, withheld
from archive.storage.schema import fetch_event, reading, sighting

LEAST = timedelta(microseconds=1)
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
    row = conn.execute(_NEWEST).one()
    earliest: list[datetime] = [at for at in row[1:] if at is not None]
    if row.seal is not None:
        earliest.append(row.seal + LEAST)
    return max([wall, *earliest])
