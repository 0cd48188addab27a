"""Pictures that a form shows beside its questions and choices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel

from fieldsurvey.ui.answers import QuestionFrame, view_of
from fieldsurvey.ui.answers.choices import SelectOneQuestion
from tests.scenario import form_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme

FORM = """
    | survey  |              |      |          |              |
    |         | type         | name | label    | media::image |
    |         | select_one k | q    | Yang mana? | denah.png  |
    | choices |              |      |          |              |
    |         | list_name    | name | label    | media::image |
    |         | k            | a    | Ramah    | ramah.png    |
    |         | k            | b    | Biasa    |              |
"""


def picture(color: str, width: int = 300, height: int = 200) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(color))
    return made


def test_label_and_choices_show_their_pictures(qtbot: QtBot, theme: Theme) -> None:
    pictures = {"denah.png": picture("#0000FF", 900), "ramah.png": picture("#00AA00")}
    view = view_of(form_of(FORM).start(), "/data/q", pictures=pictures)
    frame = QuestionFrame(theme, view)
    qtbot.addWidget(frame)
    frame.resize(800, 600)
    frame.show()
    QApplication.processEvents()
    shown = [label for label in frame.findChildren(QLabel) if not label.pixmap().isNull()]
    assert len(shown) == 1
    assert shown[0].pixmap().width() == theme.space(50), "a wide picture is made to fit"
    assert isinstance(frame.widget, SelectOneQuestion)
    first, second = frame.widget.list.rows
    assert first.height() > second.height() >= theme.target
    painted = first.grab().toImage()
    assert any(
        painted.pixelColor(x, painted.height() // 2) == QColor("#00AA00")
        for x in range(painted.width())
    )
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    frame.show_node(replace(view, picture=None))
    assert not shown[0].isVisible()


def test_a_picture_that_is_not_there_leaves_the_words(qtbot: QtBot, theme: Theme) -> None:
    view = view_of(form_of(FORM).start(), "/data/q", pictures={"lain.png": picture("#000000")})
    assert (view.picture, dict(view.choice_pictures)) == (None, {})
    frame = QuestionFrame(theme, view)
    qtbot.addWidget(frame)
    assert any(label.text() == "Yang mana?" for label in frame.findChildren(QLabel))
