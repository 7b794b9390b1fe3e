"""The moment that a question is asked for: now, or a time in the past in either sense."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from archive.errors import BadQuery

END = datetime.max.replace(tzinfo=UTC)  # later than all that is


@dataclass(frozen=True, slots=True)
class Moment:
    """When a question is asked for: what publishers had shown by `as_of`, and of that what the
    archive had recorded by `known_at`. Both are inclusive; without them it is asked for now.
    """

    as_of: datetime | None = None
    known_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("as_of", "known_at"):
            at = getattr(self, name)
            if at is not None and at.tzinfo is None:
                raise BadQuery(f"{name} needs a zone: {at} may be any of 38 moments")

    def __bool__(self) -> bool:
        return self.as_of is not None or self.known_at is not None

    @property
    def cut(self) -> dict[str, datetime]:
        """Both times as the parameters of a statement; what is not asked for cuts nothing off."""
        return {"as_of": self.as_of or END, "known_at": self.known_at or END}


NOW = Moment()


def seen_by(table: sa.FromClause) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Whether what stands in a table was seen and recorded by a moment: its `cut` is asked for."""
    return (
        table.c.seen_at <= sa.bindparam("as_of"),
        table.c.recorded_at <= sa.bindparam("known_at"),
    )
