"""The sample inspection: read from ``resources/sample``, played into forms step by step.

Nothing here stores anything: ``app/demo`` sets what :func:`fill` yields, through the real journal.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FileProblem
from fieldsurvey.indonesia import zone_info
from fieldsurvey.survey.findings import Correction
from fieldsurvey.survey.malls import read_mall
from fieldsurvey.survey.model import (
    Event,
    Institution,
    Mall,
    Officer,
    Person,
    Reaction,
    ServiceUser,
    Stand,
    TargetKind,
)
from fieldsurvey.survey.records import from_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from fieldsurvey.xforms import FormSession

Answer = str | tuple[str, ...]
"""A lexical value, or one for each repeat instance in turn."""

_INSTANCE = re.compile(r"\[(\d+)\]")
_PHOTO = "_foto"  # suffix of an item's upload question in the shipped forms
_METRE = 1 / 111_320  # degrees of latitude


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspected stand, by its code, with what the team met on arrival."""

    stand: str
    arrived: datetime
    status: str
    note: str
    inspector: str


@dataclass(frozen=True, slots=True)
class Task:
    """One form to be filled.

    Attributes:
        form: the form's name in the instrument.
        code: the target's code; ``mall`` for the building and its complaints desk.
        begins: local time at the site, aware.
        inspector: id of a person of :attr:`Sample.people`.
    """

    form: str
    code: str
    begins: datetime
    inspector: str


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo to take.

    Attributes:
        scene: as ``sample_photos.draw`` names it.
        caption: what it shows, for the record, which names the place itself.
        inscription: place and caption, to be written under the picture.
        taken_at: aware, local time at the site.
        latitude: degrees WGS 84.
        longitude: degrees WGS 84.
    """

    scene: str
    caption: str
    inscription: str
    taken_at: datetime
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Script:
    """What is answered and photographed: the tables of ``answers.toml``."""

    default: Mapping[str, Mapping[str, Answer]]
    special: Mapping[str, Mapping[str, Mapping[str, Answer]]]
    scenes: Mapping[str, Mapping[str, Mapping[str, str]]]
    photos: Mapping[str, Mapping[str, Sequence[str]]]
    captions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """The whole sample visit. Ids are local names; references between parts use ids and codes.

    Attributes:
        officers: their ``stand`` is the stand's *code*; the caller puts the entity's id.
        service_users: likewise.
        reactions: their ``person`` is the id of one of :attr:`people`.
        corrections: proposed corrective action by item code.
        number_template: for ``indonesia.document_number``, with :attr:`number_code`.
        latitude: of the site, degrees WGS 84: a point at sea, for the town does not exist.
        longitude: as :attr:`latitude`.
    """

    mall: Mall
    stands: tuple[Stand, ...]
    institutions: tuple[Institution, ...]
    people: tuple[Person, ...]
    reactions: tuple[Reaction, ...]
    events: tuple[Event, ...]
    inspections: tuple[Inspection, ...]
    officers: tuple[Officer, ...]
    service_users: tuple[ServiceUser, ...]
    documents_received: tuple[str, ...]
    corrections: Mapping[str, Correction]
    assignment: str
    assignment_date: date
    number_template: str
    number_code: str
    started_at: datetime
    ended_at: datetime
    latitude: float
    longitude: float
    tasks: tuple[Task, ...]
    script: Script = field(repr=False)

    def answers(self, form: str, code: str) -> dict[str, Answer]:
        """Return the answers to a form by question name.

        Defaults come first, lists among them dealt out in the order of the targets; then what the
        visit itself knows (arrival, services asked about); then what is special to the target.
        """
        turn = [task.code for task in self.tasks if task.form == form].index(code)
        dealt = {
            name: values[turn % len(values)] if isinstance(values, tuple) else values
            for name, values in self.script.default.get(form, {}).items()
        }
        return {
            **dealt,
            **self._known(form, code),
            **self.script.special.get(form, {}).get(code, {}),
        }

    def shots(self, session: FormSession, task: Task) -> Iterator[tuple[str, Shot]]:
        """Yield (upload question, photo to take) for a filled form.

        A photo is taken where the form requires one, and of the items that ``answers.toml`` lists.

        Raises:
            FileProblem: a required photo has no scene.
        """
        listed = dict(
            entry.partition("=")[::2]
            for entry in self.script.photos.get(task.form, {}).get(task.code, ())
        )
        place = next((s.name for s in self.stands if s.code == task.code), "")
        number = 0
        for ref in session.refs():
            item = _name(ref).removesuffix(_PHOTO)
            if item == _name(ref) or not session.relevant(ref):
                continue
            if not session.required(ref) and (item not in listed or "[2]" in ref):
                continue  # of several products one optional photo is enough
            answer = session.get(ref.removesuffix(_PHOTO))
            usual = self.script.scenes.get(task.form, {}).get(item, {}).get(answer)
            scene = listed.get(item) or usual
            if scene is None:
                what = f"[scene.{task.form}] has no scene for {item}.{answer}"
                raise FileProblem(path="answers.toml", what=what)
            what = self.script.captions.get(scene, scene)
            number += 1
            yield (
                ref,
                Shot(
                    scene=scene,
                    caption=what,
                    inscription=f"{place} – {what}" if place else what,
                    taken_at=task.begins + timedelta(minutes=number, seconds=number * 17 % 60),
                    latitude=round(self.latitude + number * 3 * _METRE, 6),
                    longitude=round(self.longitude + len(task.code + item) * 2 * _METRE, 6),
                ),
            )

    def _known(self, form: str, code: str) -> dict[str, Answer]:
        task = next(task for task in self.tasks if (task.form, task.code) == (form, code))
        services = {stand.code: stand.services for stand in self.stands}
        if form == TargetKind.STAND.value:
            return {"a03": f"{task.begins:%H:%M:%S}", "a07": services[code]}
        if form == TargetKind.OFFICER.value:
            officer = next(officer for officer in self.officers if officer.code == code)
            return {"peran": officer.role, "k7_layanan": services[officer.stand][0]}
        return {}


def fill(session: FormSession, answers: Mapping[str, Answer]) -> Iterator[tuple[str, str]]:
    """Yield what to answer next: (ref, lexical value), in the order of the questions.

    The caller sets each answer before asking for the next one, for an answer may open a question or
    add a repeat instance. A question that is closed when its turn comes is left out.

    Args:
        session: the form being filled.
        answers: by question name; a blank answer is left out.
    """
    asked: set[str] = set()
    opened = True
    while opened:
        opened = False
        for ref in session.refs():
            value = _value(ref, answers.get(_name(ref), ""))
            if ref in asked or not value or not session.relevant(ref):
                continue
            asked.add(ref)
            yield ref, value
            opened = True
            break


def read_sample(folder: Path) -> Sample:
    """Read ``mall.toml``, ``visit.toml`` and ``answers.toml``.

    Raises:
        FileProblem: a file is missing, no TOML, or lacks a table or key.
    """
    mall, stands = read_mall(folder / "mall.toml")
    script = _script(_toml(folder / "answers.toml"))
    path = folder / "visit.toml"
    data = _toml(path)
    try:
        return _sample(data, mall, tuple(stands), script)
    except KeyError as error:
        raise FileProblem(path=path, what=f"{error.args[0]} is missing") from error


def _sample(
    data: Mapping[str, Any], mall: Mall, stands: tuple[Stand, ...], script: Script
) -> Sample:
    visit, users = data["visit"], data["service_users"]
    zone = zone_info(mall.zone)

    def at(clock: time) -> datetime:
        return datetime.combine(visit["date"], clock, zone)

    codes = [f"R-{number:03d}" for number in range(1, len(users["stands"]) + 1)]
    inspections = tuple(
        Inspection(
            stand=each["stand"],
            arrived=at(each["arrived"]),
            status=each["status"],
            note=each.get("note", ""),
            inspector=each["inspector"],
        )
        for each in data["inspection"]
    )
    pace = timedelta(minutes=users["every_minutes"])
    askers = users["inspectors"]
    building = data["building"]
    tasks = (
        Task(TargetKind.MALL.value, "mall", at(building["visited"]), building["inspector"]),
        *(Task(TargetKind.STAND.value, i.stand, i.arrived, i.inspector) for i in inspections),
        *(
            Task(TargetKind.COMPLAINTS.value, d["target"], at(d["visited"]), d["inspector"])
            for d in data["complaints_desk"]
        ),
        *(
            Task(TargetKind.OFFICER.value, o["code"], at(o["interviewed"]), o["inspector"])
            for o in data["officer"]
        ),
        *(
            Task(
                TargetKind.SERVICE_USER.value,
                code,
                at(users["first"]) + turn * pace,
                askers[turn % len(askers)],
            )
            for turn, code in enumerate(codes)
        ),
    )
    return Sample(
        mall=mall,
        stands=stands,
        institutions=tuple(from_fields(Institution, i["id"], i) for i in data["institution"]),
        people=tuple(from_fields(Person, p["id"], p) for p in data["person"]),
        reactions=tuple(from_fields(Reaction, "", r) for r in data["reaction"]),
        events=tuple(Event("", at(e["time"]), e["text"]) for e in data["event"]),
        inspections=inspections,
        officers=tuple(Officer("", o["code"], o["stand"], o["role"]) for o in data["officer"]),
        service_users=tuple(
            ServiceUser("", code, stand) for code, stand in zip(codes, users["stands"], strict=True)
        ),
        documents_received=tuple(visit["documents_received"]),
        corrections={
            item: Correction(c["action"], c["owner"], c["deadline_days"])
            for item, c in data["correction"].items()
        },
        assignment=visit["assignment"],
        assignment_date=visit["assignment_date"],
        number_template=visit["number"],
        number_code=visit["number_code"],
        started_at=at(visit["started"]),
        ended_at=at(visit["ended"]),
        latitude=visit["latitude"],
        longitude=visit["longitude"],
        tasks=tuple(sorted(tasks, key=lambda task: task.begins)),
        script=script,
    )


def _script(data: Mapping[str, Any]) -> Script:
    tables = dict(data)
    default = tables.pop("default")
    scenes, photos, captions = (tables.pop(name) for name in ("scene", "photo", "caption"))
    return Script(
        default={form: _answers(table) for form, table in default.items()},
        special={
            form: {code: _answers(table) for code, table in targets.items()}
            for form, targets in tables.items()
        },
        scenes=scenes,
        photos=photos,
        captions=captions,
    )


def _answers(table: Mapping[str, str | list[str]]) -> dict[str, Answer]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    except ValueError as error:
        raise FileProblem(path=path, what=f"not readable as TOML: {error}") from error


def _name(ref: str) -> str:
    """Return the question's name: the last step of a ref."""
    return ref.rpartition("/")[2]


def _value(ref: str, answer: Answer) -> str:
    """Return the answer for the repeat instance that ``ref`` lies in."""
    if isinstance(answer, str):
        return answer
    instances = _INSTANCE.findall(ref)
    return answer[(int(instances[-1]) - 1 if instances else 0) % len(answer)]
