"""What follows on the crawls of a night: stories, seal, compaction, in a process to be killed.

`python -m tests.kills.nightly` does it with the archive that the environment names, and dies where
`EGOV_KILL_AT` says. The clock of the compaction is years ahead: else nothing were old enough.
"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from archive.keeping.compaction import compact
from archive.keeping.seals import take
from archive.record import Look, RunCounts
from archive.storage.clock import wall_clock
from archive.storage.engine import connect
from archive.storage.settling import settle
from archive.storage.spool import drain
from archive.storage.store import Store
from tests.kills import points
from tests.kills.world import NIGHTS, SITES

ROOT = Path(__file__).resolve().parents[2]
LISTING, DAYS = f"https://{SITES[0]}.example/moi-nhat", 8
PAGE = random.Random(1).randbytes(9000)
YEARS = timedelta(days=1000)
STEPS = (  # of which the later ones find what the earlier ones left
    "commit:1:before", "commit:1:after", "_leaf:2:after", "commit:2:before", "commit:2:after",
    "note:1:before", "intend:1:before", "intend:1:after", "overwrite:1:before", "statement:9:after",
    "overwrite:1:after", "finish:1:before", "finish:1:after",
)  # fmt: skip


def shown(url: str, data_dir: Path) -> None:
    """A listing that was looked at on some more days, so that there is something to give up."""
    engine = connect(url)
    store = Store(engine, data_dir)
    run = store.start_run(SITES[0], "nightly", NIGHTS[-1])
    for day in range(DAYS):
        at, body = NIGHTS[-1] + timedelta(hours=day + 1), b"<p>%d</p>" % day + PAGE
        look = Look(LISTING, "listing", at, "ok", 200, raw=body, decoded=body)
        store.capture(SITES[0], run, look)
    store.finish_run(run, NIGHTS[-1] + timedelta(days=1), "healthy", RunCounts())
    store.close()
    engine.dispose()


def finished(url: str, data_dir: Path) -> None:
    """Takes the steps once: the spool, the stories, a seal, the compaction."""
    engine = connect(url)
    try:
        drain(engine, data_dir)
        settle(engine, wall_clock())
        take(engine, data_dir, wall_clock())
        compact(engine, data_dir, NIGHTS[-1] + YEARS, whole=True)
    finally:
        engine.dispose()


def killed(environment: dict[str, str], kills: Sequence[str]) -> tuple[int, list[str]]:
    """The steps, killed at each of some points, one after the other, then undisturbed: how often
    they were, and what ended in another way.
    """
    number, wrong = 0, []
    for kill_at in (*kills, ""):
        command = [sys.executable, "-m", "tests.kills.nightly"]
        own = {**os.environ, **environment, "EGOV_KILL_AT": kill_at}
        ended = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True)
        if kill_at and ended.returncode == -signal.SIGKILL:
            number += 1
        elif ended.returncode:
            wrong.append(f"steps killed at {kill_at}: {ended.returncode} {ended.stderr[-300:]}")
    return number, wrong


def main() -> None:
    """Does it once."""
    points.arm(os.environ.get("EGOV_KILL_AT", ""))
    finished(os.environ["ARCHIVE_DATABASE_URL"], Path(os.environ["ARCHIVE_DATA_DIR"]))


if __name__ == "__main__":
    main()
