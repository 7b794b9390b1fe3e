"""The files that articles offer: a file whose bytes become others is a version of its article.

Looks at one file make a row in order of time; where its bytes are not those of the look before, a
version begins, whose page is the one shown then. A file that is first known changes nothing, nor
does one that could not be fetched, which makes no row.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.errors import NotFound
from archive.record import Kind, Recorded, Verdict
from archive.storage import sightings, state, timeline, versions
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state
from archive.storage.identity import Identity
from archive.storage.knowing import believed
from archive.storage.schema import (
    article,
    attached_file,
    attachment,
    fetch_event,
    page,
    version,
)
from archive.storage.sightings import Desk
from archive.storage.timeline import Timeline


@dataclass(frozen=True, slots=True)
class File:
    """A file that an article offers; ETag and Last-Modified are those of the bytes held of it."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A look at a file that is being recorded; of looks at one time it is the last."""

    url: str
    sha256: str
    seen_at: datetime
    id: float = float("inf")


def seen(desk: Desk, fetch_id: int, own: Identity, url: str, seen_at: datetime) -> Recorded | None:
    """Keeps what a look at a file of an article brought; None where the look was told before.

    Raises NotFound for a look that brought no bytes.
    """
    conn = desk.conn
    fetch = conn.execute(_FETCH, {"fetch": fetch_id}).first()
    if fetch is None:
        raise NotFound(f"look {fetch_id} brought no file: there is nothing to compare")
    if fetch.told is not None:
        return None
    line = timeline.load(conn, own.id)
    version_id, same = _placed(desk, own, line, Offered(url, fetch.sha256, seen_at))
    conn.execute(
        sa.insert(attached_file),
        {
            "article_id": own.id,
            "url": url,
            "fetch_id": fetch_id,
            "page_id": fetch.page_id,
            "seen_at": seen_at,
            "recorded_at": desk.recorded_at,
            "version_id": version_id,
        },
    )
    same += ensure(desk, own)
    state.refresh(conn, own.id)
    story_id = sightings.story_of(conn, own.id, linked=bool(same))
    return _told(desk, own, line, version_id, story_id)


_FETCH = (
    sa.select(fetch_event.c.page_id, page.c.sha256, attached_file.c.id.label("told"))
    .join(page, page.c.id == fetch_event.c.page_id)
    .outerjoin(attached_file, attached_file.c.fetch_id == fetch_event.c.id)
    .where(fetch_event.c.id == sa.bindparam("fetch"))
)


def ensure(desk: Desk, own: Identity) -> list[int]:
    """Makes the versions that begin with other bytes of a file and have no row yet; the articles
    that are the same text.
    """
    line = timeline.load(desk.conn, own.id)
    begun = {shown.starts_at for shown in line.versions}
    same: list[int] = []
    for one in line.files:
        before, _ = _beside(line, one)
        if before is not None and before.sha256 != one.sha256 and one.seen_at not in begun:
            begun.add(one.seen_at)
            same += _begin(desk, own, line, one)[1]
    return same


def _placed(
    desk: Desk, own: Identity, line: Timeline, look: Offered
) -> tuple[int | None, list[int]]:
    """The version that a look at a file shows, made where it is new."""
    before, after = _beside(line, look)
    if before is None or before.sha256 == look.sha256:
        standing = [one.id for one in line.versions if one.starts_at <= look.seen_at]
        return (standing[-1] if standing else None), []
    if after is not None and after.sha256 == look.sha256:
        for one in line.versions:
            if one.by_file and one.starts_at == after.seen_at:
                return one.id, []  # it began earlier than was known
    return _begin(desk, own, line, look)


def _beside(line: Timeline, look: Any) -> tuple[AnyRow | None, AnyRow | None]:
    """The looks at the same file last before a look, and first after it.

    Looks before the article was seen first tell nothing.
    """
    begin = line.versions[0].starts_at
    if look.seen_at < begin:
        return None, None
    files = [one for one in line.files if one.url == look.url and one.seen_at >= begin]
    place = (look.seen_at, look.id)
    before = [one for one in files if (one.seen_at, one.id) < place]
    after = [one for one in files if (one.seen_at, one.id) > place]
    return (before[-1] if before else None), (after[0] if after else None)


def _begin(desk: Desk, own: Identity, line: Timeline, look: Any) -> tuple[int, list[int]]:
    showing, after = line.beside(look.seen_at)
    there = showing or after
    assert there is not None  # an article without a look is never made
    return versions.again(desk, own, there, look.seen_at)


def _told(
    desk: Desk, own: Identity, before: Timeline, version_id: int | None, story_id: str | None
) -> Recorded:
    name = desk.conn.scalar(sa.select(version.c.public_id).where(version.c.id == version_id))
    if version_id is None or version_id in {one.id for one in before.versions}:
        return Recorded(own.public_id, Verdict.UNCHANGED, name, story_id=story_id)
    return Recorded(own.public_id, Verdict.CHANGED, name, Kind.MEDIA, ("attachments",), story_id)


def offered(conn: sa.Connection, public_id: str) -> tuple[File, ...]:
    """The files that an article offers now, with the validators of the bytes held of each, unless
    it is time to ask for them outright.
    """
    rows = conn.execute(_OFFERED, {"name": public_id})
    files = {row.url: File(row.url, row.etag, row.last_modified) for row in rows}  # the newest
    return tuple(
        file if believed(conn, file.url) else File(file.url) for file in list(files.values())
    )


_OFFERED = (
    sa.select(attachment.c.url, fetch_event.c.etag, fetch_event.c.last_modified)
    .join(article_state, article_state.c.head_reading_id == attachment.c.reading_id)
    .join(article, article.c.id == article_state.c.article_id)
    .outerjoin(
        attached_file,
        sa.and_(
            attached_file.c.article_id == article.c.id, attached_file.c.url == attachment.c.url
        ),
    )
    .outerjoin(fetch_event, fetch_event.c.id == attached_file.c.fetch_id)
    .where(article.c.public_id == sa.bindparam("name"))
    .order_by(attachment.c.position, attached_file.c.seen_at, attached_file.c.id)
)
