"""Sums over a range of values of which some are dropped on the way, each in the time of a few
steps: a page made to cost time asks for as many sums as it has lines.
"""

from collections.abc import Iterable


class Sums:
    """Values by their places (a Fenwick tree); `left` are those that are not dropped, else 0."""

    def __init__(self, values: Iterable[int]) -> None:
        self.left = list(values)
        self._tree = [0, *self.left]
        for place in range(1, len(self._tree)):
            above = place + (place & -place)
            if above < len(self._tree):
                self._tree[above] += self._tree[place]

    def of(self, first: int, last: int) -> int:
        """The sum of what is left from one place to another, both included."""
        return self._upto(last + 1) - self._upto(first) if first <= last else 0

    def drop(self, place: int) -> None:
        """Takes the value of a place out."""
        value, self.left[place] = self.left[place], 0
        place += 1
        while value and place < len(self._tree):
            self._tree[place] -= value
            place += place & -place

    def _upto(self, stop: int) -> int:
        found = 0
        while stop > 0:
            found += self._tree[stop]
            stop &= stop - 1
        return found
