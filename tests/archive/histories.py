"""Seeded histories of invented articles, and what an archive must make of them.

A publisher edits, takes back, removes and moves articles; an archive looks at them, late and out of
order, with a reader and a layout that change midway. The truth is worked out from the publisher's
states alone: it shares no code with the archive.
"""

import gzip
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.errors import Refused
from archive.record import (
    ArticleKey,
    Attachment,
    Block,
    BlockKind,
    Image,
    Look,
    Precision,
    Reading,
    SiteFacts,
)
from archive.storage.store import Store
from tests.archive.crawl import SITES

START = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
SITE = "baosonkhe"
_WORDS = (
    "hồ sơ thủ tục trực tuyến cổng dịch vụ công tỉnh xã phường cán bộ người dân doanh nghiệp dữ "
    "liệu dân cư định danh điện tử kết nối liên thông một cửa giải quyết đúng hạn tỷ lệ mục tiêu "
    "kế hoạch chuyển đổi số hạ tầng viễn thông thôn bản vùng cao nền tảng học liệu thanh toán "
    "không tiền mặt khám chữa bệnh sổ sức khỏe học bạ giấy phép đất đai xây dựng lao động"
)
WORDS = _WORDS.split()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a publisher shows of an article."""

    title: str
    text: tuple[str, ...]
    caption: str
    picture: str
    author: str
    section: str

    @property
    def words(self) -> tuple[Any, ...]:
        """What counts across layouts."""
        return self.title, self.text


@dataclass(frozen=True, slots=True)
class Event:
    """A look: what was shown, or `missing`, `soft`, `unchanged` (304) or the name of a failure."""

    url: str
    at: datetime
    answer: str = "ok"
    shown: Shown | None = None
    layout: str = "old"
    run: int | None = None
    moved_from: str | None = None
    canonical: str | None = None
    article: int = 0
    serial: int = 1
    opens: bool = False  # the first look at what stands at a used address


@dataclass(slots=True)
class Truth:
    """What the archive must say of an article."""

    kinds: list[str]
    starts: list[datetime]
    last_seen_at: datetime
    gone_at: datetime | None
    title: str


class HistoryReader:
    """Reads the pages made here; the first of its kind leaves a teaser in the text.

    A layout reads the pages of its own days only, and each names section and caption its own way.
    """

    def __init__(self, name: str, new_layout_at: datetime) -> None:
        self.name = name
        self.new_layout_at = new_layout_at

    def layout(self, at: datetime) -> str:
        return "new" if at >= self.new_layout_at else "old"

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        page = json.loads(html)
        assert fetched_at is not None
        layout = self.layout(fetched_at)
        if page["layout"] != layout:
            raise Refused("no-body", "a page of other days")
        texts = page["text"] if self.name.endswith("2") else [*page["text"], page["teaser"]]
        return Reading(
            url=url,
            title=page["title"],
            reader=self.name,
            layout=layout,
            blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts),
            author=page["author"] if layout == "old" else f"Tác giả {page['author']}",
            section=page["section"] if layout == "old" else None,
            published_at=START,
            published_precision=Precision.MINUTE,
            canonical_url=page["canonical"],
            images=(Image(page["picture"], f"{layout}: {page['caption']}"),),
            attachments=(Attachment("https://baosonkhe.example/van-ban.pdf", "Văn bản"),),
        )

    def key(self, url: str, at: datetime | None = None) -> ArticleKey | None:
        return key(url)

    def sites(self) -> tuple[SiteFacts, ...]:
        return SITES


def key(url: str) -> ArticleKey:
    """The identity that an address names: its last number."""
    return ArticleKey(SITE, "post", url.rpartition("-")[2].removesuffix(".htm"))


@dataclass(frozen=True)
class Fresh:
    """What has happened to an address since a page was shown there last."""

    moved_from: str | None = None
    canonical: str | None = None
    opens: bool = False


class Publisher:
    """One article and its address, as time goes by."""

    def __init__(self, rng: random.Random, number: int) -> None:
        self.rng = rng
        self.number = number
        self.urls = [address(number)]
        self.past: list[Shown] = []
        self.shown = self.write()
        self.removed = False
        self.serial = 1

    def reuse(self) -> None:
        """The address shows something else from now on."""
        self.shown, self.past, self.removed = self.write(), [], False
        self.serial += 1

    def write(self) -> Shown:
        """Something wholly new."""
        return Shown(
            title=self.sentence(7),
            text=tuple(self.sentence(22) for _ in range(3)),
            caption=self.sentence(5),
            picture=f"https://cdn.example/anh-{self.rng.randrange(10**9):09}.jpg",
            author=f"Lê {self.rng.choice(WORDS)} {self.rng.randrange(99)}",
            section=self.rng.choice(("Chính quyền số", "Xã hội", "Pháp luật")),
        )

    def sentence(self, length: int) -> str:
        """Words at random, and a number."""
        words = [self.rng.choice(WORDS) for _ in range(length)]
        words.insert(length // 2, str(self.rng.randrange(1000, 99999)))
        return " ".join(words).capitalize()

    def edit(self, how: str) -> None:
        """Changes what is shown; an edit of picture or byline leaves the words alone."""
        now = self.shown
        text = now.text
        changes: dict[str, Any] = {
            "title": {"title": f"{now.title} {self.rng.randrange(100)}"},
            "number": {"text": (text[0], swapped(text[1], self.rng), *text[2:])},
            "text": {"text": (*text, self.sentence(14))},
            "cut": {"text": text[:-1] if len(text) > 2 else text},
            "picture": {"picture": self.write().picture},
            "caption": {"caption": self.sentence(6)},
            "author": {"author": self.write().author},
            "both": {"title": self.sentence(6), "caption": self.sentence(6)},
        }
        if how == "revert":
            self.shown = self.rng.choice(self.past or [now])
        else:
            self.past.append(now)
            self.shown = replace(now, **changes[how])


def address(number: int) -> str:
    """Where an article is shown."""
    return f"https://{SITE}.example/tin-{number}.htm"


def swapped(text: str, rng: random.Random) -> str:
    """The text with another number."""
    return " ".join(
        str(rng.randrange(1000, 99999)) if word.isdigit() else word for word in text.split()
    )


EDITS = ("title", "number", "text", "cut", "picture", "caption", "author", "both", "revert")
FAILURES = ("forbidden", "challenge", "server-error", "timeout")
GROUPS = {
    "substantive": ("text",),
    "headline": ("title",),
    "media": ("caption", "picture"),
    "metadata": ("author", "section"),
}


@dataclass(slots=True)
class World:
    """A site over some nights: its articles' looks in the order in which they reach the archive."""

    seed: int
    articles: int = 6
    nights: int = 12
    late: float = 0.25
    outage: int | None = None  # the night in which every address answers 404
    looks: list[list[Event]] = field(default_factory=list)  # by article

    @property
    def new_layout_at(self) -> datetime:
        return START + timedelta(days=self.nights * 0.6)

    def events(self) -> list[Event]:
        """All looks, some of them late; a 304 never is."""
        rng = random.Random(self.seed)
        whole: list[tuple[float, int, Event]] = []
        for number in range(self.articles):
            mine = list(self._article(rng, number))
            self.looks.append(mine)
            for place, event in enumerate(mine):
                night = (event.at - START) / timedelta(days=1)
                can_wait = place > 0 and event.answer in ("ok", "missing", *FAILURES)
                tells = event.moved_from or event.canonical or event.opens  # what must be known
                waits = can_wait and not tells and rng.random() < self.late
                whole.append((night + rng.uniform(0, self.nights) * waits, len(whole), event))
        return self._valid([event for _, _, event in sorted(whole, key=lambda one: one[:2])])

    def _valid(self, events: list[Event]) -> list[Event]:
        """A 304 is given only where the archive held what is shown: else the page itself comes."""
        held: dict[str, Event] = {}
        newest: dict[str, datetime] = {}
        kept = []
        for event in events:
            if event.answer == "unchanged":
                before = held.get(event.url)
                if before is None or before.shown != event.shown or newest[event.url] > event.at:
                    event = replace(event, answer="ok")
                else:
                    event = replace(event, layout=before.layout)
            if event.answer in ("ok", "unchanged"):
                if event.url not in held or held[event.url].at < event.at:
                    held[event.url] = event
                newest[event.url] = max(newest.get(event.url, event.at), event.at)
            kept.append(event)
        return kept

    def _article(self, rng: random.Random, number: int) -> Iterator[Event]:
        publisher, fresh = Publisher(rng, number), Fresh()
        for night in range(self.nights):
            at = START + timedelta(days=night, minutes=number, seconds=rng.randrange(40))
            for _ in range(rng.choice((1, 1, 2))):
                at = (at + timedelta(hours=rng.uniform(0.2, 5))).replace(microsecond=0)
                roll = rng.random()
                if night:
                    fresh = self._act(rng, roll, publisher, number, fresh)
                event = Event(
                    publisher.urls[-1],
                    at,
                    layout="new" if at >= self.new_layout_at else "old",
                    run=night,
                    article=number,
                    serial=publisher.serial,
                )
                event = self._answered(rng, publisher, event, fresh, first=not night)
                if event.shown:
                    fresh = Fresh()
                yield event

    @staticmethod
    def _act(
        rng: random.Random, roll: float, publisher: Publisher, number: int, fresh: Fresh
    ) -> Fresh:
        """What the publisher does before a look; returns what the next page must tell."""
        if roll < 0.35:
            publisher.edit(rng.choice(EDITS))
        elif roll < 0.43:
            publisher.removed = not publisher.removed
        elif roll < 0.46 and not publisher.removed:
            publisher.urls.append(address(number + 1000 * len(publisher.urls)))
            how = "moved_from" if rng.random() < 0.5 else "canonical"
            return replace(fresh, **{how: publisher.urls[-2]})
        elif roll < 0.48:
            publisher.reuse()
            return replace(fresh, opens=True)
        return fresh

    def _answered(
        self, rng: random.Random, publisher: Publisher, event: Event, fresh: Fresh, *, first: bool
    ) -> Event:
        """The look with what came of it; a page that must tell something surely comes."""
        surely = first or fresh != Fresh()
        if event.run == self.outage and not surely:
            return replace(event, answer="missing")
        if rng.random() < 0.12 and not surely:
            return replace(event, answer=rng.choice(FAILURES))
        if publisher.removed:
            return replace(event, answer=rng.choice(("missing", "missing", "soft")))
        return replace(
            event,
            answer="unchanged" if rng.random() < 0.3 and not surely else "ok",
            shown=publisher.shown,
            moved_from=fresh.moved_from,
            canonical=fresh.canonical,
            opens=fresh.opens,
        )


