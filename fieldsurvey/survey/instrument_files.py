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

from fieldsurvey.errors import FileProblem, InstrumentError, Sentence
from fieldsurvey.survey.manifest import MANIFEST, MEDIA, parse_manifest
from fieldsurvey.whole_file import unreadable
from fieldsurvey.xforms.external import MAX_MEDIA_BYTES
from fieldsurvey.xlsform.workbook import MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Which indicators of older instruments answer to its own; see ``survey.crosswalk``.
CROSSWALK = "crosswalk.toml"

#: An archive holds no more than this; an instrument of five forms has nine files of 300 kB.
MAX_MEMBERS = 500
MAX_UNPACKED_BYTES = 128 * 2**20
_MAX_TOML_BYTES = 2**20


def is_archive(path: Path) -> bool:
    """Say whether a path names a zip rather than a folder."""
    return path.suffix.lower() == ".zip" and path.is_file()


def is_name(name: str) -> bool:
    """Say whether a name is one of a file beside instrument.toml or in ``media/``: what came in a bundle may lie."""
    flat = name.removeprefix(MEDIA)
    return flat not in {"", ".", ".."} and flat.isprintable() and not set(flat) & set('/\\:*?"<>|')


def read_files(path: Path) -> dict[str, bytes]:
    """Return what makes an instrument, name → bytes: its instrument.toml, the workbooks it names, its crosswalk.

    So are the files in its ``media/``: lists and pictures of its forms. Others (worked examples, notes) are left
    where they are.

    Args:
        path: a folder, or a ``.zip`` with the files at its top or in one folder.

    Raises:
        FileProblem: it cannot be read, is no readable zip, or holds a path or a size that no instrument has.
        InstrumentError: instrument.toml is missing or faulty, or names a workbook that is not there.
    """
    if is_archive(path):
        try:
            with zipfile.ZipFile(path) as archive:
                members = _Members(path, archive)
                return _chosen(str(path), members.read, members.media())
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
            what = Sentence("is not a readable zip (cut off, or damaged); make it again")
            raise FileProblem(path=path, what=what) from error
        except OSError as error:
            raise unreadable(path, error) from error
    if not path.is_dir():
        raise FileProblem(
            path=path, what=Sentence("is neither a folder with an {name} nor a .zip", name=MANIFEST)
        )
    return _chosen(
        str(path), lambda name, limit: _of_folder(path / name, limit), _media_of(path / MEDIA)
    )


def _media_of(folder: Path) -> list[str]:
    """Return the names of the files in a folder, sorted; those that an operating system leaves there are none."""
    try:
        found = (
            [each.name for each in folder.iterdir() if each.is_file()] if folder.is_dir() else []
        )
    except OSError as error:
        raise unreadable(folder, error) from error
    return sorted(name for name in found if _is_media(name))


def _is_media(name: str) -> bool:
    return not name.startswith(".") and name.lower() not in {"thumbs.db", "desktop.ini"}


def _chosen(
    place: str, read: Callable[[str, int], bytes | None], media: Sequence[str]
) -> dict[str, bytes]:
    """Return the files that belong to the instrument, of a folder or an archive read by ``read``."""
    toml = read(MANIFEST, _MAX_TOML_BYTES)
    if toml is None:
        raise InstrumentError(path=place, what=Sentence("there is no {name} in it", name=MANIFEST))
    manifest = parse_manifest(toml, str(Path(place) / MANIFEST))
    files = {MANIFEST: toml}
    for form, name in manifest.forms.items():
        data = read(name, MAX_FILE_BYTES)
        if data is None:
            what = Sentence(
                "[forms] '{form}' names {name}, which is not there; expected: {name} beside it",
                form=form,
                name=name,
            )
            raise InstrumentError(path=str(Path(place) / MANIFEST), what=what)
        files[name] = data
    for name in media:
        data = read(f"{MEDIA}{name}", MAX_MEDIA_BYTES)
        if data is not None:
            files[f"{MEDIA}{name}"] = data
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


class _Members:
    """The files of an archive, every path of which was looked at.

    Args:
        path: of the archive.
        archive: open.

    Raises:
        FileProblem: it holds too much, a path that leads out of it, or several instruments.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) > MAX_MEMBERS or sum(o.file_size for o in members) > MAX_UNPACKED_BYTES:
            what = Sentence(
                "holds more than an instrument does ({count} files, {limit} MiB); "
                "put only the instrument's folder into it",
                count=MAX_MEMBERS,
                limit=MAX_UNPACKED_BYTES // 2**20,
            )
            raise FileProblem(path=path, what=what)
        self._found: dict[PurePosixPath, zipfile.ZipInfo] = {}
        for one in members:
            place = _place(path, one)
            if self._found.setdefault(place, one) is not one:
                raise FileProblem(
                    path=path, what=Sentence("holds two files called '{name}'", name=one.filename)
                )
        tops = [p.parent for p in self._found if p.name == MANIFEST and len(p.parts) <= 2]
        if len(tops) > 1:
            folders = ", ".join(str(top) for top in tops)
            what = Sentence(
                "holds {count} instruments ({names}); put one into each zip",
                count=len(tops),
                names=folders,
            )
            raise FileProblem(path=path, what=what)
        self._top = tops[0] if tops else PurePosixPath()

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file that lies beside instrument.toml, None when there is none."""
        one = self._found.get(self._top / name)
        if one is None:
            return None
        with self._archive.open(one) as file:
            return _bounded(self._path, one.filename, file.read(limit + 1), limit)

    def media(self) -> list[str]:
        """Return the names of the files in its ``media/``, sorted."""
        folder = self._top / MEDIA
        return sorted(p.name for p in self._found if p.parent == folder and _is_media(p.name))


def _place(path: Path, one: zipfile.ZipInfo) -> PurePosixPath:
    """Return where a member of an archive lies, if it may lie there."""
    name, place = one.filename, PurePosixPath(one.filename)
    outside = place.is_absolute() or ".." in place.parts or "\\" in name or ":" in name
    if outside or not name.isprintable():
        what = Sentence(
            "holds the path '{name}', which leads out of its folder; nothing was taken from it",
            name=name,
        )
        raise FileProblem(path=path, what=what)
    if stat.S_ISLNK(one.external_attr >> 16):
        raise FileProblem(
            path=path, what=Sentence("holds a link ('{name}') in place of a file", name=name)
        )
    if one.flag_bits & 1:
        raise FileProblem(
            path=path, what=Sentence("is encrypted; make it again without a password")
        )
    if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        what = Sentence("is packed in a rare way; make it again as an ordinary zip (deflate)")
        raise FileProblem(path=path, what=what)
    return place


def _bounded(path: Path, name: str, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise FileProblem(
            path=path,
            what=Sentence("{name} is larger than {limit} MiB", name=name, limit=limit // 2**20),
        )
    return data
