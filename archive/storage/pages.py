"""The ledger: every look that was taken, and the pages that looks brought."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from archive.errors import PageLost
from archive.record import Captured, Look
from archive.storage import givenup, withheld
from archive.storage.columns import AnyRow
from archive.storage.payload import content_encoding, unpacked
from archive.storage.schema import fetch_event, page, sighting
from archive.storage.warc import Earlier, Place, fields, read_member

SHOWS = ("ok", "not-modified", "missing")  # outcomes of article looks that want a sighting
LOOKS = 0x65676F6C  # PostgreSQL's advisory locks of looks, one an address: "egol"


def held(conn: sa.Connection, url: str, requested_at: datetime) -> Captured | None:
    """The look at this URL at this moment, if the ledger has it."""
    row = conn.execute(_HELD, {"url": url, "requested_at": requested_at}).first()
    if row is None:
        return None
    waits = row.kind == "article" and row.outcome in SHOWS and row.sighting is None
    return Captured(row.id, row.sha256, repeat=True, settled=not waits)


def held_surely(conn: sa.Connection, url: str, requested_at: datetime) -> Captured | None:
    """As `held`, in a writing transaction: until it ends nobody else writes this look.

    SQLite has one writer anyway. The lock is asked for in a statement of its own, since the next
    one then sees what was committed while this one waited.
    """
    if conn.dialect.name == "postgresql":
        name = int.from_bytes(sha256(url.encode()).digest()[:4], signed=True)
        conn.execute(_LOCK, {"space": LOOKS, "name": name})
    return held(conn, url, requested_at)


_LOCK = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.bindparam("space", type_=sa.Integer), sa.bindparam("name", type_=sa.Integer)
    )
)


_HELD = (
    sa.select(
        fetch_event.c.id,
        fetch_event.c.kind,
        fetch_event.c.outcome,
        page.c.sha256,
        sighting.c.id.label("sighting"),
    )
    .outerjoin(page, page.c.id == fetch_event.c.page_id)
    .outerjoin(sighting, sighting.c.fetch_id == fetch_event.c.id)
    .where(
        fetch_event.c.url == sa.bindparam("url"),
        fetch_event.c.requested_at == sa.bindparam("requested_at"),
    )
)
_FIND = sa.select(page).where(page.c.sha256 == sa.bindparam("digest"))


def find(conn: sa.Connection, digest: str) -> AnyRow | None:
    """The row of the page with this SHA-256 (hex) of its decoded body."""
    return conn.execute(_FIND, {"digest": digest}).first()


def earlier(conn: sa.Connection, data_dir: Path, row: AnyRow) -> Earlier | None:
    """What a revisit of this page refers to; None where its record cannot be read any more.

    A page that was given up came whole again with the first look after that.
    """
    row = givenup.again(conn, row.id) or row
    first = conn.execute(
        sa.select(fetch_event.c.url, fetch_event.c.requested_at)
        .where(fetch_event.c.file == row.file, fetch_event.c.offset == row.offset)
        .limit(1)
    ).first()
    if first is None:
        return None
    try:
        place = (data_dir / row.file, row.offset, row.length, row.record_sha256)
        _, named, _ = fields(read_member(*place, first=4096))
    except PageLost:  # then this look is written whole, and the page is there again
        return None
    digest = named.get("warc-payload-digest")
    return Earlier(first.url, first.requested_at, digest) if digest else None


def keep(
    conn: sa.Connection,
    look: Look,
    digest: str | None,
    page_id: int | None,
    place: Place | None,
    site_id: int,
    run_id: int | None,
    recorded_at: datetime,
) -> Captured:
    """Writes ledger row and page (where it is not known) of a look, unless another process has kept
    the look in the meantime.
    """
    if other := held_surely(conn, look.url, look.requested_at):
        return other  # the record on disk stays, a second one of the same look
    if page_id is None and digest and place:
        page_id = hold(conn, digest, look, place, recorded_at)
    fetch_id = note(
        conn,
        look,
        site_id=site_id,
        run_id=run_id,
        page_id=page_id,
        place=place,
        recorded_at=recorded_at,
    )
    return Captured(fetch_id, digest)


def hold(conn: sa.Connection, digest: str, look: Look, place: Place, recorded_at: datetime) -> int:
    """The id of the page that a look brought, its row made where it is new, as it mostly is."""
    values = {
        "sha256": digest,
        "size": len(look.decoded or b""),
        "content_type": header(look, "content-type"),
        "file": place.file,
        "offset": place.offset,
        "length": place.length,
        "record_sha256": place.sha256,
        "recorded_at": recorded_at,
    }
    if conn.dialect.name == "postgresql":  # another crawl may bring the same page just now
        made = conn.scalar(
            postgresql.insert(page).values(values).on_conflict_do_nothing().returning(page.c.id)
        )
        return int(made or conn.execute(sa.select(page.c.id).filter_by(sha256=digest)).scalar_one())
    if row := find(conn, digest):
        return int(row.id)
    return _key(conn.execute(sa.insert(page), values))


def note(
    conn: sa.Connection,
    look: Look,
    *,
    site_id: int,
    run_id: int | None,
    page_id: int | None,
    place: Place | None,
    recorded_at: datetime,
) -> int:
    """Writes a look into the ledger, and returns its id."""
    values = {
        "run_id": run_id,
        "site_id": site_id,
        "url": look.url,
        "kind": look.kind,
        "requested_at": look.requested_at,
        "recorded_at": recorded_at,
        "status": look.status,
        "outcome": look.outcome,
        "etag": look.etag,
        "last_modified": look.last_modified,
        "location": look.location,
        "conditional": look.conditional,
        "page_id": page_id,
        "file": place.file if place else None,
        "offset": place.offset if place else None,
        "length": place.length if place else None,
        "record_sha256": place.sha256 if place else None,
        "detail": look.detail or None,
    }
    return _key(conn.execute(sa.insert(fetch_event), values))


def site_of(conn: sa.Connection, fetch_id: int) -> int:
    """The id of the site that a look belongs to."""
    wanted = sa.select(fetch_event.c.site_id).where(fetch_event.c.id == fetch_id)
    return int(conn.execute(wanted).scalar_one())


def read(conn: sa.Connection, data_dir: Path, digest: str) -> bytes:
    """The decoded bytes of a page, proved by their hash; raises PageLost.

    Where the page's own record is damaged or was given up, a later look may have brought the same
    bytes whole.
    """
    row = find(conn, digest)
    if row is None:
        raise PageLost(f"the archive holds no page {digest}")
    if told := withheld.said(conn, digest):
        raise PageLost(f"page {digest} is {told}")
    try:
        return _body(data_dir, row, row.size, digest)
    except PageLost as error:
        for other in conn.execute(
            sa.select(fetch_event).where(
                fetch_event.c.page_id == row.id, fetch_event.c.file.is_not(None)
            )
        ):
            try:
                return _body(data_dir, other, row.size, digest)
            except PageLost:
                continue
        if told := givenup.said(conn, digest):
            raise PageLost(f"page {digest} {told}") from error
        raise error


def bodies(
    read: Callable[[str], bytes],
    rows: Iterable[tuple[int, str, datetime, str, str | None]],
    lost: Callable[[PageLost], None] | None,
) -> Iterator[tuple[int, str, datetime, bytes, str | None]]:
    """Rows of `knowing.unread` with the page's bytes in place of its hash; see `Store.unread`."""
    for fetch_id, url, seen_at, digest, content_type in rows:
        try:
            body = read(digest)
        except PageLost as error:
            if lost is None:
                raise
            lost(error)
        else:
            yield fetch_id, url, seen_at, body, content_type


def _body(data_dir: Path, row: AnyRow, size: int, digest: str) -> bytes:
    record = read_member(data_dir / row.file, row.offset, row.length, row.record_sha256)
    _, _, message = fields(record)
    body = http_body(message.removesuffix(b"\r\n\r\n"), size)
    if body is None or sha256(body).hexdigest() != digest:
        path = data_dir / row.file
        sentence = f"the record at byte {row.offset} of {path} does not hold page {digest}"
        raise PageLost(f"{sentence}: restore the file", path)
    return body


def http_body(message: bytes, size: int) -> bytes | None:
    """The decoded body, of `size` bytes, of an HTTP response as it lies in a record."""
    _, named, payload = fields(message)
    return unpacked(payload, content_encoding(named.items()), size)


def header(look: Look, name: str) -> str | None:
    """A header of the response."""
    return next((value for key, value in look.headers if key.lower() == name), None)


def _key(result: sa.CursorResult[Any]) -> int:
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])
