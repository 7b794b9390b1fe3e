"""When a job is due, in Vietnam's time, and the few minutes by which it is put off each time.

A run of a job is known by the time at which it was due. It begins some minutes before or after, by
a number drawn from its name and that time: sites are not asked at the same second each night, and
whoever asks again, after a restart or by another clock, is told the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import takewhile
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger

from crawler.config import DAYS

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of day at which a job is due, each day or on one `day` of the week (`mon` …).

    `jitter` is the most minutes by which its runs begin earlier or later.
    """

    name: str
    at: tuple[time, ...]
    day: str | None = None
    jitter: int = 0

    def begins(self, due: datetime) -> datetime:
        """When the run that is due at a time begins."""
        drawn = sha256(f"{self.name} {due.astimezone(UTC).isoformat()}".encode()).digest()
        share = int.from_bytes(drawn[:4], "big") / 2**32 * 2 - 1
        return due + timedelta(seconds=round(share * self.jitter * 60))

    def due_by(self, now: datetime) -> datetime:
        """The due time of the newest run that should have begun; `at` is not empty."""
        found = (due for due in self._from(now + DAY, -1) if self.begins(due) <= now)
        return next(found)

    def due_after(self, now: datetime) -> datetime:
        """The due time of the first run that is still to begin."""
        return next(due for due in self._from(now - DAY, 1) if self.begins(due) > now)

    def between(self, after: datetime, before: datetime) -> list[datetime]:
        """The due times after one and before another."""
        return list(
            takewhile(
                lambda due: due < before, (due for due in self._from(after, 1) if due > after)
            )
        )

    def _from(self, start: datetime, step: int) -> Iterator[datetime]:
        """Due times from a day on, forwards or backwards, without end."""
        day = start.astimezone(VIETNAM).date()
        while True:
            if self._is_day(day):
                for at in self.at[::step]:
                    yield datetime.combine(day, at, VIETNAM)
            day += DAY * step

    def _is_day(self, day: date) -> bool:
        return self.day is None or DAYS[day.weekday()] == self.day

    def words(self) -> str:
        """For a person: `daily 01:30 ± 10 min`."""
        clock = " and ".join(f"{at:%H:%M}" for at in self.at)
        jitter = f" ± {self.jitter} min" if self.jitter else ""
        return f"{self.day or 'daily'} {clock}{jitter}"


class Due(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """The times of a job, as APScheduler asks for them."""

    def __init__(self, times: Times) -> None:
        self.times = times

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """When the run after the previous one begins, or the first from now on."""
        after = previous or now - timedelta(microseconds=1)
        return self.times.begins(self.times.due_after(after))
