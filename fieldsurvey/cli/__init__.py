"""The command line. Without a command it opens the window, and for that loads nothing of the commands.

Exit codes (design §8): 0 success, 1 a reported problem, 2 wrong usage. Errors are one clear line on stderr.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from fieldsurvey.cli.session import Session, Stopped
from fieldsurvey.errors import FieldSurveyError

if TYPE_CHECKING:
    from collections.abc import Sequence

_OF_THE_WINDOW = {"--database": "database", "--passphrase-file": "passphrase_file"}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; never shows a traceback unless FIELDSURVEY_DEBUG is set."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(_run(words))
    except Stopped:
        _leave("stopped", 1)
    except FieldSurveyError as error:
        _leave(str(error), 1)
    except BrokenPipeError:
        # The reader of a pipe went away (`… | head`): nothing to report, and nothing more may be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _leave(f"{error.filename or 'system'}: {error.strerror or error}", 1)
    except Exception as error:  # noqa: BLE001  the last door: a programming fault is named, never dumped
        _leave(_fault(error), 1)


def _run(words: list[str]) -> int:
    session = read_window_options(words)
    if session is None:
        from fieldsurvey.cli.commands import run_command

        return run_command(words)
    from fieldsurvey.app.build import run_window

    named = session.database if session.names_database else None
    return run_window(named, session.known_passphrase())


def read_window_options(words: Sequence[str]) -> Session | None:
    """Return the choices when there are only options that the window takes; None sends the words to the commands.

    Importing the commands and their parser takes a fifth of the time to the first page.
    """
    session = Session()
    rest = iter(words)
    for word in rest:
        name, joined, value = word.partition("=")
        if name not in _OF_THE_WINDOW:
            return None
        given = value if joined else next(rest, None)
        if given is None:
            return None
        session.choose(_OF_THE_WINDOW[name], given)
    return session


def _fault(error: Exception) -> str:
    import traceback

    if os.environ.get("FIELDSURVEY_DEBUG"):
        traceback.print_exc()
    where = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"internal fault {type(error).__name__} in {where.name} (line {where.lineno}); stored data is untouched. "
        "Set FIELDSURVEY_DEBUG=1 and run again for a report."
    )


def _leave(sentence: str, code: int) -> NoReturn:
    line = " ".join(sentence.split())
    print(f"fieldsurvey: {line}", file=sys.stderr)  # noqa: T201  the way out of a command
    sys.exit(code)
