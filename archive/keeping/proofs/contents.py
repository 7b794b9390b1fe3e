"""Readings against their own digests, blocks and labels; texts that were read in a wrong way."""

from collections.abc import Callable, Iterator

import sqlalchemy as sa

from archive.keeping.finding import RESTORE, Finding
from archive.keeping.proofs import mojibake, naming
from archive.keeping.rows import BATCH, parts_of
from archive.record import Reading
from archive.storage.columns import AnyRow, dump_json
from archive.storage.evidence import withheld
from archive.storage.readings import digests_of
from archive.storage.schema import fetch_event, mention, reading, site, topic
from archive.storage.stored import reading_of
from archive.text import mentions, topics
from archive.text.digest import digests

GROUPS = ("title", "text", "folded", "media", "metadata", "all")
COLUMNS = {"all": "digest"}


def check(conn: sa.Connection, only: str | None, told: Callable[[int], None]) -> Iterator[Finding]:
    """Every reading whose page is not withheld; `only` is a site, `told` hears how many it was."""
    kept = ~sa.exists().where(withheld.c.page_id == reading.c.page_id)
    wanted = sa.select(reading).where(kept).order_by(reading.c.id)
    if only:
        own = sa.select(fetch_event.c.page_id).join(site, site.c.id == fetch_event.c.site_id)
        wanted = wanted.where(reading.c.page_id.in_(own.where(site.c.name == only)))
    done = 0
    rows = conn.execute(wanted.execution_options(yield_per=BATCH))
    for batch in rows.partitions():
        ids = [row.id for row in batch]
        parts = parts_of(conn, reading, ids)
        labels = _labels(conn, ids)
        for row in batch:
            own_parts = parts.get(row.id, {})
            found = reading_of(row, own_parts.get("image", ()), own_parts.get("attachment", ()))
            for one in _of_reading(row, found, labels.get(row.id, ({}, set()))):
                yield _named(conn, row, *one)
        done += len(batch)
        told(done)


Labels = tuple[dict[str, AnyRow], set[tuple[str, str, str, int]]]


def _labels(conn: sa.Connection, ids: list[int]) -> dict[int, Labels]:
    """The topics by lexicon and today's mentions of some readings."""
    found: dict[int, Labels] = {one: ({}, set()) for one in ids}
    for row in conn.execute(sa.select(topic).where(topic.c.reading_id.in_(ids))):
        found[row.reading_id][0][row.lexicon] = row
    today = sa.and_(mention.c.gazetteer == mentions.GAZETTEER, mention.c.count > 0)
    for row in conn.execute(sa.select(mention).where(mention.c.reading_id.in_(ids), today)):
        found[row.reading_id][1].add((row.kind, row.key, row.label, row._mapping["count"]))
    return found


def _of_reading(row: AnyRow, found: Reading, labels: Labels) -> Iterator[tuple[str, str, str]]:
    """Kind, table and sentence of each thing that is wrong with one reading."""
    now, then = digests(found), digests_of(row)
    for group in GROUPS:
        if getattr(now, group) != getattr(then, group):
            name = COLUMNS.get(group, f"digest_{group}")
            yield "digest", "reading", f"its {name} is not that of what is stored"
    if row.body != found.body:
        yield "digest", "reading", "its body is not that of its blocks"
    today = labels[0].get(topics.LEXICON)
    if today is not None:
        label = topics.score(found)
        if (label.score, dump_json(label.terms)) != (today.score, dump_json(today.terms)):
            yield "label", "topic", "its topic is not that of its text"
    if labels[1]:  # without one of today's gazetteer, the reading may be an older one's
        named = {(one.kind, one.key, one.label, one.count) for one in mentions.find(found)}
        if named != labels[1]:
            differ = ", ".join(sorted({f"{one[0]} {one[1]}" for one in named ^ labels[1]}))
            yield "label", "mention", f"its mentions are not those of its text ({differ})"
    for field in ("title", "lead", "body", "author"):
        if what := mojibake.told(getattr(row, field) or ""):
            yield "text", "reading", f"in its {field} {what}"


def _named(conn: sa.Connection, row: AnyRow, kind: str, table: str, what: str) -> Finding:
    article = naming.of_reading(conn, row.id)
    if kind == "text":
        do = "look at the page, and mend its layout or character set"
        sentence = f"reading {row.id}: {what}: {do}"
        return Finding(kind, table, sentence, article, str(row.id), warning=True)
    return Finding(kind, table, f"reading {row.id}: {what}: {RESTORE}", article, str(row.id))
