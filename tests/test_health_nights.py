"""Sixty nights of invented sites with each kind of trouble, as `script/prove health` plays more."""

import json

import pytest

from tests.proofs.health import generated, told_wrong
from tests.proofs.planted import TROUBLES
from tests.proofs.replayed import ROOT, Paper, record


@pytest.fixture(scope="module")
def told():
    return generated(1, sites=len(TROUBLES))


def test_each_trouble_is_named_right_on_the_first_night_it_can_be_known(told):
    assert {one.kind for one in told.verdicts} == set(TROUBLES)
    assert told_wrong(told) == []


def test_no_quiet_night_alarms(told):
    assert told.quiet > 1000
    assert told.alarms == []


def test_a_crawl_leaves_its_figures_and_the_state_of_its_site(sqlite_url, tmp_path, crawls):
    paper = Paper(tmp_path, crawls)
    paper.warcs.mkdir()
    record(paper.warcs, 0)
    named = paper.crawl(0)
    assert (named.outcome, named.state.state, named.state.needs_person) == (
        *("healthy", "healthy", False),
    )
    (run,) = paper.archived.rows("SELECT figures FROM run")
    figures = json.loads(run["figures"])
    assert list(figures) == sorted(figures)
    assert figures["fields"] == dict.fromkeys(("author", "body", "date", "lead", "title"), 1.0)
    assert figures["listings"] == {f"{ROOT}/chuyen-doi-so": [5, 5]}
    assert (figures["read"], figures["scope"], figures["layouts"]) == (5, "site", {"mau-2026": 5})
    assert figures["words"] > 100
    assert figures["bytes"] > 5000
    assert not any(name.startswith("look/") for name in figures["stats"])
    (state,) = paper.archived.rows("SELECT state, evidence FROM health")
    assert (state["state"], json.loads(state["evidence"])) == ("healthy", [])
    paper.archived.crawl(
        *("-a", f"url={ROOT}/bai-0-10000.html", "-s", "REPLAY_AT=2026-06-01T18:30:00Z"),
        warc=paper.warcs,
        BAOMAU_LAYOUT="1",
    )
    scopes = [
        json.loads(row["figures"])["scope"] for row in paper.archived.rows("SELECT * FROM run")
    ]
    assert scopes == ["site", "asked"]
    assert len(paper.archived.rows("SELECT * FROM health")) == 1, "one page is no site"
