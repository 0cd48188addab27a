"""Where a visit is held, in words; and archiving it once others hold all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QLabel

from fieldsurvey.survey.archive import COPIES
from fieldsurvey.ui.followup.words import short_day
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.archive import Alone
    from fieldsurvey.sync.whereabouts import Holder, Whereabouts
    from fieldsurvey.ui.theme import Theme

_ROWS_SEEN = 2
#: kind of entity → what its changes are called.
_KINDS = {
    "response": QT_TRANSLATE_NOOP("Held", "answers"),
    "photo": QT_TRANSLATE_NOOP("Held", "photos"),
    "finding": QT_TRANSLATE_NOOP("Held", "findings"),
    "stand": QT_TRANSLATE_NOOP("Held", "stands"),
    "event": QT_TRANSLATE_NOOP("Held", "chronology"),
    "person": QT_TRANSLATE_NOOP("Held", "team and parties"),
    "followup": QT_TRANSLATE_NOOP("Held", "follow-up"),
    "complaint": QT_TRANSLATE_NOOP("Held", "complaints"),
    "document": QT_TRANSLATE_NOOP("Held", "documents"),
}


def here_text(held: Whereabouts) -> str:
    """Return what this laptop holds, and what of it nobody else said to hold."""
    text = QCoreApplication.translate(
        "Held", "This laptop holds {changes} changes and {files} files."
    )
    parts = [text.format(changes=held.changes, files=held.files)]
    if held.files_missing:
        missing = held.files_missing
        parts.append(
            QCoreApplication.translate("Held", "%n files have not arrived here.", "", missing)
        )
    return " ".join(parts)


def alone_text(held: Whereabouts) -> str:
    """Return what would be lost with this laptop."""
    if not held.only_here:
        return QCoreApplication.translate("Held", "Everything is held elsewhere too.")
    text = QCoreApplication.translate(
        "Held",
        "Only on this laptop: {changes} changes and {files} photos or files. "
        "Synchronise, or give a bundle to a colleague.",
    )
    return text.format(changes=held.only_here_changes, files=held.only_here_files)


def alone_details(alone: Alone) -> str:
    """Return what only this laptop holds, by the kind of thing it is."""
    known = {kind: count for kind, count in alone.kinds.items() if kind in _KINDS}
    rest = sum(alone.kinds.values()) - sum(known.values())
    parts = [f"{QCoreApplication.translate('Held', _KINDS[kind])} {n}" for kind, n in known.items()]
    if rest:
        other = QCoreApplication.translate("Held", "other facts")
        parts.append(f"{other} {rest}")
    if alone.photos:
        pictures = QCoreApplication.translate("Held", "photo files")
        parts.append(f"{pictures} {alone.photos}")
    return ", ".join(parts)


def holder_row(holder: Holder) -> Row:
    """Return what another place said to hold, as a row."""
    whole = not holder.changes_lacking and not holder.files_lacking
    lacks = QCoreApplication.translate("Held", "lacks {changes} changes and {files} files").format(
        changes=holder.changes_lacking, files=holder.files_lacking
    )
    by = (
        QCoreApplication.translate("Held", "signed receipt of {day}")
        if holder.signed
        else QCoreApplication.translate("Held", "by its bundle of {day}")
    )
    laptop = QCoreApplication.translate("Held", "laptop {id}").format(id=holder.device[:8])
    return Row(
        holder.device,
        holder.name or laptop,
        " · ".join(
            (
                QCoreApplication.translate("Held", "holds everything") if whole else lacks,
                by.format(day=short_day(holder.at.date())),
            )
        ),
        icon="check" if whole else "partial",
        color="good" if whole else "warn",
    )


class HoldersDialog(FieldsDialog):
    """The words on a visit, and the list of those who hold it."""

    def show_held(self, held: Whereabouts) -> None:
        """Show them."""
        alone = QLabel(alone_text(held))
        alone.setWordWrap(True)
        dress(alone, "warn" if held.only_here else "good")
        self.outer.insertWidget(2, alone)
        holders = RowList(self.theme, self.tr("Other places"))
        holders.say_when_empty(self.tr("Nobody has confirmed anything yet."))
        holders.set_rows([holder_row(one) for one in held.holders])
        holders.setMinimumHeight(self.theme.target * _ROWS_SEEN)
        self.outer.insertWidget(3, holders, 1)
        self.area.hide()
        self.fit()


class HeldDialog(HoldersDialog):
    """Says where a visit is held.

    Args:
        theme: colours and sizes.
        mall: what it is called.
        held: where it is.
        alone: what of it only this laptop holds.
        parent: the owner.
    """

    def __init__(
        self, theme: Theme, mall: str, held: Whereabouts, alone: Alone, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(self.tr("Held where: {mall}").format(mall=mall), here_text(held))
        self.show_held(held)
        if held.only_here:
            details = QLabel(alone_details(alone))
            details.setWordWrap(True)
            dress(details, "muted")
            self.outer.insertWidget(3, details)
        self.buttons(self.tr("Close"), only=True)
        self.go.clicked.connect(self.accept)
        self.go.setFocus()


class ArchiveDialog(HoldersDialog):
    """Asks before a visit leaves the list; where too few hold it, says so and leaves no way on.

    Args:
        theme: colours and sizes.
        mall: what it is called.
        held: where it is.
        finished: whether it is sealed, closed or cancelled.
        parent: the owner.
    """

    #: It is to be archived.
    confirmed = Signal()

    def __init__(
        self, theme: Theme, mall: str, held: Whereabouts, parent: QWidget, *, finished: bool
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Archive {mall}").format(mall=mall),
            self.tr("It leaves the list and can be brought back any time; nothing is deleted."),
        )
        self.show_held(held)
        self.buttons(self.tr("Archive"))
        whole = sum(1 for h in held.holders if not h.changes_lacking and not h.files_lacking)
        if not finished:
            self.complain(self.tr("Only a sealed, closed or cancelled visit is archived."))
        elif whole < COPIES:
            self.complain(
                self.tr(
                    "{whole} other places hold all of it, and {wanted} are needed. Send a bundle to another "
                    "laptop and import the one that it sends back, or synchronise."
                ).format(whole=whole, wanted=COPIES)
            )
        self.go.setEnabled(finished and whole >= COPIES)
        self.go.clicked.connect(self._go)
        self.go.setFocus()

    def _go(self) -> None:
        self.confirmed.emit()
        self.accept()
