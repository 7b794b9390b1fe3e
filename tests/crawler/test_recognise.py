"""Every article case of every site is recognised as its own family, and as no other."""

from pathlib import Path

import pytest
from lxml.html import HtmlElement

from crawler import cases, sites
from crawler.families import families, recognise
from crawler.fetching.spider import NewsSpider
from crawler.reading.declared import matches, values
from crawler.reading.layout import Evidence, Layout
from crawler.reading.page import parse

SITES = Path(__file__).parents[1] / "sites"
ARTICLES = sorted(path.parent for path in SITES.glob("*/*/expected.json"))
BY_NAME = {site.name: site for site in sites.sites()}


def layout_of(case: cases.Case) -> Layout | None:
    """The declared layout by which a case is read; None for the generic one."""
    name = (case.expected or {})["layout"]
    return next((each for each in BY_NAME[case.site].layouts if each.name == name), None)


def kin(layout: Layout) -> set[type[NewsSpider]]:
    """The families that a layout comes from: a site may date it or name it anew."""
    return {
        family
        for family in families()
        for own in family.layouts
        if own.name == layout.name or (own.match, own.body) == (layout.match, layout.body)
    }


def shown(tree: HtmlElement) -> set[type[NewsSpider]]:
    """All families whose marks and title are on a page."""
    return {
        family
        for family in families()
        for layout in family.layouts
        if layout.evidence is not Evidence.GUESS
        and matches(layout, tree)
        and values(tree, layout.title)
    }


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_shows_its_own_family_and_no_other(folder: Path) -> None:
    case = cases.load(folder)
    tree = parse(case.html, case.content_type).tree
    found, layout = recognise(tree), layout_of(case)
    own = {family for family in families() if issubclass(BY_NAME[case.site], family)}
    expected = kin(layout) if layout is not None else set()
    assert len(shown(tree)) <= 1, "its marks are those of several families"
    if found is None:
        proven = {each for each in expected if any(one.evidence is not Evidence.GUESS
                                                   for one in each.layouts)}  # fmt: skip
        guessed = layout is not None and layout.evidence is Evidence.GUESS
        assert guessed or not proven, f"it shows no family, and is read by {layout}"
    else:
        assert found in expected | own, f"{found.__name__} is not the family of {case.site}"
