"""A stored reading as the reading that it was."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import cast

import sqlalchemy as sa

from archive.record import Attachment, Block, BlockKind, Image, Link, Precision, Reading
from archive.storage.columns import AnyRow
from archive.storage.schema import attachment, image, reading


def reading_of(row: AnyRow, images: Iterable[AnyRow], files: Iterable[AnyRow]) -> Reading:
    """The reading that a row and the rows of its pictures and files tell."""
    return Reading(
        url=row.url,
        title=row.title,
        reader=row.reader,
        layout=row.layout,
        lead=row.lead,
        blocks=tuple(
            Block(BlockKind(one["kind"]), one["text"], one.get("level", 0)) for one in row.blocks
        ),
        author=row.author,
        published_at=row.published_at,
        published_precision=cast("Precision | None", row.published_precision),
        published_raw=row.published_raw,
        published_from=row.published_from,
        modified_at=row.modified_at,
        section=row.section,
        tags=tuple(row.tags),
        source_name=row.source_name,
        source_url=row.source_url,
        dateline=row.dateline,
        canonical_url=row.canonical_url,
        images=tuple(Image(one.url, one.caption) for one in images),
        links=tuple(Link(**one) for one in row.links),
        attachments=tuple(Attachment(one.url, one.label) for one in files),
        doubts=tuple(row.doubts),
        robots=row.robots,
        agreement=row.agreement,
        second_words=row.second_words,
    )


def held(conn: sa.Connection, reading_ids: Collection[int]) -> dict[int, Reading]:
    """Stored readings by their ids."""
    parts: dict[str, defaultdict[int, list[AnyRow]]] = {}
    for table in (image, attachment):
        parts[table.name] = defaultdict(list)
        rows = sa.select(table).where(table.c.reading_id.in_(reading_ids))
        for row in conn.execute(rows.order_by(table.c.reading_id, table.c.position)):
            parts[table.name][row.reading_id].append(row)
    rows = sa.select(reading).where(reading.c.id.in_(reading_ids))
    return {
        row.id: reading_of(row, parts["image"][row.id], parts["attachment"][row.id])
        for row in conn.execute(rows)
    }
