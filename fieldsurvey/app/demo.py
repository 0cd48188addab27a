"""The sample inspection, end to end, by the code paths that the window uses too.

Two laptops fill the forms of one visit, exchange bundles, and the lead's merges, scores, seals, prints and signs.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.app.sample import Sample, Task, fill, read_sample
from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.app.sample_photos import draw
from fieldsurvey.errors import FileProblem, VisitError
from fieldsurvey.indonesia import document_number, local_date
from fieldsurvey.paths import resources_folder
from fieldsurvey.report import seal_of, sign, verify
from fieldsurvey.report.adopt import adopt_document
from fieldsurvey.report.compare_seal import compare_seal
from fieldsurvey.report.papers import make_berita_acara
from fieldsurvey.scoring import explain_dict, explain_lines
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.findings import draft_findings
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.responses import Responses
from fieldsurvey.survey.visits import Visits
from fieldsurvey.sync import export_bundle, import_bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.report import Paper

#: Fixed and public: the sample holds nothing to hide, and `make run` opens it without asking.
PASSPHRASE = "contoh"  # noqa: S105
RESULTS = ("berita-acara.pdf", "ca.pem", "visit.json", "visit.db", "visit.bundle", "passphrase.txt")


@dataclass
class Laptop:
    """A laptop of the team: its database, and the clock of the sample's day."""

    store: Store
    desk: Desk
    clock: ScriptedClock
    inspectors: frozenset[str]

    def visits_of(self, author: str) -> Visits:
        """Return the use cases in another author's name."""
        return Visits(self.store, self.clock, author)


