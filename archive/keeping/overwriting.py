"""The WARC records of what is withheld: noted with its rows, overwritten after them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from archive.errors import PageLost
from archive.keeping import records
from archive.keeping.emptying import hollow_places
from archive.storage.columns import AnyRow
from archive.storage.evidence import same_record, withheld, withheld_record
from archive.storage.schema import fetch_event, page
from archive.storage.warc import fields, read_member


def note(
    conn: sa.Connection, data_dir: Path, key: int, row: AnyRow, why: tuple[str, str, datetime]
) -> None:
    """Writes down, with what withholds a page, what is to stand in place of its records."""
    for look, member in _members(conn, data_dir, row, why):
        values = {
            "withheld_id": key,
            "file": look.file,
            "offset": look.offset,
            "length": look.length,
            "record_sha256": sha256(member).hexdigest(),
            "recorded_at": why[2],
        }
        conn.execute(sa.insert(withheld_record), values)


def _members(
    conn: sa.Connection, data_dir: Path, row: AnyRow, why: tuple[str, str, datetime]
) -> Iterator[tuple[AnyRow, bytes]]:
    """The looks whose records hold the page, and what is to stand there."""
    looks = fetch_event.c.page_id == row.id, fetch_event.c.file.is_not(None)
    hollow = hollow_places(conn, data_dir, row.id)  # given up: no word of them is left
    for look in conn.execute(sa.select(fetch_event).where(*looks)).all():
        if (look.file, look.offset) in hollow:
            continue
        try:
            record = read_member(data_dir / look.file, look.offset, look.length, look.record_sha256)
        except PageLost:
            record = b""  # damaged: what is left of it goes, too
        if fields(record)[1].get("warc-type") != "revisit":
            left = records.Note(look.url, *why, row.sha256, look.record_sha256)
            yield look, records.replacement(left, look.length)


def finish(engine: sa.Engine, data_dir: Path, pages: Iterable[int]) -> None:
    """Overwrites the records of withheld pages that are not yet as they are to be."""
    with engine.connect() as conn:
        asked = (
            sa.select(
                withheld_record, withheld.c.reason, withheld.c.person, fetch_event.c.url,
                withheld.c.recorded_at.label("at"), page.c.sha256,
                fetch_event.c.record_sha256.label("before"),
            )
            .join(withheld, withheld.c.id == withheld_record.c.withheld_id)
            .join(page, page.c.id == withheld.c.page_id)
            .join(fetch_event, same_record(fetch_event, withheld_record))
            .where(withheld.c.page_id.in_(list(pages)))
        )  # fmt: skip
        rows = conn.execute(asked).all()
    for row in rows:
        left = records.Note(row.url, row.reason, row.person, row.at, row.sha256, row.before)
        member = records.replacement(left, row.length)
        assert sha256(member).hexdigest() == row.record_sha256
        records.overwrite(data_dir / row.file, row.offset, member)
