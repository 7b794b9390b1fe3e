"""What a test need not wait for: a disk that keeps what is written through a power cut, and the
compiling of statements that another test's engine has compiled.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from archive.storage import engine

Compiled = dict[tuple[Any, ...], Any]


class Shared:
    """Statements as they were compiled, for all engines of a kind of database."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled

    def get(self, key: tuple[Any, ...]) -> Any:
        return self.compiled.get(_of_kind(key))

    def __setitem__(self, key: tuple[Any, ...], statement: Any) -> None:
        self.compiled[_of_kind(key)] = statement


def _of_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (dialect.name, *rest)


@contextmanager
def unhurried() -> Iterator[None]:
    """Within it, the engines of this process's archives do without both."""
    make, compiled = engine._engine, Shared({})

    def engine_of(url: sa.URL) -> sa.Engine:
        made = make(url)
        made.update_execution_options(compiled_cache=compiled)
        return made

    lax = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in engine.PRAGMAS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_engine", engine_of)
        patch.setattr(engine, "PRAGMAS", lax)
        patch.setattr(os, "fsync", lambda _file: None)
        yield
