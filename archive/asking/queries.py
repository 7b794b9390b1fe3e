"""Questions about articles: what one says, how it came to say it, and which others say the same."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from archive.asking.answers import Article, Copy, History, Named, Stories, Story, Version
from archive.asking.named import Row, article_of, version_of
from archive.asking.search import known_sites
from archive.errors import BadQuery, NotFound
from archive.record import Attachment, Image
from archive.storage.derived import (
    article_state,
    story_alias,
    story_copy_state,
    version_state,
)
from archive.storage.schema import (
    address,
    article,
    attachment,
    image,
    mention,
    page,
    reading,
    site,
    topic,
    version,
)


def show(conn: sa.Connection, name: str, number: str | int | None = None) -> Article:
    """An article by its id or any of its addresses, in its newest version or another one."""
    found = article_of(conn, name)
    state = version_of(conn, found, number)
    read = reading_of(conn, state)
    return Article(
        **_taken(found, "site site_title unit_code url version_count first_seen_at last_seen_at"),
        **_taken(found, "gone_at topic_status topic_score story_id is_origin"),
        **_taken(read, "title lead body author section published_at published_precision"),
        **_taken(read, "published_raw published_from modified_at source_name source_url"),
        **_taken(read, "reader layout"),
        article_id=found.public_id,
        version_no=state.number,
        version_id=state.public_id,
        change=state.kind,
        seen_at=state.seen_at,
        captions=captions(read),
        tags=tuple(read.tags),
        doubts=tuple(read.doubts),
        addresses=_addresses(conn, found.article_id),
        images=tuple(Image(*row) for row in listed(conn, image, read.id)),
        attachments=tuple(Attachment(*row) for row in listed(conn, attachment, read.id)),
        topic_terms=_terms(conn, read.id),
        mentions=_mentions(conn, read.id),
        page_sha256=conn.scalar(sa.select(page.c.sha256).where(page.c.id == state.page_id)) or "",
    )


def _taken(row: Row, names: str) -> dict[str, Any]:
    """Columns that an answer takes over under their own names."""
    return {name: row._mapping[name] for name in names.split()}


def _addresses(conn: sa.Connection, article_id: int) -> tuple[str, ...]:
    known = sa.select(address.c.url).where(address.c.article_id == article_id)
    return tuple(conn.scalars(known.order_by(address.c.since, address.c.id)))


def listed(conn: sa.Connection, table: sa.Table, reading_id: int) -> list[tuple[str, str]]:
    """The images or attachments of a reading, in order: address, and caption or label."""
    words = table.c.caption if table is image else table.c.label
    rows = conn.execute(
        sa.select(table.c.url, words)
        .where(table.c.reading_id == reading_id)
        .order_by(table.c.position)
    )
    return [(url, label) for url, label in rows]


def _terms(conn: sa.Connection, reading_id: int) -> dict[str, float]:
    terms = conn.scalar(
        sa.select(topic.c.terms)
        .where(topic.c.reading_id == reading_id)
        .order_by(topic.c.recorded_at.desc(), topic.c.lexicon.desc())
    )
    return dict(terms or {})


def reading_of(conn: sa.Connection, state: Row) -> Row:
    """The newest reading of a version; raises NotFound where no reader could read its page."""
    read = conn.execute(sa.select(reading).where(reading.c.id == state.reading_id)).first()
    if read is None:
        raise NotFound(f"version {state.number} has no reading: its page could not be read")
    return read


def captions(read: Row) -> tuple[str, ...]:
    """The captions among a reading's blocks, in order."""
    return tuple(block["text"] for block in read.blocks if block.get("kind") == "caption")


