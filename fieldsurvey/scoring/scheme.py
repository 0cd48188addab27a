"""The scheme of an instrument's year: dimensions, weights, rules and bands, from its TOML.

Nothing here knows a weight or a threshold: all of them are data of the instrument (domain.md, rule
for the product).

```toml
id = "ori-2022"
version = "2024.1"
official = true
[rules]                      # optional, each key optional; the values shown are the defaults
rounding = "half-up-2"       # of every shown figure, and before bands are compared
missing_dimension = "incomplete"
closed_stand = "as-visible"  # or "excluded" | "zero"
stand_zone = false           # whether a single stand's share is given a band
stand_mean = "mean"          # over the inspected stands where an indicator applies
highest = "100.00"           # of a score and of the bands; "5.00" where results are indices of 0 to 5
units = "mean"               # how units make a city's score; or "weighted" | "dimensions" (scoring.units)
scale = "0-100"              # or "1-5": dimensions are traits, 1 + 4 · value, hidden for fewer than five people
weights = "relative"         # of a variable's indicators; or "as-given": Σ(weight · value), not divided by Σ weight
[[band]]                     # from the best down; the last begins at 0
code = "A"
label = "Kualitas Tertinggi"
zone = "hijau"               # "hijau" | "kuning" | "merah", or left out
lower = "88.00"
[[dimension]]                # the weights of all dimensions sum to 100.00
id = "input"
weight = "21.85"
weight_source = "S3,S4"      # keys of [sources], or "assumed"
title = {id = "Input", en = "Input"}
[[dimension.variable]]       # same keys
[[dimension.variable.indicator]]   # same keys and:
level = "stand"              # or "mall"
[unit_weight]                # for units = "weighted": unit → its weight among the city's units
DPMPTSP = "1"
[sources]
S3 = "Instrumen penilaian 2023"
[remark]                     # optional: printed with every score, e.g. a choice the instrument makes
id = "…"
en = "…"
[compliance]                 # optional second axis (domain.md §1.3)
title = {id = "…", en = "…"}
[[compliance.band]]          # as [[band]]
[[opinion]]                  # optional: the opinion that a band of each axis gives together
quality = "A"
compliance = "tinggi"
label = "Opini Kualitas Tertinggi Tanpa Maladministrasi"
```
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast, get_args

from fieldsurvey.scoring.band_tables import read_bands
from fieldsurvey.scoring.table import Table, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldsurvey.scoring.result import Band

Level = Literal["stand", "mall"]
ClosedStand = Literal["as-visible", "excluded", "zero"]
Weights = Literal["relative", "as-given"]
Units = Literal["mean", "weighted", "dimensions"]
Scale = Literal["0-100", "1-5"]

_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")

#: ``weight_source`` of a weight that no source gives (design §3).
ASSUMED = "assumed"

#: Top keys of an instrument.toml that say nothing about scores; survey.instruments reads them.
_OTHER_KEYS = ("title", "valid_from", "valid_until", "forms", "quota")
_SCORING_KEYS = (
    "id",
    "version",
    "official",
    "rules",
    "band",
    "dimension",
    "sources",
    "remark",
    "unit_weight",
)
_SECOND_AXIS = ("compliance", "opinion")


@dataclass(frozen=True, slots=True)
class Title:
    """A title in Indonesian and English."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What items feed.

    Attributes:
        weight: relative to its siblings.
        level: ``stand`` when its mall value is a mean over stands, ``mall`` when over all answers.
    """

    id: str
    title: Title
    weight: Decimal
    weight_source: str
    level: Level


@dataclass(frozen=True, slots=True)
class Variable:
    """A group of indicators; ``weight`` is relative to its siblings."""

    id: str
    title: Title
    weight: Decimal
    weight_source: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of variables; ``weight`` is a percentage of the mall's score."""

    id: str
    title: Title
    weight: Decimal
    weight_source: str
    variables: tuple[Variable, ...]

    def indicators(self) -> Iterator[Indicator]:
        """Yield the indicators in the order of the file."""
        for variable in self.variables:
            yield from variable.indicators


@dataclass(frozen=True, slots=True)
class Rules:
    """How missing data and closed stands count; the module's docstring lists the words."""

    rounding: Literal["half-up-2"] = "half-up-2"
    missing_dimension: Literal["incomplete"] = "incomplete"
    closed_stand: ClosedStand = "as-visible"
    stand_zone: bool = False
    stand_mean: Literal["mean"] = "mean"
    weights: Weights = "relative"
    highest: Decimal = _HUNDRED
    units: Units = "mean"
    scale: Scale = "0-100"


