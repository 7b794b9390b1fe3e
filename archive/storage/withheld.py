"""What is withheld is not taken in again, under whatever address or from whatever archive."""

from dataclasses import replace
from datetime import timedelta, timezone

import sqlalchemy as sa

from archive.record import ArticleKey, Captured, Look
from archive.storage.address import normal_url
from archive.storage.evidence import withheld
from archive.storage.identity import key_text
from archive.storage.schema import address, article, page

VIETNAM = timezone(timedelta(hours=7))
OUTCOME = "withheld"  # of a look whose answer was not kept
_ANY = sa.select(withheld.c.id).limit(1)
_PAGE = (
    sa.select(withheld.c.reason, withheld.c.recorded_at)
    .join(page, page.c.id == withheld.c.page_id)
    .where(page.c.sha256 == sa.bindparam("digest"))
)
WHOLE = sa.exists().where(withheld.c.article_id == article.c.id, withheld.c.whole)
_ADDRESS = (
    sa.select(article.c.id)
    .join(address, address.c.article_id == article.c.id)
    .where(address.c.url == sa.bindparam("url"), WHOLE)
    .limit(1)
)


def cleared(conn: sa.Connection, look: Look, digest: str | None) -> Look:
    """The look without what it brought, where that page or that article is withheld."""
    if conn.scalar(_ANY) is None:
        return look
    held = digest is not None and conn.execute(_PAGE, {"digest": digest}).first() is not None
    if not held and look.kind == "article":
        held = conn.scalar(_ADDRESS, {"url": normal_url(look.url)}) is not None
    if not held:
        return look
    return replace(
        look,
        outcome=OUTCOME,
        detail="the page is withheld",
        headers=(),
        raw=None,
        decoded=None,
        etag=None,
        last_modified=None,
    )


def settled(captured: Captured) -> Captured:
    """What is told of a look that was cleared: nothing is left to do for it."""
    return replace(captured, page_sha256=None, repeat=True, settled=True)


def whole(conn: sa.Connection, site_id: int, key: ArticleKey) -> str | None:
    """The public id of the article of a key, where it is withheld as a whole."""
    found = conn.scalar(
        sa.select(article.c.public_id)
        .where(
            article.c.site_id == site_id,
            article.c.id_space == key.id_space,
            article.c.key == key_text(key),
            WHOLE,
        )
        .limit(1)
    )
    return None if found is None else str(found)


def said(conn: sa.Connection, digest: str) -> str | None:
    """`withheld (reason, day)` of a page; None where it is not."""
    row = conn.execute(_PAGE, {"digest": digest}).first()
    return (
        f"withheld ({row.reason}, {row.recorded_at.astimezone(VIETNAM):%Y-%m-%d})" if row else None
    )
