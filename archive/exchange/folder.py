"""The folder of an export: begun with a mark, finished with a manifest, never half of either."""

import fcntl
import hashlib
import os
import re
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self

from archive.errors import ArchiveError, Locked
from archive.storage.durable import sync_folder

MANIFEST, README, MARK = "manifest.json", "README.txt", "UNFINISHED"
OURS = re.compile(
    r"(?:articles|versions)\.(?:jsonl|csv|parquet)|pages-\d{5}\.warc\.gz|pages\.wacz"
    r"|README\.txt|UNFINISHED|.+\.part"
)
SAYS = (
    "An export was begun here and is not finished: what lies here is not whole.\n"
    "The same command begins it again. A finished export has a manifest.json and no such file.\n"
)


class Occupied(ArchiveError):
    """The folder that an export is to go to holds something else."""

    exit_status = 2


class Output:
    """A file that is hashed and counted while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = 0
        self._hash = hashlib.sha256()
        self._file: BinaryIO = path.open("wb")

    def write(self, data: bytes) -> int:
        """Appends bytes."""
        self._file.write(data)
        self._hash.update(data)
        self.bytes += len(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """The hash of what has been written, in hex."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """Puts the file on disk."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()


class Folder:
    """Where one export goes. Within its `with` the folder is marked as unfinished, and locked.

    Raises Occupied where it holds anything but an export that was broken off, Locked where another
    process is at work in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, Output] = {}
        self._lock: IO[str] | None = None
        self._open: list[Output] = []

    def __enter__(self) -> Self:
        check(self.path)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = (self.path / MARK).open("a", encoding="utf-8")
        except OSError as error:
            raise Occupied(f"{self.path} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise Locked(f"another process is exporting to {self.path}") from None
        for file in self.path.iterdir():
            if file.name != MARK:
                file.unlink()
        if not self._lock.tell():
            self._lock.write(SAYS)
            self._lock.flush()
        return self

    def open(self, name: str, *, listed: bool = True) -> Output:
        """A new file of the export; one that is not `listed` does not stay in it."""
        output = Output(self.path / name)
        self._open.append(output)
        if listed:
            self.files[name] = output
        return output

    def finish(self, manifest: str, readme: str) -> None:
        """Writes what describes the export, the manifest last: from then on it is finished."""
        for output in self.files.values():
            output.close()
        _put(self.path / README, readme)
        _put(self.path / MANIFEST, manifest)
        (self.path / MARK).unlink()
        sync_folder(self.path)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for output in self._open:
            output.close()
        if self._lock:
            self._lock.close()


def check(path: Path) -> None:
    """Raises Occupied unless the folder is new, empty, or an export that was broken off."""
    if not path.exists():
        return
    if not path.is_dir():
        raise Occupied(f"{path} is no folder: name another one with --out")
    names = {file.name for file in path.iterdir()}
    if MANIFEST in names:
        raise Occupied(f"{path} holds an export already: name another folder with --out")
    if names and (MARK not in names or not all(OURS.fullmatch(name) for name in names)):
        raise Occupied(f"{path} is not empty: name a new or an empty folder with --out")


def _put(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
