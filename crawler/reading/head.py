"""What a page says of itself for machines: meta elements and JSON-LD of an article."""

import html
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.reading.charset import letters
from crawler.reading.text import clean

ARTICLE = re.compile(r"Article|BlogPosting|Reportage|WebPage$", re.I)
DATES = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{4,60})"')
LONGEST_BASE = 2000  # letters: each link of a page is put together with it
TRAILING = re.compile(r",\s*([}\]])")


@dataclass
class Head:
    """The machine-readable facts of one page; everything is computed when first asked for."""

    tree: HtmlElement = field(repr=False)
    url: str

    @cached_property
    def meta(self) -> dict[str, str]:
        """Content by name, property or itemprop (lower case); the first that is not empty."""
        found: dict[str, str] = {}
        for element in self.tree.iter("meta"):
            content = clean(element.get("content") or "")
            for name in ("property", "name", "itemprop"):
                label = (element.get(name) or "").strip().lower()
                if label and content:
                    found.setdefault(label, content)
        return found

    @cached_property
    def ld(self) -> dict[str, Any]:
        """The JSON-LD object of the article, strings unescaped (they often hold entities)."""
        best: dict[str, Any] = {}
        for script in self.tree.iter("script"):
            if "ld+json" not in (script.get("type") or ""):
                continue
            for item in _objects(_loads(script.text or "")):
                if _is_article(item) and len(item) > len(best):
                    best = item
        return best

    @cached_property
    def title(self) -> str:
        """The text of the title element."""
        element = self.tree.find(".//title")
        return clean(element.text_content()) if element is not None else ""

    @cached_property
    def canonical(self) -> str | None:
        """The canonical address, absolute; a page that names the front page instead names none."""
        for link in self.tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower():
                return self.absolute(link.get("href") or "", article=True)
        return self.absolute(self.meta.get("og:url", ""), article=True)

    @cached_property
    def robots(self) -> str | None:
        """The robots meta elements as they stand, Google's included."""
        values = [self.meta[name] for name in ("robots", "googlebot") if name in self.meta]
        return ", ".join(dict.fromkeys(values)) or None

    @property
    def host(self) -> str:
        """The host of the page's address."""
        return urlsplit(self.url).hostname or ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the page's address and of the one that it calls its own."""
        return (self.host, urlsplit(self.canonical or "").hostname or "")

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        element = self.tree.find(".//base")
        href = element.get("href") if element is not None else None
        known = href is not None and len(href) <= LONGEST_BASE
        return urljoin(self.url, href.strip()) if href and known else self.url

    def absolute(self, href: str, article: bool = False) -> str | None:
        """A link as an absolute http address without white space; None where it is none."""
        try:
            parts = urlsplit(urljoin(self.base, re.sub(r"\s+", "%20", href.strip())))
        except ValueError:
            return None
        if not href.strip() or parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        if article and parts.path in ("", "/") and not parts.query:
            return None
        return parts.geturl()

    def names(self) -> list[str]:
        """What the page calls its site: never an author."""
        found = [self.meta.get(name, "") for name in ("og:site_name", "application-name")]
        found += [_name(self.ld.get("publisher")), self.host]
        return [name for name in found if name]

    def authors(self) -> list[str]:
        """Persons that the page names as authors, in order of trust; may still be the site."""
        value = self.ld.get("author")
        people = value if isinstance(value, list) else [value]
        found = [_name(p) for p in people if not _is_organisation(p)]
        found = [", ".join(name for name in found if name)]
        found += [self.meta.get(name, "") for name in ("article:author", "author", "dable:author")]
        return [name for name in found if name and "://" not in name]

    def ld_text(self, name: str) -> str:
        """A string of the article's JSON-LD, or an empty one."""
        value = self.ld.get(name)
        return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return clean(value) if isinstance(value, str) else ""


def _is_organisation(value: Any) -> bool:
    return isinstance(value, dict) and "Organization" in str(value.get("@type"))


def _loads(text: str) -> Any:
    """JSON as pages write it: control characters in strings, commas before a bracket."""
    for candidate in (text, TRAILING.sub(r"\1", text.strip().rstrip(";"))):
        try:
            return _unescaped(json.loads(candidate, strict=False))
        except (ValueError, RecursionError):  # a number may have too many digits
            continue
    dates = dict(reversed(DATES.findall(text)))
    return {"@type": "NewsArticle", **dates} if dates else None


def _unescaped(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return letters(html.unescape(value))
    if depth > 20:
        return None
    if isinstance(value, dict):
        return {name: _unescaped(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_unescaped(item, depth + 1) for item in value]
    return value


def _objects(value: Any) -> list[dict[str, Any]]:
    """All objects of a JSON-LD value: one, a list, a graph."""
    if isinstance(value, list):
        return [item for part in value for item in _objects(part)]
    if not isinstance(value, dict):
        return []
    return [value, *_objects(value.get("@graph"))]


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and ARTICLE.search(name) for name in names)
