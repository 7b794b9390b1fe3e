"""Renders the sample sites' pages in their families' markup: the text, and all that surrounds it.

What changes by itself at every look (clock, weather, counters, related lists) changes from night to
night on the sites of `RESTLESS`; the pages of the others are the same bytes until their text is
touched.
"""

import json
import random
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from samples.texts import Article, Site

FOLDER = Path(__file__).parent / "templates"
RESTLESS = ("vccorp", "mastercms")
WITHOUT_LEAD = ("huea",)
PLACES = (
    "An Viên",
    "Bến Tràm",
    "Khe Dâu",
    "Sơn Khê",
    "Tân Lĩnh",
    "Trà Bút",
    "Vĩnh Lam",
    "Vĩnh Xuyên",
)
DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
Values = dict[str, str]


@cache
def template(family: str, name: str) -> Template:
    """A page of a family (`article`, `listing`) or one of its parts."""
    if name in ("article", "listing"):
        return Template((FOLDER / family / f"{name}.html").read_text(encoding="utf-8"))
    return Template(
        tomllib.loads((FOLDER / family / "parts.toml").read_text(encoding="utf-8"))[name]
    )


def fill(family: str, name: str, values: Values) -> str:
    """A template with its values."""
    return template(family, name).substitute(values)


def article_page(article: Article, shown: Sequence[Article], clock: datetime) -> str:
    """An article's page as rendered at a time; its lists choose from the articles `shown`."""
    site, family = article.site, article.site.family
    chance = noise(article, clock)
    others = [other for other in shown if other.site == site and other.slug != article.slug]
    values = of_site(site, clock, chance) | of_article(article)
    lists = {name: related(family, others, chance, count) for name, count in LISTS.items()}
    box = related(family, others, chance, 2, part="box_item")
    values |= lists | {
        "body": "\n".join(body(article, values | {"items": box})),
        "tags": " ".join(
            fill(family, "tag", values | {"text": tag, "slug": slug(tag)}) for tag in article.tags
        ),
        "after": "",
    }
    if family == "mastercms" and article.source:
        values["after"] = fill(family, "source", values | {"text": article.source})
    return fill(family, "article", values)


LISTS = {"hot": 2, "bottom": 3, "side": 4}


def noise(article: Article, clock: datetime) -> random.Random:
    """The chance that draws a page's surroundings: each night the same on a site at rest."""
    return random.Random(
        f"{article.name} {clock.date() if article.site.family in RESTLESS else ''}"
    )


def body(article: Article, values: Values) -> Iterator[str]:
    """The article's blocks with a box of other articles among them, byline and source last."""
    family, images = article.site.family, iter(article.images)
    blocks = list(article.blocks)
    if article.lead and family in WITHOUT_LEAD:
        blocks.insert(0, ("p", article.lead))
    for position, (kind, text) in enumerate(blocks):
        part = {"p": "paragraph", "h2": "heading", "img": "picture"}[kind]
        image = next(images) if kind == "img" else ""
        yield fill(family, part, values | {"text": escape(text, quote=False), "image": image})
        if position == 2:
            yield fill(family, "box", values)
    if article.author:
        yield fill(family, "byline", values | {"text": article.author})
    if article.source and family != "mastercms":
        yield fill(family, "source", values | {"text": article.source})


def related(
    family: str, others: Sequence[Article], chance: random.Random, count: int, part: str = "related"
) -> str:
    """A list of other articles of the same site."""
    chosen = chance.sample(list(others), min(count, len(others)))
    return "\n".join(fill(family, part, of_article(other)) for other in chosen)


def listing_page(site: Site, listing: str, articles: Sequence[Article], clock: datetime) -> str:
    """A section page."""
    values = of_site(site, clock, random.Random(f"{site.name} {listing} {clock.date()}"))
    title = dict(site.sections)[listing]
    zone = f"181{[path for path, _ in site.sections].index(listing) + 1:02}"
    values |= {"listing": listing, "listing_title": title, "zone": zone, "items": items(articles)}
    return fill(site.family, "listing", values)


def items(articles: Sequence[Article]) -> str:
    """The entries of a section page, also what a load-more address answers with."""
    return "\n".join(fill(article.site.family, "item", of_article(article)) for article in articles)


def of_site(site: Site, clock: datetime, chance: random.Random) -> Values:
    """What stands on every page of a site, clock, counters and weather included."""
    menu = (
        fill(site.family, "menu", {"path": path, "title": title, "root": root(site)})
        for path, title in site.sections
    )
    weather = (
        fill(site.family, "weather", {"place": place, "degrees": str(chance.randint(19, 34))})
        for place in PLACES
    )
    return {
        "site": site.title, "site_json": quoted(site.title), "host": site.host,
        "root": root(site), "email": site.email,
        "menu": "\n".join(menu), "weather": "\n".join(weather),
        "here": f"Vĩnh Xuyên {chance.randint(19, 34)}°C",
        "clock": f"{DAYS[clock.weekday()]} {clock:%d/%m/%Y %H:%M}", "clock_us": american(clock),
        "views": f"{chance.randint(40_000, 900_000):,}".replace(",", "."),
        "online": str(chance.randint(20, 900)),
        "likes": str(chance.randint(0, 90)), "comments": str(chance.randint(0, 12)),
        "listing": site.sections[0][0], "listing_title": site.sections[0][1],
    }  # fmt: skip


def of_article(article: Article) -> Values:
    """What an article is, in all the forms that templates need."""
    published, changed = article.published, article.changed
    summary = article.lead or article.blocks[0][1]
    return {
        "title": escape(article.title), "title_json": quoted(article.title), "id": article.id,
        "title_entities": quoted(entities(article.title)),
        "lead": escape(article.lead, quote=False), "summary": escape(summary), "path": article.path,
        "url": article.url, "root": root(article.site), "section": article.section,
        "section_upper": article.section.upper(), "keywords": escape(", ".join(article.tags)),
        "source_url": article.source_url, "listing": article.site.sections[0][0],
        "published_iso": published.isoformat(), "modified_iso": changed.isoformat(),
        "published_entity": published.isoformat().replace("+", "&#x2B;"),
        "modified_entity": changed.isoformat().replace("+", "&#x2B;"),
        "published_basic": f"{published:%Y-%m-%dT%H:%M:%S%z}",
        "modified_basic": f"{changed:%Y-%m-%dT%H:%M:%S%z}",
        "published_visible": f"{published:%d/%m/%Y %H:%M}",
        "published_dash": f"{published:%d/%m/%Y - %H:%M}",
        "published_us": american(published), "published_day": f"{published:%Y-%m-%d}",
        "published_time": f"{published:%H:%M}", "published_date": f"{published:%d/%m/%Y}",
        "modified_seconds": f"{changed:%d/%m/%Y %H:%M:%S}",
    }  # fmt: skip


def american(at: datetime) -> str:
    """Month first, twelve hours, nothing padded: `10/5/2026 9:15:00 AM`."""
    return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S %p}"


def root(site: Site) -> str:
    return f"https://{site.host}"


def entities(text: str) -> str:
    """Vietnamese letters as numbered entities, as VCCorp has them inside its JSON."""
    return re.sub(r"[^\x00-\x7f]", lambda match: f"&#{ord(match[0])};", text)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def slug(text: str) -> str:
    """`chữ ký số` -> `chu-ky-so`."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(
        r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))
    ).strip("-")
