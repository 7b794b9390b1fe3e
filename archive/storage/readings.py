"""Readings as rows: one for each page, address, reader and layout, with what belongs to it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.record import Reading
from archive.storage.columns import AnyRow
from archive.storage.schema import attachment, image, mention, page, reading, topic
from archive.text import mentions, topics
from archive.text.digest import Digests

DIGESTS = (
    reading.c.digest_title,
    reading.c.digest_text,
    reading.c.digest_folded,
    reading.c.digest_media,
    reading.c.digest_metadata,
    reading.c.digest,
)


def hold(
    conn: sa.Connection, page_id: int, found: Reading, digests: Digests, recorded_at: datetime
) -> int:
    """The id of a reading of a page, its rows made where it is new."""
    wanted = {
        "page": page_id,
        "url": found.url,
        "reader": found.reader,
        "layout": found.layout,
    }
    known = conn.scalar(_KNOWN, wanted)
    if known is not None:
        return int(known)
    values = _values(page_id, found, digests, recorded_at)
    made = conn.execute(sa.insert(reading), values).inserted_primary_key
    assert made is not None
    _add_parts(conn, int(made[0]), found)
    _add_labels(conn, int(made[0]), found, recorded_at)
    return int(made[0])


_KNOWN = sa.select(reading.c.id).where(
    reading.c.page_id == sa.bindparam("page"),
    reading.c.url == sa.bindparam("url"),
    reading.c.reader == sa.bindparam("reader"),
    reading.c.layout == sa.bindparam("layout"),
)


def of_page(
    conn: sa.Connection, page_sha256: str, url: str, reader: str, layout: str
) -> AnyRow | None:
    """The stored reading of a page, if it has been read so before."""
    return conn.execute(
        sa.select(reading.c.id, *DIGESTS)
        .join(page, page.c.id == reading.c.page_id)
        .where(
            page.c.sha256 == page_sha256,
            reading.c.url == url,
            reading.c.reader == reader,
            reading.c.layout == layout,
        )
    ).first()


def digests_of(row: AnyRow) -> Digests:
    """The digests in a row that holds the columns `DIGESTS`."""
    return Digests(
        title=row.digest_title,
        text=row.digest_text,
        folded=row.digest_folded,
        media=row.digest_media,
        metadata=row.digest_metadata,
        all=row.digest,
    )


def _values(
    page_id: int, found: Reading, digests: Digests, recorded_at: datetime
) -> dict[str, Any]:
    return {
        "page_id": page_id,
        "url": found.url,
        "reader": found.reader,
        "layout": found.layout,
        "title": found.title,
        "lead": found.lead,
        "body": found.body,
        "blocks": [_block(block) for block in found.blocks],
        "author": found.author,
        "published_at": found.published_at,
        "published_precision": found.published_precision,
        "published_raw": found.published_raw,
        "published_from": found.published_from,
        "modified_at": found.modified_at,
        "section": found.section,
        "tags": list(found.tags),
        "source_name": found.source_name,
        "source_url": found.source_url,
        "dateline": found.dateline,
        "canonical_url": found.canonical_url,
        "links": [asdict(link) for link in found.links],
        "doubts": list(found.doubts),
        "robots": found.robots,
        "digest": digests.all,
        "digest_title": digests.title,
        "digest_text": digests.text,
        "digest_folded": digests.folded,
        "digest_media": digests.media,
        "digest_metadata": digests.metadata,
        "recorded_at": recorded_at,
        "agreement": found.agreement,
        "second_words": found.second_words,
    }


def _block(block: Any) -> dict[str, Any]:
    """`kind` and `text`, and `level` for headings."""
    kept = {"kind": str(block.kind), "text": block.text}
    return {**kept, "level": block.level} if block.level else kept


def _add_parts(conn: sa.Connection, reading_id: int, found: Reading) -> None:
    pictures = [
        {"reading_id": reading_id, "position": place, "url": one.url, "caption": one.caption}
        for place, one in enumerate(found.images)
    ]
    files = [
        {"reading_id": reading_id, "position": place, "url": one.url, "label": one.label}
        for place, one in enumerate(found.attachments)
    ]
    if pictures:
        conn.execute(sa.insert(image), pictures)
    if files:
        conn.execute(sa.insert(attachment), files)


def _add_labels(
    conn: sa.Connection, reading_id: int, found: Reading, recorded_at: datetime
) -> None:
    _add_topic(conn, reading_id, found, recorded_at)
    _add_mentions(conn, reading_id, found, recorded_at)


def label_again(
    conn: sa.Connection, reading_id: int, found: Reading, recorded_at: datetime
) -> bool:
    """Adds today's labels to a stored reading that has none by today's lexicon or gazetteer;
    whether there were any to add.
    """
    wanted = {"reading": reading_id}
    lexicons = set(conn.scalars(_LEXICONS, wanted))
    gazetteers = set(conn.scalars(_GAZETTEERS, wanted))
    if topics.LEXICON not in lexicons:
        _add_topic(conn, reading_id, found, recorded_at)
    if mentions.GAZETTEER not in gazetteers:
        named = _add_mentions(conn, reading_id, found, recorded_at)
        if not named and gazetteers:  # else what was named before would be taken for newest
            row = {"kind": NOTHING, "key": "", "label": "", "count": 0}
            conn.execute(sa.insert(mention), _mention(reading_id, recorded_at, **row))
    return topics.LEXICON not in lexicons or mentions.GAZETTEER not in gazetteers


NOTHING = "nothing"  # the kind of a row that says that a newer gazetteer found none
_LEXICONS = sa.select(topic.c.lexicon).where(topic.c.reading_id == sa.bindparam("reading"))
_GAZETTEERS = (
    sa.select(mention.c.gazetteer).distinct().where(mention.c.reading_id == sa.bindparam("reading"))
)


def _add_topic(conn: sa.Connection, reading_id: int, found: Reading, recorded_at: datetime) -> None:
    label = topics.score(found)
    conn.execute(
        sa.insert(topic),
        {
            "reading_id": reading_id,
            "lexicon": topics.LEXICON,
            "score": label.score,
            "terms": label.terms,
            "recorded_at": recorded_at,
        },
    )


def _add_mentions(
    conn: sa.Connection, reading_id: int, found: Reading, recorded_at: datetime
) -> int:
    """Adds what a reading names; how much that is."""
    rows = [_mention(reading_id, recorded_at, **asdict(one)) for one in mentions.find(found)]
    if rows:
        conn.execute(sa.insert(mention), rows)
    return len(rows)


def _mention(reading_id: int, recorded_at: datetime, **named: Any) -> dict[str, Any]:
    made = {"gazetteer": mentions.GAZETTEER, "recorded_at": recorded_at}
    return {"reading_id": reading_id, **named, **made}
