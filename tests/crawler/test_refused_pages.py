"""Each family has saved pages that are no articles: galleries, videos, lists, missing, checks."""

from pathlib import Path

import pytest

from crawler import cases, sites
from crawler.families.epi import EpiSpider
from crawler.families.mastercms import MastercmsSpider
from crawler.families.phapluat import PhapluatSpider
from crawler.families.sharepoint import SharepointSpider
from crawler.families.vccorp import VccorpSpider
from crawler.families.vgp import VgpSpider
from crawler.fetching.spider import NewsSpider

SITES = Path(__file__).parents[1] / "sites"
REFUSED = [cases.load(path.parent) for path in sorted(SITES.glob("*/*/refused.json"))]
FAMILIES = (
    VccorpSpider, EpiSpider, MastercmsSpider, PhapluatSpider, SharepointSpider, VgpSpider,
)  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_a_family_has_a_page_of_each_kind_that_is_no_article(family: type[NewsSpider]) -> None:
    own = {layout.name for layout in family.layouts}
    named = {
        site.name
        for site in sites.sites()
        if issubclass(site, family) or own & {layout.name for layout in site.layouts}
    }
    reasons = {case.reason for case in REFUSED if case.site in named}
    assert {"gallery", "video", "listing", "soft-404", "challenge"} <= reasons
