"""What lists tell of an article (where it is, title, dates), and what a list is asked for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from archive.asking.filters import STATUSES, known_sites
from archive.errors import BadQuery
from archive.storage import past
from archive.storage.moments import Moment
from archive.storage.schema import article, reading, site

CHUNK = 500  # rows asked for at once


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for: a time (both ends included), sites, topic statuses; empty takes all."""

    since: datetime | None = None
    until: datetime | None = None
    sites: Sequence[str] = ()
    statuses: Sequence[str] = ()

    def __post_init__(self) -> None:
        for status in self.statuses:
            if status not in STATUSES:
                raise BadQuery(
                    f"no topic status is called “{status}”: there are {', '.join(STATUSES)}"
                )
        for name in ("since", "until"):
            at = getattr(self, name)
            if at is not None and at.tzinfo is None:
                raise BadQuery(f"{name} needs a zone: {at} may be any of 38 moments")
        if self.since and self.until and self.since > self.until:
            raise BadQuery("nothing is both since and until then: the first is the later one")

    def holds(self, at: datetime | None) -> bool:
        """Whether a time lies in it."""
        if at is None:
            return False
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)

    def takes(self, status: str | None) -> bool:
        """Whether articles of this topic status are asked for."""
        return not self.statuses or status in self.statuses

    def site_ids(self, conn: sa.Connection) -> list[int] | None:
        """The sites asked for, None for all; raises NotFound naming those there are."""
        if not self.sites:
            return None
        known = known_sites(conn, self.sites)
        return list(conn.scalars(sa.select(site.c.id).where(site.c.name.in_(known))))


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list, as it was at a moment."""

    article_id: str
    site: str
    url: str
    title: str
    published_at: datetime | None
    published_precision: str | None
    first_seen_at: datetime
    topic_status: str | None


def cards(conn: sa.Connection, ids: Collection[int], moment: Moment) -> dict[int, Card]:
    """Articles as they were at a moment, by their inner number; without those not there then."""
    heads = past.heads(conn, ids, moment)
    read = readings(conn, [state.article["head_reading_id"] for state in heads.values()])
    names: dict[int, Any] = {}
    for some in chunks(heads):
        query = sa.select(article.c.id, article.c.public_id, site.c.name)
        query = query.join(site, site.c.id == article.c.site_id).where(article.c.id.in_(some))
        names |= {row.id: row for row in conn.execute(query)}
    return {
        one: Card(
            article_id=names[one].public_id,
            site=names[one].name,
            url=state.article["url"],
            title=read[state.article["head_reading_id"]].title,
            published_at=state.article["published_at"],
            published_precision=read[state.article["head_reading_id"]].published_precision,
            first_seen_at=state.article["first_seen_at"],
            topic_status=state.article["topic_status"],
        )
        for one, state in heads.items()
        if state.article["head_reading_id"] in read
    }


def readings(conn: sa.Connection, ids: Collection[int]) -> dict[int, Any]:
    """Title and date of some readings, by their number."""
    found: dict[int, Any] = {}
    columns = (reading.c.id, reading.c.title, reading.c.published_precision)
    for some in chunks(ids):
        query = sa.select(*columns).where(reading.c.id.in_(some))
        found |= {row.id: row for row in conn.execute(query)}
    return found


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """The numbers, each once, some at a time."""
    rest = iter(sorted({one for one in ids if one is not None}))
    while some := list(islice(rest, CHUNK)):
        yield some
