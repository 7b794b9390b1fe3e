"""The reader's name and version, known without loading it."""

from importlib.metadata import version

READER = f"egov-1+trafilatura-{version('trafilatura')}"
