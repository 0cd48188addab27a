"""Steps on findings that can be taken back: what each writes, and what its undo writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldsurvey.survey.findings import (
    remove_findings,
    restore_findings,
    revise_finding,
)
from fieldsurvey.survey.merging import merge_findings, split_findings
from fieldsurvey.ui.deeds import Step as Deed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.survey.desk import Desk


class Step(Deed, Protocol):
    """A step on findings; ``show`` is the finding that it leaves in view."""

    @property
    def show(self) -> str:
        """The finding's id, ``""`` for none."""
        ...


@dataclass
class Reworded:
    """Fields of a finding were changed.

    Attributes:
        show: the finding.
        before, after: values by field name.
    """

    show: str
    before: Mapping[str, object]
    after: Mapping[str, object]

    def do(self, desk: Desk, visit: str) -> None:
        """Write the new words."""
        revise_finding(desk.visits, visit, self.show, self.after)

    def undo(self, desk: Desk, visit: str) -> None:
        """Write the old words, unless somebody else has written since."""
        revise_finding(desk.visits, visit, self.show, self.before, given=self.after)


@dataclass
class TakenOut:
    """A finding was taken out of the minutes."""

    show: str

    def do(self, desk: Desk, visit: str) -> None:
        """Take it out."""
        remove_findings(desk.visits, visit, [self.show])

    def undo(self, desk: Desk, visit: str) -> None:
        """Bring it back."""
        restore_findings(desk.visits, visit, [self.show])


@dataclass
class BroughtIn:
    """Findings came into the minutes: drafted, written by hand, or brought back; they are in the journal already."""

    findings: Sequence[str]

    @property
    def show(self) -> str:
        """The first of them."""
        return self.findings[0] if self.findings else ""

    def do(self, desk: Desk, visit: str) -> None:
        """Bring them back."""
        restore_findings(desk.visits, visit, self.findings)

    def undo(self, desk: Desk, visit: str) -> None:
        """Take them out."""
        remove_findings(desk.visits, visit, self.findings)


@dataclass
class Merged:
    """Findings that say the same went into one.

    Attributes:
        show: the one that stays.
        others: those that went into it.
    """

    show: str
    others: Sequence[str]

    def do(self, desk: Desk, visit: str) -> None:
        """Merge them."""
        merge_findings(desk.visits, visit, self.show, self.others)

    def undo(self, desk: Desk, visit: str) -> None:
        """Let them stand for themselves again."""
        split_findings(desk.visits, visit, self.others)


@dataclass
class Split:
    """What had gone into a finding stands for itself again.

    Attributes:
        show: the one it had gone into.
        others: what had.
    """

    show: str
    others: Sequence[str]

    def do(self, desk: Desk, visit: str) -> None:
        """Split them."""
        split_findings(desk.visits, visit, self.others)

    def undo(self, desk: Desk, visit: str) -> None:
        """Merge them again."""
        merge_findings(desk.visits, visit, self.show, self.others)
