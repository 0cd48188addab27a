"""Edits of photos: one entity a picture (``photo_edit``), named by its bytes, so that every use of it shows the same.

Each mark is a field of its own (``mark:ID``): what two laptops add to one photo stands side by side, no conflict.
Where they disagree about the same field, whatever hides more holds until somebody decides: every blur that a laptop set
stays, and of two crops only what both left. So no merge ever shows again what one of the team has covered.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fieldsurvey.media.edits import (
    Arrow,
    Blur,
    Box,
    Mark,
    Recipe,
    Unknown,
    Words,
    box_json,
    overlap,
    read_box,
    read_mark,
)
from fieldsurvey.media.render import edited_copy
from fieldsurvey.survey.ports import LOCKED, Conflict, Entry
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fieldsurvey.survey.ports import Record, Records
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity.
PHOTO_EDIT = "photo_edit"
MARK, CROP, TURN, PICTURE = "mark:", "crop", "turn", "sha256"

_OTHER = "~"  # between a mark and the number of what another laptop made of it

_NAMESPACE = uuid.UUID("0192f0a5-6f1e-7c1a-9d51-0f5e1d5a7e11")
_NOTHING_LEFT = "it was cropped in two ways that have nothing in common; decide the conflict first"
_NEWER = "a newer version of fieldsurvey edited it; update this one"


def edit_id(visit: str, sha256: str) -> str:
    """Return the entity of a picture's edits: the same on every laptop."""
    return str(uuid.uuid5(_NAMESPACE, f"{visit} edit {sha256}"))


class Recipes:
    """What is done to the photos of a visit.

    Args:
        visit: the visit's id.
        by_entity: id of the edits' entity → recipe.
    """

    def __init__(self, visit: str, by_entity: Mapping[str, Recipe]) -> None:
        self._visit, self._by_entity = visit, by_entity

    @classmethod
    def read(cls, records: Records, visit: str) -> Recipes:
        """Return what is done now."""
        found = records.entities(visit, PHOTO_EDIT)
        disputed = _disputed(records, visit) if found else {}
        return cls(visit, {each.id: _recipe(each, disputed.get(each.id, ())) for each in found})

    def of(self, sha256: str) -> Recipe:
        """Return what is done to one photo, by the SHA-256 of its original."""
        return self._by_entity.get(edit_id(self._visit, sha256), Recipe())

    def disputed(self, sha256: str) -> bool:
        """Say whether two laptops hold different edits of one photo."""
        return self.of(sha256).disputed

    def shareable(self, load: Callable[[str], bytes]) -> Callable[[str], bytes]:
        """Return a loader for papers and exports: an edited photo comes rendered, never as its original.

        Args:
            load: returns the stored bytes of a photo by SHA-256, or raises a `FieldSurveyError`.
        """

        def loaded(sha256: str) -> bytes:
            recipe = self.of(sha256)
            data = load(sha256)
            return data if recipe.blank else edited_copy(data, recipe, name=sha256[:16])

        return loaded


def edit_photo(visits: Visits, visit: str, sha256: str, before: Recipe, after: Recipe) -> None:
    """Write what changed between two recipes of a photo, durably, in one transaction.

    Where laptops disagreed, what is shown is written too, so that it is decided.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        sha256: of the original, which is never touched.
        before: as it was when the editing began.
        after: as it is to be.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "photos")
    entity = edit_id(visit, sha256)
    open_fields = {each.field for each in _disputed(visits.records, visit).get(entity, ())}
    values: dict[str, object] = {}
    if after.turn != before.turn or TURN in open_fields:
        values[TURN] = after.turn
    if after.crop != before.crop or CROP in open_fields:
        values[CROP] = box_json(after.crop) if after.crop else None
    open_marks = {name.removeprefix(MARK) for name in open_fields if name.startswith(MARK)}
    for identity in sorted(before.marks.keys() | after.marks.keys() | open_marks):
        was, now = before.marks.get(identity), after.marks.get(identity)
        if was != now or identity.partition(_OTHER)[0] in open_marks:
            values[MARK + identity] = now.to_json() if now is not None else None
    if not values:
        return
    if visits.records.entity(visit, entity) is None:
        values = {PICTURE: sha256, **values}
    entries = [Entry(PHOTO_EDIT, entity, name, value) for name, value in values.items()]
    visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())


def in_words(field: str, value: Any) -> tuple[str, str]:
    """Return what a field of an edit is called, and what its value says, in Indonesian."""
    if field == CROP:
        return "Potongan foto", "dipotong" if value else "utuh"
    if field == TURN:
        return "Putaran foto", f"{_turn(value) * 90}°"
    if field.startswith(MARK):
        mark = None if value is None else read_mark(value)
        match mark:
            case Arrow():
                said = "panah"
            case Words():
                said = f"tulisan “{mark.text}”"
            case Blur():
                said = "bagian dikaburkan"
            case _:
                said = "dihapus" if mark is None else "tanda lain"
        return "Tanda pada foto", said
    return field, str(value)


def _disputed(records: Records, visit: str) -> dict[str, list[Conflict]]:
    found: dict[str, list[Conflict]] = {}
    for conflict in records.conflicts(visit):
        if conflict.kind == PHOTO_EDIT:
            found.setdefault(conflict.entity, []).append(conflict)
    return found


def _recipe(record: Record, disputed: Iterable[Conflict]) -> Recipe:
    fields = record.fields
    marks: dict[str, Mark] = {
        name.removeprefix(MARK): read_mark(value)
        for name, value in fields.items()
        if name.startswith(MARK) and value is not None and value is not LOCKED
    }
    disputed = list(disputed)
    recipe = Recipe(_turn(fields.get(TURN)), None, marks, disputed=bool(disputed))
    recipe = _cropped(recipe, [fields.get(CROP)])
    for conflict in disputed:
        values = [each.value for each in conflict.alternatives]
        if conflict.field == CROP:
            recipe = _cropped(recipe, values)
        elif conflict.field.startswith(MARK):
            for number, value in enumerate(values[1:], 1):
                mark = None if value is None else read_mark(value)
                if isinstance(mark, Blur | Unknown):
                    marks[f"{conflict.field.removeprefix(MARK)}{_OTHER}{number}"] = mark
    if any(isinstance(mark, Unknown) for mark in marks.values()):
        recipe = replace(recipe, refused=_NEWER)
    return recipe


def _cropped(recipe: Recipe, values: Iterable[object]) -> Recipe:
    """Return a recipe that shows only what every crop leaves."""
    crop: Box | None = recipe.crop
    for value in values:
        if value is None:
            continue
        try:
            box = read_box(value)
        except ValueError:
            return replace(recipe, refused=_NEWER)
        left = overlap(crop or (0.0, 0.0, 1.0, 1.0), box)
        if left is None:
            return replace(recipe, refused=_NOTHING_LEFT)
        crop = left
    return replace(recipe, crop=crop)


def _turn(value: object) -> int:
    return value % 4 if isinstance(value, int) else 0
