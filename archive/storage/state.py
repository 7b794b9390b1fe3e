"""What is derived from the facts of an article: its versions' numbers and kinds, its state.

Each row depends on facts alone, so that an article refreshed after each look and one rebuilt from
nothing are the same.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive import decide
from archive.record import Verdict
from archive.storage import fields, fts, gone, timeline
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, version_state
from archive.storage.schema import article, reading, topic
from archive.storage.timeline import Shown, Timeline
from archive.text.normal import syllables
from archive.text.topics import status


def refresh(conn: sa.Connection, article_id: int) -> Timeline:
    """Writes the state of one article anew, its entry in the search index included."""
    line = timeline.load(conn, article_id)
    if line.versions:
        _write_versions(conn, article_id, line)
        _write_article(conn, article_id, line)
        fts.index(conn, article_id, line.versions[-1].readings[-1].id)
    return line


_HELD = (
    sa.select(
        version_state.c.version_id,
        version_state.c.number,
        version_state.c.seen_at,
        version_state.c.reading_id,
    )
    .where(version_state.c.article_id == sa.bindparam("article"))
    .order_by(version_state.c.number)
)
_TOPIC = (
    sa.select(topic.c.score)
    .where(topic.c.reading_id == sa.bindparam("reading"))
    .order_by(topic.c.recorded_at.desc(), topic.c.lexicon.desc())
    .limit(1)
)


def _write_versions(conn: sa.Connection, article_id: int, line: Timeline) -> None:
    held = [tuple(row) for row in conn.execute(_HELD, {"article": article_id})]
    wanted = [
        (shown.id, number, shown.starts_at, shown.readings[-1].id)
        for number, shown in enumerate(line.versions, 1)
    ]
    # what else is in the rows depends on these alone, unless a look came late
    if held == wanted and line.is_in_order:
        return
    if held:
        conn.execute(sa.delete(version_state).where(version_state.c.article_id == article_id))
    places = range(len(line.versions))
    rows = [_version_row(conn, article_id, line.versions, place) for place in places]
    conn.execute(sa.insert(version_state), rows)


def _version_row(
    conn: sa.Connection, article_id: int, versions: list[Shown], place: int
) -> dict[str, Any]:
    shown = versions[place]
    pairs = [(other, *shown.after(other)) for other in versions[:place]]
    kind, groups, back = decide.compare(
        [(other.as_read(one), shown.as_read(own)) for other, one, own in pairs]
    )
    changed: list[str] = []
    ratio = None
    if pairs:
        _, one, own = pairs[-1]
        changed, ratio = _difference(conn, one.id, own.id, groups)
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
    conn: sa.Connection, before: int, after: int, groups: Sequence[str]
) -> tuple[list[str], float]:
    """The fields in which two readings differ, and the share of their words that does."""
    one, other = fields.load(conn, before), fields.load(conn, after)
    changed = [
        name
        for group in groups
        for name in fields.GROUPS[group]
        if one.values[name] != other.values[name]
    ]
    a, b = Counter(syllables(one.text)), Counter(syllables(other.text))
    total = a.total() + b.total()
    return changed or list(groups), round(1 - 2 * (a & b).total() / total, 4) if total else 0.0


def _write_article(conn: sa.Connection, article_id: int, line: Timeline) -> None:
    head = line.versions[-1]
    showing = [look for look in line.looks if look.version_id is not None]
    score = conn.scalar(_TOPIC, {"reading": head.readings[-1].id})
    url, etag, last_modified = _validators(showing)
    values = {
        "head_version_id": head.id,
        "head_reading_id": head.readings[-1].id,
        "url": url,
        "etag": etag,
        "last_modified": last_modified,
        "version_count": len(line.versions),
        "looks": len(line.looks),
        "first_seen_at": line.versions[0].starts_at,
        "last_seen_at": showing[-1].seen_at,
        "last_look_at": line.looks[-1].seen_at,
        "gone_at": _gone_at(conn, line.looks),
        "topic_score": score,
        "topic_status": None if score is None else status(score),
        **conn.execute(_CARD, {"reading": head.readings[-1].id, "article": article_id})
        .mappings()
        .one(),
    }
    if conn.execute(_UPDATE, {"article": article_id, **values}).rowcount == 0:
        row = {"article_id": article_id, "story_id": None, "is_origin": True, **values}
        conn.execute(sa.insert(article_state), row)


_CARD = (
    sa.select(article.c.site_id, reading.c.published_at)
    .join(reading, reading.c.id == sa.bindparam("reading"))
    .where(article.c.id == sa.bindparam("article"))
)
_MOVING = (
    "head_version_id head_reading_id url etag last_modified version_count looks first_seen_at"
    " last_seen_at last_look_at gone_at topic_score topic_status site_id published_at"
)
_UPDATE = (
    sa.update(article_state)
    .where(article_state.c.article_id == sa.bindparam("article"))
    .values({name: sa.bindparam(name) for name in _MOVING.split()})
)


def _validators(showing: Sequence[AnyRow]) -> tuple[str, str | None, str | None]:
    """The address that showed the article last, and the validators of its newest answer."""
    url = showing[-1].url
    for look in reversed(showing):
        # a 304 need not repeat them
        if look.url == url and (look.status != 304 or look.etag or look.last_modified):
            return url, look.etag, look.last_modified
    return url, None, None


def _gone_at(conn: sa.Connection, looks: Sequence[AnyRow]) -> datetime | None:
    series: list[gone.Missing] = []
    for look in reversed(looks):
        if look.version_id is not None:
            break
        believed = look.run_id is None or not gone.doubted(conn, look.run_id)
        if look.verdict == Verdict.GONE and believed:
            series.append(gone.Missing(look.seen_at, look.reason != gone.SOFT))
    return gone.gone_at(series[::-1]) if series else None
