"""Instruments: read from a folder of ``forms/`` or from the files that a visit pins.

A visit pins every file by SHA-256: ``instrument.toml``, the workbooks, and each workbook's XForm as
it was converted on that day (``stand.xlsx`` → ``stand.xform.xml``), so that the visit stays
readable whatever a later converter does (design §3).
"""

from __future__ import annotations

import functools
import hashlib
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, InstrumentError
from fieldsurvey.paths import forms_folder
from fieldsurvey.survey.instrument_files import read_files
from fieldsurvey.survey.manifest import MANIFEST, MEDIA, Manifest, parse_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.xforms import Form
    from fieldsurvey.xlsform.diagnostics import Diagnostic


_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Instrument(Manifest):
    """An instrument with its files: name → bytes, the converted XForms among them."""

    files: Mapping[str, bytes]
    _forms: dict[str, Form] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def sha256(self) -> dict[str, str]:
        """Return name → SHA-256 of each file, in hexadecimal."""
        return {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}

    @property
    def media(self) -> dict[str, bytes]:
        """Return the lists and pictures that its forms name (``jr://…/NAME``): NAME → bytes."""
        return {
            name.removeprefix(MEDIA): data
            for name, data in self.files.items()
            if name.startswith(MEDIA)
        }

    def form(self, name: str) -> Form:
        """Return a form, parsed from its pinned XForm; the second call returns the same object.

        Args:
            name: form name, e.g. ``stand``.

        Raises:
            InstrumentError: the instrument has no such form.
            FormError: the XForm cannot run.
        """
        if name not in self._forms:
            if name not in self.forms:
                known = ", ".join(self.forms) or "none"
                raise InstrumentError(path=self.id, what=f"no form {name!r}; its forms: {known}")
            from fieldsurvey.xforms import parse_xform

            xform = self.files[xform_name(self.forms[name])]
            self._forms[name] = parse_xform(xform, name=name, media=self.media)
        return self._forms[name]


def xform_name(workbook: str) -> str:
    """Return the name under which a workbook's XForm is pinned."""
    return f"{Path(workbook).stem}.xform.xml"


def load_instrument(files: Mapping[str, bytes], place: Path | None = None) -> Instrument:
    """Return an instrument from its files, e.g. those that a visit pins.

    Args:
        files: name → bytes; a workbook whose XForm is not among them is converted.
        place: the folder or archive they come from, named in errors.

    Raises:
        InstrumentError: instrument.toml is missing or faulty, a form is missing or converts only
            with warnings.
        FormError: a workbook cannot be converted; the message says where.
    """
    if MANIFEST not in files:
        raise InstrumentError(path=MANIFEST, what="missing among the instrument's files")
    manifest = parse_manifest(files[MANIFEST], str(place / MANIFEST) if place else MANIFEST)
    pinned = dict(files)
    for workbook in dict.fromkeys(manifest.forms.values()):
        if xform_name(workbook) in pinned:
            continue
        if workbook not in pinned:
            raise InstrumentError(path=manifest.id, what=f"the form {workbook} is missing")
        pinned[xform_name(workbook)] = _convert(
            str(place or manifest.id), workbook, pinned[workbook]
        )
    return Instrument(**vars(manifest), files=pinned)


def read_instrument(folder: Path) -> Instrument:
    """Return the instrument of a folder: its instrument.toml, the workbooks that it names, their media.

    Raises:
        FileProblem: a file cannot be read.
        InstrumentError, FormError: as `load_instrument`.
    """
    return load_instrument(read_files(folder))


def list_instruments() -> list[Manifest]:
    """Return what is shipped, sorted by id; forms are not converted for it.

    Raises:
        InstrumentError: one of them is faulty, or two have the same id.
    """
    return sorted(_shipped().values(), key=lambda manifest: manifest.id)


def find_manifest(name: str) -> Manifest:
    """Return the manifest of a shipped instrument by its exact id, or of a folder."""
    return _placed(name)[1]


def find_instrument(name: str) -> Instrument:
    """Return a shipped instrument by its exact id, or the one of a folder.

    Raises:
        InstrumentError: neither an id nor a folder with an instrument.toml.
    """
    return read_instrument(instrument_folder(name))


def instrument_folder(name: str) -> Path:
    """Return the folder of a shipped id; else ``name`` itself when an instrument.toml lies in it.

    Raises:
        InstrumentError: neither.
    """
    return _placed(name)[0]


def shipped(name: str) -> tuple[Path, Manifest] | None:
    """Return folder and manifest of a shipped id, None when there is none of it.

    The folder of the same name is looked at before all others are read.
    """
    likely = forms_folder() / name if _FOLDER.fullmatch(name) else None
    if likely is not None and (likely / MANIFEST).is_file():
        manifest = _manifest_in(likely)
        if manifest.id == name:
            return likely, manifest
    found = {manifest.id: (folder, manifest) for folder, manifest in _shipped().items()}
    return found.get(name)


def _placed(name: str) -> tuple[Path, Manifest]:
    found = shipped(name)
    if found is not None:
        return found
    if (Path(name) / MANIFEST).is_file():
        return Path(name), _manifest_in(Path(name))
    known = ", ".join(manifest.id for manifest in list_instruments())
    raise InstrumentError(
        path=name,
        what=f"no instrument of this id, and no folder with an {MANIFEST}; known: {known}",
    )


def _shipped() -> dict[Path, Manifest]:
    found = {
        path.parent: _manifest_in(path.parent)
        for path in sorted(forms_folder().glob(f"*/{MANIFEST}"))
    }
    places: dict[str, Path] = {}
    for folder, manifest in found.items():
        if manifest.id in places:
            what = f"has the id {manifest.id!r} that {places[manifest.id].name} has already"
            raise InstrumentError(path=str(folder), what=what)
        places[manifest.id] = folder
    return found


def _manifest_in(folder: Path) -> Manifest:
    return parse_manifest(_read(folder / MANIFEST), str(folder / MANIFEST))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or str(error)) from error


def _convert(place: str, workbook: str, data: bytes) -> bytes:
    """Convert a workbook, refusing warnings: what is pinned must not depend on a guess."""
    xform, diagnostics = _converted(workbook, data)
    if diagnostics:
        more = len(diagnostics) - 1
        tail = f" ({more} more)" if more else ""
        raise InstrumentError(path=place, what=f"{diagnostics[0]}{tail}")
    return xform


# A third of a second each, and the same workbooks come again with every new visit and every comparison.
@functools.lru_cache(maxsize=32)
def _converted(workbook: str, data: bytes) -> tuple[bytes, tuple[Diagnostic, ...]]:
    from fieldsurvey.xlsform import convert

    with tempfile.TemporaryDirectory(prefix="fieldsurvey-") as folder:
        path = Path(folder) / workbook
        path.write_bytes(data)
        converted = convert(path)
    return converted.xform, converted.diagnostics
