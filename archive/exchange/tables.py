"""Rows as JSON Lines, CSV or Parquet files; nothing is held but a few rows."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol

from archive.exchange.folder import Output
from archive.exchange.rows import Kind, Row
from archive.text.controls import escaped

CELL = 32_767  # characters that a cell of a spreadsheet takes (Excel, LibreOffice, Google)
FORMULA = re.compile(r"'*\s*[=+\-@\t\r＝＋－＠]")
GROUP = 1000  # rows of a Parquet row group


class Table(Protocol):
    """A file of rows."""

    def add(self, row: Row) -> None:
        """Writes a row."""

    def close(self) -> None:
        """Ends the file."""


class Lines:
    """JSON Lines: an object a row, UTF-8, Vietnamese as it is; what could steer a terminal stands
    by its number.
    """

    def __init__(self, output: Output, columns: Mapping[str, Kind]) -> None:
        self.output = output

    def add(self, row: Row) -> None:
        """Writes a row as one line."""
        line = json.dumps(row, ensure_ascii=False, default=plain, separators=(",", ":"))
        self.output.write(escaped(line).encode("utf-8", "replace") + b"\n")

    def close(self) -> None:
        """Ends the file."""
        self.output.close()


class Sheet:
    """CSV that a spreadsheet opens: UTF-8 with a byte order mark, CRLF, lists as JSON.

    A text that a spreadsheet would compute gets an apostrophe before it. `long_cells` counts those
    of which a spreadsheet shows a part only; they are written whole.
    """

    def __init__(self, output: Output, columns: Mapping[str, Kind]) -> None:
        self.output = output
        self.long_cells = 0
        self.first_long: list[str] = []
        self._line = io.StringIO()
        self._writer = csv.writer(self._line)
        self.output.write("\ufeff".encode())
        self._put(list(columns))

    def add(self, row: Row) -> None:
        """Writes a row."""
        cells = [cell(value) for value in row.values()]
        long = sum(isinstance(one, str) and len(one) > CELL for one in cells)
        if long:
            self.long_cells += long
            if len(self.first_long) < 20:
                self.first_long.append(str(row["article_id"]))
        self._put(cells)

    def close(self) -> None:
        """Ends the file."""
        self.output.close()

    def _put(self, cells: list[Any]) -> None:
        self._writer.writerow(cells)
        self.output.write(self._line.getvalue().encode("utf-8", "replace"))
        self._line.seek(0)
        self._line.truncate()


class Parquet:
    """Parquet with the types of the columns: UTC times, days, lists; packed with Zstandard."""

    def __init__(self, output: Output, columns: Mapping[str, Kind]) -> None:
        import pyarrow as pa  # takes longer to load than all else that is not asked for
        import pyarrow.parquet as pq

        types = {
            "text": pa.string(), "time": pa.timestamp("us", tz="UTC"), "day": pa.date32(),
            "number": pa.int32(), "share": pa.float64(), "truth": pa.bool_(),
            "list": pa.list_(pa.string()),
        }  # fmt: skip
        self._schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
        self._batch: Callable[..., Any] = pa.RecordBatch.from_pylist
        self._sink = pa.PythonFile(_Sink(output), mode="w")
        self._writer = pq.ParquetWriter(self._sink, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self.output = output

    def add(self, row: Row) -> None:
        """Keeps a row until its group is full."""
        self._rows.append(row)
        if len(self._rows) == GROUP:
            self._flush()

    def close(self) -> None:
        """Writes what is left, and ends the file."""
        self._flush()
        self._writer.close()
        self._sink.close()
        self.output.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_batch(self._batch(self._rows, schema=self._schema))
            self._rows.clear()


class _Sink:
    """What pyarrow writes to."""

    closed = False

    def __init__(self, output: Output) -> None:
        self._output = output

    def write(self, data: Any) -> int:
        return self._output.write(bytes(data))

    def tell(self) -> int:
        return self._output.bytes

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


TABLES: Mapping[str, Callable[[Output, Mapping[str, Kind]], Table]] = {
    "jsonl": Lines,
    "csv": Sheet,
    "parquet": Parquet,
}


def cell(value: object) -> object:
    """A value as it stands in a CSV cell; only text can be taken for a formula."""
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if FORMULA.match(text) else text
    if isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return plain(value)
    return "" if value is None else value


def uncell(text: str) -> str:
    """The text of a cell without the apostrophe that `cell` put before it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def plain(value: object) -> str:
    """A time in UTC with `Z`, a day as it is written."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no form in an export")
