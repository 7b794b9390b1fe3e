"""What an export counts while it goes, and what it covers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.asking.time import VIETNAM
from archive.exchange.rows import Card
from archive.storage.derived import run
from archive.storage.schema import site

NAMED = 100  # articles or records that a note names
ANSWERED = ("healthy", "quiet", "thin", "unproven")  # outcomes of runs that a site answered


@dataclass(slots=True)
class OfSite:
    """The figures of one site."""

    articles: int = 0
    versions: int = 0
    looks: int = 0
    first_published_at: datetime | None = None
    last_published_at: datetime | None = None
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None

    def count(self, card: Card) -> None:
        """Adds an article."""
        self.articles += 1
        self.versions += card.versions
        published = [card.published_at]
        self.first_published_at = _least(self.first_published_at, *published)
        self.last_published_at = _most(self.last_published_at, *published)
        self.first_seen_at = _least(self.first_seen_at, card.first_seen_at)
        self.last_seen_at = _most(self.last_seen_at, card.last_seen_at)


@dataclass(slots=True)
class Tally:
    """The figures of an export, and what has to be said of it."""

    rows: int = 0
    records: int = 0
    sites: dict[str, OfSite] = field(default_factory=lambda: defaultdict(OfSite))
    readers: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)  # articles whose text was left out
    lost: list[str] = field(default_factory=list)
    lost_count: int = 0
    withheld: int = 0
    notes: list[str] = field(default_factory=list)

    def count(self, cards: Iterable[Card]) -> None:
        """Adds articles."""
        for card in cards:
            self.sites[card.site].count(card)
            self.readers[card.reader] += 1

    def lose(self, sentence: str) -> None:
        """Notes a look whose record cannot be read."""
        self.lost_count += 1
        if len(self.lost) < NAMED:
            self.lost.append(sentence)

    def total(self, name: str) -> int:
        """The sum of a figure over all sites."""
        return sum(getattr(one, name) for one in self.sites.values())


def coverage(conn: sa.Connection, tally: Tally) -> dict[str, dict[str, Any]]:
    """Per site: figures, days covered, how its runs ended, and the days without an answer."""
    return {name: _of_site(conn, name, tally.sites[name]) for name in sorted(tally.sites)}


def _of_site(conn: sa.Connection, name: str, figures: OfSite) -> dict[str, Any]:
    first, last = day(figures.first_seen_at), day(figures.last_seen_at)
    outcomes: Counter[str] = Counter()
    answered: set[date] = set()
    reasons: dict[date, set[str]] = defaultdict(set)
    for at, outcome in conn.execute(_RUNS, {"site": name}):
        on = day(at)
        if on is None or first is None or last is None or not first <= on <= last:
            continue
        outcomes[outcome or "not finished"] += 1
        reasons[on].add(outcome or "not finished")
        if outcome in ANSWERED:
            answered.add(on)
    return {
        "articles": figures.articles,
        "versions": figures.versions,
        "looks": figures.looks,
        "first_published_on": day(figures.first_published_at),
        "last_published_on": day(figures.last_published_at),
        "first_seen_on": first,
        "last_seen_on": last,
        "runs": dict(sorted(outcomes.items())),
        "gaps": list(_gaps(first, last, answered, reasons)) if first and last else [],
    }


_RUNS = (
    sa.select(run.c.started_at, run.c.outcome)
    .join(site, site.c.id == run.c.site_id)
    .where(site.c.name == sa.bindparam("site"))
)


def _gaps(
    first: date, last: date, answered: set[date], reasons: dict[date, set[str]]
) -> Iterator[dict[str, Any]]:
    """Days between two on which no run of the site was answered, as periods with their reason."""
    begun: date | None = None
    why = ""
    for number in range((last - first).days + 2):
        on = first + timedelta(days=number)
        missed = on <= last and on not in answered
        reason = ", ".join(sorted(reasons.get(on, ()))) or "no run"
        if begun is not None and (not missed or reason != why):
            yield {"from": begun, "to": on - timedelta(days=1), "reason": why}
            begun = None
        if missed and begun is None:
            begun, why = on, reason


def day(at: datetime | None) -> date | None:
    """The Vietnamese day of a time."""
    return None if at is None else at.astimezone(VIETNAM).date()


def _least(*times: datetime | None) -> datetime | None:
    return min((at for at in times if at is not None), default=None)


def _most(*times: datetime | None) -> datetime | None:
    return max((at for at in times if at is not None), default=None)
