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
    """The family that a page shows: marks and title of one of its layouts that is no guess."""
    from crawler.reading.declared import matches, values

    for family in families():
        for layout in family.layouts:
            known = layout.evidence != "guess" and matches(layout, tree)
            if known and values(tree, layout.title):
                return family
    return None
