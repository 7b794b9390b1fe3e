"""A paper whose pages are imported, and what its archive then holds."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive import Archive
from archive.errors import Refused
from archive.exchange.importing import Imported
from archive.record import ArticleKey, HostFacts, Reading, SiteFacts
from tests.archive.crawl import SITES, TEXT, PlainReader
from tests.mau.warcs import Warc

ROOT = "https://baosonkhe.example"

ONE, TWO = f"{ROOT}/tin-1.htm", f"{ROOT}/tin-2.htm"
AT = "2026-10-0{}T18:30:00Z".format


class PaperReader(PlainReader):
    """As a paper's: sections are no articles, and a host was another site's before."""

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        if "/muc-" in url:
            raise Refused("listing")
        return super().read(html, url, fetched_at, content_type)

    def key(self, url: str, at: datetime | None = None) -> ArticleKey | None:
        if "/van-hoa/" in url:
            return ArticleKey("baosonkhe", "path", path=url.partition(".example")[2])
        return super().key(url, at)

    def sites(self) -> tuple[SiteFacts, ...]:
        hosts = (HostFacts("baosonkhe.example", since=date(2026, 10, 1)),)
        return (replace(SITES[0], hosts=hosts), *SITES[1:])


def page(title: str = "Khai trương trung tâm", body: str = TEXT, **more: Any) -> str:
    return json.dumps({"title": title, "body": body, **more}, ensure_ascii=False)


def take(archive: Archive, *files: Warc | Path, sites: Sequence[str] = ()) -> Imported:
    paths = []
    for file in files:
        if isinstance(file, Warc):
            file.handle.flush()
        paths.append(file.path if isinstance(file, Warc) else file)
    return archive.import_(paths, sites=sites, reader=PaperReader())


def asked(archive: Archive, sql: str) -> list[Any]:
    with archive.engine.connect() as conn:
        return [tuple(row) for row in conn.execute(sa.text(sql))]


def kinds(archive: Archive, url: str = ONE) -> list[str]:
    sql = f"SELECT change FROM article_version WHERE url = '{url}' ORDER BY version_no"
    return [row[0] for row in asked(archive, sql)]


def gone(archive: Archive) -> int:
    return len(asked(archive, "SELECT url FROM current_article WHERE gone_at IS NOT NULL"))
