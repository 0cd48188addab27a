"""The two screens of the visits over the small visit, ready for keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.ui.visits import VisitList, VisitPage
from tests.ui.visits.hands import shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context


@pytest.fixture
def page(qtbot: QtBot, context: Context, visit: str) -> VisitPage:
    """The page of the small visit."""
    made = VisitPage(context, visit)
    shown(qtbot, made)
    return made


@pytest.fixture
def visits(qtbot: QtBot, context: Context) -> VisitList:
    """The list of visits."""
    made = VisitList(context)
    shown(qtbot, made)
    return made
