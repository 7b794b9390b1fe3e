from datetime import UTC, datetime

import pytest

from archive.record import Precision, Reading
from archive.scoring import Normals, Traits
from crawler.families.epi import EpiSpider
from crawler.fetching.figures import SiteRun
from crawler.fetching.health import judge

NOW = datetime(2026, 3, 2, tzinfo=UTC)
URL = "https://baomau.example/bai-{}.html"
PAGE = b"<html><body><h1>Tin</h1><div class='new-face'><p>M\xe1\xbb\x99t.</p></div></body></html>"


def run(looks=None, refusals=None, read=0, **counts):
    made = SiteRun("baomau", 1, read=read)
    made.looks.update(looks or {"listing/ok": 2, "article/ok": 5})
    made.refusals.update(refusals or {})
    for name, value in {"discovered": 10, "fetched": 5, **counts}.items():
        setattr(made.counts, name, value)
    made.listings_answered = made.looks["listing/ok"]
    return made


def outcome(made, reason="finished", *, asked_only=False):
    return judge(made, reason, asked_only=asked_only)


def test_a_run_with_news_is_healthy_and_one_without_is_quiet():
    assert outcome(run(new_articles=2, read=2)) == "healthy"
    assert outcome(run(looks={"listing/not-modified": 2}, unchanged=5)) == "quiet"


def test_an_error_of_our_own_fails_the_run_whatever_else_went_well():
    made = run(new_articles=2, read=2)
    made.trouble("the database is full")
    assert outcome(made) == "failed"
    assert made.notes == ["the database is full"]


@pytest.mark.parametrize(
    ("reason", "expected"), [("shutdown", "interrupted"), ("archive", "failed")]
)
def test_a_run_that_did_not_end_by_itself_is_not_healthy(reason, expected):
    assert outcome(run(new_articles=2, read=2), reason) == expected


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ({"listing/forbidden": 3}, "blocked"),
        ({"listing/challenge": 2, "listing/timeout": 1}, "blocked"),
        ({"listing/dns": 3}, "down"),
        ({"listing/server-error": 2, "listing/timeout": 1}, "down"),
        ({"listing/not-recorded": 3}, "failed"),
        ({"article/too-large": 1}, "failed"),
    ],
)
def test_where_nothing_came_the_outcome_says_why(looks, expected):
    assert outcome(run(looks=looks, discovered=0, fetched=0, failed=3)) == expected


def test_a_closed_robots_txt_blocks_the_run_and_is_quoted():
    made = run(looks={"listing/robots": 3}, discovered=0, fetched=0)
    made.robots_closed = "robots.txt of https://a.example answered 503"
    assert outcome(made) == "blocked"
    assert made.notes == [made.robots_closed]


def test_pages_that_no_layout_reads_are_a_stale_layout():
    assert outcome(run(refusals={"no-body": 4}, read=1, refused=4)) == "stale-layout"
    assert outcome(run(refusals={"video": 4}, read=1, refused=4)) == "quiet"


def test_pages_that_the_generic_reading_had_to_read_are_a_stale_layout():
    layout = EpiSpider.layouts[0]
    made = run(read=5, new_articles=5)
    for number in range(3):
        made.signs.fits(reading(number, layout=layout.name))
    for number in range(3, 5):
        made.signs.fits_not(layout, PAGE, None, URL.format(number))
    assert outcome(made) == "healthy"
    for number in range(5, 7):
        made.signs.fits_not(layout, PAGE, None, URL.format(number))
    assert outcome(made) == "stale-layout"
    mark = " or ".join(layout.match or layout.body)
    assert made.notes == [
        f"no match for {mark} (layout {layout.name}) on 4 of 7 pages, e.g. {URL.format(3)}"
    ]


USUAL = Normals([Traits("today", 300, frozenset(("title", "lead", "published_at")))] * 40)


def reading(number, **fields):
    given = {"reader": "r", "layout": "today", "lead": "Lời dẫn", "published_at": NOW, **fields}
    return Reading(URL.format(number), "Tin", **given)


def judged_by(readings, usual=USUAL):
    made = run(read=len(readings), new_articles=len(readings))
    made.normals = usual
    for each in readings:
        made.signs.fits(each)
    return outcome(made), made.notes


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"lead": ""}, "lead"),
        ({"published_at": None}, "date of publication"),
        ({"published_precision": Precision.INFERRED}, "date of publication"),
        ({"doubts": ("title-from-head",)}, "title in its place"),
    ],
)
def test_a_field_that_a_layout_gives_no_more_is_a_stale_layout_and_named(fields, name):
    whole = [reading(number) for number in range(2)]
    broken = [reading(number, **fields) for number in range(2, 8)]
    assert judged_by([*whole, *broken]) == (
        "stale-layout",
        [
            f"layout today gave no {name} on 6 of 8 pages, e.g. {URL.format(2)}; "
            "100% of the site's articles have one"
        ],
    )
    assert judged_by([*broken, *broken[:5]][:4])[0] == "healthy", "too few to say so"
    assert judged_by(broken, Normals([]))[0] == "healthy", "nothing is known of the site"


