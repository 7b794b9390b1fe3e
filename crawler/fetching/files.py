"""The files that articles offer, looked at after their article: a changed one is a version of it.

They are asked for on the site's hosts and its declared asset hosts alone, conditionally, up to a
size and a number. A file that does not come, or in whose place a page was served, says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.record import Recorded
from archive.storage.address import is_bounded
from archive.storage.attached import File
from crawler.fetching.choice import conditions
from crawler.fetching.guard import hosts_for
from crawler.fetching.pace import NotAsked
from crawler.fetching.pipeline import count
from crawler.fetching.room import is_known
from crawler.reading.address import host_of

if TYPE_CHECKING:
    from crawler.fetching.spider import NewsSpider

A_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
START = 2048  # bytes in which a page shows what it is


class Files:
    """Looks at files in one crawl."""

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider
        settings = spider.crawler.settings
        self.left: int = settings.getint("FILES_PER_RUN")
        self.wanted: set[tuple[str, str]] = set()
        self.largest: int = settings.getint("FILE_MAXSIZE")

    def ask(self, owner: str, recorded: Recorded | None) -> None:
        """Puts the files of an article behind what waits; `owner` is the address that was asked."""
        runs = self.spider.runs
        if runs.probing or recorded is None or not recorded.article_id:
            return
        for each in runs.store.files_offered(recorded.article_id):
            self.want(owner, recorded.article_id, each)

    def want(self, owner: str, article_id: str, file: File) -> None:
        """Puts one file of an article behind what waits, once, where there is room for it."""
        wanted = article_id, file.url
        if wanted in self.wanted or self.left <= 0:
            return
        own = is_bounded(file.url) and host_of(file.url) in hosts_for(self.spider, "asset")
        if not own:
            return
        self.wanted.add(wanted)
        self.left -= 1
        headers = conditions(file.etag, file.last_modified)
        meta = {
            "kind": "asset",
            "asked_url": owner,
            "file": wanted,
            "download_maxsize": self.largest,
        }
        request = Request(
            file.url,
            self.came,
            headers=headers,
            meta=meta,
            dont_filter=True,
            errback=self.failed,
        )
        self.spider.waiting.append(request)

    def came(self, response: Response) -> None:
        """Tells the archive of bytes that came."""
        if response.meta["look"] != "ok" or not is_file(response.body):
            return
        run = self.spider.runs.of(response.meta["asked_url"])
        article_id, url = response.meta["file"]
        captured, seen_at = response.meta["captured"], response.meta["seen_at"]
        try:
            told = self.spider.runs.store.file_seen(captured.fetch_id, article_id, url, seen_at)
        except Exception as error:
            if not is_known(error):
                raise
            self.spider.runs.lost(run, url, error)
            return
        if told is not None and told.kind is not None:
            count(run, told)

    def failed(self, failure: Failure) -> None:
        """A file that did not come stands in the ledger; without a look it is an error of ours."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if "look" not in request.meta and not isinstance(failure.value, NotAsked):
            runs = self.spider.runs
            runs.lost(runs.of(request.meta["asked_url"]), request.url, failure.value)


def is_file(body: bytes) -> bool:
    """Whether bytes are a file's: many sites answer 200 and a page where a file is gone."""
    return bool(body) and A_PAGE.match(body[:START]) is None
