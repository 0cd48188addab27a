"""The files of an instrument as an office hands them in: a folder, or a zip of one.

An archive comes from outside: every path in it is looked at, and nothing is unpacked beyond a bound, before a byte of
it is believed. Nothing is ever written to the disk under a name that the archive chose.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, InstrumentError
from fieldsurvey.survey.instruments import MANIFEST, parse_manifest
from fieldsurvey.whole_file import unreadable
from fieldsurvey.xlsform.workbook import MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

#: Which indicators of older instruments answer to its own; see ``survey.crosswalk``.
CROSSWALK = "crosswalk.toml"

#: An archive holds no more than this; an instrument of five forms has nine files of 300 kB.
MAX_MEMBERS = 500
MAX_UNPACKED_BYTES = 128 * 2**20
_MAX_TOML_BYTES = 2**20


def is_archive(path: Path) -> bool:
    """Say whether a path names a zip rather than a folder."""
    return path.suffix.lower() == ".zip" and path.is_file()


def read_files(path: Path) -> dict[str, bytes]:
    """Return what makes an instrument, name → bytes: its instrument.toml, the workbooks it names, its crosswalk.

    Other files beside them (worked examples, notes) are left where they are.

    Args:
        path: a folder, or a ``.zip`` with the files at its top or in one folder.

    Raises:
        FileProblem: it cannot be read, is no readable zip, or holds a path or a size that no instrument has.
        InstrumentError: instrument.toml is missing or faulty, or names a workbook that is not there.
    """
    if is_archive(path):
        try:
            with zipfile.ZipFile(path) as archive:
                return _chosen(str(path), _members(path, archive))
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
            what = "is not a readable zip (cut off, or damaged); make it again"
            raise FileProblem(path=path, what=what) from error
        except OSError as error:
            raise unreadable(path, error) from error
    if not path.is_dir():
        raise FileProblem(path=path, what=f"is neither a folder with an {MANIFEST} nor a .zip")
    return _chosen(str(path), lambda name, limit: _of_folder(path / name, limit))


def _chosen(place: str, read: Callable[[str, int], bytes | None]) -> dict[str, bytes]:
    """Return the files that belong to the instrument, of a folder or an archive read by ``read``."""
    toml = read(MANIFEST, _MAX_TOML_BYTES)
    if toml is None:
        raise InstrumentError(path=place, what=f"there is no {MANIFEST} in it")
    manifest = parse_manifest(toml, str(Path(place) / MANIFEST))
    files = {MANIFEST: toml}
    for form, name in manifest.forms.items():
        data = read(name, MAX_FILE_BYTES)
        if data is None:
            what = f"[forms] {form!r} names {name}, which is not there; expected: {name} beside it"
            raise InstrumentError(path=str(Path(place) / MANIFEST), what=what)
        files[name] = data
    crosswalk = read(CROSSWALK, _MAX_TOML_BYTES)
    return files if crosswalk is None else files | {CROSSWALK: crosswalk}


def _of_folder(path: Path, limit: int) -> bytes | None:
    try:
        if not path.exists():
            return None
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    return _bounded(path, path.name, data, limit)


def _members(path: Path, archive: zipfile.ZipFile) -> Callable[[str, int], bytes | None]:
    """Look at every path of an archive, and return what reads a file beside its instrument.toml."""
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED_BYTES:
        what = (
            f"holds more than an instrument does ({MAX_MEMBERS} files, "
            f"{MAX_UNPACKED_BYTES // 2**20} MiB); put only the instrument's folder into it"
        )
        raise FileProblem(path=path, what=what)
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for one in members:
        place = _place(path, one)
        if found.setdefault(place, one) is not one:
            raise FileProblem(path=path, what=f"holds two files called {one.filename!r}")
    tops = [place.parent for place in found if place.name == MANIFEST and len(place.parts) <= 2]
    if len(tops) > 1:
        folders = ", ".join(str(top) for top in tops)
        what = f"holds {len(tops)} instruments ({folders}); put one into each zip"
        raise FileProblem(path=path, what=what)
    top = tops[0] if tops else PurePosixPath()

    def read(name: str, limit: int) -> bytes | None:
        one = found.get(top / name)
        if one is None:
            return None
        with archive.open(one) as file:
            return _bounded(path, one.filename, file.read(limit + 1), limit)

    return read


def _place(path: Path, one: zipfile.ZipInfo) -> PurePosixPath:
    """Return where a member of an archive lies, if it may lie there."""
    name, place = one.filename, PurePosixPath(one.filename)
    outside = place.is_absolute() or ".." in place.parts or "\\" in name or ":" in name
    if outside or not name.isprintable():
        what = f"holds the path {name!r}, which leads out of its folder; nothing was taken from it"
        raise FileProblem(path=path, what=what)
    if stat.S_ISLNK(one.external_attr >> 16):
        raise FileProblem(path=path, what=f"holds a link ({name!r}) in place of a file")
    if one.flag_bits & 1:
        raise FileProblem(path=path, what="is encrypted; make it again without a password")
    if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        what = "is packed in a rare way; make it again as an ordinary zip (deflate)"
        raise FileProblem(path=path, what=what)
    return place


def _bounded(path: Path, name: str, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise FileProblem(path=path, what=f"{name} is larger than {limit // 2**20} MiB")
    return data
