"""What of ODK XForms is read and kept in the form and its submissions, but not run: each with what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence
from fieldsurvey.xforms.xml import child

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from fieldsurvey.xforms.definition import NodeDefinition


def not_run(
    model: etree._Element, definitions: Sequence[NodeDefinition], data: bytes
) -> Iterator[tuple[NodeDefinition | None, str]]:
    """Yield what the form asks for and nobody does here, with the node concerned (None: the whole form).

    Args:
        model: the form's model.
        definitions: its nodes.
        data: the XForm.
    """
    submission = child(model, "submission")
    if submission is not None and submission.get("base64RsaPublicKey"):
        yield None, Sentence("encryption: the submission is written in plain XML.")
    if b"extract-signed(" in data:
        yield None, Sentence("extract-signed(): no signature is checked; the result is blank.")
    if b"last-saved" in data:
        yield None, Sentence("last-saved: no earlier submission is read; its values are blank.")
    for definition in definitions:
        what = _of_node(definition)
        if what:
            yield definition, what


def _of_node(definition: NodeDefinition) -> str:
    if definition.control is None:
        return _of_meta(definition)
    appearance = definition.appearance
    if "image-map" in appearance:
        return Sentence("image-map: the choices are shown as a list.")
    if "printer:" in appearance:
        return Sentence("printer: nothing is printed from a question.")
    if definition.mediatype.startswith("osm"):
        return Sentence("osm: no map features are picked; it stays blank.")
    if "query" in definition.parameters:
        return Sentence(
            "select_one_external: no choices are read from itemsets.csv; the answer is typed."
        )
    return ""


def _of_meta(definition: NodeDefinition) -> str:
    if definition.parent is None or definition.parent.name != "meta":
        return ""
    if definition.name == "entity":
        return Sentence(
            "entities: none is made or changed; the submission says what to do as the form writes it."
        )
    if definition.name == "audit":
        return Sentence("audit: no log of the filling is written; it stays blank.")
    return ""
