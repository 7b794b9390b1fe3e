"""Generated newspapers: articles with Vietnamese-like words, in the frequencies of real ones.

A few dozen real function words make up nearly half of a text. The others are words of two and four
invented syllables, drawn by Zipf's law from one vocabulary for all and from that of the article's
subject; syllables are shared by many words, as they are in Vietnamese.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

START = datetime(2008, 1, 1, tzinfo=UTC)
DAYS = 6_500
SITES = 42
KINDS = ("central", "ministry", "provincial")
_FUNCTION = (
    "của và các trong cho là được với đã có những này một về từ đến khi tại để không người năm ra "
    "theo trên vào như phải sẽ cũng bị do ở nhiều đó mà nên hơn sau trước còn lại đang việc sự bằng"
)
_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
_RIMES = (
    "a á à ả ạ ai ái ại an án àn ang áng àng ao áo ay áy ăn ắn ăng ắng âm ấm ân ấn ất ật âu ấu ầu "
    "en én em ét ê ế ề ên ến ênh iên iến iện iệt iều i í ì ị ia inh ính ình in ít o ó ò on ón ong "
    "óng òng oai oại oàn oá hóa ô ố ồ ộ ôi ối ội ôn ốn ông ống ồng ộng ơ ở ơi ới ơn u ú ủ ung úng "
    "uân uận uất uôn uyên uyết uyến ư ứ ử ưng ước ương ường ượng ưu ứu"
)
FUNCTION, ONSETS, RIMES = _FUNCTION.split(), _ONSETS.split(), _RIMES.split()
WORDS, LONG, SUBJECTS, OWN = 9_000, 700, 60, 150


@dataclass(frozen=True, slots=True)
class Text:
    """One generated article."""

    number: int
    site: int
    title: str
    lead: str
    body: str
    published_at: datetime | None
    score: float
    gone: bool
    origin: bool


def texts(count: int, seed: int = 1) -> Iterator[Text]:
    """The articles, always the same for a seed."""
    draw = random.Random(seed)
    words = vocabulary(draw)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    subjects = [draw.choices(words, cum_weights=weights, k=OWN) for _ in range(SUBJECTS)]
    own = list(accumulate(1 / (rank + 2) for rank in range(OWN)))
    busy = list(accumulate(1 / (rank + 3) for rank in range(SITES)))
    for number in range(count):
        subject = draw.choice(subjects)
        length = max(60, int(draw.gauss(265, 70)))  # words: about 400 syllables
        shared = draw.choices(words, cum_weights=weights, k=length)
        special = draw.choices(subject, cum_weights=own, k=length)
        small = draw.choices(FUNCTION, k=length)
        mixed = draw.choices((shared, special, small), (34, 18, 48), k=length)
        told = [source[i] for i, source in enumerate(mixed)]
        title = draw.choices(subject, cum_weights=own, k=4)
        title += draw.choices(words, cum_weights=weights, k=3)
        published = START + timedelta(minutes=draw.randrange(DAYS * 1440))
        yield Text(
            number,
            draw.choices(range(SITES), cum_weights=busy)[0],
            " ".join(title).capitalize(),
            sentences(draw, told[:28]),
            "\n\n".join(sentences(draw, told[at : at + 60]) for at in range(28, length, 60)),
            None if draw.random() < 0.01 else published,
            round(draw.choice((2.0, 6.5, 12.0, 18.5, 24.0)) + draw.random(), 2),
            draw.random() < 0.02,
            draw.random() < 0.8,
        )


def vocabulary(draw: random.Random) -> list[str]:
    """Words of two and four syllables, the frequent ones first."""
    syllables = list({draw.choice(ONSETS) + draw.choice(RIMES): None for _ in range(6_000)})[:1_800]
    common = list(accumulate(1 / (rank + 20) for rank in range(len(syllables))))
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found[" ".join(draw.choices(syllables, cum_weights=common, k=2))] = None
    words = list(found)
    for _ in range(LONG):
        place = draw.randrange(40, WORDS)
        words[place] = f"{words[place]} {draw.choice(words[:2_000])}"
    return words


def sentences(draw: random.Random, words: list[str]) -> str:
    """Words as sentences of about 18."""
    parts, at = [], 0
    while at < len(words):
        size = draw.randrange(10, 26)
        parts.append(" ".join(words[at : at + size]).capitalize() + ".")
        at += size
    return " ".join(parts)
