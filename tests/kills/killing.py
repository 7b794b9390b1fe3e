"""Crawls of two nights that are killed again and again, and what they asked in between."""

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.keeping.seals import take
from archive.storage.clock import wall_clock
from archive.storage.engine import connect
from archive.storage.settling import settle
from tests.kills.figures import Figures
from tests.kills.launching import Launcher, Process, Scrapy
from tests.kills.records import captured, spooled
from tests.kills.world import NIGHTS, SITES, World

ENDED_WELL = (0, 1)  # 1: a run that is not healthy, which is told
KILLED = -signal.SIGKILL
START = ("declare", "start_run", "recover", "adopt")
END = ("settle_gone", "score", "finish_run")
PAGES = ("capture", "record", "warc", "commit", "statement", "unchanged", "missing", "file_seen")
PAGES += ("spool",)
LATER = ("unchanged", "missing")  # on the second night alone: a crawl that waits for it ends else
DRAINING = ("_placed:1:after", "capture:1:before", "capture:1:after", "commit:1:after")
DRAINING += ("done:1:before", "done:1:after")  # while what an earlier crawl spooled is stored
CALLS = {"commit": 4, "statement": 15, "file_seen": 0.12, "missing": 0.1, "unchanged": 0.3}
WHEN = ("before", "after")
STARTING = 0.15  # the share of random moments that lie before the first request


class Ground:
    """An archive, the two papers, and the crawls of them."""

    def __init__(self, url: str, folder: Path, world: World, launcher: Launcher) -> None:
        self.url, self.folder, self.world, self.launcher = url, folder, world, launcher
        self.data_dir = folder / "data"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.warc = folder / "nights.warc.gz"
        if not self.warc.exists():
            world.write(self.warc)

    def start(self, site: str, night: int, kill_at: str = "") -> Process:
        """Starts the crawl of a paper as it stood on a night."""
        environment = {**self.environment(site), "EGOV_KILL_AT": kill_at}
        replay = [f"REPLAY={self.warc}", f"REPLAY_AT={NIGHTS[night].isoformat()}"]
        words = [part for each in replay for part in ("-s", each)]
        return self.launcher.start(site, words, environment, self.folder / f"{site}.log")

    def environment(self, site: str) -> dict[str, str]:
        """What a crawl of a paper is told by its environment."""
        return {
            "ARCHIVE_DATABASE_URL": self.url,
            "ARCHIVE_DATA_DIR": str(self.data_dir),
            "SCRAPY_SETTINGS_MODULE": "tests.kills.settings",
            "EGOV_CONTACT": "thu@baosuoi.example",
            "EGOV_ASKED": str(self.asked_file(site)),
        }

    def asked_file(self, site: str) -> Path:
        """Where the requests to a paper are noted."""
        return self.folder / f"asked-{site}.jsonl"

    def asked(self, site: str, pid: int) -> list[dict[str, str]]:
        """What a process asked for: articles and files, in their order."""
        try:
            lines = self.asked_file(site).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        rows = (json.loads(line) for line in lines)
        return [row for row in rows if row["pid"] == pid and row["kind"] in ("article", "asset")]

    def close_night(self) -> None:
        """What the scheduler does when all crawls have ended."""
        engine = connect(self.url)
        try:
            settle(engine, wall_clock())
            take(engine, self.data_dir, wall_clock())
        finally:
            engine.dispose()

    def undisturbed(self) -> None:
        """Both nights, one crawl after the other."""
        for night in range(len(NIGHTS)):
            for site in SITES:
                if self.start(site, night).wait() not in ENDED_WELL:
                    raise SystemExit(f"the undisturbed crawl failed: {self.folder / site}.log")
            self.close_night()


@dataclass(frozen=True)
class Pace:
    """How long a crawl takes: to its first request, and for each page after it."""

    start: float
    page: float


