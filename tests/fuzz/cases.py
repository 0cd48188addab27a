"""One case of the fuzzer: what it feeds the engine, and what it holds of the outcome.

A case fails when the engine raises anything but an error of ours (`fieldsurvey.errors`), or contradicts itself:

* a tree written as text is read back as the same tree;
* an expression gives the same as text, as a number and as a truth as its value does;
* an operator gives the same when nothing is known of its operands beforehand as when the compiler may take a short way;
* answers saved as XML, or kept by key, can be opened again.

Hangs and memory are watched from outside, by `watchdog`.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from lxml import etree

from fieldsurvey.errors import FieldSurveyError, XPathError
from fieldsurvey.xforms import parse_xform
from fieldsurvey.xforms.steps import play, read_steps
from fieldsurvey.xpath import (
    Context,
    PlainHost,
    compile_expression,
    to_boolean,
    to_number,
    to_string,
)
from fieldsurvey.xpath.parser import parse
from fieldsurvey.xpath.syntax import Call, Chain, Expr, Literal, Negation, Step, Union, unparse
from fieldsurvey.xpath.syntax import Path as Route
from fieldsurvey.xpath.tree import document_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.xforms import Form, FormSession

NOW = datetime(2026, 8, 22, 2, 30, tzinfo=UTC)
# The tree that expressions walk: blanks, numbers, dates, markup, repeated names, attributes, another namespace.
TREE = b"""<data id="d" xml:lang="id" xmlns:orx="http://openrosa.org/xforms"><a>1</a><a>2.0</a><blank/><word>pasar</word>
<day>2026-08-22</day><at>2026-08-22T09:30:00.000+07:00</at><many>a  b c</many><g x="1" y=""><q>3</q><q>-4.5</q>
<r><q>x</q></r></g><orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta><place>0 0 0 0</place>
<shape>0 0;0 2;2 2;2 0;0 0</shape></data>"""
# What is drawn or given anew at each call, so that two calls need not agree.
_ONCE_ONLY = frozenset(("random", "randomize", "uuid"))


class Disagreement(AssertionError):
    """The engine contradicts itself."""


@dataclass(frozen=True, slots=True)
class Case:
    """What one run feeds the engine. Bytes are kept as text, one character a byte.

    Attributes:
        kind: "expression" (``text``), "form" (``document`` and ``steps``), "answers" (``document``, the form, and
            ``text``, the saved answers), "steps" (``text``, JSON) or "media" (``text``, the content, and ``name``).
    """

    kind: str
    text: str = ""
    document: str = ""
    name: str = ""
    steps: tuple[dict[str, Any], ...] = field(default=())

    def to_json(self) -> str:
        """Return the case as one line."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> Case:
        """Return the case that `to_json` wrote."""
        found = json.loads(text)
        return Case(**{**found, "steps": tuple(found.get("steps", ()))})

    def run(self) -> None:
        """Feed the engine; whatever this raises is a find."""
        try:
            _RUNS[self.kind](self)
        except FieldSurveyError as error:
            str(error)


def _expression(case: Case) -> None:
    document = document_node(etree.fromstring(TREE).getroottree())
    compiled = compile_expression(case.text, lenient=True)
    tree = parse(case.text)
    again = parse(unparse(tree))
    if _without_places(again) != _without_places(tree):
        raise Disagreement(f"parse(unparse(tree)) is {again}")
    context = Context(document.elements()[0], PlainHost(NOW))
    if compiled.functions & _ONCE_ONLY:
        compiled.evaluate(context)
        return
    value = _outcome(lambda: compiled.evaluate(context))
    shown = value if isinstance(value, str) and value == _REFUSED else None
    for name, run, turn in (
        ("string", compiled.string, to_string),
        ("number", compiled.number, to_number),
        ("boolean", compiled.boolean, to_boolean),
    ):
        wanted = shown if shown is not None else turn(value)
        found = _outcome(lambda run=run: run(context))
        if not _same(found, wanted):
            raise Disagreement(f"{name}: {found!r}, and the value is {value!r}")
    unknown = compile_expression(unparse(_unknowing(tree)), lenient=True)
    slow = _outcome(lambda: unknown.evaluate(context))
    if not _same(slow, value):
        raise Disagreement(f"{value!r}, and {slow!r} when no kind is known beforehand")


