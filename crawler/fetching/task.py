"""What a crawl was asked to do: the arguments of `scrapy crawl SITE -a …`, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import ArchiveError
from archive.record import Found

VIETNAM = timezone(timedelta(hours=7))
FIRST_YEAR, LAST_YEAR = 1990, 2200
MOST = 1_000_000  # articles
NAMES = ("since", "until", "limit", "backfill", "feeds", "look_back", "url", "urls")
KINDS = ("backfill", "feeds", "look_back")  # of runs that do not look at the whole site


class BadTask(ArchiveError):
    """An argument that cannot be understood; the message says what to write."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Task:
    """`since` (inclusive) and `until` (exclusive) bound the publication, `limit` the number of
    articles asked for; `urls` are the articles that somebody named, which are asked for now.

    `feeds` is a light look by day: feeds and e-government listings, new articles alone. `look_back`
    goes over the last month: its listings as far back, its articles once more.
    """

    since: datetime | None = None
    until: datetime | None = None
    limit: int | None = None
    backfill: bool = False
    feeds: bool = False
    look_back: bool = False
    urls: tuple[str, ...] = ()

    @property
    def bounded(self) -> bool:
        """Whether publication days are asked for."""
        return self.since is not None or self.until is not None

    @property
    def trigger(self) -> str:
        """What a run of it bears as its trigger, where that differs from other runs."""
        kind = next((name for name in KINDS if getattr(self, name)), "")
        return kind.replace("_", "-")

    def covers(self, found: Found) -> bool:
        """Whether a publication lies in the period, or may, as far as its time is known."""
        earliest = found.published_at or found.earliest_at
        latest = found.published_at or found.latest_at
        return (self.since is None or latest is None or latest >= self.since) and (
            self.until is None or earliest is None or earliest < self.until
        )


def parse(arguments: Mapping[str, str]) -> Task:
    """The task that the arguments of a crawl describe.

    Raises BadTask naming the argument that is wrong, and what to write instead.
    """
    unknown = sorted(set(arguments) - set(NAMES))
    if unknown:
        raise BadTask(f"unknown argument {unknown[0]}: a crawl takes {', '.join(NAMES)}")
    until = day("until", arguments.get("until"))
    task = Task(
        since=day("since", arguments.get("since")),
        until=until and until + timedelta(days=1),
        limit=number("limit", arguments.get("limit")),
        backfill=flag("backfill", arguments.get("backfill")),
        feeds=flag("feeds", arguments.get("feeds")),
        look_back=flag("look_back", arguments.get("look_back")),
        urls=named_urls(arguments.get("url"), arguments.get("urls")),
    )
    if task.since and task.until and task.since >= task.until:
        raise BadTask("since is later than until")
    if task.urls and (task.bounded or task.trigger):
        raise BadTask("url and urls name what is asked for: leave since, until and backfill out")
    kinds = [name for name in KINDS if getattr(task, name)]
    if len(kinds) > 1:
        raise BadTask(f"{kinds[0]} and {kinds[1]} are two kinds of runs: name one")
    if task.bounded and (task.feeds or task.look_back):
        raise BadTask(f"{kinds[0]} says itself what is asked for: leave since and until out")
    return task


def day(name: str, text: str | None) -> datetime | None:
    """The beginning of a day as it is named in Vietnam."""
    if text is None:
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadTask(f"{name}={text} is not a day: write {name}=2026-03-01") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadTask(f"{name}={text}: no article can be of that year")
    return datetime.combine(found, time(), VIETNAM).astimezone(UTC)


def number(name: str, text: str | None) -> int | None:
    """A count from 1."""
    if text is None:
        return None
    if not text.strip().isdecimal() or int(text) < 1:
        raise BadTask(f"{name}={text} is not a number of articles: write {name}=20")
    return min(int(text), MOST)


def flag(name: str, text: str | None) -> bool:
    """1 or 0."""
    if text is not None and text.strip() not in ("0", "1"):
        raise BadTask(f"{name}={text}: write {name}=1")
    return text is not None and text.strip() == "1"


def named_urls(url: str | None, file: str | None) -> tuple[str, ...]:
    """The addresses given as one, or as lines of a file (empty lines and # lines are passed)."""
    if url is not None and not url.strip():
        raise BadTask("url= names no address: write url=https://…")
    lines = [url] if url is not None else []
    if file is not None:
        try:
            lines += Path(file).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BadTask(f"urls={file} cannot be read: {reason(error)}") from error
    urls = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    for each in urls:
        if not is_web(each):
            raise BadTask(f"{each} is not a web address: write https://…")
    if file is not None and not urls:
        raise BadTask(f"urls={file} names no address")
    return tuple(dict.fromkeys(urls))


def is_web(url: str) -> bool:
    """Whether an address is one of http or https with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def reason(error: Exception) -> str:
    """Why a file cannot be read."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "it is not UTF-8 text"
