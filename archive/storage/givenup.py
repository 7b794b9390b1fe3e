"""Pages whose bytes were given up to make room: what is told of them, and whether they are back."""

from datetime import timedelta, timezone

import sqlalchemy as sa

from archive.storage.columns import AnyRow
from archive.storage.evidence import compacted, same_record
from archive.storage.schema import fetch_event, page
from archive.storage.warc import Earlier

VIETNAM = timezone(timedelta(hours=7))
_GONE = (
    sa.select(compacted.c.id)
    .join(fetch_event, same_record(compacted, fetch_event))
    .where(
        fetch_event.c.url == sa.bindparam("url"),
        fetch_event.c.requested_at == sa.bindparam("requested_at"),
    )
)
_PAGE = (
    sa.select(sa.func.max(compacted.c.recorded_at))
    .join(page, page.c.id == compacted.c.page_id)
    .where(page.c.sha256 == sa.bindparam("digest"))
)
_LATER = (
    sa.select(fetch_event)
    .where(
        fetch_event.c.page_id == sa.bindparam("page"),
        fetch_event.c.file.is_not(None),
        fetch_event.c.recorded_at
        > sa.select(sa.func.max(compacted.c.recorded_at))
        .where(compacted.c.page_id == sa.bindparam("page"))
        .scalar_subquery(),
    )
    .order_by(fetch_event.c.id)
    .limit(1)
)


def said(conn: sa.Connection, digest: str) -> str | None:
    """`was given up on DAY …` of a page; None where it never was."""
    at = conn.scalar(_PAGE, {"digest": digest})
    if at is None:
        return None
    day = f"{at.astimezone(VIETNAM):%Y-%m-%d}"
    return f"was given up on {day} to make room, as its look changed nothing; its hash stays"


def again(conn: sa.Connection, page_id: int) -> AnyRow | None:
    """The first look that brought a page whole after it had been given up."""
    return conn.execute(_LATER, {"page": page_id}).first()


def is_gone(conn: sa.Connection, earlier: Earlier) -> bool:
    """Whether the record that a revisit was to refer to was given up in the meantime."""
    asked = {"url": earlier.url, "requested_at": earlier.requested_at}
    return conn.scalar(_GONE, asked) is not None
