"""Keterangan rahasia: in no export, report, score, finding or listing; only in the encrypted annex."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import BundleError, BundleLocked, VisitError
from fieldsurvey.export import Disclosure, visit_tables
from fieldsurvey.scoring import explain_dict
from fieldsurvey.store import Store
from fieldsurvey.survey.amendments import late_changes
from fieldsurvey.survey.confidences import annex_lines, closed_annex, flag_secret, statement_key
from fieldsurvey.survey.filling import SECRET
from fieldsurvey.survey.findings import called_for
from fieldsurvey.survey.model import Officer, VisitState
from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import import_bundle, read_closed_annex, write_closed_annex
from fieldsurvey.sync.addressees import Addressees, check_of, new_content_key, wrap
from fieldsurvey.sync.container import ContainerWriter
from tests.survey.conftest import START

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

WORDS = "atasan meminta setoran"
OBSTACLE = "hambatan: tidak ada genset"


@pytest.fixture
def officer(desk: Desk, visit: str) -> str:
    """An officer's interview with a scored answer, an open one, and a statement in confidence; return its id."""
    stand = desk.visits.snapshot(visit).stands[0].id
    desk.visits.add(visit, "officer", Officer("", "P-001", stand=stand, role="staf"))
    target = desk.visits.target(visit, "officer", "P-001")
    opened = desk.responses(visit).open("officer", target)
    for ref, value in (
        ("bagian_k/k2", opened.session.choices("/data/bagian_k/k2")[0][0]),
        ("bagian_k/k12", OBSTACLE),
        ("bagian_rahasia/ada_rahasia", "ya"),
        ("bagian_rahasia/rahasia", WORDS),
    ):
        opened.set(f"/data/{ref}", value)
    return opened.id


def papers(desk: Desk, visit: str) -> str:
    """Everything that may leave the office or be read by others, private exports included, as one text."""
    snapshot, instrument, score = (
        desk.visits.snapshot(visit),
        desk.instrument(visit),
        desk.score(visit),
    )
    exported = [
        [table.name, table.rows]
        for private in (False, True)
        for table in visit_tables(snapshot, instrument, score, Disclosure(private=private))
    ]
    found = [finding.condition for finding in called_for(snapshot, instrument)]
    told = [exported, explain_dict(score), found, desk.describe(visit)]
    return json.dumps(told, default=str, ensure_ascii=False)


def test_what_the_form_asks_in_confidence_is_in_no_paper(
    desk: Desk, visit: str, officer: str
) -> None:
    said = papers(desk, visit)
    assert OBSTACLE in said  # an ordinary private answer, taken out on purpose
    assert WORDS not in said
    assert "ada_rahasia" not in json.dumps(desk.describe(visit)["responses"])
    assert desk.describe(visit)["withheld"] == 1
    (entry,) = closed_annex(desk, visit)["entries"]
    assert (entry["target"], entry["stand"], entry["whole"]) == ("P-001", "Perizinan", False)
    assert [s["answer"] for s in entry["statements"]] == ["Ya", WORDS]


def test_a_flagged_statement_leaves_the_papers_and_comes_back(
    desk: Desk, visit: str, officer: str
) -> None:
    (response,) = desk.visits.snapshot(visit).responses
    scored = statement_key(desk, visit, response, "K2")
    whole = explain_dict(desk.score(visit))
    for key in (scored, statement_key(desk, visit, response, "k12")):
        flag_secret(desk.visits, visit, officer, key)
    assert OBSTACLE not in papers(desk, visit)
    assert explain_dict(desk.score(visit)) != whole
    assert scored not in desk.visits.snapshot(visit).responses[0].values
    for key in (scored, "/data/bagian_k/k12"):
        flag_secret(desk.visits, visit, officer, key, secret=False)
    assert OBSTACLE in papers(desk, visit)
    assert explain_dict(desk.score(visit)) == whole
    with pytest.raises(VisitError, match="names no answer"):
        statement_key(desk, visit, response, "Z9")


def test_a_secret_response_is_in_no_paper_and_filled_under_its_key(
    desk: Desk, visit: str, officer: str
) -> None:
    flag_secret(desk.visits, visit, officer)
    assert desk.visits.snapshot(visit).responses == ()
    said = papers(desk, visit)
    assert officer not in said
    assert OBSTACLE not in said
    (entry,) = closed_annex(desk, visit)["entries"]
    assert entry["whole"]
    assert {WORDS, OBSTACLE} <= {s["answer"] for s in entry["statements"]}
    assert any(WORDS in line for line in annex_lines(closed_annex(desk, visit)))
    # It can still be filled, and what was a plain answer is stored under the response's key now.
    target = desk.visits.target(visit, "officer", "P-001")
    opened = desk.responses(visit).open("officer", target)
    assert opened.id == officer
    opened.set("/data/bagian_k/k3", opened.session.choices("/data/bagian_k/k3")[0][0])
    stored = desk.records.changes(visit, ["response"])[-1]
    assert isinstance(stored.value, dict)
    with pytest.raises(VisitError, match="is not here"):
        flag_secret(desk.visits, visit, "0" * 36)


def test_what_arrives_after_the_seal_in_confidence_is_in_no_addendum(
    desk: Desk, visit: str, officer: str
) -> None:
    for state in (VisitState.ON_SITE, VisitState.COMPLETED):
        desk.visits.move(visit, state)
    desk.seal(visit, override="uji")
    flag = Entry("response", officer, f"{SECRET}/data/bagian_k/k2", value=True)
    said = [Entry("response", officer, f"/data/bagian_k/{name}", "4") for name in ("k2", "k3")]
    desk.records.write(visit, [flag, *said], author="Budi", at=START)  # as a bundle brings it
    assert [late.field for late in late_changes(desk.records, visit)] == ["/data/bagian_k/k3"]


def test_without_a_confidence_there_is_no_annex(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError, match="in confidence"):
        closed_annex(desk, visit)


def test_the_annex_is_read_by_its_addressees_only(desk: Desk, tmp_path: Path) -> None:
    assert isinstance(desk.records, Store)
    annex: dict[str, object] = {"visit": "v", "entries": [WORDS]}
    path, own = tmp_path / "tertutup", desk.records.encryption_private_keys()
    write_closed_annex(path, annex, devices=[desk.records.encryption_public_key()])
    assert WORDS.encode() not in path.read_bytes()
    assert read_closed_annex(path, devices=own) == annex
    with Store.open(tmp_path / "other.db", None, create=True) as store:
        with pytest.raises(BundleLocked):
            read_closed_annex(path, devices=store.encryption_private_keys())
        with pytest.raises(BundleError):
            import_bundle(store, path)
    with pytest.raises(BundleError, match="addressed to somebody"):
        write_closed_annex(tmp_path / "x", annex)
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(BundleError):
        read_closed_annex(cut, devices=own)


def test_a_container_without_an_annex_is_refused_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    """Anyone can address a file to a public key, and put anything into it."""
    assert isinstance(desk.records, Store)
    key, path = new_content_key(), tmp_path / "tertutup"
    slots = wrap(key, Addressees((desk.records.encryption_public_key(),)))
    header = {"closed_annex": 1, "slots": slots, "check": check_of(key)}
    with path.open("wb") as file:
        out = ContainerWriter(file, json.dumps(header).encode(), key)
        out.write(b"[" * 100_000)
        out.close()
    with pytest.raises(BundleError, match="no closed annex"):
        read_closed_annex(path, devices=desk.records.encryption_private_keys())
