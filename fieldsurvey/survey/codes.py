"""Codes of people who are asked: anonymous, in a row, never a name (domain.md §7 rule 1)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.visits import Visits

_CODE = re.compile(r"(.*?)(\d+)")
_FIRST = {TargetKind.OFFICER: "P-001", TargetKind.SERVICE_USER: "R-001"}


def next_code(codes: Iterable[str], kind: TargetKind) -> str:
    """Return the code that follows those given out, in the way the team writes them.

    The prefix is that of most codes; the number follows the greatest, so that a code is not given twice even after
    one was removed in between.

    Args:
        codes: those given out so far.
        kind: officer or service user, for the very first code: ``P-001`` or ``R-001``.
    """
    matches = [match for code in codes if (match := _CODE.fullmatch(code))]
    if not matches:
        return _FIRST[kind]
    prefix = Counter(match[1] for match in matches).most_common(1)[0][0]
    digits = [match[2] for match in matches if match[1] == prefix]
    return f"{prefix}{max(int(d) for d in digits) + 1:0{max(len(d) for d in digits)}d}"


def add_next(visits: Visits, visit: str, kind: TargetKind, *, stand: str = "") -> tuple[str, str]:
    """Add the next officer or service user of a visit, in one transaction; return (id, code).

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        kind: officer or service user.
        stand: id of the stand where the person serves or was served, ``""`` when not known.

    Raises:
        VisitError: the visit is sealed.
    """
    with visits.records.atomic():
        have = [
            str(record.fields.get("code", ""))
            for record in visits.records.entities(visit, kind.value)
        ]
        code = next_code(have, kind)
        return visits.add_fields(visit, kind.value, code=code, stand=stand), code


def remove_code(visits: Visits, visit: str, entity: str) -> None:
    """Take back a code that was given out by mistake.

    Raises:
        VisitError: the visit is sealed, or an interview was begun under the code.
    """
    records = visits.records
    require_open(records, visit, "people asked")
    with records.atomic():
        if any(r.fields.get("target") == entity for r in records.entities(visit, "response")):
            raise VisitError(what="an interview was begun under this code; it stays in the records")
        records.delete(visit, entity, author=visits.author, at=visits.clock.now())


def renumber(visits: Visits, visit: str, kind: TargetKind, entity: str) -> str:
    """Give an officer or service user the next free code and return it.

    Two laptops may each have given out the same code before they met.
    """
    with visits.records.atomic():
        have = [
            str(record.fields.get("code", ""))
            for record in visits.records.entities(visit, kind.value)
        ]
        code = next_code(have, kind)
        visits.change(visit, kind.value, entity, code=code)
        return code
