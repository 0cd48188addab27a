"""What of photos and findings follows from the rest of a visit: their numbers, and the places they are of.

None of it is read from the store, so it is the same on every laptop, and a response that was moved to another target
takes along what rests on it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.survey.merged import standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.model import Finding, Photo, Visit


def numbered(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """Number photos in the order they were taken, the same on every laptop that holds them."""
    ordered = sorted(photos, key=lambda p: (p.taken_at is None, p.taken_at, p.id))
    return tuple(replace(photo, number=number) for number, photo in enumerate(ordered, 1))


def with_numbers(findings: Iterable[Finding], photos: Iterable[Photo]) -> tuple[Finding, ...]:
    """Number findings by target and item, and give each the photos taken of its item or given to it by hand.

    Merged ones are one.
    """
    proof: dict[tuple[str, str], list[int]] = {}
    given: dict[str, list[int]] = {}
    for photo in photos:
        if photo.finding:
            given.setdefault(photo.finding, []).append(photo.number)
        else:
            proof.setdefault((photo.response, photo.item_key), []).append(photo.number)
    proven = [
        replace(
            each,
            photos=tuple(
                sorted({*proof.get((each.response, each.key), ()), *given.get(each.id, ())})
            ),
        )
        for each in findings
    ]
    ordered = sorted(standing(proven), key=lambda f: (f.target_name, f.item, f.id))
    return tuple(replace(finding, number=number) for number, finding in enumerate(ordered, 1))


def place_names(visit: Visit) -> dict[str, str]:
    """Return id → name of everything a form can be filled for."""
    names = {visit.mall.id: visit.mall.name}
    names |= {stand.id: stand.name or stand.code for stand in visit.stands}
    names |= {officer.id: officer.code for officer in visit.officers}
    return names | {user.id: user.code for user in visit.service_users}


def at_their_places(visit: Visit) -> Visit:
    """Return a visit whose photos and findings name the place of the response they rest on, as it is now."""
    names, holders = place_names(visit), visit.stand_of_interviewed()
    targets = {response.id: response.target for response in visit.responses}

    def placed(finding: Finding) -> Finding:
        target = targets.get(finding.response, "")
        place = holders.get(target) or target
        if place not in names or (place, names[place]) == (finding.target, finding.target_name):
            return finding
        condition = finding.condition
        if finding.target_name:
            condition = condition.replace(finding.target_name, names[place])
        return replace(finding, target=place, target_name=names[place], condition=condition)

    photos = (
        replace(photo, target_name=names.get(targets.get(photo.response, ""), photo.target_name))
        for photo in visit.photos
    )
    return replace(visit, photos=tuple(photos), findings=tuple(map(placed, visit.findings)))
