"""The table of actions: id, text, keys, icon. Menus, tooltips and the F1 overlay are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence

from fieldsurvey.ui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.theme import Theme


class ActionSpec(NamedTuple):
    """One line of the table.

    Attributes:
        id: what ``Screen.on`` is given.
        text: English source, context ``Actions``.
        group: heading in the overlay, context ``Actions``.
        keys: shortcuts in portable text; the first is shown.
        icon: name of a file in ``resources/icons``.
        told: keys handled by a widget itself (digits in a choice), shown in the overlay and bound nowhere.
    """

    id: str
    text: str
    group: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    told: str = ""


_WINDOW = QT_TRANSLATE_NOOP("Actions", "Window")
_ANSWER = QT_TRANSLATE_NOOP("Actions", "Answering")
_MOVE = QT_TRANSLATE_NOOP("Actions", "Moving about")
_VISIT = QT_TRANSLATE_NOOP("Actions", "Visit")
_DOCUMENT = QT_TRANSLATE_NOOP("Actions", "Document")
_OFFICE = QT_TRANSLATE_NOOP("Actions", "Office")
_PHOTOS = QT_TRANSLATE_NOOP("Actions", "Photos")

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("keys", QT_TRANSLATE_NOOP("Actions", "Show all keys"), _WINDOW, ("F1",), "keyboard"),
    ActionSpec("guide", QT_TRANSLATE_NOOP("Actions", "User guide"), _WINDOW, ("Shift+F1",), "info"),
    ActionSpec("back", QT_TRANSLATE_NOOP("Actions", "Back"), _WINDOW, ("Alt+Left", "Esc"), "back"),
    ActionSpec(
        "larger",
        QT_TRANSLATE_NOOP("Actions", "Larger text"),
        _WINDOW,
        ("Ctrl++", "Ctrl+="),
        "larger",
    ),
    ActionSpec(
        "smaller", QT_TRANSLATE_NOOP("Actions", "Smaller text"), _WINDOW, ("Ctrl+-",), "smaller"
    ),
    ActionSpec("normal", QT_TRANSLATE_NOOP("Actions", "Normal text"), _WINDOW, ("Ctrl+0",)),
    ActionSpec("palette", QT_TRANSLATE_NOOP("Actions", "Next palette"), _WINDOW, ("F9",), "sun"),
    ActionSpec(
        "language",
        QT_TRANSLATE_NOOP("Actions", "Switch language"),
        _WINDOW,
        ("Ctrl+L",),
        "language",
    ),
    ActionSpec(
        "settings", QT_TRANSLATE_NOOP("Actions", "Settings"), _WINDOW, ("Ctrl+,",), "settings"
    ),
    ActionSpec(
        "lock", QT_TRANSLATE_NOOP("Actions", "Lock now"), _WINDOW, ("Ctrl+Shift+K",), "lock"
    ),
    ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), _WINDOW, ("Ctrl+Q",)),
    ActionSpec(
        "choose", QT_TRANSLATE_NOOP("Actions", "Choose the nth answer"), _ANSWER, told="1 … 9, 0"
    ),
    ActionSpec(
        "accept", QT_TRANSLATE_NOOP("Actions", "Accept, next question"), _ANSWER, told="Enter"
    ),
    ActionSpec(
        "accept-long",
        QT_TRANSLATE_NOOP("Actions", "Accept a long text"),
        _ANSWER,
        told="Ctrl+Enter",
    ),
    ActionSpec(
        "toggle", QT_TRANSLATE_NOOP("Actions", "Mark one of several"), _ANSWER, told="Space"
    ),
    ActionSpec("clear", QT_TRANSLATE_NOOP("Actions", "Clear the answer"), _ANSWER, told="Delete"),
    ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), _ANSWER, ("Ctrl+Z",), "undo"),
    ActionSpec(
        "redo", QT_TRANSLATE_NOOP("Actions", "Redo"), _ANSWER, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"
    ),
    ActionSpec("comment", QT_TRANSLATE_NOOP("Actions", "Comment"), _ANSWER, ("Ctrl+M",), "comment"),
    ActionSpec(
        "attach",
        QT_TRANSLATE_NOOP("Actions", "Attach a photo"),
        _ANSWER,
        ("Ctrl+Shift+P",),
        "photo",
    ),
    ActionSpec(
        "history",
        QT_TRANSLATE_NOOP("Actions", "History of the answer"),
        _ANSWER,
        ("Ctrl+H",),
        "history",
    ),
    ActionSpec(
        "same",
        QT_TRANSLATE_NOOP("Actions", "Same as the previous stand"),
        _ANSWER,
        ("Ctrl+D",),
        "copy",
    ),
    ActionSpec(
        "respondent",
        QT_TRANSLATE_NOOP("Actions", "Let the respondent answer"),
        _ANSWER,
        ("F11",),
        "person",
    ),
    ActionSpec(
        "add-entry",
        QT_TRANSLATE_NOOP("Actions", "Add an entry"),
        _ANSWER,
        ("Ctrl+Shift+N",),
        "plus",
    ),
    ActionSpec(
        "remove-entry",
        QT_TRANSLATE_NOOP("Actions", "Remove the entry"),
        _ANSWER,
        ("Ctrl+Shift+Del",),
        "trash",
    ),
    ActionSpec("save", QT_TRANSLATE_NOOP("Actions", "Save now"), _ANSWER, ("Ctrl+S",), "save"),
    ActionSpec(
        "form-language",
        QT_TRANSLATE_NOOP("Actions", "Language of the form"),
        _ANSWER,
        ("Ctrl+Shift+L",),
        "language",
    ),
    ActionSpec(
        "finish", QT_TRANSLATE_NOOP("Actions", "Finish the form"), _ANSWER, ("Ctrl+J",), "check"
    ),
    ActionSpec(
        "reopen",
        QT_TRANSLATE_NOOP("Actions", "Open the finished form again"),
        _ANSWER,
        ("Ctrl+Shift+O",),
        "unlock",
    ),
    ActionSpec(
        "previous-question",
        QT_TRANSLATE_NOOP("Actions", "Previous question"),
        _MOVE,
        ("Ctrl+Up", "PgUp"),
        "up",
    ),
    ActionSpec(
        "next-question",
        QT_TRANSLATE_NOOP("Actions", "Next question"),
        _MOVE,
        ("Ctrl+Down", "PgDown"),
        "down",
    ),
    ActionSpec(
        "previous-section",
        QT_TRANSLATE_NOOP("Actions", "Previous section"),
        _MOVE,
        ("Ctrl+Left", "Ctrl+PgUp"),
        "previous",
    ),
    ActionSpec(
        "next-section",
        QT_TRANSLATE_NOOP("Actions", "Next section"),
        _MOVE,
        ("Ctrl+Right", "Ctrl+PgDown"),
        "next",
    ),
    ActionSpec(
        "next-problem", QT_TRANSLATE_NOOP("Actions", "Next problem"), _MOVE, ("F8",), "problem"
    ),
    ActionSpec(
        "previous-problem",
        QT_TRANSLATE_NOOP("Actions", "Previous problem"),
        _MOVE,
        ("Shift+F8",),
        "problem",
    ),
    ActionSpec(
        "go-to", QT_TRANSLATE_NOOP("Actions", "Go to a question"), _MOVE, ("Ctrl+G",), "search"
    ),
    ActionSpec("panes", QT_TRANSLATE_NOOP("Actions", "Next part of the screen"), _MOVE, ("F6",)),
    ActionSpec("find", QT_TRANSLATE_NOOP("Actions", "Find"), _MOVE, ("Ctrl+F",), "search"),
    ActionSpec(
        "filter",
        QT_TRANSLATE_NOOP("Actions", "Narrow the list"),
        _MOVE,
        ("Ctrl+Shift+F",),
    ),
    ActionSpec("new", QT_TRANSLATE_NOOP("Actions", "New"), _VISIT, ("Ctrl+N",), "plus"),
    ActionSpec("more", QT_TRANSLATE_NOOP("Actions", "More"), _VISIT, ("F10",), "list"),
    ActionSpec("sync", QT_TRANSLATE_NOOP("Actions", "Synchronise"), _VISIT, ("Ctrl+U",), "sync"),
    ActionSpec("training", QT_TRANSLATE_NOOP("Actions", "Training"), _VISIT, ("Ctrl+T",)),
    ActionSpec("refresh", QT_TRANSLATE_NOOP("Actions", "Refresh"), _VISIT, ("F5",), "refresh"),
    ActionSpec(
        "parts", QT_TRANSLATE_NOOP("Actions", "Parts of the visit"), _VISIT, told="Alt+1 … Alt+6"
    ),
    ActionSpec(
        "stand-state",
        QT_TRANSLATE_NOOP("Actions", "Stand is open, closed, off schedule"),
        _VISIT,
        told="1, 2, 3",
    ),
    ActionSpec("officer", QT_TRANSLATE_NOOP("Actions", "Next officer"), _VISIT, told="P"),
    ActionSpec("service-user", QT_TRANSLATE_NOOP("Actions", "Next service user"), _VISIT, told="U"),
    ActionSpec("complaints", QT_TRANSLATE_NOOP("Actions", "Complaints desk"), _VISIT, told="K"),
    ActionSpec(
        "stand-more",
        QT_TRANSLATE_NOOP("Actions", "Note on the stand, its inspector, a new stand"),
        _VISIT,
        told="N, I, T",
    ),
    ActionSpec(
        "parties",
        QT_TRANSLATE_NOOP("Actions", "Team, counterpart, witness, reaction"),
        _VISIT,
        told="A, B, S, R",
    ),
    ActionSpec(
        "take-back",
        QT_TRANSLATE_NOOP("Actions", "Take the present row back"),
        _VISIT,
        told="Delete",
    ),
    ActionSpec("score", QT_TRANSLATE_NOOP("Actions", "Score"), _VISIT, ("Ctrl+1",), "score"),
    ActionSpec(
        "present",
        QT_TRANSLATE_NOOP("Actions", "Show on the projector"),
        _VISIT,
        ("Shift+F11",),
        "projector",
    ),
    ActionSpec(
        "findings", QT_TRANSLATE_NOOP("Actions", "Findings"), _VISIT, ("Ctrl+2",), "finding"
    ),
    ActionSpec("merge", QT_TRANSLATE_NOOP("Actions", "Merge findings"), _VISIT, ("Ctrl+B",)),
    ActionSpec(
        "split", QT_TRANSLATE_NOOP("Actions", "Split a merged finding"), _VISIT, ("Ctrl+Shift+B",)
    ),
    ActionSpec(
        "documents", QT_TRANSLATE_NOOP("Actions", "Documents"), _VISIT, ("Ctrl+3",), "document"
    ),
    ActionSpec("photos", QT_TRANSLATE_NOOP("Actions", "Photos"), _VISIT, ("Ctrl+5",), "photo"),
    ActionSpec(
        "follow-up", QT_TRANSLATE_NOOP("Actions", "Follow-up"), _VISIT, ("Ctrl+4",), "history"
    ),
    ActionSpec(
        "whole-form",
        QT_TRANSLATE_NOOP("Actions", "Move a form, keep it secret, consent taken back"),
        _VISIT,
        told="M, R, C",
    ),
    ActionSpec(
        "archived",
        QT_TRANSLATE_NOOP("Actions", "Archived visits"),
        _VISIT,
        ("Ctrl+Shift+A",),
        "folder",
    ),
    ActionSpec(
        "archive",
        QT_TRANSLATE_NOOP("Actions", "Archive a visit, bring it back, take a complaint"),
        _VISIT,
        told="A",
    ),
    ActionSpec(
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "Was the earlier finding mended?"),
        _VISIT,
        told="L",
    ),
    ActionSpec(
        "report", QT_TRANSLATE_NOOP("Actions", "Status of a finding or complaint"), _VISIT, told="S"
    ),
    ActionSpec(
        "seal", QT_TRANSLATE_NOOP("Actions", "Seal the visit"), _DOCUMENT, ("Ctrl+Shift+S",), "seal"
    ),
    ActionSpec(
        "make-pdf", QT_TRANSLATE_NOOP("Actions", "Make the PDF"), _DOCUMENT, ("Ctrl+P",), "pdf"
    ),
    ActionSpec("sign", QT_TRANSLATE_NOOP("Actions", "Sign"), _DOCUMENT, ("Ctrl+Shift+G",), "sign"),
    ActionSpec(
        "verify", QT_TRANSLATE_NOOP("Actions", "Verify"), _DOCUMENT, ("Ctrl+Shift+V",), "verify"
    ),
    ActionSpec(
        "office",
        QT_TRANSLATE_NOOP("Actions", "Registry and instruments"),
        _OFFICE,
        ("F7",),
        "folder",
    ),
    ActionSpec("registry", QT_TRANSLATE_NOOP("Actions", "Registry"), _OFFICE, ("Ctrl+R",), "mall"),
    ActionSpec(
        "instruments", QT_TRANSLATE_NOOP("Actions", "Instruments"), _OFFICE, ("Ctrl+I",), "score"
    ),
    ActionSpec("add-record", QT_TRANSLATE_NOOP("Actions", "Add"), _OFFICE, ("Ins",), "plus"),
    ActionSpec("end-record", QT_TRANSLATE_NOOP("Actions", "End a record"), _OFFICE, told="Delete"),
    ActionSpec(
        "record-more",
        QT_TRANSLATE_NOOP("Actions", "Schedule of the stand, history of the record"),
        _OFFICE,
        told="J, H",
    ),
    ActionSpec(
        "import-table",
        QT_TRANSLATE_NOOP("Actions", "Import a list or an instrument"),
        _OFFICE,
        ("Ctrl+Shift+I",),
        "table",
    ),
    ActionSpec(
        "export-table",
        QT_TRANSLATE_NOOP("Actions", "Export to edit in Excel"),
        _OFFICE,
        ("Ctrl+Shift+E",),
        "save",
    ),
    ActionSpec(
        "photo-show",
        QT_TRANSLATE_NOOP("Actions", "All, not placed, placed, look alike, left out"),
        _PHOTOS,
        told="1 … 5",
    ),
    ActionSpec(
        "photo-place",
        QT_TRANSLATE_NOOP("Actions", "Place the photo, take it back"),
        _PHOTOS,
        told="T, B",
    ),
    ActionSpec(
        "photo-sort",
        QT_TRANSLATE_NOOP("Actions", "Caption, keep look-alikes, leave out"),
        _PHOTOS,
        told="C, K, Delete",
    ),
    ActionSpec("photo-edit", QT_TRANSLATE_NOOP("Actions", "Edit the photo"), _PHOTOS, told="Enter"),
    ActionSpec(
        "photo-turn",
        QT_TRANSLATE_NOOP("Actions", "Editing: turn, crop"),
        _PHOTOS,
        told="R, L, C",
    ),
    ActionSpec(
        "photo-mark",
        QT_TRANSLATE_NOOP("Actions", "Editing: arrow, text, blur a box, blur a face"),
        _PHOTOS,
        told="A, T, B, F",
    ),
    ActionSpec(
        "photo-move",
        QT_TRANSLATE_NOOP("Actions", "Editing: next mark, move it, size it"),
        _PHOTOS,
        told="N, ← ↑ ↓ →, Shift+←",
    ),
)
_BY_ID = {spec.id: spec for spec in ACTIONS}


def action_text(action: str) -> str:
    """Return an action's text in the language of the window."""
    return QCoreApplication.translate("Actions", _BY_ID[action].text)


def make_action(action: str, owner: QWidget, theme: Theme, *, pictured: bool = True) -> QAction:
    """Make the action for one owner: text, icon, tooltip with its key, and shortcuts that hold inside the owner.

    Args:
        action: its id.
        owner: inside whom its keys hold.
        theme: colours of the icon.
        pictured: whether anything shows its icon; drawing one takes a millisecond.
    """
    spec = _BY_ID[action]
    made = QAction(action_text(action), owner)
    made.setObjectName(action)
    keys = [QKeySequence(key) for key in spec.keys]
    made.setShortcuts(keys)
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    if spec.icon and pictured:
        made.setIcon(icon(spec.icon, theme))
    if keys:
        shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{action_text(action)} ({shown})")
    return made


def picture(made: QAction, theme: Theme) -> None:
    """Give an action made without its icon the icon, now that something shows it."""
    spec = _BY_ID[made.objectName()]
    if spec.icon and made.icon().isNull():
        made.setIcon(icon(spec.icon, theme))
