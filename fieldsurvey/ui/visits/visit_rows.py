"""A visit as a row of the list: how far it is, what is due, and what only this laptop holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from fieldsurvey.ui.parts.rows import Cell, Row
from fieldsurvey.ui.parts.words import day_text, visit_pill

if TYPE_CHECKING:
    from fieldsurvey.survey.line_ports import VisitLine
    from fieldsurvey.sync.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Extra:
    """What of a visit is found only by reading all of it.

    Attributes:
        late: changes that came after its seal.
        held: where it is held, None while that is not known.
    """

    late: int = 0
    held: Whereabouts | None = None


class VisitRows(QObject):
    """Makes the rows.

    Args:
        wide: whether there is room for the bars: large text needs it for the names.
        parent: the owner.
    """

    def __init__(self, *, wide: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._wide = wide

    @property
    def columns(self) -> tuple[float, ...]:
        """Return the widths of the cells in units."""
        return (18, 18, 18, 16) if self._wide else (17,)

    def row(self, line: VisitLine, extra: Extra) -> Row:
        """Return a visit's row."""
        if line.problem:
            title = self.tr("A visit that has not wholly arrived")
            return Row(line.id, title, line.problem, icon="error", color="bad")
        drawing, color = ("seal", "good") if line.sealed else ("mall", "accent")
        stands = Cell(
            self.tr("{seen} of {stands} stands seen").format(seen=line.seen, stands=line.stands),
            "good" if line.seen == line.stands else "accent",
            line.seen / line.stands if line.stands else 0.0,
        )
        users = (
            Cell(
                self.tr("{asked} of {wanted} service users").format(
                    asked=line.asked, wanted=line.wanted
                ),
                "good" if line.asked >= line.wanted else "accent",
                line.asked / line.wanted,
            )
            if line.wanted  # an instrument without interviews has nothing to count
            else Cell()
        )
        wanting = self._wanting(line)
        now = visit_pill(line.state)
        told = self.tr("%n changes after the seal", "", extra.late) if extra.late else ""
        if told:
            now = Cell(now.text, "warn", spoken=f"{now.text}, {told}", icon="problem")
        place = (
            told,
            "" if self._wide else wanting.text,
            self.tr("TRAINING") if line.training else self.tr("SAMPLE") if line.sample else "",
            line.city,
            day_text(line.day),
            held_text(extra.held),
            f"{line.title or line.instrument} {line.version}",
        )
        cells = (stands, users, wanting, now) if self._wide else (now,)
        detail = " · ".join(part for part in place if part)
        return Row(line.id, line.mall, detail, icon=drawing, color=color, cells=cells)

    def _wanting(self, line: VisitLine) -> Cell:
        """Return the gravest thing that wants somebody: decisions first, then deadlines."""
        if line.to_decide:
            return Cell(self.tr("%n to decide", "", line.to_decide), "bad", icon="problem")
        if line.overdue:
            return Cell(self.tr("%n overdue", "", line.overdue), "bad", icon="clock")
        if line.near:
            return Cell(self.tr("%n due soon", "", line.near), "warn", icon="clock")
        return Cell()


def held_text(found: Whereabouts | None) -> str:
    """Return in a few words where a visit is held, ``""`` while that is not known."""
    if found is None:
        return ""
    whole = sum(1 for one in found.holders if not one.changes_lacking and not one.files_lacking)
    if not found.only_here:
        said = QCoreApplication.translate("VisitRows", "held by %n others too", "", whole)
        return said if whole else ""
    if not found.holders:
        return QCoreApplication.translate("VisitRows", "only on this laptop")
    return QCoreApplication.translate(
        "VisitRows", "only here: {changes} changes, {files} files"
    ).format(changes=found.only_here_changes, files=found.only_here_files)
