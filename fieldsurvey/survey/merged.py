"""Findings that went into one another, as they are read: which of them stand for themselves.

A merged finding points at the one it went into (``merged_into``) and is left out of lists and minutes; the one that
stays shows its photos too. Pointers that two laptops set against each other come to rest: of a circle the finding of
least id stays, and what points at a removed finding stands for itself again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldsurvey.survey.model import Finding


def standing(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stand for themselves, each with the ids and photos of those that went into it."""
    known = {finding.id: finding for finding in findings}
    gone: dict[str, list[Finding]] = {}
    for finding in known.values():
        end = _end(known, finding)
        if end != finding.id:
            gone.setdefault(end, []).append(finding)
    merged = {each.id for group in gone.values() for each in group}
    return tuple(
        replace(
            finding,
            merged=tuple(sorted(each.id for each in gone.get(finding.id, ()))),
            photos=tuple(
                sorted(
                    {
                        *finding.photos,
                        *(n for each in gone.get(finding.id, ()) for n in each.photos),
                    }
                )
            ),
        )
        for finding in known.values()
        if finding.id not in merged
    )


def _end(known: Mapping[str, Finding], finding: Finding) -> str:
    """Return the id of the finding in which one ends up: its own when it goes nowhere."""
    path = [finding.id]
    while True:
        following = known[path[-1]].merged_into
        if following not in known:
            return path[-1]
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
