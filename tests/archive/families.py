"""Seeded families of texts, and the stories that an archive must see in them in any order."""

import itertools
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.archive.publisher import WORDS

SITES = {
    "baosonkhe": "Báo Sơn Khê",
    "baovinhlam": "Báo Vĩnh Lâm",
    "chinhphumau": "Báo Chính phủ Mẫu",
}
FIRST = datetime(2026, 9, 1, tzinfo=UTC)
SEEN = datetime(2026, 10, 1, tzinfo=UTC)
SENTENCES = 10


@dataclass(slots=True)
class Piece:
    """An article; `names` tells whether it names the origin of its story, and by what."""

    url: str
    page: dict[str, Any]
    story: str | None = None  # the family's name, if it is the same text
    is_source: bool = False
    names: str = ""

    @property
    def published(self) -> datetime | None:
        raw = self.page.get("published")
        return datetime.fromisoformat(raw) if raw else None


@dataclass(slots=True)
class Press:
    """Papers that copy from each other, fill in forms, and sum up."""

    seed: int
    families: int = 4
    pieces: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = random.Random(self.seed)
        numbers = itertools.count(1)
        texts = []
        for number in range(self.families):
            text = [sentence(rng) for _ in range(SENTENCES)]
            texts.append(text)
            self.pieces += family(rng, f"family {number}", text, numbers)
        self.pieces += forms(rng, numbers)
        for one, other in itertools.pairwise(texts):
            page = {"title": sentence(rng, 8), "body": body([*one, *other])}
            self.pieces.append(Piece(address(rng.choice(list(SITES)), numbers), page))

    def shuffled(self, seed: int) -> list[Piece]:
        """The pieces in some order of arrival."""
        pieces = list(self.pieces)
        random.Random(seed).shuffle(pieces)
        return pieces


def sentence(rng: random.Random, length: int = 20) -> str:
    words = [rng.choice(WORDS) for _ in range(length)]
    words.insert(length // 2, str(rng.randrange(100, 99_999)))
    return " ".join(words).capitalize() + "."


def body(sentences: list[str]) -> str:
    return "\n\n".join(
        " ".join(pair) for pair in zip(sentences[::2], [*sentences[1::2], ""], strict=False)
    )


def address(site: str, numbers: Iterator[int]) -> str:
    return f"https://{site}.example/tin-{next(numbers)}.htm"


def family(
    rng: random.Random, name: str, text: list[str], numbers: Iterator[int]
) -> Iterator[Piece]:
    """An article, and what other papers made of it; some name it, some are dated before it."""
    home, *others = rng.sample(list(SITES), 3)
    title = sentence(rng, 9)
    at = FIRST + timedelta(days=rng.randrange(20), minutes=rng.randrange(1000))
    page = {"title": title, "body": body(text), "published": at.isoformat()}
    source = Piece(address(home, numbers), page, name, is_source=True)
    yield source
    naming = rng.random() < 0.7
    kinds = rng.sample(KINDS, 6)
    if "kept 70 %" in kinds:  # of which six tenths of the text are a copy
        kinds = [how for how in kinds if how != "kept 60 %"]
    for how in kinds:
        site = rng.choice(others)
        changes, is_same, evidence = change(rng, how, text, source.url, home)
        if evidence and not naming:
            continue
        shift = timedelta(hours=rng.uniform(-30, 30) if naming else rng.uniform(1, 40))
        own = {"title": title, "published": (at + shift).isoformat(), **changes}
        if not is_same:
            own["title"] = sentence(rng, 9)
        yield Piece(
            address(site, numbers),
            own,
            name if is_same else None,
            names=evidence if is_same else "",
        )


KINDS = (
    "exact", "titled", "decomposed", "capitals", "numbers", "added", "kept 70 %",
    "kept 60 %", "kept 30 %", "by address", "by name", "by dateline", "undated",
)  # fmt: skip


def change(
    rng: random.Random, how: str, text: list[str], source: str, home: str
) -> tuple[dict[str, Any], bool, str]:
    """What another paper made of a text, whether it is the same text, by what it names it."""
    start = rng.randrange(3)
    whole = {"body": body(text)}
    corrected = text[4].replace(next(w for w in text[4].split() if w.isdigit()), "77", 1)
    kinds: dict[str, tuple[dict[str, Any], bool, str]] = {
        "exact": (whole, True, ""),
        "titled": ({**whole, "title": sentence(rng, 8)}, True, ""),
        "decomposed": ({"body": unicodedata.normalize("NFD", body(text))}, True, ""),
        "capitals": ({"body": body(text).upper()}, True, ""),
        "numbers": ({"body": body([*text[:4], corrected, *text[5:]])}, True, ""),
        "added": ({"body": body([*text, sentence(rng), sentence(rng)])}, True, ""),
        "kept 70 %": ({"body": body(text[start : start + 7])}, True, ""),
        "kept 60 %": ({"body": body(text[start : start + 6])}, False, ""),
        "kept 30 %": ({"body": body(text[start : start + 3])}, False, ""),
        "by address": ({**whole, "source_url": f"{source}?utm_source=x"}, True, "source-line"),
        "by name": ({**whole, "source_name": f"Theo {SITES[home]}"}, True, "source-line"),
        "by dateline": ({**whole, "dateline": f"{home}.example"}, True, "dateline"),
        "undated": ({**whole, "published": None}, True, ""),
    }
    return kinds[how]


def forms(rng: random.Random, numbers: Iterator[int]) -> Iterator[Piece]:
    """Weather and gold prices: one form filled in each day, and copied by another paper."""
    for title, fixed in (("Thời tiết ngày {}/9", 9), ("Giá vàng hôm nay", 14)):
        words = [sentence(rng, 34) for _ in range(fixed)]
        home, other = rng.sample(list(SITES), 2)
        for day in range(1, 5):
            filled = [
                " ".join(str(rng.randrange(100, 99_999)) if w.isdigit() else w for w in one.split())
                for one in words
            ]
            at = FIRST + timedelta(days=day)
            page = {"title": title.format(day), "body": body(filled)}
            yield Piece(
                address(home, numbers),
                {**page, "published": at.isoformat()},
                f"{title} {day}" if day == 2 else None,
                is_source=day == 2,
            )
            if day == 2:
                later = (at + timedelta(hours=2)).isoformat()
                copy = {**page, "published": later, "source_name": SITES[home]}
                yield Piece(address(other, numbers), copy, f"{title} {day}", names="source-line")
