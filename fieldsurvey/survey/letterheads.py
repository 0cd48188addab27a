"""Letterheads: what the registry keeps of an institution's kop, and how a visit takes it over.

A visit carries its own copy, logo included: what an office changes later changes no minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, VisitError
from fieldsurvey.media import media_type_of, read_photo_file
from fieldsurvey.media.kinds import JPEG, PNG
from fieldsurvey.survey.model import Institution
from fieldsurvey.survey.parties import keep_institution
from fieldsurvey.survey.records import entries_of

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.ports import Record
    from fieldsurvey.survey.registry import Registry

#: Kind of the entity, in the registry and in a visit.
INSTITUTION = "institution"

#: No kop needs more; a logo is printed 2 cm high.
MAX_LOGO_BYTES = 2 * 2**20


def institution_of(registry: Registry, text: str) -> Institution | None:
    """Return an institution of the registry by its code or its whole name, None when it has none.

    The last line of the letterhead is the address, unless the office wrote it there itself.
    """
    record = _found(registry, text)
    if record is None:
        return None
    fields = {name: str(value or "") for name, value in record.fields.items()}
    name, address = fields.get("name", ""), fields.get("address", "")
    lines = [line.strip() for line in fields.get("letterhead", "").split(";") if line.strip()]
    if address and address not in lines:
        lines = [*(lines or [name.upper()]), address]
    return Institution(
        "",
        name,
        letterhead=tuple(lines),
        city=fields.get("city", ""),
        address=address,
        logo=fields.get("logo", ""),
    )


def adopt_institution(desk: Desk, visit: str, text: str) -> str:
    """Take an institution into a visit, once, with the letterhead that the registry has; return its name.

    Args:
        desk: the open database.
        visit: the visit's id.
        text: a code or name of the registry, or the name of an institution that it does not know.

    Raises:
        VisitError: the visit is sealed.
    """
    known = institution_of(desk.registry, text) or Institution("", " ".join(text.split()))
    names = {each.name.casefold(): each.name for each in desk.visits.snapshot(visit).institutions}
    if known.name.casefold() in names:
        return names[known.name.casefold()]
    keep_institution(desk.visits, visit, known)
    return known.name


def set_logo(registry: Registry, text: str, path: Path) -> str:
    """Keep the logo of an institution's letterhead; return its SHA-256.

    Args:
        registry: of the office.
        text: code or name of the institution.
        path: a PNG or JPEG of at most 2 MiB that decodes whole.

    Raises:
        VisitError: the registry has no such institution.
        FileProblem: the file cannot be read, or is no such image.
    """
    record = _found(registry, text)
    if record is None:
        raise VisitError(what=f"the registry has no institution {text!r}")
    data, _ = read_photo_file(path, max_bytes=MAX_LOGO_BYTES)
    if media_type_of(data) not in {PNG, JPEG}:
        raise FileProblem(path=path, what="a logo is a PNG or a JPEG")
    with registry.records.atomic():
        sha256 = registry.records.put_blob(data)
        if record.fields.get("logo") != sha256:
            registry.write(
                entries_of(INSTITUTION, record.id, {"logo": sha256}), registry.stream_of(record.id)
            )
    return sha256


def _found(registry: Registry, text: str) -> Record | None:
    wanted = " ".join(text.casefold().split())
    for record in registry.entities(INSTITUTION):
        if wanted in {str(record.fields.get(name, "")).casefold() for name in ("code", "name")}:
            return record
    return None
