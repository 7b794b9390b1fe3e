"""Pages made to be misread: our reading beside trafilatura, readability-lxml and newspaper4k.

    script/prove adversarial [--each 6] [--pairs 2] [--seed 1] [--worst 10] [--json]

tests/crawler/reading/adversarial.py makes the pages from the samples' own articles, so that what
they hold is known; all readers read the same pages in the same run. Scored as
../shared/score.py does: f1 of lead and body by words in order; lines that are missing or too many;
fields (title, lead, captions, minute, author) that are wrong, ours alone, since the others look for
other fields. A page is lost where its f1 is below one half. Bars: mean f1 of ours at least .98, and
no page lost that bare trafilatura reads. Exit status 1 when one is missed.

readability-lxml and newspaper4k want older packages than the project's own: they stand in an
environment beside it (peers.txt), which the script makes, and are asked through peers.py.
"""

import argparse
import json
import logging
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import trafilatura

from tests.crawler.reading.adversarial import Made, pairs, single
from tests.crawler.reading.scoring import Row, extra, f1, missing, ours

ROOT = Path(__file__).resolve().parents[1]
PEERS = ("trafilatura", "readability-lxml", "newspaper4k")
BAR, LOST = 0.98, 0.5


def by_trafilatura(made: Made) -> str:
    return trafilatura.extract(made.html, include_comments=False) or ""


def by_peers(pages: Sequence[Made], python: Path) -> Iterator[dict[str, Any]]:
    """What the other readers find on each page, in its order."""
    asked = (json.dumps({"url": made.url, "html": made.html}) for made in pages)
    command = [python, Path(__file__).with_name("peers.py")]
    done = subprocess.run(
        command, input="\n".join(asked), stdout=subprocess.PIPE, text=True, check=True
    )
    return map(json.loads, done.stdout.splitlines())


def measured(made: Made, reader: str, found: Any = None) -> Row:
    wrong: list[str] = []
    try:
        if reader == "ours":
            text, wrong = ours(made)
        else:
            text = by_trafilatura(made) if reader == "trafilatura" else found
    except Exception as error:  # a reader's failure is its result, and is told
        text = {"error": f"{type(error).__name__}: {error}"}
    if isinstance(text, dict):
        text, wrong = "", [text["error"]]
    return {
        "page": made.name,
        "attacks": list(made.attacks),
        "reader": reader,
        "f1": round(f1(text, made.truth), 4),
        "missing": missing(text, made.truth),
        "extra": extra(text, made.truth),
        "wrong": wrong,
    }


def table(rows: Iterable[Row]) -> None:
    """Mean and worst f1, lines too many and missing, fields wrong, pages lost, by reader."""
    print(f"{'reader':17} pages  mean f1  worst  too many  missing  fields wrong  pages lost")
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["reader"]].append(row)
    for reader, part in groups.items():
        scores = [row["f1"] for row in part]
        fields = sum(len(row["wrong"]) for row in part) if reader == "ours" else "-"
        print(
            f"{reader:17} {len(part):5}  {sum(scores) / len(part):.4f}  {min(scores):.3f}"
            f"  {sum(len(row['extra']) for row in part):8}"
            f"  {sum(len(row['missing']) for row in part):7}  {fields!s:>12}"
            f"  {sum(score < LOST for score in scores):10}"
        )


def by_attack(rows: Iterable[Row]) -> None:
    """Mean f1 of each reader under each attack alone."""
    groups: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if len(row["attacks"]) < 2:
            groups["".join(row["attacks"]) or "plain"][row["reader"]].append(row["f1"])
    print(f"\n{'alone':17}" + "".join(f"{reader:>18}" for reader in ("ours", *PEERS)))
    for attack, readers in groups.items():
        means = [sum(scores) / len(scores) for scores in readers.values()]
        print(f"{attack:17}" + "".join(f"{mean:18.3f}" for mean in means))


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--each", type=int, default=6, help="pages under each attack alone")
    ask.add_argument("--pairs", type=int, default=2, help="pages under each two attacks")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--worst", type=int, default=10, help="our worst pages, to be told apart")
    ask.add_argument("--ours", action="store_true", help="leave the other readers out")
    ask.add_argument("--peers", type=Path, default=ROOT / "data/peers/bin/python")
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    logging.disable(logging.ERROR)
    pages = [*single(args.each, args.seed), *pairs(args.pairs, args.seed)]
    readers = ("ours",) if args.ours else ("ours", *PEERS)
    peers = by_peers(pages, args.peers) if not args.ours else ({} for _ in pages)
    rows = [
        measured(made, reader, found.get(reader))
        for made, found in zip(pages, peers, strict=True)
        for reader in readers
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    table(rows)
    by_attack(rows)
    mine = [row for row in rows if row["reader"] == "ours"]
    score = {(row["page"], row["reader"]): row["f1"] for row in rows}
    lost = [r["page"] for r in mine if r["f1"] < LOST <= score.get((r["page"], "trafilatura"), 0)]
    odd = [row for row in mine if row["f1"] < 1 or row["wrong"]]
    for row in sorted(odd, key=lambda row: row["f1"])[: args.worst]:
        print(f"\n{row['page']}: f1 {row['f1']}, wrong {row['wrong']}")
        print(*(f"  - {line[:110]}" for line in row["missing"][:3]), sep="\n")
        print(*(f"  + {line[:110]}" for line in row["extra"][:6]), sep="\n")
    mean = sum(row["f1"] for row in mine) / len(mine)
    print(f"\nlost though trafilatura reads them: {lost or 'none'}; mean {mean:.4f}, bar {BAR}")
    return int(mean < BAR or bool(lost))


if __name__ == "__main__":
    sys.exit(main())
