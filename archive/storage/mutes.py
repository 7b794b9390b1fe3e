"""Sites of which nobody is alerted until a day, each with a reason and a person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import sqlalchemy as sa

from archive.errors import BadQuery, NotFound
from archive.storage.derived import mute as mute_table
from archive.storage.engine import begin_read, begin_write
from archive.storage.schema import site

VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Mute:
    """That nobody is alerted of a site before `until`."""

    site: str
    until: datetime
    reason: str
    person: str
    muted_at: datetime


def mute(
    engine: sa.Engine, name: str, until: datetime, reason: str, person: str, now: datetime
) -> Mute:
    """Mutes a site until a time, in place of what was said of it before.

    Raises NotFound where no site has the name, BadQuery where the time is over or words are
    missing.
    """
    if until <= now:
        raise BadQuery(f"{name} cannot be muted until a time that is over: name a day to come")
    if not reason.strip() or not person.strip():
        raise BadQuery(f"to mute {name} say why, and who you are")
    row = {"until": until, "reason": reason.strip(), "person": person.strip(), "muted_at": now}
    with begin_write(engine) as conn:
        key = _site_id(conn, name)
        conn.execute(sa.delete(mute_table).where(mute_table.c.site_id == key))
        conn.execute(sa.insert(mute_table).values(site_id=key, **row))
    return Mute(name, until, reason.strip(), person.strip(), now)


def last_day(until: datetime) -> date:
    """The last day, in Vietnam, of a mute that ends at a time."""
    return (until - timedelta(microseconds=1)).astimezone(VIETNAM).date()


def unmute(engine: sa.Engine, name: str, now: datetime) -> bool:
    """Ends a mute; whether the site was muted. Raises NotFound where no site has the name."""
    with begin_write(engine) as conn:
        own = mute_table.c.site_id == _site_id(conn, name)
        stood = conn.scalar(sa.select(mute_table.c.until).where(own))
        conn.execute(sa.delete(mute_table).where(own))
    return stood is not None and stood > now


def mutes(engine: sa.Engine, now: datetime) -> dict[str, Mute]:
    """The mutes in force, by the site's name."""
    rows = (
        sa.select(site.c.name, mute_table)
        .join(site, site.c.id == mute_table.c.site_id)
        .where(mute_table.c.until > now)
        .order_by(site.c.name)
    )
    with begin_read(engine) as conn:
        return {
            row.name: Mute(row.name, row.until, row.reason, row.person, row.muted_at)
            for row in conn.execute(rows)
        }


def _site_id(conn: sa.Connection, name: str) -> int:
    """The number of a site; raises NotFound, naming those that are alike."""
    key = conn.scalar(sa.select(site.c.id).where(site.c.name == name))
    if key is None:
        raise NotFound(f"there is no site {name}: `egov sites` shows those that are known")
    return int(key)
