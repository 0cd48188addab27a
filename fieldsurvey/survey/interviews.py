"""How far talks with service users came: asked, refused, screened out; by stand against the quota (domain.md §3.3, §7).

A form says so by the names of its questions: ``setuju`` (agrees; ``tidak`` ends the talk), ``dilayani`` (``belum``: not
served yet, so outside the sample), ``wali`` (``tidak``: under age without a guardian). Someone who ended there was
approached and counts for no quota. Refusals are counted, never held against anyone: nothing here blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.survey.model import ResponseState, TargetKind
from fieldsurvey.survey.responses import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.survey.model import Response, Visit


#: What is drawn of the services of stands (``samples.population``).
PRODUCT = "product"

_ENTRY = re.compile(r"/[^/]+/[^/\[]+\[[^\]]+\]")


class Outcome(StrEnum):
    """What became of an approach."""

    ASKED = "asked"
    REFUSED = "refused"
    NOT_SERVED = "not-served"
    MINOR = "minor"


_ENDS = (
    ("setuju", "tidak", Outcome.REFUSED),
    ("dilayani", "belum", Outcome.NOT_SERVED),
    ("wali", "tidak", Outcome.MINOR),
)


@dataclass(frozen=True, slots=True)
class Interviews:
    """The talks with service users of one visit.

    Attributes:
        outcomes: outcome → how many.
        at_stands: id of a stand → how many were asked there; "" for those asked elsewhere.
    """

    outcomes: Mapping[Outcome, int]
    at_stands: Mapping[str, int]

    @property
    def approached(self) -> int:
        """How many people were spoken to."""
        return sum(self.outcomes.values())

    @property
    def asked(self) -> int:
        """How many were asked the questions."""
        return self.outcomes.get(Outcome.ASKED, 0)

    def words(self) -> str:
        """Return the counts in Indonesian, "" when nobody was approached."""
        if not self.approached:
            return ""
        return (
            f"didekati {self.approached}: diwawancarai {self.asked}, "
            f"menolak {self.outcomes.get(Outcome.REFUSED, 0)}, "
            f"belum dilayani {self.outcomes.get(Outcome.NOT_SERVED, 0)}, "
            f"di bawah umur tanpa wali {self.outcomes.get(Outcome.MINOR, 0)}"
        )


def outcome_of(response: Response) -> Outcome:
    """Return what became of one approach, by its answers."""
    answers = {key.rsplit("/", 1)[-1]: value for key, value in response.values.items()}
    for question, answer, outcome in _ENDS:
        if answers.get(question) == answer:
            return outcome
    return Outcome.ASKED


def interviews(visit: Visit) -> Interviews:
    """Return the talks with the service users of a visit: one response a person, returned ones left out."""
    places = visit.stand_of_interviewed()
    talks = {
        response.target: outcome_of(response)
        for response in counted(visit.responses)
        if response.form == TargetKind.SERVICE_USER and response.state is not ResponseState.RETURNED
    }
    asked = [who for who, outcome in talks.items() if outcome is Outcome.ASKED]
    return Interviews(
        outcomes=Counter(talks.values()),
        at_stands=Counter(places.get(who, "") for who in asked),
    )


def asked(visit: Visit) -> dict[str, int]:
    """Return kind of target → how many were inspected or interviewed; who refused or was screened out was not.

    A product is inspected within its stand's form, in an entry of a repeat: each entry with an answer is one.
    """
    targets: dict[str, set[str]] = {}
    for response in visit.responses:
        targets.setdefault(response.form, set()).add(response.target)
    found = {kind: len(each) for kind, each in targets.items()}
    products = {
        (response.id, entry[0])
        for response in counted(visit.responses)
        if response.form == TargetKind.STAND
        for key, value in response.values.items()
        if value and (entry := _ENTRY.match(key))
    }
    users = TargetKind.SERVICE_USER.value
    return (
        found
        | ({users: interviews(visit).asked} if users in found else {})
        | ({PRODUCT: len(products)} if products else {})
    )
