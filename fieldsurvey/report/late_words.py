"""Changes of sealed facts in words for an addendum: one row an entity, and nothing that someone said in confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.journal.change import TOMBSTONE
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.photo_edits import PHOTO_EDIT, PICTURE, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from fieldsurvey.survey.amendments import LateChange
    from fieldsurvey.survey.model import Visit

_KINDS = {
    "visit": "Kunjungan",
    "mall": "Mal",
    "stand": "Gerai",
    "officer": "Petugas",
    "service_user": "Pengguna layanan",
    "institution": "Instansi",
    "person": "Orang dalam Berita Acara",
    "event": "Uraian pelaksanaan",
    "reaction": "Tanggapan",
    "received_document": "Dokumen yang diterima",
    "response": "Isian",
    "photo": "Foto",
    PHOTO_EDIT: "Suntingan foto",
    "sample": "Sampel",
    "replacement": "Penggantian sampel",
    "finding": "Temuan",
}
_FIELDS = {
    "action": "tindakan perbaikan",
    "assignment": "surat tugas",
    "caption": "keterangan",
    "cause": "sebab",
    "classification": "klasifikasi",
    "condition": "uraian",
    "criterion": "kriteria",
    "deadline_days": "tenggat (hari)",
    "effect": "akibat",
    "ended_at": "selesai",
    "institution": "instansi",
    "kind": "tanggapan",
    "name": "nama",
    "owner": "penanggung jawab",
    "position": "jabatan",
    "reason": "alasan",
    "started_at": "mulai",
    "state": "keadaan",
    "status": "keadaan",
    "status_note": "catatan keadaan",
    "text": "isi",
    "title": "judul",
}
_FORMS = {
    "mall": "sarana bersama",
    "stand": "gerai",
    "officer": "wawancara petugas",
    "service_user": "wawancara pengguna layanan",
    "complaints": "meja pengaduan",
}
_INTERVIEWS = (TargetKind.OFFICER.value, TargetKind.SERVICE_USER.value)
_LONGEST = 400  # characters of a value


@dataclass(frozen=True, slots=True)
class LateRow:
    """What arrived about one entity.

    Attributes:
        at: when the first of its changes was made.
        author: who made them, in their order.
        about: what it is, with its name.
        said: the changes, a line each.
    """

    at: datetime
    author: str
    about: str
    said: tuple[str, ...]


def late_rows(visit: Visit, changes: Sequence[LateChange]) -> list[LateRow]:
    """Return the rows of an addendum's table, in the order of their first changes.

    Answers of interviews are counted, never shown: neither who answered nor what (domain.md §7 rules 4 and 6).

    Args:
        visit: the snapshot, to name what was changed.
        changes: that arrived after the seal.
    """
    by_entity: dict[str, list[LateChange]] = {}
    for change in changes:
        by_entity.setdefault(change.entity, []).append(change)
    return [
        LateRow(
            own[0].at,
            ", ".join(dict.fromkeys(change.author for change in own)),
            _about(visit, own[0]),
            tuple(_said(visit, own)),
        )
        for own in by_entity.values()
    ]


def _about(visit: Visit, change: LateChange) -> str:
    kind = _KINDS.get(change.kind, change.kind)
    name = _names(visit).get(change.entity, "")
    form = _form(visit, change)
    if change.kind == "response":
        target = "" if form in _INTERVIEWS else _target(visit, change.entity)
        return " ".join(filter(None, (kind, _FORMS.get(form, form), target)))
    return f"{kind} {name}".strip()


def _said(visit: Visit, changes: Sequence[LateChange]) -> Iterator[str]:
    if any(change.field == TOMBSTONE for change in changes):
        yield "dihapus"
    if _form(visit, changes[0]) in _INTERVIEWS or changes[0].kind in _INTERVIEWS:
        yield f"{len(changes)} jawaban atau keterangan, tidak ditampilkan"
        return
    hidden = 0
    for change in changes:
        label, value = _label(change.field), change.value
        if change.kind == PHOTO_EDIT and change.field != PICTURE:
            label, value = in_words(change.field, change.value)
        if change.private:
            hidden += 1
        elif label and change.field != TOMBSTONE:
            yield f"{label}: {_value(value)}"
    if hidden:
        yield f"{hidden} keterangan rahasia, tidak ditampilkan"


def _label(field: str) -> str:
    """Return what a field is called; ``""`` for what only the program needs. An answer is called by its code."""
    return field.rsplit("/", 1)[-1] if field.startswith("/") else _FIELDS.get(field, "")


def _value(value: object) -> str:
    if value is None or value == "":
        return "dikosongkan"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _names(visit: Visit) -> dict[str, str]:
    names = {stand.id: f"{stand.code} {stand.name}".strip() for stand in visit.stands}
    names |= {person.id: person.name for person in visit.people}
    names |= {
        each.id: f"nomor {each.number}, {each.target_name}".rstrip(", ") for each in visit.findings
    }
    names |= {each.id: str(each.number) for each in visit.photos}
    return names | {each.id: each.name for each in visit.institutions}


def _form(visit: Visit, change: LateChange) -> str:
    """Return the form that a response, or the photo of one, belongs to."""
    owner = change.entity
    if change.kind == "photo":
        owner = next((photo.response for photo in visit.photos if photo.id == owner), "")
    return next((each.form for each in visit.responses if each.id == owner), "")


def _target(visit: Visit, response: str) -> str:
    target = next((each.target for each in visit.responses if each.id == response), "")
    return _names(visit).get(target, "")
