"""What the database of an archive answers to SQL, on a connection of its own."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from archive.storage.engine import connect


def rows(url: str, sql: str, /, **values: Any) -> Sequence[sa.Row[Any]]:
    """The rows of an answer."""
    engine = connect(url)
    try:
        with engine.connect() as conn:
            return conn.execute(sa.text(sql), values).all()
    finally:
        engine.dispose()


def named(url: str, sql: str, /, **values: Any) -> list[dict[str, Any]]:
    """The rows of an answer, their values by the names of the columns."""
    return [row._asdict() for row in rows(url, sql, **values)]
