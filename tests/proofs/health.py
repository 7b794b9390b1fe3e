"""Sixty nights of invented sites with planted troubles: `python -m tests.proofs.health [SEEDS]`.

Each night of each site is handed over as a crawl hands it over (counts, looks, listings, readings),
judged by `crawler.fetching.health.judge`, and its figures are what later nights are measured by.
Prints what was planted, on which night it could be known, when it was named and how, and every
alarm on a night without trouble. *Can be known*: of what shows in pages, once five pages show it;
of what shows in missing news, once it would happen by chance less than once in a hundred thousand
nights, as somebody would say who knew the publisher's week and moods. Then three troubles go
through crawls of recorded nights, each after two ordinary weeks. Exit status 1 unless each is named
right on that night or before, by no other name, and no quiet night alarms.
"""

import random
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil, log
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from archive.record import Block, BlockKind, Reading
from archive.scoring import Normals, Traits, traits
from archive.storage.nights import past_of
from archive.storage.upgrade import upgrade
from crawler.fetching.figures import SiteRun, figures
from crawler.fetching.health import judge
from crawler.fetching.remembering import measure
from crawler.fetching.yields import Listed
from tests.crawl import ready
from tests.proofs.nights import TROUBLES, Seen, Site, Trouble, chance_of_at_most, nights, plan
from tests.proofs.replayed import ORDINARY
from tests.proofs.replayed import TROUBLES as REPLAYED
from tests.proofs.replayed import Paper as Archive

WELL = ("healthy", "quiet")
CHANCE = 1e-5  # of fifty sites watched for a year: one false alarm in five years
WRITTEN = datetime(2026, 1, 1, 8, tzinfo=UTC)
PAGES = 5
SITES = 42
BY_NEWS = ("silent", "slow-silent", "frozen-304", "few", "frozen-listing")
BY_PAGES = ("mark", "field", "slow-field", "words", "unreadable", "forbidden-articles",
            "articles-lost")  # fmt: skip
NO_LISTING = {
    "robots": "robots", "challenge": "challenge", "dns": "dns", "timeout": "timeout",
    "5xx": "server-error", "certificate": "connection",
}  # fmt: skip


@dataclass
class Played:
    """A site's nights as they were judged."""

    site: Site
    outcomes: list[tuple[Seen, str, list[str]]] = field(default_factory=list)

    @property
    def quiet(self) -> list[tuple[Seen, str, list[str]]]:
        """Nights without trouble. Where its end fell into days on which the publisher brought
        nothing, it ends when that shows.
        """
        found, over = [], True
        for one in self.outcomes:
            if one[0].trouble is not None:
                over = False
            elif over := over or min(one[0].by_listing) > 0:
                found.append(one)
        return found


