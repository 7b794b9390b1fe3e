"""Pages of Báo Bến Xuân's articles with what repeats on them, learned from and read."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from archive.record import Furniture, Piece, Reading, Standing
from crawler.reading import article
from crawler.reading.furniture import spots
from crawler.reading.signs import Sheet, kin_of
from crawler.reading.standing import learned
from crawler.reading.text import key
from tests.benxuan import texts
from tests.benxuan.texts import Article

SEEN = datetime(2026, 10, 20, tzinfo=UTC)
Parts = Callable[[Article, int, Sequence[Article]], list[str]]


def plain(count: int = 40) -> list[Article]:
    """Articles without what repeats."""
    made = [one for one in texts.articles([count * 2]) if one.kind == "plain"]
    return made[:count]


def html(one: Article, parts: Sequence[str]) -> str:
    return (
        f"<html><head><title>{one.title}</title></head><body><div><h1>{one.title}</h1>"
        f"<div>{''.join(parts)}</div></div></body></html>"
    )


def paragraphs(one: Article) -> list[str]:
    return [f"<p>{text}</p>" for _, text in one.text]


def sheets(some: Sequence[Article], parts: Parts) -> list[Sheet]:
    made = []
    for place, one in enumerate(some):
        page = html(one, parts(one, place, some)).encode()
        draft, hosts = article.draft_of(page, one.url, fetched_at=SEEN)
        found = spots(draft.layout, draft.lines, hosts)
        kin = kin_of(str(one.number), key(one.title))
        own = frozenset((key(one.title), key(one.lead)))
        at = SEEN + timedelta(minutes=place)
        made.append(Sheet(str(one.number), str(one.number), kin, at, own, draft.layout, found))
    return made


def learn(
    parts: Parts, some: Sequence[Article] | None = None, refused: Sequence[Piece] = ()
) -> list[Standing]:
    some = some or plain()
    headlines = [
        pair for one in some for pair in (("", key(one.title)), (str(one.number), one.lead))
    ]
    return learned(sheets(some, parts), headlines, (), refused)


def read(one: Article, parts: Sequence[str], found: Sequence[Standing]) -> Reading:
    pieces = tuple(standing.piece for standing in found)
    furniture = Furniture("baobenxuan", 3, pieces)
    return article.read(html(one, parts).encode(), one.url, fetched_at=SEEN, furniture=furniture)


def kinds(found: Sequence[Standing]) -> set[tuple[str, str]]:
    return {(one.piece.kind, one.piece.text) for one in found}


def every(count: int, line: str, place: int | None = None) -> Parts:
    """A line in each so-many-th article, at a place among its paragraphs (None: at the end)."""

    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        made = paragraphs(one)
        if number % count == 0:
            made.insert(len(made) if place is None else place, line)
        return made

    return parts


def flat(one: Article, number: int, some: Sequence[Article]) -> list[str]:
    """A label and two to four other articles' titles among the paragraphs, in the same markup."""
    rng = random.Random(number)
    others = rng.sample([each for each in some if each is not one], rng.randint(2, 4))
    made = paragraphs(one)
    made[2:2] = ["<p>Đáng chú ý</p>", *(f"<p>{each.title}</p>" for each in others)]
    return made


def boxed(one: Article, number: int, some: Sequence[Article]) -> list[str]:
    """Four headlines in a box of their own without a label, half of them of articles not held."""
    rng = random.Random(number)
    names = [each.title for each in rng.sample(list(some), 2) if each is not one]
    names += [f"Tin cũ số {rng.random()} về {rng.choice(texts.SUBJECTS)}" for _ in range(2)]
    made = paragraphs(one)
    rows = "".join(f"<div>{name}</div>" for name in names)
    made.insert(3, f"<div><div>{rows}</div></div>")
    return made
