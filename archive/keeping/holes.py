"""Room that a file gives back without becoming shorter: holes, where its bytes are zero.

Linux makes them by `fallocate` (ext4, XFS, Btrfs, tmpfs, and others); elsewhere there are none.
"""

import ctypes
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

BLOCK = 4096  # bytes that a file system gives back at least
_PUNCH = 0x02 | 0x01  # FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, linux/falloc.h
_ZERO = bytes(BLOCK)
_WITHOUT = (errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOTTY, errno.EINVAL)


def punch(descriptor: int, start: int, length: int) -> None:
    """Gives back the blocks that lie wholly within a range, which reads as zeros from then on.

    Raises OSError where the file system, or the system, cannot.
    """
    try:
        fallocate = ctypes.CDLL(None, use_errno=True).fallocate
    except AttributeError as error:
        raise OSError(errno.ENOSYS, "this system has no fallocate") from error
    fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]
    if fallocate(descriptor, _PUNCH, start, length):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def are_made(folder: Path) -> bool:
    """Whether the file system of a folder gives room back: tried on a file without a name."""
    with tempfile.TemporaryFile(dir=folder) as file:
        try:
            file.write(b"x" * 4 * BLOCK)
            file.flush()
            os.fsync(file.fileno())
            before = allocated(file.fileno())
            punch(file.fileno(), BLOCK, 2 * BLOCK)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                return True  # not even four blocks are free: what is given back is wanted most
            if error.errno in _WITHOUT:
                return False
            raise
        os.fsync(file.fileno())
        return allocated(file.fileno()) < before


def allocated(descriptor: int) -> int:
    """The bytes that a file takes on the disk: fewer than its length where it has holes."""
    return os.fstat(descriptor).st_blocks * 512


def spaces(offset: int, data: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of the ranges of a file that are whole blocks of zeros, once `data` lies at
    this offset.
    """
    start = None
    at = -offset % BLOCK
    while at + BLOCK <= len(data):
        empty = data[at : at + BLOCK] == _ZERO
        if empty and start is None:
            start = at
        elif not empty and start is not None:
            yield offset + start, at - start
            start = None
        at += BLOCK
    if start is not None:
        yield offset + start, at - start
