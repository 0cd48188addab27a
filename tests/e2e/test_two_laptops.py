"""Two laptops on one visit, as two inspectors use them: bundles in either order, a conflict, a decision."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.command import data, fieldsurvey, new_visit

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

COUNT, NAME = "/data/bagian_a/a06", "/data/produk[#1]/bagian_b/a07"


class Laptop:
    def __init__(self, opened: list[object], visit: str, folder: Path) -> None:
        self.opened, self.visit, self.folder = opened, visit, folder

    def answer(self, *pairs: tuple[str, str]) -> None:
        steps = self.folder / "steps.json"
        steps.write_text(json.dumps([{"set": r, "value": v} for r, v in pairs]), encoding="utf-8")
        self.run(
            "form", "run", "stand", "--answers", steps, "--visit", self.visit, "--target", "G01"
        )

    def send(self, name: str, *options: object) -> Path:
        bundle = self.folder / name
        self.run("bundle", "export", bundle, "--visit", self.visit, *options)
        return bundle

    def take(self, *bundles: Path) -> None:
        for bundle in bundles:
            self.run("bundle", "import", bundle)

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = data("visit", "show", self.visit, *self.opened)
        return found

    def run(self, *arguments: object) -> None:
        done = fieldsurvey(*arguments, *self.opened)
        assert done.returncode == 0, done.stderr


def laptops(tmp_path: Path) -> tuple[Laptop, Laptop, Laptop]:
    """Return the lead's laptop, another, and a third that only reads; all begin with the same visit."""
    lead = tmp_path / "lead"
    lead.mkdir()
    opened, visit = new_visit(lead)
    first = Laptop(opened, visit, lead)
    others = []
    for name in ("second", "third"):
        folder = tmp_path / name
        folder.mkdir()
        others.append(Laptop(["--database", folder / "v.db", *opened[2:]], visit, folder))
    return first, others[0], others[1]


def test_a2_against_b1_is_listed_once_and_stays_decided(tmp_path: Path) -> None:
    a, b, c = laptops(tmp_path)
    a.answer((COUNT, "1"), ("/data/produk[1]/bagian_b/a07", "Izin rahasia"))
    start = a.send("start.bundle")
    b.take(start)
    locked = b.shown()["responses"][0]
    assert locked["values"][NAME] is None
    assert locked["locked"] == [NAME]

    a.answer((COUNT, "2"))
    a.answer((COUNT, "3"))
    b.answer((COUNT, "9"))
    from_a, from_b = a.send("a.bundle"), b.send("b.bundle")
    a.take(from_b, from_b)
    b.take(start, from_a, from_a)
    c.take(from_b, from_a)
    shown = [laptop.shown() for laptop in (a, b, c)]
    assert shown[1] == shown[2]
    for each in shown:
        assert [c["field"] for c in each["conflicts"]] == [COUNT]
        assert {h["value"] for h in each["conflicts"][0]["heads"]} == {"3", "9"}
    assert shown[0]["responses"][0]["values"][NAME] == "Izin rahasia"

    winner = shown[0]["responses"][0]["values"][COUNT]
    b.answer((COUNT, winner))
    a.take(b.send("decided.bundle"), from_b, start)
    c.take(b.send("again.bundle"))
    for laptop in (a, b, c):
        each = laptop.shown()
        assert each["conflicts"] == []
        assert each["responses"][0]["values"][COUNT] == winner
    assert a.shown()["responses"][0]["values"][NAME] == "Izin rahasia"


def test_the_same_slot_filled_twice_is_listed_and_blocks_sealing(tmp_path: Path) -> None:
    a, b, _ = laptops(tmp_path)
    b.take(a.send("start.bundle"))
    a.answer((COUNT, "1"))
    b.answer((COUNT, "2"))
    a.take(b.send("b.bundle"))
    shown = a.shown()
    assert len(shown["responses"]) == 2
    assert [d["target_code"] for d in shown["doubles"]] == ["G01"]
    a.run("visit", "move", a.visit, "on-site")
    a.run("visit", "move", a.visit, "completed")
    refused = fieldsurvey("visit", "seal", a.visit, "--override", "uji", *a.opened)
    assert refused.returncode == 1
    assert "filled 2 times" in refused.stderr
