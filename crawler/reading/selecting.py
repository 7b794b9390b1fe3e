"""CSS selectors on a page: half of what a declared reading does, so that what is quick matters."""

import re
from collections import defaultdict
from functools import lru_cache

from cssselect import HTMLTranslator
from lxml.etree import XPath
from lxml.html import HtmlElement

ASIDE = re.compile(r"\[[^\]]*\]|:not\([^()]*\)")  # parts that need no class or id on the page
NAMED = re.compile(r"[.#]([\w-]+)")
NOT_PLAIN = frozenset(",:()\\")
NAMES = tuple(XPath(f"descendant-or-self::*/@{of}", smart_strings=False) for of in ("class", "id"))

# as cssselect writes them: one step through the page with one test, and the plain ones among these
STEP = re.compile(r"(descendant|descendant-or-self)::([\w*]+)\[([^][]+)\](?!\[)")
OF_CLASS = re.compile(
    r"@class and contains\(@class, '(?P<name>[^']+)'\)"
    r" and contains\(concat\(' ', normalize-space\(@class\), ' '\), ' (?P=name) '\)"
)
EQUAL = re.compile(r"@([\w-]+) = ('[^']*')")


def select(tree: HtmlElement, css: str) -> list[HtmlElement]:
    """All elements below `tree` that a CSS selector matches, in page order."""
    # a search goes through the whole page, and most selectors name what no page of the site has
    if not _needed(css) <= _on_page(tree.getroottree().getroot()):
        return []
    found = compiled(css)(tree)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, HtmlElement)]


@lru_cache(maxsize=2048)
def compiled(css: str) -> XPath:
    """A selector as XPath."""
    path = HTMLTranslator().css_to_xpath(css)
    for side in ("preceding", "following"):  # to count them all would take the square of their time
        path = path.replace(f"count({side}-sibling::*) = 0", f"not({side}-sibling::*[1])")
    return XPath(STEP.sub(_by_attributes, path), smart_strings=False)


def _by_attributes(step: re.Match[str]) -> str:
    """The same step from the attributes up, in a fifth of the time: a test of each element by
    itself costs libxml2 far more than going through the attributes of all. As it was where a test
    is of another kind.
    """
    axis, element, test = step.groups()
    tests = defaultdict[str, list[str]](list)
    for each in test[1:-1].split(") and (") if test.startswith("(") else [test]:
        if named := OF_CLASS.fullmatch(each):
            name, own = named["name"], "concat(' ', normalize-space(.), ' ')"
            tests["class"] += f"contains(., '{name}')", f"contains({own}, ' {name} ')"
        elif equal := EQUAL.fullmatch(each):
            tests[equal[1]].append(f". = {equal[2]}")
        else:
            return step[0]
    (first, wanted), *others = tests.items()
    beside = "".join(f"[@{name}[{' and '.join(those)}]]" for name, those in others)
    return f"{axis}::{element}/@{first}[{' and '.join(wanted)}]/parent::*{beside}"


@lru_cache(maxsize=2048)
def _needed(css: str) -> frozenset[str]:
    """Classes and ids without which a selector matches nothing; none for what is not plain."""
    bare = ASIDE.sub("", css)
    return frozenset() if set(bare) & NOT_PLAIN else frozenset(NAMED.findall(bare))


@lru_cache(maxsize=1)
def _on_page(root: HtmlElement) -> frozenset[str]:
    """All classes and ids of a page. What is taken out of it later may still be named here."""
    found = [each for path in NAMES if isinstance(values := path(root), list) for each in values]
    return frozenset(" ".join(map(str, found)).split())
