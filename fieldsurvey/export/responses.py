"""The responses of a form as tables: one of the form, one of each repeat in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.export.shape import Column, Row, Table
from fieldsurvey.survey.observations import NAMESPACE, item_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import tzinfo

    from fieldsurvey.export.privacy import Disclosure
    from fieldsurvey.survey.model import Response
    from fieldsurvey.xforms import Form, NodeDefinition

_POSITION = re.compile(r"\[([0-9]+)\]")
_CHOICES = frozenset({"select1", "select", "rank"})

_HEAD = (
    Column("response", "Id isian", label_en="Id of the response"),
    Column("target", "Kode sasaran", label_en="Code of what it was filled for"),
    Column(
        "stand",
        "Kode gerai; kosong bila kurang dari lima wawancara di sana",
        label_en="Code of the stand; blank with fewer than five interviews there",
    ),
    Column("ordinal", "Isian keberapa", "integer", "The how-manyth response"),
    Column("state", "draft, finished, returned, accepted", label_en="State"),
)
_AUTHOR = Column("author", "Pengisi", label_en="Filled by")
_REPEAT_HEAD = (
    Column("response", "Id isian", label_en="Id of the response"),
    Column(
        "number",
        "Urutan; di dalam yang lain dengan titik",
        label_en="Place; nested ones with a point",
    ),
)


@dataclass(frozen=True, slots=True)
class Whose:
    """What the rows of responses need of the visit.

    Attributes:
        codes: entity → code, of stands, officers and service users.
        places: officer or service user → stand where it may be shown.
        zone: the site's.
    """

    codes: Mapping[str, str]
    places: Mapping[str, str]
    zone: tzinfo


def form_tables(
    name: str, form: Form, responses: Iterable[Response], whose: Whose, disclosure: Disclosure
) -> list[Table]:
    """Return the table of a form and those of its repeats; a question that is not relevant is blank.

    Args:
        name: of the form in its instrument.
        form: the form.
        responses: those filled with it.
        whose: of whom and where.
        disclosure: what may be shown.
    """
    tables = _headed(name, form, disclosure)
    for response in responses:
        shown = disclosure.response(response)
        rows: dict[tuple[str, str], Row] = {("", ""): _first(shown, response, whose)}
        session = form.start(
            values={k: v for k, v in response.values.items() if k not in response.locked},
            zone=whose.zone,
        )
        for ref in session.refs():
            definition = form.definition(ref)
            table = _repeats_of(definition)
            if not _told(form, definition, disclosure) or not session.relevant(ref):
                continue
            number = ".".join(_POSITION.findall(ref))
            row = rows.setdefault((table, number), {"response": shown, "number": number})
            value = disclosure.value(name, definition, session.get(ref), whose.zone)
            if value:
                row[_name(definition)] = value
        for (table, _), row in rows.items():
            tables[table].rows.append(row)
    return list(tables.values())


def _headed(name: str, form: Form, disclosure: Disclosure) -> dict[str, Table]:
    """Return the tables with their columns by the repeats they are of, "" for the form's own."""
    author = (_AUTHOR,) if disclosure.shows_author(name) else ()
    tables = {"": Table(name, [*_HEAD, *author])}
    for definition in form.root.walk():
        if _told(form, definition, disclosure):
            repeats = _repeats_of(definition)
            if repeats not in tables:
                tables[repeats] = Table(f"{name}.{repeats}", list(_REPEAT_HEAD))
            tables[repeats].columns.append(_column(form, definition))
    return tables


def _first(shown: str, response: Response, whose: Whose) -> Row:
    return {
        "response": shown,
        "target": whose.codes.get(response.target, ""),
        "stand": whose.codes.get(whose.places.get(response.target, response.target), "")
        if response.target in whose.codes
        else "",
        "ordinal": response.ordinal,
        "state": response.state.value,
        "author": response.author,
    }


def _told(form: Form, definition: NodeDefinition, disclosure: Disclosure) -> bool:
    """Say whether a node has a column: it holds a value, is no note, and may be shown."""
    if not definition.is_leaf or definition.is_instance_id:
        return False
    is_note = definition.control == "input" and definition.fixed
    return not is_note and disclosure.shows(form, definition)


def _repeats_of(definition: NodeDefinition) -> str:
    """Return the names of the repeats around a question, outermost first, joined by points."""
    return ".".join(each.name for each in definition.line() if each.is_repeat)


def _name(definition: NodeDefinition) -> str:
    """Return the path inside the form or the repeat: equal names in two groups stay apart."""
    return "/".join(reversed([definition.name, *_groups(definition)]))


def _groups(definition: NodeDefinition) -> Iterator[str]:
    for each in definition.ancestors():
        if each.is_repeat or each.parent is None:
            return
        yield each.name


def _column(form: Form, definition: NodeDefinition) -> Column:
    chosen = definition.control if definition.control in _CHOICES else None
    return Column(
        _name(definition),
        _words(form, definition, "id"),
        chosen or definition.datatype,
        _words(form, definition, "en"),
        definition.attributes.get(f"{NAMESPACE}indicator", ""),
    )


def _words(form: Form, definition: NodeDefinition, code: str) -> str:
    """Return a question's label; what is filled in while answering is three points."""
    label = definition.label
    if label is None:
        return _unlabelled(definition, code)
    language = form.translations.find(code) or form.default_language
    parts = label.parts
    if label.itext is not None:
        parts = form.translations.words(label.itext, language) or ()
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()


def _unlabelled(definition: NodeDefinition, code: str) -> str:
    """Return what a node holds that no one is asked: the score of an item, or when the form was opened or closed."""
    indonesian = code == "id"
    if f"{NAMESPACE}indicator" in definition.attributes:
        return f"{'Skor' if indonesian else 'Score of'} {item_of(definition)}"
    moments = {
        "start": ("Formulir dibuka", "Form opened"),
        "end": ("Formulir ditutup", "Form closed"),
    }
    words = moments.get(definition.preload_parameter, ("", "")) if definition.preload else ("", "")
    return words[0 if indonesian else 1]
