"""The rows of a withheld page without their words, and the state that follows from them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.keeping.rows import parts_of, row_hash
from archive.storage import fts, redaction, state
from archive.storage.derived import shingle, version_state
from archive.storage.evidence import withheld_row
from archive.storage.schema import (
    attachment,
    image,
    mention,
    reading,
    topic,
    version,
    version_reading,
)


def redact(conn: sa.Connection, key: int, page_id: int) -> None:
    """Takes the words out of the readings of a page, and notes each row's hash before and after.

    `key` is the page's row in `withheld`.
    """
    ids = list(conn.scalars(sa.select(reading.c.id).where(reading.c.page_id == page_id)))
    before = {table: _hashes(conn, table, ids) for table in (reading, topic, mention)}
    values = redaction.values(conn.dialect.name)
    title = f"(SELECT {values.pop('title')} FROM withheld w WHERE w.page_id = reading.page_id)"
    columns = ", ".join(f'"{name}" = {sql}' for name, sql in values.items())
    where = "WHERE page_id = :page"
    conn.execute(
        sa.text(f"UPDATE reading SET title = {title}, {columns} {where}"), {"page": page_id}
    )
    for table in (image, attachment, mention):
        conn.execute(sa.delete(table).where(table.c.reading_id.in_(ids)))
    conn.execute(sa.update(topic).where(topic.c.reading_id.in_(ids)).values(terms={}))
    after = {table: _hashes(conn, table, ids) for table in before}
    rows = [
        {
            "withheld_id": key,
            "table_name": table.name,
            "row_sha256": digest,
            "now_sha256": after[table].get(one, (None,))[0],
            "recorded_at": recorded_at,
            "row_key": one[0],
        }
        for table, rows_held in before.items()
        for one, (digest, recorded_at) in rows_held.items()
    ]
    if rows:
        conn.execute(sa.insert(withheld_row), rows)


Key = tuple[Any, ...]


def _hashes(
    conn: sa.Connection, table: sa.Table, readings: list[int]
) -> dict[Key, tuple[str, datetime]]:
    """The hash of each row of some readings, by its key."""
    owner = table.c.id if table is reading else table.c.reading_id
    parts = parts_of(conn, table, readings)
    return {
        tuple(row._mapping[key.name] for key in table.primary_key.columns): (
            row_hash(table, row, parts.get(row._mapping[owner.name], {})),
            row.recorded_at,
        )
        for row in conn.execute(sa.select(table).where(owner.in_(readings)))
    }


def derive(conn: sa.Connection, pages: list[int]) -> None:
    """State without the words: what is derived from them is derived anew."""
    shown = (
        sa.select(version_reading.c.version_id)
        .join(reading, reading.c.id == version_reading.c.reading_id)
        .where(reading.c.page_id.in_(pages))
    )
    read = sa.func.min(version_reading.c.reading_id)  # the reading that a sketch is made of
    first = sa.select(version_reading.c.version_id, read.label("reading_id"))
    sketched = first.group_by(version_reading.c.version_id).subquery()
    gone = (
        sa.select(sketched.c.version_id)
        .join(reading, reading.c.id == sketched.c.reading_id)
        .where(reading.c.page_id.in_(pages))
    )
    conn.execute(sa.delete(shingle).where(shingle.c.version_id.in_(gone)))
    articles = sa.select(version.c.article_id).distinct().where(version.c.id.in_(shown))
    for article_id in conn.scalars(articles).all():
        conn.execute(sa.delete(version_state).where(version_state.c.article_id == article_id))
        state.refresh(conn, article_id)
    fts.rebuild(conn)
