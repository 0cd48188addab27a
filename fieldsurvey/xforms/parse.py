"""XForm XML → Form. Everything that is wrong with a form comes out here, in one FormError."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, Sentence
from fieldsurvey.xforms.body import BodyReader, is_attribute, join_path, repeats_of
from fieldsurvey.xforms.external import (
    InstanceProblem,
    Instances,
    MediaFiles,
    MediaFolders,
    read_source,
    static_tree,
)
from fieldsurvey.xforms.form import Form
from fieldsurvey.xforms.graph import build_plan
from fieldsurvey.xforms.growing import growing
from fieldsurvey.xforms.instance import DocumentNode
from fieldsurvey.xforms.later import not_run
from fieldsurvey.xforms.model import Compiler, Fault, apply_bind, read_instance, read_itext
from fieldsurvey.xforms.xml import JR, XmlProblem, child, children, local, read_xml, text_of
from fieldsurvey.xlsform import Diagnostic, Workbook, convert, form_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from fieldsurvey.errors import FormError
    from fieldsurvey.xforms.definition import NodeDefinition
    from fieldsurvey.xforms.external import Media
    from fieldsurvey.xlsform.diagnostics import Severity


def load_form(path: str | Path, media: str | Path | None = None, *, validate: bool = False) -> Form:
    """Load a form from an XLSForm (.xlsx, .xls, .csv, .md) or an XForm (.xml).

    Args:
        path: the file.
        media: folder of its ``jr://`` files; None looks beside the form, in ``media/`` there first.
        validate: also ask ODK Validate about an XLSForm, when Java is on this machine.

    Raises:
        FileProblem: the file cannot be read.
        FormError: the form cannot run; ``diagnostics`` say where and what to do.
    """
    path = Path(path)
    beside = (Path(media),) if media is not None else (path.parent / "media", path.parent)
    folders = MediaFolders(beside)
    if path.suffix.lower() in (".xml", ".xform"):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise FileProblem(path=path, what=error.strerror or str(error)) from error
        return _build(data, path.name, folders, None, ())
    converted = convert(path, validate=validate)
    return _build(converted.xform, path.name, folders, converted.workbook, converted.diagnostics)


def parse_xform(
    xml: bytes, *, name: str = "form", media: Path | Mapping[str, bytes] | None = None
) -> Form:
    """Parse an XForm that was converted before.

    Args:
        xml: the XForm.
        name: what to call it in diagnostics.
        media: folder of its ``jr://`` files, or the files themselves, name → bytes.

    Raises:
        FormError: the form cannot run.
    """
    files = MediaFolders((media,)) if isinstance(media, Path) else MediaFiles(media or {})
    return _build(xml, name, files, None, ())


@growing()
def _build(
    data: bytes,
    name: str,
    media: Media,
    workbook: Workbook | None,
    warnings: tuple[Diagnostic, ...],
) -> Form:
    try:
        document = read_xml(data)
    except XmlProblem as error:
        todo = Sentence("Take the form from its source again.")
        raise _failed(name, Sentence("{what}.", what=error.args[0]), todo) from error
    head = child(document, "head")
    model = child(head, "model") if head is not None else None
    primary = _primary(model)
    if model is None or primary is None:
        raise _failed(
            name,
            Sentence("this is no XForm: it has no model with data."),
            Sentence("Give an XForm or XLSForm."),
        )
    namespaces = {str(p): str(u) for p, u in document.nsmap.items() if p}
    compiler = Compiler(namespaces)
    body = child(document, "body")
    binds = list(children(model, "bind"))
    bound = {b.get("id") or "": _nodeset(b, local(primary)) for b in binds if b.get("id")}
    repeats = {_plain(path) for path in repeats_of(body, bound, f"/{local(primary)}")}
    root = read_instance(primary, repeats)
    definitions = list(root.walk())
    by_ref = {definition.ref: definition for definition in definitions}
    reader = BodyReader(by_ref, bound, compiler)
    loose = []
    for bind in binds:
        path = _plain(_nodeset(bind, root.name))
        if path in by_ref:
            apply_bind(by_ref[path], bind, compiler)
        elif not is_attribute(path):
            loose.append(
                Sentence(
                    "{what} refers to {path}, which the form's data does not have.",
                    what=Sentence("a bind"),
                    path=path,
                )
            )
    translations = read_itext(child(model, "itext"), compiler)
    for action in children(model):
        reader.action(action, root.ref)
    if body is not None:
        reader.body(body, root.ref)
    documents, missing = _secondary(model, primary, media)
    plan = build_plan(definitions, translations, lambda loop: _cycle(compiler, loop))
    if compiler.faults:
        raise form_error(_diagnostic(fault, name, workbook) for fault in compiler.faults)
    title = child(head, "title") if head is not None else None
    return Form(
        id=primary.get("id") or primary.get("xmlns") or root.namespace or "",
        version=primary.get("version") or primary.get(f"{{{JR}}}version") or "",
        title=text_of(title).strip(),
        namespaces=namespaces,
        root=root,
        definitions=tuple(definitions),
        by_ref=by_ref,
        translations=translations,
        instances=Instances(documents),
        actions=tuple(reader.actions),
        plan=plan,
        diagnostics=(
            *warnings,
            *(_warning(name, what, Sentence("Put the file beside the form.")) for what in missing),
            *(_warning(name, what, "") for what in (*loose, *reader.unsupported)),
            *(
                _diagnostic(Fault(node, None, what, ""), name, workbook, "warning")
                for node, what in not_run(model, definitions, data)
            ),
        ),
        xform=data,
    )


def _primary(model: etree._Element | None) -> etree._Element | None:
    """Return the root element of the first instance."""
    instance = child(model, "instance") if model is not None else None
    return next(children(instance), None) if instance is not None else None


def _plain(path: str) -> str:
    """Return a template path without the prefixes of its names."""
    return "/".join(step.rpartition(":")[2] for step in path.split("/"))


def _nodeset(bind: etree._Element, root: str) -> str:
    return join_path(f"/{root}", bind.get("nodeset") or bind.get("ref") or "")


def _secondary(
    model: etree._Element, primary: etree._Element, media: Media
) -> tuple[dict[str, DocumentNode], list[str]]:
    """Return the secondary instances by id, and what is missing of them."""
    documents: dict[str, DocumentNode] = {}
    missing: list[str] = []
    for instance in children(model, "instance"):
        name = instance.get("id") or ""
        inner = next(children(instance), None)
        if inner is primary:
            continue
        source = instance.get("src")
        if source:
            try:
                documents[name] = read_source(source, media)
            except InstanceProblem as error:
                documents[name] = DocumentNode()
                missing.append(Sentence("{what}.", what=error.args[0]))
        elif inner is not None:
            documents[name] = static_tree(inner)
    # A form may ask for its last submission without declaring it.
    documents.setdefault("__last-saved", DocumentNode())
    return documents, missing


def _cycle(compiler: Compiler, loop: list[NodeDefinition]) -> None:
    names = " → ".join(d.name for d in [*loop, loop[0]])
    # The place is that of the first one in the loop whose own logic takes part in it.
    place = next((d for d in loop if d.calculate is not None or d.relevant is not None), loop[0])
    part = "calculate" if place.calculate is not None else "relevant"
    what = Sentence("these depend on each other in a loop: {names}.", names=names)
    compiler.fault(place, part, what, Sentence("Take one of the references out."))


def _diagnostic(
    fault: Fault, name: str, workbook: Workbook | None, severity: Severity = "error"
) -> Diagnostic:
    what = fault.what
    if fault.definition is not None and workbook is None:
        what = Sentence("{ref}: {what}", ref=fault.definition.ref, what=what)
    plain = Diagnostic(severity, name, None, None, None, "", what, fault.todo)
    if workbook is None or fault.definition is None:
        return plain
    cell = workbook.locate(fault.definition.path[1:], fault.attribute)
    return plain if cell is None else plain.at(*cell)


def _warning(name: str, what: str, todo: str) -> Diagnostic:
    return Diagnostic("warning", name, None, None, None, "", what, todo)


def _failed(name: str, what: str, todo: str) -> FormError:
    return form_error([Diagnostic("error", name, None, None, None, "", what, todo)])
