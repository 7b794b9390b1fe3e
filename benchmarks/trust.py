"""What the second opinion costs a crawl: one declared page in ten is read by trafilatura as well.

    python -m benchmarks.trust [--rounds 15] [--json]

Pages: those of ../shared where it is present, else the saved cases of tests/sites, as far as a
declared layout reads them. The bar: a declared reading and a tenth of a second opinion take 0.6 of
bare trafilatura's processor time on the same pages in the same run, in the mean. Exit status 1 when
it is missed.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import trafilatura

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
BAR = 0.6


def spent(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The least processor time of each work in milliseconds, what else runs not counted: they take
    turns, so that a machine that is slower for a while is so for all of them.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds + 1):
        for work, own in zip(works, times, strict=True):
            started = time.process_time()
            work()
            own.append((time.process_time() - started) * 1000)
    return [min(own[1:]) for own in times]


def measure(rounds: int) -> list[dict[str, object]]:
    from benchmarks.reading import pages
    from crawler.reading.trust import ONE_IN, compared
    from crawler.sites import read

    rows: list[dict[str, object]] = []
    for name, url, html in pages():
        reading = read(html, url)
        if reading.layout == "generic":
            continue
        ours, second, bare = spent(
            rounds,
            partial(read, html, url),
            partial(compared, reading, html),
            partial(trafilatura.bare_extraction, html),
        )
        row = {"page": name, "ours_ms": ours, "second_ms": second, "trafilatura_ms": bare}
        share = compared(reading, html).agreement
        rows.append({**row, "mean_ms": ours + second / ONE_IN, "agreement": share})
    return rows


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rounds", type=int, default=15)
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    rows = measure(args.rounds)
    if args.json:
        print(json.dumps(rows, indent=1))
    mean = statistics.mean(float(str(row["mean_ms"])) for row in rows)
    bare = statistics.mean(float(str(row["trafilatura_ms"])) for row in rows)
    agreed = min(float(str(row["agreement"])) for row in rows)
    print(
        f"{len(rows)} declared pages: {mean:.1f} ms a page with one second opinion in ten, "
        f"trafilatura {bare:.1f} ms, ratio {mean / bare:.2f} (bar {BAR}); "
        f"least agreement {agreed:.2f}",
        file=sys.stderr,
    )
    return int(mean > BAR * bare)


if __name__ == "__main__":
    sys.exit(main())
