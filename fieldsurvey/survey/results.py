"""Official results of past years: read from a table, kept in the registry.

The table is a CSV file with the columns ``mall``, ``year``, ``instrument``, ``score`` and ``source``. It may also have
``province``, for rankings within one; ``unit``, for the score of one unit of the city (DPMPTSP, a puskesmas …), where a
blank is the city's own; and ``dimension``, for one dimension of it. A score may have a comma or a point (domain.md §9).
A result that contradicts one already held is never taken silently: it is listed, and replaced only when told so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from fieldsurvey.errors import FieldSurveyError, FigureError, FileProblem
from fieldsurvey.indonesia import folded, format_decimal, parse_score
from fieldsurvey.journal.change import new_id
from fieldsurvey.scoring import Standing, band_of, shown
from fieldsurvey.survey.csv_rows import read_csv
from fieldsurvey.survey.instruments import find_manifest
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from fieldsurvey.survey.manifest import Manifest
    from fieldsurvey.survey.registry import Registry

    #: Finds the manifest of an instrument by its id.
    ManifestOf = Callable[[str], Manifest]

T = TypeVar("T")
Slot = tuple[str, int, str, str, str]

#: Kind of the entity in the registry.
RESULT = "result"

_COLUMNS = ("mall", "year", "instrument", "score", "source")
_OPTIONAL = ("province", "unit", "dimension")
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """A score that an assessor gave.

    Attributes:
        id: its entity in the registry, "" before it is kept.
        score: 0–100 (or up to the instrument's ``highest``), two decimals.
        unit: the unit of the city that it is of, "" for the city as a whole.
        dimension: id of the dimension that it is of, "" for the whole score.
    """

    id: str
    mall: str
    year: int
    instrument: str
    score: Decimal
    source: str
    province: str = ""
    unit: str = ""
    dimension: str = ""

    @property
    def slot(self) -> Slot:
        """What there is one result of; capitals and spaces in the names of mall and unit do not count."""
        return (folded(self.mall), self.year, self.instrument, folded(self.unit), self.dimension)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        new: results not held yet.
        same: results held already, with the same score.
        differing: pairs (held, arriving) that contradict each other.
    """

    new: tuple[OfficialResult, ...]
    same: tuple[OfficialResult, ...]
    differing: tuple[tuple[OfficialResult, OfficialResult], ...]


class Results:
    """The official results of one registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def all(self) -> list[OfficialResult]:
        """Return the results in the order they came."""
        return [
            OfficialResult(
                record.id,
                str(record.fields.get("mall", "")),
                int(record.fields.get("year") or 0),
                str(record.fields.get("instrument", "")),
                Decimal(str(record.fields.get("score") or 0)),
                str(record.fields.get("source", "")),
                *(str(record.fields.get(name) or "") for name in _OPTIONAL),
            )
            for record in self._registry.entities(RESULT)
        ]

    def plan(self, arriving: Sequence[OfficialResult]) -> Plan:
        """Compare a table with what is held; nothing is written."""
        held = {each.slot: each for each in self.all()}
        new, same, differing = [], [], []
        for each in arriving:
            known = held.get(each.slot)
            if known is None:
                new.append(each)
            elif known.score == each.score:
                same.append(known)
            else:
                differing.append((known, each))
        return Plan(tuple(new), tuple(same), tuple(differing))

    def keep(self, plan: Plan, *, replace_differing: bool = False) -> None:
        """Write what a plan found new, in one transaction.

        Args:
            plan: from ``plan``.
            replace_differing: also write the arriving score of each contradiction; the old one stays in the history.
        """
        entries = [entry for each in plan.new for entry in _entries(replace(each, id=new_id()))]
        if replace_differing:
            for known, arriving in plan.differing:
                entries += _entries(replace(arriving, id=known.id))
        if entries:
            self._registry.write(entries)


def read_results(path: Path, manifest_of: ManifestOf = find_manifest) -> list[OfficialResult]:
    """Read a table of official results.

    Args:
        path: the file.
        manifest_of: how an instrument is found by its id; an office knows more than those shipped.

    Raises:
        FileProblem: the file cannot be read, lacks a column, or a line is faulty; the sentence names line, column and
            what is wanted. A result that stands there twice is such a fault.
    """
    table, manifests = read_csv(path), cache(manifest_of)
    missing = [name for name in _COLUMNS if name not in table.columns]
    if missing:
        wanted = f"{', '.join(_COLUMNS)}; optional: {', '.join(_OPTIONAL)}"
        what = f"line 1: no column {', '.join(missing)}; the columns are {wanted}"
        raise FileProblem(path=path, what=what)
    results: list[OfficialResult] = []
    lines: dict[Slot, int] = {}
    for line, row in table.rows:
        cells = {name: row.get(name, "").strip() for name in (*_COLUMNS, *_OPTIONAL)}
        if not any(cells.values()):
            continue
        result = _result(cells, path, line, manifests)
        first = lines.setdefault(result.slot, line)
        if first != line:
            same = (
                "mall, year and instrument"
                if not result.unit
                else "mall, year, instrument and unit"
            )
            raise FileProblem(path=path, what=f"line {line}: the same {same} as line {first}")
        results.append(result)
    return results


def standings(
    results: Iterable[OfficialResult], manifest_of: ManifestOf = find_manifest
) -> list[Standing]:
    """Return results with the category of their own year's instrument; what two laptops both imported stands once.

    Args:
        results: as kept.
        manifest_of: as in `read_results`.

    Raises:
        InstrumentError: an instrument is not known here.
    """
    manifests = cache(manifest_of)
    found: dict[tuple[object, ...], Standing] = {}
    for each in results:
        if each.unit or each.dimension:
            continue
        scheme = manifests(each.instrument).scheme
        band = band_of(scheme, each.score) if scheme.bands else None
        standing = Standing(
            each.mall, each.year, each.instrument, each.score, band, True, each.source
        )
        found.setdefault((*each.slot, each.score), standing)
    return list(found.values())


def validity_warnings(
    results: Iterable[OfficialResult], manifest_of: ManifestOf = find_manifest
) -> list[str]:
    """Return a warning for each instrument that was not in force in a result's year."""
    slots = dict.fromkeys((each.instrument, each.year) for each in results)
    found = (manifest_of(name).out_of_validity(date(year, 12, 31)) for name, year in slots)
    return [warning for warning in found if warning]


def _result(
    cells: dict[str, str], path: Path, line: int, manifests: Callable[[str], Manifest]
) -> OfficialResult:
    def read(column: str, how: Callable[[str], T]) -> T:
        try:
            if not cells[column]:
                raise FigureError(what="is blank")
            return how(cells[column])
        except FieldSurveyError as error:
            raise FileProblem(path=path, what=f"line {line}, column {column}: {error}") from error

    manifest = read("instrument", manifests)
    return OfficialResult(
        "",
        read("mall", str),
        read("year", _year),
        manifest.id,
        read("score", lambda text: _score(text, manifest)),
        cells["source"],
        cells["province"],
        cells["unit"],
        read("dimension", lambda text: _dimension(text, manifest)) if cells["dimension"] else "",
    )


def _score(text: str, manifest: Manifest) -> Decimal:
    """Return a score on the instrument's own scale: an index of PEKPPP ends at 5 (domain.md §5.2)."""
    figure, highest = shown(parse_score(text)), manifest.scheme.rules.highest
    if figure > highest:
        what = f"the figure must be at most {format_decimal(highest, None)} for {manifest.id}"
        raise FigureError(what=what)
    return figure


def _dimension(text: str, manifest: Manifest) -> str:
    known = [each.id for each in manifest.scheme.dimensions]
    if text not in known:
        raise FigureError(
            what=f"{manifest.id} has no dimension {text!r}; it has: {', '.join(known)}"
        )
    return text


def _year(text: str) -> int:
    if not text.isdecimal() or int(text) not in _YEARS:
        raise FigureError(what=f"write a year as 2022, between {_YEARS[0]} and {_YEARS[-1]}")
    return int(text)


def _entries(result: OfficialResult) -> list[Entry]:
    values = {
        "mall": result.mall,
        "year": result.year,
        "instrument": result.instrument,
        "score": str(result.score),
        "source": result.source,
    }
    values |= {name: text for name in _OPTIONAL if (text := getattr(result, name))}
    return [Entry(RESULT, result.id, name, value) for name, value in values.items()]
