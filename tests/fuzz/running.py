"""Runs cases one after the other, and measures: time of each, memory of all."""

import random
import resource
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError
from crawler.reading.strip import aged
from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import Seed, others, pages, written
from tests.fuzz.subjects import subject

LONGEST = 5.0  # seconds of a case
SLOW = 10  # that are told
PAGES, OTHERS = 0.6, 0.3  # of the cases: pages; listings, feeds, sitemaps and the like


@dataclass
class Case:
    """One case: everything follows from seed and number."""

    number: int
    seed: Seed
    body: bytes
    names: str
    rng: random.Random
    seconds: float = 0.0

    @property
    def words(self) -> str:
        """What it is."""
        kind, url = self.seed.kind, self.seed.url
        return f"case {self.number}: {kind} {url} {self.names} ({len(self.body)} bytes)"


@dataclass
class Findings:
    """What was found."""

    cases: int = 0
    refused: int = 0
    errors: dict[str, list[str]] = field(default_factory=dict)  # cases by traceback
    slow: list[tuple[float, str]] = field(default_factory=list)  # the slowest
    memory: list[float] = field(default_factory=list)  # MB at quarters


def case(seed: int, number: int) -> Case:
    """The case of a number."""
    rng = random.Random(f"{seed}/{number}")
    what = rng.random()
    some = pages() if what < PAGES else others() if what < PAGES + OTHERS else written()
    chosen = rng.choice(some)
    body, names = mutated(rng, chosen.kind, chosen.body, rng.choice(some).body)
    return Case(number, chosen, body, names, rng)


def run(seed: int, numbers: range) -> Findings:
    """Runs some cases."""
    found = Findings()
    quarter = max(1, len(numbers) // 4)
    for number in numbers:
        one(found, case(seed, number))
        aged()
        if found.cases % quarter == 0:
            found.memory.append(held())
    return found


def one(found: Findings, each: Case) -> None:
    """Runs a case, and notes what came of it."""
    began = time.process_time()
    try:
        subject(each.seed, each.body, each.rng)
    except ArchiveError:
        found.refused += 1
    except Exception as error:
        key = "".join(traceback.format_exception(error)[-3:])
        found.errors.setdefault(key, []).append(each.words)
    took = time.process_time() - began
    found.cases += 1
    found.slow = sorted([*found.slow, (took, each.words)], reverse=True)[:SLOW]


def held() -> float:
    """The memory that this process holds (MB)."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * resource.getpagesize() / 1e6
