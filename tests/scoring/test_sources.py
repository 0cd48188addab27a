"""Every formula says where it is from: the page of the field, the design, or the regulation itself."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SOURCE = re.compile(r"domain\.md §[0-9]|PermenPANRB")
#: Module → its public functions that compute a figure.
FORMULAS = {
    "scoring.bands": ("shown", "band_of", "compliance_band", "opinion_of"),
    "scoring.compare": ("movements", "losses", "points_of_targets", "common_score"),
    "scoring.culture": ("culture_traits",),
    "scoring.indicators": ("score",),
    "scoring.means": ("mean", "weighted", "weighted_as_given"),
    "scoring.ranking": ("ranking", "rankings"),
    "scoring.sums": ("indicator_mean",),
    "scoring.totals": ("Totals",),
    "scoring.units": ("city_score", "unit_movements"),
    "survey.national": ("table",),
    "survey.sampling": ("wanted", "margin"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_names_its_source(name: str) -> None:
    """In its own docstring, or in that of its module where one rule is behind all of them."""
    module: ModuleType = importlib.import_module(f"fieldsurvey.{name}")
    of_all = SOURCE.search(module.__doc__ or "")
    for function in FORMULAS[name]:
        own = getattr(module, function).__doc__ or ""
        assert of_all or SOURCE.search(own), function
