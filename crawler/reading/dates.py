"""Dates as Vietnamese pages write them, with what they honestly say and what speaks against them.

Times without a zone are Vietnamese time. The order of day and month in figures is the caller's
knowledge of the spot, never guessed: `2/26/2026` read day first is no date at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from archive.record import Precision
from crawler.reading.layout import Order

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
EARLIEST = 1997  # Vietnam came online in December 1997
YEARS = range(1900, 2101)  # beyond these a number is no year but a mark of "no date"
TOLERANCE = timedelta(minutes=10)  # of the clocks of two servers
RENDERED = timedelta(seconds=90)
BESIDE_A_DATE = 6  # words, as in "Cập nhật lúc …, Thứ Ba, … (Báo Mẫu)"

ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[T\s]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?)?)?"
)
UNIX = re.compile(r"\s*(\d{10})(\d{3})?\s*")
FIGURES = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})\s*(?P<sep>[/.-])\s*(?P<b>\d{1,2})\s*(?P=sep)\s*(?P<y>\d{4}|\d{2})"
    r"(?:(?![\d/])|(?=\d{2}:\d{2}))"  # "12/05/202614:35": two elements without a space
)
# "13 tháng 10 năm 2026"; "13 Tháng 10 2026 09:12" and "13 Tháng 10, 2026" of Joomla and WordPress
LONG = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})\s+tháng\s+(?P<b>\d{1,2})(?:,?\s+năm)?,?\s+(?P<y>\d{4})(?!\d)", re.I
)
CLOCK = re.compile(
    r"(?<![\d:])(?P<H>\d{1,2})\s*(?::|h|giờ)\s*(?P<M>\d{2})(?::(?P<S>\d{2}))?(?!\d)"
    r"(?:\s*(?P<half>AM|PM|SA|CH)\b)?",
    re.I,
)
ZONE = re.compile(r"(?:GMT|UTC)\s*(?P<zone>[+-]\s*\d{1,2}(?::?\d{2})?)|(?P<bare>[+-]\d{2}:?\d{2})")
FEED = re.compile(r"[A-Z][a-z]{2},?\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Spot:
    """A string that stands where a page states its date, and what is known of that place."""

    raw: str
    origin: str
    order: Order = Order.DMY


@dataclass(frozen=True, slots=True)
class When:
    """A date as read: the moment (aware), how exactly it is known, the string as it stood.

    `midnight`: the string says 00:00 in its own zone or in Vietnam's, as dates do that some
    migration made.
    """

    at: datetime
    precision: Precision
    raw: str
    midnight: bool = False


def parse(raw: str, order: Order = Order.DMY) -> When | None:
    """The first date in a string; None where there is none, or none that can be."""
    raw = " ".join(raw.replace("\xa0", " ").split())
    found = ISO.search(raw)
    try:
        if unix := UNIX.fullmatch(raw):
            return _made(datetime.fromtimestamp(int(unix[1]), UTC).astimezone(VIETNAM), True, raw)
        if found:
            return _iso(found, raw)
        if FEED.search(raw):
            return _feed(raw)
        return _visible(raw, order)
    except (ValueError, OverflowError):  # 31/02, a 13th month, a zone of 99 hours: no date
        return None


def _iso(found: re.Match[str], raw: str) -> When | None:
    parts = found.groupdict()
    zone = _zone(parts["zone"])
    at = _at(parts["y"], parts["m"], parts["d"], parts, zone)
    return _made(at, parts["H"] is not None, raw)


def _feed(raw: str) -> When | None:
    """RFC 2822 as feeds write it, `GMT+7` and `+07` included."""
    raw_zone = re.sub(r"(?:GMT|UTC)?\s*([+-])(\d{1,2})$", lambda m: f" {m[1]}{m[2]:0>2}00", raw)
    raw_zone = re.sub(r"(?:GMT|UTC)\s*([+-]\d{2}):?(\d{2})$", r" \1\2", raw_zone)
    raw_zone = re.sub(r"([+-]\d{2}):(\d{2})$", r"\1\2", raw_zone)
    at = parsedate_to_datetime(raw_zone)
    return _made(at if at.tzinfo else at.replace(tzinfo=VIETNAM), True, raw)


def _visible(raw: str, order: Order) -> When | None:
    found = FIGURES.search(raw) or LONG.search(raw)
    if not found:
        return None
    day, month = (found["a"], found["b"]) if order is Order.DMY else (found["b"], found["a"])
    year = found["y"] if len(found["y"]) == 4 else f"20{found['y']}"
    rest = raw[found.end() :]
    clock = CLOCK.search(rest[:40]) or CLOCK.search(raw[: found.start()][-20:])
    if not clock:
        return _made(_at(year, month, day, {}, VIETNAM), False, raw)
    zone = ZONE.search(rest)
    at = _at(
        year,
        month,
        day,
        clock.groupdict(),
        _zone(zone["zone"] or zone["bare"]) if zone else VIETNAM,
    )
    return _made(at, True, raw)


def _zone(text: str | None) -> timezone | ZoneInfo:
    """`Z`, `+07:00`, `+0700`, `+07`, `GMT+7`; nothing is Vietnamese time."""
    if not text:
        return VIETNAM
    if text.strip() == "Z":
        return UTC
    figures = re.sub(r"\D", "", text)
    hours, minutes = figures[:-2] or "0", figures[-2:]
    if len(figures) <= 2:
        hours, minutes = figures, "0"
    delta = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-delta if "-" in text else delta)


def _at(
    year: str,
    month: str,
    day: str,
    clock: dict[str, str | None],
    zone: timezone | ZoneInfo,
) -> datetime:
    hour, minute = int(clock.get("H") or 0), int(clock.get("M") or 0)
    half = (clock.get("half") or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    if half in ("AM", "SA") and hour == 12:
        hour = 0
    return datetime(
        int(year), int(month), int(day), hour, minute, int(clock.get("S") or 0), tzinfo=zone
    )


def _made(at: datetime, timed: bool, raw: str) -> When | None:
    """A date that can be; the precision is what the string says, and 00:00 says no time."""
    if at.year not in YEARS:
        return None
    midnight = timed and any(
        (each.hour, each.minute, each.second) == (0, 0, 0) for each in (at, at.astimezone(VIETNAM))
    )
    if not timed or midnight:
        return When(at, Precision.DAY, raw, midnight)
    return When(at, Precision.SECOND if at.second else Precision.MINUTE, raw)


@dataclass(frozen=True, slots=True)
class Dated:
    """The date chosen among a page's spots, where it stood, and what speaks against it."""

    when: When | None = None
    origin: str | None = None
    raw: str | None = None
    doubts: tuple[str, ...] = ()


