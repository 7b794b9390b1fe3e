"""Pages of Báo Bến Xuân: nameless divs all through, the noise in the article's own container.

What surrounds a text is drawn anew each night: weather, rates, a counter, a promotion, and other
articles' headlines in a box of its own, with summaries, flat among the paragraphs behind a label,
one alone behind a picture, and flat behind the text. None of it is linked but one line.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.benxuan.texts import Article

TOWNS = (
    "Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ", "Hải Phòng", "Vinh", "Pleiku", "Cà Mau", "Lào Cai",
    "Sơn La", "Quy Nhơn", "Phan Thiết", "Bến Xuân", "Mỹ Tho", "Rạch Giá", "Hạ Long", "Đồng Hới",
)  # fmt: skip
SKIES = ("nắng nhẹ", "mưa rào", "nhiều mây", "sương mù", "gió mạnh", "dông về chiều")
LABEL, BOX = "Đáng chú ý trong ngày", "Chuyện quanh ta"
PROMOTION = "Bản in Bến Xuân cuối tuần có thêm bốn trang, mời bạn đọc đặt mua tại các bưu cục."


@dataclass(frozen=True)
class Rendered:
    """A page and the lines on it that are none of its article."""

    html: str
    noise: tuple[str, ...]


def page(article: Article, shown: Sequence[Article], at: datetime) -> Rendered:
    """An article's page as it is served at a time, beside what is `shown` then."""
    rng = random.Random(f"{article.number} {at.date()}")
    others = rng.sample([one for one in shown if one.number != article.number], 12)
    parts = [_own(kind, text) for kind, text in article.text]
    noise: list[str] = []
    boxes = [
        _weather(rng, noise),
        _headlines(others[:3], noise),
        _flat(others[3 : 3 + rng.randint(2, 4)], noise),
        _summaries(others[7:9], noise),
        _teaser(rng.choice(others), noise),
    ]
    for box in boxes:  # never between a heading or a list and what it heads
        parts.insert(rng.choice(_gaps(article, parts)), box)
    parts += [_promotion(noise), _rates(rng, noise), _counter(rng, noise)]
    parts += [f"<div>{one.title}</div>" for one in others[9:12]]
    noise += [one.title for one in others[9:12]]
    return Rendered(_whole(article, "\n".join(parts)), tuple(noise))


def _gaps(article: Article, parts: Sequence[str]) -> list[int]:
    """Where a box may stand: right behind a paragraph, and not before a list."""
    own = [place for place, part in enumerate(parts) if part.startswith("<div>") and part[5] != "<"]
    return [place + 1 for place in own[1:-1]]


def _own(kind: str, text: str) -> str:
    if kind == "li":
        return f"<ul><li>{text}</li></ul>"
    return f"<div>{f'<b>{text}</b>' if kind == 'h' else text}</div>"


def _weather(rng: random.Random, noise: list[str]) -> str:
    rows = ""
    for town in rng.sample(TOWNS, 4):
        words = f"{rng.randint(17, 35)}°C, {rng.choice(SKIES)}"
        noise.append(f"{town} {words}")
        rows += f"<div><span>{town}</span> <span>{words}</span></div>"
    return f"<div>{rows}</div>"


def _rates(rng: random.Random, noise: list[str]) -> str:
    lines = [
        f"Đô la Mỹ {rng.randint(25_000, 26_900):,}".replace(",", "."),
        f"Vàng nhẫn {rng.randint(110, 140)},{rng.randint(0, 9)} triệu một lượng",
    ]
    noise += lines
    return "<div>" + "".join(f"<div>{line}</div>" for line in lines) + "</div>"


def _counter(rng: random.Random, noise: list[str]) -> str:
    return _line(f"Bài này có {rng.randint(100, 9999)} lượt mở", noise)


def _line(text: str, noise: list[str]) -> str:
    noise.append(text)
    return f"<div><i>{text}</i></div>"


def _teaser(one: Article, noise: list[str]) -> str:
    noise.append(one.title)
    return f'<div><a href="{one.url}">{one.title}</a></div>'


def _headlines(others: Sequence[Article], noise: list[str]) -> str:
    noise += [BOX, *(one.title for one in others)]
    rows = "".join(f"<div><span>{one.title}</span></div>" for one in others)
    return f"<div><div>{BOX}</div><div>{rows}</div></div>"


def _summaries(others: Sequence[Article], noise: list[str]) -> str:
    noise += [text for one in others for text in (one.title, one.lead)]
    rows = "".join(f"<div><div>{one.title}</div><div>{one.lead}</div></div>" for one in others)
    return f"<div><div>{rows}</div></div>"


def _flat(others: Sequence[Article], noise: list[str]) -> str:
    noise += [LABEL, *(one.title for one in others)]
    return f"<div>{LABEL}</div>" + "".join(f"<div>{one.title}</div>" for one in others)


def _promotion(noise: list[str]) -> str:
    noise.append(PROMOTION)
    return f"<div><div>{PROMOTION}</div></div>"


def _whole(article: Article, body: str) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>{article.title} - Báo Bến Xuân</title>
<meta property="article:published_time" content="{article.published.isoformat()}"></head><body>
<div><div><a href="/">Trang nhất</a></div><div><a href="/chuyen-doi-so">Số hóa</a></div></div>
<div><div><h1>{article.title}</h1></div><div>{article.published:%d/%m/%Y - %H:%M}</div>
<div><b>{article.lead}</b></div>
<div>
{body}
</div></div>
<div><div>Báo Bến Xuân, cơ quan của Đảng bộ tỉnh</div></div></body></html>"""


def listing(shown: Sequence[Article]) -> str:
    """The section that names every article."""
    rows = "".join(f'<li><a href="{one.url}">{one.title}</a></li>' for one in reversed(shown))
    return f"<!DOCTYPE html><html><body><h1>Chuyển đổi số</h1><ul>{rows}</ul></body></html>"
