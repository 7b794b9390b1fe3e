"""The search indexes on both databases: each article's head, folded and as it is written.

A second index of the same shape, by reading, holds what articles showed once and do not now: the
readings that once were the newest of a version (`index_past`); questions about the past ask both.

SQLite: an FTS5 table whose content view returns the accented text, so that snippets come out
accented; three columns hold the folded text, three the text with its marks. PostgreSQL: a stored
tsvector of syllables and of pairs of syllables (`chinh_phu`), folded and as written; a pair's
position is that of its first syllable. What is indexed is always the stored reading, so that an
entry can be taken out again exactly as it was put in: who changes how a text is folded or parted
has to rebuild the index.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from archive.storage.derived import article_state, indexed_past, indexed_reading
from archive.storage.lexemes import BREAK, columns, parted, vector
from archive.storage.schema import reading

# the columns of SQLite's indexes: what is folded, and what is as it is written
_COLUMNS = "title, lead, body, title_marked, lead_marked, body_marked"


def _sqlite(name: str, key: str, held: str) -> tuple[str, ...]:
    """An index by a key of the readings that a table names."""
    return (
        f"""CREATE VIEW {name}_content AS
SELECT i.{key}, r.title, r.lead, r.body,
    r.title AS title_marked, r.lead AS lead_marked, r.body AS body_marked
