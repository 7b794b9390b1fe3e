"""The export of a selection: rows or pages, streaming, with a manifest."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.asking.search import select
from archive.errors import BadQuery, PageLost
from archive.exchange import manifest, rows, wacz
from archive.exchange.folder import Folder, Output, check
from archive.exchange.looks import Looks, Told
from archive.exchange.manifest import Asked
from archive.exchange.members import Piece, Records
from archive.exchange.rows import VIEWS, Card
from archive.exchange.tables import CELL, TABLES, Sheet
from archive.exchange.tally import Tally
from archive.exchange.wacz import PAGES_BEGIN, Sorter, page_line
from archive.exchange.warcs import Warcs
from archive.storage.room import check_room

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


def check_asked(asked: Asked) -> None:
    """Raises BadQuery where nothing can be exported like that."""
    if asked.to not in FORMATS:
        raise BadQuery(f"nothing can be exported to “{asked.to}”: there are {', '.join(FORMATS)}")
    if asked.versions and asked.to not in TABLES:
        raise BadQuery(f"a {asked.to.upper()} holds all versions anyway: leave --versions out")


def export(
    conn: sa.Connection,
    data_dir: Path,
    out: Path,
    asked: Asked,
    progress: Progress | None = None,
) -> Exported:
    """Exports what the filters select into the folder `out`, which must be new or empty.

    The connection is one reading transaction: what is written meanwhile is not seen. Raises
    BadQuery, NotFound, Occupied, Locked.
    """
    check_asked(asked)
    check(out)
    check_room(out, 0, "an export", data_dir)
    ids = array("q", select(conn, asked.query, asked.filters, asked.moment))
    with Folder(out) as folder:
        work = Work(conn, data_dir, folder, asked, progress or _untold)
        work.write(ids)
        told = manifest.describe(conn, asked, work.tally, folder, datetime.now(UTC))
        folder.finish(manifest.dumped(told), manifest.readme(told))
    counts = told["counts"]
    return Exported(
        folder=out,
        articles=counts["articles"],
        versions=counts["versions"],
        rows=counts["rows"],
        records=counts["records"],
        lost=work.tally.lost_count,
        notes=tuple(told["notes"]),
        files=tuple(told["files"]),
    )


@dataclass(slots=True)
class Work:
    """One export on its way into its folder; what it counts stands in `tally`."""

    conn: sa.Connection
    data_dir: Path
    folder: Folder
    asked: Asked
    progress: Progress
    tally: Tally = field(default_factory=Tally)

    def write(self, ids: Sequence[int]) -> None:
        """Writes the articles of these numbers."""
        if self.asked.to in TABLES:
            self._rows(ids)
        elif self.asked.to == "warc":
            self._pages(ids, Warcs(self.folder.open))
        else:
            self._wacz(ids)

    def _batches(self, ids: Sequence[int]) -> Iterator[tuple[list[Card], set[str]]]:
        """The articles some at a time, counted, and those that a public export shows no text of."""
        for start in range(0, len(ids), BATCH):
            some = rows.cards(self.conn, list(ids[start : start + BATCH]), self.asked.moment)
            self.tally.count(some)
            closed = rows.closed(self.conn, some) if self.asked.public else set()
            self.tally.closed.update(card.site for card in some if card.article_id in closed)
            yield some, closed
            self.progress(min(start + BATCH, len(ids)), len(ids))
            check_room(self.folder.path, 0, "what is left of the export", self.data_dir)

    def _rows(self, ids: Sequence[int]) -> None:
        asked = self.asked
        view = "article_version" if asked.versions else "current_article"
        name = f"{'versions' if asked.versions else 'articles'}.{asked.to}"
        table = TABLES[asked.to](self.folder.open(name), VIEWS[view])
        for some, closed in self._batches(ids):
            for row in rows.rows(self.conn, view, some, asked.moment):
                if row["article_id"] in closed:
                    row["body"] = None
                table.add(row)
                self.tally.rows += 1
            for card in some:
                self.tally.sites[card.site].looks += card.looks
        table.close()
        if isinstance(table, Sheet) and table.long_cells:
            self.tally.notes.append(
                f"Cells of more than {CELL:,} characters, of which a spreadsheet shows a part "
                f"only: {table.long_cells:,}. They are whole in the file. Articles: "
                f"{', '.join(table.first_long)}"
            )

    def _wacz(self, ids: Sequence[int]) -> None:
        with closing(Sorter(self.folder.path / "index.part")) as index:
            listed = self.folder.open("pages.jsonl.part", listed=False)
            listed.write(PAGES_BEGIN)
            warcs = Warcs(lambda name: self.folder.open(name, listed=False), index.add)
            self._pages(ids, warcs, listed)
            listed.close()
            about = {
                "title": "Vietnamese e-government news",
                "description": self.asked.query or "",
                "software": manifest.software(),
                "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            }
            wacz.pack(self.folder, warcs.names, index, listed.path, about)

    def _pages(self, ids: Sequence[int], warcs: Warcs, listed: Output | None = None) -> None:
        moment = self.asked.moment
        looks, records = Looks(self.conn, moment), Records(self.conn, self.data_dir)
        for some, closed in self._batches(ids):
            shown = [card for card in some if card.article_id not in closed]
            for card, told in looks.of(shown):
                for pieces in self._of_article(records, card, told):
                    warcs.add(pieces)
            if listed:
                for row in rows.rows(self.conn, "article_version", shown, moment):
                    told_of = row["url"], row["seen_at"], row["title"], row["version_id"]
                    listed.write(page_line(*told_of))
        warcs.close()

    def _of_article(self, records: Records, card: Card, looks: list[Told]) -> Iterator[list[Piece]]:
        """The members of an article's looks, look by look."""
        written: set[tuple[str, datetime]] = set()
        for told in looks:
            if told.row.withheld is not None:
                self.tally.withheld += 1
                continue
            try:
                pieces = records.of(told, written)
            except PageLost as error:
                at = f"{told.row.requested_at:%Y-%m-%d %H:%M:%S}"
                self.tally.lose(f"{told.row.url} of {at}: {error}")
                continue
            if any(piece.kind == "response" for piece in pieces):
                written.add((told.row.url, told.row.requested_at))
            self.tally.sites[card.site].looks += 1
            self.tally.records += len(pieces)
            yield pieces


def _untold(done: int, total: int | None) -> None:
    """Progress that nobody asked for."""
