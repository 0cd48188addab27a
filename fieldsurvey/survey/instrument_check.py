"""Does an instrument hold together: its forms among themselves and with its scheme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from fieldsurvey.errors import FieldSurveyError, InstrumentError
from fieldsurvey.survey.instruments import xform_name
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.observations import NAMESPACE, finding_rule, score_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.xforms import NodeDefinition

_XFORMS = "{http://www.w3.org/2002/xforms}"
_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")

#: A choice as the form lists it: column → text.
_Choice = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not fit. ``form`` and ``ref`` are "" when it concerns the whole."""

    form: str
    ref: str
    what: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (" ".join(filter(None, (self.form, self.ref))), self.what)))


def check(instrument: Instrument) -> list[Problem]:
    """Return every problem of an instrument, none when it holds together.

    Checked: each form can run; indicators that items name are in the scheme, and each indicator of
    the scheme is fed (when the instrument has forms); a scored node is a select_one with scores in
    [0, 1] or a calculate, and has an item code; rules for findings can be read and name choices
    that exist; stand indicators are not fed by the mall's form, which has no stand.
    """
    problems: list[Problem] = []
    fed: set[str] = set()
    for name in instrument.forms:
        try:
            root = instrument.form(name).root
        except FieldSurveyError as error:
            problems.append(Problem(name, "", str(error)))
            continue
        lists = _choice_lists(instrument.files[xform_name(instrument.forms[name])])
        for definition in root.walk():
            fed.add(definition.attributes.get(f"{NAMESPACE}indicator", ""))
            found = _check_node(instrument, name, definition, lists)
            problems += [Problem(name, definition.ref, what) for what in found]
    if instrument.forms:
        problems += [
            Problem("", "", f"no item of any form feeds the indicator {each.id!r}")
            for each in instrument.scheme.indicators()
            if each.id not in fed
        ]
    return problems


def _check_node(
    instrument: Instrument,
    form: str,
    definition: NodeDefinition,
    lists: Mapping[str, Sequence[_Choice]],
) -> Iterator[str]:
    choices = _choices(definition, lists)
    indicator = definition.attributes.get(f"{NAMESPACE}indicator")
    if indicator is not None:
        known = {each.id: each for each in instrument.scheme.indicators()}
        if indicator not in known:
            yield f"feeds the indicator {indicator!r}, which {instrument.id} does not have"
        elif known[indicator].level == "stand" and form == TargetKind.MALL.value:
            yield f"feeds {indicator!r} of level stand, but this form is filled for the mall"
        if f"{NAMESPACE}item" not in definition.attributes:
            yield "is scored but has no item code (bind::fs:item)"
        yield from _check_scores(definition, choices)
    try:
        rule = finding_rule(definition)
    except InstrumentError as error:
        yield str(error.params["what"])
        return
    if rule is not None and definition.chooses:
        unknown = sorted(rule.answers - {choice.get("name", "") for choice in choices})
        if unknown:
            yield f"the finding names {', '.join(map(repr, unknown))}, which is no choice"


def _check_scores(definition: NodeDefinition, choices: Sequence[_Choice]) -> Iterator[str]:
    if definition.control is None:
        if definition.calculate is None:
            yield "is scored but is neither a question nor a calculate"
        return
    if definition.control != "select1":
        yield "is scored, but only a select_one or a calculate can be"
        return
    scores = [choice.get("score", "") for choice in choices]
    if not any(scores):
        yield "is scored, but none of its choices has a score"
    for choice, text in zip(choices, scores, strict=True):
        try:
            score_figure(text, definition.ref)
        except InstrumentError as error:
            yield f"choice {choice.get('name', '')!r}: {error.params['what']}"


def _choices(definition: NodeDefinition, lists: Mapping[str, Sequence[_Choice]]) -> list[_Choice]:
    """Return all choices of a question, before any filter."""
    if definition.itemset is None:
        return [{"name": item.value} for item in definition.items]
    found = _INSTANCE.search(definition.itemset.nodeset.text)
    return list(lists.get(found[1], ())) if found else []


def _choice_lists(xform: bytes) -> dict[str, list[_Choice]]:
    """Return the secondary instances written inside the XForm: id → their items."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return {
        instance.get("id", ""): [
            {etree.QName(each).localname: each.text or "" for each in item.iterchildren("*")}
            for item in instance.iter(f"{_XFORMS}item")
        ]
        for instance in etree.fromstring(xform, parser).iter(f"{_XFORMS}instance")
        if instance.get("id")
    }
