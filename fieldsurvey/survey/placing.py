"""A photo of a visit becomes evidence: the answer of a photo question, or proof given to a finding by hand.

One photo may prove several things; each is a piece of evidence of its own (``photo``) over the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError, VisitError
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.filling import Filling, file_name
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.survey.numbering import place_names
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.responses import OpenResponse, Slot, slots
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import response_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Photo
    from fieldsurvey.survey.ports import Record
    from fieldsurvey.survey.tray import TrayRow
    from fieldsurvey.survey.visits import Target
    from fieldsurvey.xforms import Form, FormSession

_CLOSED = (ResponseState.FINISHED, ResponseState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Spot:
    """Somewhere a photo can be evidence: a photo question of a form, or a finding.

    Attributes:
        target: id of what it is about; ``form`` the form, ``""`` for a finding.
        key: node key of the photo question, or id of the finding.
        code: code of the item it proves, or number of the finding.
        label: what is asked, or found.
        relevant: whether the form asks for the photo as it is answered now.
        closed: the form is finished, and must be opened again first.
    """

    target: str
    form: str
    key: str
    code: str
    label: str
    relevant: bool = True
    closed: bool = False


def forms_with_photos(desk: Desk, visit: str) -> frozenset[str]:
    """Return the names of the visit's forms that have a photo question; all of them are parsed for it."""
    instrument = desk.instrument(visit)
    return frozenset(name for name in instrument.forms if _asks_for_photos(instrument.form(name)))


def targets_for_photos(desk: Desk, visit: str, forms: frozenset[str] | None = None) -> list[Target]:
    """Return what a photo can be about: whatever has a form with a photo question.

    Args:
        desk: the open database.
        visit: the visit's id.
        forms: what `forms_with_photos` returned before.
    """
    asking = forms_with_photos(desk, visit) if forms is None else forms
    return [target for target in desk.visits.targets(visit) if target.kind.value in asking]


def spots(desk: Desk, visit: str, target: Target) -> list[Spot]:
    """Return where a photo of a target can be evidence: its findings, then the photo questions in the form's order."""
    snapshot = desk.visits.snapshot(visit)
    findings = [
        Spot(target.id, "", each.id, str(each.number), each.condition or each.item)
        for each in snapshot.findings
        if each.target == target.id and target.kind.value in ("stand", "mall")
    ]
    filling = desk.responses(visit).load(target.kind.value, target.id)
    session = filling.session
    closed = _finished(desk, visit, target.kind.value, target.id)
    questions = []
    for ref in session.refs():
        definition = session.form.definition(ref)
        if definition.control == "upload" and definition.mediatype.startswith("image"):
            item = _item(filling, ref)
            label = (item and session.label(item)) or session.label(ref) or definition.name
            code, dot, rest = label.partition(". ")
            plain = dot and len(code) <= 6
            questions.append(
                Spot(
                    target.id,
                    target.kind.value,
                    session.key(ref),
                    code if plain else "",
                    rest if plain else label,
                    session.relevant(ref),
                    closed,
                )
            )
    return findings + questions


def place_photos(desk: Desk, visit: str, spot: Spot, rows: Sequence[TrayRow]) -> list[str]:
    """Make photos evidence, durably, in one transaction; return the ids of the new pieces of evidence.

    A photo that is evidence there already is passed over.

    Raises:
        VisitError: the visit is sealed, the form is finished, or the question or finding is gone.
    """
    require_open(desk.records, visit, "photos")
    fresh = [
        row
        for row in rows
        if not any(_is_there(photo, spot, desk, visit) for photo in row.evidence)
    ]
    with desk.records.atomic():
        if not spot.form:
            return _give_to_finding(desk, visit, spot, fresh)
        return _answer_with(desk, visit, spot, fresh)


def take_photo_back(desk: Desk, visit: str, photo: str) -> None:
    """Let a piece of evidence be none again, durably; the picture stays with the visit.

    The photo before it becomes the answer of the question.

    Raises:
        VisitError: the visit is sealed, the form is finished, or there is no such evidence.
    """
    records = desk.records
    require_open(records, visit, "photos")
    record = records.entity(visit, photo)
    if record is None:
        raise VisitError(what="this photo is no evidence any more; nothing was changed")
    with records.atomic():
        left = [
            each
            for each in desk.visits.snapshot(visit, secrets=True).photos
            if (each.response, each.key) == _question(record) and each.id != photo
        ]
        answer = file_name(left[-1].sha256, left[-1].media_type) if left else ""
        _answer(desk, visit, record, answer)
        records.delete(visit, photo, author=desk.visits.author, at=desk.visits.clock.now())


