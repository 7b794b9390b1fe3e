"""Stored pages and two readers of them: what the second finds otherwise is known beforehand."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.errors import Refused
from archive.record import Reading
from tests.archive.crawl import Crawl, PlainReader, key, reading

START = datetime(2026, 2, 1, 1, tzinfo=UTC)
_WORDS = "hồ sơ thủ tục trực tuyến cổng dịch vụ công tỉnh xã phường cán bộ người dân dữ liệu"
WORDS = _WORDS.split()
TEASER = "Đọc thêm: Bản tin sáng"


class First(PlainReader):
    """Leaves a teaser in the text and the site's name in the title, and passes bylines over."""

    def __init__(self) -> None:
        super().__init__("plain-1")

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        page = json.loads(html)
        return replace(self.of(page, url), reader=self.name)

    def of(self, page: dict[str, Any], url: str) -> Reading:
        text = [page["text"], *([TEASER] if page["teaser"] else [])]
        return reading(title=page["title"] + page["name"], body="\n\n".join(text), url=url)


class Second(First):
    """Reads them right, and refuses what is no article."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "plain-2"

    def of(self, page: dict[str, Any], url: str) -> Reading:
        if page["video"]:
            raise Refused("video")
        return reading(title=page["title"], body=page["text"], url=url, author=page["author"])


def pages(count: int, seed: int = 1) -> Iterator[tuple[str, datetime, dict[str, Any]]]:
    """Pages that are a version each: of each article one to three."""
    rng = random.Random(seed)
    number, edition = 0, 0
    for place in range(count):
        if edition == 0:
            number, edition = number + 1, rng.choice((1, 1, 2, 3))
        edition -= 1
        yield (
            f"https://baosonkhe.example/tin-{number}.htm",
            START + timedelta(days=3 - edition, seconds=place),
            {
                "title": f"Bài {number} " + " ".join(rng.choices(WORDS, k=6)),
                "text": f"Số {place}. " + " ".join(rng.choices(WORDS, k=60)),
                "name": rng.choice(("", " - Báo Sơn Khê")),
                "teaser": rng.random() < 0.3,
                "author": rng.choice((None, "Lê Na")),
                "video": rng.random() < 0.05,
            },
        )


def kept(crawl: Crawl, count: int, seed: int = 1) -> Counter[str]:
    """Keeps pages as the first reader reads them; what the second will find otherwise."""
    foretold: Counter[str] = Counter()
    for url, at, page in pages(count, seed):
        captured = crawl.capture(url, at, page)
        found = First().read(json.dumps(page).encode(), url)
        crawl.store.record(captured, key(url), found, at)
        if page["video"]:
            foretold["refused"] += 1
            continue
        foretold["title"] += bool(page["name"])
        foretold["body"] += page["teaser"]
        foretold["author"] += page["author"] is not None
    return foretold
