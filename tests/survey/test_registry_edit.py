"""One record at a time: validation, ends, keys that change, doubles settled by a person, and who did what."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FigureError, RegistryError
from fieldsurvey.survey.openings import openings_on
from fieldsurvey.survey.ports import Conflict, Entry
from fieldsurvey.survey.registry import SAME_AS
from fieldsurvey.survey.registry_edit import (
    decide,
    end,
    examine,
    history_of,
    keep,
    settle_different,
    settle_same,
)
from fieldsurvey.survey.registry_import import apply_dry_run, dry_run
from fieldsurvey.survey.registry_kinds import KIND
from fieldsurvey.survey.registry_malls import mall_of
from fieldsurvey.survey.registry_plan import lines_of, registry_doubts
from fieldsurvey.survey.registry_schedule import (
    Hours,
    Version,
    keep_version,
    read_hours,
    versions_of,
)
from fieldsurvey.survey.registry_table import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

PLACE = ("SMD", "G01")
MORNING, DAY = Hours("08:00", "12:00"), Hours("08:00", "15:00", "12:00", "13:00")


@pytest.fixture
def mall(desk: Desk) -> dict[str, str]:
    """Mall SMD with an institution and a stand: kind → entity."""
    registry = desk.registry
    return {
        kind: keep(registry, kind, texts)
        for kind, texts in (
            ("mall", {"code": "SMD", "name": "MPP Samarinda", "zone": "Asia/Makassar"}),
            ("institution", {"code": "BPJS", "name": "BPJS Kesehatan", "kind": "LNS"}),
            (
                "stand",
                {"mall": "SMD", "code": "G01", "name": "BPJS Kesehatan", "institution": "BPJS"},
            ),
        )
    }


def test_what_is_wrong_is_said_of_its_column(desk: Desk, mall: dict[str, str]) -> None:
    among = [line for kind in KIND for line in lines_of(desk.registry, kind)]
    typed = {"mall": "BPN", "code": "G02", "name": "", "valid_until": "besok"}
    _, faults = examine(KIND["stand"], typed, among)
    assert [(each.column, str(each)) for each in faults] == [
        ("name", "stand, column name: is blank"),
        ("valid_until", "stand, column valid_until: write a date as 2026-11-23"),
        ("mall", "stand, column mall: there is no mall BPN"),
    ]
    taken = {"mall": "smd", "code": "g01", "name": "Samsat"}
    _, faults = examine(KIND["stand"], taken, among)
    assert [str(each) for each in faults] == [
        "stand, column code: stand smd / g01 is there already"
    ]
    assert examine(KIND["stand"], taken, among, mall["stand"])[1] == []
    with pytest.raises(RegistryError, match="there is no mall X"):
        keep(desk.registry, "stand", taken | {"mall": "X"})


def test_only_what_differs_is_written_and_history_says_who(
    desk: Desk, mall: dict[str, str]
) -> None:
    desk.registry.author = "Budi"
    keep(desk.registry, "stand", {"floor": "Lantai 2", "name": "BPJS Kesehatan"}, mall["stand"])
    end(desk.registry, "stand", mall["stand"], date(2026, 12, 31))
    steps = history_of(desk.registry, mall["stand"])
    assert [(step.author, step.field, step.old, step.new) for step in steps[:2]] == [
        ("Budi", "valid_until", "", "2026-12-31"),
        ("Budi", "floor", "", "Lantai 2"),
    ]
    assert {step.author for step in steps[2:]} == {"Ratna"}
    assert len(steps) == 6
    keep(desk.registry, "stand", {"valid_until": ""}, mall["stand"])
    assert rows_of(desk.registry, "stand")[0]["valid_until"] == ""


def test_a_stand_that_has_ended_goes_into_no_new_visit(desk: Desk, mall: dict[str, str]) -> None:
    end(desk.registry, "stand", mall["stand"], date(2026, 6, 30))
    assert len(mall_of(desk.registry, "SMD", date(2026, 6, 30))[1]) == 1
    assert mall_of(desk.registry, "SMD", date(2026, 7, 1))[1] == []
    with pytest.raises(RegistryError, match="does not end"):
        end(desk.registry, "region", mall["stand"], date(2026, 6, 30))


def test_who_is_named_by_a_code_follows_it(desk: Desk, mall: dict[str, str]) -> None:
    registry = desk.registry
    keep(registry, "service", {"mall": "SMD", "stand": "G01", "name": "Kartu"})
    keep(registry, "mall", {"code": "MPP-SMD"}, mall["mall"])
    keep(registry, "stand", {"code": "A-01"}, mall["stand"])
    keep(registry, "institution", {"code": "BPJSK"}, mall["institution"])
    (service,), (stand,) = rows_of(registry, "service"), rows_of(registry, "stand")
    assert (service["mall"], service["stand"]) == ("MPP-SMD", "A-01")
    assert (stand["mall"], stand["institution"]) == ("MPP-SMD", "BPJSK")


def test_doubles_are_settled_by_a_person_and_can_be_taken_back(
    desk: Desk, mall: dict[str, str]
) -> None:
    registry = desk.registry
    other = keep(registry, "stand", {"mall": "SMD", "code": "G09", "name": "BPJS Kesehatan."})
    keep(registry, "service", {"mall": "SMD", "stand": "G09", "name": "Kartu"})
    (doubt,) = registry_doubts(registry)
    assert (doubt.reason, doubt.line.entity, doubt.beside.entity) == ("alike", mall["stand"], other)
    settle_same(registry, "stand", mall["stand"], other, {"floor": "Lantai 2"})
    assert registry_doubts(registry) == []
    (stand,) = rows_of(registry, "stand")
    assert (stand["code"], stand["floor"]) == ("G01", "Lantai 2")
    assert rows_of(registry, "service")[0]["stand"] == "G01"
    registry.amend([Entry("stand", other, SAME_AS, "")])
    assert len(rows_of(registry, "stand")) == 2
    settle_different(registry, "stand", other, mall["stand"])
    assert registry_doubts(registry) == []
    assert len(rows_of(registry, "stand")) == 2


def test_two_laptops_that_keep_each_others_record_lose_neither(
    desk: Desk, mall: dict[str, str]
) -> None:
    other = keep(desk.registry, "stand", {"mall": "SMD", "code": "G09", "name": "Samsat"})
    pair = (mall["stand"], other)
    desk.registry.amend(
        Entry("stand", one, SAME_AS, two) for one, two in (pair, tuple(reversed(pair)))
    )
    assert [record.id for record in desk.registry.entities("stand")] == [min(pair)]


def test_a_new_schedule_ends_the_one_before_it(desk: Desk, mall: dict[str, str]) -> None:
    registry = desk.registry
    weekdays = [(day, DAY) for day in range(1, 5)]
    keep_version(registry, PLACE, Version("2026-01-01", "", (*weekdays, (6, MORNING))))
    keep_version(registry, PLACE, Version("2026-07-01", "", (*weekdays, (5, MORNING))))
    newer, older = versions_of(lines_of(registry, "schedule"), *PLACE)
    assert (older.valid_until, newer.valid_until) == ("2026-06-30", "")
    assert newer.days == (*weekdays, (5, MORNING))
    stand = mall_of(registry, "SMD", date(2026, 1, 1))[1][0]
    saturdays = [openings_on(stand.schedule, day) for day in (date(2026, 6, 27), date(2026, 7, 4))]
    assert [len(lines) for lines in saturdays] == [1, 0]
    assert registry_doubts(registry) == []
    with pytest.raises(RegistryError, match="begins on 2026-01-01"):
        keep_version(registry, PLACE, Version("2026-01-01", "", ((1, DAY),)))
    with pytest.raises(RegistryError, match="at least one day"):
        keep_version(registry, PLACE, Version("2027-01-01", "", ()))


@pytest.mark.parametrize(
    "days",
    [
        ((1, DAY), (2, DAY), (6, MORNING)),
        ((1, MORNING), (2, DAY)),
        ((3, MORNING),),
        ((1, DAY), (1, Hours("16:00", "18:00")), (2, DAY), (6, MORNING), (7, MORNING)),
    ],
)
def test_a_corrected_schedule_reads_as_it_was_typed(
    desk: Desk, mall: dict[str, str], days: tuple[tuple[int, Hours], ...]
) -> None:
    registry = desk.registry
    first = Version(
        "2026-01-01", "", ((1, DAY), (2, DAY), (3, MORNING), (6, Hours("09:00", "11:00")))
    )
    keep_version(registry, PLACE, first)
    corrected = Version("2026-02-01", "2026-12-31", days)
    keep_version(registry, PLACE, corrected, corrects="2026-01-01")
    assert versions_of(lines_of(registry, "schedule"), *PLACE) == [corrected]
    assert registry_doubts(registry) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("08.00", "", "", ""),
        ("15.00", "08.00", "", ""),
        ("08.00", "15.00", "12.00", ""),
        ("08.00", "15.00", "07.00", "08.30"),
        ("8", "15.00", "", ""),
    ],
)
def test_hours_that_do_not_fit_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(FigureError):
        read_hours(texts)


def test_hours_are_read_as_offices_write_them() -> None:
    assert read_hours(("08.00", "15.00", "12.00", "13.00")) == DAY
    assert read_hours((" ", "", "", "")) is None


def test_a_dry_run_names_every_fault_and_writes_nothing(
    desk: Desk, mall: dict[str, str], tmp_path: Path
) -> None:
    table = tmp_path / "stand.csv"
    table.write_text(
        "mall,code,name,floor\nSMD,G01,BPJS,\nSMD,G02,Samsat,1\nSMD,,Bank,1\nX,G03,Pajak,1\n",
        encoding="utf-8",
    )
    said: list[str] = []
    run = dry_run(desk.registry, table, tell=said.append)
    assert said == ["reading", "comparing"]
    assert [line.values["code"] for line in run.plan.new] == ["G02"]
    assert [change.columns for change in run.plan.changed] == [{"name": ("BPJS Kesehatan", "BPJS")}]
    assert [(each.sheet, each.row, each.column) for each in run.faults] == [
        ("stand", 4, "code"),
        ("stand", 5, "mall"),
    ]
    with pytest.raises(RegistryError, match="2 faults"):
        apply_dry_run(desk.registry, run)
    assert len(rows_of(desk.registry, "stand")) == 1


def test_what_is_written_is_what_was_shown(
    desk: Desk, mall: dict[str, str], tmp_path: Path
) -> None:
    table = tmp_path / "stand.csv"
    table.write_text("mall,code,name\nSMD,G01,BPJS\nSMD,G02,Samsat\n", encoding="utf-8")
    run = pickle.loads(pickle.dumps(dry_run(desk.registry, table)))
    keep(desk.registry, "stand", {"name": "BPJS Ketenagakerjaan"}, mall["stand"])
    with pytest.raises(RegistryError, match="changed since"):
        apply_dry_run(desk.registry, run)
    assert len(rows_of(desk.registry, "stand")) == 1
    apply_dry_run(desk.registry, dry_run(desk.registry, table))
    assert [row["name"] for row in rows_of(desk.registry, "stand")] == ["BPJS", "Samsat"]


def test_a_conflict_of_two_laptops_is_decided(desk: Desk, mall: dict[str, str]) -> None:
    assert desk.registry.conflicts() == []
    decide(desk.registry, Conflict(mall["stand"], "stand", "floor", ()), "Lantai 3")
    assert rows_of(desk.registry, "stand")[0]["floor"] == "Lantai 3"
