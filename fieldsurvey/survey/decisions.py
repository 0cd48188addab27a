"""What merging leaves for people to decide: conflicts, doubles, revived entities (design §4).

Nothing is thrown away by a decision: what was not chosen stays in the journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError, VisitError
from fieldsurvey.survey.filling import SECRET, is_private
from fieldsurvey.survey.ports import LOCKED, REMOVED, Conflict, Entry
from fieldsurvey.survey.responses import slots
from fieldsurvey.survey.same_stand import settled
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import response_of

if TYPE_CHECKING:
    from fieldsurvey.journal.change import ChangeKey
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.visits import Visits


def resolve(
    visits: Visits, visit: str, instrument: Instrument, seen: Conflict, chosen: ChangeKey
) -> None:
    """Decide a conflict by a new change with one of its values; it names all the others.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        instrument: the instrument it pins, which says which answers are private.
        seen: the conflict as it was shown to the person who decides.
        chosen: which of its alternatives holds from now on.

    Raises:
        VisitError: the conflict is no longer the one that was shown, or the value is locked here.
    """
    with visits.records.atomic():
        now = _as_shown(visits, visit, seen)
        value = next((a.value for a in now.alternatives if a.key == chosen), LOCKED)
        if value is LOCKED:
            raise VisitError(
                what="that value is locked here; import a bundle addressed to this laptop, or choose another value"
            )
        _decide(visits, visit, instrument, now, value)


def write_another(
    visits: Visits, visit: str, instrument: Instrument, seen: Conflict, value: str
) -> None:
    """Decide a conflict by a value of one's own; it names all that stood there.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        instrument: the instrument it pins.
        seen: the conflict as it was shown to the person who decides.
        value: an answer in its XML lexical form, or the text of a fact.

    Raises:
        VisitError: the conflict changed, or no text can stand there.
        AnswerError: the form does not accept the answer.
    """
    with visits.records.atomic():
        now = _as_shown(visits, visit, seen)
        texts = all(
            isinstance(a.value, str | None) for a in now.alternatives if a.value is not LOCKED
        )
        if not texts or now.field.endswith("]"):
            raise VisitError(
                what=f"{now.field} takes no text of your own; choose one of its values"
            )
        _require_accepted(visits, visit, instrument, now, value)
        _decide(visits, visit, instrument, now, value)


def _as_shown(visits: Visits, visit: str, seen: Conflict) -> Conflict:
    """Return a conflict as it is now, which must be as it was shown."""
    place = (seen.entity, seen.field)
    found = visits.records.conflicts(visit)
    now = next((c for c in found if (c.entity, c.field) == place), None)
    if now is None or {a.key for a in now.alternatives} != {a.key for a in seen.alternatives}:
        raise VisitError(
            what="this conflict changed while it was on the screen; look at it again and decide then"
        )
    return now


def _decide(
    visits: Visits, visit: str, instrument: Instrument, now: Conflict, value: object
) -> None:
    entry = Entry(
        now.kind,
        now.entity,
        now.field,
        REMOVED if value is None and now.field.endswith("]") else value,
        _key_owner(visits, visit, instrument, now),
        blobs=_blobs(now.field, value),
    )
    visits.records.write(visit, [entry], author=visits.author, at=visits.clock.now())


def _require_accepted(
    visits: Visits, visit: str, instrument: Instrument, conflict: Conflict, value: str
) -> None:
    """Refuse an answer that the form would not take from a person either."""
    record = visits.records.entity(visit, conflict.entity)
    name = str(record.fields.get("form", "")) if record else ""
    if record is None or not conflict.field.startswith("/") or name not in instrument.forms:
        return
    answers = {k: v for k, v in response_of(record).values.items() if v is not None}
    session = instrument.form(name).start(values=answers)
    ref = session.ref(conflict.field)
    session.set(ref, value)
    violation = session.violation(ref)
    choices = [choice for choice, _ in session.choices(ref)]
    if violation is not None or (value and choices and not set(value.split()) <= set(choices)):
        expected = f"one of {', '.join(choices)}" if choices else "not accepted by the form"
        raise AnswerError(ref=conflict.field, what=f"{value!r} is not possible here: {expected}")


def keep_response(visits: Visits, visit: str, response: str) -> int:
    """Decide a slot that was filled twice: one response stays, the others go with their photos and findings.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        response: id of the response that stays.

    Returns:
        How many responses were removed; ``restore`` of the records brings them back.

    Raises:
        VisitError: the visit is sealed, or there is no such response.
    """
    records = visits.records
    require_open(records, visit, "answers")
    with records.atomic():
        found = [response_of(record) for record in settled(records, visit, "response")]
        group = next((g for g in slots(found).values() if response in {r.id for r in g}), None)
        if group is None:
            raise VisitError(what=f"response {response[:13]} is not here, or was removed")
        others = {r.id for r in group} - {response}
        for entity in [*_belonging(visits, visit, others), *sorted(others)]:
            records.delete(visit, entity, author=visits.author, at=visits.clock.now())
    return len(others)


def decide_revival(visits: Visits, visit: str, entity: str, *, keep: bool) -> None:
    """Decide what becomes of an entity that was deleted on one laptop and changed on another."""
    decide = visits.records.restore if keep else visits.records.delete
    decide(visit, entity, author=visits.author, at=visits.clock.now())


def _belonging(visits: Visits, visit: str, responses: set[str]) -> list[str]:
    """Return the photos and findings that rest on these responses."""
    return [
        record.id
        for kind in ("photo", "finding")
        for record in visits.records.entities(visit, kind)
        if record.fields.get("response") in responses
    ]


def _key_owner(
    visits: Visits, visit: str, instrument: Instrument, conflict: Conflict
) -> str | None:
    if conflict.kind != "response" or not conflict.field.startswith("/"):
        return None
    record = visits.records.entity(visit, conflict.entity)
    name = str(record.fields.get("form", "")) if record else ""
    if conflict.field.endswith("]") or name not in instrument.forms:
        return None
    try:
        private = is_private(instrument.form(name), conflict.field)
    except AnswerError:  # a question of another version: what cannot be judged is kept closed
        private = True
    secret = bool(record and record.fields.get(SECRET))
    return conflict.entity if private or secret else None


def _blobs(field: str, value: object) -> tuple[str, ...]:
    """Return the blobs that a value speaks of, so that they go on travelling with it."""
    if field == "sha256" and isinstance(value, str):
        return (value,)
    if field == "instrument" and isinstance(value, dict):
        return tuple(value.get("files", {}).values())
    return ()
