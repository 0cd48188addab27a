"""Statements given in confidence: flagged, read in words, written into the *lampiran tertutup* (``survey.secrecy``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import AnswerError, VisitError
from fieldsurvey.survey.filling import COMMENT, SECRET
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Response
    from fieldsurvey.survey.visits import Visits
    from fieldsurvey.xforms import FormSession


@dataclass(frozen=True, slots=True)
class Statement:
    """A secret answer in words: the question's label, and what was answered."""

    key: str
    question: str
    answer: str
    comment: str = ""


def flag_secret(
    visits: Visits, visit: str, response: str, key: str = "", *, secret: bool = True
) -> None:
    """Flag a response, or one statement of it, as given in confidence, durably; or take the flag off.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        response: the response's id.
        key: node key of the statement, "" for the whole response.
        secret: what it is from now on.

    Raises:
        VisitError: the visit is sealed, or there is no such response or answer.
    """
    require_open(visits.records, visit, "answers")
    known = next(
        (r for r in visits.snapshot(visit, secrets=True).responses if r.id == response), None
    )
    if known is None:
        raise VisitError(what=f"response {response[:13]} is not here, or was removed")
    if key and key not in known.values:
        raise VisitError(what="that question of the response has no answer to be kept secret")
    entries = [Entry("response", response, SECRET + key, secret)]
    if secret:
        entries += [
            Entry("response", response, name, value, response)
            for name, value in known.values.items()
            if value and not name.endswith("]") and (not key or name == key)
        ]
    visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())


def statement_key(desk: Desk, visit: str, response: Response, text: str) -> str:
    """Return the node key of the statement that a text names: an item code, a question's name, or a key.

    Raises:
        VisitError: none or several of the response's answers fit.
    """
    form = desk.instrument(visit).form(response.form)
    session = _session(desk, visit, response)
    fitting = []
    for ref in session.refs():
        node, key = form.definition(ref), session.key(ref)
        names = {node.name, key, node.attributes.get("{https://fieldsurvey.id/ns/1}item", "")}
        if key in response.values and text.casefold() in {name.casefold() for name in names}:
            fitting.append(key)
    if not fitting:
        raise VisitError(what=f"{text!r} names no answer of this response")
    return fitting[0]


def closed_annex(desk: Desk, visit: str) -> dict[str, Any]:
    """Return what goes into the *lampiran tertutup* of a visit, as plain data.

    Raises:
        VisitError: nothing was said in confidence, or it cannot be read here.
    """
    snapshot = desk.visits.snapshot(visit, secrets=True)
    codes = {target.id: target.code for target in desk.visits.targets(visit)}
    stands = {stand.id: stand.name or stand.code for stand in snapshot.stands}
    holders = snapshot.stand_of_interviewed()
    entries = []
    for response in snapshot.responses:
        said = _statements(desk, visit, response)
        if said:
            entries.append(
                {
                    "response": response.id,
                    "form": response.form,
                    "target": codes.get(response.target, ""),
                    "stand": stands.get(holders.get(response.target, response.target), ""),
                    "inspector": response.author,
                    "whole": response.secret,
                    "statements": [
                        {"question": s.question, "answer": s.answer, "comment": s.comment}
                        for s in said
                    ],
                }
            )
    if not entries:
        raise VisitError(what="nothing that can be read here was said in confidence")
    return {
        "title": "LAMPIRAN TERTUTUP – KETERANGAN RAHASIA",
        "visit": visit,
        "mall": snapshot.mall.name,
        "made_at": desk.visits.now(visit).isoformat(timespec="seconds"),
        "made_by": desk.visits.author,
        "entries": entries,
    }


def annex_lines(annex: dict[str, Any]) -> list[str]:
    """Return an annex in Indonesian, to be read on the screen."""
    lines = [str(annex["title"]), f"{annex['mall']} · {annex['made_at']} · {annex['made_by']}"]
    for entry in annex["entries"]:
        whole = "seluruh isian" if entry["whole"] else "keterangan tersendiri"
        lines.append(f"{entry['form']} {entry['target']} · {entry['stand'] or '–'} · {whole}")
        for each in entry["statements"]:
            note = f" ({each['comment']})" if each["comment"] else ""
            lines.append(f"  {each['question']}: {each['answer']}{note}")
    return lines


def said_in(desk: Desk, visit: str, response: str) -> tuple[Response, list[Statement]]:
    """Return a response and what was answered in it, in words and in the order of the form.

    Raises:
        VisitError: there is no such response.
    """
    found = desk.visits.snapshot(visit, secrets=True).responses
    one = next((each for each in found if each.id == response), None)
    if one is None:
        raise VisitError(what=f"response {response[:13]} is not here, or was removed")
    if one.form not in desk.instrument(visit).forms:
        return one, []
    form, session = desk.instrument(visit).form(one.form), _session(desk, visit, one)
    asked = [session.key(ref) for ref in session.refs() if form.definition(ref).control]
    said = {each.key: each for each in _in_order(desk, visit, one, one.values)}
    return one, [said[key] for key in asked if key in said]


def _statements(desk: Desk, visit: str, response: Response) -> list[Statement]:
    if not response.secret and not response.secret_keys:
        return []
    chosen = response.values if response.secret else response.secret_keys
    return _in_order(desk, visit, response, chosen)


def _in_order(desk: Desk, visit: str, response: Response, chosen: Iterable[str]) -> list[Statement]:
    if response.form not in desk.instrument(visit).forms:
        return []
    session = _session(desk, visit, response)
    record = desk.records.entity(visit, response.id)
    fields = record.fields if record else {}
    found = []
    for key in sorted(chosen):
        value = response.values.get(key)
        if not value or key.endswith("]"):
            continue
        try:
            question, answer = _in_words(session, key, value)
        except AnswerError:  # a question of another version: its key says what was asked
            question, answer = key, value
        comment = fields.get(COMMENT + key)
        found.append(Statement(key, question, answer, comment if isinstance(comment, str) else ""))
    return found


def _in_words(session: FormSession, key: str, value: str) -> tuple[str, str]:
    ref = session.ref(key)
    labels = dict(session.choices(ref))
    chosen = [labels.get(part, part) for part in value.split()] if labels else [value]
    return session.label(ref) or key, ", ".join(chosen)


def _session(desk: Desk, visit: str, response: Response) -> FormSession:
    values = {k: v for k, v in response.values.items() if k not in response.locked}
    zone = desk.visits.snapshot(visit).mall.zone
    return desk.instrument(visit).form(response.form).start(values=values, zone=zone)
