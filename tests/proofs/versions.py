"""500 articles over 30 nights with a known truth: `python -m tests.proofs.versions [ARTICLES]`.

Noise, every kind of edit, reverts, removals, returns, late captures, reused and moved addresses,
files by their bytes, an outage, a change of the reader and one of the layout in the middle, handed
over to an archive on each database as a crawl does. Prints, by kind, how many versions there are in
truth and in the archive, how many are false and how many are missed. Exit status 1 unless all is
exactly the truth, numbers, beginnings, returns and removals included, and a rebuild gives the same.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from archive.storage.engine import connect
from archive.storage.store import Store
from tests.archive.crawl import Crawl
from tests.archive.histories import HistoryReader, Night
from tests.archive.publisher import Event, World
from tests.archive.truths import Truth, truths
from tests.proofs.databases import databases

KINDS = ("first", "substantive", "headline", "media", "metadata", "reverted")
STATE = """SELECT a.article_id, a.title, s.last_seen_at, s.gone_at FROM current_article a
JOIN article ON article.public_id = a.article_id
JOIN article_state s ON s.article_id = article.id"""
VERSIONS = """SELECT kind, seen_at, reverted_to FROM version_state
JOIN article ON article.id = version_state.article_id
WHERE article.public_id = :name ORDER BY number"""
Key = tuple[str, str, str]


def answers(crawl: Crawl) -> dict[str, Truth]:
    """What the archive says of each article, by the title that it shows now."""
    found = {}
    for name, title, last_seen_at, gone_at in crawl.rows(STATE):
        rows = crawl.rows(VERSIONS, name=name)
        kinds, starts, back = ([row[place] for row in rows] for place in range(3))
        found[title] = Truth(kinds, starts, back, last_seen_at, gone_at, title)
    return found


def rows(of: Truth) -> Counter[Key]:
    """A truth's versions: kind, beginning and what was gone back to."""
    return Counter(
        (kind, at(start), str(back))
        for kind, start, back in zip(of.kinds, of.starts, of.reverted_to, strict=True)
    )


def at(time_: object) -> str:
    """A time as SQLite and PostgreSQL both tell it."""
    return str(time_).replace("T", " ").removesuffix("Z").removesuffix("+00:00")[:19]


def told(name: str, events: Sequence[Event], crawl: Crawl) -> bool:
    """Prints the table of one database; whether all is as it was."""
    wanted, found = {one.title: one for one in truths(events).values()}, answers(crawl)
    real: Counter[str] = Counter()
    held: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    gone = others = 0
    for title in wanted.keys() | found.keys():
        one, other = wanted.get(title), found.get(title)
        a, b = rows(one) if one else Counter(), rows(other) if other else Counter()
        for into, some in ((real, a), (held, b), (false, b - a), (missed, a - b)):
            into.update(key[0] for key in some.elements())
        gone += one is not None and one.gone_at is not None
        others += not (one and other and ends(one) == ends(other) and one.kinds == other.kinds)
    print(f"  {'versions':14} {'truth':>7} {'archive':>8} {'false':>6} {'missed':>7}")
    for kind in KINDS:
        print(f"  {kind:14} {real[kind]:7} {held[kind]:8} {false[kind]:6} {missed[kind]:7}")
    every = [sum(some.values()) for some in (real, held, false, missed)]
    print("  {:14} {:7} {:8} {:6} {:7}".format("all", *every))
    print(f"  articles {len(found)} of {len(wanted)}; gone {gone}; said otherwise of {others}")
    before = crawl.state()
    crawl.store.rebuild()
    same = crawl.state() == before
    print(f"  a rebuild of the state gives the same: {same}", flush=True)
    return same and not others and not every[2] and not every[3] and len(found) == len(wanted)


def ends(of: Truth) -> tuple[str, str]:
    """When an article was seen last, and since when it is gone."""
    return at(of.last_seen_at), at(of.gone_at)


def world(articles: int) -> World:
    """The nights that are handed over."""
    return World(2026, articles, nights=30, late=0.15, outage=17, visits=(0, 0, 1, 1))


def described(events: Sequence[Event]) -> str:
    """What happens in them, counted."""
    answers = Counter(event.answer for event in events)
    newest: dict[int, Event] = {}
    late = 0
    for event in events:
        before = newest.setdefault(event.article, event)
        late += event.at < before.at
        newest[event.article] = max(before, event, key=lambda one: one.at)
    moves = sum(bool(event.moved_from or event.canonical) for event in events)
    reused = sum(event.opens for event in events)
    looks = ", ".join(f"{name} {count}" for name, count in answers.most_common())
    return f"{len(events)} looks ({looks}); {late} late, {moves} moves, {reused} reused addresses"


def prove(name: str, url: str, folder: Path, articles: int) -> bool:
    """Hands the nights over to an archive; the reader changes after two fifths of the looks."""
    nights = world(articles)
    events = nights.events()
    print(f"\n{name}: {articles} articles, 30 nights, {described(events)}", flush=True)
    began = time.perf_counter()
    store = Store(connect(url), folder / "data", HistoryReader("r-1", nights.new_layout_at))
    night, crawl = Night(store, nights.seed), Crawl(store)
    try:
        for number, event in enumerate(events):
            if number == len(events) * 2 // 5:
                store.reader = HistoryReader("r-2", nights.new_layout_at)
            night.hand_over(event)
        night.close()
        print(f"  handed over in {time.perf_counter() - began:.0f} s", flush=True)
        return told(name, events, crawl)
    finally:
        store.close()


def main() -> None:
    """Proves it on both databases."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    only = sys.argv[2:]
    right = True
    with tempfile.TemporaryDirectory() as folder:
        for name, url in databases(Path(folder)):
            if not only or name in only:
                right = prove(name, url, Path(folder) / name, articles) and right
    print("\n0 false versions, 0 missed" if right else "\nNOT the truth")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
