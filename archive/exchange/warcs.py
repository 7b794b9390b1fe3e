"""WARC files of an export, with the index that a WACZ needs."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.exchange.folder import Output
from archive.exchange.members import Piece
from archive.storage.warc import LARGEST, info_member


class Warcs:
    """Files of members, a new one where one is full; `index` gets a CDXJ line of each response."""

    def __init__(
        self,
        create: Callable[[str], Output],
        index: Callable[[str], None] | None = None,
        largest: int = LARGEST,
    ) -> None:
        self.create = create
        self.index = index
        self.largest = largest
        self.names: list[str] = []
        self._output: Output | None = None

    def add(self, pieces: Iterable[Piece]) -> None:
        """Writes the members of one look, all into one file."""
        output = self._ready()
        for piece in pieces:
            start = output.bytes
            output.write(piece.member)
            if self.index and piece.kind in ("response", "revisit") and piece.status != "304":
                self.index(cdxj(piece, self.names[-1], start))

    def close(self) -> None:
        """Ends the last file; there is one even if nothing was written."""
        self._ready().close()

    def _ready(self) -> Output:
        if self._output is None or self._output.bytes >= self.largest:
            if self._output is not None:
                self._output.close()
            name = f"pages-{len(self.names) + 1:05d}.warc.gz"
            self.names.append(name)
            self._output = self.create(name)
            self._output.write(info_member(name))
        return self._output


def cdxj(piece: Piece, file: str, offset: int) -> str:
    """A line of the index: SURT, time, and where the record is."""
    told = {
        "url": piece.url,
        "mime": "warc/revisit" if piece.kind == "revisit" else piece.mime,
        "status": piece.status,
        "digest": piece.digest,
        "length": str(len(piece.member)),
        "offset": str(offset),
        "filename": file,
    }
    line = json.dumps(told, ensure_ascii=True, separators=(", ", ": "))
    return f"{surt(piece.url)} {stamp(piece.at)} {line}"


def stamp(at: datetime) -> str:
    """A time as indexes of the web write it: 14 digits, UTC."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}"


def surt(url: str) -> str:
    """An address in the order in which indexes sort: `example,baomau)/tin?a=1`."""
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    path = parts.path.lower() or "/"
    path = path.rstrip("/") or "/"
    name = ",".join(reversed(host.split(".")))
    return f"{name}{port}){path}{f'?{query}' if query else ''}".replace(" ", "%20")
