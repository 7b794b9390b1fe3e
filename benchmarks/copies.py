"""How well the same text is found again, beside MinHash LSH (datasketch) in the same run.

    python -m benchmarks.copies [--distractors 20000] [--seed 1] [--json]

Sixty written articles (`texts/`), nineteen edits of each (`edits`) and 200 filled-in forms, which
the archive itself records in random order, among generated reports on the same matters (`press`),
which it holds before.

Per kind of edit: whether the archive's sketch finds the article for the edited text (candidate),
and whether it links the two as the same text (same); beside it what LSH with 32 bands of 4 rows
finds, and what its estimate of Jaccard >= .6 calls the same. Which kinds are the same text follows
from the archive's rule (see `edits`).

The bars: candidates .998, precision of `same` .99, its recall .95 over the kinds that are the same
text; no two forms in one story, no round-up in a story of two articles. Exit status 1 where one is
missed.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from datasketch import MinHash, MinHashLSH

from archive.storage import copies, sharing
from archive.storage.engine import begin_read, connect
from archive.storage.settling import settle
from archive.storage.store import Store
from archive.storage.upgrade import upgrade
from archive.text import sketch
from benchmarks.edits import KINDS
from benchmarks.pieces import SITES, START, Piece, hold, pieces, record

BARS = {"candidates": 0.998, "precision": 0.99, "recall": 0.95}


@dataclass(slots=True)
class Found:
    """What a method found, by the texts' numbers."""

    candidates: dict[int, set[int]]
    same: set[tuple[int, int]]  # the smaller number first


def ours(store: Store, some: Sequence[Piece]) -> Found:
    """The archive's candidates for the edited texts, and all its links."""
    with begin_read(store.engine) as conn:
        rows = conn.execute(
            sa.text("SELECT v.id, a.key FROM version v JOIN article a ON a.id = v.article_id")
        )
        number = {version: int(key) for version, key in rows}
        version = {own: one for one, own in number.items()}
        found = {}
        for piece in edited(some):
            hashes = sketch.sketch(piece.windows)
            held = sharing.candidates(conn, version[piece.number], hashes)
            worth = copies.worth_a_look(conn, version[piece.number], held, len(hashes))
            found[piece.number] = {number[one.version_id] for one in worth}
        links = conn.execute(
            sa.text("SELECT version_a, version_b FROM copy_link WHERE relation = 'same'")
        )
        return Found(found, {_pair(number[a], number[b]) for a, b in links})


def lsh(some: Sequence[Piece]) -> Found:
    """What MinHash LSH finds: 128 hashes, 32 bands of 4 rows, Jaccard by its own estimate."""
    index = MinHashLSH(num_perm=128, params=(32, 4))
    made: dict[int, MinHash] = {}
    for piece in some:
        own = made[piece.number] = MinHash(num_perm=128)
        own.update_batch([one.to_bytes(8, "big") for one in piece.windows])
        index.insert(piece.number, own)
    found = {one.number: set(index.query(made[one.number])) - {one.number} for one in edited(some)}
    same = {
        _pair(one, other)
        for one, others in found.items()
        for other in others
        if made[one].jaccard(made[other]) >= 0.6
    }
    return Found(found, same)


def edited(some: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in some if piece.kind in KINDS]


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def score(some: Sequence[Piece], found: Found) -> dict[str, Any]:
    """Figures by kind, and over all."""
    origins = {piece.origin: piece.number for piece in some if piece.kind == "origin"}
    kinds: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for piece in edited(some):
        origin = origins[piece.origin]
        is_same = _pair(piece.number, origin) in found.same
        kinds[piece.kind].append((origin in found.candidates[piece.number], is_same))
    strangers = linked_strangers(some, found)
    false = Counter(piece.kind for pair in strangers for piece in pair)
    rows = {
        kind: {
            "same": KINDS[kind][1],
            "candidates": statistics.mean(c for c, _ in held),
            "linked": statistics.mean(s for _, s in held),
            "false": false[kind] + (sum(s for _, s in held) if kind.startswith("kept") else 0),
        }
        for kind, held in ((kind, kinds[kind]) for kind in KINDS)
    }
    right = sum(s for kind in KINDS if KINDS[kind][1] for _, s in kinds[kind])
    # of what is no stranger: links of round-ups are among those between strangers
    wrong = len(strangers) + sum(s for kind in ("kept 60 %", "kept 30 %") for _, s in kinds[kind])
    wanted = sum(len(kinds[kind]) for kind in KINDS if KINDS[kind][1])
    return {
        "kinds": rows,
        "candidates": statistics.mean(c for held in kinds.values() for c, _ in held),
        "candidates_same": statistics.mean(
            c for kind, held in kinds.items() if KINDS[kind][1] for c, _ in held
        ),
        "precision": right / (right + wrong) if right else 0.0,
        "recall": right / wanted,
        "strangers": len(strangers),
        "reports_false": false["report"],
        "forms_false": false["form"],
    }


