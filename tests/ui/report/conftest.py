"""The sample visit before it was sealed: complete, and still open to changes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from tests.ui.conftest import AUTHOR, make_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme
    from tests.ui.conftest import Heard


@pytest.fixture(scope="session")
def unsealed_database(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's database without its seal and its signatures; do not write here."""
    path = tmp_path_factory.mktemp("unsealed") / "visit.db"
    shutil.copy(demo / "visit.db", path)
    with Store.open(path, PASSPHRASE) as store:
        desk = Desk(store, author=AUTHOR)
        visit = desk.visits.ids()[0]
        for document in store.entities(visit, "document"):
            desk.visits.change(visit, "document", document.id, signed="")
        for signature in store.entities(visit, "signature"):
            store.delete(visit, signature.id, author=AUTHOR, at=desk.visits.clock.now())
        desk.unseal(visit)
    return path


@pytest.fixture
def unsealed_store(unsealed_database: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, open."""
    shutil.copy(unsealed_database, tmp_path / "unsealed.db")
    with Store.open(tmp_path / "unsealed.db", PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def unsealed_context(unsealed_store: Store, theme: Theme, heard: Heard, tmp_path: Path) -> Context:
    """A context over it; everything runs at once."""
    return make_context(unsealed_store, theme, heard, tmp_path)


@pytest.fixture
def unsealed_visit(unsealed_store: Store) -> str:
    """Its visit's id."""
    return Desk(unsealed_store, author=AUTHOR).visits.ids()[0]
