"""From a reading to the archive: each article is recorded in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrapy.crawler import Crawler
from sqlalchemy.exc import DBAPIError

from archive.record import ArticleKey, Captured, Reading, Recorded, Verdict
from crawler.fetching.figures import SiteRun
from crawler.fetching.room import is_known, is_outside, told
from crawler.fetching.runs import Runs, runs_of

FIELDS = ("lead", "body", "author", "published_at", "section", "tags", "images")


@dataclass(frozen=True, slots=True)
class ArticleItem:
    """A reading on its way to the archive."""

    site: str
    captured: Captured
    key: ArticleKey
    reading: Reading = field(repr=False)
    seen_at: datetime


class RecordPipeline:
    """Hands readings to the store, and counts what the archive decided."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RecordPipeline":
        """The pipeline of a crawl."""
        return cls(runs_of(crawler))

    def process_item(self, item: Any) -> Any:
        """Records an article; an exception is a failed run, which Scrapy reports by signal."""
        if isinstance(item, ArticleItem):
            run = self.runs.open(item.site)
            try:
                recorded = self.runs.store.record(
                    item.captured, item.key, item.reading, item.seen_at
                )
            except Exception as error:
                if not is_known(error):
                    raise
                self.runs.lost(run, item.reading.url, error)
                if isinstance(error, DBAPIError) and not is_outside(error):
                    self.refuse(item, told(error))
                return item
            run.read += 1
            run.stats.update(f"page/missing/{name}" for name in missing(item.reading))
            if self.runs.probing:
                self.runs.tell(summary(item.reading))
            count(run, recorded)
            if item.reading.attachments:
                spider: Any = self.runs.crawler.spider
                spider.looks.files.ask(item.reading.url, recorded)
        return item

    def refuse(self, item: ArticleItem, why: str) -> None:
        """The database never takes this reading: its page is not read again each night."""
        captured, key = item.captured, item.key
        self.runs.store.refuse(captured.fetch_id, "not-stored", why[:500], item.seen_at, key)


def missing(reading: Reading) -> list[str]:
    """The fields that a page did not yield."""
    return [name for name in FIELDS if not getattr(reading, name)]


def summary(reading: Reading) -> str:
    """What a reading found, for a person."""
    lines = {
        "article": reading.url,
        "layout": f"{reading.layout}, by {reading.reader}",
        "title": reading.title,
        "lead": reading.lead or "-",
        "published": f"{reading.published_at or '-'} ({reading.published_from or 'nowhere'})",
        "author": reading.author or "-",
        "text": f"{len(reading.body)} characters in {len(reading.blocks)} blocks",
    }
    return "\n".join(f"{name:<9} {value}" for name, value in lines.items())


def count(run: SiteRun, recorded: Recorded | None) -> None:
    """Adds what the archive decided to the figures of the run."""
    if recorded is None:
        return
    counts = run.counts
    run.stats[f"archive/{recorded.verdict}"] += 1
    match recorded.verdict:
        case Verdict.FIRST:
            counts.new_articles += 1
        case Verdict.CHANGED | Verdict.REVERTED:
            counts.new_versions += 1
        case Verdict.LATE:
            counts.new_versions += recorded.kind is not None
        case Verdict.UNCHANGED:
            counts.unchanged += 1
        case Verdict.GONE:
            counts.gone += 1
