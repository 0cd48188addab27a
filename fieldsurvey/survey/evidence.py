"""Evidence: what the form demands as proof of an answer (``bind::fs:evidence``), and what of it is not there.

The attribute lists kinds, separated by spaces (design §3): ``photo`` and ``photo-if=VALUE[,VALUE…]`` demand a photo,
``document``, ``screenshot`` and ``note`` ask for one, ``photo-optional`` leaves it to the inspector. A demand is met by
the questions beside the item that have its code (``bind::fs:item``): uploads, an address that was looked at, a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.filling import FS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldsurvey.xforms import FormSession, NodeDefinition

#: Answers that need no proof: "tidak berlaku" has a reason instead.
_NOTHING_TO_PROVE = frozenset({"", "tb"})


@dataclass(frozen=True, slots=True)
class EvidenceGap:
    """Evidence that an answer asks for and that is not there.

    Attributes:
        item: ref of the answer that is to be proved.
        kind: ``photo``, ``document``, ``screenshot`` or ``note``.
        where: ref of the question where it belongs; the item itself when the form has none for it.
        demanded: the form insists, rather than asks.
    """

    item: str
    kind: str
    where: str
    demanded: bool


def evidence_gaps(
    session: FormSession,
    refs: Iterable[str],
    has_comment: Callable[[str], bool] = lambda _ref: False,
) -> list[EvidenceGap]:
    """Return what is missing of the evidence for the answers given so far, in the order of the form.

    Args:
        session: the live form.
        refs: the questions to look at; those that do not apply are passed over.
        has_comment: whether the inspector commented on the answer at a ref, which counts as a note.
    """
    found = []
    for ref in refs:
        for kind, demanded in asked_for(session, ref):
            places = _open_places(session, ref, kind)
            given = any(session.get(place) for place in places)
            if not given and not (kind == "note" and has_comment(ref)):
                found.append(EvidenceGap(ref, kind, places[0] if places else ref, demanded))
    return found


def asked_for(session: FormSession, ref: str) -> list[tuple[str, bool]]:
    """Return (kind, insists) of each kind of evidence that the answer at a ref calls for.

    What the form asks for in a question that does not apply now is not asked for; what it insists on without having a
    question for it stays.
    """
    asked = session.form.definition(ref).attributes.get(FS + "evidence", "")
    if not asked or not session.relevant(ref) or session.get(ref) in _NOTHING_TO_PROVE:
        return []
    chosen = set(session.get(ref).split())
    wanted: dict[str, bool] = {}
    for part in asked.split():
        name, _, values = part.partition("=")
        if name == "photo-if":
            if chosen & set(values.split(",")):
                wanted["photo"] = True
        elif name != "photo-optional":
            wanted.setdefault(name, name == "photo")
    return [
        (kind, insists)
        for kind, insists in wanted.items()
        if _open_places(session, ref, kind) or (insists and not _places(session, ref, kind))
    ]


def _open_places(session: FormSession, ref: str, kind: str) -> list[str]:
    return [place for place in _places(session, ref, kind) if session.relevant(place)]


def _places(session: FormSession, ref: str, kind: str) -> list[str]:
    """Return the questions where a kind of evidence for an item belongs."""
    return [place for place, here in _beside(session, ref) if _fits(kind, here)]


def _beside(session: FormSession, ref: str) -> list[tuple[str, NodeDefinition]]:
    """Return the other questions beside an item that have its code."""
    definition = session.form.definition(ref)
    item, parent = definition.attributes.get(FS + "item"), definition.parent
    if item is None or parent is None:
        return []
    above = ref.rsplit("/", 1)[0]
    return [
        (f"{above}/{child.name}", child)
        for child in parent.children
        if child is not definition
        and child.control is not None
        and child.attributes.get(FS + "item") == item
    ]


def _fits(kind: str, definition: NodeDefinition) -> bool:
    upload = definition.control == "upload"
    picture = upload and definition.mediatype.startswith("image")
    text = definition.control == "input" and definition.datatype == "string"
    many_lines = "multiline" in definition.appearance.split()
    match kind:
        case "photo":
            return picture
        case "document":
            return upload
        case "screenshot":
            return picture or (text and not many_lines and not _reason(definition))
        case "note":
            return text and many_lines
    return False


def _reason(definition: NodeDefinition) -> bool:
    """Say whether the question asks why an item does not apply: that proves nothing."""
    return definition.name.endswith("_tb")
