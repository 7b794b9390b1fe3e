"""Rows for the tests of the archive's answers: facts and state, without the write path."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from archive import Archive
from archive.cli import main
from archive.storage import derived, fts, schema
from archive.storage.engine import begin_write, connect
from tests.archive.crawl import Crawl, crawling

FIRST = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _add_parts(
    conn: sa.Connection, reading: int, table: sa.Table, name: str, parts: Iterable[tuple[str, str]]
) -> None:
    """Pictures or files of a reading: where each lies, and its words (column `name`)."""
    for at, (where, words) in enumerate(parts):
        row = {"reading_id": reading, "position": at, "url": where, name: words}
        conn.execute(sa.insert(table).values(**row))


def _of(conn: sa.Connection, column: sa.Column[Any], row: int) -> Any:
    return conn.scalar(sa.select(column).where(column.table.c.id == row))


@dataclass
class Shelf:
    """Puts articles into an archive; every text is given whole, what is left out is empty."""

    url: str
    folder: Path
    engine: sa.Engine
    sites: dict[str, int] = field(default_factory=dict)

    def site(self, name: str, title: str = "", **more: Any) -> int:
        with begin_write(self.engine) as conn:
            row = {"name": name, "title": title or name, "kind": "provincial", **more}
            self.sites[name] = self._add(conn, schema.site, row)
            host = {"host": f"{name}.example", "site_id": self.sites[name]}
            self._add(conn, schema.host, host)
        return self.sites[name]

    def edited(self) -> str:
        """An article with a correction, another title, and both taken back."""
        first = {"lead": "Tóm tắt."}
        pictures = [("https://a/1.jpg", "Ảnh")]
        public = self.article("baomau", "Tựa một", "Có 1.250 hồ sơ.", images=pictures, **first)
        self.version(public, "Tựa một", "Có 1.520 hồ sơ.", changed_fields=["body"])
        headline = {"kind": "headline", "changed_fields": ["title"]}
        self.version(public, "Tựa hai", "Có 1.520 hồ sơ.", **headline)
        back = {"kind": "reverted", "reverted_to": 1, "changed_fields": ["title", "body"]}
        self.version(public, "Tựa một", "Có 1.250 hồ sơ.", **first, **back)
        return public

    def article(self, site: str, title: str, body: str = "", **more: Any) -> str:
        """An article of one version; its id. Further keywords: see `version`."""
        if site not in self.sites:
            self.site(site)
        with begin_write(self.engine) as conn:
            number = conn.scalar(sa.select(sa.func.count()).select_from(schema.article)) or 0
            public = sha(f"{site}{number}")[:12]
            url = more.pop("url", f"https://{site}.example/bai-{number}.htm")
            row = {"public_id": public, "site_id": self.sites[site], "id_space": "post"}
            row |= {"native_id": str(number), "key": str(number), "serial": 1}
            inner = self._add(conn, schema.article, row | {"recorded_at": FIRST})
            known = {"url": url, "article_id": inner, "since": FIRST, "via": "asked"}
            self._add(conn, schema.address, known | {"recorded_at": FIRST})
            state = {"article_id": inner, "url": url, "version_count": 0, "looks": 0}
            state |= {"first_seen_at": FIRST, "last_seen_at": FIRST, "last_look_at": FIRST}
            state |= {"topic_status": "accepted", "topic_score": 12.0, "is_origin": True}
            keys = ("gone_at", "topic_status", "topic_score", "story_id", "is_origin")
            state |= {key: more.pop(key) for key in keys if key in more}
            conn.execute(sa.insert(derived.article_state).values(**state))
        self.version(public, title, body, **more)
        return public

    def version(self, public: str, title: str, body: str = "", **more: Any) -> str:
        """A further version, a day later, of kind `kind`; keywords of the reading may follow."""
        with begin_write(self.engine) as conn:
            inner, count, url = conn.execute(
                sa.select(
                    schema.article.c.id,
                    derived.article_state.c.version_count,
                    derived.article_state.c.url,
                )
                .join(derived.article_state)
                .where(schema.article.c.public_id == public)
            ).one()
            number = count + 1
            seen = more.pop("seen_at", FIRST + timedelta(days=count))
            kind = more.pop("kind", "first" if number == 1 else "substantive")
            derived_row = {"number": number, "kind": kind, "seen_at": seen}
            derived_row |= {"changed_fields": more.pop("changed_fields", [])}
            derived_row |= {"reverted_to": more.pop("reverted_to", None)}
            images, attachments = more.pop("images", ()), more.pop("attachments", ())
            page = self._page(conn, f"{public}{number}")
            reading = self._reading(conn, page, url, title, body, more)
            _add_parts(conn, reading, schema.image, "caption", images)
            _add_parts(conn, reading, schema.attachment, "label", attachments)
            version = self._version(conn, inner, page, reading, public, seen, derived_row)
            fts.index(conn, inner, reading)
            conn.execute(
                sa.update(derived.article_state)
                .where(derived.article_state.c.article_id == inner)
                .values(
                    head_version_id=version,
                    head_reading_id=reading,
                    version_count=number,
                    looks=number,
                    last_seen_at=seen,
                    last_look_at=seen,
                    site_id=_of(conn, schema.article.c.site_id, inner),
                    published_at=_of(conn, schema.reading.c.published_at, reading),
                )
            )
        return sha(f"{public}{number}v")[:12]

    def story(self, origin: str, *copies: str, evidence: str = "text") -> str:
        """Makes a story of an origin and its copies; its id is the origin's."""
        with begin_write(self.engine) as conn:
            for public in (origin, *copies):
                inner = conn.scalar(
                    sa.select(schema.article.c.id).where(schema.article.c.public_id == public)
                )
                is_origin = public == origin
                row = {"story_id": origin, "article_id": inner, "evidence": evidence}
                row |= {"role": "origin" if is_origin else "copy"}
                row |= {"relation": "same", "jaccard": 0.97, "containment": 0.99}
                if is_origin:
                    row |= {"jaccard": None, "containment": None}
                conn.execute(sa.insert(derived.story_copy_state).values(**row))
                conn.execute(
                    sa.update(derived.article_state)
                    .where(derived.article_state.c.article_id == inner)
                    .values(story_id=origin, is_origin=is_origin)
                )
        return origin

    def run(self, site: str, **more: Any) -> int:
        if site not in self.sites:
            self.site(site)
        row = {"site_id": self.sites[site], "trigger": "once", "started_at": FIRST}
        row |= {"finished_at": FIRST + timedelta(seconds=75), "outcome": "healthy", "notes": []}
        with begin_write(self.engine) as conn:
            return self._add(conn, derived.run, row | more)

    def add(self, table: sa.Table, **row: Any) -> None:
        with begin_write(self.engine) as conn:
            conn.execute(sa.insert(table).values(**row))

    def _add(self, conn: sa.Connection, table: sa.Table, row: dict[str, Any]) -> int:
        key = conn.execute(sa.insert(table).values(**row)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def _page(self, conn: sa.Connection, text: str) -> int:
        row = {"sha256": sha(text), "size": 1, "file": "warc/a.warc.gz", "offset": 0, "length": 1}
        return self._add(conn, schema.page, row | {"record_sha256": sha(""), "recorded_at": FIRST})

    def _reading(
        self, conn: sa.Connection, page: int, url: str, title: str, body: str, more: dict[str, Any]
    ) -> int:
        blocks = [{"kind": "paragraph", "text": text} for text in body.split("\n\n") if text]
        row: dict[str, Any] = {
            "page_id": page,
            "url": url,
            "reader": "sample-1",
            "layout": "sample",
        }
        row |= {"title": title, "lead": "", "body": body, "blocks": blocks}
        row |= {"tags": [], "links": [], "doubts": [], "recorded_at": FIRST}
        digests = ("digest", "digest_title", "digest_text", "digest_folded")
        row |= dict.fromkeys((*digests, "digest_media", "digest_metadata"), sha(title + body))
        row |= {"published_at": FIRST, "published_precision": "minute"}
        return self._add(conn, schema.reading, row | more)

    def _version(
        self,
        conn: sa.Connection,
        inner: int,
        page: int,
        reading: int,
        public: str,
        seen: datetime,
        state: dict[str, Any],
    ) -> int:
        row = {"public_id": sha(f"{public}{state['number']}v")[:12], "article_id": inner}
        row |= {"seen_at": seen, "recorded_at": seen, "page_id": page, "chain": sha("")}
        version = self._add(conn, schema.version, row)
        joined = {"version_id": version, "reading_id": reading, "recorded_at": seen}
        conn.execute(sa.insert(schema.version_reading).values(**joined))
        state |= {"version_id": version, "article_id": inner, "reading_id": reading}
        conn.execute(sa.insert(derived.version_state).values(**state))
        return version


@pytest.fixture
def shelf(database_url: str, tmp_path: Path) -> Iterator[Shelf]:
    engine = connect(database_url)
    yield Shelf(database_url, tmp_path, engine)
    engine.dispose()


@pytest.fixture(scope="module")
def module_shelf(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shelf]:
    """As `shelf`, for the tests of a module that only ask."""
    engine = connect(module_database_url)
    yield Shelf(module_database_url, tmp_path_factory.mktemp("shelf"), engine)
    engine.dispose()


@pytest.fixture
def archive(shelf: Shelf) -> Iterator[Archive]:
    with Archive.open(shelf.url, shelf.folder) as opened:
        yield opened


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    """A crawl into an archive of its own."""
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


@pytest.fixture
def asked(crawl: Crawl, database_url: str, tmp_path: Path) -> Iterator[Archive]:
    """What a crawl fills, to be asked."""
    with Archive.open(database_url, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def egov(shelf, monkeypatch, typed):
    """Runs a command on the shelf's archive (see `typed`)."""
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", shelf.url)
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(shelf.folder))
    return typed


@pytest.fixture
def typed(monkeypatch, capsys):
    """Runs a command as a person would; (exit status, what it printed, what it complained)."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["egov", *words])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return end.value.code or 0, printed.out, printed.err

    return run
