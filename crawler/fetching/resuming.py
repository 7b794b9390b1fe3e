"""A run goes on with those that were broken off: their looks get a meaning, their files come."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.errors import NotFound, PageLost
from archive.storage import leftover
from archive.storage.leftover import LeftFile, LeftLook
from crawler.fetching.guard import OffSite, checked
from crawler.fetching.pipeline import count

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun
    from crawler.fetching.looks import Looks


class Resuming:
    """What the runs of one crawl take over."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.runs = looks.runs

    def meanings(self, run: SiteRun) -> None:
        """Gives their meaning to looks that brought no page: unchanged and missing articles."""
        for left in leftover.looks(self.runs.store.engine, run.site):
            try:
                self.meaning(run, left)
            except NotFound as error:
                reason = "not-held", str(error)
                self.runs.store.refuse(left.fetch_id, *reason, left.seen_at)

    def meaning(self, run: SiteRun, left: LeftLook) -> None:
        """What one look means, as if it had just been taken."""
        store = self.runs.store
        tell = store.unchanged if left.outcome == "not-modified" else store.missing
        count(run, tell(left.fetch_id, left.asked, left.seen_at))

    def home(self, run: SiteRun, fetch_id: int, url: str) -> str | None:
        """The address of an article that led to a site's front page; None where that was asked."""
        asked = leftover.asked(self.runs.store.engine, fetch_id)
        return asked if urlsplit(asked).path != urlsplit(url).path else None

    def redirects(self, run: SiteRun) -> None:
        """Redirects of known articles that were kept are followed, and not asked for again."""
        spider = self.looks.spider
        for left in leftover.redirects(self.runs.store.engine, run.site, self.runs.clock()):
            try:
                checked(left.url)
            except OffSite as error:
                run.note(f"{left.asked} leads nowhere: {error}")
                continue
            request = self.looks.request(left.asked)
            way = {"redirect_urls": [left.asked], "redirect_times": 1}
            spider.waiting.append(request.replace(url=left.url, meta={**request.meta, **way}))

    def files(self, run: SiteRun) -> None:
        """Files that were kept are told of; those that nobody asked for are asked for."""
        for left in leftover.files(self.runs.store.engine, run.site, self.runs.clock()):
            if left.fetch_id is None:
                self.looks.files.want(left.owner, left.article_id, left.file)
            else:
                self.told(run, left)

    def told(self, run: SiteRun, left: LeftFile) -> None:
        """Tells of a file that was kept, unless a page came in its place."""
        from crawler.fetching.files import is_file

        assert left.fetch_id is not None
        assert left.seen_at is not None
        store = self.runs.store
        try:
            body = store.page_bytes(left.sha256)
        except PageLost as error:
            run.note(str(error))
            return
        if is_file(body):
            found = store.file_seen(left.fetch_id, left.article_id, left.file.url, left.seen_at)
            if found is not None and found.kind is not None:
                count(run, found)
