"""Packs nights into WARC files, the same bytes each time: `python -m samples.pack FOLDER`."""

import sys
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from samples import nights, texts
from samples.nights import Answer

REASONS = {
    200: "OK",
    403: "Forbidden",
    404: "Not Found",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def pack(
    folder: Path, order: Sequence[int] = texts.NIGHTS, begin: datetime = nights.FIRST
) -> list[datetime]:
    """Packs one night after the other, a day apart; returns the times to replay them at.

    `order` says which night's state is shown on which night: (2, 1, 3) shows the second's before
    the first's. Texts keep their dates, so that an order that is not that of time needs a `begin`
    after all of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    times = [begin + timedelta(days=day) for day in range(len(order))]
    for number, (state, at) in enumerate(zip(order, times, strict=True), start=1):
        write(folder / f"night-{number}.warc.gz", nights.answers(state, at), at)
    return [at + timedelta(minutes=20) for at in times]


def write(file: Path, answers: Iterable[Answer], at: datetime) -> None:
    """One WARC file, a second between two answers."""
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as handle:
        writer = WARCWriter(handle, gzip=True, warc_version="1.1")
        for number, answer in enumerate(answers):
            record(writer, answer, at + timedelta(seconds=number))
    part.replace(file)


def record(writer: WARCWriter, answer: Answer, at: datetime) -> None:
    """A response record; its id is made of address and time, as packing again gives the same."""
    stamp = f"{at.astimezone(texts.UTC):%Y-%m-%dT%H:%M:%SZ}"
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{stamp} {answer.url}")
    status = f"{answer.status} {REASONS.get(answer.status, '')}"
    made = writer.create_warc_record(
        answer.url,
        "response",
        payload=BytesIO(answer.body),
        http_headers=StatusAndHeaders(status, list(answer.headers), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": stamp, "WARC-Record-ID": f"<urn:uuid:{name}>"},
    )
    writer.write_record(made)
    made.raw_stream.close()  # warcio puts a temporary file in its place


if __name__ == "__main__":
    for time in pack(Path(sys.argv[1])):
        print(time.isoformat())
