"""Papers of a real database: users met at stands stay hidden, and the command makes each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.cli import main
from fieldsurvey.errors import VisitError
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.papers import make_document
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.disclosure import asked_users, hidden_figures
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Person, ServiceUser, Stand, VisitState
from tests.report.papers_example import never_blank, pages_of, sizes_of, text_of
from tests.report.report_example import START

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Made:
    path: Path
    visit: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A database with a survey of satisfaction: four users met at one stand, all content."""
    path = tmp_path_factory.mktemp("desk") / "v.db"
    with Store.open(path, None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(START, timedelta(seconds=1)))
        visits = desk.visits
        mall = Mall("", "MPP Contoh", city="Contoh", zone="Asia/Makassar")
        stands = [Stand("", "G01", "Samsat")]
        visit = visits.new(mall, stands, find_instrument("skm"), assignment="ST/1", sample=True)
        people = [Person("", "Ratna", "lead"), Person("", "Dewi", "counterpart")]
        visits.add_all(visit, "person", people)
        visits.change(visit, "visit", visit, started_at=START.isoformat())
        visits.move(visit, VisitState.ON_SITE)
        stand = visits.snapshot(visit).stands[0].id
        users = [ServiceUser("", f"R-00{n}", stand) for n in range(1, 5)]
        visits.add_all(visit, "service_user", users)
        responses = desk.responses(visit)
        for user in users:
            target = visits.target(visit, "service_user", user.code)
            response = responses.open("service_user", target)
            for ref in response.session.refs():
                session = response.session
                if session.relevant(ref) and session.form.definition(ref).control == "select1":
                    values = [value for value, _label in session.choices(ref)]
                    response.set(ref, "ya" if "ya" in values else values[1])
    return Made(path, visit)


def test_few_users_met_at_a_stand_are_hidden(made: Made, tmp_path: Path) -> None:
    with Store.open(made.path, None) as store:
        desk = Desk(store, author="Ratna")
        snapshot, score = desk.visits.snapshot(made.visit), desk.score(made.visit)
        assert len(set(asked_users(snapshot).values())) == 4
        assert () in hidden_figures(score, asked_users(snapshot))
        text = text_of(make_document(desk, made.visit, Kind.SUMMARY, tmp_path / "x.pdf").path)
        assert "Kurang dari 5 orang menjawab" in text
        assert "Ikhtisar n < 5" in text
        assert "R-001" not in text
        with pytest.raises(VisitError, match="not sealed"):
            make_document(desk, made.visit, Kind.CERTIFICATE, tmp_path / "y.pdf")


@pytest.mark.parametrize("kind", [Kind.SUMMARY, Kind.ATTENDANCE, Kind.PROTOCOL, Kind.PAPER_FORM])
def test_the_command_makes_it(
    made: Made, tmp_path: Path, kind: Kind, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.pdf"
    words = ["report", made.visit[:13], "--kind", kind.value, "--paper", "F4", "--out", str(out)]
    with pytest.raises(SystemExit) as left:
        main([*words, "--database", str(made.path)])
    assert left.value.code == 0
    assert f"{len(pages_of(out))} pages" in capsys.readouterr().out
    assert sizes_of(out) == {(215, 330)}
    assert "CONTOH – BUKAN DOKUMEN RESMI" in pages_of(out)[-1]
    never_blank(out)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--kind", "summary"], 2, "give a visit"),
        (["--kind", "summary", "--instrument", "skm"], 2, "paper-form only"),
        (["{visit}", "--kind", "berita-acara"], 1, "not sealed"),
        (["{visit}", "--kind", "addendum"], 1, "not sealed"),
        (["--kind", "paper-form", "--instrument", "tidak-ada"], 1, "no instrument"),
    ],
)
def test_what_cannot_be_made_is_one_line(
    made: Made,
    tmp_path: Path,
    words: list[str],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = [word.replace("{visit}", made.visit) for word in words]
    with pytest.raises(SystemExit) as left:
        main(["report", *given, "--out", str(tmp_path / "x.pdf"), "--database", str(made.path)])
    assert left.value.code == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()
