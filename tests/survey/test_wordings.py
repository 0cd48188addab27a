"""An office words its findings and the end of its minutes once, in its registry, and both travel with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, RegistryError
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.findings import called_for, write_drafts
from fieldsurvey.survey.templates import Deadline, read_templates
from fieldsurvey.survey.wordings import (
    closing_words,
    keep_class_deadline,
    keep_closing,
    keep_wording,
    office_templates,
    wordable,
)
from tests.cli.command_line import ran, run
from tests.survey.test_findings import desk as desk  # noqa: PLC0414  a fixture
from tests.survey.test_findings import visit as visit  # noqa: PLC0414  a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.model import Finding


def test_findings_drafted_from_now_on_say_what_the_office_says(desk: Desk, visit: str) -> None:
    instrument = desk.instrument(visit)
    (item,) = [each for each in wordable(desk.registry, instrument) if each.item == "B02"]
    assert item.form.sentence
    assert item.office.sentence == ""
    words = {"sentence": "Gerai {gerai} belum memajang syarat.", "owner": "Kepala gerai"}
    keep_wording(desk.registry, instrument.id, "B02", words)
    before = len(desk.records.changes(desk.registry.streams()[0]))
    keep_wording(desk.registry, instrument.id, "B02", words)
    assert len(desk.records.changes(desk.registry.streams()[0])) == before
    write_drafts(desk.visits, visit, instrument)
    (finding,) = desk.visits.snapshot(visit).findings
    assert (finding.condition, finding.owner) == (
        "Gerai Samsat belum memajang syarat.",
        "Kepala gerai",
    )
    # Taken back, the words of the form count again; the finding that is there keeps its own.
    keep_wording(desk.registry, instrument.id, "B02", {"sentence": "", "owner": ""})
    assert office_templates(desk.registry).of("B02", instrument.id).sentence == ""
    (finding,) = desk.visits.snapshot(visit).findings
    assert finding.condition == "Gerai Samsat belum memajang syarat."


def test_words_for_another_instrument_stay_there_and_other_braces_are_refused(
    desk: Desk, visit: str
) -> None:
    keep_wording(desk.registry, "lain", "B02", {"sentence": "Lain."})
    assert office_templates(desk.registry).of("B02", desk.instrument(visit).id).sentence == ""
    with pytest.raises(RegistryError, match="braces"):
        keep_wording(desk.registry, "lain", "B02", {"sentence": "Gerai {nama}."})
    with pytest.raises(RegistryError, match="braces"):
        keep_closing(desk.registry, "Sekian {gerai}.")
    assert closing_words(desk.registry) == ""
    keep_closing(desk.registry, "Sekian {dokumen},\n dalam {rangkap}.")
    assert closing_words(desk.registry) == "Sekian {dokumen}, dalam {rangkap}."


def test_two_laptops_that_word_the_same_item_meet(tmp_path: Path) -> None:
    from fieldsurvey.sync import export_bundle, import_bundle

    with (
        Store.open(tmp_path / "a.db", create=True) as a,
        Store.open(tmp_path / "b.db", create=True) as b,
    ):
        one, two = Desk(a, author="Ani"), Desk(b, author="Budi")
        keep_wording(one.registry, "x", "B02", {"sentence": "Satu."})
        export_bundle(a, tmp_path / "r.bundle", one.registry.streams())
        import_bundle(b, tmp_path / "r.bundle")
        assert office_templates(two.registry).of("B02", "x").sentence == "Satu."
        keep_wording(two.registry, "x", "B02", {"sentence": "Dua."})
        keep_wording(one.registry, "x", "B02", {"sentence": "Tiga."})
        export_bundle(b, tmp_path / "s.bundle", two.registry.streams())
        import_bundle(a, tmp_path / "s.bundle")
        (conflict,) = one.registry.conflicts()
        assert {each.value for each in conflict.alternatives} == {"Dua.", "Tiga."}


def test_class_and_days_of_an_item_and_of_a_class_hold_for_new_findings_only(
    desk: Desk, visit: str
) -> None:
    instrument, registry = desk.instrument(visit), desk.registry
    write_drafts(desk.visits, visit, instrument)
    (before,) = desk.visits.snapshot(visit).findings
    (item,) = [each for each in wordable(registry, instrument) if each.item == "B02"]
    assert (before.classification, before.deadline_days) == (item.form.classification, None)
    keep_class_deadline(registry, "berat", "7", "working")
    keep_class_deadline(registry, before.classification, "30", "calendar")

    def drafted() -> Finding:
        """Draft once more, as if for the first time."""
        called = called_for(
            desk.visits.snapshot(visit), instrument, office_templates(desk.registry)
        )
        return next(each for each in called if each.item == "B02")

    assert (drafted().deadline_days, drafted().deadline_kind) == (30, "calendar")
    keep_wording(registry, instrument.id, "B02", {"classification": "berat"})
    assert (drafted().classification, drafted().deadline_days) == ("berat", 7)
    assert drafted().deadline_kind == "working"
    keep_wording(registry, instrument.id, "B02", {"deadline_days": "0"})
    assert (drafted().deadline_days, drafted().deadline_kind) == (0, "calendar")
    write_drafts(desk.visits, visit, instrument)
    assert desk.visits.snapshot(visit).findings == (before,)
    keep_wording(registry, instrument.id, "B02", {"classification": "", "deadline_days": ""})
    keep_class_deadline(registry, before.classification, "", "calendar")
    assert drafted().deadline_days is None


@pytest.mark.parametrize("days", ["-1", "3661", "tujuh", "7,5"])
def test_days_that_are_none_and_unknown_classes_are_refused(desk: Desk, days: str) -> None:
    with pytest.raises(RegistryError, match="0 to 3660"):
        keep_wording(desk.registry, "x", "B02", {"deadline_days": days})
    with pytest.raises(RegistryError, match="0 to 3660"):
        keep_class_deadline(desk.registry, "berat", days, "calendar")
    with pytest.raises(RegistryError, match="one of ringan"):
        keep_class_deadline(desk.registry, "parah", "7", "calendar")
    with pytest.raises(RegistryError, match="one of ringan"):
        keep_wording(desk.registry, "x", "B02", {"classification": "parah"})


def test_the_file_of_templates_gives_deadlines_by_class(tmp_path: Path) -> None:
    opening = '[opening]\nclassification = "berat"\nsentence = "Kosong."\n'
    path = tmp_path / "findings.toml"
    path.write_text(opening + '[deadline.berat]\ndays = 7\nkind = "working"\n')
    assert read_templates(path).of_class == {"berat": Deadline(7, "working")}
    path.write_text(opening + "[deadline.parah]\ndays = 7\n")
    with pytest.raises(FileProblem, match="parah"):
        read_templates(path)


def test_the_command_sets_deadlines_by_class(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path, create=True).close()
    set_one = ("--class", "berat", "--days", "7", "--working-days", "--database", path)
    assert "berat   7 working days" in ran("finding", "deadlines", *set_one)
    assert "berat   –" in ran("finding", "deadlines", "--class", "berat", "--database", path)
    assert run("finding", "deadlines", "--days", "7", "--database", path).code == 2
