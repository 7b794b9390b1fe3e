"""Which pages an archive can do without: those of looks that changed nothing.

Of an article, and of a listing, the first page stays, the newest, and the first of each month (in
Vietnam); so does every page that a reading was made of, a version begins with, or that several
articles or addresses showed; and all that is younger than `KEPT`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa

from archive.asking.time import VIETNAM
from archive.record import Verdict
from archive.storage.derived import article_state, run
from archive.storage.evidence import compacted, withheld
from archive.storage.schema import fetch_event, page, reading, sighting, version

KEPT = timedelta(days=7)  # what came in a week may be read again, or asked about
SOME = 200  # articles or addresses whose looks are read at once
LISTED = ("listing", "robots")  # kinds of looks that are of no article
EVIDENCE = ("silent", "stale-layout", "blocked", "down", "failed")  # runs whose listings stay
Item = TypeVar("Item")
WINDOW = timedelta(days=40)  # how far back the looks at a listing are read each night


@dataclass(frozen=True, slots=True)
class Seen:
    """A look that brought a page; `may_go`: it changed nothing."""

    page_id: int
    at: datetime
    may_go: bool


def spare(looks: Sequence[Seen], until: datetime) -> set[int]:
    """The pages that one article, or one address, can do without; `looks` in order of time."""
    stays, months = set[int](), set[str]()
    for look in looks:
        month = f"{look.at.astimezone(VIETNAM):%Y-%m}"
        if not look.may_go or look.at >= until or month not in months:
            stays.add(look.page_id)
        months.add(month)
    if looks:
        stays.add(looks[-1].page_id)
    return {look.page_id for look in looks} - stays


# --- what to look at ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """Pages that can go, and up to which time the looks of their articles were considered."""

    pages: list[int]
    mark: datetime


def of_articles(
    conn: sa.Connection, site_id: int, since: datetime | None, until: datetime
) -> Iterator[Found]:
    """Of the articles that were looked at since a time, those looked at longest ago first.

    An article that was not looked at since can spare nothing that it could not spare then.
    """
    asked = sa.select(article_state.c.article_id, article_state.c.last_look_at).where(
        article_state.c.site_id == site_id, article_state.c.looks > 2
    )
    if since is not None:
        asked = asked.where(article_state.c.last_look_at >= since)
    order = asked.order_by(article_state.c.last_look_at, article_state.c.article_id)
    for some in chunks(conn.execute(order).all(), SOME):
        rows = conn.execute(_LOOKS, {"articles": [row.article_id for row in some]})
        looks = defaultdict[int, list[Seen]](list)
        for row in rows:
            may_go = row.verdict == Verdict.UNCHANGED and row.kind == "article"
            looks[row.article_id].append(Seen(row.page_id, row.seen_at, may_go))
        spared = {one for own in looks.values() for one in spare(own, until)}
        yield Found(_still(conn, spared), min(some[-1].last_look_at, until))


def of_listings(
    conn: sa.Connection, site_id: int, since: datetime | None, until: datetime
) -> Iterator[Found]:
    """Of the listings and robots files that were looked at since a time."""
    begin = since - WINDOW if since else None
    if begin is not None:  # of whole months, whose first pages stay
        begin = begin.astimezone(VIETNAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    asked = (
        sa.select(fetch_event.c.url)
        .distinct()
        .join(run, run.c.id == fetch_event.c.run_id)
        .where(run.c.site_id == site_id, fetch_event.c.kind.in_(LISTED))
        .where(fetch_event.c.page_id.is_not(None))
        .order_by(fetch_event.c.url)
    )
    if since is not None:
        asked = asked.where(run.c.started_at >= since - timedelta(days=1))
    spared = set[int]()
    for some in chunks(conn.scalars(asked).all(), SOME):
        wanted = _LISTED.where(fetch_event.c.url.in_(some))
        if begin is not None:
            wanted = wanted.where(fetch_event.c.requested_at >= begin)
        looks = defaultdict[str, list[Seen]](list)
        for row in conn.execute(wanted):
            may_go = row.outcome == "ok" and row.kind in LISTED and row.ended not in EVIDENCE
            may_go = may_go and row.ended is not None
            looks[row.url].append(Seen(row.page_id, row.requested_at, may_go))
        spared |= {one for own in looks.values() for one in spare(own, until)}
    yield Found(_still(conn, spared), until)


_LOOKS = (
    sa.select(
        sighting.c.article_id,
        sighting.c.verdict,
        sighting.c.seen_at,
        fetch_event.c.page_id,
        fetch_event.c.kind,
    )
    .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
    .where(
        sighting.c.article_id.in_(sa.bindparam("articles", expanding=True)),
        fetch_event.c.page_id.is_not(None),
        fetch_event.c.outcome == "ok",
    )
    .order_by(sighting.c.article_id, sighting.c.seen_at, sighting.c.id)
)
_LISTED = (
    sa.select(
        fetch_event.c.url,
        fetch_event.c.requested_at,
        fetch_event.c.page_id,
        fetch_event.c.outcome,
        fetch_event.c.kind,
        run.c.outcome.label("ended"),
    )
    .outerjoin(run, run.c.id == fetch_event.c.run_id)
    .where(fetch_event.c.page_id.is_not(None))
    .order_by(fetch_event.c.url, fetch_event.c.requested_at, fetch_event.c.id)
)


# --- what speaks for a page all the same ----------------------------------------------------------


def _still(conn: sa.Connection, pages: Iterable[int]) -> list[int]:
    return [one for some in chunks(sorted(pages), SOME) for one in free(conn, some)]


def free(conn: sa.Connection, pages: Sequence[int]) -> list[int]:
    """Those of the pages that nothing but looks of one article or address refers to, and whose
    bytes are still there, in the order of their records.
    """
    looks, seen = fetch_event.alias(), sighting.alias()
    single = (
        sa.select(looks.c.page_id)
        .outerjoin(seen, seen.c.fetch_id == looks.c.id)
        .where(looks.c.page_id.in_(pages))
        .group_by(looks.c.page_id)
        .having(
            sa.func.min(looks.c.outcome) == "ok",
            sa.func.max(looks.c.outcome) == "ok",
            sa.func.min(looks.c.site_id) == sa.func.max(looks.c.site_id),
            sa.or_(
                sa.and_(  # each look is one at the same article
                    sa.func.count(seen.c.article_id) == sa.func.count(looks.c.id),
                    sa.func.min(seen.c.article_id) == sa.func.max(seen.c.article_id),
                    sa.func.min(seen.c.verdict) == Verdict.UNCHANGED.value,
                    sa.func.max(seen.c.verdict) == Verdict.UNCHANGED.value,
                ),
                sa.and_(  # or none is at any
                    sa.func.count(seen.c.id) == 0,
                    sa.func.min(looks.c.url) == sa.func.max(looks.c.url),
                    sa.func.min(looks.c.kind).in_(LISTED),
                    sa.func.max(looks.c.kind).in_(LISTED),
                ),
            ),
        )
    )
    held = (
        sa.select(page.c.id)
        .where(page.c.id.in_(single), page.c.size > 0, _is_there())
        .where(~sa.exists().where(reading.c.page_id == page.c.id))
        .where(~sa.exists().where(withheld.c.page_id == page.c.id), ~_begins_a_version())
        .order_by(page.c.file, page.c.offset)
    )
    return list(conn.scalars(held))


def _begins_a_version() -> sa.ColumnElement[bool]:
    """Whether it is that of a version of an article that it showed."""
    look = fetch_event.alias()
    own = (
        sa.select(version.c.id)
        .join(sighting, sighting.c.article_id == version.c.article_id)
        .join(look, look.c.id == sighting.c.fetch_id)
        .where(look.c.page_id == page.c.id, version.c.page_id == page.c.id)
    )
    return own.correlate(page).exists()


def _is_there() -> sa.ColumnElement[bool]:
    """Whether a page was never given up, or came whole again since."""
    gone, back = compacted.alias(), fetch_event.alias()
    newest = (
        sa.select(sa.func.max(gone.c.recorded_at))
        .where(gone.c.page_id == page.c.id)
        .correlate(page)
        .scalar_subquery()
    )
    never = ~sa.exists().where(gone.c.page_id == page.c.id).correlate(page)
    came = sa.exists().where(back.c.page_id == page.c.id, back.c.recorded_at > newest)
    return sa.or_(never, came.correlate(page))


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items, `size` at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
