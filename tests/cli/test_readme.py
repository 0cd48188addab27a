"""The README names commands and options that are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from fieldsurvey.cli.commands import cli

README = Path(__file__).parents[2] / "README.md"
#: Groups that take a file or an address as well as a word of their own (``sign X.pdf``, ``sync URL``).
UNNAMED = {"sign": "certificate", "sync": "url"}


def named_commands() -> list[list[str]]:
    """Return the words of each command in the block of the README, comments left out."""
    block = README.read_text("utf-8").partition("## The command line")[2]
    block = block.partition("```sh\n")[2].partition("```")[0]
    found = []
    for line in block.splitlines():
        told = re.split(r"\s#\s|\s{4,}", line)[0].replace("|", "/")
        found += [shlex.split(each.removeprefix("fieldsurvey ")) for each in told.split(" · ")]
    return [words for words in found if words]


def test_every_command_is_there_with_its_options() -> None:
    context, wrong = click.Context(cli), list[str]()
    commands = named_commands()
    assert len(commands) > 60
    for words in commands:
        command: click.Command | None = cli
        left = list(words)
        while isinstance(command, click.Group):
            word = left.pop(0) if left else ""
            inner = command.get_command(context, word)
            if inner is None and command.name in UNNAMED:
                inner = command.get_command(context, UNNAMED[command.name])
            command = inner
        if command is None:
            wrong.append(f"no such command: {' '.join(words)}")
            continue
        options = [each for each in command.params if isinstance(each, click.Option)]
        known = {name for each in options for name in (*each.opts, *each.secondary_opts)}
        needed = {each.opts[0] for each in options if each.required}
        given = {word for word in left if word.startswith("--")}
        if given - known or needed - given:
            wrong.append(f"{' '.join(words)}: unknown {given - known}, missing {needed - given}")
    assert wrong == []
