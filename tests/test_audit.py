"""`script/audit` with an advisory source that is invented: what it says, and its exit status."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WELL = {"name": "lxml", "version": "6.1.3", "vulns": []}
BAD = {
    "name": "brotli",
    "version": "1.2.0",
    "vulns": [{"id": "MAU-2026-1", "fix_versions": ["1.2.1"]}],
}
AWAY = {"name": "warcio", "skip_reason": "no such package"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose locks are whole, where `pip-audit` answers what lies in `answer.json`."""
    programs = {
        "script/setup": "#!/bin/sh\n",
        "data/audit/bin/pip-audit": (
            "#!/bin/sh\n"
            "[ -f answer.json ] || { echo ConnectionError: no route >&2; exit 1; }\n"
            "cp answer.json data/audit/found.json\n"
        ),
        "tests/locked.py": "",
    }
    for name, text in programs.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    shutil.copy(ROOT / "script" / "audit", tmp_path / "script")
    for folder in (".venv/bin", "data/audit/bin"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "python").symlink_to(sys.executable)
    return tmp_path


def audit(project: Path) -> "subprocess.CompletedProcess[str]":
    script = project / "script" / "audit"
    return subprocess.run([script], capture_output=True, text=True, env=os.environ)


@pytest.mark.parametrize(
    ("rows", "status", "told"),
    [
        ([WELL], 0, "1 packages asked about, 0 known vulnerabilities"),
        ([WELL, BAD], 1, "audit: brotli 1.2.0: MAU-2026-1, fixed in 1.2.1"),
        ([WELL, AWAY], 3, "advisories cannot be had for 1 packages (warcio): no proof"),
        ([BAD, AWAY], 1, "MAU-2026-1"),
        ([], 3, "0 packages asked about"),
        (None, 3, "pip-audit gave no answer (ConnectionError: no route)"),
    ],
)
def test_what_the_advisories_say_is_told_and_is_the_exit_status(project, rows, status, told):
    if rows is not None:
        (project / "answer.json").write_text(json.dumps({"dependencies": rows}))
    done = audit(project)
    assert done.returncode == status, done.stderr
    assert told in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
