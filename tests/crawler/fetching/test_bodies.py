import gzip
import zlib

import brotli
import pytest
from backports import zstd

from archive.storage.bodies import TooLarge, decode

TEXT = "Một cửa số ở xã Sơn Khê. ".encode() * 4000
LIMIT = 1_000_000


def raw_deflate(data):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


ENCODED = {
    "gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstd.compress(TEXT),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_each_encoding_is_taken_off(encoding):
    assert decode(ENCODED[encoding], [encoding], LIMIT) == (TEXT, True)


def test_deflate_without_its_header_and_gzip_of_several_members_are_read():
    assert decode(raw_deflate(TEXT), ["deflate"], LIMIT) == (TEXT, True)
    two = gzip.compress(TEXT) + gzip.compress(TEXT)
    assert decode(two, ["gzip"], LIMIT) == (TEXT * 2, True)


def test_two_encodings_are_taken_off_in_reverse_order():
    assert decode(gzip.compress(zlib.compress(TEXT)), ["deflate", "gzip"], LIMIT) == (TEXT, True)


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_body_that_was_cut_gives_what_came_and_says_so(encoding):
    cut = ENCODED[encoding][: len(ENCODED[encoding]) // 2]
    body, whole = decode(cut, [encoding], LIMIT)
    assert not whole
    assert TEXT.startswith(body)


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", lambda data: brotli.compress(data, quality=5)),
        ("zstd", zstd.compress),
    ],
)
def test_a_bomb_is_refused_before_it_is_unpacked(encoding, compress):
    bomb = compress(b"\0" * 60_000_000)
    with pytest.raises(TooLarge):
        decode(bomb, [encoding], LIMIT)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "unknown", ""])
def test_a_header_that_lies_leaves_the_body_as_it_is(encoding):
    assert decode(b"<html><p>plain</html>", [encoding], LIMIT) == (b"<html><p>plain</html>", True)


def test_a_plain_body_beyond_the_limit_is_refused():
    with pytest.raises(TooLarge):
        decode(b"x" * 11, [""], 10)
