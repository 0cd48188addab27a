"""Compact copies of a visit's photos, kept in the database: made ahead, so that nobody waits for them at a paper.

What was edited is kept under its edits as they were: edited otherwise, the photo is copied anew, and so it is by
another version of the software, which may draw edits otherwise.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from fieldsurvey import __version__
from fieldsurvey.media import RULES, CompactCopies
from fieldsurvey.survey.photo_edits import Recipes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldsurvey.media.edits import Recipe
    from fieldsurvey.survey.ports import Records

_BATCH = 4
"""Photos copied between two looks at whether to go on."""


class KeptCopies:
    """The compact copies that a database keeps, as `media.CompactCopies` asks for them.

    Args:
        records: the open database.
        recipes: what is done to the photos now.
    """

    def __init__(self, records: Records, recipes: Recipes) -> None:
        self._records, self._recipes = records, recipes

    def get(self, key: str) -> bytes | None:
        """Return the copy of a photo as it is edited now, None when none is kept."""
        return self._records.compact(key, self._made(key))

    def has(self, key: str) -> bool:
        """Say whether there is such a copy."""
        return self._records.compact_made(key) == self._made(key)

    def keep(self, copies: Mapping[str, bytes]) -> None:
        """Keep copies of photos as they are edited now."""
        by_way: dict[str, dict[str, bytes]] = {}
        for key, data in copies.items():
            by_way.setdefault(self._made(key), {})[key] = data
        for made, same in by_way.items():
            self._records.keep_compact(same, made)

    def _made(self, key: str) -> str:
        return _way(self._recipes.of(key))


def uncopied(records: Records, visit: str) -> tuple[str, ...]:
    """Return the photos of a visit whose compact copy is not kept, by SHA-256; those not received are left out."""
    kept, missing = (
        KeptCopies(records, Recipes.read(records, visit)),
        {*records.missing_blobs(visit)},
    )
    photos = (each.fields for each in records.entities(visit, "photo"))
    shown = dict.fromkeys(
        str(each["sha256"])
        for each in photos
        if str(each.get("media_type", "")).startswith("image/")
    )
    return tuple(each for each in shown if each not in missing and not kept.has(each))


def copy_ahead(records: Records, visit: str, go_on: Callable[[], bool]) -> None:
    """Make and keep the compact copies that a visit lacks, on one processor, as long as nothing else is to be done."""
    recipes = Recipes.read(records, visit)
    kept, load = KeptCopies(records, recipes), recipes.shareable(records.blob)
    lacking = uncopied(records, visit)
    for at in range(0, len(lacking), _BATCH):
        if not go_on():
            return
        batch = lacking[at : at + _BATCH]
        copies = CompactCopies(load, batch, kept, workers=1)
        for each in batch:
            copies.take(each)


def _way(recipe: Recipe) -> str:
    """Name how a photo's copy is made."""
    if recipe.blank:
        return RULES
    marks = {name: mark.to_json() for name, mark in recipe.marks.items()}
    told = json.dumps([recipe.turn, recipe.crop, marks, recipe.refused], sort_keys=True)
    return f"{RULES}, {__version__}, {hashlib.sha256(told.encode()).hexdigest()}"