def choose(spots: Iterable[Spot], fetched_at: datetime | None = None) -> Dated:
    """The first date in the order of the spots; a later spot with a time of day on the same day is
    preferred to a day alone.

    A string that states an impossible year gives no date, only its raw form and a doubt.
    """
    best: tuple[When, Spot] | None = None
    broken = Dated()
    for spot in spots:
        when = parse(spot.raw, spot.order)
        if when is None:
            broken = broken if broken.raw else _broken(spot)
        elif best is None or (_day(best[0]) == _day(when) and not _timeless(when)):
            best = when, spot
        if best and not _timeless(best[0]):
            break
    if best is None:
        return broken
    when, spot = best
    return Dated(when, spot.origin, when.raw, doubts(when, spot.origin, fetched_at))


def is_date(text: str) -> bool:
    """Whether a line states a day and a time of day and says hardly anything else."""
    if not ("/" in text or "-" in text or "." in text[:-1]):
        return False  # nearly every line, at a fraction of the time
    figures = FIGURES.search(text) or ISO.search(text)
    if not figures or not CLOCK.search(text):
        return False
    rest = ZONE.sub(" ", CLOCK.sub(" ", text.replace(figures.group(), " ")))
    return sum(part.isalpha() for part in rest.split()) <= BESIDE_A_DATE


def _day(when: When) -> date:
    return when.at.astimezone(VIETNAM).date()


def _timeless(when: When) -> bool:
    return when.precision is Precision.DAY


def _broken(spot: Spot) -> Dated:
    year = re.search(r"(?<!\d)(\d{4})(?!\d)", spot.raw)
    if not year or int(year[1]) in YEARS:
        return Dated()
    doubt = "before-1997" if int(year[1]) < EARLIEST else "future"
    return Dated(None, spot.origin, spot.raw, (doubt,))


def doubts(when: When, origin: str, fetched_at: datetime | None) -> tuple[str, ...]:
    """What speaks against a date: `before-1997`, `migration-midnight`, `future` (more than a day
    after the look), `later-than-seen` (less than that), `page-clock` (a visible date that is the
    moment of the look).
    """
    found = []
    if when.at.year < EARLIEST:
        found.append("before-1997")
    if when.midnight:
        found.append("migration-midnight")
    if fetched_at is not None:
        ahead = when.at - fetched_at
        if ahead > timedelta(days=1):
            found.append("future")
        elif ahead > TOLERANCE:
            found.append("later-than-seen")
        elif origin == "visible" and abs(ahead) <= RENDERED and not _timeless(when):
            found.append("page-clock")
    return tuple(found)
