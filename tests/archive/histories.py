"""Seeded histories of invented articles, handed over to an archive as a crawl does.

With a reader and a layout that change midway; the truth (see `truths`) shares no code with the
archive.
"""

import gzip
import json
import random
from dataclasses import replace
from datetime import datetime, timedelta

from archive.errors import Refused
from archive.record import (
    ArticleKey,
    Attachment,
    Block,
    BlockKind,
    Image,
    Look,
    Precision,
    Reading,
)
from archive.storage.store import Store
from tests.archive.crawl import SITES, PlainReader
from tests.archive.publisher import SITE, START, Event

PAPER = f"https://{SITE}.example/van-ban.pdf"  # which every article offers


class HistoryReader(PlainReader):
    """Reads the pages made here; the first of its kind leaves a teaser in the text.

    A layout reads the pages of its own days only, and each names section and caption its own way.
    """

    def __init__(self, name: str, new_layout_at: datetime) -> None:
        super().__init__(name)
        self.new_layout_at = new_layout_at

    def layout(self, at: datetime) -> str:
        return "new" if at >= self.new_layout_at else "old"

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        page = json.loads(html)
        assert fetched_at is not None
        layout = self.layout(fetched_at)
        if page["layout"] != layout:
            raise Refused("no-body", "a page of other days")
        texts = page["text"] if self.name.endswith("2") else [*page["text"], page["teaser"]]
        return Reading(
            url=url,
            title=page["title"],
            reader=self.name,
            layout=layout,
            blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts),
            author=page["author"] if layout == "old" else f"Tác giả {page['author']}",
            section=page["section"] if layout == "old" else None,
            published_at=START,
            published_precision=Precision.MINUTE,
            canonical_url=page["canonical"],
            images=(Image(page["picture"], f"{layout}: {page['caption']}"),),
            attachments=(Attachment(PAPER, "Văn bản"),),
        )

    def key(self, url: str, at: datetime | None = None) -> ArticleKey | None:
        return key(url)


def key(url: str) -> ArticleKey:
    """The identity that an address names: its last number."""
    return ArticleKey(SITE, "post", url.rpartition("-")[2].removesuffix(".htm"))


class Night:
    """Hands looks to an archive, as a crawl does."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.rng = random.Random(seed)
        self.runs: dict[int, int] = {}
        self.named: dict[tuple[int, int], str] = {}  # public ids
        store.declare(SITES)

    def run(self, event: Event) -> int | None:
        if event.run is None:
            return None
        if event.run not in self.runs:
            self.runs[event.run] = self.store.start_run(SITE, "nightly", event.at)
        return self.runs[event.run]

    def close(self) -> None:
        """Ends all runs, as a crawl does: then it is settled which missing looks are believed."""
        for run in self.runs.values():
            self.store.settle_gone(run)

    def hand_over(self, event: Event) -> None:
        """Captures a look and records what it meant."""
        if event.answer in ("file", "no-file"):
            self._file(event)
            return
        if event.moved_from:
            before = event.at - timedelta(seconds=3)
            self._capture(
                replace(event, url=event.moved_from, at=before, answer="redirect"), event.url
            )
        fetch_id, body = self._capture(event)
        if event.answer == "ok":
            reader = self.store.reader
            assert reader is not None
            assert body is not None
            found = reader.read(body, event.url, event.at)
            told = self.store.record(fetch_id, key(event.url), found, event.at)
            self.named[event.article, event.serial] = told.article_id
        elif event.answer == "unchanged":
            self.store.unchanged(fetch_id, event.url, event.at)
        elif event.answer in ("missing", "soft"):
            self.store.missing(fetch_id, event.url, event.at, hard=event.answer == "missing")
        elif event.answer == "challenge":
            self.store.refuse(fetch_id, "challenge", "", event.at, key(event.url))

    def _file(self, event: Event) -> None:
        """Captures a look at an article's file; one that is missing says nothing."""
        found = event.answer == "file"
        body = f"%PDF {event.article} {event.paper}".encode() if found else None
        outcome, status = ("ok", 200) if found else ("missing", 404)
        look = Look(PAPER, "asset", event.at, outcome, status, raw=body, decoded=body)
        captured = self.store.capture(SITE, self.run(event), look)
        if found:
            named = self.named[event.article, event.serial]
            self.store.file_seen(captured.fetch_id, named, PAPER, event.at)

    def _capture(self, event: Event, location: str | None = None) -> tuple[int, bytes | None]:
        status = {"ok": 200, "redirect": 301, "missing": 404, "unchanged": 304, "soft": 200}
        outcomes = {"unchanged": "not-modified", "soft": "ok"}
        body = self.page(event) if event.answer == "ok" else None
        look = Look(
            event.url,
            "article",
            event.at,
            outcomes.get(event.answer, event.answer),
            status.get(event.answer),
            headers=(("Content-Type", "text/html"),),
            raw=None if body is None else gzip.compress(body, mtime=0),
            decoded=body,
            location=location,
        )
        return self.store.capture(SITE, self.run(event), look).fetch_id, body

    def page(self, event: Event) -> bytes:
        """The page with its noise, which no two looks have in common."""
        shown = event.shown
        assert shown is not None
        page = {
            "layout": event.layout,
            "title": shown.title,
            "text": shown.text,
            "teaser": "Đọc thêm: Bản tin sáng",
            "caption": shown.caption,
            "picture": f"{shown.picture}?w={self.rng.choice((300, 600))}",
            "author": shown.author,
            "section": shown.section,
            "canonical": event.canonical,
            "weather": self.rng.randrange(3),
        }
        return json.dumps(page, ensure_ascii=False).encode()
