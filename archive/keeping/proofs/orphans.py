"""Rows that point nowhere, looks and versions that do not fit together, times that cannot be."""

from collections.abc import Iterator
from dataclasses import replace

import sqlalchemy as sa

from archive.keeping.finding import RESTORE, Finding
from archive.keeping.proofs import naming
from archive.storage.columns import metadata
from archive.storage.schema import (
    article,
    attached_file,
    fetch_event,
    mention,
    page,
    reading,
    sighting,
    topic,
    version,
    version_reading,
)

SHOWN = 20  # rows of one kind that are named


def check(conn: sa.Connection) -> Iterator[Finding]:
    """All of them, by table."""
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
            yield from _pointing(conn, table, key)
    for table, wanted, what in _ODD:
        yield from _rows(conn, "orphan", table, wanted, what)
    yield from _rows(conn, "time", sighting, _OTHER_TIME, "is of another time than its look")
    for table, wanted, what in _EARLY:  # a clock may have been set back before there were seals
        for found in _rows(conn, "time", table, wanted, what):
            yield replace(found, warning=True)


def _pointing(conn: sa.Connection, table: sa.Table, key: sa.ForeignKey) -> Iterator[Finding]:
    other = key.column.table.alias("other")
    there = sa.exists().where(other.c[key.column.name] == key.parent)
    wanted = sa.select(table).where(key.parent.is_not(None), ~there)
    what = f"points at a row of {key.column.table.name} that is not there ({key.parent.name})"
    yield from _rows(conn, "orphan", table, wanted, what)


def _rows(
    conn: sa.Connection, kind: str, table: sa.Table, wanted: sa.Select[tuple[object]], what: str
) -> Iterator[Finding]:
    keys = list(table.primary_key.columns)
    for row in conn.execute(wanted.order_by(*keys).limit(SHOWN)).all():
        name = " ".join(str(row._mapping[key.name]) for key in keys)
        sentence = f"row {name} of {table.name} {what}: {RESTORE}"
        found = naming.article_of(conn, table.name, row)
        if found is None and row._mapping.get("fetch_id") is not None:
            found = naming.of_look(conn, row._mapping["fetch_id"])
        yield Finding(kind, table.name, sentence, found, name)


def _without(table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.Select[tuple[object]]:
    return sa.select(table).where(~sa.exists().where(*where))


_OTHER = sa.select(sighting).join(version, version.c.id == sighting.c.version_id)
_LOOK = sa.select(sighting).join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
_PAGE = fetch_event.alias("looked")
_ODD = (
    (article, _without(article, version.c.article_id == article.c.id), "has no version"),
    (version, _without(version, version_reading.c.version_id == version.c.id), "has no reading"),
    (
        version,
        _without(
            version,
            sighting.c.article_id == version.c.article_id,
            sighting.c.seen_at == version.c.seen_at,
        ).where(
            ~sa.exists().where(
                attached_file.c.article_id == version.c.article_id,
                attached_file.c.seen_at == version.c.seen_at,
            )
        ),
        "begins with no look: its sighting is gone or changed",
    ),
    (page, _without(page, _PAGE.c.page_id == page.c.id), "was brought by no look"),
    (
        page,
        _without(
            page,
            _PAGE.c.file == page.c.file,
            _PAGE.c.offset == page.c.offset,
            _PAGE.c.length == page.c.length,
            _PAGE.c.record_sha256 == page.c.record_sha256,
        ),
        "names a record that no look brought",
    ),
    (reading, _without(reading, topic.c.reading_id == reading.c.id), "has no topic"),
    (
        sighting,
        _OTHER.where(version.c.article_id != sighting.c.article_id),
        "shows a version of another article",
    ),
)
_OTHER_TIME = _LOOK.where(sighting.c.seen_at != fetch_event.c.requested_at)
_EARLY = (
    (
        sighting,
        _LOOK.where(sighting.c.recorded_at < fetch_event.c.recorded_at),
        "was recorded before its look",
    ),
    *(
        (
            table,
            sa.select(table)
            .join(reading, reading.c.id == table.c.reading_id)
            .where(table.c.recorded_at < reading.c.recorded_at),
            "was recorded before its reading",
        )
        for table in (topic, mention)
    ),
    (
        version_reading,
        sa.select(version_reading)
        .join(version, version.c.id == version_reading.c.version_id)
        .where(version_reading.c.recorded_at < version.c.recorded_at),
        "was recorded before its version",
    ),
)
