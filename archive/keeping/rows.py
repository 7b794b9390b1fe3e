"""Rows of facts as they are sealed: each by the SHA-256 of its canonical JSON.

That is an object of the columns that are filled, keys in order, times in UTC to the microsecond. A
reading's has its pictures and files in it, a withheld page's what was redacted for it. A table is
walked in the order of its integer key, and rows of one key in the order of their hashes.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from heapq import merge
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from archive.storage import evidence, schema
from archive.storage.columns import AnyRow
from archive.storage.warc import warc_date

BATCH = 500
PARTS = {
    "reading": (schema.image, schema.attachment),
    "withheld": (evidence.withheld_row, evidence.withheld_record),
}
_APART = {one.name for parts in PARTS.values() for one in parts} | {"seal", "seal_leaf"}
SEALED = tuple(table for table in schema.FACTS if table.name not in _APART)


@dataclass(frozen=True, slots=True)
class Hashed:
    """A row: the key that it is found by, when it was recorded, its hash in hex."""

    key: int
    recorded_at: datetime
    sha256: str
    row: AnyRow | None  # None: a row that is gone, known by its hash alone


def key_of(table: sa.Table) -> sa.Column[Any]:
    """The integer column that a table is walked by."""
    return next(iter(table.primary_key.columns))


def row_hash(table: sa.Table, row: AnyRow, parts: dict[str, list[AnyRow]]) -> str:
    """The SHA-256 of a row, `parts` being the rows that belong to it, by table."""
    whole = _filled(row)
    for name, belonging in parts.items():
        whole[f"+{name}"] = [_filled(one) for one in belonging]
    text = json.dumps(
        [table.name, whole], ensure_ascii=False, sort_keys=True, separators=(",", ":"),
        default=warc_date,
    )  # fmt: skip
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _filled(row: AnyRow) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if value is not None}


def walk(conn: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> Iterator[Hashed]:
    """All rows of a table in the order in which they are sealed, as they are now."""
    wanted = sa.select(table).where(*where).order_by(key_of(table))
    rows = conn.execute(wanted.execution_options(yield_per=BATCH))
    hashed = (one for batch in rows.partitions() for one in _hashed(conn, table, batch))
    if key_of(table).name == "id":
        yield from hashed
        return
    for _, group in groupby(hashed, key=lambda one: one.key):
        yield from sorted(group, key=lambda one: one.sha256)


def _hashed(conn: sa.Connection, table: sa.Table, batch: Iterable[AnyRow]) -> Iterator[Hashed]:
    rows = list(batch)
    keys = [getattr(row, key_of(table).name) for row in rows]
    parts = parts_of(conn, table, keys) if table.name in PARTS else {}
    for key, row in zip(keys, rows, strict=True):
        found = row_hash(table, row, parts.get(key, {}))
        yield Hashed(key, row.recorded_at, found, row)


def parts_of(
    conn: sa.Connection, table: sa.Table, keys: list[int]
) -> dict[int, dict[str, list[AnyRow]]]:
    """The rows that belong to rows of a table, by their owner's id and their table."""
    found: dict[int, dict[str, list[AnyRow]]] = {}
    for part in PARTS.get(table.name, ()):
        owner = part.c[f"{table.name}_id"]
        second = part.c.position if "position" in part.c else part.c.id
        wanted = sa.select(part).where(owner.in_(keys)).order_by(owner, second)
        for row in conn.execute(wanted):
            belonging = found.setdefault(getattr(row, owner.name), {})
            belonging.setdefault(part.name, []).append(row)
    return found


def original(
    conn: sa.Connection, table: sa.Table, rows: Iterable[Hashed], after: datetime | None = None
) -> Iterator[Hashed]:
    """The rows as they were before text was withheld: by the hashes that were left of them.

    Those that are gone are among them where they were recorded `after` then.
    """
    held = evidence.withheld_row
    left = conn.execute(sa.select(held).where(held.c.table_name == table.name)).all()
    if not left:
        yield from rows
        return
    redacted = {row.now_sha256: row.row_sha256 for row in left if row.now_sha256}
    gone = [
        Hashed(row.row_key, row.recorded_at, row.row_sha256, None)
        for row in left
        if row.now_sha256 is None and (after is None or row.recorded_at > after)
    ]
    live = (
        Hashed(one.key, one.recorded_at, redacted.get(one.sha256, one.sha256), one.row)
        for one in rows
    )
    for _, group in groupby(_merged(live, gone), key=lambda one: one.key):
        yield from sorted(group, key=lambda one: one.sha256)


def _merged(live: Iterable[Hashed], gone: list[Hashed]) -> Iterator[Hashed]:
    yield from merge(live, sorted(gone, key=lambda one: one.key), key=lambda one: one.key)
