"""Addresses that were found and not yet asked for, and those that were asked for in vain."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.record import Found, Verdict
from archive.storage.columns import AnyRow
from archive.storage.derived import known_address, run
from archive.storage.engine import begin_read
from archive.storage.schema import fetch_event, sighting, site

READ_AHEAD = 1000  # rows
NO_ANSWER = (
    *("server-error", "timeout", "dns", "connection", "tls", "private-address"),
    *("robots", "truncated", "not-recorded"),
)
WANTED = sa.literal_column(  # in the words of the index
    "known_address.why NOT IN ('known', 'walked')", sa.Boolean
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a backfill has before it: how many addresses wait, of what time the newest of them is
    at the latest, and of what time the oldest that was noted to be fetched.
    """

    waiting: int
    newest: datetime | None
    oldest: datetime | None


def _answered() -> sa.ColumnElement[bool]:
    """Whether an address was answered; a redirect of a run that was killed may not have been
    followed.
    """
    target = fetch_event.alias()
    followed = sa.exists().where(
        target.c.url == fetch_event.c.location, target.c.outcome.not_in(NO_ANSWER)
    )
    broken_off = sa.exists().where(run.c.id == fetch_event.c.run_id, run.c.outcome == "interrupted")
    return sa.exists().where(
        fetch_event.c.url == known_address.c.url,
        fetch_event.c.outcome.not_in(NO_ANSWER),
        sa.or_(fetch_event.c.outcome != "redirect", followed, ~broken_off),
    )


def _unanswered(name: str) -> list[sa.ColumnElement[bool]]:
    """The conditions of all addresses of a site that are to be fetched and were never answered."""
    own = sa.select(site.c.id).where(site.c.name == name).scalar_subquery()
    return [known_address.c.site_id == own, WANTED, ~_answered()]


def waiting(engine: sa.Engine, name: str, since: datetime) -> Generator[Found]:
    """Addresses of a site that are to be fetched and were never answered, the newest first; last
    come those of unknown time, the last found first.

    An earlier run found them since a time and was cut short, or had no room for them; or an article
    names one as its origin. What is left to a backfill is not among them. They are read as they are
    asked for.
    """
    tonight = [known_address.c.found_at >= since, known_address.c.backlog.is_not(sa.true())]
    yield from _newest_first(engine, [*_unanswered(name), *tonight])


def backlog(engine: sa.Engine, name: str, pause: datetime) -> Generator[Found]:
    """As `waiting`, of all addresses that were ever found, but for those that failed since a time:
    who does not answer must not stand before the others again and again. There may be a million.
    """
    failed = sa.exists().where(
        fetch_event.c.url == known_address.c.url, fetch_event.c.requested_at >= pause
    )
    yield from _newest_first(engine, [*_unanswered(name), ~failed])


def _newest_first(engine: sa.Engine, wanted: list[sa.ColumnElement[bool]]) -> Generator[Found]:
    rows = sa.select(known_address).where(*wanted).execution_options(yield_per=READ_AHEAD)
    latest = known_address.c.latest_at
    dated = rows.where(latest.is_not(None)).order_by(latest.desc(), known_address.c.url.desc())
    undated = rows.where(latest.is_(None)).order_by(
        known_address.c.found_at.desc(), known_address.c.url
    )
    with begin_read(engine) as connection:
        for statement in (dated, undated):
            with connection.execute(statement) as found:
                for row in found:
                    yield _found(row)


def _found(row: AnyRow) -> Found:
    return Found(row.url, row.listing, row.title, row.published_at, row.earliest_at, row.latest_at)


def progress(engine: sa.Engine, name: str) -> Backlog:
    """How far a backfill of a site has come."""
    latest = known_address.c.latest_at
    left = sa.select(sa.func.count(), sa.func.max(latest)).where(*_unanswered(name))
    own = sa.select(site.c.id).where(site.c.name == name).scalar_subquery()
    with begin_read(engine) as connection:
        number, newest = connection.execute(left.select_from(known_address)).one()
        oldest = connection.scalar(
            sa.select(sa.func.min(latest)).where(known_address.c.site_id == own, WANTED)
        )
    return Backlog(number, newest, oldest)


def answered(engine: sa.Engine, urls: Sequence[str]) -> set[str]:
    """Those of the addresses that were answered in whatever way."""
    if not urls:
        return set()
    rows = sa.select(known_address.c.url).where(known_address.c.url.in_(urls), _answered())
    with begin_read(engine) as connection:
        return set(connection.scalars(rows))


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
