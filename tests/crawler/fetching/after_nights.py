"""A run of an invented site after some nights, to be judged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.normals import Night
from archive.record import Block, BlockKind, Captured, Look, Reading
from archive.scoring import Normals, Traits
from archive.storage.nights import STALE, Past, Taken, state
from crawler.fetching.figures import SiteRun, figures
from crawler.fetching.health import judge
from crawler.fetching.remembering import measure
from crawler.fetching.yields import Listed

DAY = timedelta(days=1)
FIRST = datetime(2026, 6, 1, 18, 30, tzinfo=UTC)
TOPIC, SPORT = "https://baomau.example/chuyen-doi-so", "https://baomau.example/the-thao"
FIELDS = {"title": 1.0, "lead": 1.0, "author": 0.97, "date": 1.0}


def nights(new: tuple[int, int] = (20, 10), number: int = 28, **values: Any) -> list[Night]:
    """Nights on which two listings name new articles."""
    told: dict[str, Any] = {"read": sum(new), "fields": FIELDS, "words": 400, "layout": "today"}
    told |= values
    listings = {TOPIC: (30, new[0]), SPORT: (25, new[1])}
    return [
        Night(FIRST + night * DAY, "healthy", new=sum(new), listings=listings, **told)
        for night in range(number)
    ]


def run(
    before: Sequence[Night],
    new: tuple[int, int] = (20, 10),
    found: tuple[int, int] = (30, 25),
    pages: Sequence[Reading] = (),
    taken: int = 0,
) -> SiteRun:
    """A run after some nights, with what its listings named and its pages gave."""
    made = SiteRun("baomau", 1)
    daily = Taken(taken, {TOPIC: (9, taken), SPORT: (9, taken)}) if taken else Taken()
    stale = before[-1].at if before[-1].outcome == STALE else None
    measure(made, Past(tuple(before), tuple(before), daily, daily, stale), before[-1].at + DAY)
    held = frozenset(("title", "lead", "author", "published_at"))
    made.normals = Normals([Traits("today", 400, held)] * 60)
    made.looks.update({"listing/ok": 2})
    made.look(Look(TOPIC, "listing", FIRST, "ok"), Captured(41))
    made.listings_answered = 2
    for url, number, named in zip((TOPIC, SPORT), new, found, strict=True):
        made.listed[url] = Listed(named, number)
    made.counts.discovered, made.counts.new_articles = sum(found), sum(new)
    made.counts.fetched = made.read = len(pages) or sum(new)
    for each in pages:
        made.yields.add(each)
        made.signs.fits(each)
    return made


def called(
    made: SiteRun, *, asked_only: bool = False
) -> tuple[str, list[tuple[str, str | None]], list[str]]:
    """What a run is called, with the rules and addresses of its evidence, and its notes."""
    outcome = judge(made, "finished", asked_only=asked_only)
    return outcome, [(each.rule, each.url) for each in made.evidence], made.notes


def left(made: SiteRun) -> str:
    """In which state a run that was judged leaves its site."""
    return state(judge(made, "finished", asked_only=False), figures(made, "site"))


def page(number: int, words: int = 400, author: str | None = "Hoàng Lụa") -> Reading:
    """What stands in a page."""
    text = (Block(BlockKind.PARAGRAPH, "chữ " * words),)
    url = f"https://baomau.example/bai-{number}.html"
    one = Reading(url, "Bài", reader="r", layout="today", lead="Lời dẫn", author=author)
    return replace(one, published_at=FIRST, blocks=text)
