"""A visit's score as it is printed: explained, with its quotas; a survey of culture as traits on its own scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import FEWEST, culture_traits, explain_dict, explain_lines
from fieldsurvey.survey.interviews import asked, interviews

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.scoring import MallScore, TraitMean
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit

_KINDS = {
    "mall": "gedung",
    "stand": "gerai",
    "officer": "petugas",
    "service_user": "pengguna",
    "complaints": "meja pengaduan",
}


def score_lines(
    visit: Visit, instrument: Instrument, result: MallScore, *, answers: bool
) -> list[str]:
    """Return the score as Indonesian text.

    Args:
        visit: a snapshot.
        instrument: the one it pins.
        result: its score by that instrument.
        answers: down to the answers; a survey of traits never goes below them.
    """
    if instrument.scheme.rules.scale == "1-5":
        lines = [f"{result.instrument} {result.version}: sifat pada skala 1–5"]
        lines += [f"  {_trait(each)}" for each in culture_traits(result)]
        lines += ["Catatan", *(f"  {note}" for note in result.notes)]
    else:
        lines = explain_lines(result, answers=answers)
    return [*lines, *_quota_lines(visit, instrument.quota)]


def score_data(visit: Visit, instrument: Instrument, result: MallScore) -> dict[str, Any]:
    """Return the score as data for JSON; figures of fewer people than may be shown are left out."""
    data = explain_dict(result)
    if instrument.scheme.rules.scale == "1-5":
        traits = culture_traits(result)
        if any(each.n < FEWEST for each in traits):
            data |= {"score": None, "provisional": None, "dimensions": [], "stands": []}
        data["traits"] = [
            {
                "id": each.id,
                "title": each.title,
                "mean": None if each.mean is None else str(each.mean),
                "n": each.n,
            }
            for each in traits
        ]
    done = asked(visit)
    data["quota"] = {
        kind: {"wanted": wanted, "reached": done.get(kind, 0)}
        for kind, wanted in instrument.quota.items()
    }
    return data


def _trait(each: TraitMean) -> str:
    if each.mean is None:
        return f"{each.title}: kurang dari {FEWEST} orang, tidak ditampilkan · n = {each.n}"
    return f"{each.title}: {format_decimal(each.mean)} · n = {each.n}"


def _quota_lines(visit: Visit, quota: Mapping[str, int]) -> list[str]:
    if not quota:
        return []
    done = asked(visit)
    parts = [f"{_KINDS[kind]} {done.get(kind, 0)} dari {wanted}" for kind, wanted in quota.items()]
    talks = interviews(visit).words()
    return [f"Kuota: {'; '.join(parts)}", *([f"Pengguna {talks}"] if talks else [])]
