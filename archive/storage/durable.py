"""What has to be on disk before anything is said of it."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """A new file's name is on disk only when its folder is."""
    _sync(folder)


def sync_file(path: Path) -> None:
    """What was written into a file, by whatever program, is on disk."""
    _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
