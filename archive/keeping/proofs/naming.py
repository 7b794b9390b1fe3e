"""Which article a row of facts belongs to, as far as that can still be told."""

from typing import Any

import sqlalchemy as sa

from archive.storage.schema import article, fetch_event, reading, sighting, version

_OF_VERSION = sa.select(article.c.public_id).join(version, version.c.article_id == article.c.id)
_OF_PAGE = _OF_VERSION.where(version.c.page_id == sa.bindparam("key")).limit(1)
_SIGHTED = sa.select(article.c.public_id).join(sighting, sighting.c.article_id == article.c.id)
_OF_READING = sa.select(reading.c.page_id, reading.c.url).where(reading.c.id == sa.bindparam("key"))
_READ = _SIGHTED.join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)


def article_of(conn: sa.Connection, table: str, row: Any) -> str | None:
    """The public id of the article that a row of a table of facts belongs to."""
    values = dict(row._mapping)
    if table == "article":
        return str(values["public_id"])
    if values.get("article_id") is not None:
        return _one(
            conn, sa.select(article.c.public_id).where(article.c.id == values["article_id"])
        )
    if "version_a" in values:
        return of_version(conn, values["version_a"])
    if "version_id" in values and values["version_id"] is not None:
        return of_version(conn, values["version_id"])
    if table == "reading":
        return of_reading(conn, values["id"])
    if "reading_id" in values:
        return of_reading(conn, values["reading_id"])
    if table == "fetch_event":
        return of_look(conn, values["id"]) or of_page(conn, values["page_id"])
    return of_page(conn, values["id"]) if table == "page" else None


def of_version(conn: sa.Connection, version_id: int) -> str | None:
    """The article of a version."""
    return _one(conn, _OF_VERSION.where(version.c.id == version_id))


def of_look(conn: sa.Connection, fetch_id: int) -> str | None:
    """The article that a look was at."""
    return _one(conn, _SIGHTED.where(sighting.c.fetch_id == fetch_id))


def of_page(conn: sa.Connection, page_id: int | None) -> str | None:
    """The article that a page was brought for."""
    if page_id is None:
        return None
    looked = _READ.where(fetch_event.c.page_id == page_id).limit(1)
    return _one(conn, _OF_PAGE, key=page_id) or _one(conn, looked)


def of_reading(conn: sa.Connection, reading_id: int) -> str | None:
    """The article that was read."""
    row = conn.execute(_OF_READING, {"key": reading_id}).first()
    return of_page(conn, row.page_id) if row else None


def _one(conn: sa.Connection, wanted: sa.Select[tuple[str]], **values: int) -> str | None:
    found = conn.scalar(wanted, values)
    return None if found is None else str(found)
