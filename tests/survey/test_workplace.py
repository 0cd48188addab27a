"""Who works on this laptop, and where a new visit has it from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Person
from fieldsurvey.survey.workplace import Workplace, introduced, note_workplace, workplace

if TYPE_CHECKING:
    from pathlib import Path

RATNA = Workplace("Ratna", "198001012005011001", "Asisten", "Kantor Contoh")


def test_it_is_kept_and_changed_in_place(tmp_path: Path) -> None:
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        registry = Desk(store, author="Ratna").registry
        assert workplace(registry) is None
        note_workplace(registry, RATNA)
        assert workplace(registry) == RATNA
        moved = Workplace("Ratna", RATNA.staff_number, "Ketua tim", "Kantor Baru")
        note_workplace(registry, moved)
        assert workplace(registry) == moved
        assert len(registry.entities("workplace")) == 1
        assert Desk(store, author="Ratna").visits.ids() == []


def test_a_new_team_is_of_the_office_and_its_inspector_has_a_number() -> None:
    team = [Person("", "Ratna", "lead"), Person("", "Budi", "member", institution="Lain")]
    lead, member = introduced(RATNA, team)
    assert (lead.staff_number, lead.position, lead.institution) == (
        RATNA.staff_number,
        "Asisten",
        "Kantor Contoh",
    )
    assert (member.staff_number, member.position, member.institution) == ("", "", "Lain")
    assert introduced(None, team) == team
