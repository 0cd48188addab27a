"""The registry of an invented office, open."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.jobs import Access
from tests.ui.conftest import AUTHOR, Heard, make_context
from tests.ui.registry.office import fill_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the office; do not write here."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    with Store.open(path, None, create=True) as store:
        fill_office(Desk(store, author="Budi").registry)
    return path


@pytest.fixture
def office_store(office_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the office's database, open."""
    path = tmp_path / "office.db"
    shutil.copy(office_file, path)
    with Store.open(path, None) as opened:
        yield opened


@pytest.fixture
def registry(office_store: Store) -> Registry:
    """The office's registry."""
    return Desk(office_store, author=AUTHOR).registry


@pytest.fixture
def office(office_store: Store, theme: Theme, heard: Heard, tmp_path: Path) -> Context:
    """A context over the office; everything runs at once."""
    made = make_context(office_store, theme, heard, tmp_path)
    return replace(made, access=Access(office_store.path, None, AUTHOR))
