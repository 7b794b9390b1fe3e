"""Every province and city has its Party newspaper among the sites, merged units as well."""

import csv
from collections import defaultdict
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from archive import Archive
from archive.storage.engine import connect
from archive.storage.store import Store
from archive.text.units import Unit, units
from crawler import sites
from crawler.fetching.spider import NewsSpider

NOW = [unit for unit in units() if unit.map == "34"]
MERGED = [unit for unit in units() if unit.map == "63" and unit.code != unit.now_code]
MERGER = date(2025, 7, 1)
CENTRAL = frozenset(
    (
        *("baochinhphu", "xaydungchinhsach", "vpcp", "mst"),
        *("baophapluat", "doanhnghiephoinhap", "nhandan", "vietnamplus"),
    )
)

Papers = dict[str, list[type[NewsSpider]]]


def papers() -> Papers:
    """The provincial papers by the code of their unit."""
    found: Papers = defaultdict(list)
    for site in sites.sites():
        if site.kind == "provincial":
            found[site.unit or ""].append(site)
    return found


def names(found: list[type[NewsSpider]]) -> list[str]:
    return [site.name for site in found]


def code(unit: Unit) -> str:
    return f"{unit.code} {unit.name}"


def test_there_are_34_units_now_and_29_went_into_others() -> None:
    assert (len(NOW), len(MERGED)) == (34, 29)


@pytest.mark.parametrize("unit", NOW, ids=code)
def test_a_unit_of_today_has_one_paper_that_goes_on(unit: Unit) -> None:
    found = papers()[unit.code]
    assert len(found) == 1, names(found)
    assert found[0].until is None
    assert found[0].successor is None
    assert found[0].enabled


@pytest.mark.parametrize("unit", MERGED, ids=code)
def test_a_merged_unit_has_one_paper_that_the_new_units_paper_succeeds(unit: Unit) -> None:
    known = papers()
    found = known[unit.code]
    assert len(found) == 1, names(found)
    assert found[0].until == unit.changed_on == MERGER
    assert [found[0].successor] == names(known[unit.now_code])


def test_a_provincial_paper_is_of_a_unit_that_there_is_or_was() -> None:
    strange = papers().keys() - {unit.code for unit in (*NOW, *MERGED)}
    assert not {unit: names(papers()[unit]) for unit in strange}


def test_other_sites_are_of_no_unit() -> None:
    others = [site.name for site in sites.sites() if site.kind != "provincial" and site.unit]
    assert not others


def test_the_project_lists_all_papers_and_the_central_press() -> None:
    listed = set(SpiderLoader.from_settings(get_project_settings()).list())
    assert listed >= CENTRAL
    assert len(listed - CENTRAL - {"any"}) >= len(NOW) + len(MERGED)


def reference(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_the_units_are_those_of_the_reference(shared: Path) -> None:
    today = {row["iso_3166_2"]: row["unit"] for row in reference(shared, "units.tsv")}
    assert {unit.code: unit.name for unit in NOW} == today
    into = {
        row["iso_3166_2"]: row["now_iso_3166_2"]
        for row in reference(shared, "units63.tsv")
        if row["iso_3166_2"] != row["now_iso_3166_2"]
    }
    assert {unit.code: unit.now_code for unit in MERGED} == into


def test_the_hosts_of_the_reference_are_declared_former_ones_too(shared: Path) -> None:
    missing = []
    for row in reference(shared, "units.tsv"):
        current = [site.name for site in papers()[row["iso_3166_2"]]]
        if [owner(row["paper_host"])] != current:
            missing.append((row["paper_host"], owner(row["paper_host"])))
        for host in filter(None, (name.strip() for name in row["former_hosts"].split(","))):
            holder = sites.site_of(f"https://{host}/")
            if holder is None or not {holder.name, holder.successor} & set(current):
                missing.append((host, holder and holder.name))
    assert not missing


def owner(host: str) -> str | None:
    site = sites.site_of(f"https://{host}/")
    return site.name if site else None


def test_in_an_archive_a_merged_paper_is_of_its_old_unit_and_of_the_new(
    database_url: str, tmp_path: Path
) -> None:
    with closing(Store(connect(database_url), tmp_path)) as store:
        store.declare([sites.facts(site) for site in sites.sites()])
    with Archive.open(database_url, tmp_path) as archive:
        for unit in MERGED:
            (old,) = papers()[unit.code]
            (new,) = papers()[unit.now_code]
            assert [site.name for site in archive.sites(units=[unit.name])] == [old.name]
            assert [site.name for site in archive.sites(units=[unit.code])] == [old.name]
            under = {site.name: site for site in archive.sites(units=[unit.now_code])}
            assert {old.name, new.name} <= under.keys()
            assert under[old.name].successor == new.name
            assert under[old.name].until == MERGER
