"""WACZ 1.1.1: the WARC files of an export in one zip, with an index and a list of pages.

https://specs.webrecorder.net/wacz/1.1.1/
"""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from archive.exchange.folder import Folder, Output

NAME = "pages.wacz"
CHUNK = 1 << 20
PAGES = "pages/pages.jsonl"
INDEX = "indexes/index.cdxj"


class Sorter:
    """Lines in their order, kept in a file of their own while they come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = 0
        path.unlink(missing_ok=True)
        self._store = sqlite3.connect(path)
        self._store.execute("PRAGMA journal_mode=OFF")
        self._store.execute("PRAGMA synchronous=OFF")
        self._store.execute("CREATE TABLE line (text TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, line: str) -> None:
        """Keeps a line."""
        self._store.execute("INSERT OR IGNORE INTO line VALUES (?)", (line,))
        self.bytes += len(line.encode()) + 1

    def lines(self) -> Iterator[str]:
        """The lines in byte order."""
        self._store.commit()
        yield from (row[0] for row in self._store.execute("SELECT text FROM line ORDER BY text"))

    def close(self) -> None:
        """Removes what was kept."""
        self._store.close()
        self.path.unlink(missing_ok=True)


class Wacz:
    """A zip that is filled part by part; each part is hashed."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.resources: list[dict[str, Any]] = []
        self._zip = zipfile.ZipFile(cast("IO[bytes]", _Stream(output)), "w")

    def add(self, path: str, parts: Iterable[bytes], size: int, *, packed: bool = True) -> None:
        """Writes a part of at most `size` bytes; WARC files are not packed, so that a reader can
        ask for one record.
        """
        info = zipfile.ZipInfo(path, datetime.now(UTC).timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        # ReplayWeb.page stumbles over the fields that zip64 adds: they are there only if need be
        info.file_size = size
        digest, written = hashlib.sha256(), 0
        with self._zip.open(info, "w") as file:
            for part in parts:
                file.write(part)
                digest.update(part)
                written += len(part)
        self.resources.append(
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{digest.hexdigest()}",
                "bytes": written,
            }
        )

    def close(self, title: str, description: str, software: str, created: str) -> None:
        """Writes the package's description and its hash."""
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "description": description,
            "software": software,
            "created": created,
            "resources": list(self.resources),
        }
        text = json.dumps(package, ensure_ascii=False, indent=2).encode()
        self.add("datapackage.json", [text], len(text))
        hashed = {"path": "datapackage.json", "hash": self.resources[-1]["hash"]}
        text = json.dumps(hashed, indent=2).encode()
        self.add("datapackage-digest.json", [text], len(text))
        self._zip.close()
        self.output.close()


def pack(
    folder: Folder, warcs: Iterable[str], index: Sorter, pages: Path, about: Mapping[str, str]
) -> None:
    """Puts the WARC files of a folder, their index and the pages into one WACZ in their place."""
    wacz = Wacz(folder.open(NAME))
    for name in warcs:
        with (folder.path / name).open("rb") as file:
            size = (folder.path / name).stat().st_size
            wacz.add(f"archive/{name}", _parts(file), size, packed=False)
        (folder.path / name).unlink()
    wacz.add(INDEX, (f"{line}\n".encode() for line in index.lines()), index.bytes)
    with pages.open("rb") as file:
        wacz.add(PAGES, _parts(file), pages.stat().st_size)
    pages.unlink()
    wacz.close(**about)


def page_line(url: str, at: datetime, title: str, name: str) -> bytes:
    """A line of pages.jsonl."""
    shown = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"id": name, "url": url, "ts": shown, "title": title}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


PAGES_BEGIN = b'{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n'


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(CHUNK), b"")


class _Stream:
    """What zipfile writes to: forward only."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def write(self, data: bytes) -> int:
        return self._output.write(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass
