"""How `egov` presents its commands: in groups, with whole sentences, options by one name."""

import re
import sys
from typing import Any

from typer.core import TyperGroup

GROUPS = {
    "Find and read": ("search", "show", "history", "diff", "stories", "mentions"),
    "Watch publishers and crawls": (
        *("gone", "changes", "coverage", "sites", "runs", "health", "review", "furniture"),
    ),
    "Give out and take in": ("export", "import"),
    "Keep and prove": ("verify", "backup", "restore", "compact", "withhold", "upgrade"),
}
SENTENCE = re.compile(r"(?<=[.!?])\s")
# values that are called by their option in the help of all commands
NAMED = frozenset(("site", "unit", "kind", "status", "mention", "order", "folder", "article"))


class PipeClosed(Exception):
    """Whoever reads the answer has read enough (`egov search … | head`)."""


class Verbs(TyperGroup):
    """The commands; a closed pipe, which Typer takes for a failure, is none."""

    def invoke(self, ctx: Any) -> Any:
        """Runs a command, and writes out what it said."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise PipeClosed from error
        return result

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, its options' values called by the names that all commands use."""
        command = super().get_command(ctx, cmd_name)
        for parameter in command.params if command else ():
            _name(parameter)
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Lists the commands by what they are for; what is in no group comes last."""
        known = self.list_commands(ctx)
        grouped = {name for names in GROUPS.values() for name in names}
        others = tuple(name for name in known if name not in grouped)
        width = max(map(len, known))
        for title, names in {**GROUPS, "Other": others}.items():
            rows = [
                (name.ljust(width), _sentence(self.get_command(ctx, name)))
                for name in names
                if name in known
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _sentence(command: Any) -> str:
    """The first sentence of a command's help, whole."""
    text = " ".join((command.help or "").split("\n\n")[0].split())
    return SENTENCE.split(text)[0]


def _name(parameter: Any) -> None:
    if parameter.metavar is not None or getattr(parameter, "is_flag", False):
        return
    told = str(parameter.type_descriptor.annotation)
    if parameter.name in NAMED:
        parameter.metavar = parameter.name.upper()
    elif "int" in told or "float" in told:
        parameter.metavar = "NUMBER"
    else:
        parameter.metavar = "PATH" if "Path" in told else "TEXT"
