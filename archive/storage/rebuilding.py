"""All state, derived anew from the facts."""

import sqlalchemy as sa

from archive.storage import copies, fts, state, stories
from archive.storage.derived import article_state, story_alias, story_copy_state, version_state
from archive.storage.schema import article, version, version_reading

DERIVED = (story_copy_state, story_alias, version_state, article_state)


def rebuild(conn: sa.Connection) -> None:
    """Empties the tables of derived state and fills them again, the search index included."""
    fts.empty(conn)
    for table in DERIVED:
        conn.execute(sa.delete(table))
    for article_id in conn.scalars(sa.select(article.c.id).order_by(article.c.id)).all():
        state.refresh(conn, article_id)
    copies.rebuild_sketches(conn)
    stories.rebuild(conn)


def reindex(conn: sa.Connection) -> None:
    """Makes the search indexes anew, that of the past included, without touching other state."""
    fts.rebuild(conn)
    several = (
        sa.select(version.c.article_id)
        .join(version_reading, version_reading.c.version_id == version.c.id)
        .group_by(version.c.article_id)
        .having(sa.func.count() > 1)
    )
    for article_id in conn.scalars(several).all():
        state.index(conn, article_id)
