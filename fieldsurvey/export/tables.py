"""The tables of a visit. Every column says what it holds: ``columns`` is a table of its own in each export.

===============  ============================================================================
table            a row for each
===============  ============================================================================
``visit``        visit: mall, instrument, times, score
``stands``       stand of the mall, as found
``<form>``       response (``stand``, ``officer``, …): a column a question
``<form>.<rep>`` instance of a repeat: ``response`` and ``number`` say whose
``scores``       part of the score: dimensions, variables, indicators
``findings``     finding
``photos``       photo or file: what it is and where it belongs, never its bytes
``columns``      column of these tables
===============  ============================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.export.responses import Whose, form_tables
from fieldsurvey.export.shape import Cell, Column, Row, Table
from fieldsurvey.indonesia import zone_info
from fieldsurvey.survey.filling import is_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime, tzinfo

    from fieldsurvey.export.privacy import Disclosure
    from fieldsurvey.scoring import MallScore, Part
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Finding, Photo, Visit


#: A cell that names and describes its column.
Told = tuple[str, str, Cell]


def visit_tables(
    visit: Visit, instrument: Instrument, score: MallScore, disclosure: Disclosure
) -> list[Table]:
    """Return the tables of a visit; the last one documents the columns of the others.

    Args:
        visit: a snapshot.
        instrument: the one it pins.
        score: of the visit by that instrument.
        disclosure: what may be shown.
    """
    zone = zone_info(visit.mall.zone)
    codes = {stand.id: stand.code for stand in visit.stands}
    codes |= {officer.id: officer.code for officer in visit.officers}
    codes |= {user.id: user.code for user in visit.service_users}
    whose = Whose(codes, disclosure.places(visit), zone)
    tables = [_visit(visit, score, zone), _stands(visit)]
    for name in instrument.forms:
        filled = [response for response in visit.responses if response.form == name]
        if filled:
            tables += form_tables(name, instrument.form(name), filled, whose, disclosure)
    tables += [_scores(score), _findings(visit), _photos(visit, instrument, disclosure, zone)]
    return [*tables, _columns(tables)]


def _visit(visit: Visit, score: MallScore, zone: tzinfo) -> Table:
    mall = visit.mall
    return _table(
        "visit",
        [
            ("id", "Id kunjungan", visit.id),
            ("state", "Keadaan kunjungan", visit.state.value),
            ("mall", "Mal", mall.name),
            ("city", "Kota/kabupaten", mall.city),
            ("province", "Provinsi", mall.province),
            ("region_code", "Kode wilayah Kemendagri", mall.region_code),
            ("zone", "Zona waktu lokasi", mall.zone),
            ("assignment", "Nomor surat tugas", visit.assignment),
            ("started_at", "Mulai, waktu setempat", _moment(visit.started_at, zone)),
            ("ended_at", "Selesai, waktu setempat", _moment(visit.ended_at, zone)),
            ("instrument", "Instrumen", visit.instrument.id),
            ("instrument_version", "Versi instrumen", visit.instrument.version),
            ("official", "Nilai resmi (1) atau nilai kerja (0)", int(score.official)),
            ("complete", "Semua dimensi terisi (1) atau belum lengkap (0)", int(score.complete)),
            (
                "score",
                "Nilai 0–100; kosong bila belum lengkap",
                _blank(score.score),
            ),
            ("band", "Kategori", score.band.code if score.band else ""),
            ("band_zone", "Zona kategori", score.band.zone if score.band else ""),
            ("conflicts", "Konflik yang belum diputuskan", visit.conflicts),
            (
                "seal",
                "Digest segel; kosong bila belum disegel",
                visit.seal.digest if visit.seal else "",
            ),
            ("sample", "Data contoh (1)", int(visit.sample)),
        ],
    )


def _stands(visit: Visit) -> Table:
    names = {each.id: each.name for each in visit.institutions}
    return _table(
        "stands",
        *(
            [
                ("code", "Kode gerai", stand.code),
                ("name", "Nama gerai", stand.name),
                ("institution", "Instansi", names.get(stand.institution, stand.institution)),
                ("institution_kind", "Jenis instansi", stand.institution_kind),
                ("floor", "Lantai", stand.floor),
                ("services", "Layanan, dipisah titik koma", "; ".join(stand.services)),
                (
                    "status",
                    "open, closed, off-schedule, no-schedule; kosong bila tidak diperiksa",
                    stand.status,
                ),
            ]
            for stand in visit.stands
        ),
    )


def _scores(score: MallScore) -> Table:
    def row(part: Part) -> list[Told]:
        return [
            ("level", "dimension, variable, indicator", part.level),
            ("id", "Id", part.id),
            ("title", "Nama", part.title),
            (
                "score",
                "Nilai 0–100; kosong bila tanpa data",
                _blank(part.score),
            ),
            ("n", "Banyak jawaban yang dinilai", part.n),
            ("weight", "Bobot", _blank(part.weight)),
            ("weight_source", "Sumber bobot; assumed = diasumsikan", part.weight_source),
        ]

    return _table("scores", *map(row, _parts(score.dimensions)))


def _parts(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if part.level in {"dimension", "variable", "indicator"}:
            yield part
            yield from _parts(part.children)


def _findings(visit: Visit) -> Table:
    def row(finding: Finding) -> list[Told]:
        return [
            ("number", "Nomor", finding.number),
            ("target", "Gerai atau meja", finding.target_name),
            ("item", "Kode butir", finding.item),
            ("condition", "Kondisi", finding.condition),
            ("criterion", "Kriteria", finding.criterion),
            ("classification", "ringan, sedang, berat", finding.classification),
            (
                "classes",
                f"Kelas menurut daftar {visit.taxonomy.id} {visit.taxonomy.version}, dipisah titik koma",
                "; ".join(visit.taxonomy.labels(finding.classes)),
            ),
            ("cause", "Sebab", finding.cause),
            ("effect", "Akibat", finding.effect),
            ("action", "Tindakan perbaikan", finding.action),
            ("owner", "Penanggung jawab", finding.owner),
            ("deadline_days", "Tenggat, hari kalender", _blank(finding.deadline_days)),
            ("photos", "Nomor foto", ", ".join(map(str, finding.photos))),
        ]

    return _table("findings", *map(row, visit.findings))


def _photos(visit: Visit, instrument: Instrument, disclosure: Disclosure, zone: tzinfo) -> Table:
    forms = {response.id: response.form for response in visit.responses}

    def shown(photo: Photo) -> bool:
        form = forms.get(photo.response)
        known = form in instrument.forms and bool(photo.key)
        private = known and is_private(instrument.form(str(form)), photo.key)
        return disclosure.private or not private

    def row(photo: Photo) -> list[Told]:
        return [
            ("number", "Nomor foto", photo.number),
            ("sha256", "SHA-256 berkas asli", photo.sha256),
            ("media_type", "Jenis berkas", photo.media_type),
            ("target", "Gerai atau meja", photo.target_name),
            ("taken_at", "Diambil, waktu setempat", _moment(photo.taken_at, zone)),
            ("caption", "Keterangan", photo.caption),
            ("latitude", "Lintang, derajat", _blank(photo.latitude)),
            ("longitude", "Bujur, derajat", _blank(photo.longitude)),
        ]

    return _table("photos", *(row(photo) for photo in visit.photos if shown(photo)))


def _columns(tables: Iterable[Table]) -> Table:
    return _table(
        "columns",
        *(
            [
                ("table", "Tabel", table.name),
                ("column", "Kolom", column.name),
                ("kind", "Jenis isi", column.kind),
                ("label", "Arti", column.label),
                ("label_en", "Arti, bahasa Inggris", column.label_en),
                ("indicator", "Indikator yang menerima nilainya", column.indicator),
            ]
            for table in tables
            for column in table.columns
        ),
    )


def _table(name: str, *rows: Sequence[Told]) -> Table:
    """Return a table from rows that name and describe their own columns."""
    table = Table(name)
    for row in rows:
        if not table.columns:
            table.columns = [Column(column, label) for column, label, _ in row]
        table.rows.append(_row(row))
    return table


def _row(cells: Sequence[Told]) -> Row:
    return {column: value for column, _, value in cells if value != ""}


def _blank(value: Cell | None) -> Cell:
    return "" if value is None else value


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return "" if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")
