"""The editor of one photo: turn, crop, arrows, text and blurs, by keys, mouse or fingers; the original is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.media import Recipe, Words, edited_copy
from fieldsurvey.media.edits import LONGEST_TEXT
from fieldsurvey.media.lettering import undrawn
from fieldsurvey.survey.photo_edits import Recipes, edit_photo
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.photos.canvas import Canvas
from fieldsurvey.ui.photos.tools import COMMANDS, Tool
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

#: Longest side of the picture that is worked on, in pixels; places are shares, so the copy is made from all of them.
_WORKED_ON = 1600
_SHARE = 0.94  # of the window
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def open_editor(
    context: Context,
    visit: str,
    sha256: str,
    parent: QWidget,
    done: Callable[[], None],
    *,
    frozen: bool = False,
) -> PhotoEditor:
    """Open the editor over a page.

    Args:
        context: the tools.
        visit: the visit's id.
        sha256: of the original.
        parent: the page.
        done: called when something was saved.
        frozen: it can only be looked at: the visit is sealed.
    """
    editor = PhotoEditor(context, visit, sha256, parent, frozen=frozen)
    editor.accepted.connect(done)
    editor.open()
    return editor


class PhotoEditor(QDialog):
    """One photo and what is done to it. Closing it keeps the edits; only *Discard* does not.

    Args:
        context: the tools.
        visit: the visit's id.
        sha256: of the original.
        parent: the page.
        frozen: it can only be looked at.
    """

    def __init__(
        self, context: Context, visit: str, sha256: str, parent: QWidget, *, frozen: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Edit the photo"))
        self._context, self._visit, self._sha256, self._frozen = context, visit, sha256, frozen
        self._began: Recipe | None = None
        self._latest = Recipe()
        self._writing = False
        self._past: list[Recipe] = []
        self._future: list[Recipe] = []
        theme = context.theme
        self.canvas = Canvas(theme)
        self.canvas.readonly = frozen
        self.buttons: dict[str, QPushButton] = {}
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST_TEXT)
        self.line.setPlaceholderText(self.tr("What the text says"))
        self.line.setAccessibleName(self.line.placeholderText())
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        dress(self._hint, "small")
        self._kept = QLabel(
            self.tr("The visit is sealed: the photo can only be looked at.")
            if frozen
            else self.tr("The original is kept as it is. Papers and exports get this copy.")
        )
        self._kept.setWordWrap(True)
        dress(self._kept, "good")
        self.discard = QPushButton(self.tr("Discard"))
        self.done_button = QPushButton(self.tr("Done"))
        dress(self.done_button, "primary")
        for button in (self.discard, self.done_button):
            button.setAutoDefault(False)
            button.setMinimumHeight(theme.target)
        self._lay_out()
        self._connect()
        room = parent.window().size()
        self.resize(round(room.width() * _SHARE), round(room.height() * _SHARE))
        self._tell()
        self._load()

    @property
    def recipe(self) -> Recipe:
        """What is done to the photo now."""
        return self.canvas.recipe

    @property
    def ready(self) -> bool:
        """Whether the photo is there."""
        return self._began is not None

    # --- parts

    def _lay_out(self) -> None:
        theme = self._context.theme
        space = theme.space
        tools = QGridLayout()
        tools.setSpacing(space(0.5))
        for number, command in enumerate(COMMANDS):
            key = QKeySequence(command.key).toString(QKeySequence.SequenceFormat.NativeText)
            letter = f"  {key}" if len(command.key) == 1 else ""
            button = QPushButton(icon(command.icon, theme), self.tr(command.text) + letter)
            button.setToolTip(f"{self.tr(command.text)} ({key})")
            button.setAccessibleName(button.toolTip())
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCheckable(command.id in {*Tool} - {Tool.WORDS})
            button.clicked.connect(partial(self._run, command.id))
            dress(button, "key")
            tools.addWidget(button, number // 2, number % 2)
            self.buttons[command.id] = button
        side = QVBoxLayout()
        side.setSpacing(space())
        side.addLayout(tools)
        side.addWidget(self.line)
        warned = QWidget()
        PrintedCodes.beneath(warned, self.line, lacking=undrawn)
        side.addWidget(warned)
        side.addWidget(self._hint)
        side.addStretch(1)
        side.addWidget(self._kept)
        foot = QHBoxLayout()
        foot.setSpacing(space())
        foot.addWidget(self.discard)
        foot.addWidget(self.done_button, 1)
        side.addLayout(foot)
        body = QHBoxLayout(self)
        body.setContentsMargins(*[space(1.5)] * 4)
        body.setSpacing(space(1.5))
        body.addWidget(self.canvas, 1)
        body.addLayout(side)

    def _connect(self) -> None:
        self.canvas.changed.connect(self._changed)
        self.canvas.chosen.connect(self._tell)
        self.canvas.installEventFilter(self)
        self.line.textEdited.connect(self.canvas.write)
        self.line.returnPressed.connect(self.canvas.setFocus)
        self.line.installEventFilter(self)
        self.discard.clicked.connect(self.leave)
        self.done_button.clicked.connect(self.reject)

    def _load(self) -> None:
        visit, sha256 = self._visit, self._sha256

        def read(store: Store) -> tuple[bytes, Recipe]:
            return store.blob(sha256), Recipes.read(store, visit).of(sha256)

        self._context.tasks.read(read, self._read, self._failed)

    def _read(self, found: tuple[bytes, Recipe]) -> None:
        data, recipe = found
        self._context.tasks.work(partial(_upright, data), partial(self._show, recipe), self._failed)

    def _show(self, recipe: Recipe, picture: QImage) -> None:
        self._began = self._latest = recipe
        self.canvas.show_photo(picture, recipe)
        self.canvas.setFocus()
        self._tell()

    def _failed(self, error: Exception) -> None:
        self._context.tell(error)
        self.leave()

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the picture; Esc in the line of text goes back to it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.canvas:
                return self._key(event)
            if watched is self.line and event.key() == Qt.Key.Key_Escape:
                self.canvas.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _ARROWS:
            across, down = _ARROWS[key]
            pull, fine = bool(modifiers & _SHIFT), bool(modifiers & _CTRL)
            if not self._frozen:
                self.canvas.nudge(across, down, pull=pull, fine=fine)
            return True
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
            return True
        if modifiers & _CTRL:
            name = {Qt.Key.Key_Z: "redo" if modifiers & _SHIFT else "undo", Qt.Key.Key_Y: "redo"}
            return key in name and self._run(name[key])
        if key == Qt.Key.Key_N:
            self.canvas.next_mark()
            return True
        if key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.canvas.zoom(1 / 1.25)
            return True
        text = "Del" if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} else event.text().upper()
        text = "+" if text == "=" else text
        found = next((each.id for each in COMMANDS if each.key == text), "")
        return bool(found) and self._run(found, by_key=True)

    def _escape(self) -> bool:
        """Put the tool away, else let go of the mark, else leave."""
        if self.canvas.tool is not Tool.SELECT:
            self._take(Tool.SELECT)
            return True
        if self.canvas.selected:
            self.canvas.choose("")
            return True
        self.reject()
        return True

    def _enter(self) -> None:
        """Enter takes the crop, or goes to the text of the chosen words, or is done."""
        if self.canvas.tool is Tool.CROP:
            self._take(Tool.SELECT)
        elif isinstance(self.recipe.marks.get(self.canvas.selected), Words):
            self._to_line()
        else:
            self.reject()

    # --- what is done

    def _run(self, command: str, *_checked: bool, by_key: bool = False) -> bool:
        """Do what a button or its key says; a tool taken by key sets its mark in the middle at once."""
        canvas = self.canvas
        if command == "closer":
            canvas.zoom(1.25)
        elif command == "whole":
            canvas.zoom(0)
        elif self._frozen or not self.ready:
            return True
        elif command in {"turn", "turn-left"}:
            canvas.turn(1 if command == "turn" else -1)
        elif command == "remove":
            canvas.remove()
        elif command == "undo":
            self._step(self._past, self._future)
        elif command == "redo":
            self._step(self._future, self._past)
        else:
            self._use(Tool(command), by_key=by_key)
        self._tell()
        return True

    def _use(self, tool: Tool, *, by_key: bool) -> None:
        if tool is Tool.WORDS:
            self.canvas.add(tool)
            self._to_line()
        elif tool is not Tool.CROP and by_key:
            self.canvas.add(tool)
        else:
            self._take(Tool.SELECT if self.canvas.tool is tool else tool)

    def _take(self, tool: Tool) -> None:
        self.canvas.choose("")
        self.canvas.take(tool)
        self.canvas.setFocus()
        self._tell()

    def _to_line(self) -> None:
        self._tell()
        self.line.setFocus()
        self.line.selectAll()

    def _changed(self, recipe: Recipe) -> None:
        before = self._latest
        if recipe != before:
            self._past.append(before)
            self._future.clear()
            self._latest = recipe
        self._tell()

    def _step(self, source: list[Recipe], target: list[Recipe]) -> None:
        if source:
            target.append(self._latest)
            self._latest = source.pop()
            self.canvas.show_recipe(self._latest)

    def _tell(self) -> None:
        """Show which tool is in hand, what can be done now, and how."""
        canvas = self.canvas
        words = canvas.recipe.marks.get(canvas.selected)
        for name, button in self.buttons.items():
            button.setChecked(button.isCheckable() and name == canvas.tool)
            button.setEnabled(not self._frozen or name in {"closer", "whole"})
        self.buttons["remove"].setEnabled(bool(canvas.selected) and not self._frozen)
        self.buttons["undo"].setEnabled(bool(self._past))
        self.buttons["redo"].setEnabled(bool(self._future))
        shown = isinstance(words, Words) and not self._frozen
        self.line.setEnabled(shown)
        if isinstance(words, Words) and self.line.text() != words.text:
            self.line.setText(words.text)
        elif not shown:
            self.line.clear()
        if self._frozen:
            hint = ""
        elif canvas.tool is Tool.CROP:
            hint = self.tr(
                "Pull the corners, or arrows to move and Shift+arrows to size. Enter takes it."
            )
        elif canvas.selected:
            hint = self.tr(
                "Arrows move it, Shift+arrows size it, Del removes it, N is the next mark."
            )
        elif canvas.tool is not Tool.SELECT:
            hint = self.tr("Draw it on the photo, or tap where it belongs.")
        else:
            hint = self.tr("Letters set marks, also by touch. N chooses a mark. Enter: done.")
        self._hint.setText(hint)
        self.canvas.setAccessibleDescription(hint)

    # --- the end

    def leave(self) -> None:
        """Leave, and keep nothing of what was done."""
        super().reject()

    def reject(self) -> None:
        """Leave, and keep what was done."""
        began = self._began
        if self._writing:
            return
        if began is None or self._frozen or (self.recipe == began and not began.disputed):
            self.leave()
            return
        desk, visit, sha256, after = (
            self._context.desk,
            self._visit,
            self._sha256,
            self.recipe,
        )

        def write(store: Store) -> None:
            edit_photo(desk(store).visits, visit, sha256, began, after)

        self._writing = True
        self._context.tasks.write(write, self._written, self._unwritten)

    def _written(self, _nothing: None) -> None:
        self._context.show(self.tr("Photo edited; the original is kept"))
        self.accept()

    def _unwritten(self, error: Exception) -> None:
        self._writing = False
        self._context.tell(error)


def _upright(data: bytes) -> QImage:
    """Return a photo upright, small enough to be worked on."""
    return QImage.fromData(edited_copy(data, Recipe(), longest=_WORKED_ON))
