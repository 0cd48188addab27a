"""A mall out of the registry, as a visit copies it: its stands, services and the schedule in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import Mall, Opening, Stand
from fieldsurvey.survey.registry_table import rows_of

if TYPE_CHECKING:
    from datetime import date

    from fieldsurvey.survey.registry import Registry


def mall_of(registry: Registry, code: str, day: date) -> tuple[Mall, list[Stand]]:
    """Return a mall and its stands as the registry knows them on a day.

    Args:
        registry: the office's registry.
        code: the mall's code.
        day: on which the visit is made ready: services out of their validity are left out, and schedules that have
            ended, and stands that have; those to come go along, for the inspection may be on a later day.

    Raises:
        VisitError: no such mall.
    """
    malls = rows_of(registry, "mall")
    row = next((each for each in malls if each["code"].casefold() == code.casefold()), None)
    if row is None:
        known = ", ".join(each["code"] for each in malls) or "none"
        raise VisitError(what=f"the registry has no mall {code!r}; it has: {known}")
    regions = {each["kemendagri"]: each for each in rows_of(registry, "region")}
    region = regions.get(row["region"], {})
    institutions = {each["code"]: each for each in rows_of(registry, "institution")}
    mall = Mall(
        "",
        row["name"],
        address=row["address"],
        city=row["city"] or region.get("name", ""),
        province=row["province"] or region.get("province", ""),
        region_code=row["region"],
        zone=row["zone"],
        floors=_parts(row["floors"]),
        counters=int(row["counters"] or 0),
    )
    stands = []
    for each in _within(registry, "stand", row["code"]):
        if _ended(each, day):
            continue
        institution = institutions.get(each["institution"], {})
        stands.append(
            Stand(
                "",
                each["code"],
                each["name"],
                institution=institution.get("name", each["institution"]),
                institution_kind=institution.get("kind", ""),
                floor=each["floor"],
                services=tuple(
                    service["name"]
                    for service in _within(registry, "service", row["code"])
                    if _same(service, each) and _in_force(service, day)
                ),
                schedule=tuple(
                    _opening(line)
                    for line in _within(registry, "schedule", row["code"])
                    if _same(line, each) and not _ended(line, day)
                ),
            )
        )
    return mall, stands


def _within(registry: Registry, kind: str, mall: str) -> list[dict[str, str]]:
    return [row for row in rows_of(registry, kind) if row["mall"].casefold() == mall.casefold()]


def _same(row: dict[str, str], stand: dict[str, str]) -> bool:
    return row["stand"].casefold() == stand["code"].casefold()


def _ended(row: dict[str, str], day: date) -> bool:
    return bool(row["valid_until"]) and row["valid_until"] < day.isoformat()


def _in_force(row: dict[str, str], day: date) -> bool:
    begun = not row["valid_from"] or row["valid_from"] <= day.isoformat()
    return begun and (not row["valid_until"] or day.isoformat() <= row["valid_until"])


def _opening(row: dict[str, str]) -> Opening:
    weekdays = tuple(int(day) for day in row["days"].split(","))
    names = ("opens", "closes", "break_from", "break_to", "valid_from", "valid_until")
    return Opening(weekdays, *(row[name] for name in names))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
