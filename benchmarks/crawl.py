"""A whole replayed crawl, timed: articles a second, where the time goes, and how memory grows.

`python -m benchmarks.crawl [ARTICLES]` (default 2,000) writes so many made-up articles in the
markup of Báo Chính phủ into a WARC file (gzipped bodies, as servers send them), replays them into a
new SQLite archive in one process and prints the figures. With 10,000 and more it compares the
memory after 10,000 pages with that after 1,000; both lines are what the project promises: 60
articles a second on one core, and 60 MB.
"""

import gzip
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).resolve().parents[1]
SYLLABLES = [
    first + rest
    for first in (
        "b",
        "ch",
        "d",
        "gi",
        "h",
        "kh",
        "l",
        "m",
        "ng",
        "nh",
        "ph",
        "qu",
        "t",
        "th",
        "tr",
        "x",
    )
    for rest in ("an", "ương", "iệt", "ông", "à", "ội", "ực", "uyền", "ấp", "ính", "ạo", "ưng")
]
WIDGET = '<li class="itemWeather"><span>{0}</span><i>{1}°C</i></li>'
MOST_GROWTH = 60  # MB, from 1,000 articles to 10,000
PARTS = ("download", "warc", "capture", "read", "record")


def page(number: int) -> bytes:
    """An article of about 600 words among the furniture of a real page (about 60 KB)."""
    rng = random.Random(number)
    sentence = lambda: " ".join(rng.choices(SYLLABLES, k=24)).capitalize() + "."  # noqa: E731
    body = "".join(f"<p>{sentence()} {sentence()}</p>" for _ in range(13))
    weather = "".join(WIDGET.format(sentence(), rng.randint(9, 39)) for _ in range(65))
    links = "".join(
        f'<div class="box"><a href="/tin-{n}-10226030109{n:06d}.htm">{sentence()}</a></div>'
        for n in range(120)
    )
    return (
        f"<!DOCTYPE html><html><head><title>{sentence()}</title><meta charset=utf-8>"
        '<meta property="article:published_time" content="2026-03-01T09:51:00+07:00"></head><body>'
        f"<ul>{weather}</ul><h1 data-role='title'>{sentence()}</h1>"
        f"<h2 data-role='sapo'>(Chinhphu.vn) - {sentence()}</h2>"
        f"<div class='detail-content afcbc-body' data-role='content'>{body}</div>{links}"
        "</body></html>"
    ).encode()


def write(folder: Path, articles: int) -> None:
    """The WARC file of the articles, and the list of their addresses."""
    urls = [f"https://baochinhphu.vn/bai-{n}-10226030109{n:06d}.htm" for n in range(articles)]
    (folder / "urls.txt").write_text("\n".join(urls))
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
    with (folder / "pages.warc.gz").open("wb") as handle:
        writer = WARCWriter(handle, gzip=True)
        for number, url in enumerate(urls):
            body = gzip.compress(page(number), 6, mtime=0)
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            )
            writer.write_record(record)


class Watch:
    """Sums the time spent in parts of the crawl, and notes memory as articles come through."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(PARTS, 0.0)
        self.articles = 0
        self.memory: dict[int, float] = {}
        self.began = self.ended = 0.0

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time added to a part."""

        def run(*args: Any, **kwargs: Any) -> Any:
            """The function, timed."""
            begin = time.perf_counter()
            self.began = self.began or begin
            try:
                return function(*args, **kwargs)
            finally:
                self.ended = time.perf_counter()
                self.seconds[part] += self.ended - begin
                if part == "record":
                    self.note_article()

        return run

    def note_article(self) -> None:
        """Counts an article; notes the memory held after 1,000 and 10,000."""
        self.articles += 1
        if self.articles in (1000, 10_000):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.memory[self.articles] = pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def crawl(folder: Path) -> None:
    """The crawl, timed, in this process; prints the figures as JSON."""
    from scrapy import cmdline

    from archive.storage.store import Store
    from archive.storage.warc import Writer
    from crawler.fetching.recordings import Recordings
    from crawler.fetching.spider import NewsSpider

    watch = Watch()
    for owner, name, part in (
        (Recordings, "find", "download"),
        (Writer, "write", "warc"),
        (Store, "capture", "capture"),
        (NewsSpider, "reading_of", "read"),
        (Store, "record", "record"),
    ):
        setattr(owner, name, watch.timed(part, getattr(owner, name)))
    words = [f"-sREPLAY={folder / 'pages.warc.gz'}", "-a", f"urls={folder / 'urls.txt'}"]
    sys.argv = ["scrapy", "crawl", "baochinhphu", *words]
    try:
        cmdline.execute()
    except SystemExit:
        print(json.dumps({**vars(watch), "all": watch.ended - watch.began}))


def main(articles: int) -> int:
    """Writes the pages, crawls them in a process of its own, prints what it took."""
    from archive.storage.upgrade import upgrade

    with tempfile.TemporaryDirectory(prefix="egov-crawl-") as name:
        folder = Path(name)
        write(folder, articles)
        url = f"sqlite:///{folder / 'archive.db'}"
        upgrade(url, folder)
        env = {**os.environ, "ARCHIVE_DATABASE_URL": url, "ARCHIVE_DATA_DIR": name}
        command = [sys.executable, "-m", "benchmarks.crawl", "--in", name]
        ended = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    figures = json.loads(ended.stdout.splitlines()[-1])
    return show(figures, articles)


def peer(pages: int = 60) -> float:
    """Median seconds in which trafilatura alone reads one of the pages: the yardstick of the run,
    since machines differ and this one is shared.
    """
    from trafilatura import extract

    taken = []
    for number in range(pages):
        text = page(number).decode()
        begin = time.perf_counter()
        extract(text, include_comments=False)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def show(figures: dict[str, Any], articles: int) -> int:
    """Prints the figures; 1 where an article was lost or memory grew beyond its bound."""
    done, whole = figures["articles"], figures["all"]
    figures["seconds"]["capture"] -= figures["seconds"]["warc"]  # which is part of it
    print(f"{done} articles in {whole:.1f} s: {done / whole:.1f} a second (aim: 60 on one core)")
    for part in PARTS:
        print(f"  {part:<9} {1000 * figures['seconds'][part] / done:6.2f} ms an article")
    rest = whole - sum(figures["seconds"].values())
    print(f"  {'scrapy':<9} {1000 * rest / done:6.2f} ms an article (engine, middlewares)")
    alone = peer()
    print(f"  {1000 * alone:.2f} ms: trafilatura alone, reading one of these pages in memory")
    print(f"  {whole / done / alone:.2f} of that is what the whole crawl takes for an article")
    for number, memory in figures["memory"].items():
        print(f"  {memory:.0f} MB held after {int(number):,} articles")
    held = list(figures["memory"].values())
    grown = held[-1] - held[0] if held else 0
    if len(held) > 1:
        print(f"  {grown:.0f} MB more (bound: {MOST_GROWTH})")
    return 0 if done == articles and grown <= MOST_GROWTH else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        crawl(Path(sys.argv[2]))
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 2000))
