"""How a figure comes about, in sentences: the arithmetic of means and weights, with the figures shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import ASSUMED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.scoring import Band, Part
    from fieldsurvey.ui.report.score_model import Branch

#: As many parts are written out with their weights.
_WRITTEN_OUT = 4


class ScoreWords(QObject):
    """Says how figures come about, in the language of the window."""

    def way_to(self, branch: Branch, sources: Mapping[str, str]) -> list[str]:
        """Return the sentences on one part.

        Args:
            branch: the part in its place.
            sources: key of a weight's source → what it is.
        """
        part = branch.part
        if part.level == "item":
            return self._of_answer(branch)
        lines = (
            [self._mean(part)]
            if part.score is not None
            else [self.tr("No answer feeds this part yet.")]
        )
        if part.level == "dimension" and part.score is not None and part.weight is not None:
            lines.append(
                self.tr("Brings {points} of {most} points of the whole score.").format(
                    points=format_decimal(part.score * part.weight / 100),
                    most=format_decimal(part.weight),
                )
            )
        return [*lines, *self._cost(branch), *self._weight(part, sources)]

    def to_next(self, score: Decimal, bands: Sequence[Band]) -> str:
        """Return how far it is to the next better category, ``""`` from the best."""
        better = [band for band in bands if band.lower > score]
        if not better:
            return ""
        following = min(better, key=lambda band: band.lower)
        return self.tr("{points} points to {code} ({label}, {zone})").format(
            points=format_decimal(following.lower - score),
            code=following.code,
            label=following.label,
            zone=following.zone or "–",
        )

    def _of_answer(self, branch: Branch) -> list[str]:
        part, question = branch.part, branch.question
        if question is None:
            return [self.tr("Counted zero: the schedule says open and nobody was there.")]
        given = question.answer or part.answer or "–"
        lines = [self.tr("Answer: {answer}").format(answer=given)]
        lines.append(
            self.tr("Does not apply: it leaves the count.")
            if part.score is None
            else self.tr("Counts {score} of 100.").format(score=format_decimal(part.score))
        )
        lines += self._cost(branch)
        place = f"{question.place} · {question.asked}" if question.asked else question.place
        lines.append(
            self.tr("At {place}, filled by {author}").format(place=place, author=question.author)
        )
        return lines

    def _cost(self, branch: Branch) -> list[str]:
        if not branch.cost:
            return []
        text = self.tr("Costs {points} points of the whole score.")
        return [text.format(points=format_decimal(branch.cost))]

    def _mean(self, part: Part) -> str:
        counted = [child for child in part.children if child.score is not None]
        left_out = len(part.children) - len(counted)
        if counted and counted[0].weight is not None:
            text = self._weighted(counted, part)
        elif counted and counted[0].level == "target":
            text = self.tr("The mean of {n} stands where it applies.").format(n=len(counted))
        else:
            text = self.tr("The mean of {n} answers.").format(n=len(counted))
        if left_out:
            text += " " + self.tr("{n} do not apply or have no data, and do not count.").format(
                n=left_out
            )
        return text

    def _weighted(self, counted: Sequence[Part], part: Part) -> str:
        if len(counted) == 1:
            return self.tr("The same as its only part.")
        if len(counted) > _WRITTEN_OUT:
            return self.tr("The mean of {n} parts by their weights.").format(n=len(counted))
        products = " + ".join(
            f"{format_decimal(child.score)} × {format_decimal(child.weight, None)}"
            for child in counted
            if child.score is not None and child.weight is not None
        )
        total = sum((child.weight or Decimal(0) for child in counted), Decimal(0))
        assert part.score is not None
        return f"({products}) ÷ {format_decimal(total, None)} = {format_decimal(part.score)}"

    def _weight(self, part: Part, sources: Mapping[str, str]) -> list[str]:
        if part.weight is None:
            return []
        if part.weight_source == ASSUMED:
            return [
                self.tr("* Its weight is assumed: no source gives one, so siblings weigh the same.")
            ]
        named = [sources.get(key.strip(), key.strip()) for key in part.weight_source.split(",")]
        return [self.tr("Weight by: {sources}.").format(sources="; ".join(named))]
