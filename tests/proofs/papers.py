"""Invented sites as the crawl of each night sees them, judged as a crawl is."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from archive.record import Block, BlockKind, Reading
from archive.scoring import Normals, Traits, traits
from archive.storage.nights import past_of, state
from archive.storage.trust import DOUBTED
from crawler.fetching.figures import SiteRun, figures
from crawler.fetching.health import judge
from crawler.fetching.remembering import SCOPES, measure
from crawler.fetching.yields import Listed
from tests.proofs.knowable import BY_NEWS
from tests.proofs.planted import DAY, Publisher, Seen

WRITTEN = datetime(2025, 1, 1, 8, tzinfo=UTC)
WELL = ("healthy", "quiet")
REMEMBERED = 400  # readings that tell what a layout usually gives
NO_LISTING = {
    "robots": "robots", "challenge": "challenge", "dns": "dns", "timeout": "timeout",
    "5xx": "server-error", "certificate": "connection",
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A night, and what was said of it: its outcome, in which state that left the site, and why."""

    seen: Seen
    outcome: str
    state: str
    notes: list[str]


@dataclass
class Played:
    """A site's nights as they were judged."""

    site: Publisher
    nights: list[Judged] = field(default_factory=list)

    @property
    def alarms(self) -> list[Judged]:
        """Quiet nights that were called trouble, or of which people were told that the site has
        come into some: they are told once.
        """
        told = {id(one) for one in self.lasting}
        return [
            one
            for one in self.quiet
            if one.outcome not in WELL or (one.state not in WELL and id(one) not in told)
        ]

    @property
    def lasting(self) -> list[Judged]:
        """Quiet nights that showed nothing, at a site whose trouble people had been told of."""
        same = {id(one) for last, one in pairwise(self.nights) if one.state == last.state}
        return [
            one
            for one in self.quiet
            if one.outcome in WELL and one.state not in WELL and id(one) in same
        ]

    @property
    def quiet(self) -> list[Judged]:
        """Nights without trouble. One that shows in missing news is over when there is some: until
        then nobody can know.
        """
        found, over = [], True
        kind = self.site.trouble.kind if self.site.trouble else ""
        for one in self.nights:
            seen = one.seen
            news = seen.by_listing[0] if kind == "frozen-listing" else seen.new
            if seen.trouble is not None:
                over = kind not in BY_NEWS
            elif over := over or news > 0:
                found.append(one)
        return [one for one in found if one.seen.is_whole]

    @property
    def lingering(self) -> int:
        """Nights after a trouble of which nobody can know that it is over."""
        here = [one.seen for one in self.nights]
        here = [seen for seen in here if seen.is_whole and seen.trouble is None]
        return len(here) - len(self.quiet)


