"""Memory of the service over months: its steps after sixty nights, in one process

    nice -n 10 .venv/bin/python -m benchmarks.service_memory [--nights 60]

Crawls are processes of their own; what stays in the service is the steps after them. The three
nights of the samples are crawled by replay, then every step of a night is done sixty times, of a
feeds look twice a day, and the proof of each week, with a clock that goes on by itself. Printed is
what the process holds (MB) after each ten nights; the bound is 10 MB between the tenth and the
last, which is no more than the allocator's own wander.
"""

import argparse
import gc
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

BOUND = 10.0  # MB
DAY = timedelta(days=1)


def held() -> float:
    """The MB of memory that this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def play(folder: Path) -> None:
    """The three nights of the samples."""
    from samples import demo

    os.environ.update(demo.ENVIRONMENT)
    demo.FOLDER = folder
    os.environ["ARCHIVE_DATABASE_URL"] = f"sqlite:///{folder}/archive.db"
    os.environ["ARCHIVE_DATA_DIR"] = str(folder)
    if demo.play():
        raise SystemExit("the samples could not be crawled")


def live(folder: Path, nights: int) -> list[float]:
    """What is held after each night."""
    from archive.storage import agenda
    from archive.storage.engine import connect
    from crawler.config import BackupConfig, Config, HealthConfig
    from crawler.fetching.night import Ended
    from crawler.service import after
    from crawler.service.jobs import FEEDS_STEPS, NIGHT_STEPS, VERIFY_STEPS

    config = Config(
        backup=BackupConfig(folder / "backup", keep=3), health=HealthConfig(folder / "egov.prom")
    )
    engine, found = connect(), []
    for night in range(nights):
        at = datetime.now(UTC) + night * DAY
        steps = [NIGHT_STEPS, FEEDS_STEPS, FEEDS_STEPS, *([VERIFY_STEPS] if night % 7 == 6 else [])]
        rows = agenda.newest_runs(engine)
        ended = [Ended(name, 1.0, 0, dict(row), "") for name, row in rows.items()]
        for names in steps:
            with (folder / "said.txt").open("w", encoding="utf-8") as said:
                job = "nightly" if names is NIGHT_STEPS else "feeds"
                console = Console(file=said, width=130)
                round_ = after.Round(engine, config, folder, console, lambda: at, job, ended)  # noqa: B023
                after.do(names, round_)
                if round_.trouble:
                    raise SystemExit(f"night {night + 1}: {round_.trouble}")
        found.append(held())
    return found


def main() -> int:
    """Plays, lives, prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nights", type=int, default=60)
    nights = parser.parse_args().nights
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        folder.mkdir()
        play(folder)
        began = time.monotonic()
        found = live(folder, nights)
        passed = time.monotonic() - began
    for number in sorted({1, *range(10, nights + 1, 10), nights}):
        print(f"after night {number:3}: {found[number - 1]:6.1f} MB")
    grown = found[-1] - found[min(9, nights - 1)]
    print(f"{grown:+.1f} MB from the tenth night on, {passed / nights:.1f} s a night")
    return 0 if grown < BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
