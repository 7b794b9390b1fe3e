"""Which addresses of a page are articles of a site, each once, with what the page says of it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.record import Found
from archive.storage.address import PLAIN, normal_url
from crawler.reading.address import Address, host_of, is_article


def articles(
    found: Iterable[Found], hosts: frozenset[str], addresses: Sequence[Address], at: datetime
) -> Iterator[Found]:
    """Those that are addresses of the site's articles, without doubles; of several the first with a
    title.
    """
    chosen: dict[str, Found] = {}
    for each in found:
        if host_of(each.url) not in hosts or not is_article(addresses, each.url, at):
            continue
        name = normal_url(each.url)
        if name not in chosen or (each.title and not chosen[name].title):
            chosen[name] = each
    yield from chosen.values()


def page_links(tree: HtmlElement, base: str) -> Iterator[Found]:
    """Every link of a page, absolute, with its title or words."""
    root = tree.getroottree().getroot()
    for declared in root.xpath("//base/@href")[:1]:
        base = urljoin(base, str(declared).strip())
    for link in root.iter("a"):
        url = absolute(base, link.get("href") or "")
        if url:
            words = link.get("title") or link.text_content()
            yield Found(url, base, " ".join(words.split())[:500])


def json_links(body: bytes, base: str) -> Iterator[Found]:
    """Every address in a JSON answer, as load-more calls give them; with a title beside it."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return
    stack: list[Any] = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            stack.extend(reversed([v for v in value.values() if isinstance(v, list | dict)]))
            title = value.get("title")
            for text in value.values():
                if isinstance(text, str) and text.startswith(("http://", "https://", "/")):
                    url = absolute(base, text)
                    if url:
                        yield Found(url, base, title if isinstance(title, str) else "")


def absolute(base: str, href: str) -> str | None:
    """An http address without fragment; None for what is none (`javascript:`, `mailto:`)."""
    if PLAIN.fullmatch(href):
        return href
    try:
        url = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
