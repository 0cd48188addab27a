"""From the answers of one response to scored observations and to drafts of findings.

The form says which answers count, by attributes of the node's bind in our namespace (design §3):
``indicator`` (what the item feeds), ``item`` (its code), ``finding`` (``VALUE[,VALUE…]|CLASS|
sentence with {gerai}``), ``criterion`` (the regulation it rests on) and ``opening`` (it rests on the schedule).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from fieldsurvey.errors import InstrumentError, Sentence
from fieldsurvey.scoring import PLACES, Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.xforms import Form, FormSession, NodeDefinition

#: Namespace of our attributes, in Clark notation before the name.
NAMESPACE = "{https://fieldsurvey.id/ns/1}"

#: Classes of a finding, from the least.
CLASSES = ("ringan", "sedang", "berat")

#: What a sentence template may hold in braces: the name of the stand.
PLACEHOLDER = "{gerai}"

_LAST = Decimal(1).scaleb(-PLACES)

#: Values of the attribute ``opening``: how an item rests on the published schedule.
IS_OPEN, IF_CLOSED = "is-open", "if-closed"

_FIGURE = re.compile(r"[0-9]+(\.[0-9]+)?([eE]-[0-9]+)?")


@dataclass(frozen=True, slots=True)
class FindingRule:
    """Which answers make a finding, of which class, in which words."""

    answers: frozenset[str]
    classification: str
    template: str


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """A finding as the form words it; the team edits it before it stands in the minutes.

    Attributes:
        ref: the answer's node in the session.
        item: the item's code.
        answer: the answer's value.
        classification: ``ringan``, ``sedang`` or ``berat``.
        sentence: the condition in Indonesian.
        criterion: the regulation the item rests on, "" when the form names none.
        opening: `IS_OPEN` for the item that says whether a stand is open as published, `IF_CLOSED` for one that is
            asked only of a stand that should be open and is not, "" for all others.
    """

    ref: str
    item: str
    answer: str
    classification: str
    sentence: str
    criterion: str
    opening: str = ""


def observe(
    form: Form, session: FormSession, *, response: str, target: str, target_kind: str
) -> list[Observation]:
    """Return the scored answers of a response, in the order of the form.

    An answer without a score (TB) is an observation whose score is None, and so is a scored
    calculate that is blank. A relevant question not answered yet is no observation: see
    `unanswered`.

    Args:
        form: the form of the response.
        session: the response, live.
        response: its id.
        target: id of what it counts for: an interview may count for the stand it was held at.
        target_kind: the kind of that target, ``stand`` or ``mall``.

    Raises:
        InstrumentError: a score is not a figure between 0 and 1, or its item cannot be scored.
    """
    found = []
    for ref, definition in _scored(form, session):
        value = session.get(ref)
        column = _score_column(session, ref, definition, value)
        if column is None:
            continue
        found.append(
            Observation(
                indicator=definition.attributes[f"{NAMESPACE}indicator"],
                item=item_of(definition),
                target=target,
                target_kind=target_kind,
                response=response,
                ref=ref,
                answer=value,
                score=score_figure(column, f"{form.id} {ref}"),
            )
        )
    return found


def unanswered(form: Form, session: FormSession) -> list[str]:
    """Return the refs of scored questions that are relevant and not answered yet."""
    return [
        ref
        for ref, definition in _scored(form, session)
        if _score_column(session, ref, definition, session.get(ref)) is None
    ]


def findings_of(form: Form, session: FormSession, *, target_name: str) -> list[FindingDraft]:
    """Return a draft for each relevant answer that the form calls a finding, in the form's order.

    Args:
        form: the form of the response.
        session: the response, live.
        target_name: name of the stand or desk, for ``{gerai}``.

    Raises:
        InstrumentError: a rule that cannot be read.
    """
    drafts = []
    for ref in session.refs():
        definition = form.definition(ref)
        rule = finding_rule(definition)
        if rule is None or not session.relevant(ref):
            continue
        value = session.get(ref)
        chosen = set(value.split()) if definition.control == "select" else {value}
        if not rule.answers & chosen:
            continue
        drafts.append(
            FindingDraft(
                ref=ref,
                item=item_of(definition),
                answer=value,
                classification=rule.classification,
                sentence=rule.template.replace(PLACEHOLDER, target_name),
                criterion=definition.attributes.get(f"{NAMESPACE}criterion", ""),
                opening=definition.attributes.get(f"{NAMESPACE}opening", ""),
            )
        )
    return drafts


def item_of(definition: NodeDefinition) -> str:
    """Return the item's code, else the node's name."""
    return definition.attributes.get(f"{NAMESPACE}item", definition.name)


def finding_rule(definition: NodeDefinition) -> FindingRule | None:
    """Return the node's rule for findings, None when it has none.

    Raises:
        InstrumentError: not ``VALUE[,VALUE…]|CLASS|sentence``, an unknown class, or another
            placeholder than ``{gerai}``.
    """
    text = definition.attributes.get(f"{NAMESPACE}finding", "").strip()
    if not text:
        return None
    where = f"{definition.ref} (finding)"
    parts = [part.strip() for part in text.split("|", 2)]
    if len(parts) != 3 or not all(parts):
        raise InstrumentError(path=where, what=Sentence("write VALUE[,VALUE…]|CLASS|sentence"))
    answers = frozenset(filter(None, (value.strip() for value in parts[0].split(","))))
    if parts[1] not in CLASSES:
        raise InstrumentError(
            path=where, what=Sentence("the class must be one of {names}", names=", ".join(CLASSES))
        )
    if "{" in parts[2].replace(PLACEHOLDER, "") or "}" in parts[2].replace(PLACEHOLDER, ""):
        raise InstrumentError(
            path=where, what=Sentence("{name} is the only placeholder", name=PLACEHOLDER)
        )
    return FindingRule(answers, parts[1], parts[2])


def score_figure(text: str, where: str) -> Decimal | None:
    """Return a score in [0, 1] with at most ``scoring.PLACES`` decimals, None for blank (TB).

    Raises:
        InstrumentError: not a figure between 0 and 1; the text, which may be an answer, is not
            repeated.
    """
    text = text.strip()
    if not text:
        return None
    figure = Decimal(text) if _FIGURE.fullmatch(text) else None
    if figure is None or figure > 1:
        raise InstrumentError(
            path=where, what=Sentence("the score must be a figure between 0 and 1, or blank")
        )
    # A number that a form computes has 17 figures: only one below 10⁻⁹ loses any of them here.
    kept = figure.quantize(_LAST, ROUND_HALF_UP)
    return figure if figure == kept else kept


def _scored(form: Form, session: FormSession) -> Iterator[tuple[str, NodeDefinition]]:
    """Yield the relevant nodes that feed an indicator."""
    for ref in session.refs():
        definition = form.definition(ref)
        if f"{NAMESPACE}indicator" in definition.attributes and session.relevant(ref):
            yield ref, definition


def _score_column(
    session: FormSession, ref: str, definition: NodeDefinition, value: str
) -> str | None:
    """Return the text of the score ("" for TB), None when the question is not answered."""
    match definition.control:
        case None:
            return value
        case "select1":
            # An answer that is no choice any more (another version's) counts as none.
            columns = session.choice(ref, value) if value else {}
            return columns.get("score", "") if columns else None
        case _:
            what = "only a select_one or a calculate can be scored"
            raise InstrumentError(path=definition.ref, what=what)
