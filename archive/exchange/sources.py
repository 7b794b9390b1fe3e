"""The files of an import: WARC files, folders of them, and those that lie in WACZ files."""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from archive.errors import ArchiveError, BadQuery
from archive.storage.recorded import SUFFIXES, WarcFile

LOCAL = struct.Struct("<26xHH")  # of a zip's local header: lengths of name and extra field


class Unreadable(ArchiveError):
    """A file that cannot be taken in."""


@dataclass(frozen=True, slots=True)
class Zipped:
    """A WARC file that lies, not packed, in a WACZ."""

    path: Path
    name: str
    start: int
    size: int

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Its bytes, from their beginning."""
        return io.BufferedReader(Window(self.path.open("rb"), self.start, self.size))

    def __str__(self) -> str:
        return f"{self.path}:{self.name}"


class Window(io.RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._at = 0
        file.seek(start)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place within the part."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """The place within the part."""
        return self._at

    def readinto(self, buffer: object) -> int:
        """Reads into a buffer, never beyond the part."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        wanted = max(0, min(len(view), self._size - self._at))
        self._file.seek(self._start + self._at)
        data = self._file.read(wanted)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
        super().close()


def files(paths: Iterable[Path]) -> Iterator[tuple[Path, WarcFile | None, str]]:
    """The WARC files that the paths name; a reason in place of one that cannot be had.

    Raises BadQuery where a path does not exist, or a folder holds none.
    """
    for path in paths:
        if not path.exists():
            raise BadQuery(f"there is no file {path}")
        if not path.is_dir():
            yield from _file(path)
            continue
        found = sorted(p for p in path.rglob("*") if _is_ours(p))
        if not found:
            raise BadQuery(f"no WARC or WACZ file lies below {path}")
        for each in found:
            yield from _file(each)


def _is_ours(path: Path) -> bool:
    return path.is_file() and path.name.endswith((*SUFFIXES, ".wacz"))


def _file(path: Path) -> Iterator[tuple[Path, WarcFile | None, str]]:
    try:
        if not path.is_file():
            raise Unreadable("it is no file with an end")
        if not zipfile.is_zipfile(path):
            yield path, path, ""
            return
        yield from ((path, zipped, "") for zipped in _within(path))
    except Unreadable as error:
        yield path, None, str(error)
    # what a broken zip says of itself leads anywhere
    except (OSError, ValueError, zipfile.BadZipFile, struct.error, NotImplementedError) as error:
        yield path, None, f"it is a broken zip: {error}"


def _within(path: Path) -> list[Zipped]:
    found = []
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for info in archive.infolist():
            if not info.filename.endswith(SUFFIXES):
                continue
            if info.compress_type != zipfile.ZIP_STORED:
                raise Unreadable(f"{info.filename} is packed once more in it: unzip the file first")
            file.seek(info.header_offset)
            name, extra = LOCAL.unpack(file.read(LOCAL.size))
            start = info.header_offset + LOCAL.size + name + extra
            found.append(Zipped(path, info.filename, start, info.file_size))
    if not found:
        raise Unreadable("it is a zip without a WARC file")
    return found
