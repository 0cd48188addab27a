"""What repeats from stand to stand: answers of the response that the same inspector filled before this one.

A form says itself what repeats: ``bind::fs:same`` is ``yes`` or ``no``. Where it says nothing, what is public and
judges nothing repeats: a figure or a choice that feeds no indicator, makes no finding and is no evidence. A judgment is
not copied unless the form asks for it: it would be made without looking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError
from fieldsurvey.survey.filling import FS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.survey.model import Response
    from fieldsurvey.xforms import FormSession, NodeDefinition

#: What belongs to one place and one moment: never offered.
_OWN_TYPES = frozenset({"time", "dateTime", "date", "geopoint", "geotrace", "geoshape", "binary"})


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that can be taken over.

    Attributes:
        ref: the question here.
        value: the answer there.
        present: the answer here, "" when there is none.
        proposed: taken unless the person says no: nothing stands here yet.
    """

    ref: str
    value: str
    present: str
    proposed: bool


def previous_response(
    responses: Sequence[Response], *, form: str, target: str, author: str, before: str
) -> Response | None:
    """Return the latest response that this author made for another target, None when there is none.

    Args:
        responses: of the visit, in the order they were made.
        form: as the instrument names it.
        target: what is filled now.
        author: whose responses count.
        before: id of the response being filled; those made after it are left aside (UUIDv7 ids sort by time).
    """
    found = [
        response
        for response in responses
        if response.form == form
        and response.author == author
        and response.target != target
        and response.id < before
    ]
    return max(found, key=lambda response: response.id, default=None)


def offers(session: FormSession, response: Response, refs: Iterable[str]) -> list[Offer]:
    """Return what could be taken over for some questions, in their order.

    Left aside is what does not repeat, what this form would not accept, and what is the same already.

    Args:
        session: the live form here.
        response: the response there.
        refs: the questions here.
    """
    found = []
    for ref in refs:
        definition = session.form.definition(ref)
        value = response.values.get(session.key(ref)) or ""
        if not value or not _repeats(definition) or session.readonly(ref):
            continue
        present = session.get(ref)
        if value == present or not _can_be(session, ref, value):
            continue
        found.append(Offer(ref, value, present, proposed=not present))
    return found


def take_over(session: FormSession, chosen: Iterable[Offer]) -> frozenset[str]:
    """Give the chosen answers, in the order of the form; return the refs that changed.

    A question that does not apply once the ones before it are answered stays as it is.
    """
    changed: set[str] = set()
    for offer in chosen:
        try:
            if session.relevant(offer.ref):
                changed |= session.set(offer.ref, offer.value)
        except AnswerError:  # an instance that the answers before it took away
            continue
    return frozenset(changed)


def _repeats(definition: NodeDefinition) -> bool:
    said = definition.attributes.get(FS + "same")
    if definition.control not in {"select1", "select", "input", "range"} or said == "no":
        return False
    if definition.attributes.get(FS + "private") == "yes" or definition.datatype in _OWN_TYPES:
        return False
    judges = any(definition.attributes.get(FS + mark) for mark in ("indicator", "finding"))
    free_text = definition.control == "input" and definition.datatype == "string"
    return said == "yes" or not (judges or free_text)


def _can_be(session: FormSession, ref: str, value: str) -> bool:
    choices = session.choices(ref)
    return not choices or set(value.split()) <= {choice for choice, _ in choices}
