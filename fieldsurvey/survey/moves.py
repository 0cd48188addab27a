"""A response filled for the wrong target is moved to the right one: one change of its slot, nothing filled again.

The answers, comments and their history stay with the response; so do edits that another laptop makes meanwhile, for
they name the response and not its target. What rests on it (findings, photos) follows, because a snapshot reads the
target from the response. A slot that is taken already is filled twice then: shown, counted once, and decided before the
seal like every double.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.same_stand import settled
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import response_of

if TYPE_CHECKING:
    from fieldsurvey.survey.model import Response
    from fieldsurvey.survey.visits import Target, Visits


def move_response(visits: Visits, visit: str, response: str, target: Target) -> list[str]:
    """Move a response to another target of its form, durably, as one change.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        response: the response's id.
        target: where it belongs.

    Returns:
        Ids of the responses that filled that slot already.

    Raises:
        VisitError: the visit is sealed, there is no such response, it is of another form, or it is there already.
    """
    require_open(visits.records, visit, "answers")
    moved = find_response(visits, visit, response)
    if moved.form != target.kind.value:
        raise VisitError(what=f"a {moved.form} form cannot be moved to a {target.kind.value}")
    if moved.target == target.id:
        raise VisitError(what=f"the response is for {target.code} already")
    visits.change(visit, "response", moved.id, target=target.id)
    return [
        each.id
        for each in _responses(visits, visit)
        if each.id != moved.id
        and (each.target, each.form, each.ordinal) == (target.id, moved.form, moved.ordinal)
    ]


def undo_move(visits: Visits, visit: str, response: str) -> str:
    """Take the last move of a response back, as a change of its own; return the target it is for again.

    Raises:
        VisitError: the visit is sealed, the response was never moved, or somebody moved it elsewhere meanwhile.
    """
    require_open(visits.records, visit, "answers")
    moved = find_response(visits, visit, response)
    written = visits.records.history(visit, moved.id, "target")
    mine = (written[-1].change.author, written[-1].change.device)
    if len(written) < 2:
        raise VisitError(what="this response was never moved")
    if written[-1].value != moved.target or mine != (visits.author, visits.records.device):
        raise VisitError(what="the last move is not yours: move the response again instead")
    before = str(written[-2].value)
    visits.change(visit, "response", moved.id, target=before)
    return before


def find_response(visits: Visits, visit: str, text: str) -> Response:
    """Return the response that an id or a unique beginning of one names.

    Raises:
        VisitError: none or several fit.
    """
    fitting = [each for each in _responses(visits, visit) if text and each.id.startswith(text)]
    if len(fitting) != 1:
        raise VisitError(
            what=f"{text!r} names {len(fitting) or 'no'} responses; `fieldsurvey visit show` lists them"
        )
    return fitting[0]


def _responses(visits: Visits, visit: str) -> list[Response]:
    return [response_of(record) for record in settled(visits.records, visit, "response")]
