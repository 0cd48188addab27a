"""Where this person's inspections are kept: the folder chosen at the first start, else the usual one."""

from __future__ import annotations

import os
from pathlib import Path

from fieldsurvey.errors import FileProblem
from fieldsurvey.whole_file import troubles, unreadable, write_whole

#: The database of a folder of inspections.
DATABASE = "fieldsurvey.db"

#: In the usual folder: one line, the folder that was chosen instead.
_ELSEWHERE = "folder.txt"


def usual_folder() -> Path:
    """Return where applications of this person keep their data."""
    home = (
        os.environ.get("LOCALAPPDATA")
        or os.environ.get("XDG_DATA_HOME")
        or Path.home() / ".local" / "share"
    )
    return Path(home) / "fieldsurvey"


def database_file() -> Path:
    """Return this person's database, whether it is there or not.

    Raises:
        FileProblem: the note that names its folder cannot be read.
    """
    return (_elsewhere() or usual_folder()) / DATABASE


def keep_in(folder: Path) -> None:
    """Remember the folder for the next start.

    Raises:
        FileProblem: it cannot be written down.
    """
    note = usual_folder() / _ELSEWHERE
    with troubles(note):
        note.parent.mkdir(parents=True, exist_ok=True)
        if folder == usual_folder():
            note.unlink(missing_ok=True)
            return
    write_whole(note, f"{folder}\n".encode())


def _elsewhere() -> Path | None:
    note = usual_folder() / _ELSEWHERE
    try:
        line = note.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(note, error) from error
    except UnicodeDecodeError as error:
        raise FileProblem(path=note, what="not a text file") from error
    return Path(line) if line else None
