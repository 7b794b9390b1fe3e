"""What docs/operations.md says of the service: the example configuration, the unit, the jobs."""

import re
import shutil
import subprocess
import tomllib
from dataclasses import MISSING, fields
from datetime import time
from pathlib import Path

import pytest

from crawler import config
from crawler.config import TABLES, Config, SiteConfig
from crawler.service import after, jobs

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "operations.md").read_text("utf-8")
CONTAINER = (ROOT / "Containerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8")
ANALYZE = shutil.which("systemd-analyze")


def block(language, begin):
    (found,) = re.findall(rf"```{language}\n({re.escape(begin)}.*?)```", TEXT, re.DOTALL)
    return found


def test_the_example_configuration_has_every_key_with_its_default():
    tables = tomllib.loads(block("toml", "[schedule]"))
    parsed = config.parse(tables, Path("egov.toml"))
    for name, kind in TABLES.items():
        assert set(tables[name]) == {each.name for each in fields(kind)}
        for each in fields(kind):
            if each.default not in (None, MISSING):
                assert getattr(getattr(parsed, name), each.name) == each.default, each.name
    shown = set(tables["site"]["baochinhphu"]) | {"unverified_tls"}  # nobody is to copy that one
    assert shown == {each.name for each in fields(SiteConfig)}
    assert "\n# unverified_tls = " in block("toml", "[schedule]")
    assert parsed.site("baochinhphu").nightly == time(3)


def test_the_table_of_jobs_names_all_of_them_with_their_times():
    section = TEXT[TEXT.index("## The nightly job") : TEXT.index("### Configuration")]
    told = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", section, re.MULTILINE))
    plan = jobs.jobs(Config(), ["baomau"])
    assert {job.name for job in plan} | {"nightly/SITE"} <= set(told)
    for job in plan:
        assert all(f"{at:%H:%M}" in told[job.name] for at in job.times.at)
    steps = {step for job in plan for step in job.steps}
    assert steps <= set(after.STEPS)


def unit(folder):
    """The unit with the paths of this machine in place of those of the documents."""
    text = block("ini", "[Unit]").replace("/srv/egov-archive/.venv", str(folder / "venv"))
    text = text.replace("/srv/egov-archive", str(folder))
    return text.replace("User=egov\nGroup=egov\n", "")  # there is no such user here


@pytest.fixture
def installed(tmp_path):
    for name in ("python", "egov"):
        file = tmp_path / "venv" / "bin" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    return tmp_path


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")
def test_the_unit_is_one_that_systemd_understands(installed):
    file = installed / "egov-archive.service"
    file.write_text(unit(installed))
    done = subprocess.run([ANALYZE, "verify", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_waits_longer_than_crawls_have_to_end():
    limit = int(re.search(r"^TimeoutStopSec=(\d+)$", block("ini", "[Unit]"), re.MULTILINE)[1])
    assert limit > Config().schedule.grace + 60
    assert "KillMode=mixed" in TEXT
    assert "SuccessExitStatus=130" in TEXT


def test_the_unit_lets_the_service_write_what_the_commands_make_and_no_more():
    commands = TEXT[TEXT.index("useradd --system") : TEXT.index("### In a container")]
    words = dict(line.split("=", 1) for line in block("ini", "[Unit]").splitlines() if "=" in line)
    assert words["ProtectSystem"] == "strict"
    assert (
        f"install -d -o {words['User']} -g {words['Group']} {words['ReadWritePaths']}" in commands
    )
    assert f"install -m 600 /dev/null {words['EnvironmentFile'].lstrip('-')}" in commands
    assert words["SystemCallFilter"] == "@system-service"
    started = words["ExecStart"].split()[0], words["ExecStartPre"].split()[0]
    assert {Path(each).parent for each in started} == {Path(words["WorkingDirectory"], ".venv/bin")}


def copied():
    """The files and folders that the image is made of."""
    lines = re.findall(r"^COPY (.+) \S+$", CONTAINER, re.MULTILINE)
    return {name for line in lines for name in line.split()}


def test_the_engine_is_given_what_the_container_copies_and_nothing_else():
    first, *rules = [line for line in IGNORED.splitlines() if line and not line.startswith("#")]
    assert first == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied()
    assert {rule for rule in rules if not rule.startswith("!")} == {"**/__pycache__"}


def test_the_command_builds_an_image_that_keeps_its_health_check():
    assert "HEALTHCHECK" in CONTAINER
    assert "podman build --format docker " in TEXT  # one of OCI has no health check


def test_what_the_container_copies_is_there_and_it_is_not_root():
    assert all((ROOT / name).exists() for name in copied())
    assert re.search(r"^USER egov$", CONTAINER, re.MULTILINE)
    assert "--require-hashes -r requirements.lock" in CONTAINER
    assert "STOPSIGNAL SIGTERM" in CONTAINER
    assert "tzdata==" in (ROOT / "requirements.lock").read_text("utf-8")
