"""Which article a page belongs to: by its key, else by an address that leads to it.

An address that is used again for something else (another title, and hardly a window of the text in
common) opens a new serial of the same key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

import sqlalchemy as sa

from archive.record import ArticleKey, Reading
from archive.storage import onenight
from archive.storage.address import is_bounded, normal_url
from archive.storage.columns import AnyRow
from archive.storage.derived import article_state
from archive.storage.likeness import Newcomer, is_reused, is_same
from archive.storage.schema import (
    address,
    article,
    fetch_event,
    host,
)
from archive.text import sources

LEAPS = 5  # redirects in a row that are followed back


@dataclass(frozen=True, slots=True)
class Identity:
    """An article of the archive."""

    id: int
    public_id: str
    is_new: bool = False


def claim(conn: sa.Connection, page: Newcomer, recorded_at: datetime) -> Identity:
    """The article that a reading belongs to, made where it is new; all its addresses are kept."""
    via = addresses_of(conn, page.site_id, page.fetch, page.reading)
    held = _by_key(conn, page.site_id, page.key)
    same = next((one for one in held if not is_reused(conn, one.id, page)), None)
    if same is None:  # before it moved here, an article may have had another key
        ids = {one.id for one in held}
        others = [one for one in _by_address(conn, page.site_id, via) if one.id not in ids]
        same = next((one for one in others if is_same(conn, one, via, page)), None)
    if same is None:
        serial = max((one.serial for one in held), default=0) + 1
        own = _make(conn, page.key, page.site_id, serial, recorded_at)
    else:
        own = Identity(same.id, same.public_id)
    _keep_addresses(conn, own, via, page.seen_at, recorded_at)
    return own


def existing(
    conn: sa.Connection, site_id: int, key: ArticleKey, at: datetime | None = None
) -> Identity | None:
    """The article of a key; where its address was used again the one that stood there `at` a time,
    else the newest.
    """
    return _standing(conn, _by_key(conn, site_id, key), at)


def named(conn: sa.Connection, name: str) -> Identity | None:
    """The article of a public id."""
    row = conn.execute(sa.select(article.c.id).where(article.c.public_id == name)).first()
    return Identity(row.id, name) if row else None


def at_url(
    conn: sa.Connection, site_id: int, url: str, at: datetime | None = None
) -> Identity | None:
    """The article at an address of a site; where it was used again as in `existing`."""
    return _standing(conn, _by_address(conn, site_id, {normal_url(url): "asked"}), at)


def _standing(conn: sa.Connection, rows: list[AnyRow], at: datetime | None) -> Identity | None:
    if not rows:
        return None
    found = rows[0]
    if at is not None and len(rows) > 1:
        wanted = {"ids": [row.id for row in rows], "at": at}
        before = conn.scalar(_SHOWN_BEFORE, wanted)
        found = next((row for row in rows if row.id == before), rows[-1])
    return Identity(found.id, found.public_id)


_SHOWN_BEFORE = (
    sa.select(article_state.c.article_id)
    .where(
        article_state.c.article_id.in_(sa.bindparam("ids", expanding=True)),
        article_state.c.first_seen_at <= sa.bindparam("at"),
    )
    .order_by(article_state.c.first_seen_at.desc())
    .limit(1)
)


def public_id(site: str, key: ArticleKey, serial: int) -> str:
    """The id under which an article is known outside: the same in every archive that holds it."""
    return short_hash(site, key.id_space, key_text(key), str(serial))


def key_text(key: ArticleKey) -> str:
    """Native id, else path."""
    return key.native_id if key.native_id is not None else key.path or ""


def short_hash(*parts: str) -> str:
    """Twelve hex digits of the SHA-256 of the parts, a line each."""
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def addresses_of(
    conn: sa.Connection, site_id: int, fetch: AnyRow, found: Reading
) -> dict[str, str]:
    """The addresses that lead to a page, in normal form, and how each was come by."""
    asked = normal_url(fetch.url)
    via = {asked: "asked"}
    if conn.scalar(_AT, {"url": asked}) is None:
        via |= dict.fromkeys(_redirected_from(conn, fetch), "redirect")
    if found.canonical_url and _is_page_of(conn, site_id, found.canonical_url):
        via.setdefault(normal_url(found.canonical_url), "canonical")
    return via


def _is_page_of(conn: sa.Connection, site_id: int, url: str) -> bool:
    """Whether a canonical address may be an article's: many pages wrongly name the front page."""
    name = sources.host_of(normal_url(url))
    if name is None or not is_bounded(url) or len(urlsplit(normal_url(url)).path.strip("/")) < 2:
        return False
    known = sa.select(host.c.id).where(host.c.site_id == site_id, host.c.host == name)
    return conn.scalar(known.limit(1)) is not None


