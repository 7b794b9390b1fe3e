"""The one transaction in which a look at an article becomes facts and state.

All functions take a connection inside a writing transaction, and leave the commit to the caller.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from archive import decide
from archive.errors import NotFound, PageLost, Refused
from archive.record import ArticleKey, Kind, Reader, Reading, Recorded, Verdict
from archive.storage import copies, gone, identity, readings, state, stories
from archive.storage.declared import note_waiting
from archive.storage.derived import article_state, version_state
from archive.storage.identity import Identity
from archive.storage.schema import (
    AnyRow,
    article,
    fetch_event,
    page,
    sighting,
    version,
    version_reading,
)
from archive.storage.warc import warc_date
from archive.text import digest, sketch
from archive.text.digest import Digests


@dataclass(frozen=True, slots=True)
class Desk:
    """What the transaction works with: the connection, a reader for earlier pages, the time now."""

    conn: sa.Connection
    reader: Reader | None
    page_bytes: Callable[[sa.Connection, str], bytes]
    recorded_at: datetime


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
    fetch = _fetch(conn, fetch_id)
    if fetch.sighting is not None and (done := already(conn, fetch_id)):
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
    sight(
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
    story_id = None if own.is_new and not same else story_of(conn, own.id, linked=bool(same))
    return _told(conn, own, version_id, decision, story_id)


def sight(
    desk: Desk,
    fetch_id: int,
    verdict: Verdict,
    seen_at: datetime,
    article_id: int | None,
    **values: Any,
) -> None:
    """Writes what a look meant: `version_id`, `reading_id`, `reason`, `detail`."""
    desk.conn.execute(
        sa.insert(sighting),
        {
            "fetch_id": fetch_id,
            "article_id": article_id,
            "verdict": verdict,
            "seen_at": seen_at,
            "recorded_at": desk.recorded_at,
            **values,
        },
    )


def unchanged(desk: Desk, fetch_id: int, own: Identity, seen_at: datetime) -> Recorded:
    """A 304: the article still shows what it showed."""
    conn = desk.conn
    if done := already(conn, fetch_id):
        return done
    line = state.timeline(conn, own.id)
    before, after = decide.neighbours(line.history("", ""), seen_at)
    shown = before or after
    assert shown is not None  # an article without a version is never made
    sight(desk, fetch_id, Verdict.UNCHANGED, seen_at, own.id, version_id=shown.version)
    state.refresh(conn, own.id)
    name = conn.scalar(sa.select(version.c.public_id).where(version.c.id == shown.version))
    return Recorded(own.public_id, Verdict.UNCHANGED, name, story_id=story_of(conn, own.id))


def missing(
    desk: Desk, fetch_id: int, own: Identity | None, seen_at: datetime, *, hard: bool
) -> Recorded | None:
    """A look that found no page; None where its address is not known."""
    conn = desk.conn
    if done := already(conn, fetch_id):
        return done
    reason = gone.HARD if hard else gone.SOFT
    run_id = _fetch(conn, fetch_id).run_id
    doubted = run_id is not None and gone.doubted(conn, run_id)
    was_gone = own is not None and _is_gone(conn, own.id)
    sight(desk, fetch_id, Verdict.GONE, seen_at, own.id if own else None, reason=reason)
    if own is None:
        return None
    if run_id is not None and bool(gone.doubted(conn, run_id)) != bool(doubted):
        settle(conn, run_id)
    state.refresh(conn, own.id)
    if not _is_gone(conn, own.id):
        return Recorded(own.public_id, Verdict.REFUSED)
    return Recorded(own.public_id, Verdict.UNCHANGED if was_gone else Verdict.GONE)


def settle(conn: sa.Connection, run_id: int) -> None:
    """Derives anew which of a run's missing articles are gone."""
    for article_id in gone.articles_missing(conn, run_id):
        state.refresh(conn, article_id)


def refuse(
    desk: Desk, fetch_id: int, reason: str, detail: str, own: Identity | None, seen_at: datetime
) -> None:
    """A page that is no article: counted and kept, and nothing is concluded from it."""
    if already(desk.conn, fetch_id):
        return
    sight(
        desk,
        fetch_id,
        Verdict.REFUSED,
        seen_at,
        own.id if own else None,
        reason=reason,
        detail=detail or None,
    )
    if own:
        state.refresh(desk.conn, own.id)


