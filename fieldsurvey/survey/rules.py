"""The files of ``resources/rules`` that an office edits: opened strictly, so that a misspelt key is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem
from fieldsurvey.paths import resources_folder
from fieldsurvey.scoring import read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.scoring import Table


def open_rules(name: str, path: Path | None = None) -> Table:
    """Return the top table of a file of rules.

    Args:
        name: of the file in ``resources/rules``.
        path: another file to read in its place.

    Raises:
        FileProblem: it cannot be read; the table raises the same for a fault, with file, key and what is expected.
    """
    path = path or resources_folder() / "rules" / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    return read_toml(data, str(path), FileProblem)
