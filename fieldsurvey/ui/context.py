"""What every screen gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store
    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.jobs import Access, Jobs
    from fieldsurvey.ui.keeper import Keeper
    from fieldsurvey.ui.preferences import Preferences
    from fieldsurvey.ui.tasks import TaskRunner
    from fieldsurvey.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Context:
    """The tools of a screen.

    Attributes:
        tasks: the one door to other threads.
        author: who works here, as written into every change.
        clock: the time of each change.
        theme: sizes and colours now; a screen is made anew when they change.
        preferences: what this person chose on this machine.
        access: how a spawned job opens the database.
        keeper: what opens the database, when it changes.
        jobs: functions to hand to ``tasks.spawn``.
        desk: makes the use cases over a store (call it inside the call you give to ``tasks``).
        show: a short message in the status bar.
        tell: an error, as a sentence of ``ui.messages``, where it cannot be overlooked.
    """

    tasks: TaskRunner
    author: str
    clock: Clock
    theme: Theme
    preferences: Preferences
    access: Access
    keeper: Keeper
    jobs: Jobs
    desk: Callable[[Store], Desk]
    show: Callable[[str], None]
    tell: Callable[[Exception], None]
