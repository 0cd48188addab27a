"""An office words its findings and the end of its minutes once, in its registry, and both travel with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import RegistryError
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.findings import write_drafts
from fieldsurvey.survey.wordings import (
    closing_words,
    keep_closing,
    keep_wording,
    office_templates,
    wordable,
)
from tests.survey.test_findings import desk as desk  # noqa: PLC0414  a fixture
from tests.survey.test_findings import visit as visit  # noqa: PLC0414  a fixture

if TYPE_CHECKING:
    from pathlib import Path


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
    from fieldsurvey.store import Store
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
