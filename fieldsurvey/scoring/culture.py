"""The traits of an organisation's culture: means on the scale of 1 to 5, never shown for fewer than five people.

The short form of domain.md §8 (seed 001): four traits, three statements each. An answer of 1 to 5 is stored as a score
of (x − 1) ÷ 4, so that the scheme's tree holds it like any other; here it is turned back.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003  dataclass fields are read at run time by asdict users
from fractions import Fraction
from typing import TYPE_CHECKING

from fieldsurvey.scoring.bands import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fieldsurvey.scoring.result import MallScore, Part

#: Fewer respondents than this could be recognised (domain.md §7 rule 4, §8).
FEWEST = 5


@dataclass(frozen=True, slots=True)
class TraitMean:
    """One trait.

    Attributes:
        mean: 1–5, two decimals, half-up; None when nobody answered or too few did.
        n: how many people answered at least one of its statements.
    """

    id: str
    title: str
    mean: Decimal | None
    n: int


def culture_traits(result: MallScore) -> list[TraitMean]:
    """Return the traits of a visit scored by the instrument ``culture``, in the order of its file.

    A trait is the mean of its three statements on 1–5, 1 + 4 · mean of scores (domain.md §8: "score per trait = mean of
    3 (1–5)", suppressed below five people).
    """
    return [_trait(part) for part in result.dimensions]


def _trait(part: Part) -> TraitMean:
    answers = [item for item in _items(part.children) if item.score is not None]
    people = len({item.response for item in answers})
    if people < FEWEST:
        return TraitMean(part.id, part.title, None, people)
    # The mean of the statements' means, each from its own answers: a statement left out weighs no other one down.
    means = [_mean(child) for child in _indicators(part.children)]
    given = [mean for mean in means if mean is not None]
    return TraitMean(
        part.id, part.title, shown(1 + 4 * sum(given, Fraction(0)) / len(given)), people
    )


def _mean(indicator: Part) -> Fraction | None:
    scores = [Fraction(item.score) / 100 for item in _items((indicator,)) if item.score is not None]
    return sum(scores, Fraction(0)) / len(scores) if scores else None


def _indicators(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if part.level == "indicator":
            yield part
        else:
            yield from _indicators(part.children)


def _items(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if part.level == "item":
            yield part
        else:
            yield from _items(part.children)
