"""What rotates around 200 generated articles: `python -m tests.proofs.furniture [ARTICLES …]`.

A site of nameless divs is replayed over nights (ARTICLES are the new ones of each), on both
databases: weather, rates, a counter, a promotion and other articles' headlines, drawn anew for each
page and night, most of which the layout and the general rules leave. After each night furniture is
learned, as the nightly job does. Prints for each night the lines of noise that are kept with
furniture off and on, in new articles, in looks at older ones and in all that the archive shows, the
lines of text that are lost, versions, and the pieces with their evidence. Exit status 1 unless from
the second night on no noise is kept, no text is lost and no version made but by an edit.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benxuan.played import EDITED, EDITED_FROM, Figures, Played
from tests.crawl import Crawls, ready
from tests.proofs.databases import databases

NIGHTS = (60, 35, 35, 35, 35)


def prove(name: str, url: str, folder: Path, nights: Sequence[int], crawls: Crawls) -> bool:
    """Plays the nights into one database; whether all is as it must be."""
    print(f"\n{name}: {sum(nights)} articles over {len(nights)} nights", flush=True)
    head = "noise off", "new", "looks", "shown", "text lost", "versions", "number", "seconds"
    print("  night " + "".join(f"{word:>12}" for word in head))
    played, right = Played(url, folder, crawls, nights), True
    for night in range(1, len(nights) + 1):
        right = tell(played, night) and right
    for one in played.pieces():
        told = one.evidence
        print(f"  {one.id} {one.piece.kind:7} {one.piece.place}  {one.piece.text}")
        print(f"    {told['articles']} of {told['of']} articles, {told['stories']} stories,"
              f" number {one.number}; {' | '.join(told['shows'][:2])}")  # fmt: skip
    return right and set(played.statuses) == {0}


def tell(played: Played, night: int) -> bool:
    """Plays one night and prints its line; whether it is as it must be."""
    began = time.perf_counter()
    told, bare = played.play(night), played.bare(night)
    articles, versions = told.versions
    new, old, shown = told.new, told.old, told.shown
    figures = (
        *(f"{one.noise}/{one.of}" for one in (bare, new, old, shown)),
        *(new.text + old.text + shown.text, f"{versions}/{articles}"),
        max((one.number for one in played.pieces()), default=0),
        round(time.perf_counter() - began),
    )
    print(f"  {night:5} " + "".join(f"{figure:>12}" for figure in figures), flush=True)
    for line in (*told.failed, *_examples("kept", shown), *_examples("lost", new, old, shown)):
        print(f"    {line}")
    clean = night == 1 or not (new.noise or old.noise)
    exact = versions == articles + (EDITED if night >= EDITED_FROM else 0)
    whole = not (bare.text or new.text or old.text or shown.text or shown.noise)
    return clean and exact and whole and not told.failed


def _examples(what: str, *some: Figures) -> list[str]:
    return [f"{what}: {line}" for one in some for line in getattr(one, what)][:5]


def main() -> None:
    """Proves it on both databases."""
    nights = [int(word) for word in sys.argv[1:]] or NIGHTS
    right = True
    with tempfile.TemporaryDirectory() as folder, ready() as crawls:
        for name, url in databases(Path(folder)):
            right = prove(name, url, Path(folder) / name, nights, crawls) and right
    print("\nall is as it must be" if right else "\nNOT as it must be")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
