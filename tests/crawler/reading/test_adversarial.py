"""Pages made to be misread: a seeded part of what benchmarks/adversarial.py reads."""

import pytest

from tests.crawler.reading.adversarial import ATTACKS, Made, make, pairs, single
from tests.crawler.reading.scoring import extra, f1, missing, ours
from tests.crawler.reading.stories import long, short, stories

SINGLE = list(single(each=1, seed=5))
PAIRS = list(pairs(each=1, seed=5))[::4]


def scored(made: Made) -> float:
    return f1(ours(made)[0], made.truth)


@pytest.mark.parametrize("made", SINGLE, ids=[made.name for made in SINGLE])
def test_a_page_under_one_attack_keeps_its_text_and_no_noise(made: Made) -> None:
    text, wrong = ours(made)
    assert extra(text, made.truth) == []
    if "linked" not in made.attacks:  # a linked line between paragraphs may be a pointer, too
        assert missing(text, made.truth) == []
    assert f1(text, made.truth) >= 0.98
    assert not [name for name in wrong if name.startswith("refused")]


def test_pages_under_two_attacks_are_read_to_the_bar() -> None:
    scores = {made.name: scored(made) for made in PAIRS}
    assert [name for name, score in scores.items() if score < 0.9] == []
    assert sum(scores.values()) / len(scores) >= 0.98


def test_the_set_holds_each_attack_and_articles_of_every_length() -> None:
    assert {attack for made in SINGLE for attack in made.attacks} == set(ATTACKS)
    assert 55 <= short(stories()[0]).words <= 90
    assert 20_000 <= long(stories()[0]).words <= 21_500


def test_the_same_seed_makes_the_same_page() -> None:
    one = make.__wrapped__(stories()[0], ("heavy", "shuffled"), 3)
    assert one == make.__wrapped__(stories()[0], ("heavy", "shuffled"), 3)
