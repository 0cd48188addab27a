"""Jobs that the window runs in processes of their own: top-level functions, values in, values out.

The module itself is what the window knows as ``ui.jobs.Jobs``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report import Paper, Signed
    from fieldsurvey.report.examine import Examined
    from fieldsurvey.sync import Imported
    from fieldsurvey.ui.jobs import Access


def make_berita_acara(
    access: Access, visit: str, out: Path, number: str, size: str = "A4"
) -> Paper:
    """Make the PDF of a sealed visit; see ``report.papers``."""
    return make_paper(access, visit, "berita-acara", out, number, size)


def make_paper(access: Access, visit: str, kind: str, out: Path, number: str, size: str) -> Paper:
    """Make any paper of a visit; see ``report.kinds`` and ``report.page_size``."""
    from fieldsurvey.report.kinds import Kind
    from fieldsurvey.report.page_size import PageSize
    from fieldsurvey.report.papers import make_document
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.whole_file import clear_parts

    clear_parts(out)  # of a maker that was killed
    with Store.open(access.path, access.passphrase) as store:
        desk = Desk(store, author=access.author)
        return make_document(desk, visit, Kind(kind), out, number=number, size=PageSize[size])


def clear_parts(out: Path) -> None:
    """Remove what a stopped writer of this file left: pages that anyone could read."""
    from fieldsurvey.whole_file import clear_parts as clear

    clear(out)


def sign_document(document: Path, key: Path, passphrase: str, person: str, field: str) -> Signed:
    """Sign a document with a PKCS#12 file; deriving its key takes a second of pure arithmetic."""
    from fieldsurvey.errors import FileProblem
    from fieldsurvey.report import sign

    try:
        data = key.read_bytes()
    except OSError as error:
        raise FileProblem(path=key, what=error.strerror or "cannot be read") from error
    return sign(document, data, passphrase, person, field=field)


def examine_document(access: Access, document: Path) -> Examined:
    """Verify the signatures of a document, and its seal against the database."""
    from fieldsurvey.report.examine import examine
    from fieldsurvey.store import Store

    with Store.open(access.path, access.passphrase) as store:
        return examine(document, store)


def export_bundle(
    access: Access, visits: list[str], out: Path, passphrase: str | None, team: bool = False
) -> int:
    """Write a bundle of visits, for whoever knows a passphrase, for their team, or for anyone; return its bytes."""
    from fieldsurvey.store import Store
    from fieldsurvey.sync import export_bundle as export

    with Store.open(access.path, access.passphrase) as store:
        return export(store, out, visits, passphrase=passphrase, team=team).size


def import_bundle(access: Access, path: Path, passphrase: str | None) -> Imported:
    """Take a bundle in, all or nothing: stopped half way, the database is as it was."""
    from fieldsurvey.store import Store
    from fieldsurvey.sync import import_bundle as take_in

    with Store.open(access.path, access.passphrase) as store:
        return take_in(store, path, passphrase=passphrase)


def open_window(database: Path) -> None:
    """Open another window on another database and leave it on its own."""
    from PySide6.QtCore import QProcess

    module = [] if getattr(sys, "frozen", False) else ["-m", "fieldsurvey"]
    QProcess.startDetached(sys.executable, [*module, "--database", str(database)])


def make_sample(folder: Path) -> Path:
    """Make the sample inspection in a folder; return its database."""
    from fieldsurvey.app.demo import run_demo

    run_demo(folder, tell=lambda _line: None)
    return folder / "visit.db"
