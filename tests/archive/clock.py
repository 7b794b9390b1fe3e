"""A wall clock for tests."""

from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)


class Clock:
    """A wall clock that goes on by a second each time it is read."""

    def __init__(self) -> None:
        self.at = BEGIN

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at