def _mentions(conn: sa.Connection, reading_id: int) -> tuple[Named, ...]:
    newest = (
        sa.select(mention.c.gazetteer)
        .where(mention.c.reading_id == reading_id)
        .order_by(mention.c.recorded_at.desc(), mention.c.gazetteer.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = conn.execute(
        sa.select(mention.c.kind, mention.c.key, mention.c.label, mention.c.count)
        .where(mention.c.reading_id == reading_id, mention.c.gazetteer == newest)
        .order_by(mention.c.kind, mention.c.count.desc(), mention.c.key)
    )
    return tuple(Named(*row) for row in rows)


def history(conn: sa.Connection, name: str) -> History:
    """The versions of an article, oldest first."""
    found = article_of(conn, name)
    rows = conn.execute(
        sa.select(version_state, version.c.public_id, reading.c.title, reading.c.digest)
        .join(version, version.c.id == version_state.c.version_id)
        .outerjoin(reading, reading.c.id == version_state.c.reading_id)
        .where(version_state.c.article_id == found.article_id)
        .order_by(version_state.c.number)
    ).all()
    versions = tuple(
        Version(
            number=row.number,
            version_id=row.public_id,
            seen_at=row.seen_at,
            kind=row.kind,
            changed_fields=tuple(row.changed_fields),
            reverted_to=row.reverted_to,
            ratio=row.ratio,
            title=row.title or "",
            digest=row.digest or "",
        )
        for row in rows
    )
    return History(
        article_id=found.public_id,
        site=found.site,
        url=found.url,
        title=versions[-1].title if versions else "",
        looks=found.looks,
        first_seen_at=found.first_seen_at,
        last_seen_at=found.last_seen_at,
        gone_at=found.gone_at,
        versions=versions,
    )


def story(conn: sa.Connection, name: str) -> Story | None:
    """The story of an article (by its id or address) or of a story's id; None if it has none."""
    key = conn.scalar(
        sa.select(story_alias.c.story_id).where(story_alias.c.alias == name.strip().lower())
    )
    key = key or article_of(conn, name).story_id
    if key is None:
        return None
    return next(iter(_told(conn, [key])), None)


def stories(
    conn: sa.Connection, sites: Sequence[str] = (), *, limit: int = 20, offset: int = 0
) -> Stories:
    """The stories with the newest articles; those that a site takes part in, if sites are named."""
    if limit < 1 or offset < 0:
        raise BadQuery("a page of stories has at least one, and begins at 0 or later")
    grouped = (
        sa.select(story_copy_state.c.story_id)
        .join(article_state, article_state.c.article_id == story_copy_state.c.article_id)
        .group_by(story_copy_state.c.story_id)
    )
    if sites:
        inside = (
            sa.select(story_copy_state.c.story_id)
            .join(article, article.c.id == story_copy_state.c.article_id)
            .join(site, site.c.id == article.c.site_id)
            .where(site.c.name.in_(known_sites(conn, sites)))
        )
        grouped = grouped.where(story_copy_state.c.story_id.in_(inside))
    total = conn.scalar(sa.select(sa.func.count()).select_from(grouped.subquery())) or 0
    newest = sa.func.max(article_state.c.first_seen_at).desc()
    keys = conn.scalars(
        grouped.order_by(newest, story_copy_state.c.story_id).limit(limit).offset(offset)
    ).all()
    return Stories(total, tuple(_told(conn, keys)))


def _told(conn: sa.Connection, keys: Sequence[str]) -> list[Story]:
    rows = conn.execute(
        sa.select(
            story_copy_state,
            article.c.public_id,
            site.c.name.label("site"),
            article_state.c.url,
            article_state.c.first_seen_at,
            article_state.c.gone_at,
            reading.c.title,
            reading.c.published_at,
            reading.c.published_precision,
        )
        .join(article, article.c.id == story_copy_state.c.article_id)
        .join(site, site.c.id == article.c.site_id)
        .join(article_state, article_state.c.article_id == article.c.id)
        .outerjoin(reading, reading.c.id == article_state.c.head_reading_id)
        .where(story_copy_state.c.story_id.in_(keys))
        .order_by(reading.c.published_at, article_state.c.first_seen_at, article.c.id)
    ).all()
    members: dict[str, list[Copy]] = defaultdict(list)
    for row in rows:
        members[row.story_id].append(_copy(row))
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias, key in conn.execute(
        sa.select(story_alias.c.alias, story_alias.c.story_id)
        .where(story_alias.c.story_id.in_(keys))
        .order_by(story_alias.c.alias)
    ):
        aliases[key].append(alias)
    return [_story(key, aliases[key], members[key]) for key in keys if key in members]


def _story(key: str, aliases: list[str], members: list[Copy]) -> Story:
    origin = next((copy for copy in members if copy.role == "origin"), None)
    copies = tuple(copy for copy in members if copy.role != "origin")
    return Story(key, tuple(aliases), origin, copies)


def _copy(row: sa.Row[Any]) -> Copy:
    return Copy(
        article_id=row.public_id,
        site=row.site,
        url=row.url,
        title=row.title or "",
        published_at=row.published_at,
        published_precision=row.published_precision,
        first_seen_at=row.first_seen_at,
        gone_at=row.gone_at,
        role=row.role,
        relation=row.relation,
        evidence=row.evidence,
        jaccard=row.jaccard,
        containment=row.containment,
    )
