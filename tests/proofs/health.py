"""Sixty nights of invented sites with planted troubles: `python -m tests.proofs.health [SEEDS]`.

Each night of each site is handed over as a crawl hands it over (counts, looks, listings, readings),
judged by `crawler.fetching.health.judge`, and its figures are what later nights are measured by.
Prints what was planted, on which night it could be known (`tests.proofs.knowable` says how that is
found, apart from the rules that are proved), when it was named and how, and every alarm on a night
without trouble, by the outcome of its crawl or by a new state of its site: of sites that are
crawled once a night (`tests.proofs.nights`), then of sites with rhythms of their own
(`tests.proofs.rhythms`). Then three troubles go through crawls of recorded nights, each after two
ordinary weeks. Exit status 1 unless each is named right on that night or
before, by no other name, and no quiet night alarms. SEEDS: how many drawings (5), or from which to
which (`10-19`).
"""

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from archive.storage.upgrade import upgrade
from tests.crawl import ready
from tests.proofs import rhythms
from tests.proofs.knowable import knowable, silence
from tests.proofs.nights import plan
from tests.proofs.papers import WELL, Played, play
from tests.proofs.planted import TROUBLES, Publisher, Seen, Trouble
from tests.proofs.replayed import ORDINARY
from tests.proofs.replayed import TROUBLES as REPLAYED
from tests.proofs.replayed import Paper as Archive

SEEDS = "0-4"
SITES = 42
Plan = Callable[[random.Random, int], Sequence[Publisher]]
MANNERS: dict[str, Plan] = {"one crawl a night": plan, "rhythms of their own": rhythms.plan}


@dataclass
class Verdict:
    """What became of one planted trouble."""

    kind: str
    known: int | None
    named: int | None  # the first night on which it was named right
    wrong: list[str]  # other names on nights of the trouble

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
    known = knowable(played.site, trouble, [one.seen for one in played.nights])
    here = [one for one in played.nights if trouble.covers(one.seen.night)]
    right = (one.seen.night for one in here if one.outcome in names(one.seen, trouble))
    named = next(right, None)
    wrong = [
        f"{one.outcome}, {one.state}: {'; '.join(one.notes)}"
        for one in here
        if not {one.outcome, one.state} <= {*WELL, *names(one.seen, trouble)}
    ]
    return Verdict(trouble.kind, known, named, wrong)


def names(seen: Seen, trouble: Trouble) -> tuple[str, ...]:
    """What a night of a trouble is rightly called: where so few articles came that a night had
    none, that night is silent.
    """
    none = trouble.kind == "few" and not seen.brought
    return (trouble.named, "silent") if none else (trouble.named,)


@dataclass
class Told:
    """What the nights of one seed came to."""

    verdicts: list[Verdict]
    quiet: int
    alarms: list[str]
    lingering: int = 0  # nights after a trouble of which nobody can know that it is over
    lasting: int = 0  # quiet nights that did not show that what had been told before is over

    def add(self, other: "Told") -> None:
        """Takes in what the nights of another seed came to."""
        self.verdicts += other.verdicts
        self.alarms += other.alarms
        self.quiet, self.lingering = self.quiet + other.quiet, self.lingering + other.lingering
        self.lasting += other.lasting

    @property
    def in_time(self) -> int:
        """How many troubles were named in time, by no other name."""
        return sum(one.right for one in self.verdicts)

    @property
    def right(self) -> bool:
        """Whether all was named in time, and nothing else."""
        return not self.alarms and self.in_time == len(self.verdicts)


def generated(seed: int, sites: int = SITES, of: Plan = plan) -> Told:
    """Plays all sites of one seed."""
    every = [play(site, seed) for site in of(random.Random(seed), sites)]
    verdicts = [one for played in every if (one := verdict(played))]
    quiet = sum(len(one.quiet) for one in every)
    alarms = [
        f"{one.site.name} ({one.site.mean:.1f} a day), {night.seen.at:%a %d.%m.%Y}: "
        f"{night.outcome}, {night.state}: {'; '.join(night.notes)}"
        for one in every
        for night in one.alarms
    ]
    lingering = sum(one.lingering for one in every)
    lasting = sum(len(one.lasting) for one in every)
    return Told(verdicts, quiet, alarms, lingering, lasting)


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
    print(f"  {told.in_time} of {len(told.verdicts)} troubles in time")
    print(f"  {len(told.alarms)} false alarms in {told.quiet} quiet nights", end="")
    print(f", without {told.lingering} after a trouble whose end nothing showed yet")
    for words in told.alarms[:20]:
        print(f"    {words}")
    print(f"  {told.lasting} quiet nights did not show yet that a trouble told before was over")


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


def seeds_of(words: Sequence[str]) -> range:
    """The drawings that are asked for."""
    first, _, last = (words[0] if words else SEEDS).partition("-")
    return range(int(first), int(last) + 1) if last else range(int(first))


def of_seeds(name: str, of: Plan, seeds: Sequence[int]) -> bool:
    """Plays the seeds of one manner of sites; whether all was named in time, and nothing else."""
    print(f"\n{name}: {SITES} sites, 60 nights")
    total = Told([], 0, [])
    with ProcessPoolExecutor() as pool:
        played = pool.map(generated, seeds, repeat(SITES), repeat(of))
        for seed, told in zip(seeds, played, strict=True):
            print(
                f"  seed {seed}: {told.in_time} of {len(told.verdicts)} troubles in time, "
                f"{len(told.alarms)} false alarms in {told.quiet} nights",
                flush=True,
            )
            total.add(told)
    tell(total)
    return total.right


def main() -> None:
    """Proves it."""
    seeds = seeds_of(sys.argv[1:])
    print("nights without news before anybody can know that a site is silent, by articles a day:")
    print("  " + ", ".join(f"{mean:g}: {silence(mean)}" for mean in (0.5, 1, 2, 5, 12, 20)))
    right = [of_seeds(name, of, seeds) for name, of in MANNERS.items()]
    right.append(replayed())
    print("\nall named in time, no false alarm" if all(right) else "\nNOT as it must be")
    sys.exit(0 if all(right) else 1)


if __name__ == "__main__":
    main()
