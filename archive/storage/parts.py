"""Long lists of ids, asked for in parts: a statement takes some ten thousand values at most."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

One = TypeVar("One")
AT_ONCE = 500  # ids in one statement


def in_parts(many: Iterable[One], size: int = AT_ONCE) -> Iterator[list[One]]:
    """The same, in lists of at most `size`, in order."""
    rest = iter(many)
    while part := list(islice(rest, size)):
        yield part