class Paper:
    """A site as the crawl of each night sees it."""

    def __init__(self, site: Site, random_: random.Random) -> None:
        self.site = site
        self.random = random_
        self.rows: list[Any] = []
        self.traits: list[Traits] = []
        self.missed = 0

    def night(self, seen: Seen) -> tuple[str, list[str]]:
        """One night's outcome and its notes."""
        run = SiteRun(self.site.name, seen.night)
        measure(run, past_of(self.rows), seen.at)
        run.normals = Normals(self.traits[-400:])
        self.crawl(run, seen, seen.trouble.kind if seen.trouble else "")
        outcome = judge(run, "finished", asked_only=False)
        told = figures(run, "site")
        self.rows.append(
            SimpleNamespace(
                trigger="nightly", started_at=seen.at, outcome=outcome, figures=told,
                discovered=run.counts.discovered, new_articles=run.counts.new_articles,
            )
        )  # fmt: skip
        return outcome, run.notes

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
        self.articles(run, new, seen.revisits, kind)

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
            url = f"https://{self.site.name}.example/muc-{place}"
            if kind == "listing-gone" and place == 0:
                run.looks["listing/missing"] += 1
                run.listings_failed.append(f"{url} answered missing (404)")
                continue
            asleep = not number and not kind and self.random.random() < 0.15
            if kind == "frozen-304" or asleep:
                run.looks["listing/not-modified"] += 1
                continue
            bare = kind == "no-links" or (kind == "bare-listing" and place == 0)
            pages = min(5, 1 + number // self.site.page)
            found = 0 if bare else max(1, self.site.page * pages - self.random.randrange(4))
            run.looks["listing/ok"] += 1
            run.listings_answered += 1
            run.listed[url] = Listed(0 if bare else self.site.page, number)
            run.counts.discovered += found
        return new

    def articles(self, run: SiteRun, new: int, revisits: int, kind: str) -> None:
        """Asks for the articles: new ones, and some again."""
        lost = {"forbidden-articles": 0.7, "articles-lost": 0.4}.get(kind, 0.005)
        for number in range(new + revisits):
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
            self.read(run, number, kind)
            run.counts.new_articles += number < new
            run.counts.unchanged += number >= new

    def read(self, run: SiteRun, number: int, kind: str) -> None:
        """One page, as the reader reads it."""
        reading = self.reading(number, kind)
        run.read += 1
        run.yields.add(reading)
        self.traits.append(traits(reading))
        if reading.layout == "generic":
            said = "no match for div.bai (layout bai-2026)"
            run.signs.pages += 1
            run.signs.unfit[said] += 1
            run.signs.examples.setdefault(said, reading.url)
        else:
            run.signs.fits(reading)

    def reading(self, number: int, kind: str) -> Reading:
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
            published_at=WRITTEN if chance() < shares["date"] else None,
            blocks=(Block(BlockKind.PARAGRAPH, "chữ " * max(20, int(words))),),
        )


# --- when a trouble can be known ------------------------------------------------------------------


def knowable(played: Played, trouble: Trouble) -> int | None:
    """The first night on which a trouble can be known; None where it never can."""
    here = [seen for seen, _, _ in played.outcomes if trouble.covers(seen.night)]
    if trouble.kind in BY_NEWS:
        before = [seen for seen, _, _ in played.outcomes if seen.night < trouble.first]
        return _by_news(played.site, trouble, here, sum(seen.new for seen in before[1:]))
    pages, least = 0, PAGES
    if "field" in trouble.kind:  # articles without an author are no news where one in six has none
        least = max(PAGES, 1 + ceil(log(CHANCE) / log(1 - played.site.fields["author"])))
    for seen in here:
        lost = {"forbidden-articles": 0.7, "articles-lost": 0.4}.get(trouble.kind, 1.0)
        pages += round((seen.new + seen.revisits) * lost)
        if trouble.kind not in BY_PAGES or pages >= least:
            return seen.night
    return None


def _by_news(site: Site, trouble: Trouble, here: list[Seen], seen_before: int) -> int | None:
    expected: list[float] = []
    brought = 0
    part = 1 / site.listings ** (1 / 1.5) if trouble.kind == "frozen-listing" else 1.0
    for seen in here:
        expected.append(max(seen.expected * part, 1e-9))
        brought += seen.brought if trouble.kind == "few" else 0
        if chance_of_at_most(brought, expected, site.scatter, round(seen_before * part)) < CHANCE:
            return seen.night
    return None


def play(site: Site, seed: int) -> Played:
    """All nights of a site."""
    random_ = random.Random(f"{seed} {site.name}")
    paper, played = Paper(site, random_), Played(site)
    for seen in nights(site, random_):
        outcome, notes = paper.night(seen)
        played.outcomes.append((seen, outcome, notes))
    return played


@dataclass
class Verdict:
    """What became of one planted trouble."""

    kind: str
    known: int | None
    named: int | None  # the first night on which it was named right
    wrong: list[str]  # other names on nights from which it could be known

    @property
    def right(self) -> bool:
        """Whether it was named on the first night it can be known, or before."""
        in_time = self.known is None or (self.named is not None and self.named <= self.known)
        return in_time and not self.wrong


def verdict(played: Played) -> Verdict | None:
    """How a site's trouble was named; None where it has none."""
    trouble = played.site.trouble
    if trouble is None:
        return None
    known = knowable(played, trouble)
    here = [one for one in played.outcomes if trouble.covers(one[0].night)]
    named = next((seen.night for seen, outcome, _ in here if outcome == trouble.named), None)
    others = (*WELL, trouble.named)
    wrong = [
        f"{outcome}: {'; '.join(notes)}" for _, outcome, notes in here if outcome not in others
    ]
    return Verdict(trouble.kind, known, named, wrong)


