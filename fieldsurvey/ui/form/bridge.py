"""Between the live form and the writer lane: answers on the GUI thread, entries to the journal, undo."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from fieldsurvey.errors import AnswerError, FormInvalid
from fieldsurvey.survey.filling import digest_of, file_name
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.ui.answers.barcode import code_in
from fieldsurvey.ui.answers.readings import storable
from fieldsurvey.ui.answers.view import FileFacts, Medium
from fieldsurvey.ui.form.files import ReadFile, read_file
from fieldsurvey.ui.form.saver import Batch, Saver
from fieldsurvey.ui.form.steps import Outcome, Step, difference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PySide6.QtGui import QImage

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.loading import Loaded

_LONGEST_CODE, _LONGEST_LABEL = 8, 40


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did.

    Attributes:
        changed: refs that changed.
        batch: what is to be written beside the answers.
        media: node key → what is attached now, where that changed.
    """

    changed: frozenset[str]
    batch: Batch = field(default_factory=Batch)
    media: Mapping[str, tuple[Medium, ...]] = field(default_factory=dict)


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
    #: Undo or redo brought the person here.
    moved = Signal(str)
    #: So many answers do not apply any more; they are kept.
    hid = Signal(int)
    #: The response was called finished, durably.
    finished = Signal()
    #: It was opened again, or found finished: whether it can be answered is another now.
    locked_changed = Signal()

    def __init__(
        self, context: Context, visit: str, loaded: Loaded, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._loaded = loaded
        self.filling = loaded.filling
        self.session = loaded.filling.session
        self.saver = Saver(context, visit, loaded.filling, self, shut=loaded.sealed)
        self.media: dict[str, tuple[Medium, ...]] = dict(loaded.media)
        self.comments = loaded.comments
        self.state = loaded.response_state
        self.finished_digest = loaded.finished_digest
        self.undo = QUndoStack(self)
        self._run = 0

    # --- answers

    def answer(self, ref: str, value: str) -> None:
        """Answer a question, undoably."""
        key = self.session.key(ref)
        if self.session.get(ref) != value:
            typed = self.session.form.definition(ref).control in {"input", "range"}
            run = f"{self._run} {key}" if typed else ""
            self._act(key, lambda: Done(self.session.set(ref, value)), run=run, answered=True)
        elif key in self.filling.contested:
            self.saver.write(answered=key)

    def new_run(self) -> None:
        """What is typed from now on is a step of its own, also in the same field."""
        self._run += 1

    def change_many(self, ref: str, text: str, act: Callable[[], frozenset[str]]) -> None:
        """Change several answers as one step.

        Args:
            ref: where undo brings the person.
            text: what it is, in words.
            act: changes the session and returns the refs that changed.
        """
        self._act(self.session.key(ref), lambda: Done(act()), text=text)

    def add_repeat(self, repeat: str) -> str:
        """Add an instance of a repeat, undoably; return its reference."""
        above = repeat.rsplit("/", 1)[0]
        added: list[str] = []

        def add() -> Done:
            added.append(self.session.add_repeat(repeat))
            return Done(self.session.changed | {added[0]})

        self._act(self.session.key(above), add, text=self.tr("Add an entry"))
        return added[0]

    def remove_repeat(self, instance: str) -> None:
        """Remove a repeat instance with its answers and photos, undoably."""
        key = self.session.key(instance)
        inside = [k for k, media in self.media.items() if media and k.startswith(key + "/")]
        fates = [(medium.id, True) for k in inside for medium in self.media[k]]
        self._act(
            key,
            lambda: Done(
                self.session.remove_repeat(instance) | {instance},
                Batch(fates=fates),
                dict.fromkeys(inside, ()),
            ),
            text=self.tr("Remove an entry"),
        )

    def comment(self, ref: str, text: str) -> None:
        """Keep an inspector's comment on an answer; "" clears it."""
        key = self.session.key(ref)
        if text != self.comments.get(key, ""):
            self.comments[key] = text
            self.saver.write(Batch([self.filling.comment(ref, text)]))
            self.changed.emit(frozenset({ref}))

    def put_back(self, key: str, outcome: Outcome) -> None:
        """Let answers and photos stand as they did; for undo and redo."""
        fates: list[tuple[str, bool]] = []
        for place, wanted in outcome.media.items():
            present = self.media.get(place, ())
            here, there = {m.id for m in present}, {m.id for m in wanted}
            fates += [(m.id, True) for m in present if m.id not in there]
            fates += [(m.id, False) for m in wanted if m.id not in here]
            self.media[place] = wanted
        changed = self.session.apply(outcome.answers)
        self.saver.write(Batch(fates=fates))
        refs = filter(None, map(self._ref, (*outcome.answers, *outcome.media)))
        instances = {touched for touched in outcome.answers if touched.endswith("]")}
        self.changed.emit(self._seen(changed) | instances | frozenset(refs))
        if self._ref(key):
            self.moved.emit(self._ref(key))

    def _act(
        self,
        key: str,
        act: Callable[[], Done],
        *,
        text: str = "",
        run: str = "",
        answered: bool = False,
    ) -> None:
        """Do something to the session as one step, and have it written."""
        text = text or self._label(key)
        done = act()
        media = {place: self.media.get(place, ()) for place in done.media}
        self.media.update(done.media)
        self.saver.write(done.batch, answered=key if answered else "")
        before, after = difference(self.filling.changes)
        self.undo.push(
            Step(self, key, text, Outcome(before, media), Outcome(after, done.media), run)
        )
        place = self._ref(key)
        seen = self._seen(done.changed)
        self.changed.emit(seen | {place} if place else seen)
        hidden = sum(map(self._is_hidden, seen))
        if hidden:
            self.hid.emit(hidden)

    def _label(self, key: str) -> str:
        label = self.session.label(self.session.ref(key)) or ""
        code, dot, _ = label.partition(". ")
        return code if dot and len(code) < _LONGEST_CODE else label[:_LONGEST_LABEL]

    def _seen(self, changed: frozenset[str]) -> frozenset[str]:
        """Leave out what the form only works out: one answer may change a thousand of those, and no page shows them."""
        definition = self.session.form.definition
        return frozenset(
            ref
            for ref in changed
            if (node := definition(ref)).control is not None or not node.is_leaf
        )

    def _is_hidden(self, ref: str) -> bool:
        try:
            return not self.session.relevant(ref) and bool(
                self.filling.kept.get(self.session.key(ref))
            )
        except AnswerError:  # it went with its instance
            return False

    def _ref(self, key: str) -> str:
        try:
            return self.session.ref(key)
        except AnswerError:  # its instance is gone
            return ""

    # --- photos and files

    def attach(self, ref: str, source: Path | bytes | QImage) -> None:
        """Attach a photo or file: read and judged in the pool, then written whole with its answer."""
        key = self.session.key(ref)
        photo = self.session.form.definition(ref).mediatype.startswith("image")
        self.saver.begin()
        self._context.tasks.work(
            partial(read_file, source, self._loaded.zone, photo=photo),
            partial(self._take_file, key),
            self._refuse,
        )

    def scan(self, ref: str, photo: Path | QImage) -> None:
        """Answer with the code in a photo, read in the pool."""
        key = self.session.key(ref)
        self.saver.begin()
        self._context.tasks.work(
            partial(code_in, photo), partial(self._take_code, key), self._refuse
        )

    def _take_code(self, key: str, code: str) -> None:
        ref = self._ref(key)
        code = storable(code)  # one of GS1 has separators that XML cannot carry
        try:
            if code and ref:
                self.answer(ref, code)
            elif ref:
                self._context.show(
                    self.tr(
                        "No code can be read in this photo. Take it closer and straight, or type the code."
                    )
                )
        finally:
            self.saver.end()

    def detach(self, ref: str, medium: str) -> None:
        """Take a photo or file away, undoably; the one before it becomes the answer."""
        key = self.session.key(ref)
        left = tuple(kept for kept in self.media.get(key, ()) if kept.id != medium)
        answer = left[-1].answer if left else ""
        batch = Batch(fates=[(medium, True)])
        self._act(
            key, lambda: Done(self.session.set(ref, answer), batch, {key: left}), answered=True
        )

    def show_medium(self, ref: str, medium: Medium) -> None:
        """Show another picture of what is attached."""
        key = self.session.key(ref)
        media = self.media.get(key, ())
        self.media[key] = tuple(medium if each.id == medium.id else each for each in media)
        self.changed.emit(frozenset({ref}))

    def _take_file(self, key: str, file: ReadFile) -> None:
        ref = self._ref(key)
        if not ref:  # the instance was removed meanwhile, and the photo has no place any more
            self.saver.end()
            return

        def attach() -> Done:
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
            medium = Medium(
                *(photo, file.name, file.media_type),
                preview=file.preview,
                answer=answer,
                sha256=file.sha256 if info else "",
                facts=None if file.preview else self._facts(file),
            )
            batch = Batch(entries, [file.data])
            return Done(self.session.changed, batch, {key: (*self.media.get(key, ()), medium)})

        try:
            self._act(key, attach, text=self.tr("Attach a file"), answered=True)
        finally:
            self.saver.end()  # else nothing here would ever be called saved again

    def _facts(self, file: ReadFile) -> FileFacts:
        return FileFacts(file.sha256, len(file.data), self._context.clock.now())

    def _refuse(self, error: Exception) -> None:
        self._context.tell(error)
        self.saver.end()

    # --- the end, and opening again

    @property
    def locked(self) -> bool:
        """Whether it can only be read: its visit is sealed, or it is finished and was not opened again."""
        return self._loaded.sealed or self.state in {ResponseState.FINISHED, ResponseState.ACCEPTED}

    @property
    def sealed(self) -> bool:
        """Whether its visit is sealed: then it cannot be opened again either."""
        return self._loaded.sealed

    @property
    def stale(self) -> bool:
        """Whether answers changed since the response was called finished."""
        return bool(self.finished_digest) and digest_of(self.filling.kept) != self.finished_digest

    def finish(self) -> None:
        """Call the response finished, once everything before is on the disk."""
        self.saver.when_saved(self._finish_now)

    def reopen(self, reason: str) -> None:
        """Let a finished response be answered again.

        Args:
            reason: why, in the inspector's words; kept in the journal.
        """
        self.saver.write(Batch(self.filling.reopen(reason)))
        self.state, self.finished_digest = ResponseState.DRAFT, ""
        self.locked_changed.emit()

    def _finish_now(self) -> None:
        if self.locked:
            return  # the key was pressed twice, and the first time it was done
        try:
            entries = self.filling.finish()
        except FormInvalid as error:
            self._context.tell(error)
        else:
            self.saver.write(Batch(entries, then=[self._finished]))

    def _finished(self) -> None:
        self.state, self.finished_digest = ResponseState.FINISHED, digest_of(self.filling.kept)
        self.undo.clear()
        self.finished.emit()
