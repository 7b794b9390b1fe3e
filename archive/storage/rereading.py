"""Stored pages read again by today's reader: further readings of the versions, never a version.

What today's reader has read is passed over, so that work that was cut short goes on where it was. A
page that today's reader refuses keeps its reading. A lexicon or gazetteer that is newer than a
reading's labels labels it anew, without its page.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa

from archive.errors import NotFound, PageLost, Refused
from archive.record import Reader, Reading
from archive.storage import pages, readings, recording, sightings, state, stored, timeline
from archive.storage.columns import AnyRow, storable
from archive.storage.derived import article_state, version_state
from archive.storage.engine import begin_read
from archive.storage.evidence import withheld
from archive.storage.schema import mention, reading, site, topic, version
from archive.storage.timeline import Showing
from archive.storage.writing import Writing
from archive.text import mentions, topics

BATCH = 20  # articles in one transaction, whose pages are read before it begins
EXAMPLES = 3  # of each field
LENGTH = 120  # letters of an example
COMPARED = (
    "title", "lead", "body", "captions", "author", "published_at", "published_precision",
    "modified_at", "section", "tags", "source_name", "source_url", "dateline", "canonical_url",
    "images", "links", "attachments", "doubts", "robots",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """What a field was in one reading, and what it is or would be in the next."""

    url: str
    before: str
    after: str


@dataclass(slots=True)
class Reread:
    """What came of a re-reading, or what would come of it; counts are of versions.

    `differing`: in how many readings each field differs from the newest before; `topic` and
    `mentions` are labels. `told` are sentences on pages that could not be read again.
    """

    versions: int = 0  # that were looked at
    read: int = 0
    labelled: int = 0  # anew, without being read
    refused: int = 0
    lost: int = 0
    same: int = 0  # readings that differ in nothing
    differing: Counter[str] = field(default_factory=Counter)
    examples: defaultdict[str, list[Example]] = field(default_factory=lambda: defaultdict(list))
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A reading that is to be added to what a look showed."""

    showing: Showing
    reading: Reading


