"""Does an instrument hold together: its forms among themselves and with its scheme."""

from __future__ import annotations

import difflib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from fieldsurvey.errors import FieldSurveyError, FormError, InstrumentError, Sentence
from fieldsurvey.survey.instruments import xform_name
from fieldsurvey.survey.manifest import MANIFEST, MEDIA
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.observations import NAMESPACE, finding_rule, score_figure
from fieldsurvey.xlsform import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.xforms import NodeDefinition
    from fieldsurvey.xlsform import Workbook

_XFORMS = "{http://www.w3.org/2002/xforms}"
_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")

# Columns of the survey sheet.
_INDICATOR, _ITEM, _FINDING = "bind::fs:indicator", "bind::fs:item", "bind::fs:finding"

#: A choice as the form lists it: column → text.
_Choice = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not fit.

    Attributes:
        form, ref: the form and the node concerned, "" when it concerns the whole.
        what: what is wrong, and what is expected.
        place: file, and sheet, row and column of the workbook: where to put it right.
    """

    form: str
    ref: str
    what: str
    place: str = ""

    def __str__(self) -> str:
        node = f" ({self.ref})" if self.ref else ""
        return ": ".join(filter(None, (f"{self.place or self.form}{node}", self.what)))


def check(instrument: Instrument) -> list[Problem]:
    """Return every problem of an instrument, none when it holds together.

    Checked: each form can run; indicators that items name are in the scheme, and each indicator of
    the scheme is fed (when the instrument has forms); a scored node is a select_one with scores in
    [0, 1] or a calculate, and has an item code; rules for findings can be read and name choices
    that exist; stand indicators are not fed by the mall's form, which has no stand; the lists and
    pictures that a form names are there.
    """
    problems: list[Problem] = []
    fed: set[str] = set()
    for name, workbook in instrument.forms.items():
        try:
            root = instrument.form(name).root
        except FieldSurveyError as error:
            problems += problems_of(error, name, workbook)
            continue
        xform = instrument.files[xform_name(workbook)]
        problems += [
            Problem(
                name,
                "",
                Sentence(
                    "{name} is not there; expected: {path} beside it",
                    name=missing,
                    path=f"{MEDIA}{missing}",
                ),
                workbook,
            )
            for missing in sorted(_media_named(xform) - instrument.media.keys())
        ]
        lists = _choice_lists(xform)
        found = []
        for definition in root.walk():
            fed.add(definition.attributes.get(f"{NAMESPACE}indicator", ""))
            found += [
                (definition, fault) for fault in _check_node(instrument, name, definition, lists)
            ]
        problems += _placed(instrument, name, found)
    if instrument.forms:
        problems += [
            Problem(
                "",
                "",
                Sentence(
                    "no item of any form feeds the indicator '{id}'; expected: an item with "
                    "bind::fs:indicator {id} in one of the forms",
                    id=each.id,
                ),
                MANIFEST,
            )
            for each in instrument.scheme.indicators()
            if each.id not in fed
        ]
    return problems


def problems_of(error: FieldSurveyError, form: str, place: str) -> list[Problem]:
    """Return what an error says, as it was said: a ``Sentence`` stays one, a form's faults keep their places.

    Args:
        error: why a form cannot run, or an instrument cannot be read.
        form: the form concerned, "" for the whole.
        place: where it is, when the error does not say.
    """
    if isinstance(error, FormError) and error.diagnostics:
        found = [each for each in error.diagnostics if isinstance(each, Diagnostic)]
        return [Problem(form, "", each.said, each.place) for each in found]
    return [Problem(form, "", _said(error), place)]


def _said(error: FieldSurveyError) -> str:
    what = error.params.get("what")
    return what if isinstance(what, str) else str(error)


class _Fault(NamedTuple):
    """A fault of a node: the column of the survey sheet that is at fault, or the choice."""

    what: str
    column: str
    choice: str = ""


def _placed(
    instrument: Instrument, form: str, found: Sequence[tuple[NodeDefinition, _Fault]]
) -> list[Problem]:
    """Return the faults of a form with their places in its workbook, which is read only when there are any."""
    book = _book(instrument, form) if found else None
    return [
        Problem(
            form,
            definition.ref,
            fault.what,
            f"{instrument.forms[form]}{_cell(book, definition, fault)}",
        )
        for definition, fault in found
    ]


def _book(instrument: Instrument, form: str) -> Workbook | None:
    """Return the cells of a form's workbook; None when a visit pins the XForm alone."""
    from fieldsurvey.xlsform import read_workbook

    workbook = instrument.forms[form]
    if workbook not in instrument.files:
        return None
    with tempfile.TemporaryDirectory(prefix="fieldsurvey-") as folder:
        path = Path(folder) / workbook
        path.write_bytes(instrument.files[workbook])
        return read_workbook(path)


