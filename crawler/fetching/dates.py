"""The dates of feeds and sitemaps, in the forms that are met; what no paper can mean is None."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

Order = Literal["DMY", "MDY"]

VIETNAM = timezone(timedelta(hours=7))
EARLIEST = datetime(1997, 1, 1, tzinfo=UTC)  # no Vietnamese paper was online before
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905

ISO = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]+(.*))?$")
NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})\b(.*)$", re.I
)
FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b(.*)$")
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]m\b)?", re.I)
ZONE = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b\s*\)?$|\b(?:GMT|UTC|Z)\b|Z$", re.I)


def parse_date(text: str, order: Order = "DMY", latest: datetime | None = None) -> datetime | None:
    """The time that a feed states; Vietnamese time where it names no zone.

    `order` tells day and month in figures apart. None where nothing can be read, before 1997, and a
    day or more after `latest`.
    """
    text = " ".join(text.split())
    day = day_of(text, order)
    if day is None:
        return None
    year, month, number, rest = day
    try:
        at = datetime(year, month, number, *clock_of(rest), tzinfo=zone_of(rest))
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if at < EARLIEST or (latest is not None and at > latest + timedelta(days=1)):
        return None
    return at


def day_of(text: str, order: Order) -> tuple[int, int, int, str] | None:
    """Year, month, day and what follows them in the text."""
    if found := ISO.match(text):
        return int(found[1]), int(found[3]), int(found[4]), found[5] or ""
    if (found := NAMED.search(text)) and found[2].lower() in MONTHS:
        return century(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]), found[4]
    if found := FIGURES.search(text):
        first, second = int(found[1]), int(found[2])
        day, month = (second, first) if order == "MDY" else (first, second)
        return century(found[3]), month, day, found[4] or text[: found.start()]
    return None


def century(digits: str) -> int:
    """A year of two digits is one of this century."""
    return 2000 + int(digits) if len(digits) == 2 else int(digits)


def clock_of(text: str) -> tuple[int, int, int]:
    """Hour, minute and second; an hour above 12 is of the 24-hour clock whatever mark follows."""
    found = TIME.search(text)
    if found is None:
        return 0, 0, 0
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    mark = (found[4] or "").lower()
    if mark and hour <= 12:
        hour = hour % 12 + (12 if mark == "pm" else 0)
    return hour, minute, second


def zone_of(text: str) -> timezone:
    """The zone at the end of a text (`+0700`, `+07`, `GMT+7`, `Z`), else that of Vietnam."""
    found = ZONE.search(text)
    if found is None:
        return VIETNAM
    if found[1] is None:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(offset if found[1] == "+" else -offset)
