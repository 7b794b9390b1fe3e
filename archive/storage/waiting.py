"""Addresses that were found and not yet asked for, and those that were asked for in vain."""

from collections.abc import Generator, Sequence
from datetime import datetime

import sqlalchemy as sa

from archive.record import Found, Verdict
from archive.storage.derived import known_address
from archive.storage.engine import begin_read
from archive.storage.schema import fetch_event, sighting, site

READ_AHEAD = 1000  # rows
PASSED_BY = "known"  # outside the fetch rule: noted, not asked for
NO_ANSWER = ("server-error", "timeout", "dns", "connection", "robots", "truncated", "not-recorded")


def waiting(engine: sa.Engine, name: str, since: datetime) -> Generator[Found]:
    """Addresses of a site that are to be fetched and were never answered, the newest first.

    An earlier run found them since a time and was cut short, or had no room for them; or an article
    names one as its origin. They are read as they are asked for: there may be a million.
    """
    answered = sa.exists().where(
        fetch_event.c.url == known_address.c.url, fetch_event.c.outcome.not_in(NO_ANSWER)
    )
    rows = (
        sa.select(known_address)
        .join(site, site.c.id == known_address.c.site_id)
        .where(
            site.c.name == name,
            known_address.c.why != PASSED_BY,
            known_address.c.found_at >= since,
            ~answered,
        )
        .order_by(known_address.c.found_at.desc(), known_address.c.url)
        .execution_options(yield_per=READ_AHEAD)
    )
    with begin_read(engine) as connection, connection.execute(rows) as found:
        for row in found:
            yield Found(row.url, row.listing, row.title, row.published_at)


def in_vain(engine: sa.Engine, urls: Sequence[str], since: datetime) -> set[str]:
    """Those of the addresses that showed no article when they were asked since a time."""
    if not urls:
        return set()
    refused = (
        sa.select(fetch_event.c.url)
        .outerjoin(sighting, sighting.c.fetch_id == fetch_event.c.id)
        .where(
            fetch_event.c.url.in_(urls),
            fetch_event.c.requested_at >= since,
            sa.or_(sighting.c.verdict == Verdict.REFUSED.value, fetch_event.c.outcome == "missing"),
        )
    )
    with begin_read(engine) as connection:
        return set(connection.scalars(refused))
