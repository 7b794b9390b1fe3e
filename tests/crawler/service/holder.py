"""A process that takes the leader's lock and holds it until it dies: `leads` or `stands by`."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from pathlib import Path
from archive.storage.engine import connect
from archive.storage.leader import hold_of
hold = hold_of(connect(sys.argv[1]), Path(sys.argv[2]))
print("leads" if hold.take() else "stands by", flush=True)
sys.stdin.read()
"""
ROOT = Path(__file__).resolve().parents[3]


class Holder:
    """The lock of the leader in a process of its own, as `archive.storage.leader.Hold`."""

    def __init__(self, url: str, folder: Path) -> None:
        self.words = [sys.executable, "-c", SCRIPT, url, str(folder)]
        self.process: subprocess.Popen[str] | None = None

    def take(self) -> bool:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(self.words, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        assert self.process.stdout is not None
        if self.process.stdout.readline() == "leads\n":
            return True
        self.release()
        return False

    def holds(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.release()

    def release(self) -> None:
        if self.process is not None:
            self.process.communicate()  # its input ends, and it with it
            self.process = None
