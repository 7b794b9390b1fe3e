"""`egov sites` with many sites, and articles of papers that were merged away."""

import json
from datetime import date

import pytest

MERGED = date(2025, 7, 1)


@pytest.fixture
def press(shelf):
    """A paper of the centre, one of a unit of today, and two that went into it."""
    shelf.site("trunguong", "Báo Trung ương", kind="central", enabled=True)
    new = shelf.site("baolaocai", "Báo Lào Cai", unit_code="VN-02", enabled=True)
    old = {"valid_to": MERGED, "successor_id": new, "enabled": False}
    shelf.site("baoyenbai", "Báo Yên Bái", unit_code="VN-06", **old)
    shelf.site("congannhandan", "Báo khác", unit_code="VN-HN", enabled=True)
    shelf.article("baolaocai", "Xã Lào Cai mở trạm", "Cổng dịch vụ công của xã.")
    shelf.article("baoyenbai", "Xã Yên Bái mở trạm", "Cổng dịch vụ công của xã.")
    shelf.article("congannhandan", "Phường Hà Nội mở trạm", "Cổng dịch vụ công của phường.")
    return shelf


def titles(egov, *words):
    status, out, _ = egov("search", "dịch vụ công", *words, "--json")
    assert status == 0
    return sorted(hit["title"] for hit in json.loads(out)["hits"])


@pytest.mark.parametrize("unit", ["Yên Bái", "VN-06", "tỉnh yen bai"])
def test_an_article_of_a_merged_paper_is_found_under_its_old_unit(egov, press, unit):
    assert titles(egov, "--unit", unit) == ["Xã Yên Bái mở trạm"]


@pytest.mark.parametrize("unit", ["Lào Cai", "VN-02", "lao cai"])
def test_an_article_of_a_merged_paper_is_found_under_the_new_unit_too(egov, press, unit):
    assert titles(egov, "--unit", unit) == ["Xã Lào Cai mở trạm", "Xã Yên Bái mở trạm"]


def test_the_sites_of_a_unit_are_shown_alone_merged_papers_with_it(egov, press):
    for unit, names in (("Yên Bái", ["baoyenbai"]), ("Lào Cai", ["baolaocai", "baoyenbai"])):
        shown = json.loads(egov("sites", "--unit", unit, "--json")[1])["sites"]
        assert [site["name"] for site in shown] == names


def test_the_sites_of_a_kind_are_shown_alone(egov, press):
    shown = json.loads(egov("sites", "--kind", "central", "--json")[1])["sites"]
    assert [site["name"] for site in shown] == ["trunguong"]


def test_a_unit_or_kind_of_site_that_there_is_not_is_named(egov, press):
    status, _, complaint = egov("sites", "--unit", "Atlantis")
    assert (status, "Atlantis" in complaint) == (1, True)
    status, _, complaint = egov("sites", "--kind", "weekly")
    assert (status, "weekly" in complaint) == (1, True)


def test_sites_stand_in_groups_and_a_merged_paper_tells_its_end_and_who_follows(egov, press):
    lines = egov("sites")[1].splitlines()
    groups = [line for line in lines if line and not line.startswith(" ") and "(" in line]
    assert [group.strip() for group in groups[:3]] == [
        "central (1)",
        "provincial (2)",
        "until 2025-06-30 (1)",
    ]
    rows = [line.split()[0] for line in lines if line.startswith("  ") and line.strip()]
    places = [rows.index(name) for name in ("trunguong", "baolaocai", "baoyenbai")]
    assert places == sorted(places)
    told = " ".join(" ".join(lines[lines.index(groups[2]) :]).split())
    assert "not crawled Báo Yên Bái, now baolaocai" in told


def test_what_a_program_gets_of_a_merged_paper(egov, press):
    shown = {site["name"]: site for site in json.loads(egov("sites", "--json")[1])["sites"]}
    old = shown["baoyenbai"]
    assert (old["until"], old["successor"], old["enabled"]) == ("2025-07-01", "baolaocai", False)
    assert (shown["baolaocai"]["until"], shown["baolaocai"]["enabled"]) == (None, True)


def test_a_unit_that_the_title_does_not_name_is_told(egov, press):
    out = egov("sites")[1]
    assert "Hà Nội" in out
    assert "Báo Lào Cai, Lào Cai" not in out


def test_of_many_sites_those_are_named_that_are_spelled_alike(egov, press):
    for number in range(20):
        press.site(f"baoso{number:02}")
    status, _, complaint = egov("search", "cổng", "--site", "baoyenbay")
    assert (status, "do you mean baoyenbai" in complaint) == (1, True)
    assert "baoso07" not in complaint
    assert "`egov sites` lists the 24 that there are" in egov("runs", "--site", "xyz")[2]


def coverage(egov, *words):
    days = ("--since", "2025-06-29", "--until", "2025-07-02")
    return egov("coverage", *words, *days)


def test_a_paper_that_ended_is_closed_from_its_first_day_without_it(egov, press):
    cells = json.loads(coverage(egov, "--site", "baoyenbai", "--json")[1])["cells"]
    told = {cell["day"]: [reason["code"] for reason in cell["reasons"]] for cell in cells}
    assert told == {
        "2025-06-29": ["not-begun"],
        "2025-06-30": ["not-begun"],
        "2025-07-01": ["closed"],
        "2025-07-02": ["closed"],
    }
    assert cells[2]["reasons"][0]["detail"] == "the site ended on 2025-06-30"


def test_a_paper_that_ended_and_is_crawled_on_is_not_closed(egov, press):
    press.site("baoconlai", unit_code="VN-06", valid_to=MERGED, enabled=True)
    cells = json.loads(coverage(egov, "--site", "baoconlai", "--json")[1])["cells"]
    assert {reason["code"] for cell in cells for reason in cell["reasons"]} == {"not-begun"}


def test_the_coverage_of_a_units_sites_has_the_merged_papers_too(egov, press):
    cells = json.loads(coverage(egov, "--unit", "Lào Cai", "--json")[1])["cells"]
    assert {cell["site"] for cell in cells} == {"baolaocai", "baoyenbai"}
    assert {
        cell["site"]
        for cell in json.loads(coverage(egov, "--unit", "Yên Bái", "--json")[1])["cells"]
    } == {"baoyenbai"}


def test_sites_that_were_not_crawled_yet_share_one_line(egov, press):
    out = " ".join(coverage(egov)[1].split())
    assert "Not crawled yet, or closed: baolaocai, baoyenbai, congannhandan, trunguong." in out
