"""Stories: articles that are the same text, which of them is the origin, and on what evidence.

A story is a component of `same` links. Its id is that of its oldest article; every other member's
id is an alias of it, since under that id the story, or a part of it, may have been known before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa

from archive.record import DATE_DOUBTS, Precision
from archive.storage import pairs, past
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, story_alias, story_copy_state
from archive.storage.moments import NOW, Moment
from archive.storage.origins import in_order
from archive.storage.pairs import Links, Pair, Pairs
from archive.storage.parts import in_parts
from archive.storage.schema import article, reading
from archive.text.sketch import Relation

CERTAIN = (Precision.SECOND, Precision.MINUTE)


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story; `dated_at` is when it is known to have been there."""

    id: int
    public_id: str
    dated_at: datetime
    first_seen_at: datetime

    @property
    def age(self) -> tuple[datetime, datetime, str]:
        """The oldest sorts first."""
        return self.dated_at, self.first_seen_at, self.public_id


@dataclass(frozen=True, slots=True)
class Membership:
    """What an article is in a story; the figures are those of its likeness to the origin, or where
    nothing links it to that, to the member it is most like.
    """

    article_id: int
    public_id: str
    story_id: str
    first_seen_at: datetime
    is_origin: bool
    evidence: str  # id, source-line, dateline, text, joined by +
    jaccard: float | None
    containment: float | None

    @property
    def role(self) -> str:
        """`origin` or `copy`."""
        return "origin" if self.is_origin else "copy"


def refresh(conn: sa.Connection, article_id: int) -> str | None:
    """Writes anew the story that an article belongs to; its id, None for an article alone."""
    found = _memberships(conn, pairs.reached(conn, [article_id]))
    if not found:
        return None
    _write(conn, found)
    return found[article_id].story_id


def rebuild(conn: sa.Connection) -> None:
    """Writes all stories anew; `article_state` must be there."""
    conn.execute(sa.delete(story_copy_state))
    conn.execute(sa.delete(story_alias))
    told = sa.or_(article_state.c.story_id.is_not(None), ~article_state.c.is_origin)
    conn.execute(sa.update(article_state).where(told).values(story_id=None, is_origin=True))
    for found in every(conn):
        _write(conn, found)


def every(conn: sa.Connection, moment: Moment = NOW) -> Iterator[dict[int, Membership]]:
    """The members of all stories as they were at a moment, some whole stories at a time."""
    for articles in pairs.groups(conn, moment):
        found = {link.id: link for link in pairs.of(conn, articles, (Relation.SAME,), moment)}
        yield _memberships(conn, [found[one] for one in sorted(found)], moment)


def derive(
    conn: sa.Connection, article_ids: Collection[int], moment: Moment = NOW
) -> dict[int, Membership]:
    """What articles were in their stories at a moment; without those that had no copy then.

    As of a time: by the links between versions that were shown by then. Known at a time: by those
    that were recorded by then.
    """
    found = _memberships(conn, pairs.reached(conn, article_ids, moment), moment)
    return {one: found[one] for one in article_ids if one in found}


def whole(
    conn: sa.Connection, article_ids: Collection[int], moment: Moment = NOW
) -> dict[int, Membership]:
    """As `derive`, with all other members of the same stories."""
    return _memberships(conn, pairs.reached(conn, article_ids, moment), moment)


def _memberships(conn: sa.Connection, links: Links, moment: Moment = NOW) -> dict[int, Membership]:
    """The members of the stories that links make up, by article."""
    found: dict[int, Membership] = {}
    if not links:
        return found
    linked = pairs.paired(conn, links, moment)
    members = _members(conn, {one for pair in linked for one in pair}, moment)
    for some in _components(linked):
        there = sorted((members[one] for one in some if one in members), key=lambda one: one.age)
        inside = {pair: linked[pair] for one in some for pair in some[one]}
        if len(there) > 1:
            found |= _story(there, inside)
    return found


def _components(linked: Pairs) -> Iterator[dict[int, list[tuple[int, int]]]]:
    """Of each component its articles, with the pairs that each is in."""
    beside: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in linked:
        for one in pair:
            beside[one].append(pair)
    seen: set[int] = set()
    for start in beside:
        part: dict[int, list[tuple[int, int]]] = {}
        waiting = [start] if start not in seen else []
        while waiting:
            one = waiting.pop()
            if one not in part:
                part[one] = beside[one]
                waiting += [other for pair in beside[one] for other in pair]
        seen |= part.keys()
        if part:
            yield part


def _members(conn: sa.Connection, ids: Collection[int], moment: Moment) -> dict[int, Member]:
    if not moment:
        rows = [row for some in in_parts(sorted(ids)) for row in conn.execute(_NOW, {"ids": some})]
        return {row.id: _member(row) for row in rows}
    heads = past.heads(conn, ids, moment)
    found = {}
    for some in in_parts(sorted(heads)):
        then = {one: heads[one].article for one in some}
        shown = {"ids": [state["head_reading_id"] for state in then.values()]}
        read = {row.id: row for row in conn.execute(_READ, shown)}
        for one, name in conn.execute(_CALLED, {"ids": some}):
            seen = then[one]["first_seen_at"]
            dated = _dated(read[then[one]["head_reading_id"]], seen)
            found[one] = Member(one, name, dated, seen)
    return found


