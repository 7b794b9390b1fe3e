"""The one transaction in which a look at an article becomes facts and state.

All functions take a connection inside a writing transaction, and leave the commit to the caller.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from archive import decide
from archive.errors import NotFound, PageLost, Refused
from archive.record import ArticleKey, Kind, Reader, Reading, Recorded, Verdict
from archive.storage import (
    attached,
    copies,
    identity,
    readings,
    sightings,
    state,
    timeline,
    versions,
    withheld,
)
from archive.storage.columns import AnyRow
from archive.storage.declared import note_waiting
from archive.storage.derived import version_state
from archive.storage.identity import Identity
from archive.storage.likeness import Newcomer
from archive.storage.schema import fetch_event, page, version
from archive.storage.sightings import Desk, fetched
from archive.storage.timeline import Showing, Shown, Timeline
from archive.text import digest, sketch
from archive.text.digest import Digests


@dataclass(frozen=True, slots=True)
class Seen:
    """A look at an article, being recorded."""

    fetch: AnyRow
    reading: Reading
    digests: Digests
    text: sketch.Text
    seen_at: datetime
    site: str

    def state(self, files: Mapping[str, str]) -> decide.State:
        """What the page shows, with the article's files as they were last looked at."""
        reading = self.reading
        return decide.State(self.digests, self.seen_at, reading.reader, reading.layout, files=files)


def record(
    desk: Desk, fetch_id: int, key: ArticleKey, site_id: int, reading: Reading, seen_at: datetime
) -> Recorded:
    """Decides what a reading is, and writes it; a look that has its sighting is left as it is."""
    conn = desk.conn
    fetch = fetched(conn, fetch_id)
    if fetch.sighting is not None and (done := sightings.already(conn, fetch_id)):
        return done
    if fetch.page_id is None and (name := withheld.whole(conn, site_id, key)):
        return Recorded(name, Verdict.REFUSED)
    if fetch.page_id is None:
        raise NotFound(f"look {fetch_id} brought no page, so that nothing can be read in it")
    text = sketch.measure(copies.text_of(reading.lead, reading.body))
    seen = Seen(fetch, reading, digest.digests(reading), text, seen_at, key.site)
    newcomer = Newcomer(key, site_id, fetch, reading, text, seen.digests.folded, seen_at)
    own = identity.claim(conn, newcomer, desk.recorded_at)
    line, decision = _decide(desk, own, seen)
    version_id, reading_id, same = _write(desk, own, line, decision, seen)
    comes_late = bool(line.looks) and seen_at < line.looks[-1].seen_at
    with sightings.settling(conn, own.id, seen_at) if comes_late else nullcontext():
        told = {"version_id": version_id, "reading_id": reading_id}
        sightings.sight(desk, fetch_id, decision.verdict, seen_at, own.id, **told)
    if line.files and seen_at < line.versions[0].starts_at:
        same += attached.ensure(desk, own)  # files were looked at before the page was
    state.refresh(conn, own.id, is_new=own.is_new)
    note_waiting(conn, reading.source_url, fetch.url, desk.recorded_at)
    story_id = (
        None if own.is_new and not same else sightings.story_of(conn, own.id, linked=bool(same))
    )
    return _told(conn, own, version_id, decision, story_id)


def _decide(desk: Desk, own: Identity, seen: Seen) -> tuple[Timeline, decide.Decision]:
    """The article's versions, and what the page is among them, by one reader as far as possible.

    The looks beside the page are read again if another reader read them; where the page is a new
    version, so is a look of each other version, since it may go back to any of them.
    """
    if own.is_new:
        return Timeline([], [], []), decide.decide([], seen.state({}))
    line = timeline.load(desk.conn, own.id)
    line = _read_by(desk, own, line, [one for one in line.beside(seen.seen_at) if one], seen)
    decision = _decision(line, seen)
    if decision.is_new:
        line = _read_by(desk, own, line, [_alike(one, seen) for one in line.versions], seen)
        decision = _decision(line, seen)
    return line, decision


def _decision(line: Timeline, seen: Seen) -> decide.Decision:
    reader, layout = seen.reading.reader, seen.reading.layout
    before, after = line.beside(seen.seen_at)
    beside = _state(before, reader), _state(after, reader)
    state = seen.state(line.files_at(seen.seen_at))
    return decide.decide(line.history(reader, layout), state, beside)


def _state(showing: Showing | None, reader: str) -> decide.State | None:
    if showing is None:
        return None
    row = showing.by(reader)
    return decide.State(readings.digests_of(row), showing.look.seen_at, row.reader, row.layout)


