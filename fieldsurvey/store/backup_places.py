"""Where daily backups go: a folder that was chosen (a second disk, a stick), else beside the database.

The choice is this machine's, so it lies beside the database (``visit.db-backups``, `docs/decisions/0006`) and in no
journal; where it gets lost, backups are made beside the database again. A chosen folder carries a mark of ours: an
empty mount point, or somebody else's stick under the same letter, is not taken for it.
"""

from __future__ import annotations

import glob
import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import BackupPlaceError, Sentence
from fieldsurvey.store import identity
from fieldsurvey.whole_file import troubles, unreadable, write_whole

if TYPE_CHECKING:
    from datetime import date

ENDING = ".bak"
_CHOICE = "-backups"
_MARK = "cadangan-fieldsurvey.txt"
_MARK_TEXT = """Map ini dipilih sebagai tempat cadangan harian fieldsurvey.

Setiap berkas .bak adalah salinan utuh sebuah basis data dan dibuka dengan kata sandi basis data itu.
Mengembalikannya: fieldsurvey db restore BERKAS --database TUJUAN
Jangan hapus berkas ini: tanpa berkas ini, cadangan tidak ditulis ke sini.
"""
_SHORT = 8  # hexadecimal digits that tell databases of one name apart in one folder


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which the backups of one database lie.

    Attributes:
        folder: the folder.
        stem: how their names begin.
    """

    folder: Path
    stem: str

    def of_day(self, day: date) -> Path:
        """Return the name of a day's backup."""
        return self.folder / f"{self.stem}.{day.isoformat()}{ENDING}"

    def copies(self) -> list[Path]:
        """Return the daily backups, and those made before migrations, oldest day first."""
        return sorted(self.folder.glob(f"{glob.escape(self.stem)}.*{ENDING}"))

    def daily(self) -> list[Path]:
        """Return the daily ones alone, oldest first."""
        name = re.compile(rf"{re.escape(self.stem)}\.\d{{4}}-\d\d-\d\d{re.escape(ENDING)}")
        return [path for path in self.copies() if name.fullmatch(path.name)]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a database.

    Attributes:
        folder: where its backups go, None for beside it.
        former: folders chosen earlier: what is erased ends there too, whenever they can be reached.
        missed: why the last backup was not made in the folder, None when it was.
    """

    folder: Path | None = None
    former: tuple[Path, ...] = ()
    missed: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup that is there.

    Attributes:
        path: the file.
        made: when it was written.
    """

    path: Path
    made: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the backups of a database are.

    Attributes:
        choice: what was chosen.
        away: why the chosen folder cannot be reached now, None when it can or none was chosen.
        copies: the backups that can be reached, the newest first.
    """

    choice: Choice
    away: Sentence | None
    copies: tuple[Copy, ...]


def choice(path: Path) -> Choice:
    """Return what was chosen for a database; a note that cannot be understood is none."""
    note = _note(path)
    try:
        kept = json.loads(note.read_text(encoding="utf-8"))
        return Choice(
            Path(kept["folder"]) if kept["folder"] else None,
            tuple(Path(each) for each in kept["former"]),
            Sentence(kept["missed"][0], **kept["missed"][1]) if kept["missed"] else None,
        )
    except FileNotFoundError:
        return Choice()
    except OSError as error:
        raise unreadable(note, error) from error
    except (ValueError, LookupError, TypeError, AttributeError):
        return Choice()


def choose(path: Path, folder: Path | None) -> Choice:
    """Choose where the backups of a database go from now on; those made earlier stay where they are.

    Args:
        path: the database.
        folder: one that is there; None, or the database's own, for beside it.

    Raises:
        BackupPlaceError: it is not there, or a database of this name lies in it.
        FileProblem: nothing can be written into it.
    """
    before = choice(path)
    if folder is not None:
        folder = folder.absolute()
        folder = None if folder.resolve() == path.parent.resolve() else folder
    if folder is not None:
        _make_ready(folder, path.name)
    kept = dict.fromkeys((*before.former, *((before.folder,) if before.folder else ())))
    made = Choice(folder, tuple(each for each in kept if each != folder))
    _keep(path, made)
    return made


def note_missed(path: Path, missed: Sentence | None) -> None:
    """Note why the last backup was not made in the chosen folder, None when it was."""
    before = choice(path)
    if before.missed != missed:
        _keep(path, replace(before, missed=missed))


def forget_former(path: Path, folder: Path) -> None:
    """Forget a folder that was chosen earlier: no backup of this database is left in it."""
    before = choice(path)
    _keep(path, replace(before, former=tuple(each for each in before.former if each != folder)))


def usual(path: Path) -> Place:
    """Return the place beside a database."""
    return Place(path.parent, path.name)


def elsewhere(path: Path, folder: Path) -> Place:
    """Return the place in another folder, which databases of one name on several laptops may share.

    Raises:
        BackupPlaceError: it cannot be reached, or is not the folder that was chosen.
    """
    if not folder.is_dir():
        away = Sentence("it is not there; plug in the stick or disk that it lies on")
        raise BackupPlaceError(path=folder, what=away)
    if not (folder / _MARK).is_file():
        other = Sentence(
            "another stick or disk is in its place, or {name} was removed from it", name=_MARK
        )
        raise BackupPlaceError(path=folder, what=other)
    home = identity.home_of(path)[:_SHORT]
    return Place(folder, f"{path.stem}-{home}{path.suffix}")


def overview(path: Path) -> Overview:
    """Look where the backups of a database are; a pulled stick, or one that is slow, makes this take a while."""
    chosen, away = choice(path), None
    places = [usual(path)]
    if chosen.folder is not None:
        try:
            places.append(elsewhere(path, chosen.folder))
        except BackupPlaceError as error:
            away = error.what
    copies = [_dated(copy) for place in places for copy in place.copies()]
    return Overview(chosen, away, tuple(sorted(copies, key=lambda copy: copy.made, reverse=True)))


def _dated(copy: Path) -> Copy:
    return Copy(copy, datetime.fromtimestamp(copy.stat().st_mtime).astimezone())


def _make_ready(folder: Path, name: str) -> None:
    if not folder.is_dir():
        raise BackupPlaceError(path=folder, what=Sentence("there is no such folder"))
    if (folder / name).exists():
        taken = Sentence(
            "a database called {name} lies there; choose a folder of its own", name=name
        )
        raise BackupPlaceError(path=folder, what=taken)
    if not (folder / _MARK).exists():
        write_whole(folder / _MARK, _MARK_TEXT.encode())


def _keep(path: Path, chosen: Choice) -> None:
    note = _note(path)
    if chosen == Choice():
        with troubles(note):
            note.unlink(missing_ok=True)
        return
    kept = {
        "folder": str(chosen.folder) if chosen.folder else "",
        "former": [str(each) for each in chosen.former],
        "missed": [chosen.missed.template, dict(chosen.missed.params)] if chosen.missed else [],
    }
    write_whole(note, json.dumps(kept, ensure_ascii=False, indent=1).encode())


def _note(path: Path) -> Path:
    return path.with_name(path.name + _CHOICE)
