"""The command line: a module a command, loaded when called, so that ``fieldsurvey --help`` starts at once.

Exit codes (design §8): 0 success, 1 a reported problem, 2 wrong usage. Errors are one clear line on stderr.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

import click

from fieldsurvey import __version__
from fieldsurvey.errors import FieldSurveyError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: command → module of this room that defines it under the same name (``import`` being a Python word never needed here).
COMMANDS = {
    "bundle": "bundle",
    "db": "db",
    "demo": "demo",
    "form": "form",
    "instrument": "instrument",
    "report": "report",
    "sign": "sign",
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


@click.command(cls=Commands, invoke_without_command=True)
@click.version_option(__version__)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Offline inspections of public-service malls: forms, scores, signed minutes.

    Without a command it opens the window.
    """
    if ctx.invoked_subcommand is None:
        from fieldsurvey.app.build import run_window

        ctx.exit(run_window(ctx.obj.database, ctx.obj.known_passphrase()))


cli.params += [_database_option(), _passphrase_option()]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; never shows a traceback unless FIELDSURVEY_DEBUG is set."""
    from fieldsurvey.cli.session import Session

    try:
        code = cli.main(arguments, prog_name="fieldsurvey", standalone_mode=False, obj=Session())
    except click.exceptions.Abort:
        _leave("stopped", 1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except FieldSurveyError as error:
        _leave(str(error), 1)
    except BrokenPipeError:
        # The reader of a pipe went away (`… | head`): nothing to report, and nothing more may be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _leave(f"{error.filename or 'system'}: {error.strerror or error}", 1)
    except Exception as error:  # noqa: BLE001  the last door: a programming fault is named, never dumped
        if os.environ.get("FIELDSURVEY_DEBUG"):
            traceback.print_exc()
        where = traceback.extract_tb(error.__traceback__)[-1]
        _leave(
            f"internal fault {type(error).__name__} in {where.name} (line {where.lineno}); stored data is untouched. "
            "Set FIELDSURVEY_DEBUG=1 and run again for a report.",
            1,
        )
    sys.exit(code if isinstance(code, int) else 0)


def _leave(sentence: str, code: int) -> NoReturn:
    line = " ".join(sentence.split())
    click.echo(f"fieldsurvey: {line}", err=True)
    sys.exit(code)
