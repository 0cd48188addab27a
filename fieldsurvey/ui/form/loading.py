"""Reading a response and what belongs to it, on the reader lane."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from fieldsurvey.survey.arrival import site_zone
from fieldsurvey.survey.filling import COMMENT, file_name
from fieldsurvey.survey.manifest import MEDIA
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.survey.responses import Slot
from fieldsurvey.survey.seals import active_seal
from fieldsurvey.survey.visits import response_of
from fieldsurvey.ui.answers.view import FileFacts, Medium
from fieldsurvey.ui.form.files import edited_preview, small
from fieldsurvey.ui.form.marker import OpenMark, OpenMarks
from fieldsurvey.ui.form.state import FormState
from fieldsurvey.xforms.growing import growing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from PySide6.QtGui import QImage

    from fieldsurvey.store import Store
    from fieldsurvey.survey.filling import Filling
    from fieldsurvey.survey.model import Photo
    from fieldsurvey.survey.visits import Visits
    from fieldsurvey.ui.context import Context

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
#: A picture beside a question is shown at most so large, in pixels.
_IN_LABEL = QSize(640, 360)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A response as the reader lane brings it; from now on it belongs to the GUI thread.

    Attributes:
        filling: the live form.
        state: how it stands.
        target_name: what it is filled for.
        zone: of the site, for photos that give wall time only.
        response_state: a draft, finished …
        finished_digest: what its finishing claimed, "" while it is a draft.
        media: node key → what is attached, oldest first.
        comments: node key → the inspector's comment; ``state`` looks here for notes that count as evidence.
        locked: keys whose answers cannot be read here: their key has not arrived.
        pictures: those that labels and choices of the instrument show, by file name.
        sealed: the visit is sealed: the form can only be read, and nothing of it is written.
    """

    filling: Filling
    state: FormState
    target_name: str
    zone: tzinfo
    response_state: ResponseState = ResponseState.DRAFT
    finished_digest: str = ""
    media: dict[str, tuple[Medium, ...]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    pictures: dict[str, QImage] = field(default_factory=dict)
    sealed: bool = False


def load_response(
    context: Context, visit: str, form: str, target: str, ordinal: int, store: Store
) -> Loaded:
    """Read a response and what belongs to it, and note that it is open; that of a sealed visit is only to be read.

    Of the visit nothing else is read: its other answers can be a hundred times as many.

    Raises:
        VisitError: the visit is not wholly here.
        FormError: the form cannot run.
    """
    with (
        growing()
    ):  # the collector would hold the window's thread while it walks what was just read
        return _read(context, visit, form, target, ordinal, store)


def _read(
    context: Context, visit: str, form: str, target: str, ordinal: int, store: Store
) -> Loaded:
    desk = context.desk(store)
    sealed = active_seal(store, visit) is not None
    responses, slot = desk.responses(visit), Slot(target, form, ordinal)
    seen = store.cursor(visit)  # before the answers: what arrives in between was not seen
    record = responses.found(slot)
    filling = responses.filling(slot, record, seen, reading=sealed)
    response = None if record is None else response_of(record)
    names = {found.id: found.name or found.code for found in desk.visits.targets(visit)}
    comments = {
        name.removeprefix(COMMENT): value
        for name, value in (record.fields if record else {}).items()
        if name.startswith(COMMENT) and isinstance(value, str) and value
    }
    session = filling.session
    seq = seen.at(store.device)
    if not sealed:
        OpenMarks(context.access.path).put(
            OpenMark(visit, form, target, ordinal, filling.id, seq, context.clock.now())
        )
    return Loaded(
        filling,
        FormState(session, lambda ref: bool(comments.get(session.key(ref)))),
        names.get(target, ""),
        site_zone(desk.visits, visit),
        response.state if response else ResponseState.DRAFT,
        response.finished_digest if response else "",
        _media(desk.visits, visit, filling.id, store),
        comments,
        response.locked if response else frozenset(),
        _pictures(desk.visits.instrument_ref(visit).files, store),
        sealed,
    )


def _pictures(files: Mapping[str, str], store: Store) -> dict[str, QImage]:
    """Return the pictures among the files that a visit pins, small."""
    found = {
        name.removeprefix(MEDIA): small(store.blob(sha256), _IN_LABEL)
        for name, sha256 in files.items()
        if name.startswith(MEDIA) and name.lower().endswith(_PICTURES)
    }
    return {name: picture for name, picture in found.items() if picture is not None}


def _media(
    visits: Visits, visit: str, response: str, store: Store
) -> dict[str, tuple[Medium, ...]]:
    media: dict[str, tuple[Medium, ...]] = {}
    own = [photo for photo in visits.photos(visit) if photo.response == response]
    if not own:
        return media
    absent = set(store.missing_blobs(visit))
    recipes = Recipes.read(store, visit)
    for photo in own:
        here = photo.sha256 not in absent
        picture = here and photo.media_type.startswith("image/")
        medium = Medium(
            photo.id,
            photo.caption or photo.sha256[:8],
            photo.media_type,
            photo.number,
            edited_preview(store.blob(photo.sha256), recipes.of(photo.sha256)) if picture else None,
            file_name(photo.sha256, photo.media_type),
            photo.sha256 if picture else "",
            _facts(visit, photo, store) if here and not picture else None,
        )
        media[photo.key] = (*media.get(photo.key, ()), medium)
    return media


def _facts(visit: str, photo: Photo, store: Store) -> FileFacts:
    told = store.history(visit, photo.id, "sha256")
    size = store.blob_size(photo.sha256)
    return FileFacts(photo.sha256, size, told[-1].change.at if told else None)
