"""Undo: a step is what one act changed in the answers, taken back or done again as new changes of the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from fieldsurvey.xforms.kept import Absent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.ui.answers.view import Medium
    from fieldsurvey.ui.form.bridge import FormBridge
    from fieldsurvey.xforms.kept import Kept

Answers = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands after a step, or before it.

    Attributes:
        answers: node key → value, for every key that the step touched; None for an instance that is not there.
        media: node key → what is attached, for the questions whose photos the step touched.
    """

    answers: Answers
    media: Mapping[str, tuple[Medium, ...]] = field(default_factory=dict)


def difference(changes: Mapping[str, tuple[Kept, Kept]]) -> tuple[Answers, Answers]:
    """Return what changed in the kept values, as it stood before and after."""
    return (
        {key: _answer(key, before) for key, (before, _) in changes.items()},
        {key: _answer(key, after) for key, (_, after) in changes.items()},
    )


def _answer(key: str, kept: Kept) -> str | None:
    return _absent(key) if isinstance(kept, Absent) else kept


def _absent(key: str) -> str | None:
    """Return what it means that a key is not kept: a blank answer, an instance that was never added.

    The form's own instances ("[#1]") are there without being kept.
    """
    return None if key.endswith("]") and not key.rsplit("[", 1)[-1].startswith("#") else ""


class Step(QUndoCommand):
    """One act of a person, already done when it is pushed.

    Args:
        bridge: where it was done.
        key: of the question that the person is brought to.
        text: what it was, in words.
        before: how its answers stood before it; after: after it.
        run: steps of the same non-empty run are one: the keystrokes of one visit to one field.
    """

    def __init__(
        self,
        bridge: FormBridge,
        key: str,
        text: str,
        before: Outcome,
        after: Outcome,
        run: str = "",
    ) -> None:
        super().__init__(text)
        self._bridge = bridge
        self.key, self.run = key, run
        self.before, self.after = before, after
        self._done = True

    def id(self) -> int:
        """Return the same number for all steps that may be joined."""
        return 1 if self.run else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join a later step of the same run."""
        if not isinstance(other, Step) or other.run != self.run or other.key != self.key:
            return False
        # What only the later step touched stood before the earlier one as it did before the later.
        self.before = Outcome({**other.before.answers, **self.before.answers})
        self.after = Outcome({**self.after.answers, **other.after.answers})
        return True

    def redo(self) -> None:
        """Do it again; the first time it is done already."""
        if self._done:
            self._done = False
            return
        self._bridge.put_back(self.key, self.after)

    def undo(self) -> None:
        """Take it back."""
        self._bridge.put_back(self.key, self.before)
