"""The scheduler itself killed amid a night: its crawls end, and the next start goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from archive.storage.lock import taken
from tests.kills.killing import ENDED_WELL, KILLED, Ground
from tests.kills.launching import ROOT
from tests.kills.world import NIGHTS, SITES

BOUND = 60.0  # seconds in which its crawls must have ended
PAUSE = 0.05


@dataclass
class Nights:
    """What the kills of a scheduler came to."""

    kills: int = 0
    seconds: float = 0.0
    outlived: list[float] = field(default_factory=list)  # seconds until its crawls had ended
    wrong: list[str] = field(default_factory=list)


def start(ground: Ground, night: int) -> "subprocess.Popen[bytes]":
    """`scheduler.py --once` over both papers."""
    sites = [part for site in SITES for part in ("--site", site)]
    replay = ["--replay", str(ground.warc), "--replay-at", NIGHTS[night].isoformat()]
    environment = ground.environment(SITES[0])
    with (ground.folder / "scheduler.log").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "scheduler.py", "--once", *sites, *replay],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def killed(ground: Ground, night: int, kills: int, longest: float, rng: random.Random) -> Nights:
    """One night, whose scheduler is killed so often, alone, and then comes to its end; less often
    where it comes to its end before. A night that is over is not begun again: that would be a
    second one.
    """
    found, began = Nights(), time.monotonic()
    while True:
        process = start(ground, night)
        try:
            process.wait(rng.uniform(min(1, longest), longest) if found.kills < kills else None)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        if (status := process.wait()) != KILLED:
            break
        found.kills += 1
        found.outlived.append(outlived(ground))
    found.seconds = time.monotonic() - began
    if status not in ENDED_WELL:
        found.wrong.append(f"the night after the kills: exit status {status}")
    if found.outlived and max(found.outlived) >= BOUND:
        found.wrong.append("a crawl outlived its scheduler")
    return found


def outlived(ground: Ground) -> float:
    """How long crawls held their sites after the scheduler was killed (s)."""
    began = time.monotonic()
    for site in SITES:
        file = ground.data_dir / "locks" / f"crawl-{site}.lock"
        while time.monotonic() - began < BOUND:
            if (lock := taken(file)) is not None:
                lock.release()
                break
            time.sleep(PAUSE)
    return time.monotonic() - began
