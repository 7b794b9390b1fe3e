"""The one transaction in which a look at an article becomes facts and state.

All functions take a connection inside a writing transaction, and leave the commit to the caller.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from archive import decide
from archive.errors import NotFound, PageLost, Refused
from archive.record import ArticleKey, Kind, Reader, Reading, Recorded
from archive.storage import copies, identity, readings, sightings, state, versions
from archive.storage.columns import AnyRow
from archive.storage.declared import note_waiting
from archive.storage.derived import version_state
from archive.storage.identity import Identity
from archive.storage.schema import fetch_event, page, version
from archive.storage.sightings import Desk, fetched
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

    @property
    def state(self) -> decide.State:
        """What the page shows."""
        return decide.State(self.digests, self.seen_at, self.reading.reader, self.reading.layout)


def record(
    desk: Desk, fetch_id: int, key: ArticleKey, site_id: int, reading: Reading, seen_at: datetime
) -> Recorded:
    """Decides what a reading is, and writes it; a look that has its sighting is left as it is."""
    conn = desk.conn
    fetch = fetched(conn, fetch_id)
    if fetch.sighting is not None and (done := sightings.already(conn, fetch_id)):
        return done
    if fetch.page_id is None:
        raise NotFound(f"look {fetch_id} brought no page, so that nothing can be read in it")
    text = sketch.measure(copies.text_of(reading.lead, reading.body))
    seen = Seen(fetch, reading, digest.digests(reading), text, seen_at)
    newcomer = identity.Newcomer(key, site_id, fetch, reading, text, seen.digests.folded, seen_at)
    own = identity.claim(conn, newcomer, desk.recorded_at)
    line = _line(desk, own, seen)
    decision = decide.decide(line.history(reading.reader, reading.layout), seen.state)
    version_id, reading_id, same = _write(desk, own, line, decision, seen)
    sightings.sight(
        desk,
        fetch_id,
        decision.verdict,
        seen_at,
        own.id,
        version_id=version_id,
        reading_id=reading_id,
    )
    state.refresh(conn, own.id)
    note_waiting(conn, reading.source_url, fetch.url, desk.recorded_at)
    story_id = (
        None if own.is_new and not same else sightings.story_of(conn, own.id, linked=bool(same))
    )
    return _told(conn, own, version_id, decision, story_id)


def _line(desk: Desk, own: Identity, seen: Seen) -> state.Timeline:
    """The article's versions; those beside the page are read again if another reader read them."""
    if own.is_new:
        return state.Timeline([], [])
    line = state.timeline(desk.conn, own.id)
    if desk.reader is None or desk.reader.name != seen.reading.reader:
        return line
    beside = decide.neighbours(line.history("", ""), seen.seen_at)
    ids = {one.version for one in beside if one}
    stale = [
        shown
        for shown in line.versions
        if shown.id in ids and all(r.reader != desk.reader.name for r in shown.readings)
    ]
    again = [_read_again(desk, desk.reader, shown) for shown in stale]
    return state.timeline(desk.conn, own.id) if any(again) else line


def _read_again(desk: Desk, reader: Reader, shown: state.Shown) -> bool:
    """Adds this reader's reading to a version; without it, title and words alone are compared."""
    conn = desk.conn
    row = conn.execute(
        sa.select(page.c.sha256, page.c.content_type, fetch_event.c.url)
        .join(fetch_event, fetch_event.c.page_id == page.c.id)
        .where(page.c.id == shown.page_id, fetch_event.c.kind == "article")
        .order_by(fetch_event.c.id)
        .limit(1)
    ).one()
    try:
        body = desk.page_bytes(conn, row.sha256)
        found = reader.read(body, row.url, shown.starts_at, row.content_type)
    except (PageLost, Refused):
        return False
    made = readings.hold(conn, shown.page_id, found, digest.digests(found), desk.recorded_at)
    versions.attach(desk, shown.id, made)
    return True


def _write(
    desk: Desk, own: Identity, line: state.Timeline, decision: decide.Decision, seen: Seen
) -> tuple[int, int, list[int]]:
    """Version and reading of the look, and the articles that a new version is the same text as."""
    if decision.version is not None:
        shown = next(one for one in line.versions if one.id == decision.version)
        return decision.version, _reading_of(desk, shown, seen), []
    made = readings.hold(
        desk.conn, seen.fetch.page_id, seen.reading, seen.digests, desk.recorded_at
    )
    version_id = versions.add(
        desk, own, seen.fetch.page_id, seen.seen_at, [made], seen.fetch.sha256
    )
    same = copies.look_for(desk.conn, version_id, seen.text, desk.recorded_at)
    if decision.resumes is not None:
        shown = next(one for one in line.versions if one.id == decision.resumes)
        same += _resume(desk, own, line, shown, seen.seen_at)
    return version_id, made, same


def _reading_of(desk: Desk, shown: state.Shown, seen: Seen) -> int:
    """The reading of an unchanged page: that of its version, if it says the very same."""
    for row in shown.readings:
        alike = row.reader == seen.reading.reader and row.layout == seen.reading.layout
        if alike and row.digest == seen.digests.all:
            return int(row.id)
    made = readings.hold(
        desk.conn, seen.fetch.page_id, seen.reading, seen.digests, desk.recorded_at
    )
    if all(row.id != made for row in shown.readings):
        versions.attach(desk, shown.id, made)
    return made


def _resume(
    desk: Desk, own: Identity, line: state.Timeline, shown: state.Shown, interrupted_at: datetime
) -> list[int]:
    """A further row for the state that a late capture interrupts, from its next sighting on."""
    look = next(
        one for one in line.looks if one.version_id is not None and one.seen_at > interrupted_at
    )
    kept = [row.id for row in shown.readings]
    brought = desk.conn.scalar(sa.select(page.c.sha256).where(page.c.id == shown.page_id)) or ""
    version_id = versions.add(desk, own, shown.page_id, look.seen_at, kept, brought)
    return copies.look_again(desk.conn, version_id, desk.recorded_at)


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
