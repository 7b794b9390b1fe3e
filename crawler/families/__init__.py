"""One module a publishing system (CMS): its layouts, address forms and listings, on a spider
without hosts.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import isclass
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.fetching.spider import NewsSpider


@cache
def families() -> tuple[type[NewsSpider], ...]:
    """The spiders of all families, by module name."""
    from crawler.fetching.spider import NewsSpider

    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    return tuple(
        each
        for module in modules
        for each in vars(module).values()
        if isclass(each) and issubclass(each, NewsSpider) and each.__module__ == module.__name__
    )


def recognise(tree: HtmlElement) -> type[NewsSpider] | None:
    """The family whose article markup a page shows: body and title of one of its layouts; None for
    none.
    """
    for family in families():
        for layout in family.layouts:
            marks = layout.match or layout.body
            if _any(tree, marks) and _any(tree, layout.title):
                return family
    return None


def _any(tree: HtmlElement, selectors: tuple[str, ...]) -> bool:
    return any(tree.cssselect(selector.partition("@")[0]) for selector in selectors)