class Paper:
    """A site as the crawl of each night sees it."""

    def __init__(self, site: Publisher, random_: random.Random) -> None:
        self.site = site
        self.random = random_
        self.rows: list[Any] = []
        self.traits: list[Traits] = []  # of tonight's pages
        self.pages: list[tuple[datetime, bool, list[Traits]]] = []  # of the nights before: stale?
        self.missed = 0

    def night(self, seen: Seen) -> Judged:
        """One night, as it is judged."""
        run = SiteRun(self.site.name, seen.night)
        if seen.trigger in SCOPES:
            run.began = seen.at
        else:
            measure(run, past_of(self.rows), seen.at)
        run.normals = self.normals(seen.at)
        self.crawl(run, seen, seen.trouble.kind if seen.trouble else "")
        outcome = judge(run, seen.ended, asked_only=seen.scope == "asked")
        self.pages.append((seen.at, run.stale, self.traits))
        self.traits = []
        told = figures(run, seen.scope)
        self.rows.append(
            SimpleNamespace(
                trigger=seen.trigger, started_at=seen.at, outcome=outcome, figures=told,
                discovered=run.counts.discovered, new_articles=run.counts.new_articles,
            )
        )  # fmt: skip
        return Judged(seen, outcome, state(outcome, told), run.notes)

    def normals(self, at: datetime) -> Normals:
        """What pages usually yield, as the archive tells it."""
        kept = [
            one
            for when, stale, some in self.pages
            if not stale or when < at - DOUBTED
            for one in some
        ]
        return Normals(kept[-REMEMBERED:])

    def crawl(self, run: SiteRun, seen: Seen, kind: str) -> None:
        """Fills in what the crawl meets."""
        if kind in NO_LISTING:
            run.looks[f"listing/{NO_LISTING[kind]}"] = self.site.listings
            if kind == "robots":
                run.robots_closed = "robots.txt of the site answered 503"
            self.missed += seen.new
            return
        if not kind and self.missed:  # what is still in the listings
            back = min(self.missed, self.site.page * self.site.listings)
            seen.new, self.missed = seen.new + back, 0
            for number in range(back):
                seen.by_listing[number % self.site.listings] += 1
        new = self.listings(run, seen, kind)
        self.articles(run, new, seen, kind)

    def listings(self, run: SiteRun, seen: Seen, kind: str) -> int:
        """What the listings name; how many new articles there are."""
        frozen = kind in ("silent", "slow-silent", "frozen-304", "no-links")
        by_listing = [0] * self.site.listings if frozen else list(seen.by_listing)
        if kind == "few":
            by_listing = [sum(self.random.random() < 0.1 for _ in range(n)) for n in by_listing]
        if kind in ("listing-gone", "bare-listing", "frozen-listing"):
            by_listing[0] = 0
        self.missed += seen.new - sum(by_listing) if kind else 0
        new = seen.brought = sum(by_listing)
        for place, number in enumerate(by_listing):
            url = f"https://{self.site.name}.example/muc-{place}{seen.face or ''}"
            if kind == "listing-gone" and place == 0:
                run.looks["listing/missing"] += 1
                run.listings_failed.append(f"{url} answered missing (404)")
                continue
            asleep = not number and not kind and self.random.random() < 0.15
            if kind == "frozen-304" or asleep:
                run.looks["listing/not-modified"] += 1
                run.standing.add(url)
                continue
            bare = kind == "no-links" or (kind == "bare-listing" and place == 0)
            pages = min(5, 1 + number // self.site.page)
            found = 0 if bare else max(1, self.site.page * pages - self.random.randrange(4))
            run.looks["listing/ok"] += 1
            run.listings_answered += 1
            run.listed[url] = Listed(0 if bare else self.site.page, number)
            run.counts.discovered += found
        return new

    def articles(self, run: SiteRun, new: int, seen: Seen, kind: str) -> None:
        """Asks for the articles: new ones, and some again."""
        lost = {"forbidden-articles": 0.7, "articles-lost": 0.4}.get(kind, 0.005)
        for number in range(new + seen.revisits):
            if self.random.random() < lost:
                run.counts.failed += 1
                run.looks[f"article/{'forbidden' if kind[:3] == 'for' else 'timeout'}"] += 1
                continue
            run.counts.fetched += 1
            run.looks["article/ok"] += 1
            if kind == "unreadable" and self.random.random() < 0.9:
                run.refusals["no-body"] += 1
                run.counts.refused += 1
                continue
            fresh = seen.old <= number < new
            reading = self.reading(number, kind, seen.at - DAY / 2 if fresh else WRITTEN)
            self.read(run, reading)
            seen.read += 1
            seen.authors += reading.author is not None
            run.counts.new_articles += number < new
            run.counts.unchanged += number >= new

    def read(self, run: SiteRun, reading: Reading) -> None:
        """Counts one page, as a crawl does."""
        run.read += 1
        run.yields.add(reading, run.fresh_since)
        self.traits.append(traits(reading))
        if reading.layout == "generic":
            said = "no match for div.bai (layout bai-2026)"
            run.signs.pages += 1
            run.signs.unfit[said] += 1
            run.signs.examples.setdefault(said, reading.url)
        else:
            run.signs.fits(reading)

    def reading(self, number: int, kind: str, written: datetime) -> Reading:
        """What stands in a page."""
        chance = self.random.random
        shares = dict(self.site.fields)
        if kind in ("field", "slow-field"):
            shares["author"] = 0.04
        words = self.site.words * self.random.lognormvariate(0, 0.5)
        words *= 0.25 if kind == "words" else 1
        return Reading(
            f"https://{self.site.name}.example/bai-{number}.html",
            "Bài",
            reader="r",
            layout="generic" if kind == "mark" and chance() < 0.95 else "bai-2026",
            lead="Lời dẫn" if chance() < shares["lead"] else "",
            author="Thùy Linh" if chance() < shares["author"] else None,
            published_at=written if chance() < shares["date"] else None,
            blocks=(Block(BlockKind.PARAGRAPH, "chữ " * max(20, int(words))),),
        )


def play(site: Publisher, seed: int) -> Played:
    """All nights of a site."""
    random_ = random.Random(f"{seed} {site.name}")
    paper, played = Paper(site, random_), Played(site)
    for seen in site.nights(random_):
        played.nights.append(paper.night(seen))
    return played
