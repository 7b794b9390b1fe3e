"""Whether readings were made under numbers of their site's furniture that there are."""

from collections.abc import Iterator

import sqlalchemy as sa

from archive.keeping.finding import RESTORE, Finding
from archive.keeping.proofs import naming
from archive.storage import furniture
from archive.storage.schema import article, reading, site, version, version_reading

MARK = "+f"  # what a reader's name has before the number


def check(conn: sa.Connection, only: str | None) -> Iterator[Finding]:
    """Readings whose reader knew furniture that their site never had."""
    asked = (
        sa.select(site.c.name, reading.c.reader, sa.func.min(reading.c.id).label("id"))
        .join(version_reading, version_reading.c.reading_id == reading.c.id)
        .join(version, version.c.id == version_reading.c.version_id)
        .join(article, article.c.id == version.c.article_id)
        .join(site, site.c.id == article.c.site_id)
        .where(reading.c.reader.contains(MARK, autoescape=True))
        .group_by(site.c.name, reading.c.reader)
        .order_by(site.c.name, reading.c.reader)
    )
    known = furniture.sets(conn)
    for row in conn.execute(asked.where(site.c.name == only) if only else asked).all():
        number = row.reader.rpartition(MARK)[2]
        most = known[row.name].number if row.name in known else 0
        if number.isdigit() and 1 <= int(number) <= most:
            continue
        what = f"reading {row.id} says that {row.reader} made it; the furniture of {row.name}"
        named = naming.of_reading(conn, row.id)
        sentence = f"{what} has no such number, but {most} at most: {RESTORE}"
        yield Finding("furniture", "reading", sentence, named, str(row.id))
