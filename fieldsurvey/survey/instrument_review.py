"""What an office hands in as an instrument, looked at before it is kept: what is wrong, and what it changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldsurvey.errors import FieldSurveyError, FileProblem, InstrumentError, Sentence
from fieldsurvey.survey.catalogue import edited, next_version
from fieldsurvey.survey.instrument_changes import Difference, instrument_differences
from fieldsurvey.survey.instrument_check import Problem, check, problems_of
from fieldsurvey.survey.instrument_files import is_name, read_files
from fieldsurvey.survey.instruments import load_instrument
from fieldsurvey.survey.manifest import MANIFEST, parse_manifest
from fieldsurvey.whole_file import unreadable, write_whole
from fieldsurvey.xlsform.workbook import MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fieldsurvey.survey.catalogue import Catalogue
    from fieldsurvey.survey.instruments import Instrument

#: ``new`` can be kept; ``same`` is here already; ``taken``: its version stands for another content.
Standing = Literal["new", "same", "taken"]

_VERSION = re.compile(r'^(version\s*=\s*)"[^"\n]*"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was found.

    Attributes:
        name: id and version, "" when even that cannot be read.
        problems: what is wrong, each with file, sheet, row and column where it has one; with any, nothing is kept.
        standing: what is here under its version.
        against: id and version of what it was compared with, "" when its id is new.
        differences: from that one.
        files: to keep, those converted included.
    """

    name: str
    problems: tuple[Problem, ...]
    standing: Standing = "new"
    against: str = ""
    differences: tuple[Difference, ...] = ()
    files: Mapping[str, bytes] | None = None

    @property
    def keeps(self) -> bool:
        """Whether it can be kept, and would be new."""
        return not self.problems and self.standing == "new" and self.files is not None


def review(catalogue: Catalogue, source: Path, base: str = "") -> Reviewed:
    """Look at a folder, a zip, or a workbook that takes the place of one form of an instrument that is here.

    Args:
        catalogue: what is here.
        source: the folder, ``.zip`` or ``.xlsx``.
        base: of a workbook: ``ID@VERSION`` of the instrument that it belongs to.

    Returns:
        What was found; what cannot even be read is one of its problems.
    """
    try:
        if source.suffix.lower() == ".xlsx":
            files = revised(catalogue.files(base), source.name, _workbook(source))
        else:
            files = read_files(source)
        found = load_instrument(files, source)
    except FieldSurveyError as error:
        place = str(error.params.get("path", source.name))
        return Reviewed("", tuple(problems_of(error, "", place)))
    return _looked_at(catalogue, found)


def revised(files: Mapping[str, bytes], workbook: str, data: bytes) -> dict[str, bytes]:
    """Return the files of an instrument with one workbook replaced, under the version that follows.

    Raises:
        InstrumentError: none of its forms is in a workbook of this name.
    """
    own = edited(files)
    manifest = parse_manifest(own[MANIFEST])
    if workbook not in manifest.forms.values():
        what = Sentence(
            "is no form of {instrument}; its workbooks: {names}",
            instrument=f"{manifest.id} {manifest.version}",
            names=", ".join(sorted(set(manifest.forms.values()))) or "–",
        )
        raise InstrumentError(path=workbook, what=what)
    version = next_version(manifest.version)
    text = own[MANIFEST].decode("utf-8")
    toml = _VERSION.sub(rf'\g<1>"{version}"', text, count=1).encode("utf-8")
    return own | {MANIFEST: toml, workbook: data}


def keep_reviewed(catalogue: Catalogue, files: Mapping[str, bytes]) -> bool:
    """Keep what was reviewed; see ``Catalogue.keep``."""
    return catalogue.keep(load_instrument(files))


def write_to_edit(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write the files that a person edits into a new folder; return them.

    Raises:
        FileProblem: the folder is not empty, a name is none of an instrument's, or it cannot be written.
    """
    own = edited(files)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileProblem(path=folder, what="exists already and is not empty: choose another name")
    for name in own:
        if not is_name(name):
            what = "is no name of an instrument's file; nothing was written"
            raise FileProblem(path=name, what=what)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in own.items():
        (folder / name).parent.mkdir(exist_ok=True)
        write_whole(folder / name, data)
    return [folder / name for name in own]


def _workbook(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) > MAX_FILE_BYTES:
        raise FileProblem(
            path=path, what=Sentence("is larger than {limit} MiB", limit=MAX_FILE_BYTES // 2**20)
        )
    return data


def _looked_at(catalogue: Catalogue, found: Instrument) -> Reviewed:
    name = f"{found.id} {found.version}"
    here = {each.version: each for each in catalogue.all() if each.id == found.id}
    standing: Standing = "new"
    problems = check(found)
    if found.version in here and here[found.version].manifest is not None:
        held = edited(catalogue.files(f"{found.id}@{found.version}"))
        standing = "same" if held == edited(found.files) else "taken"
    if standing == "taken":
        what = Sentence(
            "version {version} is here already with another content; "
            "expected: another one, for example version {next}",
            version=found.version,
            next=next_version(found.version),
        )
        problems.append(Problem("", "", what, MANIFEST))
    others = [version for version, each in here.items() if each.manifest is not None]
    if not others or problems:
        return Reviewed(name, tuple(problems), standing, files=found.files)
    against = catalogue.instrument(f"{found.id}@{others[-1]}")
    differences = tuple(instrument_differences(against, found))
    return Reviewed(name, (), standing, f"{against.id} {against.version}", differences, found.files)
