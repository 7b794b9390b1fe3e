"""What publishers changed: the versions seen since a time, what differs in each, and how much."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.asking import paging
from archive.asking.cards import Card, Window, cards, chunks, readings
from archive.asking.search import LIMIT
from archive.errors import BadQuery
from archive.record import Kind
from archive.storage import past
from archive.storage.derived import article_state, version_state
from archive.storage.moments import NOW, Moment
from archive.storage.schema import version

KINDS = tuple(kind.value for kind in Kind)
CHANGES = tuple(kind.value for kind in Kind if kind is not Kind.FIRST)


@dataclass(frozen=True, slots=True)
class Change:
    """A version that an article was given: what changed in it, and by how much.

    `ratio` is the share of the words of lead and body that differ from the version before, from 0
    to 1; `title_before` is that version's title, where it was another one.
    """

    article_id: str
    site: str
    url: str
    title: str
    title_before: str | None
    version_no: int
    version_id: str
    seen_at: datetime
    kind: str
    changed_fields: tuple[str, ...]
    reverted_to: int | None
    ratio: float | None
    published_at: datetime | None
    published_precision: str | None
    topic_status: str | None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some changes, newest first, how many there are in all, and where the next page begins."""

    total: int
    changes: tuple[Change, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A version that is told, with its id, and the reading of the one before it."""

    public_id: str
    row: Mapping[str, Any]
    before: int | None


def changes(
    conn: sa.Connection,
    window: Window,
    moment: Moment = NOW,
    *,
    kinds: Collection[str] = CHANGES,
    limit: int = LIMIT,
    after: str | None = None,
) -> ChangePage:
    """The versions first seen in a time, newest first; those of kind `first` only if it is named.

    `after` is that of the page before. Raises BadQuery, NotFound.
    """
    if limit < 1:
        raise BadQuery(f"a page of {limit} cannot be shown: ask for one at least")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise BadQuery(f"no change is of kind “{unknown[0]}”: there are {', '.join(KINDS)}")
    mark = paging.mark("changes", window, moment, sorted(kinds))
    behind = paging.place(after, mark) if after is not None else None
    ask = _then if moment else _now
    total, found = ask(conn, window, moment, kinds, limit + 1, behind)
    page = found[:limit]
    following = None
    if len(found) > limit:
        last = page[-1]
        place = paging.Place("changes", 0, _dated(last.row["seen_at"]), last.public_id)
        following = paging.token(place, mark)
    return ChangePage(total, _told(conn, page, moment), following)


def _dated(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"


def _now(
    conn: sa.Connection,
    window: Window,
    moment: Moment,
    kinds: Collection[str],
    limit: int,
    behind: paging.Place | None,
) -> tuple[int, list[_Found]]:
    """Today's changes, as the rows of state have them."""
    wanted = _wanted(conn, window, kinds)
    counted = sa.select(sa.func.count()).select_from(wanted.subquery())
    before = version_state.alias("before")
    query = (
        wanted.add_columns(version.c.public_id, before.c.reading_id.label("before"))
        .join(version, version.c.id == version_state.c.version_id)
        .outerjoin(
            before,
            sa.and_(
                before.c.article_id == version_state.c.article_id,
                before.c.number == version_state.c.number - 1,
            ),
        )
        .order_by(version_state.c.seen_at.desc(), version.c.public_id.desc())
        .limit(limit)
    )
    if behind is not None:
        at = datetime.fromisoformat(behind.dated)
        query = query.where(
            sa.or_(
                version_state.c.seen_at < at,
                sa.and_(version_state.c.seen_at == at, version.c.public_id < behind.article_id),
            )
        )
    rows = conn.execute(query).all()
    return conn.scalar(counted) or 0, [
        _Found(row.public_id, dict(row._mapping), row.before) for row in rows
    ]


def _wanted(
    conn: sa.Connection, window: Window, kinds: Collection[str]
) -> sa.Select[*tuple[Any, ...]]:
    query = sa.select(version_state).where(version_state.c.kind.in_(kinds))
    if window.since:
        query = query.where(version_state.c.seen_at >= window.since)
    if window.until:
        query = query.where(version_state.c.seen_at <= window.until)
    ids = window.site_ids(conn)
    if ids is None and not window.statuses:
        return query
    query = query.join(article_state, article_state.c.article_id == version_state.c.article_id)
    if ids is not None:
        query = query.where(article_state.c.site_id.in_(ids))
    if window.statuses:
        query = query.where(article_state.c.topic_status.in_(window.statuses))
    return query


def _then(
    conn: sa.Connection,
    window: Window,
    moment: Moment,
    kinds: Collection[str],
    limit: int,
    behind: paging.Place | None,
) -> tuple[int, list[_Found]]:
    """The changes as they were at a moment: derived anew for the articles that may have any."""
    rows: list[tuple[Mapping[str, Any], int | None]] = []
    for some in chunks(list(conn.scalars(_touched(conn, window, moment, kinds)))):
        for state in past.heads(conn, some, moment).values():
            if not window.takes(state.article["topic_status"]):
                continue
            before = None
            for row in state.versions:
                if row["kind"] in kinds and window.holds(row["seen_at"]):
                    rows.append((row, before))
                before = row["reading_id"]
    names = _names(conn, [row["version_id"] for row, _ in rows])
    found = [_Found(names[row["version_id"]], row, before) for row, before in rows]
    found.sort(key=lambda one: (_dated(one.row["seen_at"]), one.public_id), reverse=True)
    total = len(found)
    if behind is not None:
        end = (behind.dated, behind.article_id)
        found = [one for one in found if (_dated(one.row["seen_at"]), one.public_id) < end]
    return total, found[:limit]


def _touched(
    conn: sa.Connection, window: Window, moment: Moment, kinds: Collection[str]
) -> sa.Select[tuple[int]]:
    """Articles with a version that may have begun in the window.

    Looks that came later can only move the beginning of a version back: it lay between where it is
    known today and where the version was recorded first.
    """
    query = (
        sa.select(version_state.c.article_id)
        .distinct()
        .join(version, version.c.id == version_state.c.version_id)
        .join(article_state, article_state.c.article_id == version_state.c.article_id)
        .where(version.c.recorded_at <= moment.cut["known_at"])
    )
    if Kind.FIRST not in kinds:  # versions are never lost: one that has a single one had no more
        query = query.where(article_state.c.version_count > 1)
    if window.since:
        query = query.where(version.c.seen_at >= window.since)
    ends = [at for at in (window.until, moment.as_of) if at]
    if ends:
        query = query.where(version_state.c.seen_at <= min(ends))
    ids = window.site_ids(conn)
    return query if ids is None else query.where(article_state.c.site_id.in_(ids))


def _names(conn: sa.Connection, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in chunks(ids):
        query = sa.select(version.c.id, version.c.public_id).where(version.c.id.in_(some))
        found |= {row.id: row.public_id for row in conn.execute(query)}
    return found


def _told(conn: sa.Connection, page: Sequence[_Found], moment: Moment) -> tuple[Change, ...]:
    held = cards(conn, {one.row["article_id"] for one in page}, moment)
    ids = [number for one in page for number in (one.row["reading_id"], one.before) if number]
    titles = {number: row.title for number, row in readings(conn, ids).items()}
    return tuple(
        _change(held[one.row["article_id"]], one, titles)
        for one in page
        if one.row["article_id"] in held
    )


def _change(card: Card, one: _Found, titles: Mapping[int, str]) -> Change:
    row = one.row
    title = titles.get(row["reading_id"], "")
    before = titles.get(one.before, "") if one.before else title
    return Change(
        article_id=card.article_id,
        site=card.site,
        url=card.url,
        title=title,
        title_before=before if before != title else None,
        version_no=row["number"],
        version_id=one.public_id,
        seen_at=row["seen_at"],
        kind=row["kind"],
        changed_fields=tuple(row["changed_fields"]),
        reverted_to=row["reverted_to"],
        ratio=row["ratio"],
        published_at=card.published_at,
        published_precision=card.published_precision,
        topic_status=card.topic_status,
    )
