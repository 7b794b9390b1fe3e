"""Questions about articles: what one says, how it came to say it, and which others say the same."""

from typing import Any

import sqlalchemy as sa

from archive.asking.answers import Article, History, Named, Version
from archive.asking.named import Row, addresses, article_of, version_of, versions_of
from archive.errors import NotFound
from archive.record import Attachment, Image
from archive.storage.columns import AnyRow
from archive.storage.moments import NOW, Moment
from archive.storage.schema import (
    attachment,
    image,
    mention,
    page,
    reading,
    topic,
)


def show(
    conn: sa.Connection, name: str, number: str | int | None = None, moment: Moment = NOW
) -> Article:
    """An article by its id or any of its addresses, in its newest version or another one; now or as
    it was at a moment.
    """
    found = article_of(conn, name, moment)
    state = version_of(conn, found, number)
    read = reading_of(conn, state)
    return Article(
        **_taken(found, "site site_title unit_code url version_count first_seen_at last_seen_at"),
        **_taken(found, "gone_at topic_status topic_score story_id is_origin"),
        **_taken(read, "title lead body author section published_at published_precision"),
        **_taken(read, "published_raw published_from modified_at source_name source_url"),
        **_taken(read, "reader layout"),
        article_id=found.public_id,
        version_no=state.number,
        version_id=state.public_id,
        change=state.kind,
        seen_at=state.seen_at,
        captions=captions(read),
        tags=tuple(read.tags),
        doubts=tuple(read.doubts),
        addresses=addresses(conn, found),
        images=tuple(Image(*row) for row in listed(conn, image, read.id)),
        attachments=tuple(Attachment(*row) for row in listed(conn, attachment, read.id)),
        topic_terms=_terms(conn, read.id, moment),
        mentions=_mentions(conn, read.id, moment),
        page_sha256=conn.scalar(sa.select(page.c.sha256).where(page.c.id == state.page_id)) or "",
    )


def _taken(row: Row, names: str) -> dict[str, Any]:
    """Columns that an answer takes over under their own names."""
    return {name: row._mapping[name] for name in names.split()}


def listed(conn: sa.Connection, table: sa.Table, reading_id: int) -> list[tuple[str, str]]:
    """The images or attachments of a reading, in order: address, and caption or label."""
    words = table.c.caption if table is image else table.c.label
    rows = conn.execute(
        sa.select(table.c.url, words)
        .where(table.c.reading_id == reading_id)
        .order_by(table.c.position)
    )
    return [(url, label) for url, label in rows]


def _terms(conn: sa.Connection, reading_id: int, moment: Moment) -> dict[str, float]:
    """The words that made a reading's score, by the newest lexicon that was known."""
    terms = conn.scalar(
        sa.select(topic.c.terms)
        .where(topic.c.reading_id == reading_id, topic.c.recorded_at <= moment.cut["known_at"])
        .order_by(topic.c.recorded_at.desc(), topic.c.lexicon.desc())
    )
    return dict(terms or {})


def reading_of(conn: sa.Connection, state: Row) -> Row:
    """The newest reading of a version; raises NotFound where no reader could read its page."""
    read = conn.execute(sa.select(reading).where(reading.c.id == state.reading_id)).first()
    if read is None:
        raise NotFound(f"version {state.number} has no reading: its page could not be read")
    return read


def captions(read: Row) -> tuple[str, ...]:
    """The captions among a reading's blocks, in order."""
    return tuple(block["text"] for block in read.blocks if block.get("kind") == "caption")


def _mentions(conn: sa.Connection, reading_id: int, moment: Moment) -> tuple[Named, ...]:
    """What a reading names, by the newest gazetteer that was known."""
    newest = (
        sa.select(mention.c.gazetteer)
        .where(mention.c.reading_id == reading_id)
        .where(mention.c.recorded_at <= moment.cut["known_at"])
        .order_by(mention.c.recorded_at.desc(), mention.c.gazetteer.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = conn.execute(
        sa.select(mention.c.kind, mention.c.key, mention.c.label, mention.c.count)
        .where(
            mention.c.reading_id == reading_id, mention.c.gazetteer == newest, mention.c.count > 0
        )
        .order_by(mention.c.kind, mention.c.count.desc(), mention.c.key)
    )
    return tuple(Named(*row) for row in rows)


def history(conn: sa.Connection, name: str, moment: Moment = NOW) -> History:
    """The versions of an article, oldest first; now or as they were at a moment."""
    found = article_of(conn, name, moment)
    rows = versions_of(conn, found)
    held = [row.reading_id for row in rows]
    read = {
        row.id: row
        for row in conn.execute(
            sa.select(reading.c.id, reading.c.title, reading.c.digest).where(reading.c.id.in_(held))
        )
    }
    versions = tuple(_version(row, read.get(row.reading_id)) for row in rows)
    return History(
        article_id=found.public_id,
        site=found.site,
        url=found.url,
        title=versions[-1].title if versions else "",
        looks=found.looks,
        first_seen_at=found.first_seen_at,
        last_seen_at=found.last_seen_at,
        gone_at=found.gone_at,
        versions=versions,
    )


def _version(row: Row, read: AnyRow | None) -> Version:
    return Version(
        number=row.number,
        version_id=row.public_id,
        seen_at=row.seen_at,
        kind=row.kind,
        changed_fields=tuple(row.changed_fields),
        reverted_to=row.reverted_to,
        ratio=row.ratio,
        title=read.title if read else "",
        digest=read.digest if read else "",
    )
