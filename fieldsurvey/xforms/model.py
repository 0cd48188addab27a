"""The model part of an XForm: primary instance, binds and itext, read into definitions."""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.errors import Sentence, XPathError
from fieldsurvey.xforms.definition import NodeDefinition, Seed, Text
from fieldsurvey.xforms.itext import Parts, Translations
from fieldsurvey.xforms.xml import JR, attribute, children, local, namespace, text_of
from fieldsurvey.xpath import compile_expression

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from fieldsurvey.xpath import Expression

_TYPES = {
    "integer": "int", "long": "int", "select": "string", "select1": "string", "odk:rank": "string", "rank": "string",
    "datetime": "dateTime", "double": "decimal", "float": "decimal",
}  # fmt: skip
_KNOWN_TYPES = {
    "string", "int", "boolean", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "binary",
    "barcode", "intent",
}  # fmt: skip


class Fault(NamedTuple):
    """Something wrong in a form: at which node (None: in the form as a whole), in which part of it, and what."""

    definition: NodeDefinition | None
    attribute: str | None
    what: str
    todo: str


class Compiler:
    """Compiles the expressions of a form and collects what is wrong with them."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = namespaces
        self.faults: list[Fault] = []

    def fault(
        self, where: NodeDefinition | None, attribute: str | None, what: str, todo: str
    ) -> None:
        """Note something wrong."""
        self.faults.append(Fault(where, attribute, what, todo))

    def expression(
        self, text: str | None, where: NodeDefinition | None, part: str
    ) -> Expression | None:
        """Return the compiled expression; None when there is none or it is faulty."""
        if text is None or not text.strip():
            return None
        try:
            return compile_expression(text, self.namespaces)
        except XPathError as error:
            what = Sentence("{what} in the expression: {expression}", **error.params)
            self.fault(where, part, what, Sentence("Correct the expression."))
            return None

    def parts(self, element: etree._Element, where: NodeDefinition | None, part: str) -> Parts:
        """Return the words and outputs of a label, hint or itext value."""
        found: list[str | Expression] = [element.text or ""]
        for inner in children(element):
            if local(inner) == "output":
                expression = self.expression(
                    attribute(inner, "value") or attribute(inner, "ref"), where, part
                )
                if expression is not None:
                    found.append(expression)
            else:
                found.append(text_of(inner))
            found.append(inner.tail or "")
        while found and isinstance(found[0], str) and not found[0].strip():
            del found[0]
        while found and isinstance(found[-1], str) and not found[-1].strip():
            del found[-1]
        if found and isinstance(found[0], str):
            found[0] = found[0].lstrip()
        if found and isinstance(found[-1], str):
            found[-1] = found[-1].rstrip()
        return tuple(p for p in found if p != "")

    def text(self, element: etree._Element, where: NodeDefinition | None, part: str) -> Text | None:
        """Return the text of a label or hint element."""
        reference = attribute(element, "ref")
        if reference:
            return self.reference(reference, where, part)
        parts = self.parts(element, where, part)
        return Text(parts) if parts else None

    def reference(self, reference: str, where: NodeDefinition | None, part: str) -> Text | None:
        """Return the text that a ``ref`` (mostly ``jr:itext('…')``) stands for."""
        inner = itext_argument(reference)
        if inner is not None and inner[:1] in "'\"" and inner[-1:] == inner[:1]:
            return Text(itext=inner[1:-1])
        expression = self.expression(reference if inner is None else inner, where, part)
        if expression is None:
            return None
        return Text((expression,)) if inner is None else Text(dynamic=expression)


def itext_argument(reference: str) -> str | None:
    """Return what stands between the brackets of ``jr:itext(…)``, None when it is something else."""
    text = reference.strip()
    if text.startswith("jr:itext(") and text.endswith(")"):
        return text[len("jr:itext(") : -1].strip()
    return None


def read_instance(root: etree._Element, repeats: set[str]) -> NodeDefinition:
    """Build the definitions of the primary instance.

    Args:
        root: its root element.
        repeats: template paths that the body repeats.
    """
    return _define([root], None, itertools.count(), 0, repeats)


def _define(
    elements: list[etree._Element],
    parent: NodeDefinition | None,
    numbers: Iterator[int],
    slot: int,
    repeats: set[str],
    *,
    several: bool = False,
) -> NodeDefinition:
    """Define the node that these elements of one name are instances or templates of."""
    first = elements[0]
    name = local(first)
    ref = sys.intern(f"{parent.ref if parent is not None else ''}/{name}")
    templates = [e for e in elements if e.get(f"{{{JR}}}template") is not None]
    is_repeat = parent is not None and (several or bool(templates) or ref in repeats)
    definition = NodeDefinition(
        ref, name, namespace(first), parent,
        index=next(numbers), slot=slot, depth=parent.depth + 1 if parent is not None else 1,
        is_repeat=is_repeat, single=not is_repeat and (parent is None or parent.single),
        seed=read_seed(first),
    )  # fmt: skip
    if is_repeat:
        alone = not templates
        definition.template = (
            _alone(definition.seed, ref, repeats) if alone else read_seed(templates[0])
        )
    groups: dict[str, list[etree._Element]] = {}
    doubled: set[str] = set()
    for element in elements:
        seen: set[str] = set()
        for inner in children(element):
            inner_name = local(inner)
            groups.setdefault(inner_name, []).append(inner)
            if inner_name in seen:
                doubled.add(inner_name)
            seen.add(inner_name)
    definition.children = tuple(
        _define(group, definition, numbers, place, repeats, several=inner_name in doubled)
        for place, (inner_name, group) in enumerate(groups.items())
    )
    definition.slots = {child.name: child.slot for child in definition.children}
    written = next((e for e in elements if e not in templates), None)
    if definition.template is not None and templates and written is not None:
        _start_alike(definition.template, read_seed(written), definition)
    return definition


def _start_alike(template: Seed, written: Seed, definition: NodeDefinition) -> None:
    """Let a new instance begin with inner instances when the one that the form writes out does."""
    for child in definition.children:
        own, theirs = template.children.get(child.name), written.children.get(child.name)
        if own is None or not theirs:
            continue
        if child.is_repeat:
            if not own and child.template is not None:
                own.append(child.template)
        elif own:
            _start_alike(own[0], theirs[0], child)


def read_seed(element: etree._Element) -> Seed:
    """Return what an element of the instance says, templates left out."""
    seed = Seed(
        text="" if len(element) else (element.text or "").strip(),
        attributes={
            str(k): str(v) for k, v in element.attrib.items() if not str(k).startswith(f"{{{JR}}}")
        },
    )
    for inner in children(element):
        group = seed.children.setdefault(local(inner), [])
        if inner.get(f"{{{JR}}}template") is None:
            group.append(read_seed(inner))
    return seed


def _alone(seed: Seed, ref: str, repeats: set[str]) -> Seed:
    """Return a first instance as a template: blank, and each repeat inside it starts with one instance."""
    return Seed(
        "",
        seed.attributes,
        {
            name: [
                _alone(s, f"{ref}/{name}", repeats)
                for s in (group[:1] if f"{ref}/{name}" in repeats else group)
            ]
            for name, group in seed.children.items()
        },
    )


def apply_bind(definition: NodeDefinition, bind: etree._Element, compiler: Compiler) -> None:
    """Read a ``bind`` into its node's definition."""
    kind = (bind.get("type") or "string").removeprefix("xsd:").removeprefix("xs:")
    kind = _TYPES.get(kind, kind)
    definition.datatype = kind if kind in _KNOWN_TYPES else "string"
    for part in ("relevant", "required", "readonly", "constraint", "calculate"):
        setattr(definition, part, compiler.expression(bind.get(part), definition, part))
    for part in ("constraint", "required"):
        message = bind.get(f"{{{JR}}}{part}Msg")
        if message:
            text = (
                compiler.reference(message, definition, part)
                if itext_argument(message)
                else Text((message,))
            )
            setattr(definition, f"{part}_message", text)
    definition.preload = bind.get(f"{{{JR}}}preload") or ""
    definition.preload_parameter = bind.get(f"{{{JR}}}preloadParams") or ""
    definition.attributes = {
        str(name): str(value)
        for name, value in bind.attrib.items()
        if str(name).startswith("{") and not str(name).startswith(f"{{{JR}}}")
    }


def read_itext(element: etree._Element | None, compiler: Compiler) -> Translations:
    """Read the itext block."""
    if element is None:
        return Translations()
    texts: dict[str, dict[str, dict[str, Parts]]] = {}
    default: str | None = None
    for translation in children(element, "translation"):
        language = translation.get("lang") or ""
        marked = translation.get("default")
        if marked is not None and marked.strip() not in ("false()", "false", "0"):
            default = language
        block = texts.setdefault(language, {})
        for text in children(translation, "text"):
            forms = block.setdefault(text.get("id") or "", {})
            for value in children(text, "value"):
                forms[value.get("form") or ""] = compiler.parts(value, None, "label")
    languages = tuple(texts)
    return Translations(languages, default or (languages[0] if languages else None), texts)
