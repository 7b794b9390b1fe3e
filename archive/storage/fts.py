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

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from itertools import pairwise

import sqlalchemy as sa

from archive.storage.derived import article_state, indexed_past, indexed_reading
from archive.storage.schema import reading
from archive.text.normal import fold, nfc, one_tone_style

WORD = re.compile(r"[^\W_]+")  # what both databases take for a syllable
POSITIONS = 16_382  # PostgreSQL clamps positions above; ours start again at 1
SYLLABLES = 20_000  # of one field on PostgreSQL, whose tsvector may not exceed 1 MB
BREAK = "ↄ"  # a letter of no language here: stands between two words that make no phrase
# "dịch vụ công nghệ" is a service of technology: the phrase "dịch vụ công" does not stand in it
STOPS = frozenset(("chứng", "cộng", "nghiệp", "nghệ", "ty", "ích", "đoàn"))
STOP = re.compile(
    rf"(?i)(?<![^\W_])(dịch[\W_]+vụ)(?=[\W_]+công[\W_]+(?:{'|'.join(sorted(STOPS))})\b)"
)
LENGTH = 100  # letters of one word on PostgreSQL, whose lexemes may not exceed 2 kB

_SQLITE = (
    """CREATE VIEW reading_fts_content AS
SELECT i.article_id, r.title, r.lead, r.body,
    r.title AS title_marked, r.lead AS lead_marked, r.body AS body_marked
FROM indexed_reading AS i JOIN reading AS r ON r.id = i.reading_id""",
    """CREATE VIRTUAL TABLE reading_fts USING fts5(
    title, lead, body, title_marked, lead_marked, body_marked,
    content='reading_fts_content', content_rowid='article_id',
    tokenize='unicode61 remove_diacritics 0'
)""",
)
_POSTGRESQL = (
    """CREATE TABLE reading_fts (
    article_id BIGINT PRIMARY KEY REFERENCES article (id),
    words TSVECTOR NOT NULL
)""",
    "CREATE INDEX ix_reading_fts_words ON reading_fts USING gin (words)",
)
_SQLITE_PAST = (
    """CREATE VIEW past_fts_content AS
SELECT i.reading_id, r.title, r.lead, r.body,
    r.title AS title_marked, r.lead AS lead_marked, r.body AS body_marked
FROM indexed_past AS i JOIN reading AS r ON r.id = i.reading_id""",
    """CREATE VIRTUAL TABLE past_fts USING fts5(
    title, lead, body, title_marked, lead_marked, body_marked,
    content='past_fts_content', content_rowid='reading_id',
    tokenize='unicode61 remove_diacritics 0'
)""",
)
_POSTGRESQL_PAST = (
    """CREATE TABLE past_fts (
    reading_id BIGINT PRIMARY KEY REFERENCES reading (id),
    words TSVECTOR NOT NULL
)""",
    "CREATE INDEX ix_past_fts_words ON past_fts USING gin (words)",
)


def create(dialect: str) -> list[str]:
    """The statements that make both indexes; `indexed_reading` and `indexed_past` are there."""
    return [*(_SQLITE if dialect == "sqlite" else _POSTGRESQL), *create_past(dialect)]


def create_past(dialect: str) -> list[str]:
    """The statements that make the index of what articles showed once; `indexed_past` is there."""
    return list(_SQLITE_PAST if dialect == "sqlite" else _POSTGRESQL_PAST)


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


_NOW, _PAST = ("reading_fts", "article_id"), ("past_fts", "reading_id")  # a table and its key
_HELD = sa.select(indexed_reading.c.reading_id).where(
    indexed_reading.c.article_id == sa.bindparam("article")
)
_HELD_PAST = sa.select(indexed_past.c.reading_id).where(
    indexed_past.c.article_id == sa.bindparam("article")
)
_FIELDS = sa.select(reading.c.title, reading.c.lead, reading.c.body).where(
    reading.c.id == sa.bindparam("reading")
)


