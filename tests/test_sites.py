"""Every declared site: declared whole, its saved pages read as a person found right."""

import ast
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from archive.record import HostFacts
from crawler import cases, sites
from crawler.families import families
from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import host_of, is_article
from crawler.reading.layout import Evidence

ROOT = Path(__file__).parent / "sites"
CASES = sorted(path.parent for path in ROOT.glob("*/*/meta.json"))
SITES = sites.sites()


def named(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


@pytest.mark.parametrize("folder", CASES, ids=named)
def test_a_saved_page_is_read_as_a_person_found_right(folder: Path) -> None:
    assert cases.differences(cases.load(folder)) == []


@pytest.mark.parametrize("folder", CASES, ids=named)
def test_a_case_is_on_a_host_that_its_site_had_that_day(folder: Path) -> None:
    case = cases.load(folder)
    owner = sites.site_of(case.url, case.fetched_at)
    assert owner is not None
    assert owner.name == case.site


@pytest.mark.parametrize("folder", CASES, ids=named)
def test_an_expected_article_has_an_article_address(folder: Path) -> None:
    case = cases.load(folder)
    site = sites.site_of(case.url, case.fetched_at)
    assert site is not None
    if case.expected is not None:
        assert is_article(site.addresses, case.url, case.fetched_at)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_name_file_class_and_case_folder_are_one_word(site: type[NewsSpider]) -> None:
    assert site.__module__ == f"crawler.spiders.{site.name}"
    assert site.__name__ == f"{site.name.capitalize()}Spider"
    assert (ROOT / site.name).is_dir(), f"scrapy savepage {site.name} URL writes a case"


def test_every_case_folder_belongs_to_a_site() -> None:
    assert {path.name for path in ROOT.iterdir()} == {site.name for site in SITES}


def layouts_read(site: str = "") -> set[str | None]:
    """The layouts by which the cases of a site, or of all, are read."""
    folders = [folder for folder in CASES if site in ("", folder.parent.name)]
    return {(cases.load(folder).expected or {}).get("layout") for folder in folders}


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_site_has_an_article_as_a_case_and_one_for_each_layout_of_its_own(
    site: type[NewsSpider],
) -> None:
    shared = {layout.name for family in families() for layout in family.layouts}
    read = layouts_read(site.name)
    assert read - {None}, f"scrapy savepage {site.name} URL writes a case"
    assert {layout.name for layout in site.layouts} - shared <= read


@pytest.mark.parametrize("family", families(), ids=lambda family: family.__name__)
def test_every_layout_of_a_family_has_a_case_at_one_of_its_sites(family: type[NewsSpider]) -> None:
    assert {layout.name for layout in family.layouts} <= layouts_read()


@pytest.mark.parametrize("site", [*SITES, *families()], ids=lambda site: site.__name__)
def test_layouts_addresses_and_listings_state_their_evidence(site: type[NewsSpider]) -> None:
    listings = [*site.listings, *site.feeds, *site.sitemaps]
    stated = [
        *(layout.evidence for layout in site.layouts),
        *(address.evidence for address in site.addresses),
        *(each.evidence for each in listings if isinstance(each, Listing)),
    ]
    assert stated
    assert set(stated) <= set(Evidence)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_site_has_layouts_of_distinct_names_newest_first(site: type[NewsSpider]) -> None:
    names = [layout.name for layout in site.layouts]
    ends = [layout.until or date.max for layout in site.layouts]
    assert len(set(names)) == len(names)
    assert ends == sorted(ends, reverse=True)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_listings_are_on_the_sites_own_hosts_and_are_no_articles(site: type[NewsSpider]) -> None:
    """Or on a host below one of them, which nobody has: `apife.baobinhduong.vn`."""
    for url in (url for each in site.all_listings() for url in (each.url, *each.instead)):
        owner = sites.site_of(url)
        below = any(host_of(url).endswith(f".{host}") for host in site.own_hosts())
        assert owner is site or (owner is None and below), url
        assert not is_article(site.addresses, url), url


def periods() -> list[tuple[str, HostFacts]]:
    return [(site.name, host) for site in SITES for host in sites.facts(site).hosts]


def test_at_each_date_a_host_belongs_to_one_site() -> None:
    for (one, a), (two, b) in combinations(periods(), 2):
        if a.host == b.host:
            start = max(a.since or date.min, b.since or date.min)
            end = min(a.until or date.max, b.until or date.max)
            assert start >= end, f"{a.host} belongs to {one} and {two} on {start}"


def test_hosts_are_written_bare() -> None:
    for _, host in periods():
        assert host.host == host.host.lower().removeprefix("www.")
        assert host.since is None or host.until is None or host.since < host.until + timedelta(0)


def test_two_sites_at_least_are_declared_in_about_ten_lines() -> None:
    sizes = {site.name: statements(site) for site in SITES}
    assert sum(size <= 13 for size in sizes.values()) >= 2, sizes


def statements(site: type[NewsSpider]) -> int:
    file = Path("crawler") / "spiders" / f"{site.name}.py"
    tree = ast.parse((ROOT.parents[1] / file).read_text("utf-8"))
    return sum(isinstance(node, ast.stmt) for node in ast.walk(tree))


def test_the_real_project_lists_its_sites_and_none_of_the_samples() -> None:
    listed = SpiderLoader.from_settings(get_project_settings()).list()
    assert {"baochinhphu", "baophapluat", "huengaynay", "doanhnghiephoinhap"} <= set(listed)
    assert not [name for name in listed if name.startswith("sample")]


def test_the_feeds_of_the_governments_paper_write_the_month_first() -> None:
    orders = {site.name: site.feed_date_order for site in SITES}
    assert orders["baochinhphu"] == "MDY"
    assert orders["baocantho"] == "DMY"


def forms(url: str) -> list[str]:
    """How links write the address of one article."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.removeprefix("www.").partition("/")
    more = f"{url}{'&' if '?' in url else '?'}"
    return [
        *(f"{other}{host}/{path}" for other in ("http://", "https://www.", "https://m.")),
        *(f"https://{other}.{host}/{path}" for other in ("amp", "mobile")),
        *(
            f"{more}{query}"
            for query in ("utm_source=zalo&fbclid=1", "zarsrc=30", "print", "amp=1")
        ),
        *(f"https://{host}/{before}{path}" for before in ("amp/", "print/", "/")),
        f"{scheme.upper()}://{host.upper()}:443/{path}",
        f"https://{host}/{path.upper()}",
        f"https://{host}/{path.replace('-', '%2D')}",
        f" {url}#binh-luan ",
    ]


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_the_forms_of_one_address_are_one_article(site: type[NewsSpider]) -> None:
    loaded = (cases.load(folder) for folder in CASES if folder.parent.name == site.name)
    for case in (case for case in loaded if case.expected is not None):
        plain = sites.key(case.url, case.fetched_at)
        assert plain is not None
        for form in forms(case.url):
            assert sites.key(form, case.fetched_at) == plain, form


def test_two_articles_have_two_keys() -> None:
    loaded = [cases.load(folder) for folder in CASES]
    articles = {case.url: case.fetched_at for case in loaded if case.expected is not None}
    assert len({sites.key(url, at) for url, at in articles.items()}) == len(articles)
