"""Laptops for the tests of merging: a real database each, a clock that may be wrong, a few crafts of an inspector."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import JournalError, StoreError, VisitError
from fieldsurvey.journal import canonical
from fieldsurvey.scoring import explain_dict
from fieldsurvey.store import Store, restore
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import Instrument, load_instrument
from fieldsurvey.survey.ports import LOCKED
from fieldsurvey.survey.progress import stale
from fieldsurvey.survey.responses import counted, doubles
from tests.survey import instrument_example as mini

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fieldsurvey.journal import Change
    from fieldsurvey.survey.responses import OpenResponse

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
QUEUE = "/data/antrean"
PASSPHRASE = None

_NOTHING = (None,) * 5
_ROWS: tuple[tuple[str | None, ...], ...] = (
    ("begin_repeat", "antrean", "Antrean", None, None, *_NOTHING[:4]),
    ("integer", "menit", "Menit menunggu", None, None, *_NOTHING[:4]),
    ("end_repeat", None, None, None, None, *_NOTHING[:4]),
    ("text", "nama", "Nama", None, None, *_NOTHING[:4]),
    ("file", "foto", "Foto", None, None, "B02", *_NOTHING[:3]),
)
_LATER: tuple[tuple[str | None, ...], ...] = (
    ("text", "baru", "Pertanyaan baru", None, None, *_NOTHING[:4]),
)


@lru_cache(maxsize=2)
def instrument(version: int) -> Instrument:
    """Return a small instrument with a queue, a name and a photo; version 2 asks one thing more."""
    stand = mini.STAND + _ROWS + (_LATER if version > 1 else ())
    toml = mini.TOML.replace('"2024.1"', f'"2024.{version}"')
    return load_instrument(mini.files(toml, stand))


class WrongClock:
    """A clock that someone sets, years ahead or back; it still ticks."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        """Return the moment, then tick."""
        self.moment += timedelta(seconds=1)
        return self.moment


@dataclass(slots=True)
class Laptop:
    """A database and who works on it."""

    path: Path
    author: str
    clock: WrongClock
    store: Store
    desk: Desk

    @classmethod
    def start(cls, path: Path, author: str) -> Laptop:
        """Open a database, new or not, and sit down at it."""
        store = Store.open(path, PASSPHRASE, create=True)
        clock = WrongClock()
        return cls(path, author, clock, store, Desk(store, author=author, clock=clock))

    def sit_down_again(self) -> None:
        """Close and open the database."""
        self.store.close()
        self.store = Store.open(self.path, PASSPHRASE)
        self.desk = Desk(self.store, author=self.author, clock=self.clock)

    def files(self) -> list[Path]:
        """Return the files of the database as they lie there now."""
        return [path for end in ("", "-wal") if (path := _with(self.path, end)).exists()]

    def copy_to(self, path: Path) -> Path:
        """Copy the files as they are at this instant, be it in the middle of a transaction."""
        for file in self.files():
            shutil.copyfile(file, _with(path, file.name.removeprefix(self.path.name)))
        return path

    def wake_up_as(self, copy: Path) -> None:
        """Lose power: what lies on the disk is what had been copied, and the database is opened again."""
        self.store.close()
        for file in self.files():
            file.unlink()
        for end in ("", "-wal"):
            if _with(copy, end).exists():
                _with(copy, end).rename(_with(self.path, end))
        self.store = Store.open(self.path, PASSPHRASE)
        self.desk = Desk(self.store, author=self.author, clock=self.clock)

    def put_back(self, backup: Path) -> Path:
        """Restore a backup; return where the database that stood there lies now."""
        self.store.close()
        kept = restore(backup, self.path, PASSPHRASE)
        assert kept is not None
        self.store = Store.open(self.path, PASSPHRASE)
        self.desk = Desk(self.store, author=self.author, clock=self.clock)
        return kept

    def open(self, visit: str, code: str) -> OpenResponse:
        """Open the stand's response."""
        target = self.desk.visits.target(visit, "stand", code)
        return self.desk.responses(visit).open("stand", target)

    def can_work_on(self, visit: str) -> bool:
        """Whether the visit and its forms have arrived here, and no seal forbids."""
        try:
            return self.desk.visits.snapshot(visit).seal is None and bool(
                self.desk.instrument(visit)
            )
        except (VisitError, StoreError):
            return False


def _with(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def meet(laptops: Iterable[Laptop], visit: str) -> None:
    """Bring all segments, keys and files of a visit to all laptops."""
    here = list(laptops)
    for source in here:
        for target in here:
            if source is not target and visit in source.store.streams():
                hand_over(source.store, target.store, visit)


def hand_over(source: Store, target: Store, visit: str) -> None:
    """Send a laptop all that another has of a visit, by cursors as a sync does."""
    for data in source.segments(visit, target.cursor(visit), target.tips(visit)):
        target.add_segment(data)
    target.add_secret_keys(source.secret_keys(visit))
    held = source.held_team_key(visit)
    if held is not None and target.held_team_key(visit) is None:
        target.set_team_key(visit, held)
    held_there = set(source.blob_names(visit)) - set(source.missing_blobs(visit))
    for name in target.missing_blobs(visit):
        if name in held_there:
            target.put_blob(source.blob(name))


def canonical_state(laptop: Laptop, visit: str) -> dict[str, Any]:
    """Return everything a laptop can show of a visit, equal on laptops that hold the same changes."""
    store, desk = laptop.store, laptop.desk
    changes = store.changes(visit)
    kinds = sorted({change.kind for change in changes})
    snapshot = desk.visits.snapshot(visit)
    return {
        "changes": [change.hash for change in changes],
        "cursor": store.cursor(visit).to_json(),
        "records": [
            (r.id, r.kind, r.order, _text(r.fields), r.revival)
            for kind in kinds
            for r in store.entities(visit, kind)
        ],
        "conflicts": [
            (c.entity, c.field, [(a.key, _text(a.value), a.author, a.at) for a in c.alternatives])
            for c in store.conflicts(visit)
        ],
        "forks": store.forks(visit),
        "blobs": store.blob_names(visit),
        "missing": store.missing_blobs(visit),
        "doubles": [(slot, [r.id for r in group]) for slot, group in doubles(snapshot.responses)],
        "counted": [r.id for r in counted(snapshot.responses)],
        "stale": [r.id for r in snapshot.responses if stale(r)],
        "score": _text(_score(desk, visit)),
    }


def _score(desk: Desk, visit: str) -> object:
    try:
        return explain_dict(desk.score(visit))
    except (StoreError, VisitError, JournalError) as error:
        return type(error).__name__


def _text(value: Any) -> str:
    return canonical(_plain(value))


def _plain(value: Any) -> Any:
    if value is LOCKED:
        return "LOCKED"
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return value


def standing(changes: Iterable[Change]) -> set[str]:
    """Return the hashes of the changes that no other change of their field names: the heads, by definition."""
    held = list(changes)
    named = {(c.entity, c.field, key) for c in held for key in c.bases if key != c.key}
    return {c.hash for c in held if (c.entity, c.field, c.key) not in named}
