"""What is derived anew after each night: the stop list, the stories, and trust in readings."""

from datetime import datetime

import sqlalchemy as sa

from archive.storage import copies, stories, trust
from archive.storage.derived import story_alias, story_copy_state
from archive.storage.engine import begin_write
from archive.storage.writing import WRITERS


def settle(engine: sa.Engine, at: datetime) -> int:
    """Lists the windows that tell nothing, scores what was read, and writes all stories anew from
    the links; returns how many stories were not as they stood, which should be none.
    """
    with begin_write(engine) as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS)))
        copies.refresh_stop_list(conn, at)
        trust.score(conn, at)
        before = _stand(conn)
        stories.rebuild(conn)
        return len({story for story, _ in before ^ _stand(conn)})


def _stand(conn: sa.Connection) -> set[tuple[str, tuple[object, ...]]]:
    """Stories, their members and aliases, each row with its story's id."""
    members = conn.execute(sa.select(story_copy_state))
    aliases = conn.execute(sa.select(story_alias))
    return {(row.story_id, tuple(row)) for rows in (members, aliases) for row in rows}
