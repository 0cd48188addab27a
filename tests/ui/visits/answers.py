"""Answers of the small visit, without a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.survey.desk import Desk
from tests.ui.conftest import AUTHOR

if TYPE_CHECKING:
    from fieldsurvey.store import Store


def filled(store: Store, visit: str, form: str, code: str, **answers: str) -> str:
    """Fill some answers of a form; return the response's id."""
    desk = Desk(store, author=AUTHOR)
    response = desk.responses(visit).open(form, desk.visits.target(visit, form, code))
    for ref, value in answers.items():
        response.set(f"/data/{ref.replace('__', '/')}", value)
    response.save()
    return response.id
