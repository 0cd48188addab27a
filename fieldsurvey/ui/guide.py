"""The user guide, offline: chapters on the left, the text beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeySequence,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.paths import resources_folder
from fieldsurvey.ui.screen import Page

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.ui.theme import Theme

_LIST_UNITS, _WIDEST_UNITS = 32, 104


def chapters() -> list[Path]:
    """Return the chapters in their order."""
    return sorted((resources_folder() / "guide").glob("*.md"))


class _Text(QTextBrowser):
    """A chapter; its pictures are as wide as the text."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._most = theme.space(_WIDEST_UNITS)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(theme.space(3))

    def loadResource(self, kind: int, name: QUrl) -> object:
        """Read a picture of the guide, never anything else."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        picture = QImage(str(self._folder / "pictures" / name.fileName()))
        room = min(self._most, self.viewport().width() - 2 * int(self.document().documentMargin()))
        if picture.isNull() or picture.width() <= room:
            return picture
        return picture.scaledToWidth(max(1, room), Qt.TransformationMode.SmoothTransformation)

    def show_chapter(self, text: str) -> None:
        """Show a chapter, its strong words in our strongest face: Qt would smear a bolder one."""
        self.document().clear()
        self.setMarkdown(text)
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            for part in block:
                fragment = part.fragment()
                if fragment.charFormat().fontWeight() > QFont.Weight.DemiBold:
                    cursor.setPosition(fragment.position())
                    cursor.setPosition(
                        fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
                    )
                    strong = QTextCharFormat()
                    strong.setFontWeight(QFont.Weight.DemiBold)
                    cursor.mergeCharFormat(strong)
            block = block.next()


class GuidePage(Page):
    """The guide; letters typed into the field above find the next place that has them.

    Args:
        theme: sizes and colours.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._texts = [path.read_text(encoding="utf-8") for path in chapters()]
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Chapters"))
        self.list.addItems([text.splitlines()[0].lstrip("# ") for text in self._texts])
        self.list.setFixedWidth(theme.space(_LIST_UNITS))
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, theme.target))
        self.text = _Text(theme, resources_folder() / "guide")
        self.text.setAccessibleName(self.tr("Guide"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find in the guide (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Find in the guide"))
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self._find)
        self.list.currentRowChanged.connect(self._show)
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        self.search.setFixedWidth(theme.space(_LIST_UNITS))
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(2),) * 4)
        row.setSpacing(theme.space(2))
        row.addLayout(left)
        row.addWidget(self.text, 1)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.list.setCurrentRow(0)

    def title(self) -> str:
        """Return what this page shows."""
        return self.tr("Guide")

    def entered(self) -> None:
        """Stand on the chapters."""
        self.list.setFocus()

    def place(self) -> object:
        """Return the chapter."""
        return self.list.currentRow()

    def go_to(self, place: object) -> None:
        """Open a chapter."""
        if isinstance(place, int):
            self.list.setCurrentRow(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures."""
        super().resizeEvent(event)
        self._show(self.list.currentRow())

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._texts):
            self.text.show_chapter(self._texts[row])

    def _find(self) -> None:
        """Go to the next place with these words: further in this chapter, else in the next that has them."""
        wanted = self.search.text().strip()
        if not wanted or self.text.find(wanted):
            return
        count, here = len(self._texts), self.list.currentRow()
        for row in ((here + ahead) % count for ahead in range(1, count + 1)):
            if wanted.casefold() in self._texts[row].casefold():
                self.list.setCurrentRow(row)
                self._show(row)
                self.text.find(wanted)
                return
