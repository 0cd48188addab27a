"""``fieldsurvey visit conflicts`` and ``decide``: three laptops, both values, a decision that travels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.cli.visit_decide import short_names, value_named
from fieldsurvey.errors import VisitError
from fieldsurvey.journal.change import ChangeKey
from fieldsurvey.survey.model import Mall, Officer, Stand
from fieldsurvey.survey.ports import Alternative, Conflict
from tests.cli.command_line import ran, refused, run
from tests.soak.laptops import Laptop, instrument, meet
from tests.sync.sync_laptops import AT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

B02, NAME = "/data/b02", "/data/nama"


class Office:
    """Three laptops; A and B answered the same two questions differently."""

    def __init__(self, folder: Path) -> None:
        self.laptops = [
            Laptop.start(folder / f"{name}.db", name) for name in ("Ani", "Budi", "Citra")
        ]
        first = self.laptops[0]
        mall = Mall("", "MPP Contoh", zone="Asia/Makassar")
        self.visit = first.desk.visits.new(mall, [Stand("", "G01", "Samsat")], instrument(1))
        first.open(self.visit, "G01")
        meet(self.laptops, self.visit)
        for laptop, answer, name in zip(
            self.laptops, ("lengkap", "tidak"), ("Sari", "Wati"), strict=False
        ):
            response = laptop.open(self.visit, "G01")
            response.set(B02, answer)
            response.set(NAME, name)
        meet(self.laptops, self.visit)

    def words(self, who: int, command: str, *words: object) -> list[object]:
        return ["visit", command, self.visit, *words, "--database", self.laptops[who].path]

    def listed(self, who: int) -> dict[str, dict[str, str]]:
        """Return {question: {value: how to take it}} as the command lists it."""
        done = run(*self.words(who, "conflicts"))
        assert done.code == 1
        found = data_of(self.words(who, "conflicts"))
        return {
            one["conflict"]: {value["value"]: value["take"] for value in one["values"]}
            for one in found["conflicts"]
        }

    def shown(self) -> list[object]:
        found: list[object] = []
        for laptop in self.laptops:
            (record,) = laptop.store.entities(self.visit, "response")
            found.append((record.fields[B02], record.fields[NAME]))
        return found


def data_of(words: list[object]) -> Any:
    return json.loads(run(*words, "--json").out)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.store.close()


def test_both_values_are_listed_one_is_taken_and_a_third_written(office: Office) -> None:
    text = run(*office.words(2, "conflicts")).out
    for words in (
        "Persyaratan",
        "Lengkap",
        "Tidak ada",
        "Sari",
        "Wati",
        "Ani",
        "Budi",
        "2026-11-23",
    ):
        assert words in text
    listed = office.listed(2)
    assert [set(values) for values in listed.values()] == [
        {"Lengkap", "Tidak ada"},
        {"Sari", "Wati"},
    ]
    first, second = listed
    ran(*office.words(2, "decide", first, "--take", listed[first]["Tidak ada"]))
    ran(*office.words(2, "decide", second, "--write", "Sari Wati"))
    meet(office.laptops, office.visit)
    assert office.shown() == [("tidak", "Sari Wati")] * 3
    for who in range(3):
        assert "Tidak ada yang menunggu" in ran(*office.words(who, "conflicts"))
    # The third value is private, as the answers that it replaces were.
    assert b"Sari Wati" not in office.laptops[0].path.with_name("Ani.db-wal").read_bytes()


def test_what_cannot_be_decided_is_refused_in_words(office: Office) -> None:
    listed = office.listed(0)
    first = next(iter(listed))
    assert "one of lengkap, sebagian" in refused(
        *office.words(0, "decide", first, "--write", "ungu")
    )
    assert "no value 'x/1'" in refused(*office.words(0, "decide", first, "--take", "x/1"))
    assert "no conflict 'nope'" in refused(*office.words(0, "decide", "nope", "--write", "x"))
    assert run(*office.words(0, "decide", first)).code == 2
    assert office.listed(0) == listed


def test_a_slot_filled_twice_is_listed_and_one_kept(office: Office, tmp_path: Path) -> None:
    a, b = office.laptops[:2]
    stand = a.desk.visits.add(office.visit, "stand", Stand("", "G02", "Imigrasi"))
    meet(office.laptops, office.visit)
    for laptop in (a, b):
        laptop.open(office.visit, "G02")
    meet(office.laptops, office.visit)
    (double,) = data_of(office.words(2, "conflicts"))["doubles"]
    kept = double["responses"][1]["response"]
    assert "1 isian ganda" in ran(*office.words(2, "keep", kept))
    meet(office.laptops, office.visit)
    for laptop in office.laptops:
        assert [
            r.id
            for r in laptop.store.entities(office.visit, "response")
            if r.fields["target"] == stand
        ] == [kept]


def test_what_was_deleted_here_and_changed_there_is_listed_and_decided(office: Office) -> None:
    a, b = office.laptops[:2]
    (stand,) = a.store.entities(office.visit, "stand")
    a.store.delete(office.visit, stand.id, author="Ani", at=a.clock.now())
    b.desk.visits.change(office.visit, "stand", stand.id, name="Samsat Baru")
    meet(office.laptops, office.visit)
    text = run(*office.words(2, "conflicts")).out
    assert "dihapus oleh Ani" in text
    assert "diubah oleh Budi" in text
    ran(*office.words(2, "revive", stand.id, "--delete"))
    meet(office.laptops, office.visit)
    assert [laptop.store.entities(office.visit, "stand") for laptop in office.laptops] == [
        [],
        [],
        [],
    ]


def test_a_stand_that_two_laptops_made_counts_once_until_they_are_parted(office: Office) -> None:
    a, b, c = office.laptops
    for laptop in (a, b):
        stand = laptop.desk.visits.add(office.visit, "stand", Stand("", "G02", "Imigrasi"))
        laptop.desk.visits.add(office.visit, "officer", Officer("", f"P-{stand[-4:]}", stand))
        laptop.open(office.visit, "G02").set(B02, "lengkap")
    meet(office.laptops, office.visit)
    first, second = (
        r.id for r in c.store.entities(office.visit, "stand") if r.fields["code"] == "G02"
    )
    assert "2 stands fit 'G02'" in refused(*office.words(2, "same", "G02", first))
    assert "one stand already" in refused(*office.words(2, "same", first, first))
    assert "no other stand stands" in refused(*office.words(2, "same", second, "--undo"))

    ran(*office.words(2, "same", second, first))
    meet(office.laptops, office.visit)
    for laptop in office.laptops:
        shown = laptop.desk.visits.snapshot(office.visit)
        assert [s.id for s in shown.stands if s.code == "G02"] == [first]
        assert {officer.stand for officer in shown.officers} == {first}
        assert [r.target for r in shown.responses].count(first) == 2
        # Both were filled: one slot, of which one response is kept.
        assert laptop.open(office.visit, "G02").id in {r.id for r in shown.responses}
    (double,) = data_of(office.words(1, "conflicts"))["doubles"]
    assert double["about"] == "G02"
    assert len(double["responses"]) == 2
    assert "one stand already" in refused(*office.words(0, "same", first, second))

    ran(*office.words(0, "same", second, "--undo"))
    meet(office.laptops, office.visit)
    for laptop in office.laptops:
        shown = laptop.desk.visits.snapshot(office.visit)
        assert {s.id for s in shown.stands if s.code == "G02"} == {first, second}
        assert {officer.stand for officer in shown.officers} == {first, second}
        assert laptop.store.check() == []
    assert data_of(office.words(1, "conflicts"))["doubles"] == []


def test_what_fits_several_is_refused_and_they_are_named(office: Office) -> None:
    listed = office.listed(0)
    first, second = listed
    said = refused(*office.words(0, "decide", "", "--write", "x"))
    assert "2 conflicts begin with ''" in said
    assert first in said
    assert second in said
    assert set(office.listed(0)) == {first, second}


def test_a_value_that_fits_two_devices_is_not_taken() -> None:
    one, two = (ChangeKey(device, 7) for device in ("ab12", "ab34"))
    conflict = Conflict(
        "r", "response", NAME, tuple(Alternative(k, "x", "A", AT) for k in (one, two))
    )
    assert value_named(conflict, "c", "ab3/7") == two
    with pytest.raises(VisitError, match="2 values of conflict c fit 'ab/7': ab12/7, ab34/7"):
        value_named(conflict, "c", "ab/7")


def test_names_are_as_long_as_tells_them_apart() -> None:
    assert short_names([]) == []
    assert short_names(["abcdef12", "abcdee12"]) == ["abcdef", "abcdee"]
    assert short_names(["abcdef12", "abcdef34"]) == ["abcdef1", "abcdef3"]
    assert short_names(["abcdef12", "abcdef13"]) == ["abcdef12", "abcdef13"]
    assert short_names(["abcdef12"] * 2) == ["abcdef"] * 2  # the same device twice
