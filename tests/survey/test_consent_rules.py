"""The rules of domain.md §7 in what is shipped: who is asked, for what, and what "no" means; one test a rule."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from fieldsurvey.export import Disclosure, visit_tables
from fieldsurvey.media import clean_copy
from fieldsurvey.store import Store
from fieldsurvey.survey.codes import add_next
from fieldsurvey.survey.exports import exports, log_export
from fieldsurvey.survey.filling import is_private
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.retention import Retention, private_days

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.responses import OpenResponse
    from fieldsurvey.xforms import Form, FormSession

CONSENT, PEOPLE, QUESTIONS = "/data/persetujuan", "/data/responden", "/data/bagian_m"
CONTACT = "081234500000"


@pytest.fixture
def form(instrument: Instrument) -> Form:
    return instrument.form("service_user")


def asked(form: Form, **answers: str) -> FormSession:
    """Return an interview whose consent part is answered so."""
    session = form.start()
    known = {"setuju": "ya", "dilayani": "hari_ini", "usia": "u26_35"} | answers
    for name in ("setuju", "izin", "dilayani", "usia", "wali"):
        ref = f"{CONSENT}/{name}"
        if name in known and session.relevant(ref):
            session.set(ref, known[name])
    return session


def test_1_an_interview_is_anonymous_by_default(desk: Desk, visit: str, form: Form) -> None:
    code = add_next(desk.visits, visit, TargetKind.SERVICE_USER)[1]
    assert code == "R-001"
    (user,) = desk.visits.snapshot(visit).service_users
    assert (user.code, user.stand) == ("R-001", "")
    session = asked(form)
    open_nodes = {ref for ref in session.refs() if session.relevant(ref)}
    assert f"{PEOPLE}/kontak_nama" not in open_nodes  # no name, no telephone unless it is allowed
    assert f"{PEOPLE}/kontak" not in open_nodes
    assert all(label for _, label in session.choices(f"{CONSENT}/usia"))  # a band, not a birthday
    assert form.definition(f"{CONSENT}/usia").control == "select1"
    assert form.definition(f"{PEOPLE}/bantuan_khusus").control == "select1"  # never what ails them


def test_2_consent_is_read_aloud_and_given_item_by_item(form: Form) -> None:
    session = form.start()
    assert "Bacakan" in (session.label(f"{CONSENT}/teks_persetujuan") or "")
    assert session.get(f"{CONSENT}/versi_persetujuan") == "persetujuan-1"
    assert session.get("/data/mulai")  # when; who asked is the response's author
    refused = asked(form, setuju="tidak")
    assert refused.relevant(f"{CONSENT}/selesai")
    assert not refused.relevant(f"{QUESTIONS}/m01")
    assert refused.problems() == []  # a refusal is a finished interview
    wanted = {"foto": "foto_pengguna", "rekaman": "rekaman", "kontak": "kontak"}
    assert {value for value, _ in asked(form).choices(f"{CONSENT}/izin")} == set(wanted)
    for given in wanted:
        session = asked(form, izin=given)
        shown = {name for name, node in wanted.items() if session.relevant(f"{PEOPLE}/{node}")}
        assert shown == {given}
    without = asked(form, izin="")
    assert without.relevant(f"{QUESTIONS}/m01")  # it goes on without the items
    assert not any(without.relevant(f"{PEOPLE}/{node}") for node in wanted.values())


@pytest.mark.parametrize(("guardian", "goes_on"), [("ya", True), ("tidak", False), ("", False)])
def test_2_minors_are_asked_only_beside_a_guardian(
    form: Form, guardian: str, *, goes_on: bool
) -> None:
    session = asked(form, usia="di_bawah_18", wali=guardian)
    assert session.relevant(f"{QUESTIONS}/m01") is goes_on
    assert session.required(f"{CONSENT}/wali")


def interview(desk: Desk, visit: str) -> OpenResponse:
    add_next(desk.visits, visit, TargetKind.SERVICE_USER)
    target = desk.visits.target(visit, "service_user", "R-001")
    opened = desk.responses(visit).open("service_user", target)
    for name, value in {
        "persetujuan/setuju": "ya",
        "persetujuan/izin": "kontak",
        "persetujuan/dilayani": "hari_ini",
        "persetujuan/usia": "u26_35",
        "responden/kontak": CONTACT,
        "bagian_m/m14": "cerita panjang",
    }.items():
        opened.set(f"/data/{name}", value)
    return opened


def test_3_contact_and_4_stories_stay_in_unless_somebody_says_why(desk: Desk, visit: str) -> None:
    opened = interview(desk, visit)
    assert is_private(opened.filling.form, f"{PEOPLE}/kontak")
    stored = next(c for c in desk.records.changes(visit) if c.field == f"{PEOPLE}/kontak")
    assert isinstance(stored.value, dict)  # ciphertext, under the response's own key

    def told(*, private: bool) -> str:
        parts = desk.visits.snapshot(visit), desk.instrument(visit), desk.score(visit)
        return str([t.rows for t in visit_tables(*parts, Disclosure(private=private))])

    assert CONTACT not in told(private=False)
    assert "cerita panjang" not in told(private=False)
    assert CONTACT in told(private=True)
    log_export(desk.visits, visit, "csv", {}, private=True, reason="dihubungi kembali")
    assert [(e.private, e.reason, e.by) for e in exports(desk.visits, visit)] == [
        (True, "dihubungi kembali", "Ratna")
    ]
    assert private_days() == 90


def test_2_and_7_consent_taken_back_destroys_and_is_on_record(desk: Desk, visit: str) -> None:
    interview(desk, visit)
    kept = Retention(desk, private_days())
    kept.withdraw(visit, "R-001", "permintaan responden")
    (response,) = desk.visits.snapshot(visit).responses
    assert response.state == "returned"
    assert response.values[f"{PEOPLE}/kontak"] is None
    assert [line.reason for line in kept.log(visit)] == ["permintaan responden"]


def test_5_copies_of_photos_carry_no_exif() -> None:
    exif = Image.Exif()
    exif[0x010F] = "telepon pribadi"
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(photo, "JPEG", exif=exif)
    copy = clean_copy(photo.getvalue())
    assert b"telepon pribadi" in photo.getvalue()
    assert b"telepon pribadi" not in copy


def test_6_what_an_officer_says_in_confidence_is_marked_by_the_form(instrument: Instrument) -> None:
    marked = {
        node.name
        for node in instrument.form("officer").definitions
        if node.attributes.get("{https://fieldsurvey.id/ns/1}secret") == "yes"
    }
    assert marked == {"ada_rahasia", "rahasia"}


def test_7_a_database_with_a_passphrase_is_unreadable_without_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("sandi") / "v.db"
    with Store.open(path, "kata sandi", create=True):
        pass
    assert not path.read_bytes().startswith(b"SQLite format 3")
