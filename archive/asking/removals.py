"""What publishers took away, and what of it came back: derived from the looks, as `gone_at` is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.asking import paging
from archive.asking.cards import Card, Window, cards, chunks
from archive.asking.search import LIMIT
from archive.errors import BadQuery
from archive.storage import gone
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state
from archive.storage.gone import Absence
from archive.storage.moments import NOW, Moment, seen_by
from archive.storage.schema import article, fetch_event, sighting


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that its publisher took away, and when it was there again, if ever.

    `how` is `hard` (404 or 410) or `soft` (a page that says so, a redirect to the front page);
    `status` is what the look at `gone_at` was answered with.
    """

    article_id: str
    site: str
    url: str
    title: str
    published_at: datetime | None
    published_precision: str | None
    first_seen_at: datetime
    last_seen_at: datetime | None
    gone_at: datetime
    back_at: datetime | None
    how: str
    status: int | None
    topic_status: str | None


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """Some removals, newest first, how many there are in all, and where the next page begins."""

    total: int
    articles: tuple[Removed, ...]
    after: str | None


# its key in the order shown, its article's number, and itself if it was derived
Found = tuple[str, int, Absence | None]


def removed(
    conn: sa.Connection,
    window: Window,
    moment: Moment = NOW,
    *,
    back: bool = False,
    limit: int = LIMIT,
    after: str | None = None,
) -> RemovedPage:
    """The articles that are gone, by when they were found gone; or those that came `back`, by when
    they were seen again.

    `after` is that of the page before. Raises BadQuery, NotFound.
    """
    if limit < 1:
        raise BadQuery(f"a page of {limit} cannot be shown: ask for one at least")
    derived = back or bool(moment)
    keys = _derived(conn, window, moment, back=back) if derived else _held(conn, window)
    found = sorted(keys, key=_key, reverse=True)
    if window.statuses and derived:
        held = cards(conn, {one for _, one, _ in found}, moment)
        found = [each for each in found if each[1] in held]
        found = [each for each in found if window.takes(held[each[1]].topic_status)]
    mark = paging.mark("gone", window, moment, back)
    rest = found if after is None else [each for each in found if each[0] < _place(after, mark)]
    return RemovedPage(
        total=len(found),
        articles=tuple(_removals(conn, rest[:limit], moment)),
        after=_token(rest[limit - 1][0], mark) if len(rest) > limit else None,
    )


def _key(found: Found) -> str:
    return found[0]


def _place(after: str, mark: str) -> str:
    place = paging.place(after, mark)
    return f"{place.dated} {place.article_id}"


def _token(key: str, mark: str) -> str:
    dated, _, article_id = key.partition(" ")
    return paging.token(paging.Place("gone", 0, dated, article_id), mark)


def _keyed(at: datetime | None, public_id: str) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ} {public_id}"


def _held(conn: sa.Connection, window: Window) -> Iterator[Found]:
    """The articles that are gone today, as their state has it."""
    state = article_state.c
    query = (
        sa.select(article.c.id, article.c.public_id, state.gone_at)
        .join(article_state, state.article_id == article.c.id)
        .where(state.gone_at.is_not(None))
    )
    ids = window.site_ids(conn)
    query = query if ids is None else query.where(state.site_id.in_(ids))
    if window.statuses:
        query = query.where(state.topic_status.in_(window.statuses))
    for row in conn.execute(query):
        if window.holds(row.gone_at):
            yield _keyed(row.gone_at, row.public_id), row.id, None


def _derived(conn: sa.Connection, window: Window, moment: Moment, *, back: bool) -> Iterator[Found]:
    """The times in which articles were gone, as their looks tell them."""
    doubts = gone.Doubts(conn, moment.known_at, gone.suspects(conn, moment.known_at))
    names = {row.id: row.public_id for row in conn.execute(_missed(conn, window), moment.cut)}
    for one, absence in _absences(conn, names, moment, doubts):
        at = absence.back_at if back else absence.gone_at
        if (absence.back_at is not None) is back and window.holds(at):
            yield _keyed(at, names[one]), one, absence


def _absences(
    conn: sa.Connection, ids: Collection[int], moment: Moment, doubts: gone.Doubts
) -> Iterator[tuple[int, Absence]]:
    for some in chunks(ids):
        looks: dict[int, list[AnyRow]] = {}
        for look in conn.execute(_LOOKS, {"articles": some, **moment.cut}):
            looks.setdefault(look.article_id, []).append(look)
        for one, own in looks.items():
            yield from ((one, absence) for absence in gone.absences(own, doubts))


def _removals(conn: sa.Connection, page: Sequence[Found], moment: Moment) -> Iterator[Removed]:
    """The rows of a page; of what was found by its state alone the looks are asked now."""
    held = cards(conn, {one for _, one, _ in page}, moment)
    unknown = [one for _, one, absence in page if absence is None]
    doubts = gone.Doubts(conn, moment.known_at)
    last = dict(_absences(conn, unknown, moment, doubts))  # the last of each article
    for _, one, absence in page:
        found = absence or last.get(one)
        if one in held and found is not None:
            yield _removed(held[one], found)


def _missed(conn: sa.Connection, window: Window) -> sa.Select[tuple[int, str]]:
    """The articles that a look missed, those of some sites if they are named."""
    query = (
        sa.select(article.c.id, article.c.public_id)
        .distinct()
        .join(sighting, sighting.c.article_id == article.c.id)
        .where(gone.MISSED, *seen_by(sighting))
    )
    ids = window.site_ids(conn)
    return query if ids is None else query.where(article.c.site_id.in_(ids))


_LOOKS = (
    sa.select(
        sighting.c.article_id,
        sighting.c.verdict,
        sighting.c.version_id,
        sighting.c.seen_at,
        sighting.c.reason,
        fetch_event.c.run_id,
        fetch_event.c.status,
    )
    .join(fetch_event, fetch_event.c.id == sighting.c.fetch_id)
    .where(sighting.c.article_id.in_(sa.bindparam("articles", expanding=True)), *seen_by(sighting))
    .order_by(sighting.c.seen_at, sighting.c.id)
)


def _removed(card: Card, absence: Absence) -> Removed:
    return Removed(
        article_id=card.article_id,
        site=card.site,
        url=card.url,
        title=card.title,
        published_at=card.published_at,
        published_precision=card.published_precision,
        first_seen_at=card.first_seen_at,
        last_seen_at=absence.last_seen_at,
        gone_at=absence.gone_at,
        back_at=absence.back_at,
        how=gone.HARD if absence.hard else gone.SOFT,
        status=absence.look.status,
        topic_status=card.topic_status,
    )
