"""What is attached, opened: a photo in the editor, its small picture made anew afterwards; a file where it is shown."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.ui.form.files import edited_preview
from fieldsurvey.ui.shown_files import hand_over, lay_out, put_away

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.media import Recipe
    from fieldsurvey.store import Store
    from fieldsurvey.ui.answers.view import FileFacts, Medium
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.bridge import FormBridge


class PhotoEditing(QObject):
    """Opens the editor over a form, and other programs on files that are no pictures.

    Args:
        context: the tools.
        visit: the visit's id.
        bridge: the form's answers.
        screen: over which it opens.
    """

    def __init__(self, context: Context, visit: str, bridge: FormBridge, screen: QWidget) -> None:
        super().__init__(bridge)
        self._context, self._visit, self._bridge, self._screen = context, visit, bridge, screen

    def edit(self, ref: str, medium: str) -> None:
        """Edit a photo of a question, or have a file shown that is none."""
        media = self._bridge.media.get(self._bridge.session.key(ref), ())
        found = next((each for each in media if each.id == medium), None)
        if found is not None and found.sha256:
            self._bridge.saver.when_saved(partial(self._open, ref, found))
        elif found is not None and found.facts is not None:
            self._bridge.saver.when_saved(partial(self._read, found.facts))

    def _read(self, facts: FileFacts) -> None:
        self._context.tasks.read(
            lambda store: store.blob(facts.sha256), partial(self._lay_out, facts), urgent=True
        )

    def _lay_out(self, facts: FileFacts, data: bytes) -> None:
        copy = partial(lay_out, self._context.keeper.path, facts.sha256[:16], data)
        self._context.tasks.work(copy, self._hand_over)

    def _hand_over(self, copy: Path | None) -> None:
        if not self._screen.isVisible():  # locked meanwhile, or another page came over it
            self._context.tasks.work(partial(put_away, self._context.keeper.path))
            return
        if copy is None:
            said = self.tr("A file of this kind is not opened from here: it might be a program.")
        elif hand_over(copy):
            said = self.tr(
                "Opened in another program, from a copy that goes with the lock or the window."
            )
        else:
            said = self.tr("This machine has no program that shows this file.")
        self._context.show(said)

    def _open(self, ref: str, medium: Medium) -> None:
        from fieldsurvey.ui.photos.editor import open_editor

        done = partial(self._look, ref, medium)
        open_editor(self._context, self._visit, medium.sha256, self._screen, done)

    def _look(self, ref: str, medium: Medium) -> None:
        visit, sha256 = self._visit, medium.sha256

        def read(store: Store) -> tuple[bytes, Recipe]:
            return store.blob(sha256), Recipes.read(store, visit).of(sha256)

        self._context.tasks.read(read, partial(self._make, ref, medium))

    def _make(self, ref: str, medium: Medium, found: tuple[bytes, Recipe]) -> None:
        self._context.tasks.work(partial(edited_preview, *found), partial(self._show, ref, medium))

    def _show(self, ref: str, medium: Medium, preview: QImage | None) -> None:
        self._bridge.show_medium(ref, replace(medium, preview=preview))
