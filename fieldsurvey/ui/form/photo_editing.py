"""A photo answer in the editor: opened once it is durable, its small picture made anew afterwards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.ui.form.files import edited_preview

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.media import Recipe
    from fieldsurvey.store import Store
    from fieldsurvey.ui.answers.view import Medium
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.bridge import FormBridge


class PhotoEditing(QObject):
    """Opens the editor over a form.

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
        """Edit a photo of a question."""
        media = self._bridge.media.get(self._bridge.session.key(ref), ())
        found = next((each for each in media if each.id == medium), None)
        if found is not None and found.sha256:
            self._bridge.saver.when_saved(partial(self._open, ref, found))

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
