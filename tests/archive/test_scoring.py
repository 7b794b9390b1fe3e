"""How far a reading is to be believed: what speaks against it, and what does not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.record import Block, BlockKind, Precision, Reading
from archive.scoring import LEAST, Normals, Traits, is_off, score, traits

ALL = frozenset(("title", "lead", "author", "published_at", "section"))
PLAIN = Traits("today", 400, ALL)


def past(number=100, **odd):
    """A site whose articles have 180 to about 900 words and, but for few, all fields."""
    usual = [replace(PLAIN, words=180 + 7 * n % 720, agreement=0.93 + n % 5 / 100) for n in
             range(number)]  # fmt: skip
    return [*usual, *(replace(PLAIN, **odd) for _ in range(3 * bool(odd)))]


def judged(one, seen=None):
    return score(one, Normals(past() if seen is None else seen).of(one.layout))


def test_a_reading_like_all_others_is_believed_without_a_word():
    found = judged(PLAIN)
    assert (found.score, found.reasons, found.is_flagged) == (1.0, (), False)


def test_a_missing_field_is_told_with_the_share_of_articles_that_have_it():
    found = judged(replace(PLAIN, fields=ALL - {"author"}), past(97, fields=ALL - {"author"}))
    assert found.reasons == ("no author, 97% of the site's articles have one",)
    assert not found.is_flagged


def test_a_reading_without_its_date_is_flagged_where_all_have_one():
    found = judged(replace(PLAIN, fields=ALL - {"published_at"}))
    assert found.is_flagged
    assert found.reasons == ("no date of publication, 100% of the site's articles have one",)


def test_a_field_that_the_site_seldom_has_is_not_missed():
    seldom = [replace(one, fields=ALL - {"author"}) for one in past(60)] + past(60)
    assert judged(replace(PLAIN, fields=ALL - {"author"}), seldom).reasons == ()


@pytest.mark.parametrize(
    ("words", "is_flagged"), [(41, True), (0, True), (130, False), (950, False)]
)
def test_a_text_far_shorter_than_the_sites_is_flagged(words, is_flagged):
    found = judged(replace(PLAIN, words=words))
    assert found.is_flagged is is_flagged
    if is_flagged:
        (reason,) = found.reasons
        assert reason.startswith(f"{words} words, the site's articles have 2")


def test_a_text_far_longer_is_told_and_flagged_with_a_second_reason_only():
    long = replace(PLAIN, words=9000)
    assert judged(long).reasons[0].startswith("9,000 words")
    assert not judged(long).is_flagged
    assert judged(replace(long, fields=ALL - {"lead"})).is_flagged


def test_where_trafilatura_reads_far_more_the_reading_is_flagged():
    found = judged(replace(PLAIN, agreement=0.6, second_words=920))
    assert found.is_flagged
    assert found.reasons == ("trafilatura reads 2.3 times as much",)


def test_a_disagreement_that_is_normal_on_a_site_speaks_against_nothing():
    noisy = [replace(one, agreement=0.7 + n % 7 / 100) for n, one in enumerate(past())]
    assert judged(replace(PLAIN, agreement=0.66, second_words=700), noisy).reasons == ()


def test_a_new_site_has_no_normal_and_is_not_flagged_blindly():
    bare = replace(PLAIN, words=12, fields=frozenset())
    found = judged(bare, past(LEAST - 1))
    assert not found.is_flagged
    assert found.reasons == ("the site has no normal yet: 19 readings, 20 are needed",)
    assert judged(replace(bare, agreement=0.2, second_words=800), []).is_flagged


def test_a_few_odd_readings_do_not_move_the_normal():
    assert judged(replace(PLAIN, words=41), past(words=3)).is_flagged


def test_readings_by_an_old_layout_are_measured_by_their_like():
    bare = frozenset(("published_at",))
    old = [replace(one, layout="old", fields=bare) for one in past(30)]
    normals = Normals([*past(), *old])
    assert score(replace(PLAIN, layout="old", fields=bare), normals.of("old")).reasons == ()
    assert score(replace(PLAIN, fields=bare), normals.of("today")).is_flagged


def test_what_the_generic_reading_gave_for_a_layout_is_measured_by_the_layouts():
    failed = [replace(one, layout="generic", fields=frozenset()) for one in past(200)]
    normals = Normals([*past(), *failed])
    assert score(failed[0], normals.of("generic")).is_flagged
    alone = Normals(failed)
    assert score(failed[0], alone.of("generic")).reasons == ()


def test_a_layout_whose_region_is_empty_is_flagged_and_a_doubted_date_only_told():
    assert judged(replace(PLAIN, doubts=("layout-empty",))).is_flagged
    found = judged(replace(PLAIN, doubts=("migration-midnight",)))
    assert found.reasons == ("its date is doubted: migration-midnight",)
    assert not found.is_flagged


def test_what_is_off_calls_for_a_second_opinion():
    normal = Normals(past()).of("today")
    assert not is_off(PLAIN, normal)
    assert is_off(replace(PLAIN, words=12), normal)
    assert is_off(replace(PLAIN, fields=ALL - {"author"}), normal)
    assert is_off(replace(PLAIN, fields=ALL - {"published_at"}), Normals([]).of("today"))
    assert is_off(replace(PLAIN, doubts=("layout-thin",)), Normals([]).of("today"))
    assert is_off(replace(PLAIN, words=41), Normals([]).of("today"))
    assert not is_off(PLAIN, Normals([]).of("today"))
    undated = replace(PLAIN, fields=ALL - {"published_at"})
    none = Normals([replace(one, fields=undated.fields) for one in past()])
    assert not is_off(undated, none.of("today")), "a site that never says when is asked no more"


def test_words_are_those_of_lead_and_body_without_captions():
    blocks = (Block(BlockKind.PARAGRAPH, "bốn từ ở đây"), Block(BlockKind.CAPTION, "một ảnh"))
    found = traits(
        Reading("https://a.example/1", "Tin", "r", "today", lead="Hai từ", blocks=blocks)
    )
    assert (found.words, found.fields) == (6, frozenset(("title", "lead")))


def test_a_title_out_of_place_and_a_date_of_the_address_are_no_fields_of_the_page():
    at = datetime(2026, 3, 1, tzinfo=UTC)
    dated = {"published_at": at, "published_precision": Precision.INFERRED}
    found = traits(Reading("https://a.example/1", "Tin", "r", "x", **dated))
    assert found.fields == frozenset(("title",))
    assert traits(Reading("https://a.example/1", "Tin", "r", "x", published_at=at)).fields == {
        "title",
        "published_at",
    }
    elsewhere = Reading("https://a.example/1", "Tin", "r", "x", doubts=("title-from-head",))
    assert traits(elsewhere).fields == frozenset()