FROM {held} AS i JOIN reading AS r ON r.id = i.reading_id""",
        f"""CREATE VIRTUAL TABLE {name} USING fts5(
    {_COLUMNS},
    content='{name}_content', content_rowid='{key}',
    tokenize='unicode61 remove_diacritics 0'
)""",
    )


def _postgresql(name: str, key: str, owner: str) -> tuple[str, ...]:
    """An index by a key, which is that of the table `owner`."""
    return (
        f"""CREATE TABLE {name} (
    {key} BIGINT PRIMARY KEY REFERENCES {owner} (id),
    words TSVECTOR NOT NULL
)""",
        f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)",
    )


_NOW, _PAST = ("reading_fts", "article_id"), ("past_fts", "reading_id")  # a table and its key
_SQLITE, _POSTGRESQL = _sqlite(*_NOW, "indexed_reading"), _postgresql(*_NOW, "article")
_SQLITE_PAST, _POSTGRESQL_PAST = _sqlite(*_PAST, "indexed_past"), _postgresql(*_PAST, "reading")
# Whether words stand in the title, or in title and lead, is asked of these: else the vectors of all
# that is found would be read, which takes seconds where half of the archive is.
_POSTGRESQL_HEADS = (
    "CREATE INDEX ix_reading_fts_title ON reading_fts USING gin (ts_filter(words, '{a}'))",
    "CREATE INDEX ix_reading_fts_head ON reading_fts USING gin (ts_filter(words, '{a,b}'))",
)


def create(dialect: str) -> list[str]:
    """The statements that make both indexes; `indexed_reading` and `indexed_past` are there."""
    return [*(_SQLITE if dialect == "sqlite" else _POSTGRESQL), *create_second(dialect)]


def create_second(dialect: str) -> list[str]:
    """What came with the second revision: the index of what articles showed once, and of heads."""
    return [*_SQLITE_PAST] if dialect == "sqlite" else [*_POSTGRESQL_PAST, *_POSTGRESQL_HEADS]


def drop(dialect: str) -> list[str]:
    """The statements that take them away."""
    names = ("past_fts", "reading_fts")
    tables = [f"DROP TABLE IF EXISTS {name}" for name in names]
    if dialect == "sqlite":
        return [*tables, *(f"DROP VIEW IF EXISTS {name}_content" for name in names)]
    return tables


def index(conn: sa.Connection, article_id: int, reading_id: int) -> None:
    """Puts the stored reading of an article into the index, in place of the one that was there."""
    held = conn.scalar(_HELD, {"article": article_id})
    if held == reading_id:
        return
    if held is not None:
        _take_out(conn, _NOW, article_id, _fields(conn, held))
        conn.execute(sa.delete(indexed_reading).where(indexed_reading.c.article_id == article_id))
    conn.execute(sa.insert(indexed_reading).values(article_id=article_id, reading_id=reading_id))
    _put_in(conn, _NOW, article_id, _fields(conn, reading_id))


def index_past(conn: sa.Connection, article_id: int, reading_ids: Iterable[int]) -> None:
    """Makes these, and no others, the readings that the index of the past holds of an article."""
    wanted = set(reading_ids)
    held = set(conn.scalars(_HELD_PAST, {"article": article_id}))
    for reading_id in sorted(held - wanted):
        _take_out(conn, _PAST, reading_id, _fields(conn, reading_id))
        conn.execute(sa.delete(indexed_past).where(indexed_past.c.reading_id == reading_id))
    for reading_id in sorted(wanted - held):
        row = {"reading_id": reading_id, "article_id": article_id}
        conn.execute(sa.insert(indexed_past).values(**row))
        _put_in(conn, _PAST, reading_id, _fields(conn, reading_id))


_HELD = sa.select(indexed_reading.c.reading_id).where(
    indexed_reading.c.article_id == sa.bindparam("article")
)
_HELD_PAST = sa.select(indexed_past.c.reading_id).where(
    indexed_past.c.article_id == sa.bindparam("article")
)
_FIELDS = sa.select(reading.c.title, reading.c.lead, reading.c.body, reading.c.blocks).where(
    reading.c.id == sa.bindparam("reading")
)


def rebuild(conn: sa.Connection) -> int:
    """Makes both indexes anew, that of now from all heads; how many heads were indexed.

    Which readings belong to the past is known by the state of each article (see `index_past`).
    """
    past = conn.execute(sa.select(indexed_past.c.article_id, indexed_past.c.reading_id)).all()
    empty(conn)
    heads = conn.execute(
        sa.select(article_state.c.article_id, article_state.c.head_reading_id)
        .where(article_state.c.head_reading_id.is_not(None))
        .order_by(article_state.c.article_id)
    ).all()
    for article_id, reading_id in heads:
        index(conn, article_id, reading_id)
    readings: dict[int, list[int]] = defaultdict(list)
    for article_id, reading_id in past:
        readings[article_id].append(reading_id)
    for article_id, reading_ids in readings.items():
        index_past(conn, article_id, reading_ids)
    return len(heads)


def empty(conn: sa.Connection) -> None:
    """Takes everything out of both indexes, whatever stands in them."""
    for name, _ in (_NOW, _PAST):
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
        else:
            conn.exec_driver_sql(f"DELETE FROM {name}")
    for table in (indexed_reading, indexed_past):
        conn.execute(sa.delete(table))


def _fields(conn: sa.Connection, reading_id: int) -> tuple[str, str, str]:
    """Title, lead and body as they are indexed; no phrase runs from the body into a caption."""
    row = conn.execute(_FIELDS, {"reading": reading_id}).one()
    texts = [row.body, *captions(row.blocks)]
    return parted(row.title), parted(row.lead), f" {BREAK} ".join(map(parted, texts))


def captions(blocks: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The captions among a reading's blocks, in order: they are found as its body is."""
    return tuple(block["text"] for block in blocks if block.get("kind") == "caption")


def _put_in(
    conn: sa.Connection, into: tuple[str, str], row: int, fields: tuple[str, str, str]
) -> None:
    table, key = into
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(
            f"INSERT INTO {table}(rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row, *columns(fields)),
        )
        return
    conn.execute(
        sa.text(f"INSERT INTO {table} ({key}, words) VALUES (:id, CAST(:words AS tsvector))"),
        {"id": row, "words": vector(*fields)},
    )


def _take_out(
    conn: sa.Connection, of: tuple[str, str], row: int, fields: tuple[str, str, str]
) -> None:
    table, key = of
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(
            f"INSERT INTO {table}({table}, rowid, {_COLUMNS})"
            " VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)",
            (row, *columns(fields)),
        )
        return
    conn.execute(sa.text(f"DELETE FROM {table} WHERE {key} = :id"), {"id": row})
