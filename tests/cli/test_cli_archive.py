"""Archiving a visit: only what two others hold leaves the list, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.inspectors import choose_inspector
from fieldsurvey.survey.model import Person
from tests.cli.command_line import data, ran, refused

if TYPE_CHECKING:
    from pathlib import Path

Opened = list[object]


class Laptop:
    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.opened: Opened = ["--database", folder / f"{name}.db"]

    def send(self, visit: str, *others: Laptop) -> None:
        bundle = self.folder / f"{self.name}.bundle"
        ran("bundle", "export", bundle, "--visit", visit, *self.opened)
        for other in others:
            ran("bundle", "import", bundle, *other.opened)

    def visits(self, *options: str) -> list[str]:
        return [row["id"] for row in data("visit", "list", *options, *self.opened)]


def test_a_sealed_visit_is_archived_only_when_two_others_hold_all_of_it(tmp_path: Path) -> None:
    lead, second, third = (Laptop(tmp_path, name) for name in ("lead", "second", "third"))
    visit = ran("visit", "new", "--instrument", "ori-2022", *lead.opened).strip()
    assert "is planned; only a sealed, closed" in refused("visit", "archive", visit, *lead.opened)
    with Store.open(tmp_path / "lead.db") as store:
        visits = Desk(store, author="x").visits
        visits.add(visit, "person", Person("", "Ratna", "lead"))
        choose_inspector(visits, visit, "Ratna")
    for state in ("on-site", "completed"):
        ran("visit", "move", visit, state, *lead.opened)
    ran("visit", "seal", visit, *lead.opened)
    said = refused("visit", "archive", visit, *lead.opened)
    assert "held whole by 0 other places, and 2 are needed: nobody has confirmed" in said
    assert "perubahan visit" in said
    assert "berkas (foto, formulir, pindaian)" in said

    lead.send(visit, second, third)
    second.send(visit, lead)
    said = refused("visit", "archive", visit, *lead.opened)
    assert "held whole by 1 other places" in said
    assert "Held here alone: nothing" in said
    ran("visit", "letter", visit, "--subject", "Tambahan", *lead.opened)
    said = refused("visit", "archive", visit, *lead.opened)
    assert "belum memegang 1 perubahan dan 0 berkas. Held here alone: 1 perubahan letter" in said
    assert "! hanya di sini: 1 perubahan letter" in ran(
        "visit", "archive", visit, "--receipts", *lead.opened
    )

    lead.send(visit, second, third)
    second.send(visit, lead)
    third.send(visit, lead)
    assert ran("visit", "archive", visit, *lead.opened).count("memegang semuanya") == 2
    assert (lead.visits(), lead.visits("--archived")) == ([], [visit])
    with Store.open(tmp_path / "lead.db") as store:
        assert {change.author for change in store.changes(visit, ["archive"])} == {"Ratna"}
    assert data("visit", "show", visit[:18], *lead.opened)["state"] == "sealed"
    ran("visit", "archive", visit, *lead.opened)
    lead.send(visit, second)
    assert second.visits() == []

    ran("visit", "archive", visit, "--undo", *second.opened)
    assert second.visits() == [visit]
    ran("visit", "letter", visit, "--subject", "Baru", *third.opened)
    third.send(visit, lead)
    assert lead.visits() == [visit]


def test_archiving_waits_for_what_another_laptop_did_meanwhile(tmp_path: Path) -> None:
    lead, second, third = (Laptop(tmp_path, name) for name in ("lead", "second", "third"))
    visit = ran("visit", "new", "--instrument", "ori-2022", *lead.opened).strip()
    ran("visit", "move", visit, "on-site", *lead.opened)
    lead.send(visit, second, third)
    ran("visit", "move", visit, "completed", *lead.opened)
    ran("visit", "seal", visit, *lead.opened)
    lead.send(visit, second, third)
    second.send(visit, lead)
    third.send(visit, lead)
    ran("visit", "letter", visit, "--issuer", "Kepala", *second.opened)
    ran("visit", "archive", visit, *lead.opened)
    assert lead.visits() == []
    second.send(visit, lead)
    assert lead.visits() == [visit]
