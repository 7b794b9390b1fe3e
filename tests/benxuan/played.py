"""Nights of Báo Bến Xuân by replay, the furniture learned after each, and what is left to say."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.storage import furniture
from archive.storage.engine import connect
from archive.storage.furniture import Kept
from crawler import sites
from crawler.furnishing import learn_all
from crawler.reading.text import key
from samples import pack
from samples.nights import Answer, plain
from tests import stored
from tests.benxuan import pages, texts
from tests.benxuan.texts import Article
from tests.crawl import Crawl, Crawls

SITE, SETTINGS = "baobenxuan", "tests.benxuan.settings"
EDITED_FROM, EDITED = 3, 4  # the night on which so many articles of the first night are edited
READ = """SELECT fetch_event.url, reading.blocks FROM sighting
JOIN fetch_event ON fetch_event.id = sighting.fetch_id
JOIN reading ON reading.id = sighting.reading_id
WHERE fetch_event.requested_at >= :begin AND fetch_event.requested_at < :end"""
NOW = """SELECT reading.url, reading.blocks FROM article_state
JOIN reading ON reading.id = article_state.head_reading_id"""


@dataclass
class Figures:
    """What was read in some pages: lines of noise that were kept, of how many; lines of text lost.

    `lost` and `kept` are the first few of them, for a person.
    """

    pages: int = 0
    noise: int = 0
    of: int = 0
    text: int = 0
    kept: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def add(self, article: Article, noise: Sequence[str], blocks: Sequence[str]) -> None:
        """Compares the blocks of a reading with what stood on its page."""
        said = [key(block) for block in blocks]
        others = {key(line) for line in noise}
        left = [line for line, words in zip(blocks, said, strict=True) if words in others]
        gone = [text for _, text in article.text if key(text) not in said]
        self.pages += 1
        self.of += len(noise)
        self.noise += len(left)
        self.text += len(gone)
        self.kept += left[: 5 - len(self.kept)]
        self.lost += gone[: 5 - len(self.lost)]


@dataclass
class Told:
    """What a night left: its looks at new and at older articles, and what all articles show after
    the learning; how many articles and versions there are then.
    """

    new: Figures
    old: Figures
    shown: Figures
    versions: tuple[int, int]
    failed: list[str]


@dataclass
class Played:
    """An archive into which nights are played."""

    url: str
    folder: Path
    crawls: Crawls
    nights: Sequence[int]
    statuses: list[int] = field(default_factory=list)
    nights_told: list[Told] = field(default_factory=list)
    _shown: dict[int, list[Article]] = field(default_factory=dict)
    _pages: dict[tuple[Article, int], pages.Rendered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "nights").mkdir(parents=True)
        self.every = texts.articles(self.nights)
        os.environ["SCRAPY_SETTINGS_MODULE"] = SETTINGS
        os.environ["ARCHIVE_DATA_DIR"] = str(self.folder)

    def play(self, night: int) -> Told:
        """A night's run, and what the nightly job does behind it."""
        self.crawl(night)
        new, old = self.looked(night)
        before, failed = self.versions(), self.learn()
        if before != self.versions():
            failed.append("the learning made a version")
        self.nights_told.append(Told(new, old, self.stands(night), before, failed))
        return self.nights_told[-1]

    def shown(self, night: int) -> list[Article]:
        """The articles that the site shows on a night, as they read then."""
        if night not in self._shown:
            some = [one for one in self.every if one.night <= night]
            last = self.every[EDITED - 1].number if night >= EDITED_FROM else 0
            self._shown[night] = [edited(one) if one.number <= last else one for one in some]
        return self._shown[night]

    def page(self, article: Article, night: int) -> pages.Rendered:
        """An article's page of a night."""
        if (article, night) not in self._pages:
            made = pages.page(article, self.shown(night), clock(night))
            self._pages[article, night] = made
        return self._pages[article, night]

    def named(self, night: int) -> dict[str, Article]:
        """The articles of a night by their addresses."""
        return {one.url: one for one in self.shown(night)}

    def crawl(self, night: int) -> None:
        """One night's run, its answers packed before."""
        at, root = clock(night), "https://baobenxuan.example"
        shown = self.shown(night)
        answers: list[Answer] = [
            plain(f"{root}/robots.txt", "User-agent: *\nDisallow:\n"),
            plain(f"{root}/chuyen-doi-so", pages.listing(shown), "text/html"),
        ]
        answers += [plain(one.url, self.page(one, night).html, "text/html") for one in shown]
        pack.write(self.folder / "nights" / f"{night}.warc.gz", answers, at)
        until = (at + timedelta(hours=1)).isoformat()
        settings = {"REPLAY": str(self.folder / "nights"), "REPLAY_AT": until}
        crawl = Crawl(self.url, str(self.folder), SETTINGS, SITE, settings)
        self.statuses.append(self.crawls.run(crawl))

    def learn(self) -> list[str]:
        """What the nightly job does behind the runs; what could not be done."""
        engine = connect(self.url)
        try:
            return learn_all(engine, self.folder, [SITE], lambda _: None)
        finally:
            engine.dispose()

    def looked(self, night: int) -> tuple[Figures, Figures]:
        """The readings of a night's looks: at new articles, and at those of nights before."""
        new, old = Figures(), Figures()
        begin = clock(night)
        rows = self.rows(READ, begin=moment(begin), end=moment(begin + timedelta(hours=12)))
        named = self.named(night)
        for url, blocks in rows:
            article = named[url]
            into = new if article.night == night else old
            into.add(article, self.page(article, night).noise, said(blocks))
        return new, old

    def stands(self, night: int) -> Figures:
        """The articles as the archive shows them now: whatever noise of whatever night."""
        found = Figures()
        named = self.named(night)
        for url, blocks in self.rows(NOW):
            article = named[url]
            nights = range(article.night, night + 1)
            noise = {line for one in nights for line in self.page(article, one).noise}
            found.add(article, sorted(noise), said(blocks))
        return found

    def bare(self, night: int) -> Figures:
        """A night's new articles, read without furniture."""
        found = Figures()
        for article in self.shown(night):
            if article.night == night:
                page = self.page(article, night)
                read = sites.reader.read(page.html.encode(), article.url, clock(night))
                found.add(article, page.noise, [block.text for block in read.blocks])
        return found

    def versions(self) -> tuple[int, int]:
        """How many articles there are, and how many versions."""
        articles = self.rows("SELECT count(*) FROM article")[0][0]
        return articles, self.rows("SELECT count(*) FROM version")[0][0]

    def pieces(self) -> list[Kept]:
        """The furniture of the site."""
        engine = connect(self.url)
        try:
            with engine.connect() as conn:
                return furniture.kept(conn, SITE)
        finally:
            engine.dispose()

    def rows(self, sql: str, **values: Any) -> list[Any]:
        return [tuple(row) for row in stored.rows(self.url, sql, **values)]


def clock(night: int) -> datetime:
    """When a night's run begins."""
    return texts.FIRST + timedelta(days=night - 1)


def moment(at: datetime) -> str:
    """A time as SQLite keeps it, and as PostgreSQL understands it."""
    return f"{at.astimezone(texts.UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def said(blocks: Any) -> list[str]:
    """The texts of blocks, as either database gives them."""
    rows = json.loads(blocks) if isinstance(blocks, str) else blocks
    return [block["text"] for block in rows]


def edited(article: Article) -> Article:
    """The article after its editors changed a paragraph."""
    kind, text = article.text[1]
    changed = (kind, f"{text} Con số này đã được xã đối chiếu lại với sổ gốc.")
    return replace(article, text=(article.text[0], changed, *article.text[2:]))
