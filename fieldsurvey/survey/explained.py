"""A score in words: the questions behind its items, their answers, where and by whom they were given."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError
from fieldsurvey.survey.observations import item_of
from fieldsurvey.survey.scores import score_visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldsurvey.scoring import Band, MallScore, Part
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.xforms import FormSession, NodeDefinition


@dataclass(frozen=True, slots=True)
class Question:
    """What stands behind an item of a score.

    Attributes:
        label: the question as the form asks it.
        answer: the answer by its label, ``""`` where a calculation alone decides.
        place: name of the stand or mall it counts for.
        asked: code of the officer or service user who was asked, ``""`` for an observation.
        author: who filled the form.
        form, target, ordinal: the slot of the response.
        ref: the question's node; the scored node may be a calculation beside it.
    """

    label: str
    answer: str
    place: str
    asked: str
    author: str
    form: str
    target: str
    ordinal: int
    ref: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A visit's score with all that its page shows.

    Attributes:
        title: of the instrument, Indonesian.
        warning: sentence when the instrument is out of its validity, else ``""``.
        bands: categories from the best down.
        sources: key of a weight's source → what it is.
        questions: (response, scored node) → what stands behind it.
        sealed: whether the answers are frozen.
    """

    score: MallScore
    title: str
    warning: str
    bands: tuple[Band, ...]
    sources: Mapping[str, str]
    questions: Mapping[tuple[str, str], Question]
    sealed: bool


def explain_visit(desk: Desk, visit: str) -> Explained:
    """Score a visit and gather the words for every item.

    Raises:
        VisitError: the database holds no such visit, or not its instrument.
    """
    snapshot, instrument = desk.visits.snapshot(visit), desk.instrument(visit)
    score = score_visit(snapshot, instrument)
    day = (snapshot.started_at or desk.visits.clock.now()).date()
    return Explained(
        score=score,
        title=instrument.title.id,
        warning=instrument.out_of_validity(day) or "",
        bands=instrument.scheme.bands,
        sources=instrument.scheme.sources,
        questions=dict(_questions(score, snapshot, instrument)),
        sealed=snapshot.seal is not None,
    )


def items(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield the items below some parts, in their order."""
    for part in parts:
        if part.level == "item":
            yield part
        else:
            yield from items(part.children)


def shares(parts: Sequence[Part], whole: Fraction) -> list[Fraction]:
    """Return how much of the whole score rests on each of some siblings, in their order.

    What has no figure leaves the count, so the others carry its share (domain.md §1.2); the sum is ``whole``, or 0
    where no sibling has a figure.

    Args:
        parts: siblings.
        whole: the share of the part above them; 1 for the dimensions.
    """
    weights = [
        Fraction(0)
        if part.score is None
        else Fraction(1)
        if part.weight is None
        else Fraction(part.weight)
        for part in parts
    ]
    total = sum(weights, Fraction(0))
    return [whole * weight / total if total else Fraction(0) for weight in weights]


def _questions(
    score: MallScore, snapshot: Visit, instrument: Instrument
) -> Iterator[tuple[tuple[str, str], Question]]:
    responses = {response.id: response for response in snapshot.responses}
    places = {stand.id: stand.name or stand.code for stand in snapshot.stands}
    places[snapshot.mall.id] = snapshot.mall.name
    asked = {officer.id: officer.code for officer in snapshot.officers}
    asked |= {user.id: user.code for user in snapshot.service_users}

    @cache
    def session_of(response: str) -> FormSession:
        found = responses[response]
        kept = {key: value for key, value in found.values.items() if key not in found.locked}
        return instrument.form(found.form).start(values=kept, zone=snapshot.mall.zone)

    for part in items(score.dimensions):
        response = responses.get(part.response)
        if response is None:
            continue  # a stand that counts zero unseen has no answers
        ref, label, answer = _asked_beside(session_of(part.response), part)
        yield (
            (part.response, part.ref),
            Question(
                label=label or part.id,
                answer=answer,
                place=places.get(part.target, ""),
                asked=asked.get(response.target, ""),
                author=response.author,
                form=response.form,
                target=response.target,
                ordinal=response.ordinal,
                ref=ref,
            ),
        )


def _asked_beside(session: FormSession, part: Part) -> tuple[str, str, str]:
    """Return ref, label and answer of the question: the scored node itself, else the one beside it with its code."""
    form = session.form
    scored = form.definition(part.ref)
    parent = part.ref.rsplit("/", 1)[0]
    beside: tuple[NodeDefinition, ...] = (
        () if scored.control else tuple(form.definition(parent).children)
    )
    for node in (scored, *beside):
        if node.control and node.is_leaf and item_of(node) == part.id:
            ref = f"{parent}/{node.name}"
            return ref, session.label(ref) or "", _in_words(session, ref)
    return part.ref, "", ""


def _in_words(session: FormSession, ref: str) -> str:
    value = session.get(ref)
    try:
        words = dict(session.choices(ref))
    except AnswerError:
        return value
    return ", ".join(words.get(each, each) for each in value.split()) if words else value
