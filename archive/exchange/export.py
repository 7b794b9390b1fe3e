"""The export of a selection: rows or pages, streaming, with a manifest."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.asking.search import select
from archive.errors import BadQuery, PageLost
from archive.exchange import manifest, rows, wacz
from archive.exchange.folder import Folder, check
from archive.exchange.looks import Looks, Told
from archive.exchange.manifest import Asked
from archive.exchange.members import Piece, Records
from archive.exchange.rows import VIEWS, Card
from archive.exchange.tables import CELL, TABLES, Sheet
from archive.exchange.tally import Tally
from archive.exchange.wacz import PAGES_BEGIN, Sorter, page_line
from archive.exchange.warcs import Warcs

FORMATS = (*TABLES, "warc", "wacz")
BATCH = 200  # articles asked for at once
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export: `files` by name, with bytes and SHA-256; `lost` are looks whose
    records the archive cannot read any more.
    """

    folder: Path
    articles: int
    versions: int
    rows: int
    records: int
    lost: int
    notes: tuple[str, ...] = ()
    files: tuple[dict[str, Any], ...] = field(default=())


def check_format(to: str) -> None:
    """Raises BadQuery where nothing can be exported to that format."""
    if to not in FORMATS:
        raise BadQuery(f"nothing can be exported to “{to}”: there are {', '.join(FORMATS)}")


def export(
    conn: sa.Connection,
    data_dir: Path,
    out: Path,
    asked: Asked,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> Exported:
    """Exports what the filters select into the folder `out`, which must be new or empty.

    The connection is one reading transaction: what is written meanwhile is not seen. Raises
    BadQuery, NotFound, Occupied, Locked.
    """
    check_format(asked.to)
    check(out)
    if asked.versions and asked.to not in TABLES:
        raise BadQuery(f"a {asked.to.upper()} holds all versions anyway: leave --versions out")
    ids = array("q", select(conn, asked.query, asked.filters, asked.moment))
    tally = Tally()
    with Folder(out) as folder:
        write = _rows if asked.to in TABLES else _pages
        write(conn, data_dir, folder, asked, tally, _batches(conn, ids, asked, tally, progress))
        told = manifest.describe(conn, asked, tally, folder, at or datetime.now(UTC))
        folder.finish(manifest.dumped(told), manifest.readme(told))
    counts = told["counts"]
    return Exported(
        folder=out,
        articles=counts["articles"],
        versions=counts["versions"],
        rows=tally.rows,
        records=tally.records,
        lost=tally.lost_count,
        notes=tuple(told["notes"]),
        files=tuple(told["files"]),
    )


def _batches(
    conn: sa.Connection, ids: Sequence[int], asked: Asked, tally: Tally, progress: Progress | None
) -> Iterator[list[Card]]:
    """The articles some at a time, counted."""
    for start in range(0, len(ids), BATCH):
        some = rows.cards(conn, list(ids[start : start + BATCH]), asked.moment)
        tally.count(some)
        yield some
        if progress:
            progress(min(start + BATCH, len(ids)), len(ids))


def _closed(conn: sa.Connection, some: list[Card], asked: Asked, tally: Tally) -> set[str]:
    """The articles of which a public export shows no text."""
    if not asked.public:
        return set()
    closed = rows.closed(conn, some)
    tally.closed.update(card.site for card in some if card.article_id in closed)
    return closed


def _rows(
    conn: sa.Connection,
    data_dir: Path,
    folder: Folder,
    asked: Asked,
    tally: Tally,
    batches: Iterator[list[Card]],
) -> None:
    view = "article_version" if asked.versions else "current_article"
    name = f"{'versions' if asked.versions else 'articles'}.{asked.to}"
    table = TABLES[asked.to](folder.open(name), VIEWS[view])
    for some in batches:
        closed = _closed(conn, some, asked, tally)
        for row in rows.rows(conn, view, some, asked.moment):
            if row["article_id"] in closed:
                row["body"] = None
            table.add(row)
            tally.rows += 1
        for card in some:
            tally.sites[card.site].looks += card.looks
    table.close()
    if isinstance(table, Sheet) and table.long_cells:
        tally.notes.append(
            f"{table.long_cells} cells have more than {CELL:,} characters, of which a spreadsheet "
            "shows a part only; they are whole in the file. Articles: "
            f"{', '.join(table.first_long)}"
        )


def _pages(
    conn: sa.Connection,
    data_dir: Path,
    folder: Folder,
    asked: Asked,
    tally: Tally,
    batches: Iterator[list[Card]],
) -> None:
    packed = asked.to == "wacz"
    with closing(Sorter(folder.path / "index.part")) if packed else nullcontext() as index:
        _pages_into(conn, data_dir, folder, asked, tally, batches, index)


def _pages_into(
    conn: sa.Connection,
    data_dir: Path,
    folder: Folder,
    asked: Asked,
    tally: Tally,
    batches: Iterator[list[Card]],
    index: Sorter | None,
) -> None:
    packed = index is not None
    listed = folder.open("pages.jsonl.part", listed=False) if packed else None
    if listed:
        listed.write(PAGES_BEGIN)
    warcs = Warcs(lambda name: folder.open(name, listed=not packed), index.add if index else None)
    looks, records = Looks(conn, asked.moment), Records(conn, data_dir)
    for some in batches:
        closed = _closed(conn, some, asked, tally)
        shown = [card for card in some if card.article_id not in closed]
        for card, told in looks.of(shown):
            for pieces in _of_article(records, card, told, tally):
                warcs.add(pieces)
        if listed:
            for row in rows.rows(conn, "article_version", shown, asked.moment):
                listed.write(page_line(row["url"], row["seen_at"], row["title"], row["version_id"]))
    warcs.close()
    if index and listed:
        listed.close()
        about = {
            "title": "Vietnamese e-government news",
            "description": asked.query or "",
            "software": manifest.software(),
            "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        wacz.pack(folder, warcs.names, index, listed.path, about)


def _of_article(
    records: Records, card: Card, looks: list[Told], tally: Tally
) -> Iterator[list[Piece]]:
    """The members of an article's looks, look by look."""
    written: set[tuple[str, datetime]] = set()
    for told in looks:
        if told.row.withheld is not None:
            tally.withheld += 1
            continue
        try:
            pieces = records.of(told, written)
        except PageLost as error:
            tally.lose(f"{told.row.url} of {told.row.requested_at:%Y-%m-%d %H:%M:%S}: {error}")
            continue
        if any(piece.kind == "response" for piece in pieces):
            written.add((told.row.url, told.row.requested_at))
        tally.sites[card.site].looks += 1
        tally.records += len(pieces)
        yield pieces
