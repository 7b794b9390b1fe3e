"""The looks behind a selection: which of them go out with an article, and what is told of each."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.exchange.rows import Card
from archive.storage.address import normal_url
from archive.storage.columns import AnyRow
from archive.storage.evidence import compacted, withheld
from archive.storage.moments import Moment, seen_by
from archive.storage.schema import attached_file, fetch_event, page, sighting

LEAPS = 5  # redirects in a row that are followed back
RUNS = 2000  # runs whose redirects are kept at hand


@dataclass(frozen=True, slots=True)
class Told:
    """A look that goes out.

    `recorded_at` and `number` give the order in which the archive took it in; `verdict` and
    `reason` are what it meant, `leads_to` an address of its article at that time, `attached` the
    address under which the article offers the file that was looked at.
    """

    row: AnyRow
    article_id: str
    leads_to: str
    recorded_at: datetime
    number: int
    verdict: str | None = None
    reason: str | None = None
    attached: str | None = None


_COLUMNS = (
    fetch_event,
    page.c.sha256,
    page.c.size,
    page.c.file.label("page_file"),
    page.c.offset.label("page_offset"),
    withheld.c.id.label("withheld"),
    sa.select(sa.func.max(compacted.c.recorded_at))
    .where(compacted.c.page_id == fetch_event.c.page_id)
    .correlate(fetch_event)
    .scalar_subquery()
    .label("given_up_at"),
)
_FROM = fetch_event.outerjoin(page, page.c.id == fetch_event.c.page_id).outerjoin(
    withheld, withheld.c.page_id == fetch_event.c.page_id
)
_SEEN = (
    sa.select(
        *_COLUMNS,
        sighting.c.article_id,
        sighting.c.verdict,
        sighting.c.reason,
        sighting.c.version_id,
        sighting.c.recorded_at.label("told_at"),
        sighting.c.id.label("number"),
    )
    .select_from(_FROM.join(sighting, sighting.c.fetch_id == fetch_event.c.id))
    .where(sighting.c.article_id.in_(sa.bindparam("ids", expanding=True)), *seen_by(sighting))
    .order_by(sighting.c.article_id, sighting.c.id)
)
_FILES = (
    sa.select(
        *_COLUMNS,
        attached_file.c.article_id,
        attached_file.c.url.label("attached"),
        attached_file.c.recorded_at.label("told_at"),
        attached_file.c.id.label("number"),
    )
    .select_from(_FROM.join(attached_file, attached_file.c.fetch_id == fetch_event.c.id))
    .where(
        attached_file.c.article_id.in_(sa.bindparam("ids", expanding=True)), *seen_by(attached_file)
    )
    .order_by(attached_file.c.article_id, attached_file.c.id)
)
_IS_MOVE = (
    fetch_event.c.outcome == "redirect",
    fetch_event.c.kind == "article",
    fetch_event.c.location.is_not(None),
)
_MOVES = (
    sa.select(*_COLUMNS)
    .select_from(_FROM)
    .where(fetch_event.c.run_id == sa.bindparam("run"), *_IS_MOVE)
    .order_by(fetch_event.c.id)
)


class Looks:
    """The looks of articles at a moment."""

    def __init__(self, conn: sa.Connection, moment: Moment) -> None:
        self.conn = conn
        self.moment = moment
        moving = sa.select(fetch_event.c.run_id).distinct().where(*_IS_MOVE)
        self._moving = set(conn.scalars(moving))
        self._moves: OrderedDict[int, dict[str, list[AnyRow]]] = OrderedDict()

    def of(self, some: Sequence[Card]) -> Iterator[tuple[Card, list[Told]]]:
        """Each article with its looks, in the order in which the archive took them in."""
        asked = {"ids": [card.id for card in some], **self.moment.cut}
        seen: dict[int, list[AnyRow]] = {card.id: [] for card in some}
        files: dict[int, list[AnyRow]] = {card.id: [] for card in some}
        for row in self.conn.execute(_SEEN, asked):
            seen[row.article_id].append(row)
        for row in self.conn.execute(_FILES, asked):
            files[row.article_id].append(row)
        for card in some:
            found = self._told(card, seen[card.id], files[card.id])
            yield card, sorted(found, key=lambda told: (told.recorded_at, told.number))

    def _told(self, card: Card, seen: list[AnyRow], files: list[AnyRow]) -> Iterator[Told]:
        leads_to = next((row.url for row in seen if row.version_id is not None), card.url)
        moves: dict[int, AnyRow] = {}
        for row in seen:
            leads_to = leads_to if row.version_id is None else row.url
            yield Told(
                row, card.article_id, leads_to, row.told_at, row.number, row.verdict, row.reason
            )
            moves |= {move.id: move for move in self._led_to(row)}
        for row in files:
            yield Told(
                row, card.article_id, leads_to, row.told_at, row.number, attached=row.attached
            )
        for row in moves.values():
            # of those recorded at one time a redirect comes before what it led to
            yield Told(row, card.article_id, leads_to, row.recorded_at, 0)

    def _led_to(self, row: AnyRow) -> Iterator[AnyRow]:
        """The redirects of the same run that led to a look."""
        if row.run_id not in self._moving:
            return
        moves, targets, met = self._moves_of(row.run_id), {normal_url(row.url)}, set[str]()
        for _ in range(LEAPS):
            met |= targets
            found = [move for target in targets for move in moves.get(target, ())]
            yield from found
            targets = {normal_url(move.url) for move in found} - met

    def _moves_of(self, run_id: int) -> dict[str, list[AnyRow]]:
        if run_id not in self._moves:
            moves: dict[str, list[AnyRow]] = {}
            for move in self.conn.execute(_MOVES, {"run": run_id}):
                moves.setdefault(normal_url(move.location), []).append(move)
            self._moves[run_id] = moves
            if len(self._moves) > RUNS:
                self._moves.popitem(last=False)
        return self._moves[run_id]