def _redirected_from(conn: sa.Connection, fetch: AnyRow) -> Iterable[str]:
    """Addresses that led here in the same night."""
    if fetch.run_id is None:
        return []
    moves = conn.execute(_MOVES, {"runs": onenight.together(conn, fetch.run_id)}).all()
    if not moves:
        return []
    found: list[str] = []
    targets = {normal_url(fetch.url)}
    for _ in range(LEAPS):
        sources_ = {normal_url(m.url) for m in moves if normal_url(m.location) in targets}
        targets = sources_ - set(found)
        found += sorted(targets)
    return found


_MOVES = sa.select(fetch_event.c.url, fetch_event.c.location).where(
    fetch_event.c.run_id.in_(sa.bindparam("runs", expanding=True)),
    fetch_event.c.outcome == "redirect",
    fetch_event.c.kind == "article",
    fetch_event.c.location.is_not(None),
)
_AT = sa.select(address.c.id).where(address.c.url == sa.bindparam("url")).limit(1)
_BY_KEY = (
    sa.select(article.c.id, article.c.public_id, article.c.serial)
    .where(
        article.c.site_id == sa.bindparam("site"),
        article.c.id_space == sa.bindparam("space"),
        article.c.key == sa.bindparam("key"),
    )
    .order_by(article.c.serial.desc())
)


def _by_key(conn: sa.Connection, site_id: int, key: ArticleKey) -> list[AnyRow]:
    wanted = {"site": site_id, "space": key.id_space, "key": key_text(key)}
    return list(conn.execute(_BY_KEY, wanted))


_BY_ADDRESS = (
    sa.select(
        article.c.id,
        article.c.public_id,
        article.c.serial,
        sa.func.max(sa.case((address.c.via == "asked", address.c.url))).label("shown"),
    )
    .join(address, address.c.article_id == article.c.id)
    .where(
        article.c.site_id + 0 == sa.bindparam("site"),  # by address: a site's articles are many
        address.c.url.in_(sa.bindparam("urls", expanding=True)),
    )
    .group_by(article.c.id, article.c.public_id, article.c.serial)
    .order_by(sa.func.max(address.c.since).desc(), article.c.id.desc())
)


def _by_address(conn: sa.Connection, site_id: int, urls: Iterable[str]) -> list[AnyRow]:
    return list(conn.execute(_BY_ADDRESS, {"site": site_id, "urls": list(urls)}))


def _make(
    conn: sa.Connection, key: ArticleKey, site_id: int, serial: int, recorded_at: datetime
) -> Identity:
    name = public_id(key.site, key, serial)
    made = conn.execute(
        sa.insert(article),
        {
            "public_id": name,
            "site_id": site_id,
            "id_space": key.id_space,
            "native_id": key.native_id,
            "path": key.path,
            "key": key_text(key),
            "serial": serial,
            "recorded_at": recorded_at,
        },
    ).inserted_primary_key
    assert made is not None
    return Identity(int(made[0]), name, is_new=True)


def _keep_addresses(
    conn: sa.Connection,
    own: Identity,
    via: dict[str, str],
    seen_at: datetime,
    recorded_at: datetime,
) -> None:
    held = set() if own.is_new else set(conn.scalars(_ADDRESSES, {"article": own.id}))
    if claimed := [url for url, how in via.items() if how != "asked" and url not in held]:
        # what another article was shown at stays its own: pages name wrong canonical addresses
        held |= set(conn.scalars(_TAKEN, {"urls": claimed}))
    rows = [
        {
            "url": url,
            "article_id": own.id,
            "since": seen_at,
            "via": how,
            "recorded_at": recorded_at,
        }
        for url, how in via.items()
        if url not in held
    ]
    if rows:
        conn.execute(sa.insert(address), rows)


_ADDRESSES = sa.select(address.c.url).where(address.c.article_id == sa.bindparam("article"))
_TAKEN = sa.select(address.c.url).where(
    address.c.url.in_(sa.bindparam("urls", expanding=True)), address.c.via == "asked"
)
