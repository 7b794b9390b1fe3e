"""Whether all rows that a seal covers are as they were, and no seal is missing.

Rows that were recorded after the last seal are not proved here.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.keeping import seals
from archive.keeping.finding import RESTORE, Finding
from archive.keeping.proofs import naming
from archive.keeping.rows import SEALED, Hashed, original, walk
from archive.keeping.seals import DIGITS, FILE, HEADS, Leaf, Seal

SHOWN = 20  # rows of one table that are named one by one
SIZE = DIGITS // 2  # bytes of a mark


@dataclass(slots=True)
class Covered:
    """The rows of a table under one seal, as they are now."""

    seal: Seal
    leaf: Leaf
    total: Any = field(default_factory=sha256)
    marks: bytearray = field(default_factory=bytearray)
    extra: Counter[str] = field(default_factory=Counter)  # marks that were not sealed
    gone: int = 0  # rows that are fewer than were sealed
    place: int = 0  # of the first row that is not the sealed one
    seen: int = 0
    beside: list[Hashed] = field(default_factory=list)  # the rows before and after that place

    def add(self, one: Hashed) -> None:
        """Takes in the next row."""
        self.total.update(bytes.fromhex(one.sha256))
        self.marks += bytes.fromhex(one.sha256[:DIGITS])

    def is_whole(self) -> bool:
        """Whether these are the rows that were sealed; if not, what differs is worked out."""
        if self.total.hexdigest() == self.leaf.sha256:
            return True
        sealed, now = _marks(bytes.fromhex(self.leaf.marks)), _marks(bytes(self.marks))
        missing, self.extra = Counter(sealed) - Counter(now), Counter(now) - Counter(sealed)
        self.gone = max(missing.total() - self.extra.total(), 0)
        pairs = enumerate(zip(sealed, now, strict=False))
        self.place = next((i for i, (a, b) in pairs if a != b), min(len(sealed), len(now)))
        return False


def check(conn: sa.Connection, data_dir: Path) -> Iterator[Finding]:
    """All that is not as it was sealed."""
    known = seals.told(conn)
    yield from _file(known, seals.read(data_dir))
    leaves = {one.number: {leaf.table_name: leaf for leaf in seals.leaves_of(conn, one.number)}
              for one in known}  # fmt: skip
    yield from _chain(known, leaves)
    for table in SEALED if known else ():
        held = [leaves[one.number].get(table.name) for one in known]
        covered = [Covered(one, leaf) for one, leaf in zip(known, held, strict=True) if leaf]
        yield from _table(conn, table, covered)
    if known and (leaf := leaves[known[-1].number].get(HEADS)):
        yield from _heads(conn, known[-1], leaf)


def _file(known: list[Seal], lines: dict[int, str]) -> Iterator[Finding]:
    held = {one.number: one for one in known}
    for number, line in lines.items():
        what = ""
        if number not in held:
            what = f"seal {number} of {FILE} is not in the database: what it covered may be cut off"
        elif line != held[number].line:
            what = f"seal {number} of the database is not the one that {FILE} tells"
        if what:
            yield Finding("seal", "seal", f"{what}: {RESTORE}", row=str(number))
    for number in sorted(held.keys() - lines.keys()):
        what = f"{FILE} lacks seal {number}: compare its root with the report of that night"
        newest = number > max(lines, default=0)  # a crash between the two; the next seal mends it
        yield Finding("seal", FILE, what, row=str(number), warning=newest)


def _chain(known: list[Seal], leaves: dict[int, dict[str, Leaf]]) -> Iterator[Finding]:
    root, last = "", 0
    for one in known:
        held = list(leaves[one.number].values())
        if seals.root(root, held, one.sealed_at, one.articles, one.versions) != one.root:
            if last and one.number != last + 1:  # where the root follows, a number alone was passed
                what = f"between the seals {last} and {one.number} one is missing: {RESTORE}"
                yield Finding("seal", "seal", what, row=str(last + 1))
            what = (
                f"the root of seal {one.number} does not follow from its time, counts and leaves "
                f"and the seal before it: one of them was changed: {RESTORE}"
            )
            yield Finding("seal", "seal", what, row=str(one.number))
        root, last = one.root, one.number


def _heads(conn: sa.Connection, last: Seal, leaf: Leaf) -> Iterator[Finding]:
    now = seals.heads(conn, last.sealed_at)
    if (now.rows, now.sha256) != (leaf.rows, leaf.sha256):
        what = (
            f"the newest versions of the {leaf.rows} articles under seal {last.number} are not "
            f"those that it tells: versions were cut off or changed: {RESTORE}"
        )
        yield Finding("seal", "version", what, row=f"seal {last.number}")


def _table(conn: sa.Connection, table: sa.Table, covered: list[Covered]) -> Iterator[Finding]:
    ends = [one.seal.sealed_at for one in covered]
    highest, late = 0, list[Hashed]()
    for one in original(conn, table, walk(conn, table)):
        place = bisect_left(ends, one.recorded_at)
        if place < len(covered):
            covered[place].add(one)
            highest = max(highest, one.key)
        elif len(late) < SHOWN:
            late.append(one)
    broken = {place: one for place, one in enumerate(covered) if not one.is_whole()}
    if not broken:
        return
    yield from _changed(conn, table, ends, broken)
    for each in broken.values():
        yield from _gone(table, each)
    for one in late:
        if one.key <= highest:
            what = (
                f"says that it was recorded after the last seal, among what that covers: {RESTORE}"
            )
            yield _row(conn, table, one, what)


def _changed(
    conn: sa.Connection, table: sa.Table, ends: list[Any], broken: dict[int, Covered]
) -> Iterator[Finding]:
    """The rows that are not among those sealed; and what stands beside those that are gone."""
    shown = 0
    for one in original(conn, table, walk(conn, table)):
        under = broken.get(bisect_left(ends, one.recorded_at))
        if under is None:
            continue
        if under.seen in (under.place - 1, under.place):
            under.beside.append(one)
        under.seen += 1
        mark = one.sha256[:DIGITS]
        if under.extra[mark] > 0 and shown < SHOWN:
            under.extra[mark] -= 1
            shown += 1
            yield _row(
                conn, table, one, f"is not as it was under seal {under.seal.number}: {RESTORE}"
            )


def _gone(table: sa.Table, under: Covered) -> Iterator[Finding]:
    if not under.gone:
        return
    before = [str(one.key) for one in under.beside[:1] if under.place]
    after = [str(one.key) for one in under.beside[1 if under.place else 0 :]]
    where = [f"after row {key}" for key in before] + [f"before row {key}" for key in after]
    stood = f"standing {' and '.join(where)}" if where else "and none of them is left"
    what = (
        f"{under.gone} of the {under.leaf.rows} rows of {table.name} under seal "
        f"{under.seal.number} {'is' if under.gone == 1 else 'are'} gone, {stood}: {RESTORE}"
    )
    yield Finding("seal", table.name, what, row=f"{''.join(before)}-{''.join(after)}")


def _row(conn: sa.Connection, table: sa.Table, one: Hashed, what: str) -> Finding:
    article = naming.article_of(conn, table.name, one.row) if one.row is not None else None
    key = f"{'' if 'id' in table.c else next(iter(table.primary_key.columns)).name + ' '}{one.key}"
    return Finding("seal", table.name, f"row {key} of {table.name} {what}", article, key)


def _marks(packed: bytes) -> list[str]:
    return [packed[i : i + SIZE].hex() for i in range(0, len(packed), SIZE)]
