"""Two versions of an article beside each other, field by field."""

from datetime import datetime

import sqlalchemy as sa

from archive.asking import diff
from archive.asking.named import Row, article_of, version_of
from archive.asking.queries import captions, listed, reading_of
from archive.asking.time import shown
from archive.storage.schema import attachment, image
from archive.text.digest import picture
from archive.text.normal import plain


def compare(
    conn: sa.Connection, name: str, old: str | int | None = None, new: str | int | None = None
) -> diff.Diff:
    """What differs between two versions, by number or id.

    Without `new` the newest, without `old` the one before `new`; of an article with one version
    that version beside itself. Raises NotFound, BadQuery.
    """
    found = article_of(conn, name)
    later = version_of(conn, found, new)
    earlier = version_of(conn, found, max(1, later.number - 1) if old is None else old)
    before, after = reading_of(conn, earlier), reading_of(conn, later)
    return diff.Diff(
        article_id=found.public_id,
        title=after.title,
        url=found.url,
        old=earlier.number,
        new=later.number,
        old_seen_at=earlier.seen_at,
        new_seen_at=later.seen_at,
        fields=tuple(field for field in _fields(conn, before, after) if field),
    )


def _fields(conn: sa.Connection, old: Row, new: Row) -> list[diff.Field | None]:
    return [
        diff.line_field("title", old.title, new.title),
        diff.text_field("lead", old.lead, new.lead),
        diff.text_field("body", old.body, new.body),
        diff.list_field("captions", _captions(conn, old), _captions(conn, new)),
        diff.list_field("images", _names(conn, image, old), _names(conn, image, new)),
        diff.list_field(
            "attachments", _names(conn, attachment, old), _names(conn, attachment, new)
        ),
        diff.value_field("author", old.author or "", new.author or ""),
        diff.value_field("published", _time(old.published_at, old), _time(new.published_at, new)),
        diff.value_field("section", old.section or "", new.section or ""),
        diff.list_field("tags", old.tags, new.tags),
        diff.value_field("source", old.source_name or "", new.source_name or ""),
    ]


def _names(conn: sa.Connection, table: sa.Table, read: Row) -> list[str]:
    """Pictures and files by what tells them apart, since their host and size make no version."""
    return [picture(url) for url, _ in listed(conn, table, read.id)]


def _captions(conn: sa.Connection, read: Row) -> list[str]:
    """Captions among the blocks and beside the pictures, each once."""
    beside = (caption for _, caption in listed(conn, image, read.id))
    return list(dict.fromkeys(plain(text) for text in (*captions(read), *beside) if text))


def _time(at: datetime | None, read: Row) -> str:
    return shown(at, read.published_precision) if at else ""
