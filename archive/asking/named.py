"""What a person may call an article or a version by, and what is meant."""

import re
from typing import Any

import sqlalchemy as sa

from archive.errors import BadQuery, NotFound
from archive.storage.address import normal_url
from archive.storage.derived import article_state, version_state
from archive.storage.schema import address, article, site, version

ID = re.compile(r"[0-9a-f]{12}")
ADDRESS = re.compile(r"(?:https?:)?//\S+|[\w.-]+\.\w{2,}(?::\d+)?/\S*", re.IGNORECASE)
Row = sa.Row[Any]


def article_of(conn: sa.Connection, name: str) -> Row:
    """The article of an id, or of any address of it: its row with its site and state.

    An address that was used again names the newer article. Raises BadQuery where `name` is neither
    an id nor an address, NotFound where nothing answers to it.
    """
    name = name.strip()
    query = (
        sa.select(article, site.c.name.label("site"), site.c.title.label("site_title"))
        .add_columns(site.c.unit_code, *article_state.c)
        .join(site, site.c.id == article.c.site_id)
        .join(article_state, article_state.c.article_id == article.c.id)
    )
    if ID.fullmatch(name.lower()):
        row = conn.execute(query.where(article.c.public_id == name.lower())).first()
    elif ADDRESS.fullmatch(name):
        row = conn.execute(
            query.join(address, address.c.article_id == article.c.id)
            .where(address.c.url.in_({normal_url(name), name}))
            .order_by(address.c.since.desc(), article.c.serial.desc())
        ).first()
    else:
        raise BadQuery(
            f"“{name}” is neither an article's id (12 digits 0-9, a-f) nor its address: "
            "`egov search` shows both"
        )
    if row is None:
        raise NotFound(f"the archive holds no article {name}: `egov search` shows what it holds")
    return row


def version_of(conn: sa.Connection, of: Row, name: str | int | None) -> Row:
    """The version of an article by its number or id; the newest for None."""
    query = (
        sa.select(version_state, version.c.public_id, version.c.page_id)
        .join(version, version.c.id == version_state.c.version_id)
        .where(version_state.c.article_id == of.article_id)
    )
    text = str(name).strip().lower()
    if name is None:
        query = query.order_by(version_state.c.number.desc())
    elif text.isascii() and text.isdigit() and len(text) < 10:
        query = query.where(version_state.c.number == int(text))
    elif ID.fullmatch(text):
        query = query.where(version.c.public_id == text)
    else:
        raise BadQuery(f"“{name}” is no version: name its number, or its id of 12 digits 0-9, a-f")
    row = conn.execute(query).first()
    if row is None:
        count = "one version" if of.version_count == 1 else f"{of.version_count} versions"
        held = f"it has {count}" if of.version_count else "it has none yet"
        raise NotFound(f"article {of.public_id} has no version {name}: {held}")
    return row
