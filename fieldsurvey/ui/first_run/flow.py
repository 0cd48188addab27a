"""What the first start does: makes the database beside its place, and puts it there at the very end."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import shiboken6
from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.ui.first_run.draft import Draft
from fieldsurvey.ui.first_run.page import FirstRunPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.ui.first_run.folder_check import Fitness
    from fieldsurvey.ui.main_window import MainWindow
    from fieldsurvey.ui.preferences import Preferences
    from fieldsurvey.ui.tasks import Tasks
    from fieldsurvey.ui.theme import Theme


class FirstRun(QObject):
    """The first start in a window.

    Args:
        window: where it is shown.
        preferences: the language, and the name for the next start.
        database: where the database is proposed to lie.
        keep_in: remembers another folder; None when the database was named, so that no folder is asked for.
    """

    #: The database lies in its place: (path, what was said).
    settled = Signal(object, object)
    #: The person has a database already: its path.
    existing = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        database: Path,
        keep_in: Callable[[Path], None] | None,
    ) -> None:
        super().__init__(window)
        self._window, self._preferences = window, preferences
        self._name, self._keep_in = database.name, keep_in
        self._draft = Draft(database.parent, fixed=keep_in is None, name=preferences.author)
        self._hands: Tasks | None = None
        self._made: Path | None = None
        self._newest: FirstRunPage | None = None

    def begin(self) -> None:
        """Show the first step."""
        self._window.start_over(self._page)

    def close(self) -> None:
        """Stop, and leave nothing of a database that was not settled."""
        if self._hands is not None:
            self._hands.close()
        if self._made is not None:
            from fieldsurvey.store.founding import abandon

            with suppress(
                FieldSurveyError
            ):  # it holds nothing, and the next first start tries again
                abandon(self._made)

    @property
    def _tasks(self) -> Tasks:
        """The threads, made when there is something to do: the language is asked for first."""
        if self._hands is None:
            from fieldsurvey.ui.tasks import Tasks

            self._hands = Tasks(_no_store, self)
            self._hands.problem.connect(self._window.tell)
        return self._hands

    def _page(self, theme: Theme) -> FirstRunPage:
        page = FirstRunPage(theme, self._draft, self._preferences.language, self._name)
        page.language_chosen.connect(self._window.choose_language)
        page.folder_examined.connect(self._examine)
        page.existing.connect(self._open_existing)
        page.passphrase_chosen.connect(self._found)
        page.kept.connect(self._keep)
        page.proved.connect(self._settle)
        self._newest = page
        return page

    def _shown(self) -> FirstRunPage | None:
        """Return the page: another one after a change of language; the guide may lie over it."""
        page = self._newest
        return page if page is not None and shiboken6.isValid(page) else None

    def _refuse(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        page = self._shown()
        if page is not None:
            page.refuse(sentence(error))

    def _path(self) -> Path:
        return self._draft.folder / self._name

    # --- folder

    def _examine(self, folder: Path) -> None:
        self._tasks.work(partial(_looked_at, folder, self._name), self._examined, self._refuse)

    def _examined(self, found: tuple[Path, tuple[Fitness, int]]) -> None:
        page = self._shown()
        if page is not None:
            page.show_fitness(found[0], *found[1])

    def _open_existing(self, folder: Path) -> None:
        self.existing.emit(folder / self._name)

    # --- passphrase and recovery key

    def _found(self) -> None:
        from fieldsurvey.store.founding import abandon, found

        before, self._made = self._made, self._path()
        if before not in {None, self._made}:
            self._tasks.work(partial(abandon, before))
        self._tasks.work(
            partial(found, self._made, self._draft.passphrase), self._founded, self._refuse
        )

    def _founded(self, key: str) -> None:
        self._draft.recovery_key = key
        page = self._shown()
        if page is not None:
            page.show_key()

    def _keep(self, path: Path, data: bytes) -> None:
        self._tasks.work(partial(_kept, path, data), self._told_kept, self._refuse)

    def _told_kept(self, path: Path) -> None:
        page = self._shown()
        if page is not None:
            page.show_kept(path)

    # --- the end

    def _settle(self) -> None:
        self._tasks.work(
            partial(_settled, self._path(), self._draft.passphrase, self._keep_in),
            self._settled,
            self._refuse,
        )

    def _settled(self, path: Path) -> None:
        self._made = None
        self._preferences.author = self._draft.name
        self.settled.emit(path, self._draft)


# What runs beside the window: each answers with what the page is to be told.


def _looked_at(folder: Path, database: str) -> tuple[Path, tuple[Fitness, int]]:
    from fieldsurvey.ui.first_run.folder_check import examine

    return folder, examine(folder, database)


def _kept(path: Path, data: bytes) -> Path:
    from fieldsurvey.whole_file import write_whole

    write_whole(path, data)
    return path


def _settled(path: Path, passphrase: str, keep_in: Callable[[Path], None] | None) -> Path:
    from fieldsurvey.store.founding import settle

    settle(path, passphrase)
    if keep_in is not None:
        keep_in(path.parent)
    return path


def _no_store() -> NoReturn:
    message = "there is no database yet"
    raise RuntimeError(message)
