"""The commands: a module each, loaded when called, so that ``fieldsurvey --help`` starts at once."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import click

from fieldsurvey import __version__
from fieldsurvey.cli.session import Session, Stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

#: command → module of this room that defines it under the same name (``import`` being a Python word never needed here).
COMMANDS = {
    "bundle": "bundle",
    "complaint": "complaint",
    "db": "db",
    "demo": "demo",
    "finding": "finding",
    "form": "form",
    "hub": "hub",
    "instrument": "instrument",
    "registry": "registry",
    "report": "report",
    "sign": "sign",
    "sync": "sync",
    "verify": "verify",
    "visit": "visit",
}


class Commands(click.Group):
    """Loads a command's module when that command is called or its help is asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of one command and give it the options that stand everywhere."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"fieldsurvey.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        _accept_everywhere(command)
        return command


def _accept_everywhere(command: click.Command) -> None:
    """Let ``--database`` and ``--passphrase-file`` stand after any command as well as before it (design §8)."""
    if isinstance(command, click.Group):
        for child in command.commands.values():
            _accept_everywhere(child)
        return
    taken = {name for parameter in command.params for name in parameter.opts}
    for option in (_database_option(), _passphrase_option()):
        if not taken.intersection(option.opts):
            command.params.append(option)


def _keep(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.obj.choose(option.name, value)


def _database_option() -> click.Option:
    return click.Option(
        ["--database"],
        metavar="FILE",
        expose_value=False,
        callback=_keep,
        help="The database to work in.",
    )


def _passphrase_option() -> click.Option:
    return click.Option(
        ["--passphrase-file"],
        metavar="FILE",
        expose_value=False,
        callback=_keep,
        help="A file whose first line is the database's passphrase.",
    )


@click.command(cls=Commands)
@click.version_option(__version__)
def cli() -> None:
    """Offline inspections of public-service malls: forms, scores, signed minutes.

    Without a command it opens the window.
    """


cli.params += [_database_option(), _passphrase_option()]


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    Raises:
        FieldSurveyError: what the command reports.
        Stopped: the person stopped it.
    """
    try:
        code = cli.main(
            list(arguments), prog_name="fieldsurvey", standalone_mode=False, obj=Session()
        )
    except click.exceptions.Abort as error:
        raise Stopped from error
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return code if isinstance(code, int) else 0
