"""What is done to photos in the tray, each a step that can be taken back: captions, leaving out, placing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from fieldsurvey.survey.placing import bring_photo_back, place_photos, take_photo_back
from fieldsurvey.survey.tray import describe_photos, read_tray
from fieldsurvey.ui.deeds import Deeds, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.placing import Spot
    from fieldsurvey.ui.context import Context


class PhotoStep(Step, Protocol):
    """Something done to photos."""

    def do(self, desk: Desk, visit: str) -> int:
        """Do it; return to how many photos."""
        ...


@dataclass
class Described:
    """Photos got another caption, were left out or kept.

    Attributes:
        name: the field.
        value: what it is now.
        before: SHA-256 → what it was.
    """

    name: str
    value: object
    before: Mapping[str, object]

    def do(self, desk: Desk, visit: str) -> int:
        """Set the field of all."""
        describe_photos(desk.visits, visit, self.before, **{self.name: self.value})
        return len(self.before)

    def undo(self, desk: Desk, visit: str) -> None:
        """Set it back, photo by photo."""
        with desk.records.atomic():
            for sha256, value in self.before.items():
                describe_photos(desk.visits, visit, [sha256], **{self.name: value})


@dataclass
class Placed:
    """Photos became evidence.

    Attributes:
        spot: where.
        photos: SHA-256 of each.
    """

    spot: Spot
    photos: Sequence[str]
    _made: list[str] = field(default_factory=list)

    def do(self, desk: Desk, visit: str) -> int:
        """Place them; return how many were not there already."""
        wanted = set(self.photos)
        rows = [
            row
            for row in read_tray(desk.records, visit, desk.visits.snapshot(visit))
            if row.sha256 in wanted
        ]
        self._made = place_photos(desk, visit, self.spot, rows)
        return len(self._made)

    def undo(self, desk: Desk, visit: str) -> None:
        """Take them back, the last one first."""
        with desk.records.atomic():
            for photo in reversed(self._made):
                take_photo_back(desk, visit, photo)


@dataclass
class TakenBack:
    """Photos are no evidence any more.

    Attributes:
        evidence: ids of the pieces of evidence.
    """

    evidence: Sequence[str]

    def do(self, desk: Desk, visit: str) -> int:
        """Take them back."""
        with desk.records.atomic():
            for photo in reversed(self.evidence):
                take_photo_back(desk, visit, photo)
        return len(self.evidence)

    def undo(self, desk: Desk, visit: str) -> None:
        """Bring them back as they were."""
        with desk.records.atomic():
            for photo in self.evidence:
                bring_photo_back(desk, visit, photo)


class PhotoDeeds(Deeds):
    """Has steps done on the writer lane, and takes them back.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the page.
    """

    #: Something was done or taken back: where to stand then (SHA-256 names, the first that is shown).
    happened = Signal(list)

    def __init__(self, context: Context, visit: str, parent: QObject) -> None:
        super().__init__(context, visit, parent)
        self.stepped.connect(self._look_again)
        self.refused.connect(self._look_again)

    def do(self, step: PhotoStep, stand: Sequence[str] = ()) -> None:
        """Do a step.

        Args:
            step: what.
            stand: where to stand afterwards.
        """
        desk, visit = self._context.desk, self._visit

        def write(store: Store) -> int:
            return step.do(desk(store), visit)

        self._context.tasks.write(write, partial(self._did, step, list(stand)), self._did_not)

    def _did(self, step: PhotoStep, stand: list[str], count: int) -> None:
        self.remember(step)
        self._context.show(self._said(step, count))
        self.happened.emit(stand)

    def _did_not(self, error: Exception) -> None:
        self._context.tell(error)
        self.happened.emit([])

    def _look_again(self) -> None:
        self.happened.emit([])

    def _said(self, step: PhotoStep, count: int) -> str:
        match step:
            case Placed():
                where = step.spot.code or step.spot.label
                return self.tr("%n photos placed: {where}", "", count).format(where=where)
            case TakenBack():
                return self.tr("Taken back; the photo stays with the visit")
            case Described(name="left_out", value=True):
                return self.tr("%n photos left out; Ctrl+Z brings them back", "", count)
            case Described(name="left_out"):
                return self.tr("%n photos brought back", "", count)
            case Described(name="kept"):
                return self.tr("%n photos kept beside each other", "", count)
        return self.tr("Caption saved")
