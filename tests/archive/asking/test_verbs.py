"""The help of `egov`: commands in groups, each with its whole sentence, values by one name."""

import re

import pytest
from typer.main import get_command

from archive.cli.program import app
from archive.cli.verbs import GROUPS

COMMANDS = sorted(get_command(app).commands)


def test_every_command_stands_in_a_group_with_its_whole_sentence(egov):
    status, out, err = egov("--help")
    assert (status, err) == (0, "")
    for title in GROUPS:
        assert f"\n{title}:\n" in out
    assert "Other:" not in out
    assert "..." not in out.partition("Options:")[2]
    assert sorted(name for names in GROUPS.values() for name in names) == COMMANDS
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_fits_and_names_its_values(egov, command):
    status, out, err = egov(command, "--help")
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    options = out.partition("Options:")[2]
    assert not re.search(r"--\S+ <", options), "an option whose value has no name"
    assert "--json" in options