def reread(
    store: Writing,
    reader: Reader,
    names: Sequence[str] = (),
    limit: int | None = None,
    *,
    dry_run: bool = False,
    furniture_only: bool = False,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> Reread:
    """Reads the stored pages of some sites again (of all, if none is named), at most `limit`
    versions; `dry_run` writes nothing. Raises NotFound for a site that is not known.

    `furniture_only`: those that this very reader has read with other furniture, and no others.
    """
    report = Reread()
    with begin_read(store.engine) as conn:
        sites = _sites(conn, names)
        waiting = _waiting(conn, reader, sites, limit, furniture_only=furniture_only)
    groups = [list(rows) for _, rows in groupby(waiting, key=lambda row: row.article_id)]
    rest = iter(groups)
    while batch := list(islice(rest, BATCH)):
        _some(store, reader, batch, report, dry_run=dry_run)
        progress(report.versions, len(waiting))
    return report


def _sites(conn: sa.Connection, names: Sequence[str]) -> dict[int, str]:
    known = {row.name: row.id for row in conn.execute(sa.select(site.c.name, site.c.id))}
    for name in names:
        if name not in known:
            raise NotFound(
                f"the archive holds no site {name}; it holds: {', '.join(sorted(known))}"
            )
    return {known[name]: name for name in (names or known)}


def _waiting(
    conn: sa.Connection,
    reader: Reader,
    sites: Mapping[int, str],
    limit: int | None,
    *,
    furniture_only: bool,
) -> list[AnyRow]:
    """The versions whose newest reading is not today's, or is not labelled as today."""
    has_topic = sa.exists().where(
        topic.c.reading_id == reading.c.id, topic.c.lexicon == topics.LEXICON
    )
    named = mention.c.reading_id == reading.c.id
    has_older = sa.exists().where(named)
    has_mentions = sa.exists().where(named, mention.c.gazetteer == mentions.GAZETTEER)
    unread = _is_unread(reader, sites)
    labels_wait = sa.or_(~has_topic, sa.and_(has_older, ~has_mentions))
    waits = sa.and_(unread, _is_own(reader)) if furniture_only else sa.or_(unread, labels_wait)
    rows = (
        sa.select(
            version_state.c.article_id,
            version_state.c.version_id,
            version_state.c.reading_id,
            version.c.page_id,
            unread.label("unread"),
        )
        .join(version, version.c.id == version_state.c.version_id)
        .join(article_state, article_state.c.article_id == version_state.c.article_id)
        .join(reading, reading.c.id == version_state.c.reading_id)
        .where(article_state.c.site_id.in_(list(sites)), waits)
        .where(version.c.page_id.not_in(sa.select(withheld.c.page_id)))
        .order_by(_order(furniture_only), version_state.c.number)
        .limit(limit)
    )
    return list(conn.execute(rows))


def _order(newest_first: bool) -> sa.ColumnElement[int]:
    """Each night the newest first: what of old articles cannot be read takes no night's share."""
    column: sa.ColumnElement[int] = version_state.c.article_id
    return column.desc() if newest_first else column


def _is_unread(reader: Reader, sites: Mapping[int, str]) -> sa.ColumnElement[bool]:
    """Whether another reader read it: of sites whose furniture is known each has its own name."""
    named = {number: reader.name_of(name) for number, name in sites.items()}
    others = {number: name for number, name in named.items() if name != reader.name}
    if not others:
        return reading.c.reader != reader.name
    wanted = sa.case(others, value=article_state.c.site_id, else_=reader.name)
    return reading.c.reader != wanted


def _is_own(reader: Reader) -> sa.ColumnElement[bool]:
    """Whether this very reader read it, with whatever furniture."""
    furnished = reading.c.reader.startswith(f"{reader.name}+f", autoescape=True)
    return sa.or_(reading.c.reader == reader.name, furnished)


def _some(
    store: Writing, reader: Reader, batch: list[list[AnyRow]], report: Reread, *, dry_run: bool
) -> None:
    """Reads the pages of some articles, then adds what was found in one transaction."""
    found: dict[int, list[Found]] = {}
    with begin_read(store.engine) as conn:
        for rows in batch:
            found[rows[0].article_id] = list(_read(store, conn, reader, rows, report))
    if dry_run:
        return
    with store.desk() as desk:
        for rows in batch:
            article_id = rows[0].article_id
            for one in found[article_id]:
                recording.add_reading(desk, one.showing, one.reading)
            _label(desk, rows, report)
            state.refresh(desk.conn, article_id)
            sightings.story_of(desk.conn, article_id)  # which is dated by its readings


def _read(
    store: Writing, conn: sa.Connection, reader: Reader, rows: list[AnyRow], report: Reread
) -> Iterator[Found]:
    """The new readings of an article's versions, each once, compared with the newest before."""
    shown = {one.id: one for one in timeline.load(conn, rows[0].article_id).versions}
    held = stored.held(conn, [row.reading_id for row in rows])
    for row in rows:
        report.versions += 1
        before = held[row.reading_id]
        if not row.unread:
            _compare(conn, row.reading_id, before, before, report)
            continue
        of_version = shown[row.version_id].showings
        own = [one for one in of_version if one.page_id == row.page_id] or of_version
        made = _again(store, conn, reader, own[-1], before.url, report)
        if made is not None:
            _compare(conn, row.reading_id, before, made, report)
            report.read += 1
            yield Found(own[-1], made)


def _again(
    store: Writing,
    conn: sa.Connection,
    reader: Reader,
    showing: Showing,
    url: str,
    report: Reread,
) -> Reading | None:
    """The page as today's reader has it; None, told and counted, where it has nothing."""
    try:
        return recording.read_again(
            conn, lambda c, digest: pages.read(c, store.data_dir, digest), reader, showing
        )
    except Refused as refusal:
        report.refused += 1
        report.told.append(f"{url}: refused ({refusal})")
    except PageLost as error:
        report.lost += 1
        report.told.append(f"{url}: {error}")
    return None


def _label(desk: sightings.Desk, rows: list[AnyRow], report: Reread) -> None:
    """Adds today's labels to readings that are today's already."""
    ids = {row.reading_id for row in rows if not row.unread}
    for reading_id, found in stored.held(desk.conn, ids).items() if ids else ():
        report.labelled += readings.label_again(desk.conn, reading_id, found, desk.recorded_at)


def _compare(
    conn: sa.Connection, reading_id: int, before: Reading, after: Reading, report: Reread
) -> None:
    one, other = labelled(conn, reading_id, before), told(after)
    differing = [name for name in other if one[name] != other[name]]
    report.same += not differing
    for name in differing:
        report.differing[name] += 1
        if len(report.examples[name]) < EXAMPLES:
            report.examples[name].append(Example(after.url, _short(one[name]), _short(other[name])))


def labelled(conn: sa.Connection, reading_id: int, found: Reading) -> dict[str, Any]:
    """The fields of a stored reading, with the newest labels that it has."""
    score = conn.scalar(
        sa.select(topic.c.score)
        .where(topic.c.reading_id == reading_id)
        .order_by(topic.c.recorded_at.desc(), topic.c.lexicon.desc())
        .limit(1)
    )
    newest = (
        sa.select(mention.c.gazetteer)
        .where(mention.c.reading_id == reading_id)
        .order_by(mention.c.recorded_at.desc(), mention.c.gazetteer.desc())
        .limit(1)
        .scalar_subquery()
    )
    named = conn.execute(
        sa.select(mention.c.kind, mention.c.key, mention.c.count)
        .where(mention.c.reading_id == reading_id, mention.c.gazetteer == newest)
        .where(mention.c.count > 0)
    )
    return {**_fields(found), "topic": score, "mentions": {tuple(row) for row in named}}


def told(found: Reading) -> dict[str, Any]:
    """The fields of a new reading, with today's labels."""
    named = {(one.kind, one.key, one.count) for one in mentions.find(found)}
    return {**_fields(found), "topic": topics.score(found).score, "mentions": named}


def _fields(found: Reading) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in COMPARED}
    return {
        name: storable(value) if isinstance(value, str) else value for name, value in values.items()
    }


def _short(value: Any) -> str:
    text = ", ".join(map(str, sorted(value))) if isinstance(value, set) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LENGTH else f"{text[:LENGTH]}…"
