"""Versions as rows: each with its readings, its public id, and its place in the article's chain."""

import itertools
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from archive.storage import copies, identity
from archive.storage.identity import Identity
from archive.storage.schema import page, version, version_reading
from archive.storage.sightings import Desk
from archive.storage.timeline import Showing
from archive.storage.warc import warc_date


def add(
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
    rows = [
        {"version_id": made[0], "reading_id": one, "recorded_at": desk.recorded_at} for one in kept
    ]
    conn.execute(sa.insert(version_reading), rows)
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


def again(desk: Desk, own: Identity, showing: Showing, at: datetime) -> tuple[int, list[int]]:
    """A further row for what a look showed, from a later time on; its id, and the articles that are
    the same text.
    """
    kept = [row.id for row in showing.rows if row.page_id == showing.page_id]
    wanted = sa.select(page.c.sha256).where(page.c.id == showing.page_id)
    brought = desk.conn.execute(wanted).scalar_one()
    made = add(desk, own, showing.page_id, at, kept or [showing.own.id], brought)
    return made, copies.look_again(desk.conn, made, desk.recorded_at)


def attach(desk: Desk, version_id: int, reading_id: int) -> None:
    """Notes that a reading is one of a version, once."""
    if desk.conn.execute(_ATTACHED, {"version": version_id, "reading": reading_id}).first():
        return
    desk.conn.execute(
        sa.insert(version_reading),
        {"version_id": version_id, "reading_id": reading_id, "recorded_at": desk.recorded_at},
    )


_ATTACHED = sa.select(version_reading.c.version_id).where(
    version_reading.c.version_id == sa.bindparam("version"),
    version_reading.c.reading_id == sa.bindparam("reading"),
)
