"""What narrows `egov search` and `egov export`: each option, told to the archive alike."""

from contextlib import contextmanager
from datetime import date

import pytest
from typer.testing import CliRunner

from archive.asking.filters import TAKEN
from archive.cli import exchange, finding
from archive.cli.program import app

COMMANDS = {"search": (), "export": ("--to", "csv", "--out", "rows")}


class AskedError(Exception):
    """What the archive was asked, instead of an answer."""


class Asked:
    """Stands for an archive."""

    @classmethod
    @contextmanager
    def open(cls):
        yield cls()

    def search(self, *_, order, limit, after, **asked):
        raise AskedError(asked)

    def export(self, *_, versions, public, progress, **asked):
        raise AskedError(asked)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", {}),
        ("--site baomau --site baohai", {"sites": ["baomau", "baohai"]}),
        ("--unit Huế", {"units": ["Huế"]}),
        ("--kind ministry", {"kinds": ["ministry"]}),
        ("--since 07/03/2026", {"since": date(2026, 3, 7)}),
        ("--until 2026-03-08", {"until": date(2026, 3, 8)}),
        ("--status rejected", {"statuses": ["rejected"]}),
        ("--all-topics", {"statuses": ()}),
        ("--min-score 1.5", {"min_score": 1.5}),
        ("--max-score 2", {"max_score": 2.0}),
        ("--mention unit:VN-26", {"mentions": ["unit:VN-26"]}),
        ("--origins-only", {"origins_only": True}),
        ("--gone", {"gone": True}),
        ("--there", {"gone": False}),
        ("--any", {"any_word": True}),
    ],
)
def test_each_option_narrows_a_search_and_an_export_alike(monkeypatch, command, options, expected):
    for module in (finding, exchange):
        monkeypatch.setattr(module, "Archive", Asked)
    ended = CliRunner().invoke(app, [command, "hồ sơ", *COMMANDS[command], *options.split()])
    assert isinstance(ended.exception, AskedError), ended.output
    (asked,) = ended.exception.args
    told = {name: value for name, value in asked.items() if value or name in expected}
    assert told == {"statuses": TAKEN, **expected}
