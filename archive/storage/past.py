"""What is derived from the facts of an article: its state now, and its state at any moment.

As of a time: what its publisher had shown by then. Known at a time: what this archive had recorded
by then, whatever came since. Nothing here writes; `state` keeps today's rows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

import sqlalchemy as sa

from archive import decide
from archive.storage import fields, gone, timeline
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, version_state
from archive.storage.moments import NOW, Moment
from archive.storage.schema import attached_file, sighting, topic, version, version_reading
from archive.storage.timeline import Shown, Timeline
from archive.text.normal import syllables
from archive.text.topics import status

CHUNK = 500  # articles asked for at once


@dataclass(slots=True)
class Derived:
    """The state of one article: the values of its row in `article_state` but for its story, and the
    rows of its versions as `version_state` has them, in order, which are derived when asked for.
    """

    article: Mapping[str, Any]
    _rows: Callable[[], list[dict[str, Any]]]
    _held: list[dict[str, Any]] | None = field(default=None, init=False)

    @property
    def versions(self) -> list[dict[str, Any]]:
        """The versions, oldest first."""
        if self._held is None:
            self._held = self._rows()
        return self._held


def derive(conn: sa.Connection, article_id: int, moment: Moment = NOW) -> Derived | None:
    """The state of an article at a moment; None where nothing of it was there."""
    line = timeline.load(conn, article_id, moment)
    return of_line(conn, article_id, line, moment)


def of_line(
    conn: sa.Connection, article_id: int, line: Timeline, moment: Moment = NOW
) -> Derived | None:
    """The state of an article that its timeline tells."""
    return _all(conn, {article_id: line}, moment).get(article_id)


def heads(
    conn: sa.Connection, article_ids: Collection[int], moment: Moment = NOW
) -> dict[int, Derived]:
    """The states of many articles at a moment, without those of which nothing was there.

    Where nothing that counts has come since, it is today's, whose rows are taken as they stand.
    """
    found: dict[int, Derived] = {}
    doubts = gone.Doubts(conn, moment.known_at)
    for some in _chunks(article_ids):
        held = _as_today(conn, some, moment)
        found |= held
        if rest := [one for one in some if one not in held]:
            found |= _all(conn, timeline.load_all(conn, rest, moment), moment, doubts)
    return found


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    rest = iter(sorted(set(ids)))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _as_today(conn: sa.Connection, ids: list[int], moment: Moment) -> dict[int, Derived]:
    """Of the articles those whose state at the moment is that of today, as its rows have it."""
    asked = _SAME if moment.known_at is None else _SAME.where(*_UNTOUCHED)
    rows = conn.execute(asked, {"articles": ids, **moment.cut})
    return {row.article_id: _held(conn, row) for row in rows}


_THEN: sa.BindParameter[datetime] = sa.bindparam("known_at")
_SAME = sa.select(article_state).where(
    article_state.c.article_id.in_(sa.bindparam("articles", expanding=True)),
    article_state.c.last_look_at <= sa.bindparam("as_of"),
    ~sa.exists().where(
        attached_file.c.article_id == article_state.c.article_id,
        attached_file.c.seen_at > sa.bindparam("as_of"),
    ),
)
_OF_ARTICLE = version.c.article_id == article_state.c.article_id
_UNTOUCHED = (
    # whether a missing article is gone may hang on what a run brought of others since
    article_state.c.last_look_at == article_state.c.last_seen_at,
    ~sa.exists().where(
        sighting.c.article_id == article_state.c.article_id, sighting.c.recorded_at > _THEN
    ),
    ~sa.exists().where(_OF_ARTICLE, version.c.recorded_at > _THEN),
    ~sa.exists().where(
        attached_file.c.article_id == article_state.c.article_id,
        attached_file.c.recorded_at > _THEN,
    ),
    ~sa.exists().where(
        _OF_ARTICLE,
        version_reading.c.version_id == version.c.id,
        version_reading.c.recorded_at > _THEN,
    ),
    ~sa.exists().where(
        topic.c.reading_id == article_state.c.head_reading_id, topic.c.recorded_at > _THEN
    ),
)


def _held(conn: sa.Connection, row: AnyRow) -> Derived:
    values = dict(row._mapping)
    article_id = values.pop("article_id")
    for name in ("story_id", "is_origin"):
        del values[name]
    return Derived(values, partial(_held_versions, conn, article_id))


def _held_versions(conn: sa.Connection, article_id: int) -> list[dict[str, Any]]:
    rows = (
        sa.select(version_state)
        .where(version_state.c.article_id == article_id)
        .order_by(version_state.c.number)
    )
    return [dict(row) for row in conn.execute(rows).mappings()]


def _all(
    conn: sa.Connection,
    lines: Mapping[int, Timeline],
    moment: Moment,
    doubts: gone.Doubts | None = None,
) -> dict[int, Derived]:
    there = {one: line for one, line in lines.items() if line.versions}
    if not there:
        return {}
    doubts = doubts or gone.Doubts(conn, moment.known_at)
    newest = [line.versions[-1].readings[-1].id for line in there.values()]
    scores = {
        row.reading_id: row.score
        for row in conn.execute(_TOPICS, {"readings": newest, "known_at": moment.cut["known_at"]})
    }
    return {
        one: Derived(_values(line, scores, doubts), partial(version_rows, conn, one, line))
        for one, line in there.items()
    }


_TOPICS = (  # the newest comes last
    sa.select(topic.c.reading_id, topic.c.score)
    .where(
        topic.c.reading_id.in_(sa.bindparam("readings", expanding=True)),
        topic.c.recorded_at <= _THEN,
    )
    .order_by(topic.c.recorded_at, topic.c.lexicon)
)


def _values(line: Timeline, scores: Mapping[int, float], doubts: gone.Doubts) -> dict[str, Any]:
    head = line.versions[-1]
    own = head.readings[-1]
    showing = [look for look in line.looks if look.version_id is not None]
    url, etag, last_modified = _validators(showing)
    score = scores.get(own.id)
    return {
        "head_version_id": head.id,
        "head_reading_id": own.id,
        "url": url,
        "etag": etag,
        "last_modified": last_modified,
        "version_count": len(line.versions),
        "looks": len(line.looks),
        "first_seen_at": line.versions[0].starts_at,
        "last_seen_at": showing[-1].seen_at,
        "last_look_at": line.looks[-1].seen_at,
        "gone_at": gone.gone_since(line.looks, doubts),
        "topic_score": score,
        "topic_status": None if score is None else status(score),
        "site_id": line.site_id,
        "published_at": own.published_at,
    }


def _validators(showing: Sequence[AnyRow]) -> tuple[str, str | None, str | None]:
    """The address that showed the article last, and the validators of its newest answer."""
    url = showing[-1].url
    for look in reversed(showing):
        # a 304 need not repeat them
        if look.url == url and (look.status != 304 or look.etag or look.last_modified):
            return url, look.etag, look.last_modified
    return url, None, None


def version_rows(
    conn: sa.Connection, article_id: int, line: Timeline, start: int = 0
) -> list[dict[str, Any]]:
    """The rows of an article's versions, of those from a place on: their numbers and kinds, and
    what changed in each.
    """
    places = range(start, len(line.versions))
    return [_version_row(conn, article_id, line.versions, place) for place in places]


def _version_row(
    conn: sa.Connection, article_id: int, versions: list[Shown], place: int
) -> dict[str, Any]:
    shown = versions[place]
    pairs = [(other, *shown.after(other)) for other in versions[:place]]
    states = [(other.as_read(one), shown.as_read(own)) for other, one, own in pairs]
    kind, groups, back = decide.compare(states)
    changed: list[str] = []
    ratio = None
    if pairs:
        _, one, own = pairs[-1]
        others = {"attachments"} if decide.other_files(*states[-1]) else set()
        changed, ratio = _difference(conn, one.id, own.id, groups, others)
    numbers = {other.id: number for number, other in enumerate(versions, 1)}
    return {
        "version_id": shown.id,
        "article_id": article_id,
        "number": place + 1,
        "kind": kind,
        "changed_fields": changed,
        "reverted_to": None if back is None else numbers[back],
        "ratio": ratio,
        "seen_at": shown.starts_at,
        "reading_id": shown.readings[-1].id,
    }


def _difference(
    conn: sa.Connection, before: int, after: int, groups: Sequence[str], others: Set[str]
) -> tuple[list[str], float]:
    """The fields in which two readings differ, or that are known to, and the share of their words
    that does.
    """
    one, other = fields.load(conn, before), fields.load(conn, after)
    changed = [
        name
        for group in groups
        for name in fields.GROUPS[group]
        if name in others or one.values[name] != other.values[name]
    ]
    a, b = Counter(syllables(one.text)), Counter(syllables(other.text))
    total = a.total() + b.total()
    return changed or list(groups), round(1 - 2 * (a & b).total() / total, 4) if total else 0.0