def already(conn: sa.Connection, fetch_id: int) -> Recorded | None:
    """What was decided for a look before."""
    row = conn.execute(
        sa.select(
            sighting.c.verdict,
            article.c.public_id,
            article_state.c.story_id,
            version.c.public_id.label("version"),
        )
        .outerjoin(article, article.c.id == sighting.c.article_id)
        .outerjoin(article_state, article_state.c.article_id == article.c.id)
        .outerjoin(version, version.c.id == sighting.c.version_id)
        .where(sighting.c.fetch_id == fetch_id)
    ).first()
    if row is None:
        return None
    return Recorded(row.public_id or "", Verdict(row.verdict), row.version, story_id=row.story_id)


def story_of(conn: sa.Connection, article_id: int, *, linked: bool = False) -> str | None:
    """The story of an article, written anew where it has one, or was just `linked` to one."""
    held = sa.select(article_state.c.story_id).where(article_state.c.article_id == article_id)
    return stories.refresh(conn, article_id) if linked or conn.scalar(held) else None


def _fetch(conn: sa.Connection, fetch_id: int) -> AnyRow:
    row = conn.execute(_FETCH, {"fetch": fetch_id}).first()
    if row is None:
        raise NotFound(f"the ledger holds no look {fetch_id}: capture it first")
    return row


_FETCH = (
    sa.select(
        fetch_event.c.id,
        fetch_event.c.run_id,
        fetch_event.c.url,
        fetch_event.c.page_id,
        page.c.sha256,
        sighting.c.id.label("sighting"),
    )
    .outerjoin(page, page.c.id == fetch_event.c.page_id)
    .outerjoin(sighting, sighting.c.fetch_id == fetch_event.c.id)
    .where(fetch_event.c.id == sa.bindparam("fetch"))
)


def _is_gone(conn: sa.Connection, article_id: int) -> bool:
    at = sa.select(article_state.c.gone_at).where(article_state.c.article_id == article_id)
    return conn.scalar(at) is not None


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
    _attach(desk, shown.id, made)
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
    version_id = _add_version(
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
        _attach(desk, shown.id, made)
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
    version_id = _add_version(desk, own, shown.page_id, look.seen_at, kept, brought)
    return copies.look_again(desk.conn, version_id, desk.recorded_at)


def _add_version(
    desk: Desk, own: Identity, page_id: int, seen_at: datetime, kept: list[int], brought: str
) -> int:
    """A row for a state; `brought` is the SHA-256 of its page, `kept` are the readings of it."""
    conn = desk.conn
    last = None if own.is_new else conn.scalar(_LAST_CHAIN, {"article": own.id})
    name = _version_name(conn, own, seen_at, brought)
    made = conn.execute(
        sa.insert(version),
        {
            "public_id": name,
            "article_id": own.id,
            "seen_at": seen_at,
            "recorded_at": desk.recorded_at,
            "page_id": page_id,
            "chain": chained(last, own.public_id, name, seen_at, brought),
        },
    ).inserted_primary_key
    assert made is not None
    for reading_id in kept:
        _attach(desk, int(made[0]), reading_id)
    return int(made[0])


_LAST_CHAIN = (
    sa.select(version.c.chain)
    .where(version.c.article_id == sa.bindparam("article"))
    .order_by(version.c.id.desc())
    .limit(1)
)
_NAMED = sa.select(version.c.id).where(version.c.public_id == sa.bindparam("name"))


def _version_name(conn: sa.Connection, own: Identity, seen_at: datetime, brought: str) -> str:
    """The id under which a version is known outside.

    A version that begins where a late capture has moved another one away from is told from it by
    a number.
    """
    parts = (own.public_id, warc_date(seen_at), brought)
    for number in itertools.count():
        name = identity.short_hash(*parts, *([str(number)] if number else []))
        if own.is_new or conn.scalar(_NAMED, {"name": name}) is None:
            break
    return name


def chained(
    last: str | None, article_name: str, version_name: str, seen_at: datetime, page_sha256: str
) -> str:
    """The chain's next link: SHA-256 over the last one and what the version is."""
    parts = (last or "", article_name, version_name, warc_date(seen_at), page_sha256)
    return sha256("\n".join(parts).encode()).hexdigest()


def _attach(desk: Desk, version_id: int, reading_id: int) -> None:
    desk.conn.execute(
        sa.insert(version_reading),
        {"version_id": version_id, "reading_id": reading_id, "recorded_at": desk.recorded_at},
    )


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