_DATED = (reading.c.published_at, reading.c.published_precision, reading.c.doubts)
_NOW = (
    sa.select(article.c.id, article.c.public_id, *_DATED, article_state.c.first_seen_at)
    .join(article_state, article_state.c.article_id == article.c.id)
    .join(reading, reading.c.id == article_state.c.head_reading_id)
    .where(article.c.id.in_(sa.bindparam("ids", expanding=True)))
)
_READ = sa.select(reading.c.id, *_DATED).where(
    reading.c.id.in_(sa.bindparam("ids", expanding=True))
)
_CALLED = sa.select(article.c.id, article.c.public_id).where(
    article.c.id.in_(sa.bindparam("ids", expanding=True))
)


def _member(row: AnyRow) -> Member:
    return Member(row.id, row.public_id, _dated(row, row.first_seen_at), row.first_seen_at)


def _dated(row: AnyRow, seen: datetime) -> datetime:
    """When an article was there at the latest: its date, its day's end, else its first look."""
    published = cast("datetime | None", row.published_at)
    if published is None or DATE_DOUBTS & set(row.doubts):
        return seen
    if row.published_precision in CERTAIN:
        return published
    return min(seen, published + timedelta(days=1)) if row.published_precision == "day" else seen


def origin_of(members: Sequence[Member], linked: Mapping[tuple[int, int], Pair]) -> Member:
    """The article that the others name as their source, else the oldest; members are by age.

    Where a copy of a copy names the copy, the one that names nobody is the origin.
    """
    named: set[int] = set()
    naming: set[int] = set()
    for pair, link in linked.items():
        for origin in link.named:
            named.add(origin)
            naming.add(pair[0] if origin == pair[1] else pair[1])
    first = [one for one in members if one.id in named and one.id not in naming]
    some = [one for one in members if one.id in named]
    return (first or some or list(members))[0]


def _story(members: Sequence[Member], linked: Pairs) -> dict[int, Membership]:
    origin, story_id = origin_of(members, linked), members[0].public_id
    beside: defaultdict[int, dict[int, Pair]] = defaultdict(dict)
    for (one, other), link in linked.items():
        beside[one][other] = beside[other][one] = link
    return {one.id: _membership(one, origin, story_id, beside[one.id]) for one in members}


def _membership(
    member: Member, origin: Member, story_id: str, beside: Mapping[int, Pair]
) -> Membership:
    own = member.id, member.public_id, story_id, member.first_seen_at
    if member is origin:
        named = {how for link in beside.values() for how in link.named.get(member.id, ())}
        alike = {how for link in beside.values() for how in link.alike}
        return Membership(*own, True, _joined(named | alike), None, None)
    link = beside.get(origin.id) or max(
        beside.values(), key=lambda link: (link.jaccard, link.containment)
    )
    evidence = link.named.get(origin.id, set()) | link.alike
    return Membership(*own, False, _joined(evidence), link.jaccard, link.containment)


def _joined(evidence: Iterable[str]) -> str:
    return "+".join(in_order(evidence))


def _write(conn: sa.Connection, found: Mapping[int, Membership]) -> None:
    """Brings the tables of stories in line with some whole stories; rows that stand so, stay."""
    known = {one.story_id for one in found.values()}
    for some in in_parts(found.values()):
        known |= _write_state(conn, {one.article_id: one for one in some})
    rows = [_row(one) for one in found.values()]
    _exchange(conn, story_copy_state, rows, story_copy_state.c.story_id.in_(known))
    named = {one.public_id: one.story_id for one in found.values()}
    aliases = [{"alias": one, "story_id": story} for one, story in named.items() if one != story]
    held = sa.or_(story_alias.c.story_id.in_(known), story_alias.c.alias.in_(named))
    _exchange(conn, story_alias, aliases, held)


def _write_state(conn: sa.Connection, members: Mapping[int, Membership]) -> set[str]:
    """Writes what articles are in their stories; the stories that they were in so far."""
    known = set()
    changed = []
    for row in conn.execute(_HELD, {"ids": list(members)}):
        one = members[row.article_id]
        known.add(row.story_id)
        if (row.story_id, row.is_origin) != (one.story_id, one.is_origin):
            values = {"article": one.article_id, "story": one.story_id, "origin": one.is_origin}
            changed.append(values)
    if changed:
        conn.execute(_BELONGS, changed)
    return known - {None}


_HELD = sa.select(
    article_state.c.article_id, article_state.c.story_id, article_state.c.is_origin
).where(article_state.c.article_id.in_(sa.bindparam("ids", expanding=True)))
_BELONGS = (
    sa.update(article_state)
    .where(article_state.c.article_id == sa.bindparam("article"))
    .values(story_id=sa.bindparam("story"), is_origin=sa.bindparam("origin"))
)


def _row(one: Membership) -> dict[str, Any]:
    return {
        "story_id": one.story_id,
        "article_id": one.article_id,
        "role": one.role,
        "relation": str(Relation.SAME),
        "evidence": one.evidence,
        "jaccard": one.jaccard,
        "containment": one.containment,
    }


def _exchange(
    conn: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    known: sa.ColumnElement[bool],
) -> None:
    """Makes `rows` of those that are known, writing only what differs."""
    wanted = {tuple(row.values()): row for row in rows}
    held = {tuple(row) for row in conn.execute(sa.select(table).where(known))}
    key = list(table.primary_key.columns)
    places = [list(table.c).index(column) for column in key]
    if stale := [{f"k{i}": row[i] for i in places} for row in held - wanted.keys()]:
        same = [column == sa.bindparam(f"k{i}") for i, column in zip(places, key, strict=True)]
        conn.execute(sa.delete(table).where(*same), stale)
    if fresh := [dict(wanted[row]) for row in wanted.keys() - held]:
        conn.execute(sa.insert(table), sorted(fresh, key=str))