def _cell(book: Workbook | None, definition: NodeDefinition, fault: _Fault) -> str:
    if book is None:
        return ""
    if fault.choice:
        names = _list_of(book, definition)
        for row, _ in book.rows("choices"):
            here = (_text(book, row, "list_name", "list name"), _text(book, row, "name", "value"))
            if here == (names, fault.choice):
                return f", sheet choices, row {row}, column {fault.column}"
        return ", sheet choices"
    found = book.locate(definition.ref.split("/")[2:], None)
    return "" if found is None else f", sheet survey, row {found.row}, column {fault.column}"


def _text(book: Workbook, row: int, *headers: str) -> str:
    """Return what stands in the first of these columns of the choices that the sheet has."""
    return next(filter(None, (book.cell("choices", row, each).text for each in headers)), "")


def _list_of(book: Workbook, definition: NodeDefinition) -> str:
    """Return the list that a select names in its column type: ``select_one k3`` → ``k3``."""
    found = book.locate(definition.ref.split("/")[2:], None)
    kind = "" if found is None else book.cell("survey", found.row, "type").text
    return kind.split()[1] if len(kind.split()) > 1 else ""


def _check_node(
    instrument: Instrument,
    form: str,
    definition: NodeDefinition,
    lists: Mapping[str, Sequence[_Choice]],
) -> Iterator[_Fault]:
    choices = _choices(definition, lists)
    indicator = definition.attributes.get(f"{NAMESPACE}indicator")
    if indicator is not None:
        known = {each.id: each for each in instrument.scheme.indicators()}
        if indicator not in known:
            near = difflib.get_close_matches(indicator, known, n=1)
            what = Sentence(
                "feeds the indicator '{id}', which {instrument} does not have; {expected}",
                id=indicator,
                instrument=instrument.id,
                expected=Sentence("is '{near}' meant?", near=near[0])
                if near
                else Sentence("expected: an id of [[…indicator]]"),
            )
            yield _Fault(what, _INDICATOR)
        elif known[indicator].level == "stand" and form == TargetKind.MALL.value:
            what = Sentence(
                "feeds '{id}' of level stand, but this form is filled for the mall; "
                "expected: an indicator of level mall",
                id=indicator,
            )
            yield _Fault(what, _INDICATOR)
        if f"{NAMESPACE}item" not in definition.attributes:
            yield _Fault(Sentence("is scored but has no item code; expected: a code as B02"), _ITEM)
        yield from _check_scores(definition, choices)
    try:
        rule = finding_rule(definition)
    except InstrumentError as error:
        yield _Fault(_said(error), _FINDING)
        return
    if rule is not None and definition.chooses:
        names = [choice.get("name", "") for choice in choices]
        unknown = sorted(rule.answers - set(names))
        if unknown:
            what = Sentence(
                "the finding names {unknown}, which is no choice; expected: {names}",
                unknown=", ".join(map(repr, unknown)),
                names=", ".join(names),
            )
            yield _Fault(what, _FINDING)


def _check_scores(definition: NodeDefinition, choices: Sequence[_Choice]) -> Iterator[_Fault]:
    if definition.control is None:
        if definition.calculate is None:
            yield _Fault(Sentence("is scored but is neither a question nor a calculate"), "type")
        return
    if definition.control != "select1":
        yield _Fault(Sentence("is scored, but only a select_one or a calculate can be"), "type")
        return
    scores = [choice.get("score", "") for choice in choices]
    if not any(scores):
        yield _Fault(Sentence("is scored, but none of its choices has a score"), "type")
    for choice, text in zip(choices, scores, strict=True):
        try:
            score_figure(text, definition.ref)
        except InstrumentError as error:
            name = choice.get("name", "")
            what = Sentence("choice '{name}': {what}", name=name, what=error.params["what"])
            yield _Fault(what, "score", name)


def _choices(definition: NodeDefinition, lists: Mapping[str, Sequence[_Choice]]) -> list[_Choice]:
    """Return all choices of a question, before any filter."""
    if definition.itemset is None:
        return [{"name": item.value} for item in definition.items]
    found = _INSTANCE.search(definition.itemset.nodeset.text)
    return list(lists.get(found[1], ())) if found else []


def _media_named(xform: bytes) -> set[str]:
    """Return the names of the files that an XForm asks for, its own last submission apart."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(xform, parser)
    sources = [each.get("src", "") for each in root.iter(f"{_XFORMS}instance")]
    sources += [
        (each.text or "").strip() for each in root.iter(f"{_XFORMS}value") if each.get("form")
    ]
    return {
        source.rpartition("/")[2]
        for source in sources
        if source.startswith("jr://") and not source.startswith("jr://instance/")
    }


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
