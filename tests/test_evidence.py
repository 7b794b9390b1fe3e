"""docs/sites.md says of every site what its declaration says."""

import re
from pathlib import Path

from crawler import sites
from crawler.evidence import document

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sites.md"
ROWS = re.compile(r"^\| `(\w+)` \|", re.M)


def test_the_page_of_the_sites_is_what_the_declarations_say() -> None:
    assert PAGE.read_text("utf-8") == document(), "run: scrapy sites --write"


def test_every_site_stands_in_it_once() -> None:
    assert sorted(ROWS.findall(document())) == [site.name for site in sites.sites()]


def test_every_listing_and_layout_is_counted() -> None:
    rows = dict(re.findall(r"^\| (layouts of sites|listings) \|(.*)\|$", document(), re.M))
    counted = {
        name: sum(int(cell) for cell in cells.split("|") if cell.strip() != "—")
        for name, cells in rows.items()
    }
    declared = {
        "layouts of sites": sum(len(site.layouts) for site in sites.sites()),
        "listings": sum(len(site.all_listings()) for site in sites.sites()),
    }
    assert counted == declared
