"""All state, derived anew from the facts."""

from collections.abc import Callable

import sqlalchemy as sa

from archive.storage import copies, fts, state, stories
from archive.storage.derived import article_state, story_alias, story_copy_state, version_state
from archive.storage.schema import article

DERIVED = (story_copy_state, story_alias, version_state, article_state)
Told = Callable[[int, int | None], None]


def rebuild(conn: sa.Connection, told: Told = lambda done, total: None) -> None:
    """Empties the tables of derived state and fills them again, sketches and the search indexes
    included; `told` hears of how many articles the state is done.
    """
    fts.empty(conn)
    for table in DERIVED:
        conn.execute(sa.delete(table))
    every = conn.scalars(sa.select(article.c.id).order_by(article.c.id)).all()
    for done, article_id in enumerate(every, 1):
        state.refresh(conn, article_id)
        told(done, len(every))
    copies.rebuild_sketches(conn)
    stories.rebuild(conn)
