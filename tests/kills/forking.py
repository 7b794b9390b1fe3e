"""Crawls in processes that are forked when the imports are done: they start in a moment.

`python -m tests.kills.forking` reads a crawl from its input, a JSON object a line, and answers with
the number of its process, then, when that has ended, with its exit status.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crawl import ROOT, Crawl, crawl, prepare


class Forked:
    """A crawl that was forked; its end comes by a line."""

    def __init__(self, forks: "Forks", pid: int) -> None:
        self.forks, self.pid = forks, pid

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status; raises TimeoutExpired."""
        ended = self.forks.ends[self.pid]
        if not ended.wait(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return self.forks.statuses[self.pid]


class Forks:
    """Starts crawls by the process that has the imports behind it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.ends: dict[int, threading.Event] = {}
        self.statuses: dict[int, int] = {}
        self.begun: list[int] = []
        self.news = threading.Condition()
        self.asking = threading.Lock()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        """Takes the answers."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            pid, _, status = line.strip().partition(" ")
            with self.news:
                if status:
                    self.statuses[int(pid)] = int(status)
                    self.ends[int(pid)].set()
                else:
                    self.ends[int(pid)] = threading.Event()
                    self.begun.append(int(pid))
                self.news.notify_all()

    def start(self, site: str, words: list[str], environment: dict[str, str], log: Path) -> Forked:
        """Starts a crawl in a process group of its own."""
        named = dict(word.split("=", 1) for word in words[1::2])
        into = (environment["ARCHIVE_DATABASE_URL"], environment["ARCHIVE_DATA_DIR"])
        wanted = Crawl(*into, environment["SCRAPY_SETTINGS_MODULE"], site, named, {}, environment)
        assert self.process.stdin is not None
        with self.asking:
            print(json.dumps(wanted.__dict__), file=self.process.stdin, flush=True)
            with self.news:
                self.news.wait_for(lambda: self.begun)
                return Forked(self, self.begun.pop())


@contextmanager
def forks() -> Iterator[Forks]:
    """The process, ended at the end."""
    command = [sys.executable, "-m", "tests.kills.forking"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        found = Forks(process)
        try:
            yield found
        finally:
            assert process.stdin is not None
            process.stdin.close()
            found.reader.join()


def own_group(wanted: Crawl) -> None:
    """The crawl, as the leader of its group."""
    os.setsid()
    Path(wanted.data_dir).mkdir(exist_ok=True)
    crawl(wanted)


def told(child: "multiprocessing.context.ForkProcess") -> None:
    """Says how a crawl ended."""
    child.join()
    print(child.pid, child.exitcode, flush=True)


def main() -> None:
    """Starts what it is told to."""
    prepare()
    fork = multiprocessing.get_context("fork")
    for line in sys.stdin:
        child = fork.Process(target=own_group, args=(Crawl(**json.loads(line)),))
        child.start()
        print(child.pid, flush=True)
        threading.Thread(target=told, args=(child,), daemon=True).start()


if __name__ == "__main__":
    main()
