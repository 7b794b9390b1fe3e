"""What lies in the WARC files of an archive, by three readings: ours, warcio's, the rows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator

from archive.storage.engine import connect
from archive.storage.recovery import members
from archive.storage.warc import fields

LOOKS = ("response", "revisit")


@dataclass
class Records:
    """What was found: how many there are, and what is wrong, in sentences."""

    files: int = 0
    looks: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)


def captured(data_dir: Path, site: str) -> set[tuple[str, str]]:
    """Address and time (to the second) of all whole records of looks at a site, and of the looks
    in its spool.
    """
    found = set(spooled(data_dir, site))  # first: what leaves it is in a file of pages by then
    for path in sorted((data_dir / "warc" / site).glob("*/*.warc.gz")):
        with path.open("rb") as file:
            for _, _, record in members(file, 0):
                _, named, _ = fields(record)
                if named.get("warc-type") in LOOKS:
                    found.add((named["warc-target-uri"], named["warc-date"][:19]))
    return found


def spooled(data_dir: Path, site: str) -> Iterator[tuple[str, str]]:
    """Address and time of the looks in whole lines that wait in the spool."""
    for path in (data_dir / "spool").glob(f"{site}-*.jsonl"):
        try:
            lines = path.read_bytes().split(b"\n")[1:-1]
        except FileNotFoundError:  # stored just now
            continue
        for fact in map(json.loads, lines):
            if fact["fact"] == "look":
                yield fact["url"], fact["requested_at"][:19]


def checked(url: str, data_dir: Path) -> Records:
    """Every file read whole in both ways, each record of a look with one row, each row with one."""
    found = Records()
    rows = dict(by_place(url))
    found.rows = len(rows)
    for path in sorted((data_dir / "warc").glob("*/*/*.warc.gz")):
        found.files += 1
        name = str(path.relative_to(data_dir))
        own = own_walk(path, found)
        theirs = other_walk(path)
        if theirs != len(own):
            found.wrong.append(f"{name}: {len(own)} records by our walk, {theirs} by warcio's")
        for offset, (kind, digest) in own.items():
            if kind not in LOOKS:
                continue
            found.looks += 1
            told = rows.pop((name, offset), None)
            if told is None:
                found.wrong.append(f"{name}: no row for the record at {offset}")
            elif told != digest:
                found.wrong.append(f"{name}: another record at {offset} than the row says")
    found.wrong += [f"{file}: no record at {offset}" for file, offset in rows]
    return found


def own_walk(path: Path, found: Records) -> dict[int, tuple[str, str]]:
    """Kind and hash of each record by its offset; a file that does not end with one is wrong."""
    own, end, content = {}, 0, path.read_bytes()
    with path.open("rb") as file:
        for offset, length, record in members(file, 0):
            _, named, _ = fields(record)
            digest = sha256(content[offset : offset + length]).hexdigest()
            own[offset] = named["warc-type"], digest
            end = offset + length
    if end != len(content):
        found.wrong.append(f"{path.name}: {len(content) - end} bytes behind the last record")
    return own


def other_walk(path: Path) -> int:
    """How many records warcio reads to their ends."""
    number = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            record.content_stream().read()
            number += 1
    return number


def by_place(url: str) -> Iterator[tuple[tuple[str, int], str]]:
    """File and offset of each row of the ledger that has a record, with its hash."""
    engine = connect(url)
    sql = 'SELECT file, "offset", record_sha256 FROM fetch_event WHERE file IS NOT NULL'
    try:
        with engine.connect() as conn:
            for row in conn.execute(sa.text(sql)):
                yield (row[0], row[1]), row[2]
    finally:
        engine.dispose()