def run_demo(out: Path, tell: Callable[[str], None]) -> None:
    """Run the sample inspection and leave its results in a folder.

    Args:
        out: the folder; results of an earlier run are replaced, and only those, once the new ones are whole.
        tell: gets a line for each step.

    Raises:
        FileProblem: the folder cannot be written, or a database in it is not the sample's.
    """
    _refuse_foreign(out)
    tell(f"Sample inspection, results in {out}")
    sample = read_sample(resources_folder() / "sample")
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=out, prefix=".demo-"))
    except OSError as error:
        raise FileProblem(path=out, what=error.strerror or "cannot be written") from error
    try:
        _inspect(sample, work, tell)
        for name in RESULTS:
            (work / name).replace(out / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    tell(f"Berita acara: {out / 'berita-acara.pdf'}")
    tell(
        f"Open it again: fieldsurvey visit list --database {out / 'visit.db'}   (passphrase in passphrase.txt)"
    )


def _inspect(sample: Sample, work: Path, tell: Callable[[str], None]) -> None:
    (work / "passphrase.txt").write_text(PASSPHRASE + "\n", encoding="utf-8")
    people = [person for person in sample.people if person.role in {"lead", "member"}]
    with (
        Store.open(work / "visit.db", PASSPHRASE, create=True) as first,
        Store.open(work / "second.db", PASSPHRASE, create=True) as second,
    ):
        start = sample.started_at - timedelta(hours=1)
        lead = _laptop(first, start, people[0].name, {person.id for person in people[::2]})
        member = _laptop(second, start, people[1].name, {person.id for person in people[1::2]})
        visit = _prepare(sample, lead)
        tell(
            f"Visit {visit}: {sample.mall.name}, {len(sample.stands)} stands, instrument mpp-sidak"
        )
        package = work / "package.bundle"
        export_bundle(first, package, [visit], passphrase=PASSPHRASE)
        import_bundle(second, package, passphrase=PASSPHRASE)
        for laptop in (lead, member):
            answers, photos = _fill(sample, laptop, visit)
            tell(f"Laptop {laptop.store.device[:8]}: {answers} answers saved, {photos} photos")
        back = work / "back.bundle"
        export_bundle(second, back, [visit], team=True)
        taken = import_bundle(first, back)
        tell(
            f"Merged: {sum(arrival.changes_new for arrival in taken.arrivals)} changes from the other laptop"
        )
        _conclude(sample, lead, visit)
        _report(sample, lead, visit, work, tell)


def _laptop(store: Store, start: object, author: str, inspectors: set[str]) -> Laptop:
    clock = ScriptedClock(start, timedelta(milliseconds=250))  # type: ignore[arg-type]
    return Laptop(store, Desk(store, author=author, clock=clock), clock, frozenset(inspectors))


def _prepare(sample: Sample, lead: Laptop) -> str:
    """Plan the visit on the lead's laptop and go on site."""
    visits = lead.desk.visits
    visit = visits.new(
        sample.mall,
        sample.stands,
        find_instrument("mpp-sidak"),
        assignment=sample.assignment,
        assignment_date=sample.assignment_date.isoformat(),
        sample=True,
    )
    stands = {stand.code: stand.id for stand in visits.snapshot(visit).stands}
    visits.add_all(visit, "institution", sample.institutions)
    people = dict(
        zip(
            (p.id for p in sample.people),
            visits.add_all(visit, "person", sample.people),
            strict=True,
        )
    )
    visits.add_all(
        visit, "reaction", [replace(r, person=people[r.person]) for r in sample.reactions]
    )
    visits.add_all(visit, "officer", [replace(o, stand=stands[o.stand]) for o in sample.officers])
    visits.add_all(
        visit, "service_user", [replace(u, stand=stands[u.stand]) for u in sample.service_users]
    )
    lead.clock.go_to(sample.started_at)
    visits.change(visit, "visit", visit, started_at=sample.started_at.isoformat())
    visits.move(visit, VisitState.ON_SITE)
    return visit


def _fill(sample: Sample, laptop: Laptop, visit: str) -> tuple[int, int]:
    """Fill the forms of this laptop's inspectors; return how many answers and photos were saved."""
    names = {person.id: person.name for person in sample.people}
    answers = photos = 0
    for task in sample.tasks:
        if task.inspector not in laptop.inspectors:
            continue
        laptop.clock.go_to(task.begins)
        visits = laptop.visits_of(names[task.inspector])
        responses = Responses(visits, visit, laptop.desk.instrument(visit), laptop.store.device)
        counted = _fill_one(sample, responses, visits, visit, task)
        answers, photos = answers + counted[0], photos + counted[1]
    return answers, photos


def _fill_one(
    sample: Sample, responses: Responses, visits: Visits, visit: str, task: Task
) -> tuple[int, int]:
    target = visits.target(visit, task.form, task.code)
    response = responses.open(task.form, target)
    answers = photos = 0
    for ref, value in fill(response.session, sample.answers(task.form, task.code)):
        response.set(ref, value)
        answers += 1
    for ref, shot in list(sample.shots(response.session, task)):
        data = draw(shot.scene, shot.inscription, shot.taken_at, shot.latitude, shot.longitude)
        response.attach(
            ref,
            data,
            media_type="image/jpeg",
            taken_at=shot.taken_at,
            caption=shot.caption,
            latitude=shot.latitude,
            longitude=shot.longitude,
            target_name=target.name,
        )
        photos += 1
    response.finish()
    return answers, photos


def _conclude(sample: Sample, lead: Laptop, visit: str) -> None:
    """Write what the team decides together, and complete the visit."""
    visits = lead.desk.visits
    stands = {stand.code: stand.id for stand in visits.snapshot(visit).stands}
    for inspection in sample.inspections:
        visits.change(
            visit,
            "stand",
            stands[inspection.stand],
            status=inspection.status,
            status_note=inspection.note,
        )
    visits.add_all(visit, "event", sample.events)
    for title in sample.documents_received:
        visits.add_fields(visit, "received_document", title=title)
    draft_findings(visits, visit, lead.desk.instrument(visit), sample.corrections)
    lead.clock.go_to(sample.ended_at)
    visits.change(visit, "visit", visit, ended_at=sample.ended_at.isoformat())
    visits.move(visit, VisitState.COMPLETED)


def _report(
    sample: Sample, lead: Laptop, visit: str, work: Path, tell: Callable[[str], None]
) -> None:
    """Score, seal, print, sign, verify, and carry the visit away."""
    desk = lead.desk
    score = desk.score(visit)
    tell(explain_lines(score)[0])
    sealed = desk.seal(visit)
    day = local_date(sample.ended_at, sample.mall.zone)
    number = document_number(sample.number_template, day, number=1, code=sample.number_code)
    pdf = work / "berita-acara.pdf"
    paper = make_berita_acara(desk, visit, pdf, number=number)
    snapshot = desk.visits.snapshot(visit)
    tell(
        f"Sealed {sealed.digest[:8]}: {len(snapshot.findings)} findings, {len(snapshot.photos)} photos; "
        f"{paper.pages} pages"
    )
    _sign_all(paper, pdf, work)
    adopt_document(desk, pdf)
    result = verify(pdf, trust=work / "ca.pem")
    problems, notes = compare_seal(seal_of(pdf), lead.store)
    if not result.ok or problems:
        raise VisitError(
            what="the sample's own signatures do not verify: "
            + "; ".join([*result.problems, *problems])
        )
    tell(f"Verified: {len(result.signatures)} signatures, {notes[0]}")
    data = desk.describe(visit) | {"score": explain_dict(score)}
    (work / "visit.json").write_text(
        json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    export_bundle(lead.store, work / "visit.bundle", [visit], passphrase=PASSPHRASE)


def _sign_all(paper: Paper, pdf: Path, work: Path) -> None:
    """Sign every place with a certificate of the sample's own authority."""
    authority = make_ca("Otoritas Sertifikat Contoh (bukan PSrE)")
    (work / "ca.pem").write_bytes(authority.pem)
    for field in (each for each in paper.fields if not each.spare):
        key = make_signer(authority, field.person, passphrase=PASSPHRASE)
        sign(pdf, key, PASSPHRASE, field.person, field=field.name)


def _refuse_foreign(out: Path) -> None:
    """Replace nothing but an earlier run's results."""
    database, note = out / "visit.db", out / "passphrase.txt"
    ours = (
        note.is_file() and note.read_text(encoding="utf-8", errors="replace").strip() == PASSPHRASE
    )
    if database.exists() and not ours:
        raise FileProblem(
            path=database, what="not a sample database: choose another folder with --out"
        )
