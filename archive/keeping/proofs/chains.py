"""Public ids and chains of versions, worked out anew; the order is that of recording."""

from collections.abc import Iterator
from itertools import count, islice

import sqlalchemy as sa

from archive.keeping.finding import RESTORE, Finding
from archive.storage.columns import AnyRow
from archive.storage.identity import short_hash
from archive.storage.schema import article, page, site, version
from archive.storage.versions import chained
from archive.storage.warc import warc_date

MOST = 100  # versions of one page at one time


def check(conn: sa.Connection, only: str | None = None) -> Iterator[Finding]:
    """All that does not follow from what it should; `only` is a site."""
    here = site.c.name == only if only else sa.true()
    yield from _articles(conn, here)
    wanted = (
        sa.select(version, article.c.public_id.label("article"), page.c.sha256)
        .join(article, article.c.id == version.c.article_id)
        .join(site, site.c.id == article.c.site_id)
        .join(page, page.c.id == version.c.page_id)
        .where(here)
        .order_by(version.c.article_id, version.c.id)
    )
    last: AnyRow | None = None
    for row in conn.execute(wanted.execution_options(yield_per=500)):
        before = last.chain if last and last.article_id == row.article_id else None
        yield from _version(row, before)
        last = row


def _articles(conn: sa.Connection, here: sa.ColumnElement[bool]) -> Iterator[Finding]:
    wanted = sa.select(article, site.c.name).join(site, site.c.id == article.c.site_id).where(here)
    for row in conn.execute(wanted.execution_options(yield_per=500)):
        named = row.native_id if row.native_id is not None else row.path or ""
        if named != row.key or row.public_id != short_hash(
            row.name, row.id_space, row.key, str(row.serial)
        ):
            what = f"article {row.id} has not the public id of its site, key and serial: {RESTORE}"
            yield Finding("name", "article", what, row.public_id, str(row.id))


def _version(row: AnyRow, before: str | None) -> Iterator[Finding]:
    parts = (row.article, warc_date(row.seen_at), row.sha256)
    names = (short_hash(*parts, *([str(n)] if n else [])) for n in islice(count(), MOST))
    if row.public_id not in names:
        what = f"version {row.id} has not the public id of its article, time and page: {RESTORE}"
        yield Finding("name", "version", what, row.article, str(row.id))
    if row.chain != chained(before, row.article, row.public_id, row.seen_at, row.sha256):
        what = (
            f"version {row.id} does not follow in the chain of its article: it, its page or the "
            f"one before was changed or deleted: {RESTORE}"
        )
        yield Finding("chain", "version", what, row.article, str(row.id))
