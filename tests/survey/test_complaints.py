"""Complaints on site: receipted at once, followed to their end, late ones listed, the complainant's words private."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from fieldsurvey.errors import VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.complaint_steps import ComplaintStatus as Status
from fieldsurvey.survey.complaints import Complaints, receipt_lines
from fieldsurvey.sync import export_bundle, import_bundle
from tests.survey.conftest import START

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

NAME, WORDS = "Siti Rahasia", "diminta uang di loket tiga"
DAY = START.date()


@pytest.fixture
def complaints(desk: Desk, visit: str) -> Complaints:
    return Complaints(desk.visits, visit, desk.calendar)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_a_complaint_goes_from_receipt_to_settlement(
    desk: Desk, visit: str, complaints: Complaints
) -> None:
    taken = complaints.receive(WORDS, about="G01", complainant=NAME, contact="0812")
    assert taken.status is Status.RECEIVED
    assert taken.due == {"reply": after(14), "complete": after(30), "decide": after(60)}
    assert (taken.overdue(after(14)), taken.overdue(after(15))) == ([], ["reply"])
    complaints.step(taken, Status.FORWARDED, day=after(1))
    asked = complaints.step(
        complaints.find(taken.receipt), Status.ANSWERED, day=after(5), note=NAME, incomplete=True
    )
    assert asked.overdue(after(31)) == ["complete"]  # not the decision: its time has not begun
    whole = complaints.step(asked, Status.ANSWERED, day=after(20), completed=after(20))
    assert whole.due["decide"] == after(80)
    assert (whole.overdue(after(80)), whole.overdue(after(81))) == ([], ["decide"])
    settled = complaints.step(whole, Status.SETTLED, day=after(40), evidence=(b"surat",))
    assert (settled.status, settled.overdue(after(500))) == (Status.SETTLED, [])
    assert [step.status for step in settled.steps] == [
        "diteruskan", "ditanggapi", "ditanggapi", "selesai",
    ]  # fmt: skip
    assert desk.records.blob(settled.steps[-1].evidence[0]) == b"surat"
    with pytest.raises(VisitError, match="is selesai already"):
        complaints.step(settled, Status.REJECTED, day=after(41), note="x")


def test_steps_that_do_not_follow_are_refused(complaints: Complaints) -> None:
    taken = complaints.receive(WORDS)
    with pytest.raises(VisitError, match="after that day"):
        complaints.step(taken, Status.FORWARDED, day=after(-1))
    with pytest.raises(VisitError, match="after that day"):
        complaints.step(taken, Status.ANSWERED, day=after(5), completed=after(-365))
    with pytest.raises(VisitError, match="note or evidence"):
        complaints.step(taken, Status.REJECTED)
    with pytest.raises(VisitError, match="only an answer"):
        complaints.step(taken, Status.FORWARDED, incomplete=True)
    forwarded = complaints.step(taken, Status.FORWARDED)
    with pytest.raises(VisitError, match="cannot go back"):
        complaints.step(forwarded, Status.RECEIVED)
    assert complaints.find(taken.receipt[-5:]).steps == forwarded.steps
    with pytest.raises(VisitError, match="names no one complaint"):
        complaints.find("no such receipt")


def test_the_receipt_names_the_complainant_only_when_that_is_no_secret(
    complaints: Complaints,
) -> None:
    secret = complaints.receive(WORDS, about="G01", complainant=NAME)
    known = complaints.receive(WORDS, complainant=NAME, secret=False)
    hidden, shown = (
        "\n".join(receipt_lines(each, "MPP Contoh", "Asia/Makassar")) for each in (secret, known)
    )
    assert secret.receipt in hidden
    assert "Rabu, 18 November 2026 pukul 09.00 WITA" in hidden
    assert "paling lambat 2 Desember 2026" in hidden
    assert NAME not in hidden
    assert NAME in shown
    assert WORDS not in hidden + shown


def test_identity_and_notes_travel_locked(
    desk: Desk, visit: str, complaints: Complaints, tmp_path: Path
) -> None:
    taken = complaints.receive(WORDS, complainant=NAME)
    complaints.step(taken, Status.FORWARDED, note=f"atas nama {NAME}")
    assert isinstance(desk.records, Store)
    export_bundle(desk.records, tmp_path / "b", [visit])
    assert NAME.encode() not in (tmp_path / "b").read_bytes()
    with Store.open(tmp_path / "other.db", None, create=True) as store:
        import_bundle(store, tmp_path / "b")
        there = type(desk)(store, author="Budi", clock=desk.visits.clock)
        (seen,) = Complaints(there.visits, visit, there.calendar).all()
    assert (seen.receipt, seen.status) == (taken.receipt, Status.FORWARDED)
    assert (seen.complainant, seen.contact, seen.text, seen.steps[0].note) == (None,) * 4


def test_a_receipt_number_is_counted_where_it_is_given(desk: Desk, visit: str) -> None:
    """The window and a command may take complaints at once: no other may come between counting and writing."""
    assert isinstance(desk.records, Store)
    path, others = desk.records.path, []

    class Meanwhile(Complaints):
        """While the number is counted, another connection of the same laptop tries to take a complaint."""

        def _next_number(self) -> str:
            number = super()._next_number()
            connection = dbapi2.connect(str(path), timeout=0)
            try:
                connection.execute("BEGIN IMMEDIATE")
            except dbapi2.OperationalError:
                others.append("waits")
            finally:
                connection.close()
            return number

    taken = Meanwhile(desk.visits, visit, desk.calendar).receive(WORDS)
    assert others == ["waits"]
    assert taken.receipt.endswith("-001")
