"""Which recorded response answers a request under replay."""

from datetime import UTC, datetime
from pathlib import Path

from archive.storage.recorded import (
    Index,
    Place,
    Recorded,
    WholeGzip,
    dechunk,
    key,
    scan,
    warc_files,
)

__all__ = ["Recorded", "Recordings", "WholeGzip", "dechunk"]


class Recordings(Index):
    """All recorded responses below a path that are not after a time."""

    def __init__(self, path: Path, until: datetime | None = None) -> None:
        super().__init__([path] if path.is_file() else warc_files(path))
        self.until = until
        self.records = 0
        newest = datetime.min.replace(tzinfo=UTC)
        for number, file in enumerate(self.files):
            for url, _, place in scan(file, number):
                newest = max(newest, place.at)
                self.add(url, place)
                self.records += 1
        self.sort()
        self.now = until or newest

    def find(self, url: str, *, conditional: bool, maxsize: int) -> Recorded | None:
        """The latest record of an address that is not after the time; None where there is none."""
        for name in (key(url), *other_forms(key(url))):
            place = self.latest(name, self.now)
            if place is None:
                continue
            found = self._resolve(place, name, conditional=conditional, maxsize=maxsize)
            if found and name != key(url) and 300 <= found.status < 400 and found.status != 304:
                continue  # it led to the very address that is asked for
            return found
        return None

    def _resolve(
        self, place: Place, url: str, *, conditional: bool, maxsize: int
    ) -> Recorded | None:
        """The record at a place, a revisit or an unasked 304 with the body that it stands for."""
        found = self._read(place, maxsize)
        if found is None:
            return None
        if found.status == 304:
            if conditional:
                return found
        elif not place.revisit:
            return found
        original = self.original(place, url, maxsize)
        if original is None:
            return None
        if found.status in (0, 304):
            return Recorded(place.at, original.status, original.headers, original.body)
        return Recorded(place.at, found.status, found.headers, original.body, original.whole)


def other_forms(url: str) -> list[str]:
    """The same address by http for https, with or without `www.`, and the other way round."""
    scheme, _, rest = url.partition("://")
    other = "http" if scheme == "https" else "https"
    host = rest.removeprefix("www.") if rest.startswith("www.") else f"www.{rest}"
    return [f"{other}://{rest}", f"{scheme}://{host}", f"{other}://{host}"]
