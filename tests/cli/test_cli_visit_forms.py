"""``fieldsurvey visit forms``: another version for the whole visit, and what its forms do not ask for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.survey.model import Mall, Stand
from tests.cli.command_line import ran, refused
from tests.soak.laptops import Laptop, instrument, meet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME, LATER = "/data/nama", "/data/baru"


class Office:
    """Two laptops with one visit of version 2, in which both questions are answered; both versions as folders."""

    def __init__(self, folder: Path) -> None:
        self.laptops = [Laptop.start(folder / f"{name}.db", name) for name in ("Ani", "Budi")]
        self.folders = [folder / f"v{version}" for version in (1, 2)]
        for version, place in enumerate(self.folders, 1):
            place.mkdir()
            for name, data in instrument(version).files.items():
                (place / name).write_bytes(data)
        first = self.laptops[0]
        stands = [Stand("", "G01", "Samsat")]
        self.visit = first.desk.visits.new(Mall("", "MPP Contoh"), stands, instrument(2))
        response = first.open(self.visit, "G01")
        response.set(NAME, "Sari")
        response.set(LATER, "keterangan")
        meet(self.laptops, self.visit)

    def words(self, who: int, *words: object) -> list[object]:
        return ["visit", "forms", self.visit, *words, "--database", self.laptops[who].path]

    def told(self, who: int, *words: object) -> Any:
        return json.loads(ran(*self.words(who, *words, "--json")))

    def stored(self, who: int) -> tuple[object, object]:
        (record,) = self.laptops[who].store.entities(self.visit, "response")
        return record.fields[NAME], record.fields[LATER]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.store.close()


def test_a_version_is_taken_for_the_whole_visit_and_what_it_does_not_ask_is_kept_and_listed(
    office: Office,
) -> None:
    older, newer = office.folders
    assert office.told(0) == {"instrument": "mini", "version": "2024.2", "orphans": []}
    orphan = {"form": "stand", "target": "G01", "key": LATER, "value": "keterangan"}
    would = office.told(0, "--take", older, "--dry-run")
    assert (would["version"], would["orphans"]) == ("2024.1", [orphan])
    assert office.told(0)["version"] == "2024.2"
    assert f"stand G01 {LATER}: keterangan" in ran(*office.words(0, "--take", older))
    meet(office.laptops, office.visit)
    for who in range(2):
        assert office.told(who)["version"] == "2024.1"
        assert office.told(who)["orphans"] == [orphan]
    # Whoever goes on filling in the older version leaves the answer as it is, and the newer one asks for it again.
    office.laptops[1].open(office.visit, "G01").set(NAME, "Wati")
    meet(office.laptops, office.visit)
    assert office.stored(0) == ("Wati", "keterangan")
    assert office.told(1, "--take", newer)["orphans"] == []
    assert office.laptops[1].open(office.visit, "G01").session.get(LATER) == "keterangan"


def test_what_is_no_other_version_of_it_is_refused(office: Office) -> None:
    _, newer = office.folders
    assert "uses mini 2024.2 already" in refused(*office.words(0, "--take", newer))
    assert "another instrument" in refused(*office.words(0, "--take", "mpp-sidak"))
    assert office.told(0)["version"] == "2024.2"