@dataclass
class Told:
    """What the nights of one seed came to."""

    verdicts: list[Verdict]
    quiet: int
    alarms: list[str]

    @property
    def right(self) -> bool:
        """Whether all was named in time, and nothing else."""
        return not self.alarms and all(one.right for one in self.verdicts)


def generated(seed: int, sites: int = SITES) -> Told:
    """Plays all sites of one seed."""
    every = [play(site, seed) for site in plan(random.Random(seed), sites)]
    verdicts = [one for played in every if (one := verdict(played))]
    quiet = sum(len(one.quiet) for one in every)
    alarms = [
        f"{one.site.name} ({one.site.mean:.1f} a day), {seen.at:%a %d.%m.%Y}: {outcome}: "
        f"{'; '.join(notes)}"
        for one in every
        for seen, outcome, notes in one.quiet
        if outcome not in WELL
    ]
    return Told(verdicts, quiet, alarms)


def told_wrong(told: Told) -> list[str]:
    """A sentence on each trouble that was not named in time, or by another name."""
    return [
        f"{one.kind}: known on night {one.known}, named on night {one.named} {one.wrong}"
        for one in told.verdicts
        if not one.right
    ]


def tell(told: Told) -> None:
    """Prints a table by kind, and what was not as it must be."""
    head = ("trouble", "name", "planted", "in time", "earlier", "late", "never", "unknowable")
    print("  {:20} {:13}{:>8}{:>8}{:>8}{:>6}{:>6}{:>11}".format(*head))
    for kind in TROUBLES:
        some = [one for one in told.verdicts if one.kind == kind]
        known = [one for one in some if one.known is not None]
        early = sum(one.named is not None and one.named < (one.known or 0) for one in known)
        late = [one for one in known if one.named is not None and one.named > (one.known or 0)]
        never = sum(one.named is None for one in known)
        figures_ = (len(some), sum(one.right for one in known), early, len(late), never)
        line = "".join(f"{number:>8}" for number in figures_[:3])
        rest = f"{figures_[3]:>6}{figures_[4]:>6}{len(some) - len(known):>11}"
        print(f"  {kind:20} {TROUBLES[kind]:13}{line}{rest}")
        for one in late:
            print(f"    known on night {one.known}, named on night {one.named}")
        for one in some:
            for words in one.wrong[:3]:
                print(f"    also called {words}")
    print(f"  quiet nights {told.quiet}, false alarms {len(told.alarms)}")
    for words in told.alarms[:20]:
        print(f"    {words}")


def replayed() -> bool:
    """Plays the recorded nights; whether all was named in time."""
    print(f"\nreplayed crawls of recorded nights, after {ORDINARY} ordinary ones", flush=True)
    with tempfile.TemporaryDirectory() as name, ready() as crawls:
        folder = Path(name) / "ordinary"
        folder.mkdir()
        upgrade(f"sqlite:///{folder / 'archive.db'}", folder)
        paper = Archive(folder, crawls)
        false = [outcome for outcome in paper.ordinary() if outcome not in WELL]
        print(f"  false alarms on the ordinary nights: {len(false)}")
        right = not false
        for kind, (_, known) in REPLAYED.items():
            found = paper.copy(Path(name) / kind).troubled(kind)
            outcomes = [one.outcome for one in found]
            in_time = kind in outcomes and outcomes.index(kind) < known
            right = right and in_time and set(outcomes) <= {*WELL, kind}
            state = found[-1].state
            print(f"  {kind}: can be known on night {known}, nights {', '.join(outcomes)}")
            print(f"    {state.why}; look {state.evidence[0].fetch_id} at {state.evidence[0].url}")
    return right


def main() -> None:
    """Proves it."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
    right = True
    for seed in seeds:
        told = generated(seed)
        print(f"\nseed {seed}: {SITES} sites, 60 nights", flush=True)
        tell(told)
        right = told.right and right
    right = replayed() and right
    print("\nall named in time, no false alarm" if right else "\nNOT as it must be")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
