"""Between the live form and the writer lane: answers on the GUI thread, entries to the journal, undo."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QUndoCommand, QUndoStack

from fieldsurvey.errors import AnswerError, FileProblem
from fieldsurvey.media import MAX_BYTES, PhotoInfo, media_type_of, read_photo
from fieldsurvey.survey.filling import COMMENT, file_name
from fieldsurvey.survey.responses import write_entries
from fieldsurvey.ui.answers.view import Medium

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from fieldsurvey.store import Store
    from fieldsurvey.survey.filling import Filling
    from fieldsurvey.survey.ports import Entry
    from fieldsurvey.ui.context import Context

_PREVIEW = QSize(240, 160)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A response as the reader lane brings it.

    Attributes:
        filling: the live form; from now on it belongs to the GUI thread.
        target_name: what it is filled for.
        zone: of the site, for photos that give wall time only.
        finished_digest: what its finishing claimed, "" while it is a draft.
        media: node key → what is attached, oldest first.
        comments: node key → the inspector's comment.
    """

    filling: Filling
    target_name: str
    zone: tzinfo | None
    finished_digest: str = ""
    media: dict[str, tuple[Medium, ...]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes = field(repr=False)
    sha256: str
    name: str
    info: PhotoInfo | None
    media_type: str
    preview: QImage | None


class FormBridge(QObject):
    """Answers a form and has every answer written; says what changed and what is saved.

    Args:
        context: the tools.
        visit: the visit's id.
        loaded: the response.
        parent: the owner.
    """

    #: Node refs whose value, relevance, state, label or choices changed.
    changed = Signal(frozenset)
    #: Everything is durable, as of this moment.
    saved = Signal(object)
    #: Something is on its way.
    saving = Signal()
    #: The error that kept something from being saved; it is tried again with the next answer.
    unsaved = Signal(object)
    #: Undo or redo brought the person here.
    moved = Signal(str)
    #: The response was called finished, durably.
    finished = Signal()

    def __init__(
        self, context: Context, visit: str, loaded: Loaded, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = visit
        self._loaded = loaded
        self.filling = loaded.filling
        self.session = loaded.filling.session
        self.media = dict(loaded.media)
        self.comments = dict(loaded.comments)
        self.finished_digest = loaded.finished_digest
        self.undo = QUndoStack(self)
        self._open = 0
        self._failed = False
        self._left_over: list[Entry] = []

    # --- answers

    def answer(self, ref: str, value: str) -> None:
        """Answer a question, undoably."""
        if self.session.get(ref) != value:
            key = self.session.key(ref)
            self.undo.push(_Answer(self, key, self.session.get(ref), value))
        elif self.session.key(ref) in self.filling.contested:
            self._write(answered=self.session.key(ref))

    def put(self, key: str, value: str) -> None:
        """Answer the node with a key; without a trace in the undo stack."""
        ref = self.session.ref(key)
        changed = self.session.set(ref, value)
        self._write(answered=key)
        self.changed.emit(changed | {ref})

    def add_repeat(self, repeat: str) -> str:
        """Add an instance of a repeat; return its reference."""
        instance = self.session.add_repeat(repeat)
        self._write()
        self.changed.emit(self.session.changed | {instance})
        return instance

    def remove_repeat(self, instance: str) -> None:
        """Remove a repeat instance, undoably."""
        self.undo.push(_Removal(self, self.session.key(instance)))

    def drop(self, key: str) -> None:
        """Remove the instance with a key."""
        changed = self.session.remove_repeat(self.session.ref(key))
        self._write()
        self.changed.emit(changed)

    def bring_back(self, values: dict[str, str | None]) -> None:
        """Put a removed instance and its answers back."""
        changed = self.session.apply(values)
        self._write()
        self.changed.emit(changed)

    def comment(self, ref: str, text: str) -> None:
        """Keep an inspector's comment on an answer; "" clears it."""
        key = self.session.key(ref)
        if text != self.comments.get(key, ""):
            self.comments[key] = text
            self._write([self.filling.comment(ref, text)])
            self.changed.emit(frozenset({ref}))

    # --- photos and files

    def attach(self, ref: str, source: Path | bytes) -> None:
        """Attach a photo or file: read and judged in the pool, then written whole with its answer."""
        key = self.session.key(ref)
        photo = self.session.form.definition(ref).mediatype.startswith("image")
        self.saving.emit()
        self._open += 1
        self._context.tasks.work(
            partial(_read_file, source, photo, self._loaded.zone),
            partial(self._take_file, key),
            self._refuse,
        )

    def detach(self, ref: str, medium: str) -> None:
        """Take a photo or file away; the one before it becomes the answer."""
        key = self.session.key(ref)
        left = tuple(kept for kept in self.media.get(key, ()) if kept.id != medium)
        self.media[key] = left
        changed = self.session.set(ref, left[-1].answer if left else "")
        visit, author, now = self._visit, self._context.author, self._context.clock.now()
        self._write(
            before=lambda store: store.delete(visit, medium, author=author, at=now), answered=key
        )
        self.changed.emit(changed | {ref})

    def _take_file(self, key: str, file: _File) -> None:
        self._open -= 1
        try:
            ref = self.session.ref(key)
        except AnswerError as error:  # the instance was removed meanwhile
            self._context.tell(error)
            return
        info = file.info
        photo, entries = self.filling.photo(
            ref,
            file.sha256,
            media_type=file.media_type,
            taken_at=info.taken_at if info else None,
            caption=self.session.label(ref) or "",
            latitude=info.latitude if info else None,
            longitude=info.longitude if info else None,
            target_name=self._loaded.target_name,
        )
        answer = file_name(file.sha256, file.media_type)
        medium = Medium(photo, file.name, file.media_type, preview=file.preview, answer=answer)
        self.media[key] = (*self.media.get(key, ()), medium)
        self._write(entries, before=lambda store: store.put_blob(file.data), answered=key)
        self.changed.emit(self.session.changed | {ref})

    def _refuse(self, error: Exception) -> None:
        self._open -= 1
        self._context.tell(error)
        self._settle()

    # --- the writer lane

    @property
    def busy(self) -> bool:
        """Whether something is on its way to the disk."""
        return self._open > 0

    @property
    def has_unsaved(self) -> bool:
        """Whether the last write failed, so that something is not on the disk."""
        return self._failed

    @property
    def stale(self) -> bool:
        """Whether answers changed since the response was called finished."""
        return bool(self.finished_digest) and self.filling.digest() != self.finished_digest

    def retry(self) -> None:
        """Write again what could not be written."""
        self._write()

    def finish(self) -> None:
        """Call the response finished.

        Raises:
            FormInvalid: answers are missing or not accepted; nothing changes.
        """
        claim = self.filling.finish()
        self._write(claim, then=self._finished)

    def _finished(self) -> None:
        self.finished_digest = self.filling.digest()
        self.finished.emit()

    def _write(
        self,
        others: Sequence[Entry] = (),
        *,
        before: Callable[[Store], object] | None = None,
        answered: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        entries = [*self._left_over, *others, *self.filling.take(answered=answered)]
        self._left_over = []
        if not entries and before is None:
            return
        self._open += 1
        self.saving.emit()
        at = self._context.clock.now()
        desk, visit = self._context.desk, self._visit

        def write(store: Store) -> None:
            with store.atomic():
                if before is not None:
                    before(store)
                write_entries(desk(store).visits, visit, entries, at=at)

        self._context.tasks.write(
            write,
            lambda _none: self._written(at, then),
            lambda error: self._not_written(entries, error),
        )

    def _written(self, at: datetime, then: Callable[[], None] | None) -> None:
        self._open -= 1
        self._failed = False
        if then is not None:
            then()
        self._settle(at)

    def _not_written(self, entries: list[Entry], error: Exception) -> None:
        self._open -= 1
        self._failed = True
        self._left_over += self.filling.give_back(entries)
        self.unsaved.emit(error)

    def _settle(self, at: datetime | None = None) -> None:
        if not self._open and not self._failed:
            self.saved.emit(at or self._context.clock.now())


class _Answer(QUndoCommand):
    """One answer, by key, so that it finds its node when instances came or went."""

    def __init__(self, bridge: FormBridge, key: str, old: str, new: str) -> None:
        super().__init__()
        self._bridge, self._key, self._old, self._new = bridge, key, old, new
        self._again = False

    def redo(self) -> None:
        self._put(self._new)
        self._again = True

    def undo(self) -> None:
        self._put(self._old)

    def _put(self, value: str) -> None:
        try:
            ref = self._bridge.session.ref(self._key)
        except AnswerError:  # its instance is gone: nothing to put back into
            self.setObsolete(True)
            return
        self._bridge.put(self._key, value)
        if self._again:
            self._bridge.moved.emit(ref)


class _Removal(QUndoCommand):
    """One repeat instance, with its answers."""

    def __init__(self, bridge: FormBridge, key: str) -> None:
        super().__init__()
        self._bridge, self._key = bridge, key
        kept = bridge.session.kept_values()
        self._values = {key: ""} | {k: v for k, v in kept.items() if k.startswith(key + "/")}

    def redo(self) -> None:
        self._bridge.drop(self._key)

    def undo(self) -> None:
        self._bridge.bring_back(dict(self._values))


def load_response(
    context: Context, visit: str, form: str, target: str, ordinal: int, store: Store
) -> Loaded:
    """Read a response and what belongs to it; for the reader lane."""
    desk = context.desk(store)
    filling = desk.responses(visit).load(form, target, ordinal)
    snapshot = desk.visits.snapshot(visit)
    names = {found.id: found.name or found.code for found in desk.visits.targets(visit)}
    digest = next((r.finished_digest for r in snapshot.responses if r.id == filling.id), "")
    media: dict[str, tuple[Medium, ...]] = {}
    absent = set(store.missing_blobs(visit))
    for photo in snapshot.photos:
        if photo.response == filling.id:
            picture = photo.media_type.startswith("image/") and photo.sha256 not in absent
            medium = Medium(
                photo.id,
                photo.caption or photo.sha256[:8],
                photo.media_type,
                photo.number,
                _small(store.blob(photo.sha256)) if picture else None,
                file_name(photo.sha256, photo.media_type),
            )
            media[photo.key] = (*media.get(photo.key, ()), medium)
    record = store.entity(visit, filling.id)
    comments = {
        name.removeprefix(COMMENT): value
        for name, value in (record.fields if record else {}).items()
        if name.startswith(COMMENT) and isinstance(value, str) and value
    }
    return Loaded(
        filling, names.get(target, ""), ZoneInfo(snapshot.mall.zone), digest, media, comments
    )


def _small(data: bytes) -> QImage | None:
    image = QImage.fromData(data)
    if image.isNull():
        return None
    return image.scaled(
        _PREVIEW, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _read_file(source: Path | bytes, photo: bool, zone: tzinfo | None) -> _File:
    name = source.name if isinstance(source, Path) else ""
    try:
        if isinstance(source, Path):
            if source.stat().st_size > MAX_BYTES:
                raise FileProblem(path=source, what=f"larger than {MAX_BYTES // 2**20} MiB")
            data = source.read_bytes()
        else:
            data = source
    except OSError as error:
        raise FileProblem(path=source, what=error.strerror or "cannot be read") from error
    media_type = media_type_of(data)
    info = read_photo(data, name=name or "photo", zone=zone) if photo else None
    return _File(
        data,
        hashlib.sha256(data).hexdigest(),
        name or "foto.png",
        info,
        media_type,
        _small(data) if media_type.startswith("image/") else None,
    )
