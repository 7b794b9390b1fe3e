"""Whether what is withheld is so, wholly and lawfully: told from what is lost."""

from collections.abc import Iterator

import sqlalchemy as sa

from archive.keeping.finding import RESTORE, Finding
from archive.keeping.proofs import naming
from archive.keeping.rows import parts_of, row_hash
from archive.storage import schema
from archive.storage.evidence import withheld, withheld_row
from archive.storage.schema import reading

REDACTED = {table.name: table for table in (schema.reading, schema.mention, schema.topic)}


def check(conn: sa.Connection) -> Iterator[Finding]:
    """Readings of withheld pages that are not as they were left; rows that none allows to miss."""
    left = set(conn.scalars(sa.select(withheld_row.c.now_sha256)))
    pages = sa.select(withheld.c.page_id)
    for row in conn.execute(sa.select(reading).where(reading.c.page_id.in_(pages))).all():
        parts = parts_of(conn, reading, [row.id]).get(row.id, {})
        if row_hash(reading, row, parts) not in left:
            what = f"reading {row.id} is of a withheld page and not as it was left: {RESTORE}"
            named = naming.of_reading(conn, row.id)
            yield Finding("withheld", "reading", what, named, str(row.id))
    odd = sa.select(withheld_row).where(withheld_row.c.table_name.not_in(list(REDACTED)))
    for row in conn.execute(odd):
        what = (
            f"row {row.id} of withheld_row excuses a row of {row.table_name}, which holds no text"
        )
        yield Finding("withheld", "withheld_row", f"{what}: {RESTORE}", row=str(row.id))
