"""What a person may call an article or a version by, and what is meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from archive.asking.time import shown
from archive.errors import BadQuery, NotFound
from archive.storage import past, stories, timeline
from archive.storage.address import normal_url, spellings
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, version_state
from archive.storage.moments import NOW, Moment
from archive.storage.schema import address, article, site, version
from archive.storage.timeline import Timeline

ID = re.compile(r"[0-9a-f]{12}")
ADDRESS = re.compile(r"(?:https?:)?//\S+|[\w.-]+\.\w{2,}(?::\d+)?/\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Then:
    """An article, or a version of one, as it was at a moment: read like the row of today."""

    _mapping: Mapping[str, Any]
    moment: Moment = NOW
    addresses: tuple[str, ...] = ()  # of an article
    versions: list[dict[str, Any]] = field(default_factory=list)  # of an article

    def __getattr__(self, name: str) -> Any:
        try:
            return self._mapping[name]
        except KeyError:
            raise AttributeError(name) from None


Row = sa.Row[Any] | Then


def article_of(conn: sa.Connection, name: str, moment: Moment = NOW) -> Row:
    """The article of an id, or of any address of it: its row with its site and state, now or as
    they were at a moment.

    An address that was used again names the newer article. Raises BadQuery where `name` is neither
    an id nor an address, NotFound where nothing answers to it.
    """
    name = name.strip()
    query = (
        sa.select(article, site.c.name.label("site"), site.c.title.label("site_title"))
        .add_columns(site.c.unit_code, *article_state.c)
        .join(site, site.c.id == article.c.site_id)
        .join(article_state, article_state.c.article_id == article.c.id)
    )
    if ID.fullmatch(name.lower()):
        query = query.where(article.c.public_id == name.lower())
    elif ADDRESS.fullmatch(name):
        query = (
            query.join(address, address.c.article_id == article.c.id)
            .where(address.c.url.in_(spellings(name)))
            .order_by(address.c.since.desc(), article.c.serial.desc())
        )
    else:
        raise BadQuery(
            f"“{name}” is neither an article's id (12 digits 0-9, a-f) nor its address: "
            "`egov search` shows both"
        )
    rows = conn.execute(query).all()
    if not rows:
        raise NotFound(f"the archive holds no article {name}: `egov search` shows what it holds")
    return _then(conn, name, rows, moment) if moment else rows[0]


def _then(conn: sa.Connection, name: str, rows: Sequence[AnyRow], moment: Moment) -> Then:
    """The first of the articles that a name meant at a moment."""
    wanted = None if ID.fullmatch(name.lower()) else spellings(name)
    for row in rows:
        line = timeline.load(conn, row.article_id, moment)
        state = past.of_line(conn, row.article_id, line, moment)
        if state is None:
            continue
        known = tuple(_addresses(conn, row.article_id, line, moment))
        if wanted is None or wanted & set(known):
            story = stories.derive(conn, [row.article_id], moment).get(row.article_id)
            values = {
                **row._mapping,
                **state.article,
                "story_id": story and story.story_id,
                "is_origin": story.is_origin if story else True,
            }
            return Then(values, moment, known, state.versions)
    first = min(rows, key=lambda row: row.recorded_at)
    raise NotFound(
        f"article {first.public_id} was not there at that moment: it was seen first on "
        f"{shown(first.first_seen_at)}, and this archive knows of it since "
        f"{shown(first.recorded_at)} (Viet Nam, UTC+7)"
    )


def _addresses(
    conn: sa.Connection, article_id: int, line: Timeline, moment: Moment
) -> Iterator[str]:
    """The addresses that led to an article at a moment."""
    shown_at = {normal_url(look.url) for look in line.looks}
    rows = conn.execute(
        sa.select(address.c.url, address.c.since)
        .where(address.c.article_id == article_id)
        .where(address.c.recorded_at <= moment.cut["known_at"])
        .order_by(address.c.since, address.c.id)
    )
    for row in rows:
        # a late capture may have shown it there before
        if row.since <= moment.cut["as_of"] or row.url in shown_at:
            yield row.url


def addresses(conn: sa.Connection, of: Row) -> tuple[str, ...]:
    """All addresses of an article, the oldest first."""
    if isinstance(of, Then):
        return of.addresses
    known = sa.select(address.c.url).where(address.c.article_id == of.article_id)
    return tuple(conn.scalars(known.order_by(address.c.since, address.c.id)))


def versions_of(conn: sa.Connection, of: Row) -> list[Row]:
    """The versions of an article, oldest first, with their public ids and pages."""
    query = (
        sa.select(version.c.public_id, version.c.page_id, version_state)
        .join(version_state, version_state.c.version_id == version.c.id)
        .where(version_state.c.article_id == of.article_id)
        .order_by(version_state.c.number)
    )
    if not isinstance(of, Then):
        return list(conn.execute(query))
    held = {row.version_id: row._mapping for row in conn.execute(query)}
    return [Then({**held[row["version_id"]], **row}, of.moment) for row in of.versions]


def version_of(conn: sa.Connection, of: Row, name: str | int | None) -> Row:
    """The version of an article by its number or id; the newest for None."""
    there = versions_of(conn, of)
    text = str(name).strip().lower()
    if name is None:
        found = there[-1:]
    elif text.isascii() and text.isdigit() and len(text) < 10:
        found = [row for row in there if row.number == int(text)]
    elif ID.fullmatch(text):
        found = [row for row in there if row.public_id == text]
    else:
        raise BadQuery(f"“{name}” is no version: name its number, or its id of 12 digits 0-9, a-f")
    if not found:
        count = "one version" if of.version_count == 1 else f"{of.version_count} versions"
        when = "had" if isinstance(of, Then) else "has"
        held = f"it {when} {count}" if of.version_count else "it has none yet"
        raise NotFound(f"article {of.public_id} {when} no version {name}: {held}")
    return found[0]
