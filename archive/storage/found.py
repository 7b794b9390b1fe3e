"""Addresses that listings named: each noted once, better known the more listings name it.

Beside them stand the listings whose addresses have all been noted (`walked`), so that a backfill
that was broken off goes on where it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.record import Found
from archive.storage.columns import AnyRow
from archive.storage.derived import known_address

PASSED_BY = "known"  # outside the fetch rule: noted, not asked for
WALKED = "walked"  # a listing's own address: all that it names has been noted
WEIGHT = {"listing": 4, "waiting": 3, "lexicon": 2, "control": 1}  # the heaviest reason counts
INDEX = "index"  # noted as the title of a sitemap that names sitemaps
CHUNK = 500  # addresses in one question


@dataclass(frozen=True, slots=True)
class Walk:
    """When a listing was walked whole, and whether it is an index of others."""

    at: datetime
    index: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """An address, why it is fetched or not, and whether that is left to a backfill."""

    found: Found
    why: str
    backlog: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A listing page or sitemap whose addresses are all noted: its address, that of the listing
    that it belongs to, when it was looked at, whether it is an index of others.
    """

    url: str
    listing: str
    at: datetime
    index: bool = False


def note_found(
    conn: sa.Connection, owner: int, wishes: Sequence[Wish], at: datetime, *, lift: bool = False
) -> int:
    """Notes addresses that listings named.

    Of one that is held the better reason, the title and the time are kept; `lift` takes it out of
    the backlog, since it stands on a listing of today. Returns how many are new, or newly to be
    fetched.
    """
    rows = {one.found.url: one for one in wishes}
    held = {row.url: row for row in conn.execute(_HELD, {"urls": list(rows)})}
    fresh = [
        {"url": url, "site_id": owner, "found_at": at, "why": one.why, **told(one)}
        for url, one in rows.items()
        if url not in held
    ]
    if fresh:
        conn.execute(sa.insert(known_address), fresh)
    new = len(fresh)
    for url, row in held.items():
        if better := _better(row, rows[url], at, lift=lift):
            conn.execute(_UPDATE.where(known_address.c.url == url).values(better))
            new += "why" in better
    return new


_UPDATE = sa.update(known_address)
_HELD = sa.select(
    known_address.c.url,
    known_address.c.why,
    known_address.c.title,
    known_address.c.published_at,
    known_address.c.latest_at,
    known_address.c.backlog,
).where(known_address.c.url.in_(sa.bindparam("urls", expanding=True)))


def told(wish: Wish) -> dict[str, Any]:
    """What a listing said of an address."""
    one = wish.found
    return {
        "backlog": wish.backlog,
        "listing": one.listing,
        "title": one.title,
        "published_at": one.published_at,
        "earliest_at": one.earliest_at,
        "latest_at": one.latest_at,
    }


def _better(row: AnyRow, wish: Wish, at: datetime, *, lift: bool) -> dict[str, object]:
    """What is known better now of an address that is held."""
    better: dict[str, object] = {}
    if row.why == WALKED:
        return better
    one = wish.found
    if WEIGHT.get(wish.why, 0) > WEIGHT.get(row.why, 0):
        better |= {"why": wish.why, "listing": one.listing}
        if row.why == PASSED_BY:  # its patience begins now
            better |= {"found_at": at, "backlog": wish.backlog}
    if one.title and not row.title:
        better["title"] = one.title
    if one.published_at and not row.published_at:
        better["published_at"] = one.published_at
    if one.latest_at and (row.latest_at is None or "published_at" in better):
        better |= {"earliest_at": one.earliest_at, "latest_at": one.latest_at}
    if row.backlog and lift:
        better |= {"backlog": False, "found_at": at}
    return better


def note_walked(conn: sa.Connection, owner: int, page: Page) -> None:
    """Notes that all addresses of a listing page or sitemap have been noted."""
    here = known_address.c.url == page.url
    title = INDEX if page.index else ""
    values = {"title": title, "found_at": page.at, "listing": page.listing}
    held = conn.scalar(sa.select(known_address.c.why).where(here))
    if held is None:
        row = {"url": page.url, "site_id": owner, "why": WALKED}
        conn.execute(sa.insert(known_address).values(row | values))
    elif held == WALKED:
        conn.execute(_UPDATE.where(here).values(values))


def walked(conn: sa.Connection, urls: Sequence[str]) -> dict[str, Walk]:
    """Those of the listings that were walked whole."""
    found: dict[str, Walk] = {}
    for first in range(0, len(urls), CHUNK):
        wanted = {"urls": list(urls[first : first + CHUNK])}
        for row in conn.execute(_WALKED, wanted):
            found[row.url] = Walk(row.found_at, row.title == INDEX)
    return found


_WALKED = sa.select(known_address.c.url, known_address.c.title, known_address.c.found_at).where(
    known_address.c.url.in_(sa.bindparam("urls", expanding=True)), known_address.c.why == WALKED
)
