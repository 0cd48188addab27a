"""The instruments that an office can choose from: those shipped with the program, and those it imported.

An imported instrument is an entity of the registry, so that it travels in bundles and merges: its files by SHA-256,
frozen, with the XForms converted from its workbooks. A version is one content for ever: whoever edits an instrument
raises its version. Two laptops that import another content under the same version make a conflict, which is shown, and
neither is used until one of them is imported again as another version.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fieldsurvey.errors import FieldSurveyError, InstrumentError
from fieldsurvey.survey.instrument_files import is_archive, read_files
from fieldsurvey.survey.instruments import (
    Instrument,
    instrument_folder,
    list_instruments,
    load_instrument,
    shipped,
    xform_name,
)
from fieldsurvey.survey.manifest import MANIFEST, Manifest, parse_manifest
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.survey.ports import Record
    from fieldsurvey.survey.registry import Registry

T = TypeVar("T")

#: Kind of the entity in the registry, and its one field, so that a conflict is about the whole.
INSTRUMENT, _CONTENT = "instrument", "content"

_IDS = uuid.UUID("0193a0c4-2f0e-7d5b-8a41-6c0d9e7b1f52")
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Offered:
    """An instrument that can be chosen.

    Attributes:
        manifest: what its instrument.toml says; None when that has not arrived.
        imported: by this office, rather than shipped.
        problem: why it cannot be used, "" when it can.
    """

    id: str
    version: str
    manifest: Manifest | None
    imported: bool
    problem: str = ""


class Catalogue:
    """The instruments shipped and those of a registry.

    Args:
        registry: of the office; None when no database is open, which leaves those shipped.
    """

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = registry

    def all(self) -> list[Offered]:
        """Return every instrument and version, by id, the oldest version first."""
        found = [
            Offered(each.id, each.version, each, imported=False) for each in list_instruments()
        ]
        kept = {(each.id, each.version): each for each in self._kept()}
        # A version that is shipped by now and was imported before stays as the office froze it.
        found = [each for each in found if (each.id, each.version) not in kept]
        return sorted([*found, *kept.values()], key=lambda each: (each.id, _rank(each.version)))

    def manifest(self, name: str) -> Manifest:
        """Return the manifest of an instrument: see `instrument`; its forms are not read.

        Raises:
            InstrumentError, FileProblem: as `instrument`.
        """
        chosen = self._choose(name)
        if chosen is None:
            return parse_manifest(read_files(Path(name))[MANIFEST], str(Path(name) / MANIFEST))
        assert chosen.manifest is not None  # noqa: S101  else it has a problem
        return chosen.manifest

    def of_result(self, name: str) -> Manifest:
        """Return the manifest that an official result is read by.

        A shipped id keeps the categories it was shipped with, whatever was imported under it since: old scores are
        never put into new categories (domain.md §0 fact 1).

        Raises:
            InstrumentError: nothing of that id.
        """
        found = shipped(name)
        return found[1] if found else self.manifest(name)

    def instrument(self, name: str) -> Instrument:
        """Return an instrument by its id, or one that lies in a folder or a zip.

        Args:
            name: an exact id, whose newest version is meant; ``ID@VERSION``; or a path.

        Raises:
            InstrumentError: nothing of that name; or two contents stand under one version.
            FormError, FileProblem: a folder or zip that is none.
        """
        return load_instrument(self.files(name))

    def files(self, name: str) -> dict[str, bytes]:
        """Return the files of an instrument, by the same names; those imported with their XForms.

        Raises:
            InstrumentError, FileProblem: as `instrument`.
        """
        chosen = self._choose(name)
        if chosen is None:
            return read_files(Path(name))
        if not chosen.imported:
            return read_files(instrument_folder(chosen.id))
        assert self._registry is not None  # noqa: S101  it came from there
        record = next(r for r in self._records() if _key(r) == (chosen.id, chosen.version))
        return {
            name: self._registry.records.blob(sha256) for name, sha256 in _files(record).items()
        }

    def keep(self, instrument: Instrument) -> bool:
        """Freeze an instrument that was checked: its files and converted forms, in one transaction.

        Args:
            instrument: with its files.

        Returns:
            Whether anything was written; the same content again changes nothing. Where two laptops imported different
            contents of one version, this one stands from here on.

        Raises:
            InstrumentError: another content is here under this id and version.
        """
        assert self._registry is not None  # noqa: S101  there is a database to keep it in
        files = instrument.files
        key = (instrument.id, instrument.version)
        held = next((each for each in self.all() if (each.id, each.version) == key), None)
        disputed = held is not None and held.manifest is None
        if held is not None and not disputed:
            differing = _differing(files, self.files("@".join(key)))
            if not differing:
                return False
            raise InstrumentError(
                path=" ".join(key),
                what=f"is here already with another content ({', '.join(differing)}); write a new version "
                f'into {MANIFEST}, for example version = "{next_version(instrument.version)}", and import it again',
            )
        with self._registry.records.atomic():
            self._write(key, files)
        return True

    def _write(self, key: tuple[str, str], files: Mapping[str, bytes]) -> None:
        """Write a content; of a disputed version it decides, in every registry that holds one."""
        assert self._registry is not None  # noqa: S101  see `keep`
        records, entity = self._registry.records, str(uuid.uuid5(_IDS, " ".join(key)))
        names = {name: records.put_blob(data) for name, data in files.items()}
        content = {"id": key[0], "version": key[1], "files": names}
        entry = Entry(INSTRUMENT, entity, _CONTENT, content, blobs=tuple(sorted({*names.values()})))
        holding = [s for s in self._registry.streams() if records.entity(s, entity)]
        for stream in holding:
            self._registry.write([entry], stream)
        if not holding:
            self._registry.write([entry])

    def _choose(self, name: str) -> Offered | None:
        """Return what a name means; None when it is a path."""
        identity, _, version = name.partition("@")
        kept = [each for each in self._kept() if each.id == identity]
        found = {each.version: each for each in [*self._shipped(identity), *kept]}
        fitting = [each for each in found.values() if version in {"", each.version}]
        if fitting:
            newest = max(fitting, key=lambda each: _rank(each.version))
            if newest.problem:
                raise InstrumentError(path=name, what=newest.problem)
            return newest
        if name and ((Path(name) / MANIFEST).is_file() or is_archive(Path(name))):
            return None
        known = ", ".join(dict.fromkeys(each.id for each in self.all()))
        raise InstrumentError(
            path=name,
            what=f"no instrument of this id, and no folder or zip with an {MANIFEST}; known: {known}",
        )

    def _shipped(self, identity: str) -> list[Offered]:
        found = shipped(identity)
        return (
            [] if found is None else [Offered(identity, found[1].version, found[1], imported=False)]
        )

    def _records(self) -> list[Record]:
        found = [] if self._registry is None else self._registry.entities(INSTRUMENT)
        return [record for record in found if isinstance(record.fields.get(_CONTENT), dict)]

    def _kept(self) -> list[Offered]:
        """Return what was imported; of two contents under one version neither can be used."""
        groups: dict[tuple[str, str], list[Record]] = {}
        for record in self._records():
            groups.setdefault(_key(record), []).append(record)
        return [self._offered(key, records) for key, records in groups.items()]

    def _offered(self, key: tuple[str, str], records: list[Record]) -> Offered:
        assert self._registry is not None  # noqa: S101  the records are its own
        disputed = {conflict.entity for conflict in self._registry.conflicts()}
        contents = {tuple(sorted(edited(_files(record)).items())) for record in records}
        if len(contents) > 1 or any(record.id in disputed for record in records):
            problem = (
                f"two laptops imported version {key[1]} with different content; import the one that is to "
                "stand once more, and the other under another version"
            )
            return Offered(*key, None, imported=True, problem=problem)
        try:
            toml = self._registry.records.blob(_files(records[0])[MANIFEST])
            return Offered(*key, parse_manifest(toml, f"{key[0]} {key[1]}"), imported=True)
        except FieldSurveyError as error:
            return Offered(*key, None, imported=True, problem=str(error))


def edited(files: Mapping[str, T]) -> dict[str, T]:
    """Return the files that a person edits: not the XForms made of the workbooks among them."""
    made = {xform_name(name) for name in files if name.endswith(".xlsx")}
    return {name: value for name, value in files.items() if name not in made}


def _key(record: Record) -> tuple[str, str]:
    content = record.fields[_CONTENT]
    return str(content.get("id")), str(content.get("version"))


def _files(record: Record) -> dict[str, str]:
    content: dict[str, Any] = record.fields[_CONTENT]
    return dict(content.get("files") or {})


def _differing(new: Mapping[str, bytes], old: Mapping[str, bytes]) -> list[str]:
    """Return the edited files that differ between two contents, sorted."""
    ours, theirs = edited(new), edited(old)
    return sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))


def _rank(version: str) -> list[tuple[int, int, str]]:
    """Order versions as people number them: 2026.2 before 2026.10."""
    parts = filter(None, _NUMBERS.split(version))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def next_version(version: str) -> str:
    """Return a version that follows: its last number, one more."""
    numbers = list(_NUMBERS.finditer(version))
    if not numbers:
        return f"{version}.2"
    last = numbers[-1]
    return f"{version[: last.start()]}{int(last[0]) + 1}{version[last.end() :]}"
