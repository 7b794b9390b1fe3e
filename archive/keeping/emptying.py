"""Records whose bodies are given up: first written down, then overwritten in place and hollowed.

The rows come before the files: whatever breaks off between the two, `finish` ends.
"""

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from archive.errors import PageLost
from archive.keeping import holes
from archive.keeping.dispensable import free
from archive.keeping.hollow import SHORTEST, Note
from archive.storage import clock
from archive.storage.columns import AnyRow
from archive.storage.engine import begin_read, begin_write
from archive.storage.evidence import compacted, same_record, withheld_record
from archive.storage.schema import fetch_event, page
from archive.storage.warc import fields, read_member


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is to be overwritten by its note; `now_sha256` is that of the note."""

    page_id: int
    file: str
    offset: int
    length: int
    note: Note
    now_sha256: str


# --- first the rows -------------------------------------------------------------------------------


def intend(engine: sa.Engine, data_dir: Path, pages: Sequence[int], now: datetime) -> list[Record]:
    """Writes down which records go; whoever records waits, so that no new look refers to them."""
    with begin_write(engine, sealing=True) as conn:
        at = clock.moment(conn, now)
        records = list(records_of(conn, data_dir, free(conn, pages), at))
        if records:
            conn.execute(sa.insert(compacted), [_row(one, at) for one in records])
    return records


def _row(one: Record, at: datetime) -> dict[str, object]:
    return {
        "page_id": one.page_id,
        "file": one.file,
        "offset": one.offset,
        "length": one.length,
        "record_sha256": one.note.record_sha256,
        "now_sha256": one.now_sha256,
        "recorded_at": at,
    }


def records_of(
    conn: sa.Connection, data_dir: Path, pages: Sequence[int], at: datetime
) -> Iterator[Record]:
    """The records that hold the pages, in the order of files; none of a page of which one is not
    as it was written, or too short to win a block.
    """
    gone = sa.exists().where(same_record(compacted, fetch_event))
    asked = (
        sa.select(fetch_event, page.c.sha256)
        .join(page, page.c.id == fetch_event.c.page_id)
        .where(fetch_event.c.page_id.in_(pages), fetch_event.c.file.is_not(None), ~gone)
        .order_by(fetch_event.c.page_id, fetch_event.c.id)
    )
    found: list[Record] = []
    for _, rows in groupby(conn.execute(asked).all(), key=lambda row: row.page_id):
        found += _of_page(data_dir, list(rows), at)
    yield from sorted(found, key=lambda one: (one.file, one.offset))


def _of_page(data_dir: Path, rows: list[AnyRow], at: datetime) -> list[Record]:
    found = []
    for row in rows:
        try:
            block = read_member(data_dir / row.file, row.offset, row.length, row.record_sha256)
        except PageLost:
            return []  # `egov verify` tells of it, and nothing more of it is given away
        if fields(block)[1].get("warc-type") == "revisit":
            continue  # without a body
        if not wins(row.offset, row.length):
            return []
        note = _note(row, at, row.record_sha256)
        member = sha256(note.member(row.length)).hexdigest()
        found.append(Record(row.page_id, row.file, row.offset, row.length, note, member))
    return found


def _note(row: AnyRow, at: datetime, record_sha256: str) -> Note:
    return Note(row.url, row.requested_at, at, row.sha256, record_sha256)


def wins(offset: int, length: int) -> int:
    """About how many bytes of the disk a record's place gives back."""
    if length < SHORTEST:
        return 0
    blank = bytes(length)
    return sum(size for _, size in holes.spaces(offset, b"\1" * 1000 + blank[1012:] + b"\1" * 12))


# --- then the files -------------------------------------------------------------------------------


def overwrite(data_dir: Path, records: Sequence[Record]) -> int:
    """Puts the notes where the records stood, on disk when this returns; the bytes won."""
    won = 0
    for name, some in groupby(records, key=lambda one: one.file):
        with (data_dir / name).open("r+b") as file:
            before = holes.allocated(file.fileno())
            for one in some:
                _put(file, one)
            os.fsync(file.fileno())
            won += before - holes.allocated(file.fileno())
    return won


def _put(file: BinaryIO, one: Record) -> None:
    """The holes first: to make them of bytes just written, these would have to reach the disk. What
    is then written lies in blocks that are there, so that no room is needed.
    """
    member, at = one.note.member(one.length), 0
    for start, length in holes.spaces(one.offset, member):
        holes.punch(file.fileno(), start, length)
        _write(file, one.offset + at, member[at : start - one.offset])
        at = start - one.offset + length
    _write(file, one.offset + at, member[at:])


def _write(file: BinaryIO, at: int, data: bytes) -> None:
    if data and os.pwrite(file.fileno(), data, at) != len(data):
        raise OSError(errno.EIO, "the disk did not take all", file.name)


def finish(engine: sa.Engine, data_dir: Path) -> int:
    """Overwrites what the last transaction meant to and did not; how many records that were."""
    with begin_read(engine) as conn:
        last = sa.select(sa.func.max(compacted.c.id)).scalar_subquery()
        newest = sa.select(compacted.c.recorded_at).where(compacted.c.id == last).scalar_subquery()
        before = (  # numbers grow with time: of years of rows the last ones alone are read
            sa.select(compacted.c.id)
            .where(compacted.c.recorded_at < newest)
            .order_by(compacted.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        here = same_record(fetch_event, compacted)
        redacted = sa.exists().where(same_record(withheld_record, compacted))
        rows = conn.execute(
            sa.select(
                fetch_event, page.c.sha256, compacted.c.now_sha256,
                compacted.c.recorded_at.label("given_up_at"),
            )
            .join(compacted, here)
            .join(page, page.c.id == compacted.c.page_id)
            .where(compacted.c.id > sa.func.coalesce(before, 0))
            .where(compacted.c.recorded_at == newest, ~redacted)
            .order_by(compacted.c.file, compacted.c.offset)
        ).all()  # fmt: skip
    there = [row for row in rows if (data_dir / row.file).is_file()]  # else `verify` tells
    open_ = [_as_meant(row) for row in there if not is_hollow(data_dir, row)]
    overwrite(data_dir, open_)
    return len(open_)


def _as_meant(row: AnyRow) -> Record:
    note = _note(row, row.given_up_at, row.record_sha256)
    assert sha256(note.member(row.length)).hexdigest() == row.now_sha256
    return Record(row.page_id, row.file, row.offset, row.length, note, row.now_sha256)


def is_hollow(data_dir: Path, row: AnyRow) -> bool:
    """Whether a record stands as its row of `compacted` (`now_sha256`) says."""
    try:
        read_member(data_dir / row.file, row.offset, row.length, row.now_sha256, first=1)
    except PageLost:
        return False
    return True


def hollow_places(conn: sa.Connection, data_dir: Path, page_id: int) -> set[tuple[str, int]]:
    """File and offset of a page's records that were given up and stand there as their notes."""
    rows = conn.execute(sa.select(compacted).where(compacted.c.page_id == page_id))
    return {(row.file, row.offset) for row in rows if is_hollow(data_dir, row)}
