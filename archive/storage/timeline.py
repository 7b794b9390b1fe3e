"""The versions of one article and the looks at it, in order of time, as the facts tell them.

Which version a look showed follows from its time alone, and which readings are a version's from
the pages of its looks: a late capture may move either to another version.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from archive import decide
from archive.storage import readings
from archive.storage.columns import AnyRow
from archive.storage.moments import NOW, Moment
from archive.storage.schema import (
    article,
    fetch_event,
    reading,
    sighting,
    version,
    version_reading,
)


@dataclass(frozen=True, slots=True)
class Showing:
    """A look that showed the article: what was read in it, by every reader, and its own page.

    A 304 shows what was shown before it, as far as that was known then.
    """

    look: AnyRow
    page_id: int
    rows: tuple[AnyRow, ...]  # readings of the page, oldest first; the look's own among them
    own: AnyRow

    def by(self, reader: str) -> AnyRow:
        """The reading of this reader, by the look's own layout if it can be; else the look's."""
        found = [row for row in self.rows if row.reader == reader]
        alike = [row for row in found if row.layout == self.own.layout]
        return (alike or found or [self.own])[-1]


@dataclass(slots=True)
class Shown:
    """A version with the looks that showed it, and all readings of it, oldest first."""

    id: int
    starts_at: datetime
    readings: list[AnyRow]
    showings: list[Showing] = field(default_factory=list)  # one of each that tells more
    ends_at: datetime | None = None

    def state(self, reader: str = "", layout: str = "") -> decide.State:
        """The state as one reader saw it last by one layout; else last of all."""
        return self.as_read(self.last(reader, layout))

    def last(self, reader: str, layout: str) -> AnyRow:
        """The last reading of a look, by one reader and layout, else by that reader, else any."""
        rows = [showing.by(reader) for showing in self.showings] or self.readings
        by_reader = [row for row in rows if row.reader == reader]
        alike = [row for row in by_reader if row.layout == layout]
        return (alike or by_reader or rows)[-1]

    def first(self, reader: str) -> AnyRow:
        """The reading of the first look that this reader read, else of the first look."""
        rows = [showing.by(reader) for showing in self.showings] or self.readings
        return next((row for row in rows if row.reader == reader), rows[0])

    def after(self, earlier: "Shown") -> tuple[AnyRow, AnyRow]:
        """Readings of an earlier version and of this one that can be compared.

        They are by the reader under which this one was recorded, if it also read the other.
        """
        readers = {row.reader for row in earlier.readings}
        own = self.first("")
        common = [row.reader for row in self.readings if row.reader in readers]
        if own.reader not in common and common:
            own = self.first(common[-1])
        return earlier.last(own.reader, own.layout), own

    def as_read(self, row: AnyRow) -> decide.State:
        """The state as it is in a reading of it."""
        return decide.State(
            readings.digests_of(row), self.starts_at, row.reader, row.layout, self.id, self.ends_at
        )


@dataclass(frozen=True, slots=True)
class Timeline:
    """The versions of an article and the looks at it, both in order of time."""

    versions: list[Shown]
    looks: Sequence[AnyRow]
    showings: list[Showing]
    readings: frozenset[int] = frozenset()  # all that were ever the newest of a version
    site_id: int | None = None

    def history(self, reader: str = "", layout: str = "") -> list[decide.State]:
        """The article's states, read as far as possible by one reader."""
        return [shown.state(reader, layout) for shown in self.versions]

    def beside(self, at: datetime) -> tuple[Showing | None, Showing | None]:
        """The looks that showed the article last before a time, and first after it."""
        place = bisect_right(self.showings, at, key=lambda one: one.look.seen_at)
        return (
            self.showings[place - 1] if place else None,
            self.showings[place] if place < len(self.showings) else None,
        )

    @property
    def is_in_order(self) -> bool:
        """Whether the look recorded last is also the last in time."""
        return not self.looks or self.looks[-1].id == max(look.id for look in self.looks)


def load(conn: sa.Connection, article_id: int, moment: Moment = NOW) -> Timeline:
    """The timeline of an article, now or as it was at a moment."""
    if moment:
        return load_all(conn, [article_id], moment)[article_id]
    looks = conn.execute(_LOOKS, {"article": article_id}).all()
    return _timeline(looks, conn.execute(_READINGS, {"article": article_id}).all(), NOW)


