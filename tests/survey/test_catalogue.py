"""Imported instruments beside shipped ones: one content a version, merged like everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import InstrumentError
from fieldsurvey.store import Store
from fieldsurvey.survey.catalogue import Catalogue
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import load_instrument
from fieldsurvey.sync import export_bundle, import_bundle

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.instruments import Instrument

TOML = """
id = "kecil"
version = "{version}"
official = false
title = {{ id = "{title}", en = "Small" }}
"""


def small(version: str, title: str = "Kecil") -> Instrument:
    return load_instrument({"instrument.toml": TOML.format(version=version, title=title).encode()})


def test_the_newest_version_is_meant_unless_one_is_named(desk: Desk) -> None:
    for version in ("2026.9", "2026.10", "2026.2"):
        assert desk.catalogue.keep(small(version))
    assert not desk.catalogue.keep(small("2026.9"))
    assert desk.catalogue.manifest("kecil").version == "2026.10"
    assert desk.catalogue.instrument("kecil@2026.2").version == "2026.2"
    kept = [each.version for each in desk.catalogue.all() if each.id == "kecil"]
    assert kept == ["2026.2", "2026.9", "2026.10"]
    with pytest.raises(InstrumentError, match=r'for example version = "2026\.11"'):
        desk.catalogue.keep(small("2026.10", "Lain"))
    assert desk.catalogue.manifest("kecil").title.id == "Kecil"


def test_without_a_database_there_is_what_is_shipped() -> None:
    catalogue = Catalogue()
    assert {each.id for each in catalogue.all()} >= {"mpp-sidak", "skm"}
    assert catalogue.manifest("ori-2022@2024.1").id == "ori-2022"
    for name in ("kecil", "ORI-2022", "ori-2022@1", "", "@", "../forms/skm"):
        with pytest.raises(InstrumentError, match="known: culture"):
            catalogue.manifest(name)


def test_two_contents_of_one_version_in_one_registry_wait_for_a_decision(
    desk: Desk, tmp_path: Path
) -> None:
    desk.catalogue.keep(small("1"))
    office = desk.records
    assert isinstance(office, Store)
    (registry,) = desk.registry.streams()
    with Store.open(tmp_path / "b.db", None, create=True) as store:
        export_bundle(office, tmp_path / "first", [registry])
        import_bundle(store, tmp_path / "first")
        other = Desk(store, author="Bayu")
        desk.catalogue.keep(small("2", "Kantor"))
        other.catalogue.keep(small("2", "Laptop"))
        export_bundle(store, tmp_path / "back", [registry])
        import_bundle(office, tmp_path / "back")
        (disputed,) = [each for each in desk.catalogue.all() if each.problem]
        assert (disputed.version, disputed.manifest) == ("2", None)
        with pytest.raises(InstrumentError, match="with different content"):
            desk.catalogue.instrument("kecil")
        assert desk.catalogue.instrument("kecil@1").title.id == "Kecil"
        assert desk.catalogue.keep(small("2", "Laptop"))
        assert desk.catalogue.instrument("kecil").title.id == "Laptop"
        export_bundle(office, tmp_path / "decided", [registry])
        import_bundle(store, tmp_path / "decided")
        assert other.catalogue.manifest("kecil").title.id == "Laptop"
