"""How far a visit is on its way to signed minutes: read where nobody waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.gaps import Weight
from fieldsurvey.survey.model import VisitState

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report.sign import Place
    from fieldsurvey.survey.gaps import Gap
    from fieldsurvey.survey.overview import Overview


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps to signed minutes rest on.

    Attributes:
        overview: the visit.
        document: where its PDF lies, or would lie.
        places: the places to sign, empty while there is no PDF.
    """

    overview: Overview
    document: Path
    places: tuple[Place, ...]

    @property
    def completed(self) -> bool:
        """Whether the work on site has ended."""
        return self.overview.visit.state not in {
            VisitState.PLANNED,
            VisitState.ON_SITE,
            VisitState.CANCELLED,
        }

    @property
    def sealed(self) -> bool:
        """Whether the facts are frozen."""
        return self.overview.sealed

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing; under a seal nothing can be added any more."""
        return () if self.sealed else self.overview.gaps

    @property
    def barred(self) -> bool:
        """Whether something forbids the seal."""
        return any(gap.weight is Weight.FORBIDS for gap in self.gaps)

    @property
    def made(self) -> bool:
        """Whether there is a PDF that can be signed."""
        return bool(self.places)

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(place.filled for place in self.places)

    @property
    def free(self) -> tuple[Place, ...]:
        """The places that wait for a signature."""
        return tuple(place for place in self.places if not place.filled)


def places_in(document: Path) -> tuple[Place, ...]:
    """Return the places to sign in a document, none where there is no readable one."""
    from fieldsurvey.errors import FieldSurveyError
    from fieldsurvey.report.document import places, read_document

    try:
        return tuple(places(document, read_document(document)))
    except FieldSurveyError:
        return ()
