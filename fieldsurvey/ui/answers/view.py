"""What a question widget is shown: one node, as values. A widget needs this and nothing else of the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from PySide6.QtGui import QImage

    from fieldsurvey.xforms import FormSession
    from fieldsurvey.xforms.definition import NodeDefinition

#: Clark prefix of the attributes that our forms add to a bind (design §3).
FS = "{https://fieldsurvey.id/ns/1}"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file that no picture shows.

    Attributes:
        sha256: of its bytes, in hexadecimal.
        size: in bytes.
        at: when it was attached; None when that is not known.
    """

    sha256: str
    size: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo or file that is attached to a question.

    Attributes:
        id: names it in ``removed`` and ``opened``.
        name: file name or caption that a person knows it by.
        media_type: ``image/jpeg``, ``application/pdf`` …; "" when unknown.
        number: as the report prints it, 0 while it has none.
        preview: a small picture of it, None while there is none.
        answer: what the question's answer says for it.
        sha256: of a photo that can be edited here, "" for anything else.
        facts: what a file that is no picture says of itself, None for a picture and for what has not arrived.
    """

    id: str
    name: str
    media_type: str = ""
    number: int = 0
    preview: QImage | None = None
    answer: str = ""
    sha256: str = ""
    facts: FileFacts | None = None

    @property
    def is_photo(self) -> bool:
        """Return whether a thumbnail can be made of it."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node of a form, read-only.

    Attributes:
        ref: its reference, given back with every answer.
        label, hint: in the form's active language; "" when there is none.
        guidance: for who was not trained, beneath the hint.
        value: XML lexical form; "" is blank.
        control: as in ``NodeDefinition.control``, and "note" for an input that nobody can ever answer.
        datatype, appearance, mediatype, parameters: as in ``NodeDefinition``.
        required, readonly: as of now.
        choices: (value, label) in order.
        violation: sentence to show, None when there is nothing to say; violation_kind: why.
        evidence: what ``bind::fs:evidence`` demands ("photo-if=tidak_ada document").
        language: of label and choices, as the form names it.
        attributes: foreign attributes of the bind in Clark notation.
        media: what is attached.
        proof: "missing" or "insisted" while evidence that this answer calls for is not there (the form asks, or
            insists), "given" once it is, "" when it calls for none.
        comment: what the inspector wrote beside the answer.
        locked: an answer is kept that cannot be read here: its key has not arrived.
        zone: of the site, in which times are read and shown; None is this machine's.
        picture: that goes with the label; choice_pictures: with the choices, by value.
    """

    ref: str
    label: str = ""
    hint: str = ""
    guidance: str = ""
    value: str = ""
    control: str = "input"
    datatype: str = "string"
    appearance: str = ""
    mediatype: str = ""
    required: bool = False
    readonly: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    violation: str | None = None
    violation_kind: Literal["", "constraint", "required"] = ""
    evidence: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    media: tuple[Medium, ...] = ()
    proof: Literal["", "missing", "insisted", "given"] = ""
    comment: str = ""
    locked: bool = False
    zone: tzinfo | None = None
    picture: QImage | None = None
    choice_pictures: Mapping[str, QImage] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Return whether the form marks the answer as personal data (design §3)."""
        return self.attributes.get(FS + "private") == "yes"

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the chosen values of a select."""
        return (
            tuple(self.value.split())
            if self.control == "select"
            else tuple(filter(None, (self.value,)))
        )

    def has_appearance(self, *words: str) -> bool:
        """Return whether one of the words is among the appearances."""
        return not set(words).isdisjoint(self.appearance.split())


def is_question(definition: NodeDefinition) -> bool:
    """Say whether a node is shown on a page: calculates and preloads are not."""
    return definition.is_leaf and definition.control is not None


def view_of(
    session: FormSession,
    ref: str,
    *,
    violation: str | None = None,
    media: tuple[Medium, ...] = (),
    proof: Literal["", "missing", "insisted", "given"] = "",
    comment: str = "",
    locked: bool = False,
    zone: tzinfo | None = None,
    pictures: Mapping[str, QImage] = MappingProxyType({}),
) -> NodeView:
    """Return a node of a session as a widget wants it.

    Args:
        session: the live form.
        ref: of a leaf.
        violation: the sentence when the form gives no message of its own.
        media: what is attached to the node.
        proof: as in ``NodeView.proof``.
        comment: the inspector's words beside the answer.
        locked: as in ``NodeView.locked``.
        zone: as in ``NodeView.zone``.
        pictures: those that the form's texts name, by file name.
    """
    definition = session.form.definition(ref)
    found = session.violation(ref)
    return NodeView(
        ref=ref,
        label=session.label(ref) or "",
        hint=session.hint(ref) or "",
        guidance=session.guidance(ref) or "",
        value=session.get(ref),
        control="note" if _is_note(definition) else definition.control or "",
        datatype=definition.datatype,
        appearance=definition.appearance,
        mediatype=definition.mediatype,
        required=session.required(ref),
        readonly=session.readonly(ref),
        choices=tuple(session.choices(ref)),
        violation=None if found is None else found.message or violation or "",
        violation_kind="" if found is None else found.kind,
        evidence=definition.attributes.get(FS + "evidence", ""),
        language=session.language or "",
        attributes=definition.attributes,
        parameters=definition.parameters,
        media=media,
        proof=proof,
        comment=comment,
        locked=locked,
        zone=zone,
        picture=_picture(session.media(ref), pictures) if pictures else None,
        choice_pictures=_choice_pictures(session, ref, pictures) if pictures else {},
    )


def _choice_pictures(
    session: FormSession, ref: str, pictures: Mapping[str, QImage]
) -> dict[str, QImage]:
    found = {value: _picture(media, pictures) for value, media in session.choice_media(ref).items()}
    return {value: picture for value, picture in found.items() if picture is not None}


def _picture(media: Mapping[str, str], pictures: Mapping[str, QImage]) -> QImage | None:
    source = media.get("image") or media.get("big-image") or ""
    return pictures.get(source.rpartition("/")[2])


def _is_note(definition: NodeDefinition) -> bool:
    return (
        definition.control == "input"
        and definition.readonly is not None
        and definition.readonly.text.strip() == "true()"
    )
