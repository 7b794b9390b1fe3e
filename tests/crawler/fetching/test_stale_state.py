"""When pages show that a site's layout fits no more, and how long that holds."""

from collections import Counter
from dataclasses import replace

from archive.normals import Night
from archive.scoring import Normals, Traits
from crawler.fetching.figures import figures
from crawler.fetching.signs import Signs
from tests.crawler.fetching.after_nights import (
    DAY,
    FIELDS,
    TOPIC,
    called,
    left,
    nights,
    page,
    run,
)


def test_texts_that_have_become_short_are_a_stale_layout():
    short = [page(number, words=60) for number in range(8)]
    outcome, evidence, said = called(run(nights(), pages=short))
    assert (outcome, evidence) == ("stale-layout", [("words", short[0].url)])
    assert said == ["62 words in the median of 8 pages, 400 are usual"]
    one = [page(number, words=60 if number == 3 else 400) for number in range(8)]
    assert called(run(nights(), pages=one))[0] == "healthy"


def test_of_few_pages_all_short_are_a_stale_layout_unless_the_site_has_briefs():
    short = [page(number, words=90) for number in range(5)]
    made = run(nights(), pages=short)
    assert called(made)[0] == "stale-layout"
    made = run(nights(), pages=short)
    held = frozenset(("title", "lead", "author", "published_at"))
    briefs = [Traits("today", 90, held)] * 15
    made.normals = Normals([Traits("today", 400, held)] * 45 + briefs)
    assert called(made)[0] == "healthy", "one in four of its articles is as short"


def slow_nights(*authors):
    """Nights of a site of two pages each, of which so many had an author."""
    found = nights(new=(2, 0), number=20)
    for number in authors:
        fields = {**FIELDS, "author": number / 2}
        found.append(replace(found[-1], at=found[-1].at + DAY, read=2, new=2, fields=fields))
    return found


def test_one_page_of_an_older_make_does_not_hide_that_a_field_is_gone():
    lost = [page(number, author=None) for number in range(2)]
    gone = run(slow_nights(0, 0, 1), new=(2, 0), pages=lost)
    outcome, _, said = called(gone)
    assert outcome == "stale-layout"
    assert said[0].startswith("layout today gave no author on 7 of the last 8 pages; 97%")


def test_a_field_that_is_back_is_not_missed_any_more():
    back = [page(number) for number in range(2)]
    assert called(run(slow_nights(0, 0, 0, 0), new=(2, 0), pages=back))[0] == "healthy"
    one_of_two = [page(0), page(1, author=None)]
    assert called(run(slow_nights(0, 0, 0, 0, 2, 2), new=(2, 0), pages=one_of_two))[0] == "healthy"


def test_a_layout_that_was_stale_stays_so_until_a_page_is_read():
    stale = slow_nights(0, 0, 0)
    stale[-1] = replace(stale[-1], outcome="stale-layout", rules=("field",))
    made = run(stale, new=(0, 0))
    made.read = made.counts.fetched = 0
    outcome, evidence, said = called(made)
    assert (outcome, evidence) == ("quiet", [("still-stale", TOPIC)])
    assert left(made) == "stale-layout", "the site is as it was, though the night shows nothing"
    assert said == ["no page was read tonight; those of the night of 2026-06-23 did not fit"]
    mended = run(stale, new=(0, 1), pages=[page(1)])
    assert (called(mended)[0], left(mended)) == ("healthy", "healthy")


def test_a_page_that_does_not_fit_ends_no_stale_layout():
    stale = slow_nights(0, 0, 0)
    stale[-1] = replace(stale[-1], outcome="stale-layout", rules=("mark",))
    made = run(stale, new=(0, 1), pages=[page(1)])
    made.signs = Signs(pages=1, unfit=Counter({"no match for div.bai (layout today)": 1}))
    outcome, evidence, said = called(made)
    assert (outcome, evidence) == ("healthy", [("still-stale", TOPIC)])
    assert left(made) == "stale-layout"
    assert said == [
        "0 of 1 pages fit their layout tonight; those of the night of 2026-06-23 did not fit"
    ]


def test_a_stale_layout_is_over_when_most_pages_fit_again():
    stale = slow_nights(0, 0, 0)
    stale[-1] = replace(stale[-1], outcome="stale-layout", rules=("mark",))
    for others, state in ((2, "stale-layout"), (1, "stale-layout"), (0, "healthy")):
        made = run(stale, new=(0, 1), pages=[page(1)])
        made.signs.pages += others
        made.signs.unfit["no match for div.bai (layout today)"] = others
        assert (called(made)[0], left(made)) == ("healthy", state), others


def test_a_page_or_two_without_a_lost_field_make_no_run_stale_anew_and_do_not_end_it():
    stale = slow_nights(0, 0, 0)
    stale[-1] = replace(stale[-1], outcome="stale-layout", rules=("field",))
    for number, outcome in ((1, "healthy"), (2, "healthy"), (3, "stale-layout")):
        lost = [page(each, author=None) for each in range(number)]
        made = run(stale, new=(number, 0), pages=lost)
        assert called(made)[:2] == (outcome, [("field", lost[0].url)]), number
        assert left(made) == "stale-layout"


def test_a_stale_layout_outlasts_a_night_on_which_the_site_was_down():
    stale = slow_nights(0, 0, 0)
    stale[-1] = replace(stale[-1], outcome="stale-layout", rules=("field",))
    made = run(stale, new=(0, 0), found=(0, 0))
    made.listed.clear()
    made.looks = Counter({"listing/timeout": 2})
    made.listings_answered = made.read = made.counts.fetched = made.counts.discovered = 0
    assert called(made)[0] == "down"
    assert (left(made), figures(made, "site")["stale"]) == ("down", True)


def test_a_slow_site_loses_a_field_over_several_nights():
    slow = nights(new=(2, 0), number=24)
    for place in (22, 23):
        slow[place] = Night(
            slow[place].at, "healthy", new=2, read=2, layout="today", fields={**FIELDS, "author": 0}
        )
    lost = [page(number, author=None) for number in range(2)]
    outcome, evidence, said = called(run(slow, new=(2, 0), pages=lost))
    assert (outcome, evidence) == ("stale-layout", [("field", lost[0].url)])
    assert said[0].startswith("layout today gave no author on 6 of the last 6 pages; 97%")
    assert called(run(slow[:22], new=(2, 0), pages=lost))[0] == "healthy", "two pages tell nothing"
