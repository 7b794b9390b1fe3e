"""One host's lane: when the next request may go out, and when a host is left. Pure.

A lane is of a host in all its forms (`www.`, `m.`): these are one server. Between the end of an
answer and the next request lie the configured delay, what robots.txt asks for, or what AutoThrottle
says, whichever is longest. A host that asks for more (429, Retry-After) gets it up to a bound;
beyond that, or where nothing but failures or refusals come in a row, it is left for this run.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 300.0  # seconds of Retry-After that are waited for in a run
TOO_MANY = 429
ENOUGH_429 = 3  # times that a host may say when to come back; without a time, the second ends it
ROW_OF_FAILURES = 5  # addresses
ROW_OF_REFUSALS = 10
FAILURES = ("server-error", "timeout", "dns", "connection", "tls")
REFUSALS = ("forbidden", "challenge")
SILENT = ("robots", "off-site", "not-recorded", "private-address")  # nobody was asked


@dataclass
class Lane:
    """What is known of a host in one run; times are those of one monotonic clock, in seconds."""

    host: str
    delay: float  # the configured one
    asked_for: float = 0.0  # by robots.txt
    slower: float = 1.0  # how many times as slow, since the host said that we are too fast
    ended: float | None = None  # when the last answer was through
    until: float = 0.0  # before this time the host wants no request
    told_off: int = 0  # answers 429
    told_when: bool = False  # whether the last answer said when to come back
    left: str = ""  # why the host is asked no more
    row: str = ""  # what comes in a row: FAILURES, REFUSALS or nothing
    addresses: set[str] = field(default_factory=set)  # that came so

    def pause(self, now: float, throttled: float = 0.0) -> float:
        """How many seconds the next request has to wait; `throttled` is what AutoThrottle says."""
        if self.ended is None:
            return max(0.0, self.until - now)
        between = max(self.delay, self.asked_for, throttled) * self.slower
        return max(0.0, self.ended + between - now, self.until - now)

    def came(self, url: str, look: str, status: int, wait: float | None, now: float) -> None:
        """Notes what an address brought: the outcome of its look, and what Retry-After says."""
        if look in SILENT:
            return
        self.told_when = wait is not None
        if status == TOO_MANY:
            self.told_off += 1
        if wait is not None:
            self.come_back(wait, now)
        elif status == TOO_MANY:
            self.slower *= 2
            if self.told_off > 1:
                self.leave("answered 429 again after we had slowed down")
        if self.told_off >= ENOUGH_429:
            self.leave(f"answered 429 {self.told_off} times")
        self.count(url, look)

    def come_back(self, wait: float, now: float) -> None:
        """The host says in how many seconds it wants to be asked again."""
        if wait > LONGEST_WAIT:
            self.leave(f"asks to wait {wait:.0f} s (Retry-After)")
        else:
            self.until = max(self.until, now + wait)

    def count(self, url: str, look: str) -> None:
        """Leaves a host from which nothing but failures, or nothing but refusals, comes."""
        row = next((names[0] for names in (FAILURES, REFUSALS) if look in names), "")
        if row != self.row:
            self.row, self.addresses = row, set()
        if not row:
            return
        self.addresses.add(url)
        number = len(self.addresses)
        if row == FAILURES[0] and number >= ROW_OF_FAILURES:
            self.leave(f"did not answer at {number} addresses in a row ({look} the last)")
        if row == REFUSALS[0] and number >= ROW_OF_REFUSALS:
            self.leave(f"refused {number} addresses in a row ({look} the last)")

    def leave(self, why: str) -> None:
        """Asks nothing more of the host in this run; the first reason counts."""
        self.left = self.left or why


def lane_name(host: str) -> str:
    """The lane of a host: its name without `www.` and `m.`, which are the same server."""
    return host.lower().rstrip(".").removeprefix("www.").removeprefix("m.")


def seconds_of(value: bytes | None, date: bytes | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header means (RFC 9110, 10.2.3); None for one that says none.

    A time is counted from the host's own clock (`date`, its Date header) where it told it.
    """
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    at = moment(text)
    if at is None:
        return None
    began = moment((date or b"").decode("latin-1").strip()) or now
    return max(0.0, (at - began).total_seconds())


def moment(text: str) -> datetime | None:
    """An HTTP date; None where a text is none."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
