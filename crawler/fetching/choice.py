"""Which addresses are asked for: the fetch rule for new ones, the ladder for known ones.

E-government listings are fetched whole. Of the others only what the lexicon suggests by title or
slug, and one in a hundred as a control, chosen by a hash so that a repeat chooses the same.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from archive.record import Found, Known
from archive.storage.address import normal_url
from archive.text import topics

LONG_AGO = datetime.min.replace(tzinfo=UTC)
CONTROL = 100  # one in so many of the addresses outside the rule is fetched
UNCONDITIONAL = 10  # each so-manieth look sends no validator, since validators lie
MONTH = timedelta(days=31)  # over which a look back goes
SLACK = timedelta(hours=6)  # nights do not start at the same minute
LADDER = (  # an article's age, and how often it is looked at
    (timedelta(days=3), timedelta(days=1)),
    (timedelta(days=14), timedelta(days=3)),
    (timedelta(days=60), timedelta(days=10)),
    (timedelta(days=365), timedelta(days=45)),
    (timedelta.max, timedelta(days=180)),
)


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
    """How long an article may go without a look: the younger or later changed, the shorter."""
    born = known.published_at or known.first_seen_at
    age = now - max(min(born, now), known.last_changed_at)
    return next(pause for limit, pause in LADDER if age < limit)


def is_due(known: Known, now: datetime) -> bool:
    """Whether an article is to be looked at again."""
    return now - known.last_look_at >= interval(known, now) - SLACK


def due(articles: Iterable[Known], now: datetime, limit: int) -> list[Known]:
    """The articles to look at again, the most overdue first, at most `limit`."""
    waiting = [known for known in articles if is_due(known, now)]
    waiting.sort(key=lambda known: (known.last_look_at + interval(known, now), known.url))
    return waiting[:limit]


def recent(articles: Iterable[Known], now: datetime, limit: int) -> list[Known]:
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
    return {name: value for name, value in headers.items() if value}
