"""Private answers end: after their time, or when the consent is taken back; what went is on record, the proof holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.complaints import Complaints
from fieldsurvey.survey.deadlines import read_calendar
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, ServiceUser, VisitState
from fieldsurvey.survey.retention import Retention, destruction_lines, private_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.survey.model import Response

SECRET = "cerita yang hanya untuk tim"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "v.db", "kata sandi", create=True) as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, author="uji", clock=ScriptedClock(datetime(2026, 8, 14, 1, tzinfo=UTC)))


@pytest.fixture
def visit(desk: Desk) -> str:
    identity = desk.visits.new(
        Mall("", "MPP Uji", zone="Asia/Makassar"), [], find_instrument("mpp-sidak")
    )
    desk.visits.add_all(
        identity, "service_user", [ServiceUser("", "R-001"), ServiceUser("", "R-002")]
    )
    for code in ("R-001", "R-002"):
        opened = desk.responses(identity).open(
            "service_user", desk.visits.target(identity, "service_user", code)
        )
        for name, value in {
            "persetujuan/setuju": "ya",
            "persetujuan/dilayani": "hari_ini",
            "persetujuan/usia": "u26_35",
            "bagian_m/m01": "selalu" if code == "R-001" else "tidak_pernah",
            "bagian_m/m14": f"{SECRET} {code}",
        }.items():
            opened.set(f"/data/{name}", value)
    Complaints(desk.visits, identity, read_calendar()).receive(SECRET)
    return identity


def end(desk: Desk, visit: str) -> None:
    desk.visits.move(visit, VisitState.CANCELLED)


def response(desk: Desk, visit: str, code: str) -> Response:
    target = desk.visits.target(visit, "service_user", code)
    return next(each for each in desk.visits.snapshot(visit).responses if each.target == target.id)


def test_what_is_kept_too_long_is_listed_and_destroyed(
    desk: Desk, store: Store, visit: str
) -> None:
    kept = Retention(desk, 90)
    assert kept.due() == []
    with pytest.raises(VisitError, match="closed or cancelled"):
        kept.destroy(visit, "waktu simpan habis")
    end(desk, visit)
    (due,) = kept.due()
    assert (due.until, len(due.entities)) == (date(2026, 11, 12), 3)
    with pytest.raises(VisitError, match="reason"):
        kept.destroy(visit, " ")
    assert len(kept.due()) == 1

    done = kept.destroy(visit, "waktu simpan habis")
    assert set(done.entities) == set(due.entities)
    assert kept.due() == []
    assert response(desk, visit, "R-001").values["/data/bagian_m/m14"] is None
    assert response(desk, visit, "R-001").values["/data/bagian_m/m01"] == "selalu"
    assert store.check() == []
    text = "\n".join(destruction_lines("MPP Uji", kept.log(visit)))
    assert "waktu simpan habis" in text
    assert done.entities[0] in text
    with pytest.raises(VisitError, match="no private answers"):
        kept.destroy(visit, "lagi")


def test_an_interview_taken_back_counts_no_more(desk: Desk, visit: str) -> None:
    output = next(part for part in desk.score(visit).dimensions if part.id == "output")
    assert str(output.score) == "50.00"
    Retention(desk, 90).withdraw(visit, "R-001", "diminta responden")
    output = next(part for part in desk.score(visit).dimensions if part.id == "output")
    assert str(output.score) == "100.00"
    assert response(desk, visit, "R-001").values["/data/bagian_m/m14"] is None
    assert response(desk, visit, "R-002").values["/data/bagian_m/m14"] == f"{SECRET} R-002"
    with pytest.raises(VisitError):
        Retention(desk, 90).withdraw(visit, "R-009", "x")


def test_the_rules_are_the_offices_own(tmp_path: Path) -> None:
    assert private_days() == 90
    path = tmp_path / "retention.toml"
    path.write_text("private_days = 30\n", encoding="utf-8")
    assert private_days(path) == 30
    for text in ('private_days = "30"\n', "private_days = -1\n", "lain = 1\n", "private_days ="):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(
            FileProblem, match=r"retention\.toml: .*(private_days|not readable as TOML)"
        ):
            private_days(path)