class Night:
    """Hands looks to an archive, as a crawl does."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.rng = random.Random(seed)
        self.runs: dict[int, int] = {}
        store.declare(SITES)

    def run(self, event: Event) -> int | None:
        if event.run is None:
            return None
        if event.run not in self.runs:
            self.runs[event.run] = self.store.start_run(SITE, "nightly", event.at)
        return self.runs[event.run]

    def hand_over(self, event: Event) -> None:
        """Captures a look and records what it meant."""
        if event.moved_from:
            before = event.at - timedelta(seconds=3)
            self._capture(
                replace(event, url=event.moved_from, at=before, answer="redirect"), event.url
            )
        fetch_id, body = self._capture(event)
        if event.answer == "ok":
            reader = self.store.reader
            assert reader is not None
            assert body is not None
            found = reader.read(body, event.url, event.at)
            self.store.record(fetch_id, key(event.url), found, event.at)
        elif event.answer == "unchanged":
            self.store.unchanged(fetch_id, event.url, event.at)
        elif event.answer in ("missing", "soft"):
            self.store.missing(fetch_id, event.url, event.at, hard=event.answer == "missing")
        elif event.answer == "challenge":
            self.store.refuse(fetch_id, "challenge", "", event.at, key(event.url))

    def _capture(self, event: Event, location: str | None = None) -> tuple[int, bytes | None]:
        status = {"ok": 200, "redirect": 301, "missing": 404, "unchanged": 304, "soft": 200}
        outcomes = {"unchanged": "not-modified", "soft": "ok"}
        body = self.page(event) if event.answer == "ok" else None
        look = Look(
            event.url,
            "article",
            event.at,
            outcomes.get(event.answer, event.answer),
            status.get(event.answer),
            headers=(("Content-Type", "text/html"),),
            raw=None if body is None else gzip.compress(body, mtime=0),
            decoded=body,
            location=location,
        )
        return self.store.capture(SITE, self.run(event), look).fetch_id, body

    def page(self, event: Event) -> bytes:
        """The page with its noise, which no two looks have in common."""
        shown = event.shown
        assert shown is not None
        page = {
            "layout": event.layout,
            "title": shown.title,
            "text": shown.text,
            "teaser": "Đọc thêm: Bản tin sáng",
            "caption": shown.caption,
            "picture": f"{shown.picture}?w={self.rng.choice((300, 600))}",
            "author": shown.author,
            "section": shown.section,
            "canonical": event.canonical,
            "weather": self.rng.randrange(3),
        }
        return json.dumps(page, ensure_ascii=False).encode()


def truths(events: Sequence[Event], as_of: datetime | None = None) -> dict[tuple[int, int], Truth]:
    """What the looks mean, by article and serial, once all of them have come.

    As of a time the later ones count only where a whole night's missing articles are doubted.
    """
    found: dict[tuple[int, int], list[Event]] = {}
    for event in events:
        found.setdefault((event.article, event.serial), []).append(event)
    doubted = outages(found.values())
    return {
        name: whole
        for name, mine in found.items()
        if (whole := truth([e for e in mine if believed(e, doubted) and by(e, as_of)]))
    }


GONE = ("missing", "soft")


def believed(event: Event, doubted: set[int | None]) -> bool:
    """Whether a look is taken for what it says."""
    return event.answer not in GONE or event.run not in doubted


def by(event: Event, as_of: datetime | None) -> bool:
    """Whether a look had been by a time."""
    return as_of is None or event.at <= as_of


def outages(articles: Iterable[Sequence[Event]]) -> set[int | None]:
    """The nights in which a tenth of the articles, and three at least, were newly missing."""
    looked: Counter[int | None] = Counter()
    newly: Counter[int | None] = Counter()
    for mine in articles:
        looks = sorted(
            (e for e in mine if e.answer in ("ok", "unchanged", *GONE)), key=lambda e: e.at
        )
        pairs = list(itertools.pairwise(looks))
        looked.update({other.run for _, other in pairs})
        newly.update({b.run for a, b in pairs if b.answer in GONE and a.answer not in GONE})
    return {run for run, count in newly.items() if count >= 3 and count * 10 >= looked[run]}


def truth(events: Sequence[Event]) -> Truth | None:
    """What looks at one article mean; None before any showed it."""
    looks = sorted(events, key=lambda event: event.at)
    showing = [event for event in looks if event.shown and event.answer in ("ok", "unchanged")]
    if not showing:
        return None
    states: list[list[Event]] = [[showing[0]]]
    for event in showing[1:]:
        if alike(states[-1][-1], event):
            states[-1].append(event)
        else:
            states.append([event])
    return Truth(
        kinds=[kind(states, place) for place in range(len(states))],
        starts=[state[0].at for state in states],
        last_seen_at=showing[-1].at,
        gone_at=gone_at([e for e in looks if e.at > showing[-1].at]),
        title=next(state.title for event in reversed(showing) if (state := event.shown)),
    )


def alike(one: Event, other: Event) -> bool:
    """Whether two looks show the same, as far as their layouts let it be known."""
    assert one.shown
    assert other.shown
    if one.layout == other.layout:
        return one.shown == other.shown
    return one.shown.words == other.shown.words


def kind(states: list[list[Event]], place: int) -> str:
    """Why a state differs from the one before it."""
    if place == 0:
        return "first"
    own = states[place][0]
    for state in states[: place - 1]:
        of_layout = [event for event in state if event.layout == own.layout]
        if alike((of_layout or state)[-1], own):
            return "reverted"
    before = states[place - 1][-1].shown
    assert before
    assert own.shown
    for name, parts in GROUPS.items():
        if any(getattr(before, part) != getattr(own.shown, part) for part in parts):
            return name
    raise AssertionError("two neighbours are the same")


def gone_at(after: Sequence[Event]) -> datetime | None:
    """Since when an article is gone, given the looks since it was shown last."""
    missing = [event for event in after if event.answer in GONE]
    for event in missing:
        if event.answer == "missing" or missing[-1].at - event.at >= timedelta(days=1):
            return event.at
    return None
