"""A backfill of ten years that is killed again and again: `python -m tests.proofs.backfill
[ADDRESSES] [KILLS]` (5,000 and 5).

A replayed site names so many addresses in sitemaps by month (one packed, one junk) and in sections.
`scrapy crawl -a backfill=1` is killed (SIGKILL) at random moments, then started again until nothing
is left. Prints what is in truth to be fetched beside what was, and exits 1 unless every eligible
article was fetched once, none was asked for twice, the control sample is exactly the one that the
hash rule names, the newest came first, and all other addresses are known.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive.storage.upgrade import upgrade
from tests.mau.archived import Archived
from tests.mau.years import REPLAY_AT, ROOT, Bai, Years

LISTINGS = "section sport years"
MOST_RUNS = 60
IN_FLIGHT = 2  # requests that a run has out, or is just reading, when it is killed
ASKED = "SELECT url FROM fetch_ledger WHERE url LIKE '%.html' ORDER BY fetch_id"
KNOWN = "SELECT url, why FROM known_address WHERE why <> 'walked'"


class Backfill:
    """Runs of one backfill into an archive."""

    def __init__(self, url: str, folder: Path, years: Years, limit: int) -> None:
        self.archived = Archived(url, folder)
        self.years = years
        self.limit = limit
        self.warc = folder / "years.warc.gz"
        years.write(self.warc)
        self.killed = self.ended = 0

    def words(self) -> tuple[str, ...]:
        """What one run is told."""
        replay = ("-s", f"REPLAY={self.warc}", "-s", f"REPLAY_AT={REPLAY_AT}")
        return (*replay, "-a", "backfill=1", "-a", f"limit={self.limit}")

    def kill_after(self, ready: Callable[[], bool]) -> None:
        """Starts a run, and kills it as soon as it is so far."""
        command = ("scrapy", "crawl", "baomau", *self.words())
        process = self.archived.start(*command, BAOMAU_LISTINGS=LISTINGS)
        assert process.stdout is not None
        while process.poll() is None and not ready():
            time.sleep(0.05)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            self.killed += 1
        process.stdout.close()
        process.wait()

    def rows(self, table: str, least: int) -> Callable[[], bool]:
        """Whether a table holds so many rows more than now."""
        sql = f"SELECT count(*) AS n FROM {table}"
        goal = int(self.archived.rows(sql)[0]["n"]) + least
        return lambda: int(self.archived.rows(sql)[0]["n"]) >= goal

    def run(self) -> str:
        """One run to its end; what it said."""
        self.ended += 1
        return self.archived.crawl(*self.words(), BAOMAU_LISTINGS=LISTINGS).said

    def finish(self) -> list[str]:
        """Runs until one has nothing left to ask for; what each said."""
        said = []
        while self.ended < MOST_RUNS:
            before = len(self.asked())
            said.append(self.run())
            if len(self.asked()) == before:
                return said
        raise SystemExit(f"not finished after {MOST_RUNS} runs:\n{said[-1]}")

    def asked(self) -> list[str]:
        """The articles that were asked for, in their order."""
        return [row["url"] for row in self.archived.rows(ASKED)]


def found(backfill: Backfill) -> dict[str, tuple[Any, Any]]:
    """What must be beside what is, by name."""
    years, asked = backfill.years, backfill.asked()
    by_url = {each.url: each for each in years.articles}
    eligible = {each.url for each in years.eligible}
    known = {row["url"]: row["why"] for row in backfill.archived.rows(KNOWN)}
    control = {url for url, why in known.items() if why == "control"}
    held = {row["url"] for row in backfill.archived.rows("SELECT url FROM current_article")}
    spared = IN_FLIGHT * backfill.killed
    requests = [path for path in backfill.archived.asked() if path != newest(years)]
    return {
        "addresses noted": (len(by_url), len(known)),
        "eligible, and asked for": (len(eligible), len(set(asked) & eligible)),
        "eligible, and held": (len(eligible), len(held & eligible)),
        "others asked for": (0, len(set(asked) - eligible)),
        "in the ledger twice": (0, sum(number > 1 for number in Counter(asked).values())),
        "asked for twice": (0, max(0, repeated(requests, ".html") - spared)),
        "control sample": (len(wanted_control(years)), len(control & wanted_control(years))),
        "control beyond it": (0, len(control - wanted_control(years))),
        "not newest first": (0, sum(out_of_order(asked, by_url))),
        "walked months asked again": (0, max(0, repeated(requests, "/20") - spared)),
        "junk asked": (0, sum("/1/1" in path or "categories" in path for path in requests)),
    }


def newest(years: Years) -> str:
    """The path of the sitemap that every run asks."""
    return list(years.months())[-1].removeprefix(ROOT)


def repeated(requests: list[str], words: str) -> int:
    """How often addresses with these words were asked again; those that were on their way when a
    run was killed may be.
    """
    return sum(number - 1 for path, number in Counter(requests).items() if words in path)


def wanted_control(years: Years) -> set[str]:
    """The control sample by the hash rule alone."""
    return {
        each.url
        for each in years.articles
        if each.is_control and not each.named and not each.in_section
    }


def out_of_order(asked: list[str], by_url: dict[str, Bai]) -> list[bool]:
    """Whether an article is of a later month than one that was asked for before it."""
    months = [by_url[url].day.replace(day=1) for url in asked if url in by_url]
    return [later > earlier for earlier, later in pairwise(months)]


def told(backfill: Backfill, seconds: float) -> bool:
    """Prints the figures; whether all is as it must be."""
    figures = found(backfill)
    print(f"  {'':28} {'truth':>7} {'archive':>8}")
    for name, (truth, archive) in figures.items():
        print(f"  {name:28} {truth:7} {archive:8}")
    runs, kills = backfill.ended + backfill.killed, backfill.killed
    print(f"  {runs} runs of at most {backfill.limit} articles, {kills} killed; {seconds:.0f} s")
    return all(truth == archive for truth, archive in figures.values())


def main() -> None:
    """Proves it on SQLite."""
    addresses = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(datetime.now().timestamp())
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'archive.db'}"
        upgrade(url, folder)
        backfill = Backfill(url, folder, Years(addresses), limit=200)
        print(f"{addresses} addresses on {ROOT}, killed {kills} times (seed {seed})", flush=True)
        began = time.perf_counter()
        while backfill.killed < kills:
            table = rng.choice(("fetch_event", "known_address", "sighting"))
            backfill.kill_after(backfill.rows(table, rng.randrange(1, 120)))
        said = backfill.finish()
        right = told(backfill, time.perf_counter() - began)
    print(said[0].strip())
    print("\nall is as it must be" if right else "\nNOT as it must be")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
