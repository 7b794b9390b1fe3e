"""Nights of all kinds, of clocks that are put right and numbers of any size, are judged."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.learning import normal_of
from archive.normals import LOOKED, Night
from archive.shortage import low

FIRST = datetime(2026, 1, 20, tzinfo=UTC)
STEPS = st.one_of(
    st.just(timedelta(days=1)),
    st.timedeltas(timedelta(days=-2), timedelta(days=20)),  # clocks are put right
    st.timedeltas(timedelta(), timedelta(hours=8)),
)
NUMBERS = st.one_of(st.integers(0, 3), st.integers(0, 100_000))
LOOKS = st.lists(
    st.tuples(*(STEPS, NUMBERS, st.sampled_from([*LOOKED, "down", ""]), st.booleans())),
    min_size=12,
    max_size=40,
)


@settings(max_examples=30, deadline=None)
@given(LOOKS, NUMBERS)
def test_whatever_nights_brought_they_are_judged(looks, new):
    at, each, nights = FIRST, [], []
    for step, number, outcome, is_whole in looks:
        at += step
        each.append(Night(at, outcome, new=number, listings={"u": (number, number)}))
        if is_whole:
            nights.append(each[-1])
    tonight = Night(at + timedelta(days=1), "quiet", new=new)
    normal = normal_of(nights)
    assert all(rate.mean >= 0 and rate.doubt >= 0 for rate in normal.rates.values())
    looked = [one for one in each if one.looked]
    for found in (low(nights, tonight), low(nights, tonight, looks=[*looked, tonight])):
        assert found is None or (found.new < found.expected and found.nights > 0)