def test_a_field_that_the_site_seldom_has_is_not_missed():
    assert judged_by([reading(number, author=None) for number in range(9)])[0] == "healthy"


def test_where_a_third_of_the_articles_is_kept_from_us_the_run_is_blocked():
    looks = {"listing/ok": 1, "article/ok": 6, "article/challenge": 3, "article/forbidden": 1}
    made = run(looks=looks, read=6, fetched=6, failed=4, new_articles=6)
    assert outcome(made) == "blocked"
    assert made.notes == ["4 of 10 articles were answered by a refusal or a challenge"]
    seen_by_the_reader = {"challenge": 4}
    assert outcome(run(refusals=seen_by_the_reader, read=1, refused=4)) == "blocked"
    few = {"listing/ok": 1, "article/ok": 10, "article/challenge": 2}
    assert outcome(run(looks=few, read=10, fetched=10, failed=2, new_articles=1)) == "healthy"


def test_listings_without_an_article_address_are_silent():
    assert outcome(run(discovered=0, fetched=0)) == "silent"


def test_where_no_listing_answers_as_one_all_is_not_quiet():
    made = run(looks={"listing/missing": 1, "article/ok": 2}, discovered=0, unchanged=2)
    assert outcome(made) == "silent"
    assert made.notes == ["no listing answered as one"]


def test_a_missing_listing_makes_a_run_thin_and_is_named():
    made = run(new_articles=1, read=1)
    made.listings_failed.append("https://a.example/tin answered missing (404)")
    assert outcome(made) == "thin"
    assert "https://a.example/tin" in made.notes[0]


def test_a_few_lost_articles_are_borne_at_night_and_told_when_somebody_named_them():
    assert outcome(run(read=30, fetched=30, failed=2, new_articles=1)) == "healthy"
    assert outcome(run(read=30, fetched=30, failed=9)) == "thin"
    assert outcome(run(read=30, fetched=30, failed=1), asked_only=True) == "thin"


def test_what_robots_txt_forbids_is_told_and_no_failure_unless_somebody_named_it():
    made = run(looks={"listing/ok": 1, "article/ok": 5, "article/robots": 40}, new_articles=1)
    made.stats["page/forbidden"] = 40
    assert outcome(made) == "healthy"
    assert made.notes == ["articles not asked for, since robots.txt forbids them: 40"]
    assert outcome(made, asked_only=True) == "thin"


def test_a_new_site_whose_robots_txt_forbids_every_article_is_blocked():
    looks = {"listing/ok": 1, "article/robots": 12}
    made = run(looks=looks, fetched=0)
    made.stats["page/forbidden"] = 12
    assert outcome(made) == "blocked"
    assert made.evidence[0].rule == "robots"
    assert "robots.txt forbids all 12 articles that the listings name" in made.notes
    known = run(looks=looks, fetched=0)
    known.stats["page/forbidden"] = 12
    known.normals = Normals([Traits("today", 400, frozenset())])
    assert outcome(known) == "quiet", "these may be forbidden for ever, and the others not due"


def test_a_site_that_finds_far_fewer_than_usual_is_thin():
    made = run(read=2)
    made.usual = 50.0
    assert outcome(made) == "thin"


def test_a_guessed_layout_waits_for_a_person():
    made = run(read=3)
    made.guessed.add("baomau-2026")
    assert outcome(made) == "unproven"
    assert "egov sites confirm baomau" in made.notes[0]


def test_a_guess_that_matched_is_told_though_something_else_is_the_outcome():
    made = run(read=3)
    made.guessed.add("baomau-2026")
    made.listings_failed.append("https://baomau.example/x answered missing (404)")
    assert outcome(made) == "thin"
    assert any("egov sites confirm baomau" in note for note in made.notes)


@pytest.mark.parametrize(
    ("failed", "fetched", "expected"),
    [(3, 2, "thin"), (3, 22, "healthy"), (6, 19, "thin"), (8, 92, "healthy"), (20, 80, "thin")],
)
def test_articles_that_fail_now_and_then_make_no_run_thin(failed, fetched, expected):
    made = run(new_articles=fetched, read=fetched, fetched=fetched, failed=failed)
    assert outcome(made) == expected
