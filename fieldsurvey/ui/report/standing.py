"""How far a visit is on its way to signed minutes: read where nobody waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.gaps import Weight
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.signatures import Original, signatures

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report.sign import Place
    from fieldsurvey.report.unnoted import KnownPapers
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.gaps import Gap
    from fieldsurvey.survey.overview import Overview, Overviews
    from fieldsurvey.survey.signatures import Signature


@dataclass(frozen=True, slots=True)
class PaperRead:
    """What was read of a PDF.

    Attributes:
        places: the places to sign, empty where there is no readable PDF.
        seal: digest of the seal that it was made under, ``""`` when it names none.
    """

    places: tuple[Place, ...] = ()
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps to signed minutes rest on.

    Attributes:
        overview: the visit.
        document: where its PDF lies, or would lie.
        paper: what lies there.
        noted: the signatures that the visit knows of, on paper and in files of their own too.
        known: what the visit knows of its papers as files.
    """

    overview: Overview
    document: Path
    paper: PaperRead = PaperRead()
    noted: tuple[Signature, ...] = ()
    known: KnownPapers | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """The places to sign; a PDF that was made under another seal has none."""
        return () if self.outdated else self.paper.places

    @property
    def outdated(self) -> bool:
        """Whether the PDF was made under another seal than the one that holds now, if any."""
        seal = self.overview.visit.seal
        return bool(self.paper.places) and (seal is None or self.paper.seal != seal.digest)

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
        """How many have signed, spare places included."""
        return sum(place.filled for place in self.places)

    @property
    def free(self) -> tuple[Place, ...]:
        """The places that wait for a signature, the spare ones last."""
        return tuple(sorted((p for p in self.places if not p.filled), key=lambda p: p.spare))

    @property
    def elsewhere(self) -> tuple[Signature, ...]:
        """The signatures whose original is not this file."""
        return tuple(each for each in self.noted if each.original != Original.FILE)

    @property
    def waiting(self) -> tuple[Place, ...]:
        """The places that wait for somebody who is expected to sign, and has not signed otherwise."""
        have = {each.person.casefold() for each in self.noted}
        return tuple(
            place for place in self.free if not place.spare and place.person.casefold() not in have
        )


def read_standing(desk: Desk, overviews: Overviews, visit: str, document: Path) -> Standing:
    """Return how far a visit is, its document still unread."""
    from fieldsurvey.report.unnoted import known_papers

    return Standing(
        overviews.of(desk, visit),
        document,
        noted=tuple(signatures(desk.records, visit)),
        known=known_papers(desk.records, visit),
    )


def read_paper(document: Path) -> PaperRead:
    """Read what can be known of a PDF; one that is missing or unreadable counts as none."""
    if not document.is_file():
        return PaperRead()  # nothing to load pyHanko for

    from fieldsurvey.errors import FieldSurveyError
    from fieldsurvey.report.document import places, read_document
    from fieldsurvey.report.seal_file import seal_of

    try:
        found = tuple(places(document, read_document(document)))
        return PaperRead(found, str(seal_of(document).get("seal", "")))
    except FieldSurveyError:
        return PaperRead()
