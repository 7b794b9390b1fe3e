"""The versions of one article and the looks at it, in order of time, as the facts tell them.

Which version a look showed follows from its time alone, and which readings are a version's from
the pages of its looks: a late capture may move either to another version.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa

from archive import decide
from archive.storage import lines, readings
from archive.storage.columns import AnyRow
from archive.storage.moments import NOW, Moment


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
    files: dict[str, str] = field(default_factory=dict)  # address and SHA-256, as last looked at
    by_file: bool = False  # it began with a file whose bytes were others
    carried: Showing | None = None  # the look at the page before that

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
        looks = [self.carried, *self.showings] if self.carried else self.showings
        rows = [showing.by(reader) for showing in looks] or self.readings
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
            readings.digests_of(row),
            self.starts_at,
            row.reader,
            row.layout,
            self.id,
            self.ends_at,
            self.files,
            self.by_file,
        )


@dataclass(frozen=True, slots=True)
class Timeline:
    """The versions of an article and the looks at it, both in order of time."""

    versions: list[Shown]
    looks: Sequence[AnyRow]
    showings: list[Showing]
    readings: frozenset[int] = frozenset()  # all that were ever the newest of a version
    site_id: int | None = None
    files: Sequence[AnyRow] = ()  # looks at the files that the article offers, in order of time

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

    def files_at(self, at: datetime) -> dict[str, str]:
        """The files of the article as they were last looked at by a time: address and SHA-256."""
        begin = self.versions[0].starts_at if self.versions else at
        return {one.url: one.sha256 for one in self.files if begin <= one.seen_at <= at}

    @property
    def is_in_order(self) -> bool:
        """Whether the look recorded last is also the last in time."""
        if self.files and self.looks and self.looks[-1].seen_at < self.files[-1].seen_at:
            return False
        return _is_last(self.looks) and _is_last(self.files)


def _is_last(rows: Sequence[AnyRow]) -> bool:
    return not rows or rows[-1].id == max(row.id for row in rows)


def load(conn: sa.Connection, article_id: int, moment: Moment = NOW) -> Timeline:
    """The timeline of an article, now or as it was at a moment."""
    if moment:
        return load_all(conn, [article_id], moment)[article_id]
    own = {"article": article_id}
    looks, rows = conn.execute(lines.LOOKS, own).all(), conn.execute(lines.READINGS, own).all()
    offers = rows and rows[0].offers  # hardly any article does
    return _timeline(looks, rows, conn.execute(lines.FILES, own).all() if offers else [], NOW)


def load_all(
    conn: sa.Connection, article_ids: Sequence[int], moment: Moment
) -> dict[int, Timeline]:
    """The timelines of some articles as they were at a moment."""
    looks: defaultdict[int, list[AnyRow]] = defaultdict(list)
    rows: defaultdict[int, list[AnyRow]] = defaultdict(list)
    files: defaultdict[int, list[AnyRow]] = defaultdict(list)
    wanted = {"articles": list(article_ids), **moment.cut}
    for look in conn.execute(lines.LOOKS_THEN, wanted):
        looks[look.article_id].append(look)
    for row in conn.execute(lines.READINGS_THEN, wanted):
        rows[row.article_id].append(row)
    if any(some[0].offers for some in rows.values()):
        for file in conn.execute(lines.FILES_THEN, wanted):
            files[file.article_id].append(file)
    return {one: _timeline(looks[one], rows[one], files[one], moment) for one in article_ids}


def _timeline(
    looks: Sequence[AnyRow], rows: Sequence[AnyRow], files: Sequence[AnyRow], moment: Moment
) -> Timeline:
    """A version starts at its earliest sighting."""
    starts: dict[int, datetime] = {}
    for one in (*rows, *looks, *files):
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
    _share_out_files(versions, showings, files)
    ever = frozenset(row.id for row in rows)
    return Timeline(versions, looks, showings, ever, rows[0].site_id if rows else None, files)


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
    for earlier, shown in pairwise(versions):
        if not shown.showings:  # a file became another one, and the page stayed as it was
            shown.showings = earlier.showings[-1:]
    for shown in versions:
        held = {row.id: row for one in shown.showings for row in one.rows}
        if held:
            shown.readings = [held[one] for one in sorted(held)]


def _share_out_files(
    versions: list[Shown], showings: Sequence[Showing], files: Sequence[AnyRow]
) -> None:
    """Gives each version the files as they were when it was seen last.

    Looks before the article was seen first tell nothing.
    """
    if not files:
        return
    at_page = {showing.look.seen_at for showing in showings}
    known: dict[str, str] = {}
    place = 0
    for shown, following in zip(versions, [*versions[1:], None], strict=True):
        while place < len(files) and (
            following is None or files[place].seen_at < following.starts_at
        ):
            if files[place].seen_at >= shown.starts_at:
                known[files[place].url] = files[place].sha256
                shown.ends_at = max(shown.ends_at or shown.starts_at, files[place].seen_at)
            place += 1
        shown.files = dict(known)
        shown.by_file = shown.starts_at not in at_page
        if shown.by_file:
            earlier = bisect_right(showings, shown.starts_at, key=lambda one: one.look.seen_at)
            shown.carried = showings[earlier - 1] if earlier else None
