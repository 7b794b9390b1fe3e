"""The rows of an export: those of the views `current_article` and `article_version`, or as they
were at a moment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from archive.asking.time import VIETNAM
from archive.storage import past, stories
from archive.storage.columns import Json, UtcTime
from archive.storage.moments import Moment
from archive.storage.schema import article, page, reading, site, version, version_reading

Kind = Literal["text", "time", "day", "number", "share", "truth", "list"]
SQL: Mapping[Kind, sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]]] = {
    "text": sa.Text, "time": UtcTime, "day": sa.Date, "number": sa.Integer, "share": sa.Float,
    "truth": sa.Boolean, "list": Json,
}  # fmt: skip
Row = dict[str, Any]
LEFT_OUT = "noarchive"


def _columns(text: str) -> dict[str, Kind]:
    pairs = (name.partition(":") for name in text.split())
    return {name: kind or "text" for name, _, kind in pairs}  # type: ignore[misc]


ARTICLES = _columns(
    "article_id site unit_code url title lead body author section published_at:time"
    " published_on:day published_precision first_seen_at:time last_seen_at:time gone_at:time"
    " version_no:number version_count:number topic_score:share topic_status story_id"
    " is_origin:truth source_name source_url"
)
VERSIONS = _columns(
    "article_id version_id site url version_no:number seen_at:time change changed_fields:list"
    " title lead body digest page_sha256"
)
VIEWS = {"current_article": ARTICLES, "article_version": VERSIONS}


@dataclass(frozen=True, slots=True)
class Card:
    """What is told of an article besides its row."""

    id: int
    article_id: str
    site: str
    url: str
    reader: str
    versions: int
    looks: int
    first_seen_at: datetime
    last_seen_at: datetime
    published_at: datetime | None


def view(name: str) -> sa.TableClause:
    """A view as a table whose columns have their types on both databases."""
    return sa.table(name, *(sa.column(one, SQL[kind]) for one, kind in VIEWS[name].items()))


def cards(conn: sa.Connection, ids: Sequence[int], moment: Moment) -> list[Card]:
    """The articles as they were at the moment, in the order of the ids; without those that were not
    there.
    """
    states = past.heads(conn, ids, moment)
    names = {row.id: row for row in conn.execute(_NAMES, {"ids": list(states)})}
    heads = [state.article["head_reading_id"] for state in states.values()]
    readers = {row.id: row.reader for row in conn.execute(_READERS, {"ids": heads})}
    return [_card(names[one], states[one].article, readers) for one in ids if one in states]


_IDS: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_NAMES = (
    sa.select(article.c.id, article.c.public_id, site.c.name, site.c.unit_code)
    .join(site, site.c.id == article.c.site_id)
    .where(article.c.id.in_(_IDS))
)
_READERS = sa.select(reading.c.id, reading.c.reader).where(reading.c.id.in_(_IDS))


def _card(name: Any, state: Mapping[str, Any], readers: Mapping[int, str]) -> Card:
    return Card(
        id=name.id,
        article_id=name.public_id,
        site=name.name,
        url=state["url"],
        reader=readers[state["head_reading_id"]],
        versions=state["version_count"],
        looks=state["looks"],
        first_seen_at=state["first_seen_at"],
        last_seen_at=state["last_seen_at"],
        published_at=state["published_at"],
    )


def rows(conn: sa.Connection, name: str, some: Sequence[Card], moment: Moment) -> Iterator[Row]:
    """The rows of the view `name` for some articles, in their order; versions by number."""
    if moment:
        yield from _then(conn, name, some, moment)
        return
    table = view(name)
    found = conn.execute(
        sa.select(table)
        .where(table.c.article_id.in_([card.article_id for card in some]))
        .order_by(table.c.article_id, table.c.version_no)
    )
    yield from (dict(row) for row in found.mappings())


def _then(conn: sa.Connection, name: str, some: Sequence[Card], moment: Moment) -> Iterator[Row]:
    states = past.heads(conn, [card.id for card in some], moment)
    names = {row.id: row for row in conn.execute(_NAMES, {"ids": [card.id for card in some]})}
    told = _stories(conn, [card.id for card in some], moment) if name == "current_article" else {}
    for card in some:
        state = states[card.id]
        if name == "current_article":
            yield _article(conn, names[card.id], state.article, told.get(card.id))
        else:
            yield from _versions(conn, names[card.id], state.versions)


def _stories(conn: sa.Connection, ids: list[int], moment: Moment) -> Mapping[int, Any]:
    """Story and origin of articles as they were."""
    return stories.derive(conn, ids, moment)


def _article(conn: sa.Connection, own: Any, state: Mapping[str, Any], told: Any) -> Row:
    read = conn.execute(_READING, {"reading": state["head_reading_id"]}).mappings().one()
    published = read["published_at"]
    values = {
        **read,
        **state,
        "article_id": own.public_id,
        "site": own.name,
        "unit_code": own.unit_code,
        "published_on": None if published is None else published.astimezone(VIETNAM).date(),
        "version_no": state["version_count"],
        "story_id": told.story_id if told else None,
        "is_origin": told.is_origin if told else True,
    }
    return {column: values[column] for column in ARTICLES}


def _versions(conn: sa.Connection, own: Any, states: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    for state in states:
        read = conn.execute(_READING, {"reading": state["reading_id"]}).mappings().one()
        made = conn.execute(_VERSION, {"version": state["version_id"]}).one()
        values = {
            **read,
            **state,
            "article_id": own.public_id,
            "version_id": made.public_id,
            "site": own.name,
            "version_no": state["number"],
            "change": str(state["kind"]),
            "changed_fields": list(state["changed_fields"]),
            "page_sha256": made.sha256,
        }
        yield {column: values[column] for column in VERSIONS}


_READING = sa.select(reading).where(reading.c.id == sa.bindparam("reading"))
_VERSION = (
    sa.select(version.c.public_id, page.c.sha256)
    .join(page, page.c.id == version.c.page_id)
    .where(version.c.id == sa.bindparam("version"))
)


def closed(conn: sa.Connection, some: Sequence[Card]) -> set[str]:
    """Those of the articles that a page of theirs asks not to be shown from an archive."""
    found = conn.execute(_ROBOTS, {"ids": [card.id for card in some]})
    return {row.public_id for row in found if LEFT_OUT in row.robots.lower()}


_ROBOTS = (
    sa.select(article.c.public_id, reading.c.robots)
    .join(version, version.c.article_id == article.c.id)
    .join(version_reading, version_reading.c.version_id == version.c.id)
    .join(reading, reading.c.id == version_reading.c.reading_id)
    .where(article.c.id.in_(_IDS), reading.c.robots.is_not(None))
)