_REFUSED = "refused \0"


def _outcome(run: Any) -> Any:
    try:
        return run()
    except XPathError:
        return _REFUSED


def _same(a: object, b: object) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-9)
    if isinstance(a, list) and isinstance(b, list):
        return [id(node) for node in a] == [id(node) for node in b]
    return (type(a) is type(b) and a == b) or (
        isinstance(a, str) and isinstance(b, str) and str(a) == str(b)
    )


def _without_places(tree: Expr) -> str:
    return re.sub(r"at=\d+", "at=0", repr(tree))


def _unknowing(tree: Expr) -> Expr:
    """Return the expression with each operand in ``coalesce('', …)``, which gives it and hides its kind."""

    def hidden(part: Expr) -> Expr:
        return Call("coalesce", (Literal(""), _unknowing(part)))

    match tree:
        case Chain(first, rest):
            return Chain(hidden(first), tuple((sign, hidden(part)) for sign, part in rest))
        case Negation(operand):
            return Negation(hidden(operand))
        case Union(parts):
            return Union(tuple(_unknowing(part) for part in parts))
        case Call(name, arguments):
            return Call(name, tuple(_unknowing(argument) for argument in arguments))
        case Route(start, absolute, filters, steps):
            return Route(
                None if start is None else _unknowing(start),
                absolute,
                tuple(_unknowing_test(test) for test in filters),
                tuple(
                    Step(s.axis, s.test, tuple(_unknowing_test(p) for p in s.predicates))
                    for s in steps
                ),
            )
        case _:
            return tree


def _unknowing_test(test: Expr) -> Expr:
    return test if isinstance(test, Literal) else _unknowing(test)


@lru_cache(maxsize=8)
def _form(document: str) -> Form:
    return parse_xform(document.encode("latin-1"), name="fuzz")


def _played(case: Case) -> None:
    form = _form(case.document)
    session = form.start(now=NOW)
    for step in case.steps:
        try:
            if "apply" in step:
                session.apply(step["apply"])
            else:
                list(play(session, [step]))
        except FieldSurveyError as error:
            str(error)
        _look(session)
    _close(form, session)


def _answers(case: Case) -> None:
    form = _form(case.document)
    session = form.start(now=NOW, instance_xml=case.text.encode("latin-1"))
    _look(session)
    _close(form, session)


def _look(session: FormSession) -> None:
    """Ask for everything that a window shows."""
    for ref in session.refs():
        session.get(ref)
        session.label(ref)
        session.hint(ref)
        session.choices(ref)
        session.violation(ref)
        session.readonly(ref)
        if session.ref(session.key(ref)) != ref:
            raise Disagreement(f"{ref} is not where its key leads")
    session.problems()
    dict(session.faults)


def _close(form: Form, session: FormSession) -> None:
    xml = session.to_xml()
    form.start(now=NOW, instance_xml=xml, edit=True)
    kept = session.kept_values()
    form.start(now=NOW, values=kept)
    session.finalize()


def _steps(case: Case) -> None:
    session = _form(case.document).start(now=NOW)
    for _ in play(session, read_steps(case.text)):
        pass


def _media(case: Case) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, case.name).write_bytes(case.text.encode("latin-1"))
        form = parse_xform(
            (
                '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>'
                f'<instance><data><a/></data></instance><instance id="x" src="jr://file/{case.name}"/>'
                "<bind nodeset=\"/data/a\" calculate=\"concat(instance('x')/root/item/name, instance('x'))\"/>"
                "</model></h:head></h:html>"
            ).encode(),
            media=Path(folder),
        )
        form.start(now=NOW).get("/data/a")


_RUNS = {
    "expression": _expression,
    "form": _played,
    "answers": _answers,
    "steps": _steps,
    "media": _media,
}


def read_all(paths: Iterable[Path]) -> dict[str, Case]:
    """Return the cases of files by name."""
    return {path.stem: Case.from_json(path.read_text(encoding="utf-8")) for path in paths}
