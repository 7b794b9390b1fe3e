"""Recorded nights of Báo Mẫu, crawled in replay: two ordinary weeks, then one of three troubles."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.storage.engine import connect
from archive.storage.health import State, states
from tests.crawl import Crawls
from tests.mau.archived import Archived
from tests.mau.pages import SENTENCES, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
FIRST = datetime(2026, 6, 1, 18, 30, tzinfo=UTC)  # 01:30 of a Tuesday
DAY = timedelta(days=1)
ORDINARY = 14  # nights
NEW = 5  # articles a night
SHOWN = 12  # links on the section's page
LATEST = 5  # nights that a trouble is played for at most


@dataclass(frozen=True)
class Named:
    """What one night of trouble was called: its outcome, and how `egov health` tells the site."""

    outcome: str
    state: State


def path(number: int) -> str:
    return f"/bai-{number}-{10_000 + number}.html"


def page(number: int, body: str = "article__body cms-body") -> str:
    """An article of Báo Mẫu; another class is another face."""
    told = "".join(f"<p>{number}. {each} Số {number}.</p>" for each in SENTENCES)
    day = (FIRST + number // NEW * DAY - DAY / 2).strftime("%d/%m/%Y 08:%M")
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Bài {number}</title>'
        f'</head><body><h1 class="article__title">Bài {number} về quầy dịch vụ công</h1>'
        f'<span class="article__date">{day}</span>'
        f'<p class="article__sapo">Xã Sơn Khê có quầy dịch vụ công thứ {number} ở đình làng.</p>'
        f'<div class="{body}">{told}</div><p class="article__author">Hoàng Lụa</p></body></html>'
    )


def record(folder: Path, night: int, body: str = "article__body cms-body") -> None:
    """What a crawl of an ordinary night would find, or one with another face."""
    at = f"{FIRST + night * DAY - timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"
    newest = (night + 1) * NEW
    listed = range(newest - 1, max(-1, newest - 1 - SHOWN), -1)
    with Warc(folder / f"night-{night:02}.warc.gz") as warc:
        warc.add(f"{ROOT}/chuyen-doi-so", section(*map(path, listed)), at=at)
        for number in range(newest - NEW, newest):
            warc.add(f"{ROOT}{path(number)}", page(number, body), at=at)


def forbid(folder: Path, night: int) -> None:
    """A night on which the site answers 403 to all."""
    at = f"{FIRST + night * DAY - timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"
    with Warc(folder / f"night-{night:02}.warc.gz") as warc:
        for url in [f"{ROOT}/chuyen-doi-so", *(f"{ROOT}{path(n)}" for n in range(night * NEW))]:
            warc.add(url, "Forbidden", at=at, status="403 Forbidden")


def freeze(folder: Path, night: int) -> None:
    """A night of which nothing new is recorded: the listing is served as it was."""


TROUBLES: Mapping[str, tuple[Callable[[Path, int], None], int]] = {
    # how its nights are made, and on which of them it can be known: five articles a night are
    # missed for sure after three nights
    "silent": (freeze, 3),
    "stale-layout": (lambda folder, night: record(folder, night, "detail-text"), 1),
    "blocked": (forbid, 1),
}


class Paper:
    """An archive of Báo Mẫu, and the recorded nights that it is made of."""

    def __init__(self, folder: Path, crawls: Crawls) -> None:
        self.folder = folder
        self.crawls = crawls
        self.warcs = folder / "warcs"
        self.url = f"sqlite:///{folder / 'archive.db'}"
        self.archived = Archived(self.url, folder)

    def crawl(self, night: int) -> Named:
        """Crawls a night; what it was called."""
        at = FIRST + night * DAY
        words = ("-s", f"REPLAY_AT={at:%Y-%m-%dT%H:%M:%SZ}")
        ended = self.archived.crawl(*words, warc=self.warcs, BAOMAU_LAYOUT="1")
        report = self.archived.report()
        assert report["outcome"], ended.said
        engine = connect(self.url)
        try:
            state = states(engine, at + DAY / 4, "baomau")["baomau"]
        finally:
            engine.dispose()
        return Named(report["outcome"], state)

    def ordinary(self) -> list[str]:
        """Plays the two ordinary weeks; their outcomes."""
        self.warcs.mkdir()
        outcomes = []
        for night in range(ORDINARY):
            record(self.warcs, night)
            outcomes.append(self.crawl(night).outcome)
        return outcomes

    def copy(self, folder: Path) -> "Paper":
        """The same archive at another place, where it may go on otherwise."""
        shutil.copytree(self.folder, folder)
        return Paper(folder, self.crawls)

    def troubled(self, name: str) -> list[Named]:
        """Plays nights of a trouble until it is named, at most `LATEST`."""
        make, _ = TROUBLES[name]
        found: list[Named] = []
        for night in range(ORDINARY, ORDINARY + LATEST):
            make(self.warcs, night)
            found.append(self.crawl(night))
            if found[-1].outcome == name:
                break
        return found
