"""What is derived anew after each night: the stop list, the stories, and trust in readings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

import sqlalchemy as sa

from archive.storage import copies, stories, trust
from archive.storage.derived import article_state, story_alias, story_copy_state
from archive.storage.engine import begin_write
from archive.storage.stories import Membership
from archive.storage.writing import WRITERS
from archive.text.sketch import Relation

SOME = 1000  # rows read at a time
Told = tuple[str, tuple[object, ...]]  # a row, and the story whose it is
Sums = Counter[str]  # of the hashes of each story's rows: of years of stories no row is kept


def settle(engine: sa.Engine, at: datetime) -> int:
    """Lists the windows that tell nothing, scores what was read, and derives all stories from the
    links; returns how many stories were not as they stood, which should be none: only then they
    are written anew.
    """
    with begin_write(engine) as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS)))
        copies.refresh_stop_list(conn, at)
        trust.score(conn, at)
        rows, states = _derived(conn)
        differing = _differing(rows, _sums(_rows(conn)))
        if differing or _differing(states, _sums(_states(conn))):
            stories.rebuild(conn)
        return len(differing)


def _differing(one: Sums, other: Sums) -> set[str]:
    return {story for story in one.keys() | other.keys() if one[story] != other[story]}


def _sums(told: Iterable[Told]) -> Sums:
    sums: Sums = Counter()
    for story, row in told:
        sums[story] += hash(row)
    return sums


def _derived(conn: sa.Connection) -> tuple[Sums, Sums]:
    """The stories as their links say: their rows, and what the state of their articles tells."""
    rows: Sums = Counter()
    states: Sums = Counter()
    for found in stories.every(conn):
        for one in found.values():
            rows.update(_sums(_told(one)))
            states[one.story_id] += hash((one.article_id, one.story_id, one.is_origin))
    return rows, states


def _told(one: Membership) -> Iterator[Told]:
    """The rows of a member, in the columns of their tables."""
    columns = (column.name for column in story_copy_state.c)
    same = str(Relation.SAME)
    row = tuple(same if name == "relation" else getattr(one, name) for name in columns)
    yield one.story_id, row
    if one.public_id != one.story_id:
        yield one.story_id, (one.public_id, one.story_id)


def _rows(conn: sa.Connection) -> Iterator[Told]:
    """The members and aliases of the stories, as they stand."""
    for table in (story_copy_state, story_alias):
        for row in conn.execute(sa.select(table).execution_options(yield_per=SOME)):
            yield row.story_id, tuple(row)


def _states(conn: sa.Connection) -> Iterator[Told]:
    """What the state of articles tells of stories; of an article alone nothing."""
    state = article_state.c
    told = sa.or_(state.story_id.is_not(None), ~state.is_origin)
    found = sa.select(state.article_id, state.story_id, state.is_origin).where(told)
    for row in conn.execute(found.execution_options(yield_per=SOME)):
        yield row.story_id or "", tuple(row)
