"""Jobs that the window runs in processes of their own: top-level functions, values in, values out.

The module itself is what the window knows as ``ui.jobs.Jobs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report import Paper
    from fieldsurvey.ui.jobs import Access


def make_berita_acara(access: Access, visit: str, out: Path, number: str) -> Paper:
    """Make the PDF of a sealed visit; see ``report.papers``."""
    from fieldsurvey.report.papers import make_berita_acara as make
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk

    with Store.open(access.path, access.passphrase) as store:
        return make(Desk(store, author=access.author), visit, out, number=number)


def export_bundle(access: Access, visits: list[str], out: Path, passphrase: str | None) -> None:
    """Write a bundle of visits."""
    from fieldsurvey.store import Store
    from fieldsurvey.sync import export_bundle as export

    with Store.open(access.path, access.passphrase) as store:
        export(store, out, visits, passphrase=passphrase)


def make_sample(folder: Path) -> Path:
    """Make the sample inspection in a folder; return its database."""
    from fieldsurvey.app.demo import run_demo

    run_demo(folder, tell=lambda _line: None)
    return folder / "visit.db"
