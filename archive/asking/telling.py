"""Questions about stories: who published the same text, and whose is only a part of it or like it.

Copies are members of a story. Apart from them stand excerpts (the shorter text stands in the
longer) and related pieces (three tenths of the shorter stand in the other); neither is a copy.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.asking import apart
from archive.asking.answers import Copy, Relative, Stories, Story
from archive.asking.named import Row, article_of
from archive.asking.search import known_sites
from archive.errors import BadQuery
from archive.storage import past
from archive.storage import stories as kept
from archive.storage.derived import article_state, story_alias, story_copy_state
from archive.storage.moments import NOW, Moment
from archive.storage.parts import in_parts
from archive.storage.schema import article, reading, site
from archive.storage.stories import Membership
from archive.text.sketch import Relation


@dataclass(slots=True)
class Told:
    """A story that is to be told: its members, and what it is known by besides its id."""

    members: list[Membership]
    aliases: set[str] = field(default_factory=set)
    story_id: str | None = None


def story(conn: sa.Connection, name: str, moment: Moment = NOW) -> Story | None:
    """The story of an article (by its id or address) or of a story's id.

    An article without copies has excerpts and related pieces at most: its answer then has neither
    id nor origin. None where nothing is like it. Raises NotFound where the article was not held at
    the moment.
    """
    alias = sa.select(story_alias.c.story_id).where(story_alias.c.alias == name.strip().lower())
    key = conn.scalar(alias)
    if moment:
        told = _then(conn, article_of(conn, key or name, moment), moment)
        return next(iter(_answers(conn, [told], moment)), None)
    found = None if key else article_of(conn, name)
    key = key or (found.story_id if found else None)
    told = _held(conn, [key])[0] if key else _alone(found)
    return next(iter(_answers(conn, [told], moment)), None)


def stories(
    conn: sa.Connection,
    sites: Sequence[str] = (),
    *,
    limit: int = 20,
    offset: int = 0,
    moment: Moment = NOW,
) -> Stories:
    """The stories with the newest articles; those that a site takes part in, if sites are named."""
    if limit < 1 or offset < 0:
        raise BadQuery("a page of stories has at least one, and begins at 0 or later")
    named = known_sites(conn, sites) if sites else ()
    if moment:
        total, told = _page_then(conn, named, limit, offset, moment)
    else:
        total, told = _page(conn, named, limit, offset)
    return Stories(total, tuple(_answers(conn, told, moment)))


def _page(
    conn: sa.Connection, sites: Sequence[str], limit: int, offset: int
) -> tuple[int, list[Told]]:
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
            .where(site.c.name.in_(sites))
        )
        grouped = grouped.where(story_copy_state.c.story_id.in_(inside))
    total = conn.scalar(sa.select(sa.func.count()).select_from(grouped.subquery())) or 0
    newest = sa.func.max(article_state.c.first_seen_at).desc()
    order = grouped.order_by(newest, story_copy_state.c.story_id)
    return total, _held(conn, conn.scalars(order.limit(limit).offset(offset)).all())


def _page_then(
    conn: sa.Connection, sites: Sequence[str], limit: int, offset: int, moment: Moment
) -> tuple[int, list[Told]]:
    """As `_page`, from the links of that moment: all stories are derived for it."""
    found: list[tuple[datetime, str, Told]] = []
    for members in kept.every(conn, moment):
        inside = _of_sites(conn, members, sites) if sites else members.keys()
        by_story: defaultdict[str, list[Membership]] = defaultdict(list)
        for one in members.values():
            by_story[one.story_id].append(one)
        for key, some in by_story.items():
            if any(one.article_id in inside for one in some):
                newest = max(one.first_seen_at for one in some)
                found.append((newest, key, _as_told(some)))
    found.sort(key=lambda one: one[1])
    found.sort(key=lambda one: one[0], reverse=True)
    return len(found), [told for _, _, told in found[offset : offset + limit]]


def _of_sites(conn: sa.Connection, articles: Iterable[int], sites: Sequence[str]) -> set[int]:
    inside = (
        sa.select(article.c.id)
        .join(site, site.c.id == article.c.site_id)
        .where(site.c.name.in_(sites), article.c.id.in_(sa.bindparam("ids", expanding=True)))
    )
    return {one for some in in_parts(articles) for one in conn.scalars(inside, {"ids": some})}


def _then(conn: sa.Connection, found: Row, moment: Moment) -> Told:
    """The story of an article at a moment."""
    members = kept.whole(conn, [found.article_id], moment)
    return _as_told(members.values()) if found.article_id in members else _alone(found)


def _as_told(members: Iterable[Membership]) -> Told:
    some = list(members)
    key = some[0].story_id
    return Told(some, {one.public_id for one in some} - {key}, key)


def _alone(found: Row | None) -> Told:
    """An article that is in no story: the only one that its excerpts are compared with."""
    assert found is not None
    alone = Membership(
        found.article_id, found.public_id, "", found.first_seen_at, True, "text", None, None
    )
    return Told([alone])


def _held(conn: sa.Connection, keys: Sequence[str]) -> list[Told]:
    """Stories as they stand now, in the order of their ids given."""
    told = {key: Told([], story_id=key) for key in keys}
    of = story_copy_state.c
    rows = conn.execute(
        sa.select(story_copy_state, article.c.public_id, article_state.c.first_seen_at)
        .join(article, article.c.id == of.article_id)
        .join(article_state, article_state.c.article_id == of.article_id)
        .where(of.story_id.in_(keys))
    )
    for row in rows:
        member = Membership(
            row.article_id,
            row.public_id,
            row.story_id,
            row.first_seen_at,
            row.role == "origin",
            row.evidence,
            row.jaccard,
            row.containment,
        )
        told[row.story_id].members.append(member)
    aliases = sa.select(story_alias).where(story_alias.c.story_id.in_(keys))
    for alias, key in conn.execute(aliases):
        told[key].aliases.add(alias)
    return [one for one in told.values() if one.members]


def _answers(conn: sa.Connection, told: Sequence[Told], moment: Moment) -> list[Story]:
    inside = {one.article_id: number for number, each in enumerate(told) for one in each.members}
    near = apart.near(conn, inside, moment)
    outside = {other for some in near for other in some}
    cards = _cards(conn, inside.keys() | outside, moment)
    sizes = apart.sizes(conn, [link for some in near for link in some.values()], moment)
    answers = []
    for each, links in zip(told, near, strict=False):
        names = {one.article_id: one.public_id for one in each.members}
        copies = sorted((_copy(one, cards[one.article_id]) for one in each.members), key=_by_date)
        relatives = [
            apart.relative(cards[other], link, names, sizes)
            for other, link in links.items()
            if other in cards
        ]
        if each.story_id or relatives:
            answers.append(_story(each, copies, relatives))
    return answers


def _story(told: Told, members: Sequence[Copy], relatives: Sequence[Relative]) -> Story:
    ranked = sorted(relatives, key=lambda one: (-one.containment, -one.jaccard, one.article_id))
    excerpts, related = (
        tuple(one for one in ranked if one.relation == kind) for kind in apart.RELATIONS
    )
    if told.story_id is None:
        return Story(None, (), None, (), excerpts, related)
    origin = next((copy for copy in members if copy.role == "origin"), None)
    copies = tuple(copy for copy in members if copy.role != "origin")
    return Story(told.story_id, tuple(sorted(told.aliases)), origin, copies, excerpts, related)


def _cards(conn: sa.Connection, ids: Collection[int], moment: Moment) -> dict[int, dict[str, Any]]:
    """What an answer tells of articles, by their newest reading or the one of the moment."""
    if not moment:
        rows = (one for part in in_parts(sorted(ids)) for one in conn.execute(_NOW, {"ids": part}))
        return {row.id: dict(row._mapping) for row in rows}
    found: dict[int, dict[str, Any]] = {}
    heads = past.heads(conn, ids, moment)
    for some in in_parts(sorted(heads)):
        then = {one: heads[one].article for one in some}
        shown = {"ids": [state["head_reading_id"] for state in then.values()]}
        read = {row.id: row._mapping for row in conn.execute(_READ, shown)}
        for row in conn.execute(_CALLED, {"ids": some}):
            state = then[row.id]
            taken = {name: state[name] for name in ("url", "first_seen_at", "gone_at")}
            found[row.id] = {**taken, **read[state["head_reading_id"]], **row._mapping}
    return found


_SHOWN = reading.c.title, reading.c.published_at, reading.c.published_precision
_READ = sa.select(reading.c.id, *_SHOWN).where(
    reading.c.id.in_(sa.bindparam("ids", expanding=True))
)
_CALLED = (
    sa.select(article.c.id, article.c.public_id, site.c.name.label("site"))
    .join(site, site.c.id == article.c.site_id)
    .where(article.c.id.in_(sa.bindparam("ids", expanding=True)))
)
_NOW = (
    _CALLED.add_columns(article_state.c.url, article_state.c.first_seen_at, article_state.c.gone_at)
    .add_columns(*_SHOWN)
    .join(article_state, article_state.c.article_id == article.c.id)
    .outerjoin(reading, reading.c.id == article_state.c.head_reading_id)
)


def _copy(one: Membership, card: Mapping[str, Any]) -> Copy:
    return Copy(
        **apart.card(card),
        role=one.role,
        relation=str(Relation.SAME),
        evidence=one.evidence,
        jaccard=one.jaccard,
        containment=one.containment,
    )


def _by_date(copy: Copy) -> tuple[datetime, datetime, str]:
    return copy.published_at or copy.first_seen_at, copy.first_seen_at, copy.article_id
