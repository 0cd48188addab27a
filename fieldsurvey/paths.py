"""Where ``forms/`` and ``resources/`` are: beside the source, inside a wheel, or in a PyInstaller folder."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from fieldsurvey.errors import FileProblem


def _roots() -> list[Path]:
    """Folders that may hold ``forms/`` and ``resources/``, most specific first."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    installed = Path(sys.prefix) / "share" / "fieldsurvey"
    return [*([Path(frozen)] if frozen else []), package.parent, installed]


def data_folder(name: str, roots: list[Path] | None = None) -> Path:
    """Return the folder ``forms`` or ``resources``.

    Args:
        name: ``"forms"`` or ``"resources"``.
        roots: where to look instead of the usual places.

    Raises:
        FileProblem: no root holds it (an incomplete installation).
    """
    for root in roots if roots is not None else _roots():
        folder = root / name
        if folder.is_dir():
            return folder
    raise FileProblem(
        path=name, what="not found beside the program: the installation is incomplete"
    )


def forms_folder() -> Path:
    """Return the folder with one sub-folder an instrument."""
    return data_folder("forms")


@cache
def resources_folder() -> Path:
    """Return the folder with fonts, sample data and translations; looked for once, for a page shows sixty icons."""
    return data_folder("resources")
