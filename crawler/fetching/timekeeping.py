"""Whether this machine's clock can be right: what is recorded by a wrong one stays wrong.

The clock is proved by the sites, which tell the time with each answer, where it is far from that of
the archive's newest row; and by the time since the machine was started, which no one sets.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from archive.errors import ClockWrong
from archive.storage.clock import doubted

RELEASED = datetime(2025, 1, 1, tzinfo=UTC)  # an earlier clock is one that nobody has set yet
APART = timedelta(days=1)  # so far may a site's clock be from this one
JUMP = timedelta(hours=1)  # so far may this one be set while a crawl runs


WHAT_TO_DO = (
    "set the clock, nothing is kept until it is right; if it is right, the next crawl with "
    "`-s CLOCK_CHECKED=1` goes on"
)

# what counts the time asleep, too; macOS has none, and a machine that slept there looks like a jump
PASSING: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def since_start() -> float:
    """Seconds since the machine was started, those in which it slept among them."""
    return time.clock_gettime(PASSING)


class Timekeeper:
    """Looks at the clock of one crawl, which must not be that of a replay."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        newest: datetime | None,
        elapsed: Callable[[], float] = since_start,
        *,
        checked: bool = False,  # by a person: no site is asked
    ) -> None:
        """Raises ClockWrong where the clock is that of a machine before anybody set it."""
        if clock() < RELEASED:
            raise ClockWrong(f"this machine's clock says {clock():%Y-%m-%d}: set it")
        self.clock = clock
        self.newest = newest
        self.elapsed = elapsed
        self.began, self.started = clock(), elapsed()
        self.doubt = doubted(newest, self.began)
        self.asked = checked or (newest is not None and self.doubt is None)
        self.wrong = ""

    @property
    def notes(self) -> list[str]:
        """What a person is to know where the archive's newest row lies in the future."""
        if self.newest is None or self.newest <= self.began + APART:
            return []
        return [
            f"the archive's newest row was recorded at {self.newest:%Y-%m-%d %H:%M}, later than "
            "now, by a clock that was wrong: until then all is recorded at that time"
        ]

    def check(self, headers: Iterable[tuple[str, str]]) -> None:
        """Raises ClockWrong where the clock jumped, or an answer contradicts a doubted clock."""
        self.wrong = self.wrong or self.jumped() or self.contradicted(headers)
        if self.wrong:
            raise ClockWrong(f"{self.wrong}: {WHAT_TO_DO}")

    def jumped(self) -> str:
        """How far the clock was set since the crawl began; empty where it was not."""
        passed = timedelta(seconds=self.elapsed() - self.started)
        moved = self.clock() - self.began - passed
        if abs(moved) <= JUMP:
            return ""
        hours = moved.total_seconds() / 3600
        return f"this machine's clock was set by {hours:+.0f} hours while the crawl ran"

    def contradicted(self, headers: Iterable[tuple[str, str]]) -> str:
        """What the first site that tells the time says against the clock. A clock that is doubted
        is borne out by an answer at least: failures that it had dated would stay in the archive.
        """
        named = {name.lower(): value for name, value in headers}
        if self.asked:
            return ""
        if self.doubt and not named:
            return f"{self.doubt}, and no site has answered by now that could bear it out"
        at = told_by(named)
        if at is None:
            return ""
        self.asked = True
        if abs(at - self.clock()) <= APART:
            return ""
        said = self.doubt or f"this machine's clock says {self.clock():%Y-%m-%d %H:%M}"
        return f"{said}, and the site says that it is {at:%Y-%m-%d %H:%M}"


def told_by(headers: Mapping[str, str]) -> datetime | None:
    """The time at which an answer says that it is given: its date, and for how long a cache has
    held it since; None where it says none.
    """
    at, age = parsed(headers.get("date")), headers.get("age", "")
    held = int(age) if age.isdecimal() and len(age) < 9 else 0  # seconds
    return at + timedelta(seconds=held) if at is not None else None


def parsed(text: str | None) -> datetime | None:
    """The time of a `Date` header; None where it is none."""
    try:
        found = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
