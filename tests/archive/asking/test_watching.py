"""What publishers changed, as a crawl's looks tell it."""

import pytest

from archive.errors import BadQuery, NotFound
from tests.archive.crawl import DAY, NIGHT, TEXT, night

URL = "https://baosonkhe.example/tin-{}.htm"


# --- changed -------------------------------------------------------------------------------------


@pytest.fixture
def edits(crawl):
    """An article of four versions on four nights, and one that came later."""
    crawl.look(URL.format(1), night(0), title="Tựa một")
    crawl.look(URL.format(1), night(1), title="Tựa một", body=TEXT.replace("1.245", "1.254"))
    crawl.look(URL.format(1), night(2), title="Tựa hai", body=TEXT.replace("1.245", "1.254"))
    crawl.look(URL.format(1), night(3), title="Tựa một")
    crawl.look(URL.format(2), night(3), title="Bài mới")
    return crawl


def told(page):
    return [(change.version_no, change.kind) for change in page.changes]


def test_changes_are_told_newest_first_with_what_and_how_much(edits, asked):
    page = asked.changes(since=night(1))
    assert told(page) == [(4, "reverted"), (3, "headline"), (2, "substantive")]
    back, headline, words = page.changes
    assert (back.reverted_to, headline.title_before, headline.title) == (1, "Tựa một", "Tựa hai")
    assert words.changed_fields == ("body",)
    assert 0 < words.ratio < 0.05
    assert words.title_before is None
    assert told(asked.changes(kinds=["first"])) == [(1, "first"), (1, "first")]


def test_changes_are_narrowed_by_time_kind_and_site(edits, asked):
    assert told(asked.changes(since=night(2), until=night(2))) == [(3, "headline")]
    assert told(asked.changes(kinds=["substantive", "reverted"])) == [
        (4, "reverted"),
        (2, "substantive"),
    ]
    assert asked.changes(sites=["baovinhlam"]).total == 0
    assert asked.changes(statuses=["rejected"]).total == 0
    with pytest.raises(BadQuery, match="no change is of kind"):
        asked.changes(kinds=["big"])
    with pytest.raises(BadQuery, match="the first is the later one"):
        asked.changes(since=night(2), until=night(1))


def test_changes_are_told_as_of_any_time_as_they_were(edits, asked):
    assert told(asked.changes(as_of=night(2))) == [(3, "headline"), (2, "substantive")]
    assert asked.changes(known_at=night(3)).total == 0
    # a late capture shows a title in between
    recorded = edits.rows("SELECT max(recorded_at) FROM sighting")[0][0]
    edits.look(URL.format(1), night(0) + DAY / 2, title="Tựa không")
    assert len(asked.changes().changes) == 4
    then = asked.changes(known_at=_moment(recorded))
    assert told(then) == [(4, "reverted"), (3, "headline"), (2, "substantive")]


def _moment(value):
    from datetime import datetime

    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


@pytest.mark.parametrize("times", [{}, {"as_of": NIGHT + 9 * DAY}])
def test_pages_of_changes_follow_each_other_whatever_comes_between(edits, asked, times):
    first = asked.changes(limit=2, **times)
    edits.look(URL.format(2), night(6), title="Bài mới, sửa")
    second = asked.changes(limit=2, after=first.after, **times)
    assert told(first) + told(second) == [(4, "reverted"), (3, "headline"), (2, "substantive")]
    assert (second.total, second.after) == (4, None)


# --- compared at a moment ------------------------------------------------------------------------


def test_versions_are_compared_as_they_were_at_a_moment(edits, asked):
    then = asked.diff(URL.format(1), as_of=night(2))
    assert (then.old, then.new, [field.name for field in then.fields]) == (2, 3, ["title"])
    assert asked.diff(URL.format(1)).new == 4
    with pytest.raises(NotFound, match="was not there at that moment"):
        asked.diff(URL.format(2), as_of=night(2))


def test_a_copy_is_compared_with_its_origin_as_both_were_at_a_moment(edits, asked):
    copy = "https://baovinhlam.example/chep-7.htm"
    source = {"source_name": "Báo Sơn Khê", "source_url": URL.format(1)}
    edits.look(copy, night(1), title="Tựa một", published="2026-10-05T08:00:00+07:00", **source)
    then = asked.compare(copy, as_of=night(2))
    assert (then.origin.version_no, then.origin.title) == (3, "Tựa hai")
    assert then.summary.numbers_cut == ("1.254",)
    assert asked.compare(copy).summary.numbers_cut == ()