class Killer:
    """Kills the crawls of one paper on one night."""

    def __init__(
        self, ground: Ground, site: str, night: int, kills: int, pace: Pace, rng: random.Random
    ) -> None:
        self.places: list[str] = []  # points of the program that come first
        self.ground, self.site, self.night = ground, site, night
        self.kills, self.pace, self.rng = kills, pace, rng
        self.figures = Figures()
        self.held: set[str] = set()  # captured this night
        self.is_over = False  # a crawl came to its end
        self.waiting = ground.world.pages(site, night)
        self.at_end = [f"{name}:1:{when}" for name in END for when in WHEN]
        rng.shuffle(self.at_end)
        self.at_end = self.at_end[: kills // 6]
        self.points = kills // 2 - len(self.at_end)  # half of the moments are places, half times

    def run(self) -> Figures:
        """Kills so often, then lets the crawl come to its end."""
        done = 0
        while done < self.kills:
            done += self.killed(self.kills - done)
        self.one("", None)
        return self.figures

    def killed(self, left: int) -> bool:
        """One run that is to be killed; whether it was."""
        if self.places:
            killed = self.one(self.places.pop(0), None)
            self.points -= killed
            return killed
        if left <= len(self.at_end):
            return self.one(self.at_end.pop(), None)
        middle = left - len(self.at_end)
        if self.rng.random() * middle < self.points:
            killed = self.one(self.place(middle), None)
            self.points -= killed
            return killed
        return self.one("", self.moment(middle))

    def place(self, left: int) -> str:
        """A point of the program."""
        if any(spooled(self.ground.data_dir, self.site)) and self.rng.random() < 0.7:
            return self.rng.choice(DRAINING)
        pages = max(1.0, (self.waiting - len(self.held)) / left)
        moments = [name for name in PAGES if self.night or name not in LATER]
        name = self.rng.choice((*moments, *moments, *START, "note_found"))
        when = self.rng.choice((*WHEN, "torn") if name in ("warc", "spool") else WHEN)
        if name in START:
            return f"{name}:1:{when}"
        return f"{name}:{self.rng.randint(1, max(1, int(pages * CALLS.get(name, 1))))}:{when}"

    def moment(self, left: int) -> tuple[bool, float]:
        """Seconds after the start, or after the first page that is asked."""
        if self.rng.random() < STARTING:
            return False, self.rng.uniform(0, self.pace.start)
        work = (self.waiting - len(self.held)) * self.pace.page
        return True, self.rng.uniform(0, max(0.2, 2 * work / left))

    def wait(self, process: Process, moment: tuple[bool, float]) -> int:
        """Waits for the moment, and kills; the exit status."""
        asking, seconds = moment
        before = self.noted_pages()
        while asking and self.noted_pages() == before:
            try:
                return process.wait(0.01)
            except subprocess.TimeoutExpired:
                continue
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait()

    def noted_pages(self) -> int:
        """A number that grows with each article and file that is asked; once a crawl came to its
        end there may be none left to ask, and it grows with each listing as well.
        """
        file = self.ground.asked_file(self.site)
        noted = file.read_bytes() if file.exists() else b""
        return len(noted) if self.is_over else sum(map(noted.count, (b'"article"', b'"asset"')))

    def one(self, kill_at: str, moment: tuple[bool, float] | None) -> bool:
        """One run, and what it asked; whether it was killed."""
        process = self.ground.start(self.site, self.night, kill_at)
        status = self.wait(process, moment) if moment else process.wait()
        self.figures.runs += 1
        killed = status == KILLED
        self.is_over = self.is_over or not (killed or kill_at)
        asked = self.noted(process.pid, killed=killed)
        if killed:
            part = "start" if not asked else "pages"
            name = "drain" if kill_at in DRAINING else kill_at.split(":")[0]
            name += " torn" if kill_at.endswith("torn") else ""
            self.figures.kills[name or f"time: {part}"] += 1
        elif status not in ENDED_WELL:
            self.figures.odd.append(f"{self.site}: exit status {status}")
        elif kill_at:
            self.figures.unreached += 1
        return killed

    def noted(self, pid: int, *, killed: bool) -> bool:
        """Compares what a run asked with what was captured before and after; whether it asked."""
        rows = self.ground.asked(self.site, pid)
        day = f"{NIGHTS[self.night]:%Y-%m-%d}"
        there = captured(self.ground.data_dir, self.site)
        now = {url for url, at in there if at.startswith(day)}
        urls = [row["url"] for row in rows]
        self.figures.asked += len(urls)
        self.figures.again += [
            f"{url} ({self.site}, night {self.night + 1})"
            for url in urls
            if self.was_held(url, urls)
        ]
        open_ = [url for url in urls if url not in now]
        if killed:
            self.figures.in_flight += len(open_)
            if len(open_) > 1:
                self.figures.crowded.append(", ".join(open_))
        elif open_:
            self.figures.odd.append(f"asked and not captured: {open_}")
        self.held |= now
        return bool(rows)

    def was_held(self, url: str, urls: list[str]) -> bool:
        """Whether a page was captured before a run that asks for it; a former address is asked
        again until the page behind it is captured.
        """
        return url in self.held and not ("/tin-cu-" in url and self.target(url) not in self.held)

    def target(self, url: str) -> str:
        """Where a former address leads to."""
        bais = self.ground.world.nights[self.night]
        return next((bai.url for bai in bais if bai.named == url), "")


def night_of_kills(
    ground: Ground,
    night: int,
    kills: tuple[int, ...],
    pace: Pace,
    seed: int,
    places: Sequence[Sequence[str]] = ((), ()),
) -> list[Figures]:
    """Both papers at once, each killed so often, first at the places that are named for it."""
    killers = [
        Killer(ground, site, night, number, pace, random.Random(f"{seed}/{site}/{night}"))
        for site, number in zip(SITES, kills, strict=True)
    ]
    for killer, named in zip(killers, places, strict=True):
        killer.places = list(named)
    threads = [threading.Thread(target=killer.run) for killer in killers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ground.close_night()
    return [killer.figures for killer in killers]


def measured(ground: Ground) -> Pace:
    """How long an undisturbed crawl takes, both nights included."""
    began = time.time()
    ground.undisturbed()
    took = (time.time() - began) / (len(NIGHTS) * len(SITES))
    pages = sum(ground.world.pages(site, night) for site in SITES for night in range(2)) / 4
    starts = 1.2 if isinstance(ground.launcher, Scrapy) else 0.3
    return Pace(starts, max(0.005, (took - starts) / pages))
