"""What the archive knows of addresses before they are asked again."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import sqlalchemy as sa

from archive.record import Known
from archive.storage.address import normal_url
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state, run, version_state
from archive.storage.identity import at_url
from archive.storage.schema import address, article, fetch_event, page, reading, sighting
from archive.storage.withheld import WHOLE

CHUNK = 500  # addresses in one question

_KNOWN = (
    sa.select(
        article.c.id,
        article.c.public_id,
        article_state.c.url,
        article_state.c.etag,
        article_state.c.last_modified,
        article_state.c.looks,
        article_state.c.first_seen_at,
        article_state.c.last_look_at,
        article_state.c.version_count,
        article_state.c.gone_at,
        version_state.c.seen_at.label("last_changed_at"),
        reading.c.published_at,
    )
    .join(article_state, article_state.c.article_id == article.c.id)
    .join(version_state, version_state.c.version_id == article_state.c.head_version_id)
    .join(reading, reading.c.id == article_state.c.head_reading_id)
)


def known(conn: sa.Connection, site_id: int, url: str) -> Known | None:
    """What is known of the article at an address; None where it leads to none.

    The validators are those of `Known.url`, the address that showed the article last.
    """
    found = at_url(conn, site_id, url)
    if found is None:
        return None
    row = conn.execute(_KNOWN.where(article.c.id == found.id)).first()
    return _known(row) if row else None


def shown(conn: sa.Connection, site_id: int, urls: Iterable[str]) -> set[str]:
    """Those of the addresses that lead to an article of the site, asked for `CHUNK` at a time."""
    found: set[str] = set()
    for chunk in batched(urls, CHUNK):
        spellings = {url: normal_url(url) for url in chunk}
        wanted = {"site": site_id, "urls": list(set(spellings.values()))}
        held = set(conn.scalars(_SHOWN, wanted))
        found.update(url for url, normal in spellings.items() if normal in held)
    return found


_SHOWN = (
    sa.select(address.c.url)
    .join(article, article.c.id == address.c.article_id)
    .join(article_state, article_state.c.article_id == article.c.id)
    .where(
        article.c.site_id + 0 == sa.bindparam("site"),  # by address: a site's articles are many
        address.c.url.in_(sa.bindparam("urls", expanding=True)),
    )
)


def batched(urls: Iterable[str], size: int) -> Iterator[list[str]]:
    """The addresses, `size` at a time."""
    rest = iter(urls)
    while chunk := list(islice(rest, size)):
        yield chunk


def known_all(conn: sa.Connection, site_id: int) -> Iterator[Known]:
    """What is known of all articles of a site that may be asked for, the least recently asked
    first: not of those that are withheld.
    """
    tries = {row.article_id: row for row in conn.execute(_TRIES, {"site": site_id})}
    order = (article_state.c.last_look_at, article.c.id)
    kept = _KNOWN.where(article.c.site_id == site_id, ~WHOLE)
    for row in conn.execute(kept.order_by(*order)):
        yield _known(row, tries.get(row.id))


_TRIES = (
    sa.select(
        article_state.c.article_id,
        sa.func.count(fetch_event.c.run_id.distinct()).label("runs"),
        sa.func.max(fetch_event.c.requested_at).label("newest"),
    )
    .join(
        fetch_event,
        sa.and_(
            fetch_event.c.url == article_state.c.url,
            fetch_event.c.requested_at > article_state.c.last_seen_at,
        ),
    )
    .where(article_state.c.site_id == sa.bindparam("site"))
    .group_by(article_state.c.article_id)
)


def listing_validators(conn: sa.Connection, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the newest 200 of an address; none where it is time to ask outright
    (see `believed`), or where the run that brought it broke off or failed: then what the page named
    may not have been noted, and a "not modified" would hide it.
    """
    rows = conn.execute(
        sa.select(
            fetch_event.c.outcome,
            fetch_event.c.etag,
            fetch_event.c.last_modified,
            fetch_event.c.run_id,
            run.c.outcome.label("ended"),
        )
        .outerjoin(run, run.c.id == fetch_event.c.run_id)
        .where(fetch_event.c.url == url, _ANSWERED)
        .order_by(fetch_event.c.requested_at.desc(), fetch_event.c.id.desc())
        .limit(BELIEVED)
    )
    row = next((row for row in rows if row.outcome == "ok"), None)
    if row is None or (row.run_id is not None and row.ended in BROKEN_OFF):
        return None, None
    return row.etag, row.last_modified


def believed(conn: sa.Connection, url: str) -> bool:
    """Whether an address may be asked once more whether it has changed: after nine times "not
    modified" in a row it is asked outright, since validators lie.
    """
    return listing_validators(conn, url) != (None, None)


BELIEVED = 9  # times
BROKEN_OFF = (None, "interrupted", "failed")  # how a run ended that may not have noted all
_ANSWERED = sa.or_(
    sa.and_(fetch_event.c.status == 200, fetch_event.c.outcome == "ok"),
    fetch_event.c.outcome == "not-modified",
)


def unread(conn: sa.Connection, site_id: int) -> list[tuple[int, str, datetime, str, str | None]]:
    """Article looks whose page was kept but never read: id, URL, time, page's SHA-256, type."""
    rows = conn.execute(
        sa.select(
            fetch_event.c.id,
            fetch_event.c.url,
            fetch_event.c.requested_at,
            page.c.sha256,
            page.c.content_type,
        )
        .join(page, page.c.id == fetch_event.c.page_id)
        .outerjoin(sighting, sighting.c.fetch_id == fetch_event.c.id)
        .where(
            fetch_event.c.site_id == site_id,
            fetch_event.c.kind == "article",
            fetch_event.c.outcome == "ok",
            sighting.c.id.is_(None),
        )
        .order_by(fetch_event.c.requested_at, fetch_event.c.id)
    )
    return [(row.id, row.url, row.requested_at, row.sha256, row.content_type) for row in rows]


def _known(row: AnyRow, tried: AnyRow | None = None) -> Known:
    return Known(
        url=row.url,
        article_id=row.public_id,
        etag=row.etag,
        last_modified=row.last_modified,
        looks=row.looks,
        first_seen_at=row.first_seen_at,
        last_look_at=row.last_look_at,
        last_changed_at=row.last_changed_at,
        published_at=row.published_at,
        version_count=row.version_count,
        gone=row.gone_at is not None,
        tries=tried.runs if tried else 0,
        last_try_at=tried.newest if tried else None,
    )
