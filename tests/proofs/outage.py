"""A scheduler whose PostgreSQL server is away at night: `python -m tests.proofs.outage [--keep]`.

The real service, with a clock that is set from outside and patience of seconds, over two papers of
`tests.kills`: on the first night the server is stopped before the hour and comes back hours later;
on the second it is stopped while the crawls go on. Prints what the scheduler said and what stands
in the table of jobs. Exit status 1 unless each night was done once or caught up once, nothing waits
in the spool, and the archive is that of a scheduler that was never disturbed.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from archive.keeping.verify import verify
from archive.storage.derived import schedule
from archive.storage.engine import connect
from archive.storage.upgrade import upgrade
from tests.faults.conftest import Server
from tests.kills.comparing import held
from tests.kills.killing import Ground
from tests.kills.launching import Scrapy
from tests.kills.records import checked
from tests.kills.world import NIGHTS, SITES, World

ROOT = Path(__file__).resolve().parents[2]
HOUR = timedelta(hours=1)
BOUND = 240.0  # seconds until something that must come has come


class Scheduler:
    """The service in a process of its own, by a clock that a file sets."""

    def __init__(self, ground: Ground) -> None:
        self.file = ground.folder / "clock"
        self.log = ground.folder / "scheduler.log"
        own = {
            **ground.environment(SITES[0]),
            "EGOV_CLOCK": str(self.file),
            "EGOV_OUTAGE": "3",
            "EGOV_WARC": str(ground.warc),
        }
        self.set(NIGHTS[0] - 4 * HOUR)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.proofs.outaged"],
                cwd=ROOT,
                env={**os.environ, **own},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def set(self, at: datetime) -> None:
        """Sets the clock."""
        part = self.file.with_suffix(".part")
        part.write_text(at.isoformat())
        part.replace(self.file)

    def said(self, words: str, times: int = 1) -> bool:
        """Whether it has said something so often."""
        return self.log.read_text("utf-8").count(words) >= times

    def stop(self) -> int:
        """As systemd does."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(BOUND)


def until(what: str, come: Callable[[], bool]) -> None:
    """Waits for what must come."""
    end = time.monotonic() + BOUND
    while not come():
        if time.monotonic() > end:
            raise SystemExit(f"did not come: {what}")
        time.sleep(0.1)


def rows(url: str) -> list[sa.Row[tuple[object, ...]]]:
    """The nights of the table of jobs."""
    engine = connect(url)
    try:
        with engine.connect() as conn:
            asked = sa.select(schedule).where(schedule.c.job == "nightly").order_by(schedule.c.id)
            return list(conn.execute(asked))
    finally:
        engine.dispose()


def ended(url: str, nights: int) -> bool:
    """Whether so many nights have ended well, or not well."""
    return sum(row.outcome in ("healthy", "unwell") for row in rows(url)) >= nights


def disturbed(ground: Ground, server: Server) -> None:
    """Two nights, and a server that is away in both."""
    scheduler = Scheduler(ground)
    try:
        until("the lead", lambda: scheduler.said("this scheduler leads"))
        server.stop()
        until("the loss", lambda: scheduler.said("the jobs wait"))
        scheduler.set(NIGHTS[0] + HOUR)  # the night is due meanwhile
        time.sleep(3)
        scheduler.set(NIGHTS[0] + 6 * HOUR)
        server.start()
        until("the first night", lambda: ended(ground.url, 1))
        asked = ground.asked_file(SITES[0])
        before = asked.stat().st_size
        scheduler.set(NIGHTS[1] + HOUR)
        until("the second night", lambda: asked.stat().st_size > before + 1500)
        server.stop()
        until("the end of the crawls", lambda: scheduler.said("lost: crawls are ended", 2))
        until("the second wait", lambda: scheduler.said("the jobs wait", 2))
        print("  waits in the spool:", *sorted(each.name for each in spool(ground)))
        scheduler.set(NIGHTS[1] + 7 * HOUR)
        server.start()
        until("the second night", lambda: ended(ground.url, 2))
    finally:
        status = scheduler.stop()
        print(f"  exit status {status}; it said:")
        for line in scheduler.log.read_text("utf-8").splitlines():
            print(f"    {line[:180]}")


def undisturbed(ground: Ground) -> None:
    """The same two nights."""
    scheduler = Scheduler(ground)
    until("the lead", lambda: scheduler.said("this scheduler leads"))
    for number, night in enumerate(NIGHTS, 1):
        scheduler.set(night + (6 if number == 1 else 7) * HOUR)
        until("the night", lambda number=number: ended(ground.url, number))  # type: ignore[misc]
    scheduler.stop()


def spool(ground: Ground) -> list[Path]:
    """What waits."""
    return list((ground.data_dir / "spool").glob("*"))


def told(calm: Ground, ground: Ground) -> bool:
    """Prints what came of it; whether that is as it must be."""
    nights = rows(ground.url)
    for row in nights:
        print(
            f"  {row.job} due {row.due_at:%m-%d %H:%M}Z: {row.trigger}, {row.outcome} {row.detail}"
        )
    done = [row.due_at for row in nights if row.outcome in ("healthy", "unwell")]
    differences = held(calm.url).differences(held(ground.url))
    engine = connect(ground.url)
    found = verify(engine, ground.data_dir).findings
    engine.dispose()
    wrong = checked(ground.url, ground.data_dir).wrong
    print(f"  nights done {len(done)}; in the spool {len(spool(ground))}; egov verify {len(found)}")
    print(f"  records wrong {len(wrong)}; kinds of rows that differ: {sorted(differences)}")
    for name, lines in differences.items():
        print(*(f"    {name}: {line[:300]}" for line in lines[:3]), sep="\n")
    return len(done) == len(set(done)) == 2 and not (spool(ground) or found or wrong or differences)


def main() -> None:
    """Proves it."""
    parser = argparse.ArgumentParser(prog="prove outage")
    parser.add_argument("--articles", type=int, default=60)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="egov-outage-"))
    world, servers, grounds = World(options.articles, 11), [], []
    try:
        for name in ("calm", "disturbed"):
            own, place = folder / name, folder / f"{name}-server"
            own.mkdir()
            place.mkdir()
            servers.append(Server(place))
            upgrade(servers[-1].url, own)
            grounds.append(Ground(servers[-1].url, own, world, Scrapy()))
        undisturbed(grounds[0])
        print(f"{options.articles} articles of two papers, a server that is away in both nights")
        disturbed(grounds[1], servers[1])
        right = told(*grounds)
    finally:
        for server in servers:
            server.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    print("as it must be" if right else "NOT as it must be")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
