"""What the sample sites answer on each night: every address that a crawl asks."""

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from samples import render, texts
from samples.texts import Article, Site

FIRST = datetime(2026, 10, 6, 1, 30, tzinfo=texts.VIETNAM)
PAGE = 4  # articles on the first page of a section


@dataclass(frozen=True)
class Answer:
    """One recorded answer; `headers` in their order."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def clock(number: int) -> datetime:
    """When a night's crawl begins: half past one in Viet Nam."""
    return FIRST + timedelta(days=number - 1)


def answers(number: int, at: datetime | None = None) -> Iterator[Answer]:
    """All that the sites answer with the state of a night, rendered at its time or another."""
    at = at or clock(number)
    shown = list(texts.night(number).values())
    for site in texts.sites().values():
        yield plain(f"https://{site.host}/robots.txt", robots(site))
        yield from listings(site, [article for article in shown if article.site == site], at)
    for article in shown:
        yield page(article, render.article_page(article, neighbours(article, shown), at))
    for article in texts.removed(number).values():
        yield missing(article.url)


def neighbours(article: Article, shown: Sequence[Article]) -> Sequence[Article]:
    """What an article's lists choose from: of a site at rest always that of the first night."""
    if article.site.family in render.RESTLESS:
        return shown
    return list(texts.night(1).values())


def page(article: Article, html: str) -> Answer:
    """An article's answer with its family's validators: an ETag, a date, or none."""
    family, body = article.site.family, html.encode()
    validators = {
        "epi": (("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"'),),
        "huea": (("Last-Modified", http_date(article.changed)),),
    }
    if family != "vccorp":
        return Answer(
            article.url, 200, (*typed("text/html", body), *validators.get(family, ())), body
        )
    packed = gzip.compress(body, mtime=0)
    return Answer(
        article.url, 200, (*typed("text/html", packed), ("Content-Encoding", "gzip")), packed
    )


def listings(site: Site, articles: Sequence[Article], at: datetime) -> Iterator[Answer]:
    """Section pages with what follows them, feeds and sitemaps, as the family has them."""
    for listing in (site.sections[0][0], *site.elsewhere.values()):
        part = [
            each
            for each in articles
            if site.elsewhere.get(each.section, site.sections[0][0]) == listing
        ]
        first, rest = section_urls(site, listing)
        yield plain(first, render.listing_page(site, listing, part[:PAGE], at), "text/html")
        if site.family == "vccorp":
            yield plain(rest, render.items(part[PAGE:]), "text/html")
        else:
            yield plain(rest, render.listing_page(site, listing, part[PAGE:], at), "text/html")
    if site.family in ("vccorp", "huea"):
        yield plain(feed_url(site), feed(site, articles, at), "application/rss+xml")
    if site.family == "epi":
        yield from sitemaps(site, articles)


def section_urls(site: Site, listing: str) -> tuple[str, str]:
    """The addresses of a section's first and second page."""
    root = render.root(site)
    zone = [path for path, _ in site.sections].index(listing) + 1
    return {
        "vccorp": (f"{root}/{listing}.htm", f"{root}/timelinelist/181{zone:02}/2.htm"),
        "epi": (f"{root}/{listing}/", f"{root}/{listing}/?page=2"),
        "huea": (f"{root}/{listing}/", f"{root}/{listing}?p=2"),
        "mastercms": (f"{root}/{listing}", f"{root}/{listing}&s_cond=&BRSR=20"),
    }[site.family]


def feed_url(site: Site) -> str:
    listing = site.sections[0][0]
    path = f"{listing}.rss" if site.family == "vccorp" else f"rss/cate/{listing}/"
    return f"{render.root(site)}/{path}"


def feed(site: Site, articles: Sequence[Article], at: datetime) -> str:
    """RSS; VCCorp's has neither guid nor zone, and writes the month first."""
    written = render.american if site.family == "vccorp" else format_datetime
    own = [each for each in articles if each.section not in site.elsewhere]
    items = "".join(
        f"<item><title><![CDATA[{each.title}]]></title><link>{each.url}</link>"
        f"<description><![CDATA[{each.lead or each.blocks[0][1]}]]></description>"
        f"<pubDate>{written(each.published)}</pubDate></item>"
        for each in own
    )
    head = f"<title>{escape(site.title)}</title><link>{render.root(site)}</link>"
    channel = f"<channel>{head}<lastBuildDate>{written(at)}</lastBuildDate>{items}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0">{channel}</rss>'


def sitemaps(site: Site, articles: Sequence[Article]) -> Iterator[Answer]:
    """An index of months and the month itself."""
    root, space = render.root(site), 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    month = f"{root}/sitemaps/news-2026-10.xml"
    entries = "".join(
        f"<url><loc>{each.url}</loc><lastmod>{each.changed.isoformat()}</lastmod></url>"
        for each in articles
    )
    index = f"<sitemapindex {space}><sitemap><loc>{month}</loc></sitemap></sitemapindex>"
    yield plain(
        f"{root}/sitemap.xml", f'<?xml version="1.0" encoding="UTF-8"?>{index}', "application/xml"
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset {space}>{entries}</urlset>'
    yield plain(month, text, "application/xml")


def robots(site: Site) -> str:
    tail = f"Sitemap: https://{site.host}/sitemap.xml\n" if site.family == "epi" else ""
    return f"User-agent: *\nDisallow: /tim-kiem/\nDisallow: /search/\n{tail}"


def missing(url: str) -> Answer:
    """The page of an article that was taken down."""
    head = "<!DOCTYPE html><html><head><title>404</title></head>"
    return plain(url, f"{head}<body><h1>Không tìm thấy trang</h1></body></html>", "text/html", 404)


def plain(url: str, text: str, kind: str = "text/plain", status: int = 200) -> Answer:
    body = text.encode()
    return Answer(url, status, typed(kind, body), body)


def typed(kind: str, body: bytes) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body))))


def http_date(at: datetime) -> str:
    """The form of Last-Modified."""
    return format_datetime(at.astimezone(texts.UTC), usegmt=True)
