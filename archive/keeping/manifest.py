"""What a backup says of itself: its files with their hashes, its counts, its newest seal."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import ArchiveError
from archive.storage.durable import sync_file, sync_folder

NAME, SUM = "manifest.json", "manifest.sha256"
CHUNK = 1 << 20
AT_ONCE = 10_000  # words of a manifest
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
        """Writes it, with its own hash beside it; bit by bit: of years it names some hundred
        thousand files.
        """
        encoder = json.JSONEncoder(ensure_ascii=False, indent=1, default=asdict)
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        total, parts = sha256(), encoder.iterencode(named)
        with (folder / NAME).open("wb") as file:
            while part := "".join(islice(parts, AT_ONCE)).encode():
                total.update(part)
                file.write(part)
        (folder / SUM).write_text(f"{total.hexdigest()}  {NAME}\n")
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
        with (folder / NAME).open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        told = (folder / SUM).read_text().split()[0]
    except (OSError, IndexError) as error:
        raise ArchiveError(f"{folder} is no backup: it has no {NAME} with its {SUM}") from error
    if digest != told:
        raise ArchiveError(f"{folder / NAME} is damaged: use another backup")
    values: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"), object_hook=_stored)
    values["files"] = tuple(values["files"])
    for one in values["files"]:
        if not all(map(_stays, (one.path, one.held))):
            raise ArchiveError(
                f"{folder / NAME} names a file outside: {one.path}: use another backup"
            )
    return Manifest(**values)


def _stored(one: dict[str, Any]) -> Stored | dict[str, Any]:
    """An object of a manifest: a file as soon as it is read, else it would stand there twice."""
    return Stored(**one) if "held" in one else one


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