def linked_strangers(some: Sequence[Piece], found: Found) -> list[tuple[Piece, Piece]]:
    """Texts of two families that are called the same."""
    by_number = {piece.number: piece for piece in some}
    pairs = [(by_number[one], by_number[other]) for one, other in found.same]
    return [(one, other) for one, other in pairs if one.family != other.family]


def stories(store: Store, some: Sequence[Piece]) -> dict[str, int]:
    """How many stories there are, and how many hold what does not belong together."""
    settle(store.engine, START)
    kinds = {piece.number: piece for piece in some}
    held: defaultdict[str, list[Piece]] = defaultdict(list)
    with begin_read(store.engine) as conn:
        rows = conn.execute(
            sa.text(
                "SELECT c.story_id, a.key FROM story_copy_state c JOIN article a"
                " ON a.id = c.article_id"
            )
        )
        for story, key in rows:
            held[story].append(kinds[int(key)])
    return {
        "stories": len(held),
        "of_two_families": sum(len({one.family for one in own}) > 1 for own in held.values()),
        "with_forms": sum(any(one.kind == "form" for one in own) for own in held.values()),
    }


def measure(folder: Path, distractors: int, seed: int) -> dict[str, Any]:
    some = pieces(distractors, seed)
    print(f"{len(some):,} texts; the archive takes them in", file=sys.stderr)
    url = f"sqlite:///{folder / 'archive.db'}"
    upgrade(url, folder)
    with closing(Store(connect(url), folder)) as store:
        store.declare(SITES)
        hold(store, [piece for piece in some if piece.kind == "report"])
        times = record(store, [piece for piece in some if piece.kind != "report"])
        own = score(some, ours(store, some))
        told = stories(store, some)
        rows = statistics.mean(len(sketch.sketch(piece.windows)) for piece in some)
    print("MinHash LSH", file=sys.stderr)
    peer = score(some, lsh(some))
    cuts = statistics.quantiles(times, n=100)
    report = {
        "texts": len(some),
        "rows_a_text": rows,
        "look_for_ms": {"p50": statistics.median(times), "p95": cuts[94]},
        "archive": own,
        "lsh": peer,
        **told,
    }
    report["ok"] = all(own[name] >= bar for name, bar in BARS.items()) and not (
        told["of_two_families"] or told["with_forms"]
    )
    return report


def show(report: dict[str, Any]) -> None:
    own, peer = report["archive"], report["lsh"]
    print(f"{'kind':22}{'same?':>6} | {'cand.':>6}{'linked':>7}{'false':>6} |", end="")
    print(f"{'LSH cand.':>10}{'same':>6}{'false':>6}")
    for kind, row in own["kinds"].items():
        other = peer["kinds"][kind]
        print(
            f"{kind:22}{'yes' if row['same'] else 'no':>6} |"
            f" {row['candidates']:6.3f}{row['linked']:7.3f}{row['false']:6} |"
            f"{other['candidates']:10.3f}{other['linked']:6.3f}{other['false']:6}"
        )
    for name, bar in (*BARS.items(), ("candidates_same", None)):
        told = f"(bar {bar})" if bar else "over the kinds that are the same"
        print(f"{name:16} archive {own[name]:.4f}, LSH {peer[name]:.4f} {told}")
    print(
        f"links between strangers: archive {own['strangers']}, LSH {peer['strangers']}; with forms"
        f" {own['forms_false']}; stories {report['stories']}, of two articles"
        f" {report['of_two_families']}, with forms {report['with_forms']}"
    )
    print(
        f"{report['texts']:,} texts, {report['rows_a_text']:.1f} rows a text; looking for a new one"
        f" p50 {report['look_for_ms']['p50']:.1f} ms, p95 {report['look_for_ms']['p95']:.1f} ms"
    )
    print("ok" if report["ok"] else "MISSED")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--distractors", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="egov-copies-") as name:
        report = measure(Path(name), args.distractors, args.seed)
    print(json.dumps(report, indent=2)) if args.json else show(report)
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
