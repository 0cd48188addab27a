"""Scores from answers: schemes as data, exact sums, bands of the year, and an explained tree."""

from __future__ import annotations

from fieldsurvey.scoring.bands import band_of, compliance_band, opinion_of, shown, signed
from fieldsurvey.scoring.changes import scheme_changes, scheme_differences
from fieldsurvey.scoring.compare import (
    Common,
    Loss,
    Movement,
    Standing,
    Step,
    Trend,
    common_score,
    losses,
    movements,
    points_of_targets,
    trends,
)
from fieldsurvey.scoring.culture import FEWEST, TraitMean, culture_traits
from fieldsurvey.scoring.explain import band_line, explain_dict, explain_lines
from fieldsurvey.scoring.indicators import Language, feeding, score
from fieldsurvey.scoring.ranking import Place, Ranking, ranking, rankings
from fieldsurvey.scoring.result import (
    Band,
    MallScore,
    Observation,
    Part,
    StandScore,
    StandState,
)
from fieldsurvey.scoring.scheme import (
    ASSUMED,
    Compliance,
    Dimension,
    Indicator,
    Rules,
    Scheme,
    Title,
    Variable,
    parse_scheme,
    scheme_of,
    title_of,
)
from fieldsurvey.scoring.sums import PLACES, PlaceSums, halves, indicator_mean
from fieldsurvey.scoring.table import Table, read_toml
from fieldsurvey.scoring.totals import Total, Totals
from fieldsurvey.scoring.units import (
    CityScore,
    UnitMovement,
    UnitScore,
    UnitShare,
    city_score,
    unit_movements,
)

__all__ = [
    "ASSUMED",
    "FEWEST",
    "PLACES",
    "Band",
    "CityScore",
    "Common",
    "Compliance",
    "Dimension",
    "Indicator",
    "Language",
    "Loss",
    "MallScore",
    "Movement",
    "Observation",
    "Part",
    "Place",
    "PlaceSums",
    "Ranking",
    "Rules",
    "Scheme",
    "StandScore",
    "StandState",
    "Standing",
    "Step",
    "Table",
    "Title",
    "Total",
    "Totals",
    "TraitMean",
    "Trend",
    "UnitMovement",
    "UnitScore",
    "UnitShare",
    "Variable",
    "band_line",
    "band_of",
    "city_score",
    "common_score",
    "compliance_band",
    "culture_traits",
    "explain_dict",
    "explain_lines",
    "feeding",
    "halves",
    "indicator_mean",
    "losses",
    "movements",
    "opinion_of",
    "parse_scheme",
    "points_of_targets",
    "ranking",
    "rankings",
    "read_toml",
    "scheme_changes",
    "scheme_differences",
    "scheme_of",
    "score",
    "shown",
    "signed",
    "title_of",
    "trends",
    "unit_movements",
]
