"""What waits for a decision, with the words a person needs to decide: conflicts, revived entries, shared codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import AnswerError
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.photo_edits import PHOTO_EDIT, in_words
from fieldsurvey.survey.ports import LOCKED
from fieldsurvey.survey.seals import SEALED_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fieldsurvey.journal.change import ChangeKey
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Response, Visit
    from fieldsurvey.survey.ports import Conflict, Revival


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One of the values of a conflict in words; None when it is locked here."""

    key: ChangeKey
    text: str | None
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """A conflict with what it is about.

    Attributes:
        code, name: of the target, or of the entity itself.
        form: the form of an answer, ``""`` for a fact of the visit.
        question: the question's label, or the field's name.
    """

    conflict: Conflict
    code: str
    name: str
    form: str
    question: str
    values: tuple[ShownValue, ...]


@dataclass(frozen=True, slots=True)
class ShownRevival:
    """An entity that was deleted on one laptop and changed on another."""

    entity: str
    kind: str
    code: str
    name: str
    revival: Revival


def shown_conflicts(
    desk: Desk, snapshot: Visit, instrument: Instrument
) -> tuple[ShownConflict, ...]:
    """Return the conflicts of a visit in words; ``instrument`` is the one it pins."""
    found = desk.records.conflicts(snapshot.id)
    names = {t.id: (t.code, t.name) for t in desk.visits.targets(snapshot.id)} if found else {}
    responses = {response.id: response for response in snapshot.responses}
    return tuple(shown_conflict(c, names, responses, instrument) for c in found)


def shown_conflict(
    conflict: Conflict,
    names: Mapping[str, tuple[str, str]],
    responses: Mapping[str, Response],
    instrument: Instrument,
) -> ShownConflict:
    """Return a conflict with what it is about: the question's label, choices by theirs."""
    response = responses.get(conflict.entity)
    entity = response.target if response else conflict.entity
    code, name = names.get(entity, ("", ""))
    form = response.form if response else ""
    question, words = conflict.field, dict[str, str]()
    if response and conflict.field.startswith("/") and form in instrument.forms:
        question, words = _question(instrument, response, conflict.field)
    edited = conflict.kind == PHOTO_EDIT
    if edited:
        question = in_words(conflict.field, None)[0]
    values = tuple(
        ShownValue(
            a.key,
            in_words(conflict.field, a.value)[1]
            if edited
            else _row_words(a.value)
            if conflict.field.endswith("]")
            else _words(a.value, words),
            a.author,
            a.at,
        )
        for a in conflict.alternatives
    )
    return ShownConflict(conflict, code, name, form, question, values)


def _question(instrument: Instrument, response: Response, key: str) -> tuple[str, dict[str, str]]:
    """Return a question's label and the labels of its choices by value."""
    values = {k: v for k, v in response.values.items() if k not in response.locked}
    session = instrument.form(response.form).start(values=values)
    try:
        ref = session.ref(key)
        return session.label(ref) or key, dict(session.choices(ref))
    except AnswerError:  # an instance that is gone, or a question of another version
        return key, {}


def _row_words(value: Any) -> str:
    """Return what the field of a row of a repeat says: "" while the row stands."""
    return "baris tetap" if value == "" else "baris dihapus"


def _words(value: Any, choices: Mapping[str, str]) -> str | None:
    """Return a value as people read it: choices by their labels."""
    if value is LOCKED:
        return None
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return " ".join(str(value[name]) for name in ("id", "version") if name in value)
    text = str(value)
    if choices and all(part in choices for part in text.split()):
        return ", ".join(choices[part] for part in text.split())
    return text


def revivals(desk: Desk, visit: str) -> tuple[ShownRevival, ...]:
    """Return the entities that were deleted on one laptop and changed on another."""
    return tuple(
        ShownRevival(
            record.id,
            kind,
            str(record.fields.get("code", "")),
            str(record.fields.get("name", "")),
            record.revival,
        )
        for kind in SEALED_KINDS
        for record in desk.records.entities(visit, kind)
        if record.revival is not None
    )


def shared_codes(snapshot: Visit) -> tuple[tuple[TargetKind, str, str], ...]:
    """Return those whose code an earlier one has already: they are the ones to renumber."""
    found = []
    for kind, people in (
        (TargetKind.OFFICER, snapshot.officers),
        (TargetKind.SERVICE_USER, snapshot.service_users),
    ):
        given: set[str] = set()
        for person in people:
            if person.code in given:
                found.append((kind, person.id, person.code))
            given.add(person.code)
    return tuple(found)