def rebuild(conn: sa.Connection) -> int:
    """Makes both indexes anew, that of now from all heads; how many heads were indexed.

    Which readings belong to the past is known by the state of each article (see `index_past`).
    """
    past = conn.execute(sa.select(indexed_past.c.article_id, indexed_past.c.reading_id)).all()
    for name, _ in (_NOW, _PAST):
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
        else:
            conn.exec_driver_sql(f"DELETE FROM {name}")
    for table in (indexed_reading, indexed_past):
        conn.execute(sa.delete(table))
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


def part(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """A phrase as it stands in the index, with or without marks: parted where a text is."""
    public: dict[tuple[str, ...], Set[str]]
    public = {("dịch", "vụ", "công"): STOPS, ("dich", "vu", "cong"): {fold(one) for one in STOPS}}
    found: list[str] = []
    for i, syllable in enumerate(syllables):
        start = syllables[i - 2 : i + 1] if i >= 2 else ()
        if syllables[i + 1 : i + 2] and syllables[i + 1] in public.get(start, ()):
            found.append(BREAK)
        found.append(syllable)
    return tuple(found)


def folded(text: str) -> str:
    """The text as the index holds it without marks; letter for letter that of `nfc(text)`."""
    return fold(nfc(text))


def marked(text: str) -> str:
    """The text as the index holds it with marks: NFC, one tone style, lower case."""
    return one_tone_style(nfc(text)).lower()


def _fields(conn: sa.Connection, reading_id: int) -> tuple[str, str, str]:
    row = conn.execute(_FIELDS, {"reading": reading_id}).one()
    return _parted(row.title), _parted(row.lead), _parted(row.body)


def _parted(text: str) -> str:
    return STOP.sub(rf"\1 {BREAK}", nfc(text))


def _columns(fields: Iterable[str]) -> tuple[str, ...]:
    fields = tuple(fields)
    return (*map(folded, fields), *map(marked, fields))


def _put_in(
    conn: sa.Connection, into: tuple[str, str], row: int, fields: tuple[str, str, str]
) -> None:
    table, key = into
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(
            f"INSERT INTO {table}(rowid,"
            " title, lead, body, title_marked, lead_marked, body_marked)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row, *_columns(fields)),
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
            f"INSERT INTO {table}({table}, rowid,"
            " title, lead, body, title_marked, lead_marked, body_marked)"
            " VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)",
            (row, *_columns(fields)),
        )
        return
    conn.execute(sa.text(f"DELETE FROM {table} WHERE {key} = :id"), {"id": row})


def words(text: str) -> list[str]:
    """The syllables of a folded or marked text as PostgreSQL holds them."""
    return [word[:LENGTH] for word in WORD.findall(text)[:SYLLABLES]]


def vector(title: str, lead: str, body: str) -> str:
    """A tsvector's text: syllables and pairs, folded and, where it differs, as written.

    Weights: title A, lead B, body C.
    """
    places: dict[str, list[str]] = defaultdict(list)
    start = 0
    for text, weight in ((title, "A"), (lead, "B"), (body, "C")):
        plain, written = words(folded(text)), words(marked(text))
        at = [f"{i % POSITIONS + 1}{weight}" for i in range(start, start + len(plain))]
        _place(places, plain, at)
        _place(places, _pairs(plain), at)
        if len(written) == len(plain):
            _place(places, written, at, plain)
            _place(places, _pairs(written), at, _pairs(plain))
        start += len(plain) + 1  # a gap, so that no phrase runs from one field into the next
    # PostgreSQL keeps 255 positions of a lexeme
    return " ".join([f"'{lexeme}':{','.join(at[:255])}" for lexeme, at in places.items()])


def _pairs(syllables: list[str]) -> list[str]:
    return [f"{first}_{second}" for first, second in pairwise(syllables)]


def _place(
    places: dict[str, list[str]],
    lexemes: list[str],
    at: list[str],
    other_than: list[str] | None = None,
) -> None:
    """Notes where each lexeme stands; with `other_than` only where it differs from that one."""
    for i, lexeme in enumerate(lexemes):
        if other_than is None or lexeme != other_than[i]:
            places[lexeme].append(at[i])
