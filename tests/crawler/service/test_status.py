"""What `scheduler.py --status` shows where a terminal is narrow."""

import io

import pytest
from rich.console import Console

from crawler.service.status import table_of

LONG = ("nightly/baosonkhe", "2026-11-22 01:34, interrupted", "2026-11-23 01:30")
JOBS = [
    ("look-back", "2026-11-21 09:04, healthy", "2026-11-28 09:00", "sat 09:00 ± 10 min"),
    ("feeds", "2026-11-22 11:33, healthy", "2026-11-22 17:30", "daily 11:30 and 17:30 ± 10 min"),
    (*LONG, "daily 01:30 and 13:30 ± 10 min"),
]


@pytest.mark.parametrize("width", [80, 130])
def test_nothing_of_a_job_is_cut(width):
    out = io.StringIO()
    Console(file=out, width=width).print(table_of(JOBS))
    said = out.getvalue()
    assert "…" not in said
    assert all(len(line) <= width for line in said.splitlines())
    for job in JOBS:
        assert all(word in said for cell in job for word in cell.split())
