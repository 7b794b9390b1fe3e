"""What disk or database did not take, in files until they do: one file a run, one fact a line.

A file begins with a line that names its format, then come the facts in the order in which they
were met, each a JSON object on a line of its own, fsynced before anything is said of it. The
process that writes a file holds its lock, so that nobody stores what is still being written.
"""

import base64
import fcntl
import json
import os
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self

from archive.record import Look
from archive.storage.durable import sync_folder
from archive.storage.payload import content_encoding, stored_payload, unpacked
from archive.storage.warc import Place, append

FORMAT = 1
FOLDER = "spool"
END = ".jsonl"
DAMAGED = ".damaged"  # added to the name of a file of which a line cannot be read
KINDS = ("look", "end")
TIMES = ("requested_at", "finished_at")
PAIRS = ("headers", "request_headers")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: its kind (`look`, or `end` of a run) and its fields."""

    kind: str
    named: dict[str, Any]


class Spool:
    """The file of one run, made when the first fact comes."""

    def __init__(self, data_dir: Path, name: str) -> None:
        self.path = data_dir / FOLDER / f"{name}{END}"
        self._file: BinaryIO | None = None

    @property
    def used(self) -> bool:
        """Whether anything was left in the file, or is waiting there to be stored."""
        return self.path.exists()

    def look(self, site: str, run_id: int | None, look: Look, place: Place | None) -> None:
        """Keeps a look, with its body unless that lies at `place` in a WARC file already.

        Raises OSError where the disk does not take it; then nothing of it is left in the file.
        """
        named = as_json(look, with_body=place is None)
        own = {"site": site, "run": run_id, "place": asdict(place) if place else None}
        self._add(Fact("look", {**named, **own}))

    def end(self, run_id: int, values: Mapping[str, Any]) -> None:
        """Keeps how a run ended: `values` are the columns of its row."""
        self._add(Fact("end", {"run": run_id, **values}))

    def close(self) -> None:
        """Ends the file; it waits to be stored."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _add(self, fact: Fact) -> None:
        line = json.dumps({"fact": fact.kind, **fact.named}, default=_written)
        file = self._file or self._open()
        end = file.seek(0, os.SEEK_END)
        try:
            append(file, line.encode() + b"\n")
            os.fsync(file.fileno())
        except OSError:
            self._undo(file, end)
            raise

    def _undo(self, file: BinaryIO, end: int) -> None:
        """A full disk leaves half a line, which must not stand before the next one."""
        self._file = None
        try:
            os.ftruncate(file.fileno(), end)
        finally:
            file.close()

    def _open(self) -> BinaryIO:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("ab", buffering=0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not os.fstat(file.fileno()).st_nlink:  # stored by another process meanwhile
                file.close()
                return self._open()
            _cut_torn_line(self.path)
            if not os.fstat(file.fileno()).st_size:
                append(file, json.dumps({"format": FORMAT}).encode() + b"\n")
                sync_folder(self.path.parent)
        except OSError:
            file.close()
            raise
        self._file = file
        return file


class Waiting:
    """A file that waits to be stored, held so that nobody else stores it."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.unread = 0  # lines that are no facts
        self.format = FORMAT
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def facts(self) -> list[Fact]:
        """The facts in their order; none of a file in a newer format.

        A last line without its end was torn by a kill, and nothing was said of it.
        """
        whole = self._file.read().rpartition(b"\n")[0]
        lines = whole.split(b"\n") if whole else []
        if not lines:
            return []
        named = (_parsed(lines[0]) or {}).get("format")
        if isinstance(named, int) and named > FORMAT:
            self.format = named
            return []
        found = [_fact(line) for line in lines[1:]]
        self.unread = found.count(None) + (named != FORMAT)  # a first line that is none, too
        return [fact for fact in found if fact is not None]

    def done(self) -> None:
        """All is stored: the file goes; one with a line that cannot be read is put aside."""
        if self.unread:
            self.path.rename(self.path.with_name(self.path.name + DAMAGED))
        else:
            self.path.unlink()
        sync_folder(self.path.parent)


def waiting(data_dir: Path) -> Generator[Waiting]:
    """The files that nobody writes, those of older runs first."""
    for path in sorted((data_dir / FOLDER).glob(f"*{END}"), key=_age):
        try:
            file = path.open("rb")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:  # stored by another process
            continue
        except BlockingIOError:
            file.close()
            continue
        if path.exists():
            with Waiting(path, file) as found:
                yield found
        else:
            file.close()


def _age(path: Path) -> tuple[int, str]:
    number = path.name.removesuffix(END).rpartition("-")[2]
    return (int(number) if number.isdecimal() else 0, path.name)


def as_json(look: Look, *, with_body: bool) -> dict[str, Any]:
    """A look as it stands in the file; its body as the WARC record would hold it, in base64."""
    names = [each.name for each in fields(look) if each.name not in ("raw", "decoded")]
    named: dict[str, Any] = {name: getattr(look, name) for name in names}
    if with_body and (look.raw is not None or look.decoded is not None):
        payload, named["headers"] = stored_payload(look)
        named["payload"] = base64.b64encode(payload).decode("ascii")
        named["size"] = None if look.decoded is None else len(look.decoded)
    return named


def as_look(named: Mapping[str, Any]) -> Look:
    """The look of a line; raises ValueError or KeyError where its body is not what it was."""
    values = {each.name: named[each.name] for each in fields(Look) if each.name in named}
    for name in PAIRS:
        values[name] = tuple((key, value) for key, value in values[name])
    look = Look(**values)
    if named.get("payload") is None:
        return look
    raw = base64.b64decode(named["payload"], validate=True)
    if named["size"] is None:
        return replace(look, raw=raw)
    decoded = unpacked(raw, content_encoding(look.headers), named["size"])
    if decoded is None:
        raise ValueError(f"the body of {look.url} is damaged")
    return replace(look, raw=raw, decoded=decoded)


def _fact(line: bytes) -> Fact | None:
    named = _parsed(line)
    kind = named.pop("fact", None) if named else None
    if named is None or kind not in KINDS:
        return None
    try:
        for name in TIMES:
            if named.get(name) is not None:
                named[name] = datetime.fromisoformat(named[name])
    except (TypeError, ValueError):
        return None
    return Fact(kind, named)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # brackets in each other
        return None
    return found if isinstance(found, dict) else None


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"cannot be spooled: {value!r}")


def _cut_torn_line(path: Path) -> None:
    """Removes a half line that a kill left, so that the next one stands alone."""
    with path.open("r+b") as file:
        text = file.read()
        if text and not text.endswith(b"\n"):
            file.truncate(text.rfind(b"\n") + 1)
