"""Descriptions of malls in files: what a visit copies of its mall and stands."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem
from fieldsurvey.survey.model import Mall, Stand
from fieldsurvey.survey.records import from_fields

if TYPE_CHECKING:
    from pathlib import Path


def read_mall(path: Path) -> tuple[Mall, list[Stand]]:
    """Read a ``mall.toml``: a ``[mall]`` table and ``[[stand]]`` tables with the fields of ``survey.model``.

    Raises:
        FileProblem: the file cannot be read, is no TOML, or a stand lacks its code.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        mall = from_fields(Mall, "", data["mall"])
        stands = [from_fields(Stand, "", stand) for stand in data.get("stand", [])]
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    except KeyError as error:
        raise FileProblem(path=path, what=f"table [{error.args[0]}] is missing") from error
    except (ValueError, TypeError) as error:
        raise FileProblem(path=path, what=f"not a readable mall description: {error}") from error
    except Exception as error:
        raise FileProblem(path=path, what=f"a value has the wrong shape: {error}") from error
    for number, stand in enumerate(stands, 1):
        if not stand.code:
            raise FileProblem(path=path, what=f"stand number {number} has no code")
    return mall, stands
