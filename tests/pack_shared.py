"""Packs the real pages of ../shared into a WARC file: `python tests/pack_shared.py FOLDER`.

Articles, listings and the feed stand under their own addresses, the seeds' pages under
`https://bao.example/<name>.html`. Beside `pages.warc.gz` stand lists of the articles' addresses,
`<site>.urls` for each declared site and `any.urls` for the others, for `scrapy crawl -a urls=`.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SHARED = Path(__file__).resolve().parents[2] / "shared"
DECLARED = ("baochinhphu", "baocantho", "baolaocai")
FEEDS = {"baochinhphu": ("https://baochinhphu.vn/kinh-te.rss", "2026-09-06")}
SEEDS_SAVED = "2026-03-10"  # the seeds do not say when they were saved


@dataclass(frozen=True)
class Page:
    """One saved page: its address, its file, the day it was saved on, and what it ought to give."""

    site: str
    kind: str
    url: str
    file: Path
    saved: str
    gold: dict[str, Any]


def pages(shared: Path = SHARED) -> Iterator[Page]:
    """All saved pages: articles (with their gold), listings, the feed, the seeds."""
    for gold_file in sorted(shared.glob("pages/*/gold.json")):
        folder, gold = gold_file.parent, json.loads(gold_file.read_text(encoding="utf-8"))
        saved = gold["saved_about"]
        yield Page(folder.name, "article", gold["url"], folder / "article.html", saved, gold)
        if (folder / "listing.json").exists():
            listing = json.loads((folder / "listing.json").read_text(encoding="utf-8"))
            file = folder / listing["file"]
            yield Page(folder.name, "listing", listing["url"], file, saved, {})
        if folder.name in FEEDS:
            url, day = FEEDS[folder.name]
            yield Page(folder.name, "feed", url, folder / "feed.xml", day, {})
    seeds = shared / "seeds" / "html"
    for name, gold in json.loads((seeds / "gold.json").read_text(encoding="utf-8")).items():
        url = f"https://bao.example/{name}.html"
        yield Page("bao.example", "article", url, seeds / gold["file"], SEEDS_SAVED, gold)


def pack(folder: Path, shared: Path = SHARED) -> dict[str, Path]:
    """Packs all pages into `folder`; returns the lists of addresses by site (and `any`)."""
    folder.mkdir(parents=True, exist_ok=True)
    lists: dict[str, list[str]] = {}
    with (folder / "pages.warc.gz").open("wb") as handle:
        writer = WARCWriter(handle, gzip=True, warc_version="1.1")
        for page in pages(shared):
            write(writer, page)
            if page.kind == "article":
                lists.setdefault(page.site if page.site in DECLARED else "any", []).append(page.url)
    for name, urls in lists.items():
        (folder / f"{name}.urls").write_text("\n".join(urls) + "\n")
    return {name: folder / f"{name}.urls" for name in lists}


def write(writer: WARCWriter, page: Page) -> None:
    """One response record, dated to noon of the day on which the page was saved."""
    body = page.file.read_bytes()
    kind = "application/rss+xml" if page.kind == "feed" else "text/html; charset=utf-8"
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    made = writer.create_warc_record(
        page.url,
        "response",
        payload=BytesIO(body),
        http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"{page.saved}T05:00:00Z"},
    )
    writer.write_record(made)
    made.raw_stream.close()  # warcio puts a temporary file in its place


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is not here: there is nothing to pack")
    for each in pack(Path(sys.argv[1])).values():
        print(each)
