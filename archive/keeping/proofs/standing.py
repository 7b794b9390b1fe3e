"""Whether the derived state, the sketches and the search indexes are those that a rebuild gives.

The rebuild is made beside them: temporary tables of the same names stand before the real ones while
it runs, so that nothing of the archive is touched, and nobody who writes is held up.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from archive.keeping.finding import Finding
from archive.keeping.proofs import naming
from archive.storage import derived, fts, gone, rebuilding
from archive.storage.schema import article, version

TABLES = (
    derived.article_state, derived.version_state, derived.story_copy_state, derived.story_alias,
    derived.shingle, derived.indexed_reading, derived.indexed_past,
)  # fmt: skip
INDEXES = {"reading_fts": "article_id", "past_fts": "reading_id"}
REPAIR = "run `egov verify --repair`, which derives it anew"
SHOWN = 20  # rows of one table that are named
_MADE = re.compile(r"CREATE (VIRTUAL )?(TABLE|VIEW) ")
_POINTS = re.compile(r" REFERENCES \w+ \(\w+\)")


def check(conn: sa.Connection, told: Callable[[int], None] = lambda _: None) -> Iterator[Finding]:
    """Every row of state that is not as its rebuild; `conn` is left without the rebuild. `told`
    hears of how many articles it is made. Whether an article is gone that a run just found missing
    is no finding before that run has ended.
    """
    real = "main" if conn.dialect.name == "sqlite" else str(conn.scalar(sa.func.current_schema()))
    with _beside(conn):
        rebuilding.rebuild(conn, lambda done, _: told(done))
        unsettled = gone.unsettled(conn)
        for table in TABLES:
            yield from _compared(conn, table, real, unsettled)
        for name, key in INDEXES.items():
            yield from _indexed(conn, name, key, real)


@contextmanager
def _beside(conn: sa.Connection) -> Iterator[None]:
    """Within it the tables of state are empty ones of this connection alone."""
    nested = conn.begin_nested()
    try:
        for table in TABLES:
            _shadow(conn, table)
        for statement in fts.create(conn.dialect.name):
            if made := _temporary(conn, statement):
                conn.exec_driver_sql(made)
        yield
    finally:
        nested.rollback()


def _shadow(conn: sa.Connection, table: sa.Table) -> None:
    columns = [
        sa.Column(one.name, one.type, primary_key=one.primary_key, autoincrement=False)
        for one in table.columns
    ]
    sa.Table(table.name, sa.MetaData(), *columns, prefixes=["TEMPORARY"]).create(conn)
    for index in table.indexes:
        on = ", ".join(column.name for column in index.columns)
        name = f"temp.{index.name}" if conn.dialect.name == "sqlite" else ""
        conn.exec_driver_sql(f"CREATE INDEX {name} ON {table.name} ({on})")


def _temporary(conn: sa.Connection, statement: str) -> str:
    if conn.dialect.name == "postgresql":
        if statement.startswith("CREATE INDEX"):
            return ""
        return _POINTS.sub("", statement.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
    return _MADE.sub(lambda match: f"CREATE {match[1] or ''}{match[2]} temp.", statement, count=1)


def _compared(
    conn: sa.Connection, table: sa.Table, real: str, unsettled: set[int]
) -> Iterator[Finding]:
    own = "temp" if conn.dialect.name == "sqlite" else "pg_temp"
    columns = ", ".join(_told(column, unsettled) for column in table.columns)
    sides = [f"SELECT {columns} FROM {schema}.{table.name}" for schema in (real, own)]
    typed = [sa.column(column.name, column.type) for column in table.columns]
    keys = [column.name for column in table.primary_key]
    told = set()
    for one, other, what in ((0, 1, "is not as"), (1, 0, "lacks what")):
        asked = sa.text(f"{sides[one]} EXCEPT {sides[other]} LIMIT {SHOWN}").columns(*typed)
        for row in conn.execute(asked):
            key = " ".join(str(getattr(row, name)) for name in keys)
            if key in told:
                continue
            told.add(key)
            sentence = f"row {key} of {table.name} {what} its rebuild gives: {REPAIR}"
            yield Finding(
                "state", table.name, sentence, _article(conn, row._asdict()), key, repairable=True
            )


def _told(column: sa.Column[Any], unsettled: set[int]) -> str:
    """A column as it is compared."""
    if unsettled and column is derived.article_state.c.gone_at:
        some = ", ".join(map(str, sorted(unsettled)))
        return f"CASE WHEN article_id NOT IN ({some}) THEN gone_at END AS gone_at"
    return f'"{column.name}"'


def _indexed(conn: sa.Connection, name: str, key: str, real: str) -> Iterator[Finding]:
    differ = _sqlite_index if conn.dialect.name == "sqlite" else _postgresql_index
    for number in differ(conn, name, key, real):
        sentence = f"entry {number} of the search index {name} is not that of its text: {REPAIR}"
        found = _article(conn, {key: number})
        yield Finding("index", name, sentence, found, str(number), repairable=True)


def _postgresql_index(conn: sa.Connection, name: str, key: str, real: str) -> list[int]:
    asked = (
        f"SELECT coalesce(a.{key}, b.{key}) FROM {real}.{name} a"
        f" FULL JOIN pg_temp.{name} b ON a.{key} = b.{key}"
        f" WHERE a.words IS DISTINCT FROM b.words ORDER BY 1 LIMIT {SHOWN}"
    )
    return [int(one) for one in conn.exec_driver_sql(asked).scalars()]


def _sqlite_index(conn: sa.Connection, name: str, key: str, real: str) -> list[int]:
    """By document: how many words it has, where they stand, and which letters they are of."""
    sums = {}
    for schema in (real, "temp"):
        vocabulary = f"{schema}_{name}_words"
        conn.exec_driver_sql(
            f"CREATE VIRTUAL TABLE temp.{vocabulary} USING fts5vocab({schema}, {name}, instance)"
        )
        asked = (
            "SELECT doc, count(*), sum(offset), sum(length(term)),"
            " sum(unicode(term) * (offset + 1)), sum(unicode(substr(term, -1)) * (offset + 1))"
            f" FROM temp.{vocabulary} GROUP BY doc"
        )
        sums[schema] = {tuple(row) for row in conn.exec_driver_sql(asked)}
    return sorted({int(row[0]) for row in sums[real] ^ sums["temp"]})[:SHOWN]


def _article(conn: sa.Connection, values: Mapping[str, Any]) -> str | None:
    wanted = sa.select(article.c.public_id)
    if values.get("article_id") is not None:
        return conn.scalar(wanted.where(article.c.id == values["article_id"]))
    if values.get("version_id") is not None:
        mine = wanted.join(version, version.c.article_id == article.c.id)
        return conn.scalar(mine.where(version.c.id == values["version_id"]))
    if values.get("reading_id") is not None:
        return naming.of_reading(conn, values["reading_id"])
    if "alias" in values:
        return str(values["alias"])
    return None