def bring_photo_back(desk: Desk, visit: str, photo: str) -> None:
    """Let what was taken back be evidence again, durably.

    Raises:
        VisitError: the visit is sealed, or the form is finished.
    """
    records = desk.records
    require_open(records, visit, "photos")
    with records.atomic():
        records.restore(visit, photo, author=desk.visits.author, at=desk.visits.clock.now())
        record = records.entity(visit, photo)
        if record is not None:
            kind, sha256 = str(record.fields["media_type"]), str(record.fields["sha256"])
            _answer(desk, visit, record, file_name(sha256, kind))


def _asks_for_photos(form: Form) -> bool:
    return any(
        each.control == "upload" and each.mediatype.startswith("image") for each in form.definitions
    )


def _item(filling: Filling, ref: str) -> str:
    """Return the ref of the item that a photo question proves, "" when it stands alone."""
    key = filling.item_key(ref)
    return filling.session.ref(key) if key else ""


def _is_there(photo: Photo, spot: Spot, desk: Desk, visit: str) -> bool:
    if not spot.form:
        return photo.finding == spot.key
    record = desk.records.entity(visit, photo.response) if photo.key == spot.key else None
    return record is not None and record.fields.get("target") == spot.target


def _give_to_finding(desk: Desk, visit: str, spot: Spot, rows: Sequence[TrayRow]) -> list[str]:
    record = desk.records.entity(visit, spot.key)
    if record is None:
        raise VisitError(what="this finding was removed meanwhile; nothing was changed")
    made = []
    for row in rows:
        photo = new_id()
        fields: dict[str, object] = {
            "number": 0,
            "sha256": row.sha256,
            "media_type": row.media_type,
            # What the finding rests on, so that its secrecy and its moves hold for the photo too.
            "response": record.fields.get("response", ""),
            "item_key": record.fields.get("key", ""),
            "key": "",
            "finding": spot.key,
            "taken_at": row.taken_at.isoformat() if row.taken_at else None,
            "caption": row.caption or spot.label,
            "target_name": record.fields.get("target_name", ""),
            "latitude": row.latitude,
            "longitude": row.longitude,
        }
        desk.records.write(
            visit,
            [
                Entry("photo", photo, name, value, blobs=_blobs(name, value))
                for name, value in fields.items()
            ],
            author=desk.visits.author,
            at=desk.visits.clock.now(),
        )
        made.append(photo)
    return made


def _answer_with(desk: Desk, visit: str, spot: Spot, rows: Sequence[TrayRow]) -> list[str]:
    _require_unfinished(desk, visit, spot.form, spot.target)
    filling = desk.responses(visit).load(spot.form, spot.target)
    response = OpenResponse(desk.visits, visit, filling)
    session, made = filling.session, []
    ref = _ref(session, spot.key)
    item = _item(filling, ref)
    name = place_names(desk.visits.snapshot(visit)).get(spot.target, "")
    response.save()  # a new response is made before what rests on it
    for row in rows:
        photo, entries = filling.photo(
            ref,
            row.sha256,
            media_type=row.media_type,
            taken_at=row.taken_at,
            caption=row.caption or (item and session.label(item)) or session.label(ref) or "",
            latitude=row.latitude,
            longitude=row.longitude,
            target_name=name,
        )
        response.save(entries, answered=spot.key)
        made.append(photo)
    return made


def _question(evidence: Record) -> tuple[str, str]:
    """Return the response and the node key of the question that a piece of evidence answers."""
    return str(evidence.fields.get("response", "")), str(evidence.fields.get("key", ""))


def _answer(desk: Desk, visit: str, evidence: Record, answer: str) -> None:
    """Answer the question that a piece of evidence is for anew; one given to a finding has none."""
    response, key = _question(evidence)
    record = desk.records.entity(visit, response) if response and key else None
    if record is None:
        return
    slot = response_of(record)
    _require_unfinished(desk, visit, slot.form, slot.target, slot.ordinal)
    filling = desk.responses(visit).load(slot.form, slot.target, slot.ordinal)
    filling.session.set(_ref(filling.session, key), answer)
    OpenResponse(desk.visits, visit, filling).save(answered=key)


def _require_unfinished(desk: Desk, visit: str, form: str, target: str, ordinal: int = 1) -> None:
    if _finished(desk, visit, form, target, ordinal):
        name = place_names(desk.visits.snapshot(visit)).get(target, form)
        raise VisitError(
            what=f"the form {form} of {name} is finished; open it again first, then place the photo"
        )


def _finished(desk: Desk, visit: str, form: str, target: str, ordinal: int = 1) -> bool:
    found = slots(desk.responses(visit).all()).get(Slot(target, form, ordinal))
    return found is not None and found[0].state in _CLOSED


def _ref(session: FormSession, key: str) -> str:
    try:
        return session.ref(key)
    except AnswerError as error:
        raise VisitError(
            what="this question is no longer in the form; nothing was changed"
        ) from error


def _blobs(name: str, value: object) -> tuple[str, ...]:
    return (value,) if name == "sha256" and isinstance(value, str) else ()
