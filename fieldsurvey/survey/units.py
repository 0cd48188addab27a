"""What each unit does to a score: dinas and DPMPTSP in a city's official result, institutions in a mall's own visit.

The unit of an official result is the one that its table names. In a visit it is the institution of a stand: the answers
of its stands, and of officers and service users asked there, are its own; the building and the complaints desk belong
to the mall (domain.md §1.2: in a mall the stand is the observed unit).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from fieldsurvey.indonesia import folded, format_decimal
from fieldsurvey.scoring import (
    UnitMovement,
    UnitScore,
    UnitShare,
    city_score,
    points_of_targets,
    score,
    shown,
    unit_movements,
)
from fieldsurvey.survey.instruments import find_manifest
from fieldsurvey.survey.scores import observations, stand_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fieldsurvey.scoring import CityScore, MallScore, Scheme
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.survey.results import ManifestOf, OfficialResult

#: What belongs to no stand: the building, the complaints desk of the mall.
COMMON = "MPP (sarana dan pengaduan bersama)"
_NO_STAND = "(tanpa gerai)"
#: What stands in an effect's place where there is none.
_ONLY, _INCOMPLETE = "satu-satunya unit", "tanpa unit ini belum lengkap"

_WAYS = {
    "mean": "rata-rata unit",
    "weighted": "rata-rata unit berbobot",
    "dimensions": "rata-rata tiap dimensi dahulu",
}


@dataclass(frozen=True, slots=True)
class CityYear:
    """A city's units in one year.

    Attributes:
        made: the score made of them by the instrument's way.
        official: the city's own result, None when it is not held.
    """

    mall: str
    year: int
    instrument: str
    made: CityScore
    official: Decimal | None


def city_years(
    results: Iterable[OfficialResult], manifest_of: ManifestOf = find_manifest
) -> list[CityYear]:
    """Return the years whose units are known, by city as they first appear and then by year and instrument.

    Args:
        results: as kept.
        manifest_of: as in ``results.read_results``.

    Raises:
        InstrumentError: a unit lacks what the instrument's way needs.
    """
    manifests, names = cache(manifest_of), dict[str, str]()
    groups: dict[tuple[str, int, str], list[OfficialResult]] = defaultdict(list)
    for each in results:
        names.setdefault(folded(each.mall), each.mall)
        groups[folded(each.mall), each.year, each.instrument].append(each)
    order = list(names)
    found = []
    for key in sorted(groups, key=lambda k: (order.index(k[0]), *k[1:])):
        mall, year, instrument = key
        scheme = manifests(instrument).scheme
        made = city_score(scheme, list(_unit_scores(scheme, groups[key])))
        own = [e.score for e in groups[key] if not e.unit and not e.dimension]
        if made is not None:
            found.append(CityYear(names[mall], year, instrument, made, own[-1] if own else None))
    return found


def visit_shares(visit: Visit, instrument: Instrument, result: MallScore) -> list[UnitShare]:
    """Return what each institution does to a visit's score, the one that gives most first.

    Args:
        visit: a snapshot.
        instrument: the one it pins.
        result: its score by that instrument.

    Returns:
        One share a unit; its own score is None, and ``effect`` is None where the rest would be incomplete.
    """
    units = _units_of(visit)
    points: dict[str, Fraction] = defaultdict(Fraction)
    for target, own in points_of_targets(result).items():
        points[units.get(target, _NO_STAND)] += own
    answers, states = observations(visit, instrument), stand_states(visit)
    found = []
    for unit, own in points.items():
        rest = score(
            instrument.scheme,
            [each for each in answers if units.get(each.target, _NO_STAND) != unit],
            [each for each in states if units.get(each.id) != unit],
        )
        both = result.score is not None and rest.score is not None
        effect = result.score - rest.score if both else None  # type: ignore[operator]
        found.append(UnitShare(unit, None, shown(own), effect))
    return sorted(found, key=lambda each: (-each.points, each.unit))


def city_lines(years: Sequence[CityYear]) -> list[str]:
    """Return the units of each year as Indonesian text, and what they did between two years of one instrument."""
    lines = []
    for number, each in enumerate(years):
        lines.append(_headline(each))
        lines += [f"  {_share(share, each.made.score, _ONLY)}" for share in each.made.shares]
        before = years[number - 1] if number else None
        if before is not None and before.mall == each.mall:
            lines += _between(before, each)
    return lines


def share_lines(shares: Sequence[UnitShare], whole: Decimal | None) -> list[str]:
    """Return the institutions of a visit as Indonesian text."""
    return [
        "Bagian unit dalam nilai",
        *(f"  {_share(each, whole, _INCOMPLETE)}" for each in shares),
    ]


def movement_lines(moved: Sequence[UnitMovement]) -> list[str]:
    """Return what units did between two years or visits as Indonesian text, the strongest first."""
    lines = [
        f"  {_plus(each.points)}  {each.unit}"
        + (f" ({_figure(each.old)} → {_figure(each.new)})" if each.old or each.new else "")
        for each in moved
        if each.points
    ]
    return ["Unit yang paling menggerakkan nilai", *lines] if lines else []


def city_data(years: Sequence[CityYear]) -> list[dict[str, Any]]:
    """Return the units of each year as data for JSON; figures are strings with a point: exact."""
    return [
        {
            "mall": each.mall,
            "year": each.year,
            "instrument": each.instrument,
            "strategy": each.made.strategy,
            "score": str(each.made.score),
            "official": None if each.official is None else str(each.official),
            "units": shares_data(each.made.shares),
        }
        for each in years
    ]


def shares_data(shares: Iterable[UnitShare]) -> list[dict[str, Any]]:
    """Return shares as data for JSON."""
    return [
        {
            "unit": each.unit,
            "score": None if each.score is None else str(each.score),
            "points": str(each.points),
            "effect": None if each.effect is None else str(each.effect),
        }
        for each in shares
    ]


def movements_data(moved: Iterable[UnitMovement]) -> list[dict[str, Any]]:
    """Return movements of units as data for JSON."""
    return [{"unit": each.unit, "points": str(each.points)} for each in moved if each.points]


def _unit_scores(scheme: Scheme, results: Iterable[OfficialResult]) -> Iterator[UnitScore]:
    """Yield the units of a city and year; one known by its dimensions alone has their weighted mean."""
    wholes: dict[str, Decimal] = {}
    dimensions: dict[str, dict[str, Decimal]] = {}
    for each in results:
        if each.unit:
            own = dimensions.setdefault(each.unit, {})
            if each.dimension:
                own[each.dimension] = each.score
            else:
                wholes[each.unit] = each.score
    for unit, own in dimensions.items():
        weights = {part.id: part.weight for part in scheme.dimensions if part.id in own}
        if unit in wholes:
            yield UnitScore(unit, wholes[unit], own)
        elif weights:
            points = sum((weights[name] * own[name] for name in weights), Decimal(0))
            yield UnitScore(unit, shown(Fraction(points) / Fraction(sum(weights.values()))), own)


def _units_of(visit: Visit) -> Mapping[str, str]:
    """Return target → unit."""
    names = {each.id: each.name for each in visit.institutions}
    stands = {
        each.id: names.get(each.institution, each.institution) or each.name or each.code
        for each in visit.stands
    }
    return {visit.mall.id: COMMON, **stands}


def _between(old: CityYear, new: CityYear) -> list[str]:
    if old.instrument != new.instrument:
        return [
            f"  Peringatan: instrumen berubah ({old.instrument} → {new.instrument}); bagian unit tidak sebanding."
        ]
    lines = movement_lines(unit_movements(old.made.shares, new.made.shares))
    difference = _plus(new.made.score - old.made.score)
    return [f"  Selisih {old.year}–{new.year}: {difference}", *(f"  {line}" for line in lines)]


def _headline(each: CityYear) -> str:
    way = _WAYS[each.made.strategy]
    official = "" if each.official is None else f"; hasil resmi {format_decimal(each.official)}"
    return (
        f"Unit dalam nilai {each.mall} {each.year} ({each.instrument}; {way}; n = {len(each.made.shares)}): "
        f"{format_decimal(each.made.score)}{official}"
    )


def _share(each: UnitShare, whole: Decimal | None, without: str) -> str:
    own = "" if each.score is None else f" {format_decimal(each.score)}"
    percent = ""
    if whole:
        percent = f" ({format_decimal(each.points * 100 / whole)}%)"
    effect = without if each.effect is None else f"pengaruh {_plus(each.effect)}"
    return f"{each.unit}{own} · menyumbang {format_decimal(each.points)}{percent} · {effect}"


def _plus(figure: Decimal) -> str:
    return f"{'+' if figure > 0 else ''}{format_decimal(figure)}"


def _figure(figure: Decimal | None) -> str:
    return "–" if figure is None else format_decimal(figure)
