"""What nights tell of how far they scatter, and what chance makes of little."""

import pytest

from archive.scatter import ASSUMED, at_most, chance, scatter_of, variance_of

REGULAR = [(38, 40.0, 0.0), (44, 40.0, 0.0), (41, 40.0, 0.0), (36, 40.0, 0.0)] * 8
WILD = [(14, 40.0, 0.0), (75, 40.0, 0.0), (33, 40.0, 0.0), (52, 40.0, 0.0)] * 8


def test_regular_nights_tell_that_they_hardly_scatter_and_wild_ones_that_they_do():
    assert variance_of(scatter_of(REGULAR)) < 0.02
    assert variance_of(scatter_of(WILD)) > 0.2


def test_without_nights_and_from_slow_ones_the_scatter_stays_as_assumed():
    assert scatter_of([]) == pytest.approx(ASSUMED)
    slow = variance_of(scatter_of([(0, 0.4, 0.0), (1, 0.4, 0.0), (0, 0.4, 0.0)] * 8))
    assert slow == pytest.approx(variance_of(ASSUMED), rel=0.35)


def test_a_bulk_of_old_articles_makes_no_site_wild_and_nights_of_few_do():
    regular = variance_of(scatter_of(REGULAR))
    assert variance_of(scatter_of([*REGULAR, (150, 40.0, 0.0)])) < 1.1 * regular
    assert variance_of(scatter_of([*REGULAR, (8, 40.0, 0.0), (9, 40.0, 0.0)])) > 2 * regular


def test_what_is_hardly_known_to_be_usual_tells_little_of_scatter():
    doubted = scatter_of([(new, usual, 0.3) for new, usual, _ in WILD])
    assert variance_of(doubted) < variance_of(scatter_of(WILD))


def test_the_chance_of_little_falls_with_what_is_expected_and_with_the_nights():
    few, many = ([10.0], {0.3: 1.0}, 0.1), ([40.0], {0.3: 1.0}, 0.1)
    assert chance(0, *many) < chance(0, *few) < chance(2, *few) < 0.05
    assert chance(0, [5.0] * 4, {0.3: 1.0}, 0.1) < chance(0, [5.0], {0.3: 1.0}, 0.1)
    assert chance(0, [40.0], {0.3: 1.0}, 0.1) < chance(0, [40.0], {0.3: 1.0}, 0.5)
    assert chance(0, [40.0], {0.3: 1.0}, 0.5) < chance(0, [40.0], {0.3: 0.5, 0.5: 0.5}, 0.5)


@pytest.mark.parametrize(
    ("number", "mean", "likely"),
    [(0, 2.0, 0.1353), (3, 2.0, 0.8571), (150, 200.0, 0.0001), (900, 1000.0, 0.0007)],
)
def test_so_many_or_fewer_are_as_likely_as_the_tables_of_poisson_say(number, mean, likely):
    assert at_most(number, mean) == pytest.approx(likely, abs=5e-5)