@dataclass(frozen=True, slots=True)
class Compliance:
    """The second axis: how far the assessed institution follows the assessor's products (domain.md §1.3).

    Attributes:
        bands: from the best down, the last from 0.
        opinions: (code of the quality band, code of the compliance band) → the opinion's words.
    """

    title: Title
    bands: tuple[Band, ...]
    opinions: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Scheme:
    """The scoring rules of one instrument.

    Attributes:
        bands: from the best down, the last one from 0; empty when the instrument gives no category.
        dimensions: empty when the instrument is not scored (an official result is then only
            banded).
        sources: short name → the source it stands for.
        remark: what every page with a score says about the instrument.
        compliance: the second axis; None for instruments of one axis.
        unit_weights: unit → its weight, where ``rules.units`` is ``weighted``.
    """

    instrument: str
    version: str
    official: bool
    bands: tuple[Band, ...]
    dimensions: tuple[Dimension, ...]
    rules: Rules = Rules()
    sources: Mapping[str, str] = field(default_factory=dict)
    remark: Title | None = None
    compliance: Compliance | None = None
    unit_weights: Mapping[str, Decimal] = field(default_factory=dict)

    def indicators(self) -> Iterator[Indicator]:
        """Yield the indicators of all dimensions in the order of the file."""
        for dimension in self.dimensions:
            yield from dimension.indicators()

    @property
    def sourced(self) -> bool:
        """Return whether every weight has a source."""
        sources = {each.weight_source for each in self.indicators()}
        for dimension in self.dimensions:
            sources.add(dimension.weight_source)
            sources.update(each.weight_source for each in dimension.variables)
        return ASSUMED not in sources


def parse_scheme(data: bytes, path: str = "instrument.toml") -> Scheme:
    """Read the scheme out of the bytes of an instrument.toml.

    Args:
        data: the file's bytes, UTF-8.
        path: how messages name the file.

    Raises:
        InstrumentError: the first fault, with its place: a key missing, unknown or of the wrong
            type; ids doubled; weights not positive or not summing to 100.00; bands not descending
            to 0; an unknown rule, level, zone or source.
    """
    top = read_toml(data, path)
    scheme = scheme_of(top)
    top.ignore(*_OTHER_KEYS)
    top.done()
    return scheme


def scheme_of(top: Table) -> Scheme:
    """Read the scheme; the caller reads the other keys and then calls ``top.done()``."""
    top.only(*_SCORING_KEYS, *_SECOND_AXIS, *_OTHER_KEYS)
    sources = _sources(top.table("sources", optional=True))
    scheme = Scheme(
        instrument=top.identifier(),
        version=top.identifier("version"),
        official=top.flag("official"),
        rules=_rules(top.table("rules", optional=True)),
        bands=read_bands(top),
        dimensions=tuple(_dimension(table, sources) for table in top.tables("dimension")),
        sources=sources,
        remark=title_of(top.table("remark")) if top.has("remark") else None,
        unit_weights=_unit_weights(top.table("unit_weight", optional=True)),
    )
    scheme = replace(scheme, compliance=_compliance(top, scheme.bands))
    highest = scheme.rules.highest
    for number, band in enumerate(scheme.bands, 1):
        if band.lower > highest:
            top.fault(
                "[band {number}] 'lower' must be at most the highest score, {highest}",
                number=number,
                highest=highest,
            )
    _check_ids(top, scheme.dimensions)
    total = sum((dimension.weight for dimension in scheme.dimensions), Decimal(0))
    if scheme.dimensions and scheme.rules.highest != _HUNDRED:
        top.fault("an instrument with dimensions scores 0 to 100: leave 'highest' out")
    if scheme.rules.units == "weighted" and not scheme.unit_weights:
        top.fault("rules.units is 'weighted': write the weights of the units in [unit_weight]")
    if scheme.dimensions and total != _HUNDRED:
        top.fault("the weights of the dimensions must sum to 100.00, not {total}", total=total)
    return scheme


def title_of(table: Table) -> Title:
    """Read a table ``{id = "…", en = "…"}``."""
    title = Title(id=table.text("id"), en=table.text("en"))
    table.done()
    return title


def _sources(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.keys()}  # noqa: SIM118  a Table is not a dict


