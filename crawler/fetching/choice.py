"""Which addresses are asked for: the fetch rule for new ones, the ladder for known ones.

E-government listings are fetched whole. Of the others only what the lexicon suggests by title or
slug, and one in a hundred as a control, chosen by a hash so that a repeat chooses the same.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zlib import crc32

from archive.record import Found, Known
from archive.storage.address import normal_url
from archive.text import topics
from crawler.fetching.task import VIETNAM

LONG_AGO = datetime.min.replace(tzinfo=UTC)
CONTROL = 100  # one in so many of the addresses outside the rule is fetched
UNCONDITIONAL = 10  # each so-manieth look sends no validator, since validators lie
MONTH = timedelta(days=31)  # over which a look back goes
LONGEST = 1000  # letters of a validator: servers refuse a request with more
DAY = timedelta(days=1)
SLACK = timedelta(hours=6)  # nights do not start at the same minute
LADDER = (  # an article's age since it came or changed last, and how often it is looked at
    (timedelta(days=3), DAY),
    (timedelta(days=14), timedelta(days=4)),
    (timedelta(days=60), timedelta(days=15)),
    (timedelta(days=365), timedelta(days=75)),
    (timedelta(days=3 * 365), timedelta(days=240)),
    (timedelta.max, timedelta(days=720)),
)
RESTLESS = 0.25  # of its rung's time: an article that each look finds changed
GONE_RARER, GONE_LEAST = 4, timedelta(days=10)
RESERVE = 4  # one in so many of a night's articles are kept for revisits that are due
LATE = 1.5  # times an article's time


def why(found: Found, *, topic: bool) -> str:
    """Why an address is fetched (`listing`, `lexicon`, `control`), or `known` where it is not."""
    if topic:
        return "listing"
    if topics.suggests(found.title, found.url):
        return "lexicon"
    return "control" if is_control(found.url) else "known"


def is_control(url: str) -> bool:
    """Whether an address is one of the hundredth that is fetched whatever its title."""
    return int(sha256(normal_url(url).encode()).hexdigest()[:8], 16) % CONTROL == 0


def interval(known: Known, now: datetime) -> timedelta:
    """How long an article may go without a look: the younger, the later and the more often changed,
    the shorter; one that is gone may come back, and is asked rarely, for ever.
    """
    born = known.published_at or known.first_seen_at
    age = now - max(min(born, now), known.last_changed_at)
    pause = next(pause for limit, pause in LADDER if age < limit)
    if known.gone:
        pause = min(max(GONE_RARER * pause, GONE_LEAST), LADDER[-1][1])
    changed = (known.version_count - 1) / (known.looks + 1)  # how often a look found it changed
    calm = pause * max(1 - changed, RESTLESS)
    return DAY + max(calm - DAY, timedelta(0)) * spread(known.article_id)


def spread(article_id: str) -> float:
    """A factor from .8 to 1.2, always the same for an article: what came on one day is not due on
    one night for ever.
    """
    return 0.8 + 0.4 * crc32(article_id.encode()) / 0xFFFFFFFF


def lateness(known: Known, now: datetime) -> float:
    """How far the time to an article's next look has run: it is due from 1 on. One that was asked
    for in vain is asked again on the next night, then two, four and more days later.
    """
    pause, last = interval(known, now), known.last_look_at
    if known.tries and not known.gone:
        pause = min(pause, DAY * (1 << min(known.tries - 1, 10)))
        last = max(last, known.last_try_at or last)
    return (now - last) / (pause - min(SLACK, pause / 4))


def due(articles: Iterable[Known], now: datetime, limit: int | None = None) -> list[Known]:
    """The articles to look at again, at most `limit`. Those come first whose time has run out most
    by their own measure: where a night is too short for all, all wait longer in proportion.
    """
    waiting = [
        (late, known.url, known) for known in articles if (late := lateness(known, now)) >= 1
    ]
    waiting.sort(key=lambda each: (-each[0], each[1]))
    return [known for _, _, known in waiting[:limit]]


def reserved(waiting: int, limit: int) -> int:
    """How many of a run's articles are kept for those that wait for another look, so that a busy
    site does not starve them.
    """
    return min(waiting, limit // RESERVE)


def behind(left: Sequence[Known], now: datetime) -> str:
    """A sentence where articles were left over that are late by more than half their time; empty
    where none is.
    """
    late = [known for known in left if lateness(known, now) >= LATE]
    if not late:
        return ""
    since = min(known.last_look_at + interval(known, now) for known in late)
    return (
        f"revisits fall behind: {len(left)} articles that are due wait for another night, "
        f"{len(late)} of them late, the longest since {since.astimezone(VIETNAM):%Y-%m-%d}"
    )


def recent(articles: Iterable[Known], now: datetime, limit: int | None = None) -> list[Known]:
    """The articles of the last month that were not looked at today, whatever the ladder says; the
    longest unseen first, at most `limit`.
    """
    waiting = [
        known
        for known in articles
        if now - (known.published_at or known.first_seen_at) <= MONTH
        and now - known.last_look_at >= timedelta(days=1) - SLACK
    ]
    waiting.sort(key=lambda known: (known.last_look_at, known.url))
    return waiting[:limit]


def validators(known: Known) -> dict[str, str]:
    """The headers of a conditional request; none for each tenth look."""
    if (known.looks + 1) % UNCONDITIONAL == 0:
        return {}
    return conditions(known.etag, known.last_modified)


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The request headers that ask only for what has changed."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value and len(value) <= LONGEST}
