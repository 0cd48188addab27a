"""Official results of past years: read from a table, kept in the registry.

The table is a CSV file with the columns ``mall``, ``year``, ``instrument``, ``score`` and ``source``, separated by
commas or, as Excel in Indonesia writes it, by semicolons. A score may have a comma or a point (domain.md §9). A result
that contradicts one already held is never taken silently: it is listed, and replaced only when told so.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from fieldsurvey.errors import FieldSurveyError, FigureError, FileProblem
from fieldsurvey.indonesia import parse_score
from fieldsurvey.journal.change import new_id
from fieldsurvey.scoring import Standing, band_of, shown
from fieldsurvey.survey.instruments import find_manifest
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from fieldsurvey.scoring import Scheme
    from fieldsurvey.survey.registry import Registry

T = TypeVar("T")

#: Kind of the entity in the registry.
RESULT = "result"

_COLUMNS = ("mall", "year", "instrument", "score", "source")
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """A score that an assessor gave.

    Attributes:
        id: its entity in the registry, "" before it is kept.
        score: 0–100, two decimals.
    """

    id: str
    mall: str
    year: int
    instrument: str
    score: Decimal
    source: str

    @property
    def slot(self) -> tuple[str, int, str]:
        """What there is one result of: mall (whatever its capitals and spaces), year and instrument."""
        return (" ".join(self.mall.casefold().split()), self.year, self.instrument)


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


def read_results(path: Path) -> list[OfficialResult]:
    """Read a table of official results.

    Raises:
        FileProblem: the file cannot be read, lacks a column, or a line is faulty; the sentence names line, column and
            what is wanted. A mall that stands twice for one year and instrument is such a fault.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise FileProblem(path=path, what="not UTF-8 text: save it as “CSV UTF-8”") from error
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        wanted = ", ".join(_COLUMNS)
        what = f"line 1: no column {', '.join(missing)}; the columns are {wanted}"
        raise FileProblem(path=path, what=what)
    results: list[OfficialResult] = []
    lines: dict[tuple[str, int, str], int] = {}
    try:
        for row in reader:
            if any((value or "").strip() for name, value in row.items() if name in _COLUMNS):
                result = _result(row, path, reader.line_num)
                first = lines.setdefault(result.slot, reader.line_num)
                if first != reader.line_num:
                    what = f"line {reader.line_num}: the same mall, year and instrument as line {first}"
                    raise FileProblem(path=path, what=what)
                results.append(result)
    except csv.Error as error:
        raise FileProblem(path=path, what=f"line {reader.line_num}: {error}") from error
    return results


def standings(results: Iterable[OfficialResult]) -> list[Standing]:
    """Return results with the category of their own year's instrument; what two laptops both imported stands once.

    Raises:
        InstrumentError: an instrument is not known here.
    """
    schemes: dict[str, Scheme] = {}
    found: dict[tuple[object, ...], Standing] = {}
    for each in results:
        if each.instrument not in schemes:
            schemes[each.instrument] = find_manifest(each.instrument).scheme
        scheme = schemes[each.instrument]
        band = band_of(scheme, each.score) if scheme.bands else None
        standing = Standing(
            each.mall, each.year, each.instrument, each.score, band, True, each.source
        )
        found.setdefault((*each.slot, each.score), standing)
    return list(found.values())


def validity_warnings(results: Iterable[OfficialResult]) -> list[str]:
    """Return a warning for each instrument that was not in force in a result's year."""
    slots = dict.fromkeys((each.instrument, each.year) for each in results)
    found = (find_manifest(name).out_of_validity(date(year, 12, 31)) for name, year in slots)
    return [warning for warning in found if warning]


def _result(row: dict[str, str | None], path: Path, line: int) -> OfficialResult:
    cells = {name: (row[name] or "").strip() for name in _COLUMNS}

    def read(column: str, how: Callable[[str], T]) -> T:
        try:
            if not cells[column]:
                raise FigureError(what="is blank")
            return how(cells[column])
        except FieldSurveyError as error:
            raise FileProblem(path=path, what=f"line {line}, column {column}: {error}") from error

    return OfficialResult(
        "",
        read("mall", str),
        read("year", _year),
        read("instrument", lambda name: find_manifest(name).id),
        read("score", lambda text: shown(parse_score(text))),
        cells["source"],
    )


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
    return [Entry(RESULT, result.id, name, value) for name, value in values.items()]
