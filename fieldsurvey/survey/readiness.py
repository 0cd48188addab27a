"""What a visit still lacks before a laptop can set out with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.letter_numbers import REGISTERS
from fieldsurvey.survey.letters import also_numbered, letter_of
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.parties import LEAD, team_of
from fieldsurvey.survey.samples import Samples

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.letters import Letter
    from fieldsurvey.survey.model import Visit


#: States in which there is still something to set out for.
_UNDER_WAY = {VisitState.PLANNED, VisitState.ON_SITE, VisitState.COMPLETED}
_ENDED = {
    VisitState.SEALED: "disegel",
    VisitState.FOLLOWED_UP: "ditindaklanjuti",
    VisitState.CLOSED: "ditutup",
    VisitState.CANCELLED: "dibatalkan",
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a visit is prepared.

    Attributes:
        blocking: what a laptop cannot do without, and cannot repair on the way.
        missing: what a team may well set out without, but should know of.
        held: what it carries, a line each.
    """

    blocking: tuple[str, ...]
    missing: tuple[str, ...]
    held: tuple[str, ...]


def readiness(desk: Desk, visit: str) -> Readiness:
    """Look at a visit: letter, team, instrument, stands with their schedules, draws, numbers.

    The sentences are Indonesian: an office reads them.
    """
    snapshot, letter = desk.visits.snapshot(visit), letter_of(desk.visits, visit)
    team = team_of(snapshot.people)
    blocking, missing = _numbers(desk, visit, letter)
    if snapshot.state not in _UNDER_WAY:
        blocking.append(f"kunjungan ini sudah {_ENDED[snapshot.state]}")
    try:
        instrument = desk.instrument(visit)
        warning = instrument.out_of_validity(
            letter.dated or local_date(desk.visits.clock.now(), snapshot.mall.zone)
        )
        missing += [warning] if warning else []
    except FieldSurveyError as error:
        blocking.append(f"instrumen tidak lengkap di sini: {error}")
    if not team:
        blocking.append("belum ada tim: tambahkan dengan `visit team`")
    elif team[0].role != LEAD:
        missing.append("tim belum mempunyai ketua")
    missing += _stands(snapshot)
    drawn = [sample for sample in Samples(desk.visits, visit).all() if sample.nonce]
    held = [
        f"surat tugas {letter.number or 'tanpa nomor'}"
        + (f", pindaian {letter.scan.name}" if letter.scan else ""),
        f"tim {len(team)} orang dari {len(snapshot.institutions)} instansi",
        f"instrumen {snapshot.instrument.id} {snapshot.instrument.version}",
        f"{len(snapshot.stands)} gerai, "
        f"{sum(1 for stand in snapshot.stands if stand.schedule)} dengan jadwal",
        f"{len(drawn)} pengambilan sampel",
    ]
    return Readiness(tuple(blocking), tuple(missing), tuple(held))


def _numbers(desk: Desk, visit: str, letter: Letter) -> tuple[list[str], list[str]]:
    blocking, missing = list[str](), list[str]()
    for register in REGISTERS:
        held = desk.numbering.of_visit(register, visit)
        if held is not None and held.disputed:
            others = ", ".join(other[:13] for other in held.disputed)
            blocking.append(
                f"nomor {register} {held.text} juga dipegang kunjungan {others}: ambil nomor lain"
            )
    missing += [
        f"nomor surat tugas juga tertulis pada kunjungan {other[:13]}"
        for other in also_numbered(desk, visit)
    ]
    if not letter.number:
        missing.append("surat tugas belum ada")
    elif not letter.numbered:
        missing.append("nomor surat tugas belum diterbitkan")
    if letter.number and letter.dated is None:
        missing.append("surat tugas belum bertanggal")
    if letter.number and letter.scan is None:
        missing.append("pindaian surat tugas belum dilampirkan")
    return blocking, missing


def _stands(snapshot: Visit) -> list[str]:
    if not snapshot.stands:
        return ["belum ada gerai"]
    without = [stand.code for stand in snapshot.stands if not stand.schedule]
    if not without:
        return []
    return [
        f"{len(without)} gerai tanpa jadwal layanan ({', '.join(without[:8])}"
        + (" …" if len(without) > 8 else "")
        + "): loket kosong di sana belum tentu temuan"
    ]