def load_all(
    conn: sa.Connection, article_ids: Sequence[int], moment: Moment
) -> dict[int, Timeline]:
    """The timelines of some articles as they were at a moment."""
    looks: defaultdict[int, list[AnyRow]] = defaultdict(list)
    rows: defaultdict[int, list[AnyRow]] = defaultdict(list)
    wanted = {"articles": list(article_ids), **moment.cut}
    for look in conn.execute(_LOOKS_THEN, wanted):
        looks[look.article_id].append(look)
    for row in conn.execute(_READINGS_THEN, wanted):
        rows[row.article_id].append(row)
    return {one: _timeline(looks[one], rows[one], moment) for one in article_ids}


def _timeline(looks: Sequence[AnyRow], rows: Sequence[AnyRow], moment: Moment) -> Timeline:
    """A version starts at its earliest sighting."""
    starts: dict[int, datetime] = {}
    for one in (*rows, *looks):
        if one.version_id is not None:
            starts[one.version_id] = min(one.seen_at, starts.get(one.version_id, one.seen_at))
    attached: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        if moment.as_of is None or starts[row.version_id] <= moment.as_of:
            attached[row.version_id].append(row)
    order = sorted(attached, key=lambda one: (starts[one], one))
    versions = [Shown(one, starts[one], attached[one]) for one in order]
    showings = _showings(looks, rows)
    _share_out(versions, showings)
    ever = frozenset(row.id for row in rows)
    return Timeline(versions, looks, showings, ever, rows[0].site_id if rows else None)


def _showings(looks: Iterable[AnyRow], rows: Iterable[AnyRow]) -> list[Showing]:
    """What each look that showed the article showed."""
    by_id = {row.id: row for row in rows}
    pages: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for reading_id in sorted(by_id):
        pages[by_id[reading_id].page_id].append(by_id[reading_id])
    found: list[Showing] = []
    for look in looks:
        own = by_id.get(look.reading_id)
        if own is not None:
            at = look.page_id or own.page_id
            known = pages[at] if at == own.page_id else [*pages[at], own]
            found.append(Showing(look, at, tuple(known), own))
        elif look.version_id is not None:
            known_then = (one for one in reversed(found) if one.look.id < look.id)
            if (one := next(known_then, None)) is not None:
                found.append(Showing(look, one.page_id, one.rows, one.own))
    return found


def _share_out(versions: list[Shown], showings: list[Showing]) -> None:
    """Gives each version its looks by their time, and the readings of their pages."""
    place = 0
    for showing in showings:
        at = showing.look.seen_at
        while place + 1 < len(versions) and versions[place + 1].starts_at <= at:
            place += 1
        shown = versions[place]
        shown.ends_at = at
        if not shown.showings or shown.showings[-1].rows != showing.rows:
            shown.showings.append(showing)
    for shown in versions:
        held = {row.id: row for one in shown.showings for row in one.rows}
        if held:
            shown.readings = [held[one] for one in sorted(held)]


_OWN: sa.BindParameter[int] = sa.bindparam("article")
_SOME: sa.BindParameter[list[int]] = sa.bindparam("articles", expanding=True)
_LOOK = (
    sa.select(
        sighting.c.article_id,
        sighting.c.id,
        sighting.c.fetch_id,
        sighting.c.verdict,
        sighting.c.version_id,
        sighting.c.reading_id,
        sighting.c.seen_at,
        sighting.c.reason,
        fetch_event.c.url,
        fetch_event.c.etag,
        fetch_event.c.last_modified,
        fetch_event.c.status,
        fetch_event.c.run_id,
        fetch_event.c.page_id,
    )
    .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
    .order_by(sighting.c.seen_at, sighting.c.id)
)
_LOOKS = _LOOK.where(sighting.c.article_id == _OWN)
_LOOKS_THEN = _LOOK.where(
    sighting.c.article_id.in_(_SOME),
    sighting.c.recorded_at <= sa.bindparam("known_at"),
    sighting.c.seen_at <= sa.bindparam("as_of"),
)
_READING = (
    sa.select(
        version.c.article_id,
        version.c.id.label("version_id"),
        version.c.seen_at,
        article.c.site_id,
        reading.c.page_id,
        reading.c.id,
        reading.c.reader,
        reading.c.layout,
        reading.c.published_at,
        *readings.DIGESTS,
    )
    .join(article, article.c.id == version.c.article_id)
    .join(version_reading, version_reading.c.version_id == version.c.id)
    .join(reading, reading.c.id == version_reading.c.reading_id)
    .order_by(version.c.id, reading.c.id)
)
_READINGS = _READING.where(version.c.article_id == _OWN)
_READINGS_THEN = _READING.where(  # what a version shows by a time is told by its looks
    version.c.article_id.in_(_SOME),
    version.c.recorded_at <= sa.bindparam("known_at"),
    version_reading.c.recorded_at <= sa.bindparam("known_at"),
)