def _alike(shown: Shown, seen: Seen) -> Showing:
    """The look at a version that is compared best: the last one by the layout of the page."""
    alike = [one for one in shown.showings if one.own.layout == seen.reading.layout]
    return (alike or shown.showings)[-1]


def _read_by(
    desk: Desk, own: Identity, line: Timeline, some: list[Showing], seen: Seen
) -> Timeline:
    """The versions, after the reader of the page has read those looks that it had not yet read."""
    reader = desk.reader
    name = reader.name_of(seen.site) if reader else ""
    if reader is None or name != seen.reading.reader:
        return line
    stale = [one for one in some if one.by(name).reader != name]
    again = [_read_again(desk, reader, showing) for showing in stale]
    return timeline.load(desk.conn, own.id) if any(again) else line


def _read_again(desk: Desk, reader: Reader, showing: Showing) -> bool:
    """Adds this reader's reading of a look; without it, title and words alone are compared."""
    try:
        found = read_again(desk.conn, desk.page_bytes, reader, showing)
    except (PageLost, Refused):
        return False
    add_reading(desk, showing, found)
    return True


def read_again(
    conn: sa.Connection,
    page_bytes: Callable[[sa.Connection, str], bytes],
    reader: Reader,
    showing: Showing,
) -> Reading:
    """The stored page of a look, read by this reader; raises PageLost or Refused."""
    row = conn.execute(
        sa.select(page.c.sha256, page.c.content_type, fetch_event.c.url, fetch_event.c.requested_at)
        .join(fetch_event, fetch_event.c.page_id == page.c.id)
        .where(page.c.id == showing.page_id, fetch_event.c.kind == "article")
        .order_by(fetch_event.c.id != showing.look.fetch_id, fetch_event.c.id)
        .limit(1)
    ).one()
    body = page_bytes(conn, row.sha256)
    return reader.read(body, row.url, row.requested_at, row.content_type)


def add_reading(desk: Desk, showing: Showing, found: Reading) -> None:
    """Makes a further reading of a look's page one of its version."""
    conn = desk.conn
    made = readings.hold(conn, showing.page_id, found, digest.digests(found), desk.recorded_at)
    versions.attach(desk, showing.look.version_id, made)


def _write(
    desk: Desk, own: Identity, line: Timeline, decision: decide.Decision, seen: Seen
) -> tuple[int, int, list[int]]:
    """Version and reading of the look, and the articles that new versions are the same text as."""
    same: list[int] = []
    if decision.version is not None:
        shown = next(one for one in line.versions if one.id == decision.version)
        version_id, made = decision.version, _reading_of(desk, shown, seen)
    else:
        page_id = seen.fetch.page_id
        made = readings.hold(desk.conn, page_id, seen.reading, seen.digests, desk.recorded_at)
        version_id = versions.add(desk, own, page_id, seen.seen_at, [made], seen.fetch.sha256)
        same += copies.look_for(desk.conn, version_id, seen.text, desk.recorded_at)
    _, following = line.beside(seen.seen_at)
    if decision.resumes is not None and following is not None:
        _, again = versions.again(desk, own, following, following.look.seen_at)
        same += again
    return version_id, made, same


def _reading_of(desk: Desk, shown: Shown, seen: Seen) -> int:
    """The reading of an unchanged page: that of its version, if it says the very same."""
    for row in shown.readings:
        alike = row.reader == seen.reading.reader and row.layout == seen.reading.layout
        if alike and row.digest == seen.digests.all:
            return int(row.id)
    made = readings.hold(
        desk.conn, seen.fetch.page_id, seen.reading, seen.digests, desk.recorded_at
    )
    versions.attach(desk, shown.id, made)
    return made


def _told(
    conn: sa.Connection,
    own: Identity,
    version_id: int,
    decision: decide.Decision,
    story_id: str | None,
) -> Recorded:
    row = conn.execute(_TOLD, {"version": version_id}).one()
    told = Recorded(own.public_id, decision.verdict, row.public_id, story_id=story_id)
    if not decision.is_new:
        return told
    return replace(told, kind=Kind(row.kind), changed_fields=tuple(row.changed_fields))


_TOLD = (
    sa.select(version.c.public_id, version_state.c.kind, version_state.c.changed_fields)
    .join(version_state, version_state.c.version_id == version.c.id)
    .where(version.c.id == sa.bindparam("version"))
)
