"""A small crawl for tests of the archive: looks at invented pages, without network or parser."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from archive.errors import Refused
from archive.record import (
    ArticleKey,
    Block,
    BlockKind,
    Furniture,
    HostFacts,
    Look,
    Precision,
    Reading,
    Recorded,
    SiteFacts,
    Standing,
)
from archive.storage.engine import connect
from archive.storage.store import Store

DAY = timedelta(days=1)
NIGHT = datetime(2026, 10, 1, 18, 30, tzinfo=UTC)  # 01:30 in Vietnam
SITES = (
    SiteFacts("baosonkhe", "Báo Sơn Khê", (HostFacts("baosonkhe.example"),), "VN-99"),
    SiteFacts("baovinhlam", "Báo Vĩnh Lâm", (HostFacts("www.baovinhlam.example"),)),
    SiteFacts("chinhphumau", "Báo Chính phủ Mẫu", (HostFacts("chinhphumau.example"),)),
)
TEXT = (
    "Sáng 30/9, UBND tỉnh Sơn Khê khai trương trung tâm phục vụ hành chính công mới tại phường "
    "Bến Đá. Trung tâm tiếp nhận 1.245 thủ tục của 17 sở, ngành, trong đó 812 thủ tục được giải "
    "quyết trực tuyến toàn trình. Người dân lấy số bằng căn cước gắn chip, thời gian chờ trung "
    "bình giảm từ 42 phút xuống còn 11 phút. Tỉnh đặt mục tiêu đến cuối năm có chín phần mười hồ "
    "sơ nộp qua cổng dịch vụ công, không yêu cầu nộp lại giấy tờ đã có trong cơ sở dữ liệu."
)
OTHER = (
    "Mùa lúa chín ở thung lũng Ban Liêm năm nay đến sớm hơn mọi năm chừng hai tuần. Các bản vùng "
    "cao tổ chức ngày hội cốm, mời khách thử giã cốm, nghe khèn và ngủ lại nhà sàn. Ban tổ chức "
    "đón hơn 3.000 lượt khách trong ba ngày, chủ yếu đi theo nhóm nhỏ từ các tỉnh đồng bằng. Giá "
    "phòng được niêm yết công khai, rác được gom hai lần một ngày và chuyển về thị trấn."
)


def night(number: int) -> datetime:
    """The first night, or so many nights later."""
    return NIGHT + number * DAY


class PlainReader:
    """Reads pages that are JSON objects: the fields of a reading."""

    def __init__(self, name: str = "plain-1") -> None:
        self.name = name

    def name_of(self, site: str) -> str:
        return self.name

    def furnished(self, sets: Mapping[str, Furniture]) -> Self:
        return self

    def standing(self, *_: object) -> Sequence[Standing]:
        return ()

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        fields = json.loads(html)
        if "title" not in fields:
            raise Refused("no-title")
        return reading(url=url, reader=self.name, **fields)

    def key(self, url: str, at: datetime | None = None) -> ArticleKey | None:
        return key(url)

    def sites(self) -> tuple[SiteFacts, ...]:
        return SITES


def reading(
    title: str = "Khai trương trung tâm hành chính công",
    body: str = TEXT,
    url: str = "https://baosonkhe.example/tin-1.htm",
    published: str | None = None,
    **fields: Any,
) -> Reading:
    """A reading of an invented page; `weather` and the like are no part of it."""
    fields.pop("weather", None)
    blocks = tuple(Block(BlockKind.PARAGRAPH, part) for part in body.split("\n\n"))
    values = {"reader": "plain-1", "layout": "today", "blocks": blocks, **fields}
    if published:
        values["published_at"] = datetime.fromisoformat(published)
        values.setdefault("published_precision", Precision.MINUTE)
    return Reading(url=url, title=title, **values)


def key(url: str) -> ArticleKey:
    """The site by the host's first label, the id by the address's last number."""
    host, _, path = url.removeprefix("https://").removeprefix("www.").partition("/")
    number = path.rpartition("-")[2].removesuffix(".htm")
    return ArticleKey(host.split(".")[0], "post", native_id=number)


class Crawl:
    """An archive and a way of looking at pages for it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        store.declare(SITES)

    def capture(
        self, url: str, at: datetime, page: Any = None, run: int | None = None, **look: Any
    ) -> Any:
        body = None if page is None else json.dumps(page, ensure_ascii=False).encode()
        values: dict[str, Any] = {
            "kind": "article",
            "outcome": "ok",
            "status": 200,
            "reason": "OK",
            "headers": (("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
            "raw": None if body is None else gzip.compress(body, mtime=0),
            "decoded": body,
        }
        values.update(look)
        return self.store.capture(key(url).site, run, Look(url=url, requested_at=at, **values))

    def look(self, url: str, at: datetime, run: int | None = None, **page: Any) -> Recorded:
        """A page with these fields is shown."""
        captured = self.capture(url, at, page, run)
        found = reading(url=url, **page)
        if self.store.reader:
            found = replace(found, reader=self.store.reader.name)
        return self.store.record(captured, key(url), found, at)

    def missing(
        self, url: str, at: datetime, run: int | None = None, hard: bool = True
    ) -> Recorded | None:
        outcome = {"outcome": "missing", "status": 404} if hard else {}
        captured = self.capture(url, at, run=run, **outcome)
        return self.store.missing(captured.fetch_id, url, at, hard=hard)

    def not_modified(self, url: str, at: datetime) -> Recorded:
        captured = self.capture(url, at, outcome="not-modified", status=304, conditional=True)
        return self.store.unchanged(captured.fetch_id, url, at)

    def failed(self, url: str, at: datetime, outcome: str, status: int | None = None) -> None:
        self.capture(url, at, outcome=outcome, status=status)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        with self.store.engine.connect() as conn:
            return [tuple(row) for row in conn.execute(sa.text(sql), values)]

    def versions(self, article_id: str) -> list[tuple[int, str]]:
        """Number and kind of each version."""
        sql = (
            "SELECT version_no, change FROM article_version WHERE article_id = :id"
            " ORDER BY version_no"
        )
        return self.rows(sql, id=article_id)

    def state(self) -> dict[str, list[Any]]:
        """All derived state, row by row."""
        tables = {
            "article_state": "article_id",
            "version_state": "version_id",
            "story_copy_state": "story_id, article_id",
            "story_alias": "alias",
            "shingle": "hash, version_id",
            "indexed_reading": "article_id",
            "indexed_past": "reading_id",
        }
        return {
            name: self.rows(f"SELECT * FROM {name} ORDER BY {order}")
            for name, order in tables.items()
        }


@contextmanager
def crawling(url: str, folder: Path, reader: PlainReader | None = None) -> Iterator[Crawl]:
    """A crawl on a database that is at its head."""
    store = Store(connect(url), folder / "data", reader)
    try:
        yield Crawl(store)
    finally:
        store.close()