def _rules(table: Table) -> Rules:
    closed = table.one_of("closed_stand", get_args(ClosedStand), "as-visible")
    table.one_of("rounding", ["half-up-2"], "half-up-2")
    table.one_of("missing_dimension", ["incomplete"], "incomplete")
    table.one_of("stand_mean", ["mean"], "mean")
    highest = table.decimal("highest") if table.has("highest") else _HUNDRED
    if not 0 < highest <= _HUNDRED:
        table.fault("'highest' must be above 0 and at most 100, not {given}", given=highest)
    rules = Rules(
        closed_stand=cast("ClosedStand", closed),
        stand_zone=table.flag("stand_zone", default=False),
        weights=cast("Weights", table.one_of("weights", get_args(Weights), "relative")),
        highest=highest,
        units=cast("Units", table.one_of("units", get_args(Units), "mean")),
        scale=cast("Scale", table.one_of("scale", get_args(Scale), "0-100")),
    )
    table.done()
    return rules


def _unit_weights(table: Table) -> dict[str, Decimal]:
    weights = {name: table.decimal(name) for name in table.keys()}  # noqa: SIM118  a Table is not a dict
    for name, weight in weights.items():
        if weight == 0:
            table.fault("the weight of '{name}' must be greater than 0", name=name)
    return weights


def _compliance(top: Table, quality: Sequence[Band]) -> Compliance | None:
    opinions = top.tables("opinion")
    if not top.has("compliance"):
        if opinions:
            opinions[0].fault("an opinion needs the second axis: write [compliance]")
        return None
    table = top.table("compliance")
    title, bands = title_of(table.table("title")), read_bands(table)
    table.done()
    if not bands:
        table.fault("has no [[compliance.band]]")
    found: dict[tuple[str, str], str] = {}
    for row in opinions:
        key = (
            row.one_of("quality", [band.code for band in quality]),
            row.one_of("compliance", [band.code for band in bands]),
        )
        if key in found:
            row.fault("there is an opinion for {one} and {other} already", one=key[0], other=key[1])
        found[key] = row.text("label")
        row.done()
    return Compliance(title, bands, found)


def _dimension(table: Table, sources: Mapping[str, str]) -> Dimension:
    name, title, weight, source = _weighted(table, sources)
    if weight % _CENT:
        table.fault("'weight' of a dimension is a percentage with at most two decimals")
    variables = tuple(_variable(child, sources) for child in _some(table, "variable"))
    table.done()
    return Dimension(name, title, weight, source, variables)


def _variable(table: Table, sources: Mapping[str, str]) -> Variable:
    name, title, weight, source = _weighted(table, sources)
    indicators = tuple(_indicator(child, sources) for child in _some(table, "indicator"))
    table.done()
    return Variable(name, title, weight, source, indicators)


def _indicator(table: Table, sources: Mapping[str, str]) -> Indicator:
    name, title, weight, source = _weighted(table, sources)
    level = cast("Level", table.one_of("level", get_args(Level)))
    table.done()
    return Indicator(name, title, weight, source, level)


def _weighted(table: Table, sources: Mapping[str, str]) -> tuple[str, Title, Decimal, str]:
    """Return what dimensions, variables and indicators share: id, title, weight and its source."""
    weight, source = table.decimal("weight"), table.text("weight_source")
    if weight == 0:
        table.fault("'weight' must be greater than 0: leave out what does not count")
    names = [name.strip() for name in source.split(",")]
    if ASSUMED in names and len(names) > 1:
        table.fault("'weight_source' must be '{name}' alone, or keys of [sources]", name=ASSUMED)
    for name in names:
        if name != ASSUMED and name not in sources:
            known = ", ".join(sources) or "none"
            table.fault(
                "'weight_source' names '{name}', which [sources] does not have; it must be '{assumed}' or keys of "
                "[sources]: {keys}",
                name=name,
                assumed=ASSUMED,
                keys=known,
            )
    return table.identifier(), title_of(table.table("title")), weight, source


def _some(table: Table, key: str) -> Sequence[Table]:
    tables = table.tables(key)
    if not tables:
        table.fault("has no [[…{key}]]", key=key)
    return tables


def _check_ids(top: Table, dimensions: Sequence[Dimension]) -> None:
    """Refuse an id used twice on one level of the tree: items and notes name parts by id alone."""
    variables = [variable for dimension in dimensions for variable in dimension.variables]
    levels = {
        "dimensions": [dimension.id for dimension in dimensions],
        "variables": [variable.id for variable in variables],
        "indicators": [each.id for variable in variables for each in variable.indicators],
    }
    for level, ids in levels.items():
        doubled = [name for name, count in Counter(ids).items() if count > 1]
        if doubled:
            top.fault("two {level} have the id '{name}'", level=level, name=doubled[0])
