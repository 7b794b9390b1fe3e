"""300 articles of two papers over two nights, crawled by processes that are killed 100 times:
`python -m tests.proofs.kills [--kills 100] [--seed N] [--articles 300] [--database NAME]`.

Half of the kills come from outside at random times to the whole process group, half at points of
the program: between a record on disk and its row, within a transaction, at the end of a run, while
it starts, with half a record written, while a look is spooled since the database is away, while the
spool is stored. Then the steps after the last night are killed: stories, furniture, seal,
compaction, backup. Prints, for each database, the kills, what was asked again,
and how the archive differs from that of crawls that nobody disturbed. Exit status 1 unless there is
no difference, no page that was captured is asked again, and every record is whole.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from archive.keeping.verify import verify
from archive.storage.engine import connect
from archive.storage.upgrade import upgrade
from tests.kills import nightly
from tests.kills.comparing import held
from tests.kills.figures import Figures
from tests.kills.killing import LATER, Ground, measured, night_of_kills
from tests.kills.launching import Scrapy
from tests.kills.records import checked
from tests.kills.scheduling import Nights, killed
from tests.kills.world import SITES, World
from tests.proofs.databases import databases, empty, second

SHOWN = 5  # differences of a kind
AMID = 0.5  # of the time that an undisturbed night takes: a scheduler is killed by then
TENDER = (  # places at which each paper is killed first on each night
    *("warc:9:torn", "warc:6:before", "warc:7:after", "capture:6:after", "record:5:before"),
    *("spool:5:torn", "spool:4:after", "file_seen:1:after", "unchanged:2:before"),
)


def prove(name: str, urls: tuple[str, str], folder: Path, options: argparse.Namespace) -> bool:
    """One database; whether all is as it must be."""
    world = World(options.articles, options.seed)
    calm = Ground(urls[0], made(folder / "calm"), world, Scrapy())
    print(f"\n{name}: {options.articles} articles, seed {options.seed}", flush=True)
    began = time.perf_counter()
    pace = measured(calm)
    print(f"  undisturbed: {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    ground = Ground(urls[1], made(folder / "killed"), world, Scrapy())
    figures: list[Figures] = []
    part, rest = divmod(options.kills, 4)
    numbers = [part + (place < rest) for place in range(4)]
    for night, kills in enumerate((tuple(numbers[:2]), tuple(numbers[2:]))):
        tender = [place for place in TENDER if night or place.split(":")[0] not in LATER]
        places = [tender[: number // 2] for number in kills]
        figures += night_of_kills(ground, night, kills, pace, options.seed, places)
    print(f"  killed: {time.perf_counter() - began:.0f} s", flush=True)
    return told(figures, calm, ground)


def scheduled(folder: Path, options: argparse.Namespace) -> bool:
    """The scheduler alone killed five times over two nights of half the articles, on SQLite."""
    world = World(options.articles // 2, options.seed)
    grounds = []
    for name in ("calm", "killed"):
        own = made(folder / name)
        url = f"sqlite:///{own / 'archive.db'}"
        upgrade(url, own)
        grounds.append(Ground(url, own, world, Scrapy()))
    calm, ground = grounds
    print(f"\nscheduler: {options.articles // 2} articles, seed {options.seed}")
    wrong = []
    for night, kills in enumerate((3, 2)):
        found = Nights()
        for each, number in ((calm, 0), (ground, kills)):
            random_ = random.Random(f"{options.seed}/{night}")
            found = killed(each, night, number, found.seconds * AMID, random_)
            each.close_night()
            wrong += found.wrong
        if found.kills < kills:
            wrong.append(f"night {night} was over after {found.kills} kills of {kills}")
        seconds = ", ".join(f"{each:.1f}" for each in found.outlived)
        print(f"  killed {found.kills} times; its crawls held their sites for {seconds} s more")
    wrong += checked(ground.url, ground.data_dir).wrong
    differences = held(calm.url).differences(held(ground.url))
    print(f"  kinds of rows that differ {len(differences)}; wrong {len(wrong)}: {wrong[:SHOWN]}")
    for kind, rows in differences.items():
        print(f"    {kind}: {len(rows)}", *rows[:SHOWN], sep="\n      ")
    return not (wrong or differences)


def made(folder: Path) -> Path:
    """A folder that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def told(figures: list[Figures], calm: Ground, ground: Ground) -> bool:
    """Prints the figures; whether all is as it must be."""
    kills = sum((each.kills for each in figures), Counter())
    print(f"  {kills.total()} kills in {sum(each.runs for each in figures)} runs:", end=" ")
    print(", ".join(f"{name} {number}" for name, number in kills.most_common()))
    again = [one for each in figures for one in each.again]
    crowded = [one for each in figures for one in each.crowded]
    odd = [one for each in figures for one in each.odd]
    flying = sum(each.in_flight for each in figures)
    print(f"  pages asked {sum(each.asked for each in figures)}; on their way at a kill {flying}")
    print(
        f"  captured before and asked again {len(again)}; "
        f"kills with more than one on its way {len(crowded)}"
    )
    records = checked(ground.url, ground.data_dir)
    print(
        f"  {records.files} files, {records.looks} records of looks, {records.rows} rows; "
        f"wrong {len(records.wrong)}"
    )
    wrong = followed(calm, ground)
    engine = connect(ground.url)
    try:
        proof = verify(engine, ground.data_dir)
    finally:
        engine.dispose()
    print(f"  egov verify: {len(proof.findings)} findings")
    one, other = held(calm.url), held(ground.url)
    differences = one.differences(other)
    print(f"  {'':24} {'calm':>7} {'killed':>7} {'differ':>7}")
    for name, number in one.counts().items():
        print(f"  {name:24} {number:7} {other.counts()[name]:7} {len(differences.get(name, ())):7}")
    for rows in (
        again,
        crowded,
        odd,
        records.wrong,
        wrong,
        [str(each) for each in proof.findings],
        *differences.values(),
    ):
        for row in rows[:SHOWN]:
            print(f"    {row[:400]}")
    sys.stdout.flush()
    bad = again or crowded or odd or records.wrong or wrong or proof.findings or differences
    return not bad


def followed(calm: Ground, ground: Ground) -> list[str]:
    """What follows on the crawls, killed at each of its steps; what is wrong."""
    for each in (calm, ground):
        nightly.shown(each.url, each.data_dir)
    own = ground.environment(SITES[0])
    wrong = nightly.killed(own, (), "backed_up")[1]
    number, others = nightly.killed(own, nightly.STEPS)
    wrong += others + nightly.killed(calm.environment(SITES[0]), ())[1]
    print(f"  steps of the night killed {number} times; otherwise ended {len(wrong)}")
    again = empty(ground.url, ground.folder, "again")
    number, others = nightly.backups_killed(own, again, ground.folder / "again")
    print(f"  backups killed {number} times; wrong {len(others)}")
    if differences := held(ground.url).differences(held(again)):
        others.append(f"what was restored differs in {sorted(differences)}")
    return wrong + others


def main() -> None:
    """Proves it on both databases, or one."""
    parser = argparse.ArgumentParser(prog="prove kills")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--keep", type=Path, help="a folder that is kept, to look into")
    options = parser.parse_args()
    right = True
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(exist_ok=True)
        for database, url in databases(folder):
            if options.database in (None, database.lower()):
                urls = (url, second(url, folder))
                right = prove(database, urls, folder / database, options) and right
        right = scheduled(folder / "scheduler", options) and right
    print("\nno difference" if right else "\nNOT as it must be")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
