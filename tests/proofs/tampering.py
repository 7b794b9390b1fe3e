"""Fifty random changes of the demo's sealed archive, each made alone, and what was found of each.

    script/prove tampering

The demo is played into a temporary folder; each change is made on a copy of it, with the triggers
dropped and put back. Exit status 1 where one is not found and named.
"""

import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

from archive.keeping.finding import Finding
from archive.keeping.verify import verify
from archive.storage.engine import connect
from samples import demo
from tests.archive.keeping.tampering import KINDS, Change, tamper

ROUNDS = 3


def play(folder: Path) -> None:
    """The demo's nights, sealed one by one."""
    demo.FOLDER = folder
    os.environ.update(demo.ENVIRONMENT)
    os.environ["ARCHIVE_DATABASE_URL"] = f"sqlite:///{folder}/archive.db"
    os.environ["ARCHIVE_DATA_DIR"] = str(folder)
    if status := demo.play():
        sys.exit(status)


def attempt(
    whole: Path, folder: Path, kind: str, rng: random.Random
) -> tuple[Change, Finding | None]:
    """One change on a copy, and the finding that names it."""
    shutil.copytree(whole, folder)
    engine = connect(f"sqlite:///{folder}/archive.db")
    try:
        done = tamper(engine, folder, KINDS[kind], rng)
        return done, done.is_named(list(verify(engine, folder).findings))
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def main(seed: int) -> int:
    """Prints a line for each change."""
    rng, missed = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        play(folder / "demo")
        engine = connect(f"sqlite:///{folder}/demo/archive.db")
        clean = verify(engine, folder / "demo")
        engine.dispose()
        assert clean.findings == (), clean.findings
        for number, kind in enumerate(list(KINDS) * ROUNDS, 1):
            done, found = attempt(folder / "demo", folder / "copy", kind, rng)
            missed += found is None
            told = f"{found.kind}: {found.sentence}" if found else "NOT FOUND"
            print(f"{number:3}  {done.told:<60.60}  {told:.110}", flush=True)
    total = len(KINDS) * ROUNDS
    print(f"{total - missed} of {total} changes found and named (seed {seed})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 20261122))
