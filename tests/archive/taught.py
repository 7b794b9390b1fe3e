"""A crawl whose reader learns what stands in all pages of a site."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

from archive.record import Furniture, HeldPage, Piece, Reading, Standing
from archive.storage import furniture
from archive.storage.standing import learn
from tests.archive.crawl import DAY, NIGHT, TEXT, Crawl, PlainReader, key

SITE = "baosonkhe"

LINE = Piece("line", "today:/p", "đọc báo in mỗi sáng")

OTHER = Piece("line", "today:/p", "trời se lạnh")

SAID = {LINE: "Đọc báo in mỗi sáng", OTHER: "Trời se lạnh"}


class Taught(PlainReader):
    """Removes the lines of its furniture; `shows` is what it finds in pages."""

    def __init__(self, sets: Mapping[str, Furniture] | None = None) -> None:
        super().__init__("plain-1")
        self.sets = dict(sets or {})
        self.shows: tuple[Piece, ...] = (LINE,)
        self.asked: list[HeldPage] = []
        self.refused: Sequence[Piece] = ()

    def name_of(self, site: str) -> str:
        known = self.sets.get(site)
        return f"{self.name}+f{known.number}" if known and known.number else self.name

    def furnished(self, sets: Mapping[str, Furniture]) -> Self:
        made = type(self)(sets)
        made.shows, made.asked = self.shows, self.asked
        return made

    def standing(
        self,
        site: str,
        pages: Iterable[HeldPage],
        headlines: Iterable[tuple[str, str]],
        known: Sequence[Piece] = (),
        refused: Sequence[Piece] = (),
    ) -> Sequence[Standing]:
        self.asked.extend(pages)
        self.refused = refused
        held = {(one.kind, one.text): one for one in known}
        some = [held.get((one.kind, one.text), one) for one in self.shows if one not in refused]
        return [Standing(one, 6, 6, 8, ("a1",), (SAID[one],), NIGHT, NIGHT + DAY) for one in some]

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        site = key(url).site
        found = super().read(html, url, fetched_at, content_type)
        gone = {SAID[one] for one in self.sets[site].pieces} if site in self.sets else set()
        blocks = tuple(block for block in found.blocks if block.text not in gone)
        return replace(found, blocks=blocks, reader=self.name_of(site))


def look(crawl: Crawl, number: int, night: int, body: str = "", site: str = SITE) -> str:
    """A look at an article whose page shows both lines, read as a run reads it."""
    url, at = f"https://{site}.example/tin-{number}.htm", NIGHT + night * DAY
    text = body or f"Tin số {number}. {TEXT}"
    page = {"title": f"Tin {number}", "body": "\n\n".join((text, *SAID.values(), f"Đêm {night}"))}
    page["body"] = page["body"].removesuffix(f"\n\nĐêm {night}")
    captured = crawl.capture(url, at, {**page, "weather": night})
    assert crawl.store.reader is not None
    found = crawl.store.reader.read(crawl.store.page_bytes(captured.page_sha256), url, at)
    return str(crawl.store.record(captured, key(url), found, at).verdict)


def taught(crawl: Crawl) -> Taught:
    assert isinstance(crawl.store.reader, Taught)
    return crawl.store.reader


def first_night(crawl: Crawl, count: int = 6) -> None:
    for number in range(1, count + 1):
        look(crawl, number, 0)


def teach(crawl: Crawl, *shows: Piece) -> furniture.Learned:
    taught(crawl).shows = shows
    return learn(crawl.store, taught(crawl), SITE)


def bodies(crawl: Crawl) -> set[tuple[str, bool]]:
    """Of each article the reader that read it last, and whether the line is still in it."""
    rows = crawl.rows(
        "SELECT reader, body FROM article_state"
        " JOIN reading ON reading.id = article_state.head_reading_id"
    )
    return {(reader, SAID[LINE] in body) for reader, body in rows}
