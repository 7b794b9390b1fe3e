"""The days that an address speaks of: those of a sitemap's articles, or that of one article.

What is told by an address bounds a publication, but is no date of one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from crawler.fetching.dates import EARLIEST, VIETNAM

DAY = timedelta(days=1)
LATEST_YEAR = 2100
SHARD = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})-(\d{1,2})(?!\d)")
ONE_DAY = re.compile(r"(?<!\d)(\d{4})([-/_.])(\d{1,2})\2(\d{1,2})(?!\d)")
MONTH = re.compile(r"(?<!\d)(\d{4})[-/_.](\d{1,2})(?!\d)")
FIGURES = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})?(?!\d)")
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
FOLDER = re.compile(r"/(\d{4})/?(\d{2})(?:/(\d{2}))?/")  # of an article: /202511/, /2025/11/06/
CREATED = re.compile(r"-\d{3}(\d{12})\d{1,3}\.html?$")  # VCCorp: prefix, YYMMDDHHMMSS, milliseconds


@dataclass(frozen=True, slots=True)
class Period:
    """From a time until another, which is no part of it."""

    first: datetime
    end: datetime

    def meets(self, since: datetime | None, until: datetime | None) -> bool:
        """Whether some of it lies from `since` until `until`."""
        return (since is None or self.end > since) and (until is None or self.first < until)


def period_of_sitemap(url: str) -> Period | None:
    """The days of a sitemap's articles by its address: a year, a month (padded or not), some days
    of one, a day; None where it names none that can be (`/sitemaps/1/1`).
    """
    path = path_of(url)
    forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = (
        (SHARD, lambda m: days(m[1], m[2], m[3], m[4])),
        (ONE_DAY, lambda m: days(m[1], m[3], m[4], m[4])),
        (MONTH, lambda m: month(m[1], m[2])),
        (FIGURES, lambda m: days(m[1], m[2], m[3], m[3]) if m[3] else month(m[1], m[2])),
        (YEAR, lambda m: year(m[1])),
    )
    for form, read in forms:
        for found in form.finditer(path):
            if period := read(found):
                return period
    return None


def period_of_article(url: str) -> Period | None:
    """The days in which an article was made, where its address tells: by a folder of its month or
    day, or by an id that begins with the time of creation.
    """
    path = url.partition("?")[0]
    if found := CREATED.search(path):
        return created(found[1])
    if found := FOLDER.search(path):
        return (
            days(found[1], found[2], found[3], found[3]) if found[3] else month(*found.groups()[:2])
        )
    return None


def path_of(url: str) -> str:
    """The path of an address; of what is none, nothing."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def created(figures: str) -> Period | None:
    """The day from a time on, written YYMMDDHHMMSS."""
    try:
        at = datetime.strptime(figures, "%y%m%d%H%M%S").replace(tzinfo=VIETNAM).astimezone(UTC)
    except ValueError:
        return None
    return Period(at, at + DAY)


def days(year: str, month: str, first: str, last: str) -> Period | None:
    """From a day of a month to another; a last day that the month lacks is its last."""
    begin = midnight(int(year), int(month), int(first))
    if begin is None or not int(first) <= int(last) <= 31:
        return None
    whole = period_of_month(int(year), int(month))
    return whole and Period(begin, min(begin + DAY * (int(last) - int(first) + 1), whole.end))


def month(year: str, number: str) -> Period | None:
    """A month."""
    return period_of_month(int(year), int(number))


def period_of_month(year: int, number: int) -> Period | None:
    """A month; None where there is none of that number."""
    begin = midnight(year, number, 1)
    end = midnight(year + number // 12, number % 12 + 1, 1)
    return Period(begin, end) if begin and end else None


def year(number: str) -> Period | None:
    """A year."""
    begin, end = midnight(int(number), 1, 1), midnight(int(number) + 1, 1, 1)
    return Period(begin, end) if begin and end else None


def midnight(year: int, month: int, day: int) -> datetime | None:
    """The beginning of a day in Vietnam; None where no article can be of it."""
    if not EARLIEST.year <= year <= LATEST_YEAR or not 1 <= month <= 12:
        return None
    try:
        return datetime(year, month, day, tzinfo=VIETNAM).astimezone(UTC)
    except ValueError:
        return None
