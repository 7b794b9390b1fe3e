"""The rows that an article's timeline is made of: looks at it, readings of them, files."""

import sqlalchemy as sa

from archive.storage import readings
from archive.storage.moments import seen_by
from archive.storage.schema import (
    article,
    attached_file,
    fetch_event,
    page,
    reading,
    sighting,
    version,
    version_reading,
)

_OWN: sa.BindParameter[int] = sa.bindparam("article")
_SOME: sa.BindParameter[list[int]] = sa.bindparam("articles", expanding=True)
_LOOK = (
    sa.select(
        sighting.c.article_id,
        sighting.c.id,
        sighting.c.fetch_id,
        sighting.c.verdict,
        sighting.c.version_id,
        sighting.c.reading_id,
        sighting.c.seen_at,
        sighting.c.reason,
        fetch_event.c.url,
        fetch_event.c.etag,
        fetch_event.c.last_modified,
        fetch_event.c.status,
        fetch_event.c.run_id,
        fetch_event.c.page_id,
    )
    .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
    .order_by(sighting.c.seen_at, sighting.c.id)
)
LOOKS = _LOOK.where(sighting.c.article_id == _OWN)
LOOKS_THEN = _LOOK.where(sighting.c.article_id.in_(_SOME), *seen_by(sighting))
_FILE = (
    sa.select(
        attached_file.c.id,
        attached_file.c.article_id,
        attached_file.c.version_id,
        attached_file.c.url,
        attached_file.c.seen_at,
        attached_file.c.fetch_id,
        page.c.sha256,
    )
    .join(page, page.c.id == attached_file.c.page_id)
    .order_by(attached_file.c.seen_at, attached_file.c.id)
)
FILES = _FILE.where(attached_file.c.article_id == _OWN)
FILES_THEN = _FILE.where(attached_file.c.article_id.in_(_SOME), *seen_by(attached_file))
_READING = (
    sa.select(
        version.c.article_id,
        version.c.id.label("version_id"),
        version.c.seen_at,
        article.c.site_id,
        reading.c.page_id,
        reading.c.id,
        reading.c.reader,
        reading.c.layout,
        reading.c.published_at,
        sa.exists().where(attached_file.c.article_id == version.c.article_id).label("offers"),
        *readings.DIGESTS,
    )
    .join(article, article.c.id == version.c.article_id)
    .join(version_reading, version_reading.c.version_id == version.c.id)
    .join(reading, reading.c.id == version_reading.c.reading_id)
    .order_by(version.c.id, reading.c.id)
)
READINGS = _READING.where(version.c.article_id == _OWN)
READINGS_THEN = _READING.where(  # what a version shows by a time is told by its looks
    version.c.article_id.in_(_SOME),
    version.c.recorded_at <= sa.bindparam("known_at"),
    version_reading.c.recorded_at <= sa.bindparam("known_at"),
)
