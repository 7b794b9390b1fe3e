"""What follows on the crawls of a night, in a process to be killed: the spool, stories, furniture,
seal, compaction; and the backup.

`python -m tests.kills.nightly finished` (or `backed_up`) does it with the archive that the
environment names, and dies where `EGOV_KILL_AT` says. The clock of the compaction is years ahead:
else nothing were old enough.
"""

import os
import random
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from archive.errors import ArchiveError
from archive.keeping.backup import all_of, backup
from archive.keeping.compaction import compact
from archive.keeping.manifest import read
from archive.keeping.restore import _check_files as check_files
from archive.keeping.restore import restore
from archive.keeping.seals import take
from archive.keeping.verify import verify
from archive.record import Look, RunCounts
from archive.storage.clock import wall_clock
from archive.storage.engine import connect
from archive.storage.settling import settle
from archive.storage.spool import drain
from archive.storage.store import Store
from crawler import furnishing
from tests import forking
from tests.kills import points
from tests.kills.world import NIGHTS, SITES

LISTING, DAYS = f"https://{SITES[0]}.example/moi-nhat", 8
PAGE = random.Random(1).randbytes(9000)
YEARS = timedelta(days=1000)
STEPS = (  # of which the later ones find what the earlier ones left
    *(f"statement:{number}:after" for number in range(1, 7)),  # of the stories
    "commit:1:before", "commit:1:after", "learn:1:before", "commit:2:before", "learn:1:after",
    "reread:1:before", "commit:2:before", "commit:3:after", "reread:2:before", "commit:2:after",
    "_leaf:2:after", "note:1:before", "intend:1:before", "intend:1:after", "overwrite:1:before",
    "statement:9:after", "overwrite:1:after", "finish:1:before", "finish:1:after",
)  # fmt: skip
BACKUPS = (
    "dump:1:before", "dump:1:after", "copied:2:after", "copied:5:after", "write:1:before",
    "write:1:after", "sync_folder:1:before", "sync_folder:2:before", "_rotate:1:before",
    "rmtree:1:before", "unlink:1:before",
)  # fmt: skip
KEPT = 2  # backups


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
    """Takes the steps once, as `crawler.service.after` does."""
    engine = connect(url)
    try:
        drain(engine, data_dir)
        settle(engine, wall_clock())
        furnishing.learn_all(engine, data_dir, SITES, print)
        take(engine, data_dir, wall_clock())
        compact(engine, data_dir, NIGHTS[-1] + YEARS, whole=True)
    finally:
        engine.dispose()


def backed_up(url: str, data_dir: Path) -> None:
    """Makes a backup, and keeps the newest two."""
    engine = connect(url)
    try:
        backup(engine, data_dir, data_dir.parent / "backups", wall_clock(), rotate=KEPT)
    finally:
        engine.dispose()


def killed(
    environment: dict[str, str], kills: Sequence[str], step: str = "finished"
) -> tuple[int, list[str]]:
    """The steps, killed at each of some points, one after the other, then undisturbed: how often
    they were, and what ended in another way or left what `egov verify` finds.
    """
    number, wrong = 0, []
    for kill_at in (*kills, ""):
        own = {**os.environ, **environment, "EGOV_KILL_AT": kill_at}
        ended = forking.run("tests.kills.nightly", step, env=own)
        if kill_at and ended.returncode == -signal.SIGKILL:
            number += 1
            wrong += [f"after a kill at {kill_at}: {each}" for each in findings(environment)]
        elif ended.returncode:
            wrong.append(f"steps killed at {kill_at}: {ended.returncode} {ended.stderr[-300:]}")
        if step == "backed_up":
            backups = Path(environment["ARCHIVE_DATA_DIR"]).parent / "backups"
            wrong += [f"after a kill at {kill_at}: {each}" for each in broken(backups)]
    return number, wrong


def findings(environment: dict[str, str]) -> list[str]:
    """What `egov verify` finds in the archive of an environment; a warning is mended by the next
    night.
    """
    engine = connect(environment["ARCHIVE_DATABASE_URL"])
    try:
        found = verify(engine, Path(environment["ARCHIVE_DATA_DIR"])).findings
        return [str(each) for each in found if not each.warning]
    finally:
        engine.dispose()


def broken(folder: Path) -> list[str]:
    """What a restore would take and is not whole."""
    found = []
    for one in all_of(folder):
        try:
            check_files(folder, read(one), lambda *_: None)
        except ArchiveError as error:
            found.append(f"{one.name}: {error}")
    return found


def backups_killed(environment: dict[str, str], into: str, data_dir: Path) -> tuple[int, list[str]]:
    """Backups that are killed, beside one that is whole; the last, which is not killed, is then
    restored into an empty place.
    """
    folder = Path(environment["ARCHIVE_DATA_DIR"]).parent / "backups"
    number, wrong = killed(environment, BACKUPS, "backed_up")
    left = sorted(each.name for each in folder.iterdir())
    if len(all_of(folder)) != KEPT or any(each.startswith(".making") for each in left):
        wrong.append(f"left in the folder of backups: {left}")
    found = restore(folder, into, data_dir)
    if found.verified is None or found.verified.findings:
        wrong.append(f"what was restored: {found.verified}")
    return number, wrong


def main() -> None:
    """Does it once."""
    points.arm(os.environ.get("EGOV_KILL_AT", ""))
    step = {"finished": finished, "backed_up": backed_up}[sys.argv[1]]
    step(os.environ["ARCHIVE_DATABASE_URL"], Path(os.environ["ARCHIVE_DATA_DIR"]))


if __name__ == "__main__":
    main()
