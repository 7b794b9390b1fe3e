"""What is locked, and whether what is installed is that: the part of `script/audit` without a net.

`python -m tests.locked` prints what is wrong, a line each, and ends with status 1 if anything is.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
ENTRY = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?:\s*;[^\\]*)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
VENV = ("pip",)  # brought by `python -m venv` itself


def entries(text: str) -> Iterator[str]:
    """The entries of a lock file, each as one line."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^\s*#.*$", "", text))
    return (line.strip() for line in joined.splitlines() if line.strip())


def pinned(text: str) -> dict[str, str]:
    """The versions of a lock file by name."""
    found = (ENTRY.match(line) for line in entries(text))
    return {canonicalize_name(one["name"]): one["version"] for one in found if one}


def wrong_in(name: str, text: str) -> Iterator[str]:
    """What a lock file must not hold: entries without version and hash, addresses, options."""
    for line in entries(text):
        shown = line.split("--hash")[0].strip()
        if "://" in line or " @ " in line or line.startswith("-"):
            yield f"{name}: {shown}: an address or an option"
        elif not (found := ENTRY.match(line)):
            yield f"{name}: {shown}: not pinned to one version"
        else:
            rest = line[found.end() :].split()
            if not rest or not all(HASH.fullmatch(each) for each in rest):
                yield f"{name}: {shown}: without hashes of its files"


def wrong_versions(project: str, locked: Mapping[str, str]) -> Iterator[str]:
    """Requirements of pyproject.toml that the lock does not meet."""
    about = tomllib.loads(project)["project"]
    groups = about.get("optional-dependencies", {}).values()
    for text in [*about["dependencies"], *(each for group in groups for each in group)]:
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        version = locked.get(canonicalize_name(wanted.name))
        if version is None or not wanted.specifier.contains(version, prereleases=True):
            yield f"pyproject.toml: {text}: locked is {version or 'none'}; run script/lock"


def wrong_installed(installed: Mapping[str, str], locked: Mapping[str, str]) -> Iterator[str]:
    """What is installed and not locked, or in another version."""
    for name, version in sorted(installed.items()):
        if name not in locked and name not in VENV:
            yield f"installed: {name} {version}: it is not locked"
        elif name in locked and locked[name] != version:
            yield f"installed: {name} {version}: locked is {locked[name]}; run script/setup dev"


def wrong_locks() -> list[str]:
    """What is wrong with the lock files, by themselves and beside pyproject.toml."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    texts = {name: (ROOT / name).read_text("utf-8") for name in LOCKS}
    run, dev = (pinned(texts[name]) for name in LOCKS)
    differ = [(name, version) for name, version in run.items() if dev.get(name) != version]
    return [
        *(line for name in LOCKS for line in wrong_in(name, texts[name])),
        *(f"{name}: locked in two versions, {version} for running" for name, version in differ),
        *wrong_versions(project, dev),
    ]


def wrong_here() -> list[str]:
    """What is wrong with the environment that this runs in."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    installed = {canonicalize_name(each.name): each.version for each in distributions()}
    installed.pop(canonicalize_name(about["name"]), None)
    return list(wrong_installed(installed, pinned((ROOT / LOCKS[1]).read_text("utf-8"))))


def main() -> int:
    """Prints what is wrong."""
    found = [*wrong_locks(), *wrong_here()]
    for line in found:
        print(line)
    if not found:
        print("locks: each package pinned with hashes, none besides them installed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
