"""How long a page takes to read, beside bare trafilatura on the same pages in the same run.

    python benchmarks/reading.py [--rounds 9] [--json]

Pages: those of ../shared where it is present, else the saved cases in tests/sites. A declared page
is one that a declared layout reads; the bars are 0.6 (declared) and 1.5 (generic) of trafilatura's
time, as medians over the pages of each kind. Exit status 1 when a bar is missed.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
BARS = {"declared": 0.6, "generic": 1.5}


def pages() -> Iterator[tuple[str, str, bytes]]:
    """Name, URL and bytes of each page."""
    shared = ROOT.parent / "shared"
    for gold in sorted(shared.glob("pages/*/gold.json")):
        url = json.loads(gold.read_text())["url"]
        yield gold.parent.name, url, (gold.parent / "article.html").read_bytes()
    for path in sorted(shared.glob("seeds/html/*.html")):
        yield path.stem, f"https://bao.example/{path.stem}.html", path.read_bytes()
    if not shared.is_dir():
        for page in sorted(ROOT.glob("tests/sites/*/*/page.html")):
            meta = json.loads(page.with_name("meta.json").read_text())
            if page.with_name("expected.json").exists():
                yield (
                    f"{page.parent.parent.name}/{page.parent.name}",
                    meta["url"],
                    page.read_bytes(),
                )


def median(work: Callable[[], object], rounds: int) -> float:
    """The median of some rounds in milliseconds, after one that warms up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measure(rounds: int) -> list[dict[str, object]]:
    from crawler.sites import read

    rows: list[dict[str, object]] = []
    for name, url, html in pages():
        kind = "generic" if read(html, url).layout == "generic" else "declared"
        bare = median(lambda html=html: trafilatura.bare_extraction(html), rounds)
        ours = median(lambda html=html, url=url: read(html, url), rounds)
        rows.append({"page": name, "kind": kind, "trafilatura_ms": bare, "ours_ms": ours})
    return rows


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rounds", type=int, default=9)
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    rows = measure(args.rounds)
    if args.json:
        print(json.dumps(rows, indent=1))
    missed = False
    for kind, bar in BARS.items():
        part = [row for row in rows if row["kind"] == kind]
        if not part:
            continue
        bare = statistics.median(float(str(row["trafilatura_ms"])) for row in part)
        ours = statistics.median(float(str(row["ours_ms"])) for row in part)
        missed |= ours > bar * bare
        print(
            f"{kind:9} {len(part):2} pages: {ours:5.1f} ms a page, trafilatura {bare:5.1f} ms,"
            f" ratio {ours / bare:.2f} (bar {bar})",
            file=sys.stderr,
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
