"""Crawls in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]


class Process(Protocol):
    """A crawl that was started."""

    pid: int

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status; raises TimeoutExpired."""


class Launcher(Protocol):
    """Starts crawls."""

    def start(self, site: str, words: list[str], environment: dict[str, str], log: Path) -> Process:
        """`scrapy crawl SITE` in a process, and process group, of its own."""


class Scrapy:
    """The real command."""

    def start(self, site: str, words: list[str], environment: dict[str, str], log: Path) -> Process:
        """Starts it."""
        with log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "scrapy", "crawl", site, *words],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
