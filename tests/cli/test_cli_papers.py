"""Papers on the command line: a refusal with its witnesses, a number of the register, and what papers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Person, Stand
from fieldsurvey.survey.stages import begin, complete
from tests.cli.command_line import data, ran, refused, run
from tests.report.papers_example import text_of
from tests.report.report_example import START

if TYPE_CHECKING:
    from pathlib import Path


def test_a_refusal_with_two_witnesses_is_printed_and_papers_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    with Store.open(path, None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(START))
        mall = Mall("", "MPP Contoh", zone="Asia/Makassar")
        visit = desk.visits.new(mall, [Stand("", "G01", "Izin")], find_instrument("ori-2022"))
        people = {
            "Ratna": "lead",
            "Dewi": "counterpart",
            "Eko": "counterpart",
            "Adi": "witness",
        }
        for name, role in people.items():
            desk.visits.add(visit, "person", Person("", name, role))
        begin(desk.visits, visit)
        complete(desk.visits, visit)
    opened = ["--database", path]

    reply = ["visit", "reply", visit, "--as", "dewi", *opened]
    assert "needs its reason" in refused(*reply, "--kind", "refuse")
    assert "needs its words" in refused(*reply)
    assert "fits 'Ratna'" in refused("visit", "reply", visit, "--as", "Ratna", *opened)
    assert run(*reply, "--text", "ya", "--witness", "Adi").code == 2
    reason = ["--kind", "refuse", "--text", "Tidak sependapat"]
    assert "another person" in refused(*reply, *reason, "--witness", "Dewi")
    assert "baru 1" in ran(*reply, *reason, "--witness", "Adi")
    assert ran(*reply, *reason, "--witness", "Adi", "--witness", "Ratna") == ""

    ran("visit", "reply", visit, "--as", "Eko", "--text", "Akan kami perbaiki.", *opened)

    ran("visit", "seal", visit, *opened)
    assert ran("visit", "documents", visit, *opened) == ""
    out = tmp_path / "ba.pdf"
    ran("report", visit, "--kind", "berita-acara", "--number", "7/BA/2024", "--out", out, *opened)
    said = text_of(out)
    assert "Dewi menolak menandatangani Berita Acara dengan alasan: “Tidak sependapat”" in said
    assert "disaksikan oleh Adi dan Ratna sebagai saksi" in said
    assert "Eko menyampaikan tanggapan: “Akan kami perbaiki”" in said
    ran("visit", "amend", visit, "--part", "A", "--correct", "dua", "--reason", "salah", *opened)
    addendum = ["report", visit, "--kind", "addendum", "--out", tmp_path / "ad.pdf", "--reserve"]
    assert run(*addendum, "--number", "1", *opened).code == 2
    ran(*addendum, *opened)
    papers = data("visit", "documents", visit, *opened)
    assert [
        (each["kind"], each["number"].split("/")[0], each["signatures"]) for each in papers
    ] == [
        ("berita-acara", "7", 0),
        ("addendum", "001", 0),
    ]
    assert all(len(each["sha256"]) == 64 and not each["void"] for each in papers)
    listed = ran("visit", "documents", visit, *opened)
    assert "7/BA/2024" in listed
    assert papers[1]["number"] in listed
