"""Crawls of Báo Mẫu in processes of their own, and what they left in the archive."""

import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import forking, stored


@dataclass
class Ended:
    """A process that ended: exit status, what it said, and the most memory it held (MB)."""

    status: int
    said: str
    memory: float


class Watched:
    """Notes the most memory (MB) that a process holds while it lives.

    What the kernel tells of an ended process counts what its parent held when it was started.
    """

    def __init__(self, pid: int) -> None:
        self.status = Path(f"/proc/{pid}/status")
        self.most = 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self) -> None:
        while not self.over.wait(0.02):
            try:
                found = re.search(r"VmHWM:\s+(\d+)", self.status.read_text())
            except (FileNotFoundError, ProcessLookupError):
                return
            if found:
                self.most = int(found[1]) / 1024

    def __enter__(self) -> "Watched":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


class Archived:
    """An archive that crawls of Báo Mẫu fill."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    def environment(self, **named: str) -> dict[str, str]:
        return {
            **os.environ,
            "ARCHIVE_DATABASE_URL": self.url,
            "ARCHIVE_DATA_DIR": str(self.folder / "data"),
            "SCRAPY_SETTINGS_MODULE": "tests.mau.settings",
            "EGOV_CONTACT": "mau@baomau.example",
            "BAOMAU_ASKED": str(self.folder / "asked.txt"),
            **named,
        }

    def start(self, *words: str, **named: str) -> forking.Process:
        """Starts a command of the project."""
        return forking.start(*words, env=self.environment(**named), stdout=forking.PIPE)

    def run(self, *words: str, **named: str) -> Ended:
        """Runs a command of the project to its end."""
        process = self.start(*words, **named)
        assert process.stdout is not None
        with Watched(process.pid) as watched:
            said = process.stdout.read()
            process.stdout.close()
            process.wait()
        return Ended(process.returncode, said, watched.most)

    def crawl(
        self, *words: str, warc: Path | None = None, site: str = "baomau", **env: str
    ) -> Ended:
        """`scrapy crawl SITE`, in replay where there is a WARC file."""
        replay = ("-s", f"REPLAY={warc}") if warc else ()
        return self.run("tests.crawl", "crawl", site, *replay, *words, **env)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What the archive answers to some SQL."""
        return stored.named(self.url, sql)

    def ledger(self) -> dict[str, list[str]]:
        """The outcomes of the looks at each address, by its path, in their order."""
        found: dict[str, list[str]] = {}
        for row in self.rows("SELECT url, outcome FROM fetch_ledger ORDER BY fetch_id"):
            path = "/" + row["url"].split("/", 3)[-1]
            found.setdefault(path, []).append(row["outcome"])
        return found

    def asked(self) -> list[str]:
        """Every address that was asked for, in its order, by its path."""
        lines = (self.folder / "asked.txt").read_text(encoding="utf-8").splitlines()
        return ["/" + line.split("/", 3)[-1] for line in lines if not line.endswith("/robots.txt")]

    def refusals(self) -> dict[str, str]:
        """Why pages were refused, by their path."""
        sql = """SELECT fetch_event.url, sighting.reason FROM sighting
        JOIN fetch_event ON fetch_event.id = sighting.fetch_id WHERE verdict = 'refused'"""
        return {"/" + row["url"].split("/", 3)[-1]: row["reason"] for row in self.rows(sql)}

    def report(self) -> dict[str, Any]:
        """The newest run."""
        return self.rows("SELECT * FROM run_report ORDER BY run_id DESC LIMIT 1")[0]

    def titles(self) -> set[str]:
        return {row["title"] for row in self.rows("SELECT title FROM current_article")}
