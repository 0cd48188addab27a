"""The training visit: invented people in a database of its own beside the real one, gone with one action."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem
from fieldsurvey.whole_file import troubles

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.ui.jobs import Training

#: Beside the person's own database.
FOLDER = "latihan"
DATABASE = "latihan.db"
#: Fixed and public, as the sample's: there is nothing to hide. The note beside it lets it open without asking.
PASSPHRASE = "contoh"  # noqa: S105
NOTE = "passphrase.txt"

_STANDS = 3


def training_in(folder: Path) -> Training | None:
    """Return the training that lies beside a database, None when there is none; quick."""
    from fieldsurvey.ui.jobs import Training as Found

    path = folder / FOLDER / DATABASE
    return Found(path, PASSPHRASE) if path.is_file() and _ours(path.parent) else None


def make_training(folder: Path, author: str) -> Training:
    """Make the training, or return the one that is there.

    Args:
        folder: of the person's own database.
        author: who trains, as the lead of the team.

    Raises:
        FileProblem: the folder cannot be written, or something else has its name.
    """
    from fieldsurvey.ui.jobs import Training as Made

    there = training_in(folder)
    if there is not None:
        return there
    target, work = folder / FOLDER, folder / f".{FOLDER}-baru"
    if target.exists():
        raise FileProblem(path=target, what="is not a training of fieldsurvey; move it elsewhere")
    with troubles(target):
        shutil.rmtree(work, ignore_errors=True)  # of one that was stopped half way
        work.mkdir(parents=True)
        (work / NOTE).write_text(PASSPHRASE + "\n", encoding="utf-8")
        _fill(work / DATABASE, author)
        work.replace(target)
    return Made(target / DATABASE, PASSPHRASE)


def remove_training(folder: Path) -> None:
    """Remove the training with everything in it; nothing else is ever removed.

    Raises:
        FileProblem: it is in use, or not ours.
    """
    target = folder / FOLDER
    if not target.exists():
        return
    if not _ours(target):
        raise FileProblem(path=target, what="is not a training of fieldsurvey; nothing was removed")
    with troubles(target):
        shutil.rmtree(target)


def _ours(folder: Path) -> bool:
    try:
        return (folder / NOTE).read_text(encoding="utf-8").strip() == PASSPHRASE
    except (OSError, UnicodeDecodeError):
        return False


def _fill(path: Path, author: str) -> None:
    from fieldsurvey.app.sample import read_sample
    from fieldsurvey.paths import resources_folder
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.inspectors import choose_inspector
    from fieldsurvey.survey.instruments import find_instrument
    from fieldsurvey.survey.model import Person

    sample = read_sample(resources_folder() / "sample")
    others = [person for person in sample.people if person.role == "counterpart"]
    with Store.open(path, PASSPHRASE, create=True) as store:
        visits = Desk(store, author=author).visits
        with store.atomic():
            visit = visits.new(
                sample.mall,
                sample.stands[:_STANDS],
                find_instrument("mpp-sidak"),
                assignment=sample.assignment,
                assignment_date=sample.assignment_date.isoformat(),
                training=True,
            )
            visits.add_all(visit, "institution", sample.institutions)
            visits.add_all(visit, "person", [Person("", author, "lead"), *others])
        choose_inspector(visits, visit, author)
