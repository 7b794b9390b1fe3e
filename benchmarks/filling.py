"""Puts generated newspapers into the real tables of an archive, in bulk, the search index too."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.storage import lexemes
from archive.storage.derived import article_state, indexed_reading, version_state
from archive.storage.engine import connect
from archive.storage.schema import (
    article,
    mention,
    page,
    reading,
    site,
    topic,
    version,
    version_reading,
)
from archive.storage.upgrade import upgrade
from archive.text.topics import status
from benchmarks.newspapers import KINDS, SITES, START, Text, texts

SEEN = START + timedelta(days=6_600)
BATCH = 2_000
LEXICON = "generated"
INDEX = "reading_fts"


def fill(url: str, folder: Path, count: int) -> None:
    """An archive at `url` with `count` generated articles."""
    upgrade(url, folder)
    engine = connect(url)
    with engine.begin() as conn:
        conn.execute(sa.insert(site), [_site(number) for number in range(SITES)])
    if engine.dialect.name == "postgresql":
        _fill_postgresql(engine, count)
    else:
        _fill_sqlite(engine, count)
    engine.dispose()


def _site(number: int) -> dict[str, Any]:
    unit = f"VN-{number:02d}" if number % 3 == 2 else None
    row = {"id": number + 1, "name": f"bao{number}", "title": f"Báo {number}"}
    return row | {"kind": KINDS[number % 3], "unit_code": unit}


def _batches(count: int) -> Iterator[list[Text]]:
    source = texts(count)
    while batch := list(islice(source, BATCH)):
        yield batch


def _rows(text: Text) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    """The rows of one article, all with the same number."""
    key = text.number + 1
    digest = hashlib.sha256(str(key).encode()).hexdigest()
    url = f"https://bao{text.site}.example/chuyen-muc/bai-viet-so-{key}-{digest[:20]}.htm"
    blocks = [{"kind": "paragraph", "text": part} for part in text.body.split("\n\n")]
    yield page, {"id": key, "sha256": digest, "size": 9, "file": "a", "offset": 0, "length": 1,
                 "record_sha256": digest, "recorded_at": SEEN}  # fmt: skip
    yield article, {"id": key, "public_id": digest[:12], "site_id": text.site + 1,
                    "id_space": "post", "native_id": str(key), "key": str(key), "serial": 1,
                    "recorded_at": SEEN}  # fmt: skip
    digests = dict.fromkeys(
        ("digest", "digest_title", "digest_text", "digest_folded", "digest_media",
         "digest_metadata"), digest)  # fmt: skip
    yield reading, {"id": key, "page_id": key, "url": url, "reader": "generated-1",
                    "layout": "generated", "title": text.title, "lead": text.lead,
                    "body": text.body, "blocks": blocks, "published_at": text.published_at,
                    "published_precision": "minute", "tags": [], "links": [], "doubts": [],
                    "recorded_at": SEEN} | digests  # fmt: skip
    yield version, {"id": key, "public_id": digest[12:24], "article_id": key, "seen_at": SEEN,
                    "recorded_at": SEEN, "page_id": key, "chain": digest}  # fmt: skip
    yield version_reading, {"version_id": key, "reading_id": key, "recorded_at": SEEN}
    yield topic, {"reading_id": key, "lexicon": LEXICON, "score": text.score, "terms": {},
                  "recorded_at": SEEN}  # fmt: skip
    for number in range(3):
        name = f"{(key * 7 + number * 13) % 90 + 1:02d}/QĐ-TTg"
        yield mention, {"reading_id": key, "kind": "document", "key": name, "label": name,
                        "count": 1, "gazetteer": LEXICON, "recorded_at": SEEN}  # fmt: skip
    yield version_state, {"version_id": key, "article_id": key, "number": 1, "kind": "first",
                          "changed_fields": [], "seen_at": SEEN, "reading_id": key}  # fmt: skip
    yield article_state, {"article_id": key, "head_version_id": key, "head_reading_id": key,
                          "url": url, "version_count": 1, "looks": 1, "first_seen_at": SEEN,
                          "last_seen_at": SEEN, "last_look_at": SEEN,
                          "gone_at": SEEN if text.gone else None,
                          "topic_status": status(text.score), "topic_score": text.score,
                          "is_origin": text.origin, "site_id": text.site + 1,
                          "published_at": text.published_at}  # fmt: skip
    yield indexed_reading, {"article_id": key, "reading_id": key}


def _tables(batch: list[Text]) -> dict[sa.Table, list[dict[str, Any]]]:
    tables: dict[sa.Table, list[dict[str, Any]]] = {}
    for text in batch:
        for table, row in _rows(text):
            tables.setdefault(table, []).append(row)
    return tables


def _parted(text: Text) -> tuple[str, str, str]:
    return (
        lexemes.parted(text.title), lexemes.parted(text.lead), lexemes.parted(text.body)
    )  # fmt: skip


def _plain(value: object) -> object:
    """A value as SQLite's driver and COPY take it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S.%f}Z"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _fill_sqlite(engine: sa.Engine, count: int) -> None:
    marks = "rowid, title, lead, body, title_marked, lead_marked, body_marked"
    for batch in _batches(count):
        with engine.begin() as conn:
            for table, rows in _tables(batch).items():
                names = ", ".join(f'"{name}"' for name in rows[0])
                held = ", ".join("?" for _ in rows[0])
                conn.exec_driver_sql(
                    f"INSERT INTO {table.name} ({names}) VALUES ({held})",
                    [tuple(map(_plain, row.values())) for row in rows],
                )
            conn.exec_driver_sql(
                f"INSERT INTO {INDEX}({marks}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(text.number + 1, *lexemes.columns(_parted(text))) for text in batch],
            )
    with engine.begin() as conn:
        conn.exec_driver_sql(f"INSERT INTO {INDEX}({INDEX}) VALUES ('optimize')")
        conn.exec_driver_sql("ANALYZE")


def _fill_postgresql(engine: sa.Engine, count: int) -> None:
    with engine.connect() as conn:
        driver: Any = conn.connection.driver_connection
        found = driver.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
            " AND indexdef LIKE %s", (INDEX, "%gin%"),
        ).fetchall()  # fmt: skip
        for name, _ in found:
            driver.execute(f"DROP INDEX {name}")
        for batch in _batches(count):
            for table, rows in _tables(batch).items():
                names = ", ".join(f'"{name}"' for name in rows[0])
                with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(tuple(map(_plain, row.values())))
            with driver.cursor().copy(f"COPY {INDEX} (article_id, words) FROM STDIN") as copy:
                for text in batch:
                    copy.write_row((text.number + 1, lexemes.vector(*_parted(text))))
            driver.commit()
        driver.execute("SET maintenance_work_mem = '512MB'")
        for _, made in found:
            driver.execute(made)
        driver.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("VACUUM ANALYZE")
