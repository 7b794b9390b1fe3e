"""What a backup says of itself: its files with their hashes, its counts, its newest seal."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import ArchiveError
from archive.storage.durable import sync_file, sync_folder

NAME, SUM = "manifest.json", "manifest.sha256"
CHUNK = 1 << 20
_BLANK = bytes(4096)  # a block of a disk


@dataclass(frozen=True, slots=True)
class Stored:
    """A file: `path` is where it belongs, `held` where it lies below the folder of backups."""

    path: str
    held: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup; `tables` are the columns of each dumped table, none for a SQLite file."""

    made_at: str
    software: str
    database: str
    revision: str
    seal: str | None
    counts: dict[str, int]
    files: tuple[Stored, ...]
    tables: dict[str, list[str]]

    def write(self, folder: Path) -> None:
        """Writes it, with its own hash beside it."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text, "utf-8")
        (folder / SUM).write_text(f"{sha256(text.encode()).hexdigest()}  {NAME}\n")
        for name in (NAME, SUM):
            sync_file(folder / name)
        sync_folder(folder)


@contextmanager
def written(folder: Path) -> Iterator[None]:
    """Within it files are written into a folder: raises ArchiveError, naming it, where they cannot
    be, as on a full disk.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        what = f"{folder} could not be written ({error})"
        raise ArchiveError(f"{what}: see to its room and rights, and begin again") from error


def read(folder: Path) -> Manifest:
    """The manifest of a backup; raises ArchiveError where it is none, or was changed."""
    try:
        text = (folder / NAME).read_bytes()
        told = (folder / SUM).read_text().split()[0]
    except (OSError, IndexError) as error:
        raise ArchiveError(f"{folder} is no backup: it has no {NAME} with its {SUM}") from error
    if sha256(text).hexdigest() != told:
        raise ArchiveError(f"{folder / NAME} is damaged: use another backup")
    values: dict[str, Any] = json.loads(text)
    values["files"] = tuple(Stored(**one) for one in values["files"])
    for one in values["files"]:
        if not all(map(_stays, (one.path, one.held))):
            raise ArchiveError(
                f"{folder / NAME} names a file outside: {one.path}: use another backup"
            )
    return Manifest(**values)


def _stays(path: str) -> bool:
    """Whether a path stays below the folder that it is meant for."""
    return not path.startswith("/") and ".." not in path.split("/")


def copied(
    source: Path, target: Path | None, size: int, told: Callable[[int], None] | None = None
) -> str:
    """The SHA-256 of the first `size` bytes of a file, written to `target` if that is given.

    Raises ArchiveError where there are fewer.
    """
    total, left = sha256(), size
    with source.open("rb") as file:
        out = None
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            out = target.open("wb")
        try:
            while left and (chunk := file.read(min(CHUNK, left))):
                total.update(chunk)
                left -= len(chunk)
                if out is not None:
                    _write(out, chunk)
                if told is not None:
                    told(len(chunk))
            if out is not None:
                out.truncate()  # what ends with a hole is as long as it was
                out.flush()
                os.fsync(out.fileno())
        finally:
            if out is not None:
                out.close()
    if left:
        raise ArchiveError(f"{source} is too short by {left:,} bytes")
    return total.hexdigest()


def _write(out: BinaryIO, chunk: bytes) -> None:
    """Writes a chunk, passing over whole blocks of zeros: what was given up takes no room here
    either.
    """
    if _BLANK not in chunk:
        out.write(chunk)
        return
    view = memoryview(chunk)
    for at in range(0, len(chunk), len(_BLANK)):
        block = view[at : at + len(_BLANK)]
        if block == _BLANK:
            out.seek(len(_BLANK), os.SEEK_CUR)
        else:
            out.write(block)
