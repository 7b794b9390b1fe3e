"""Two versions of an article, or a copy and its origin, beside each other, field by field."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.asking import diff, telling
from archive.asking.named import Row, article_of, version_of
from archive.asking.queries import captions, listed, reading_of
from archive.asking.time import shown
from archive.asking.wording import Op, Piece
from archive.errors import BadQuery, NotFound
from archive.storage.moments import NOW, Moment
from archive.storage.schema import attached_file, attachment, image, page
from archive.text.digest import picture
from archive.text.normal import plain


def compare(
    conn: sa.Connection,
    name: str,
    old: str | int | None = None,
    new: str | int | None = None,
    moment: Moment = NOW,
) -> diff.Diff:
    """What differs between two versions, by number or id, now or as it was at a moment.

    Without `new` the newest, without `old` the one before `new`; of an article with one version
    that version beside itself. Raises NotFound, BadQuery.
    """
    found = article_of(conn, name, moment)
    later = version_of(conn, found, new)
    earlier = version_of(conn, found, max(1, later.number - 1) if old is None else old)
    before, after = reading_of(conn, earlier), reading_of(conn, later)
    fields = [*_fields(conn, before, after), _bytes(conn, found, earlier, later, moment)]
    differing = tuple(field for field in fields if field)
    return diff.Diff(
        article_id=found.public_id,
        title=after.title,
        url=found.url,
        old=earlier.number,
        new=later.number,
        old_seen_at=earlier.seen_at,
        new_seen_at=later.seen_at,
        fields=differing,
        summary=diff.summary(differing, _text(before), _text(after)),
    )


def beside(
    conn: sa.Connection, name: str, other: str | None = None, moment: Moment = NOW
) -> diff.Comparison:
    """What a copy added to the origin of its story, or to another article, and what it cut.

    Both in their newest versions at a moment. Raises NotFound where the article is in no story, or
    is itself the origin, and no other one is named.
    """
    copy = article_of(conn, name, moment)
    named = other if other is not None else _origin_of(conn, copy, moment)
    origin = article_of(conn, named, moment)
    if copy.article_id == origin.article_id:
        raise BadQuery(f"{copy.public_id} cannot be compared with itself: `egov diff` alone does")
    old, new = version_of(conn, origin, None), version_of(conn, copy, None)
    before, after = reading_of(conn, old), reading_of(conn, new)
    compared = [
        diff.line_field("title", before.title, after.title),
        diff.story_field(before.lead, _blocks(before), after.lead, _blocks(after)),
        *_beside_text(conn, before, after),
    ]
    fields = tuple(field for field in compared if field)
    return diff.Comparison(
        copy=_side(copy, new, after),
        origin=_side(origin, old, before),
        fields=fields,
        summary=diff.summary(fields, _text(before), _text(after)),
    )


def _origin_of(conn: sa.Connection, copy: Row, moment: Moment) -> str:
    told = telling.story(conn, copy.public_id, moment) if copy.story_id else None
    if told is None:
        raise NotFound(
            f"article {copy.public_id} is in no story: name the article to compare it with"
        )
    if told.origin is None or told.origin.article_id == copy.public_id:
        raise NotFound(
            f"article {copy.public_id} is the origin of its story: name a copy, or the article "
            "to compare it with; `egov stories` lists them"
        )
    return told.origin.article_id


def _side(found: Row, state: Row, read: Row) -> diff.Side:
    return diff.Side(
        article_id=found.public_id,
        site=found.site,
        url=found.url,
        title=read.title,
        version_no=state.number,
        seen_at=state.seen_at,
        published_at=read.published_at,
        published_precision=read.published_precision,
    )


def _text(read: Row) -> str:
    return "\n\n".join((read.title, read.lead, read.body))


def _fields(conn: sa.Connection, old: Row, new: Row) -> list[diff.Field | None]:
    return [
        diff.line_field("title", old.title, new.title),
        diff.text_field("lead", old.lead, new.lead),
        diff.blocks_field("body", _blocks(old), _blocks(new)),
        *_beside_text(conn, old, new),
    ]


def _beside_text(conn: sa.Connection, old: Row, new: Row) -> list[diff.Field | None]:
    """The fields that are no text of the article."""
    files = (attachment, old), (attachment, new)
    return [
        diff.list_field("captions", _captions(conn, old), _captions(conn, new)),
        diff.list_field("images", _names(conn, image, old), _names(conn, image, new)),
        diff.list_field("attachments", *(_names(conn, *one) for one in files)),
        diff.value_field("author", old.author or "", new.author or ""),
        diff.value_field("published", _time(old.published_at, old), _time(new.published_at, new)),
        diff.value_field("section", old.section or "", new.section or ""),
        diff.list_field("tags", old.tags, new.tags),
        diff.value_field("source", _source(old), _source(new)),
    ]


def _blocks(read: Row) -> Iterable[dict[str, Any]]:
    """The blocks of a reading; its plain text where it has none."""
    if read.blocks or not read.body:
        return list(read.blocks)
    return [{"kind": "paragraph", "text": text} for text in read.body.split("\n\n")]


def _source(read: Row) -> str:
    return " ".join(part for part in (read.source_name, read.source_url) if part)


def _names(conn: sa.Connection, table: sa.Table, read: Row) -> list[str]:
    """Pictures and files by what tells them apart, since their host and size make no version."""
    return [
        f"{picture(url)} ({plain(label)})" if table is attachment and label else picture(url)
        for url, label in listed(conn, table, read.id)
    ]


def _captions(conn: sa.Connection, read: Row) -> list[str]:
    """Captions among the blocks and beside the pictures, each once."""
    beside_them = (caption for _, caption in listed(conn, image, read.id))
    return list(dict.fromkeys(plain(text) for text in (*captions(read), *beside_them) if text))


def _time(at: datetime | None, read: Row) -> str:
    return shown(at, read.published_precision) if at else ""


def _bytes(conn: sa.Connection, of: Row, old: Row, new: Row, moment: Moment) -> diff.Field | None:
    """Attached files whose address stayed and whose bytes changed, by SHA-256."""
    if old.version_id == new.version_id:
        return None
    before, after = (_files(conn, of, state.number, moment) for state in (old, new))
    lines = tuple(
        diff.Line(
            (
                Piece(Op.EQUAL, f"{url} "),
                Piece(Op.DELETE, f"sha256 {before[url]}"),
                Piece(Op.INSERT, f"sha256 {sha256}"),
            )
        )
        for url, sha256 in sorted(after.items())
        if before.get(url, sha256) != sha256
    )
    return diff.Field("attached bytes", lines) if lines else None


def _files(conn: sa.Connection, of: Row, number: int, moment: Moment) -> dict[str, str]:
    """The SHA-256 of each attached file, as it was known last while a version was shown."""
    rows = (
        sa.select(attached_file.c.url, page.c.sha256)
        .join(page, page.c.id == attached_file.c.page_id)
        .where(
            attached_file.c.article_id == of.article_id,
            attached_file.c.seen_at <= moment.cut["as_of"],
            attached_file.c.recorded_at <= moment.cut["known_at"],
        )
        .order_by(attached_file.c.seen_at, attached_file.c.id)
    )
    if number < of.version_count:
        rows = rows.where(attached_file.c.seen_at < version_of(conn, of, number + 1).seen_at)
    return {row.url: row.sha256 for row in conn.execute(rows)}
