"""Publishers of invented articles, who edit, take back, remove, move and reuse, and the looks at
what they show, as these reach an archive: late and out of order.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
SITE = "baosonkhe"
_WORDS = (
    "hồ sơ thủ tục trực tuyến cổng dịch vụ công tỉnh xã phường cán bộ người dân doanh nghiệp dữ "
    "liệu dân cư định danh điện tử kết nối liên thông một cửa giải quyết đúng hạn tỷ lệ mục tiêu "
    "kế hoạch chuyển đổi số hạ tầng viễn thông thôn bản vùng cao nền tảng học liệu thanh toán "
    "không tiền mặt khám chữa bệnh sổ sức khỏe học bạ giấy phép đất đai xây dựng lao động"
)
WORDS = _WORDS.split()
EDITS = (
    "title", "number", "text", "cut", "picture", "caption", "author", "both", "file", "revert",
)  # fmt: skip
FAILURES = ("forbidden", "challenge", "server-error", "timeout")


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
    paper: str = ""  # what is in the file that it offers, of a look at that (`file`, `no-file`)


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
        self.paper = "1"

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
        if how == "file":
            self.paper = str(self.rng.randrange(4))
        elif how == "revert":
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


@dataclass(slots=True)
class World:
    """A site over some nights: its articles' looks in the order in which they reach the archive."""

    seed: int
    articles: int = 6
    nights: int = 12
    late: float = 0.25
    outage: int | None = None  # the night in which every address answers 404
    visits: tuple[int, ...] = (1, 1, 2)  # how often an article is looked at in a night
    files: float = 0.3  # in how many of the looks that show it, its file is looked at as well
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
                can_wait = place > 0 and event.answer in ("ok", "missing", "file", *FAILURES)
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
            for _ in range(rng.choice(self.visits) or not night):
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
                if event.shown and rng.random() < self.files:
                    yield self._file(rng, publisher, event)

    @staticmethod
    def _file(rng: random.Random, publisher: Publisher, page: Event) -> Event:
        """The look at the article's file after that at its page."""
        at = page.at + timedelta(seconds=rng.randrange(1, 50))
        answer = "file" if rng.random() < 0.9 else "no-file"
        return replace(
            page, at=at, answer=answer, paper=publisher.paper, shown=None,
            moved_from=None, canonical=None, opens=False,
        )  # fmt: skip

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
            answer = rng.choice(FAILURES)
            # a refused look counts among those of its run; of which article is not always known
            return replace(event, answer=answer, run=None if answer == "challenge" else event.run)
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
