"""Reading what the page of photos shows, on the reader lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.placing import forms_with_photos, targets_for_photos
from fieldsurvey.survey.tray import look_alikes, read_tray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.store import Store
    from fieldsurvey.survey.tray import TrayRow
    from fieldsurvey.survey.visits import Target
    from fieldsurvey.ui.context import Context


@dataclass(frozen=True)
class Tray:
    """What the page shows.

    Attributes:
        rows: the photos; alike: groups of those that look alike.
        targets: what they can be about; forms: the names of forms that ask for photos.
        mall: its name; zone: its time zone.
        frozen: the visit is sealed.
    """

    rows: Sequence[TrayRow]
    alike: Sequence[Sequence[TrayRow]]
    targets: Sequence[Target]
    forms: frozenset[str]
    mall: str
    zone: str
    frozen: bool


def load_tray(context: Context, visit: str, forms: frozenset[str] | None, store: Store) -> Tray:
    """Read what the page shows, on the reader lane; ``forms`` once they are known, for they never change."""
    desk = context.desk(store)
    forms = forms_with_photos(desk, visit) if forms is None else forms
    snapshot = desk.visits.snapshot(visit)
    rows = read_tray(store, visit, snapshot)
    return Tray(
        rows,
        look_alikes(rows),
        targets_for_photos(desk, visit, forms),
        forms,
        snapshot.mall.name,
        snapshot.mall.zone,
        snapshot.seal is not None,
    )
