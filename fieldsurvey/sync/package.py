"""Packages: a prepared visit in one encrypted file, which a laptop opens ready to go.

A package is a bundle with one visit and an addressee; there is no other format. Joining is importing it and saying
whose laptop this is; a running visit is joined from a bundle of its lead in the same way. Done
again it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import BundleError, FieldSurveyError, VisitError
from fieldsurvey.survey.inspectors import choose_inspector, inspector_here
from fieldsurvey.survey.readiness import Readiness, readiness
from fieldsurvey.survey.registry import REGISTRY
from fieldsurvey.sync.bundle import Summary, export_bundle, import_bundle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.sync.intake import Imported
    from fieldsurvey.sync.storage import BundleStorage


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of joining.

    Attributes:
        visit: its id.
        imported: what the file brought.
        inspector: whose laptop this is in the visit, ``""`` when it was not said yet.
        problem: why the visit cannot be worked on here yet, ``""`` when it can.
    """

    visit: str
    imported: Imported
    inspector: str
    problem: str = ""


def write_package(
    desk: Desk,
    storage: BundleStorage,
    visit: str,
    path: Path,
    *,
    devices: Sequence[bytes] = (),
    passphrase: str | None = None,
) -> tuple[Summary, Readiness]:
    """Write a prepared visit with its keys to one encrypted file.

    Args:
        desk: the open database.
        storage: the same database, as bundles are made from it.
        visit: the visit's id.
        path: the file.
        devices: X25519 public keys of the laptops it is for.
        passphrase: a passphrase it is for.

    Raises:
        BundleError: it is addressed to nobody, or the team's key is not here.
        VisitError: the visit lacks what a laptop cannot do without.
        FileProblem: the file cannot be written.
    """
    if not devices and not passphrase:
        what = "a package carries keys: address it to a laptop's key or to a passphrase"
        raise BundleError(path=path, what=what)
    ready = readiness(desk, visit)
    if ready.blocking:
        raise VisitError(what=f"visit {visit[:13]} cannot set out: {'; '.join(ready.blocking)}")
    summary = export_bundle(storage, path, [visit], devices=devices, passphrase=passphrase)
    return summary, ready


def join(
    desk: Desk,
    storage: BundleStorage,
    path: Path,
    *,
    passphrase: str | None = None,
    inspector: str = "",
) -> Joined:
    """Take a visit in from a package or a lead's bundle and say whose laptop this is; all or nothing.

    Args:
        desk: the open database.
        storage: the same database, as bundles are taken into it.
        path: the file.
        passphrase: the passphrase it is addressed to, if so.
        inspector: name of a person of the team; ``""`` leaves what was chosen before.

    Raises:
        FileProblem, BundleError, StoreError: as ``import_bundle``; nothing was taken in.
        BundleError: the file holds no visit, or several.
        VisitError: nobody of the team has that name.
    """
    with desk.records.atomic():
        imported = import_bundle(storage, path, passphrase=passphrase)
        streams = [arrival.visit for arrival in imported.arrivals]
        visits = [each for each in streams if not desk.records.entities(each, REGISTRY)]
        if len(visits) != 1:
            what = f"holds {len(visits)} visits; join one visit at a time, or use `bundle import`"
            raise BundleError(path=path, what=f"{what} (nothing was taken in)")
        (visit,) = visits
        if inspector:
            choose_inspector(desk.visits, visit, inspector)
    return Joined(visit, imported, inspector_here(desk.records, visit), _problem(desk, visit))


def _problem(desk: Desk, visit: str) -> str:
    """Say why the visit cannot be worked on: its forms must open without what lies elsewhere."""
    try:
        instrument = desk.instrument(visit)
        for name in instrument.forms:
            instrument.form(name)
    except FieldSurveyError as error:
        return str(error)
    return ""
