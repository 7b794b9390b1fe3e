"""Writes WARC files in every form that other tools write."""

import gzip
import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ENCODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "identity": bytes,
}


def bomb(encoding: str, megabytes: int) -> bytes:
    """So many megabytes of nothing, compressed without ever being held."""
    block, size = bytes(1_000_000), megabytes * 1_000_000
    if encoding == "br":
        brotlied = brotli.Compressor(quality=1)
        parts = [brotlied.process(block) for _ in range(megabytes)]
        return b"".join([*parts, brotlied.finish()])
    deflated = zlib.compressobj(wbits=-15)
    packed = deflated.compress(block) + deflated.flush(zlib.Z_FULL_FLUSH)  # the next is the same
    body = packed * megabytes + deflated.flush()
    if encoding == "deflate":
        return b"\x78\x9c" + body + struct.pack(">I", (size % 65521) << 16 | 1)  # Adler-32
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(block, check)
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + body + struct.pack("<II", check, size)


def chunked(body: bytes, size: int = 700) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return framed + b"0\r\n\r\n"


class Warc:
    """A WARC file that grows record by record."""

    def __init__(self, path: Path, *, gzipped: bool = True, software: bool = True) -> None:
        self.path = path
        self.handle = path.open("wb")
        self.writer = WARCWriter(self.handle, gzip=gzipped)
        if software:
            info = self.writer.create_warcinfo_record(path.name, {"software": "another writer"})
            self.writer.write_record(info)

    def __enter__(self) -> "Warc":
        return self

    def __exit__(self, *_: object) -> None:
        self.handle.close()

    def add(
        self,
        url: str,
        body: bytes | str = b"",
        at: str = "2026-03-01T01:00:00Z",
        status: str = "200 OK",
        headers: Mapping[str, str] | None = None,
        warc_headers: Mapping[str, str] | None = None,
        kind: str = "response",
        encoding: str = "identity",
        chunks: bool = False,
    ) -> str:
        """Writes a response (or a record of another kind) as it was at a time; returns its id."""
        raw = ENCODERS[encoding](body.encode() if isinstance(body, str) else body)
        named = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        if encoding != "identity":
            named.setdefault("Content-Encoding", encoding)
        if chunks:
            raw = chunked(raw)
            named["Transfer-Encoding"] = "chunked"
        else:
            named.setdefault("Content-Length", str(len(raw)))
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(raw),
            length=len(raw),  # else warcio leaves a temporary file open
            http_headers=StatusAndHeaders(status, list(named.items()), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": at, **(warc_headers or {})},
        )
        self.writer.write_record(record)
        return str(record.rec_headers.get_header("WARC-Record-ID"))

    def request(
        self, url: str, at: str = "2026-03-01T01:00:00Z", method: str = "GET", of: str = ""
    ) -> None:
        """Writes the request that the response of an id answers."""
        record = self.writer.create_warc_record(
            url,
            "request",
            payload=io.BytesIO(b""),
            length=0,
            http_headers=StatusAndHeaders(
                f"{method} / HTTP/1.1", [("Host", "a.example")], is_http_request=True
            ),
            warc_headers_dict={"WARC-Date": at, **({"WARC-Concurrent-To": of} if of else {})},
        )
        self.writer.write_record(record)

    def other(self, kind: str, url: str, body: bytes = b"a: b\r\n") -> None:
        """A record without HTTP headers: metadata, resource, conversion."""
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type="application/warc-fields",
        )
        self.writer.write_record(record)

    def revisit(self, url: str, at: str, refers: tuple[str, str] | None) -> None:
        """A revisit record with HTTP headers; `refers` names address and time of the original."""
        profile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        named = {"WARC-Date": at, "WARC-Profile": profile}
        if refers:
            named |= {"WARC-Refers-To-Target-URI": refers[0], "WARC-Refers-To-Date": refers[1]}
        self._bare(url, "revisit", "200 OK", [("ETag", '"2"')], named)

    def not_modified(self, url: str, at: str) -> None:
        """A revisit record of the profile that a 304 leaves."""
        profile = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
        named = {"WARC-Date": at, "WARC-Profile": profile}
        self._bare(url, "revisit", "304 Not Modified", [("ETag", '"1"')], named)

    def _bare(
        self,
        url: str,
        kind: str,
        status: str,
        headers: list[tuple[str, str]],
        named: dict[str, str],
    ) -> None:
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(b""),
            length=0,
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict=named,
        )
        self.writer.write_record(record)
