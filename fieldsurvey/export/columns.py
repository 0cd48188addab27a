"""The columns that every export has, whatever the instrument, and their document (``docs/export-columns.md``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.export.shape import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLUMNS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "visit": (
        ("id", "text", "Id kunjungan", "Id of the visit"),
        ("state", "text", "Keadaan kunjungan", "State of the visit"),
        ("mall", "text", "Mal", "Mall"),
        ("city", "text", "Kota/kabupaten", "City or regency"),
        ("province", "text", "Provinsi", "Province"),
        ("region_code", "text", "Kode wilayah Kemendagri", "Region code of Kemendagri"),
        ("zone", "text", "Zona waktu lokasi", "Time zone of the site"),
        ("assignment", "text", "Nomor surat tugas", "Number of the letter of assignment"),
        ("started_at", "dateTime", "Mulai, waktu setempat", "Began, local time"),
        ("ended_at", "dateTime", "Selesai, waktu setempat", "Ended, local time"),
        ("instrument", "text", "Instrumen", "Instrument"),
        ("instrument_version", "text", "Versi instrumen", "Version of the instrument"),
        (
            "official",
            "integer",
            "Nilai resmi (1) atau nilai kerja (0)",
            "Official score (1) or working score (0)",
        ),
        (
            "complete",
            "integer",
            "Semua dimensi terisi (1) atau belum lengkap (0)",
            "All dimensions have data (1) or incomplete (0)",
        ),
        (
            "score",
            "decimal",
            "Nilai 0–100; kosong bila belum lengkap atau kurang dari lima pengguna",
            "Score 0–100; blank while incomplete or of fewer than five users",
        ),
        ("band", "text", "Kategori", "Category"),
        ("band_zone", "text", "Zona kategori", "Zone of the category"),
        ("conflicts", "integer", "Konflik yang belum diputuskan", "Conflicts not decided yet"),
        (
            "seal",
            "text",
            "Digest segel; kosong bila belum disegel",
            "Digest of the seal; blank before it",
        ),
        ("sample", "integer", "Data contoh (1)", "Training data (1)"),
        (
            "classes",
            "text",
            "Daftar kelas temuan dan versinya",
            "List of the classes of findings and its version",
        ),
    ),
    "stands": (
        ("code", "text", "Kode gerai", "Code of the stand"),
        ("name", "text", "Nama gerai", "Name of the stand"),
        ("institution", "text", "Instansi", "Institution"),
        ("institution_kind", "text", "Jenis instansi", "Kind of institution"),
        ("floor", "text", "Lantai", "Floor"),
        ("services", "text", "Layanan, dipisah titik koma", "Services, parted by semicolons"),
        (
            "status",
            "text",
            "open, closed, off-schedule, no-schedule; kosong bila tidak diperiksa",
            "open, closed, off-schedule, no-schedule; blank when not inspected",
        ),
    ),
    "scores": (
        ("level", "text", "dimension, variable, indicator", "dimension, variable, indicator"),
        ("id", "text", "Id", "Id"),
        ("title", "text", "Nama", "Title"),
        (
            "score",
            "decimal",
            "Nilai 0–100; kosong bila tanpa data atau kurang dari lima pengguna",
            "Score 0–100; blank without data or of fewer than five users",
        ),
        ("n", "integer", "Banyak jawaban yang dinilai", "How many scored answers"),
        ("weight", "decimal", "Bobot", "Weight"),
        (
            "weight_source",
            "text",
            "Sumber bobot; assumed = diasumsikan",
            "Source of the weight; assumed = none",
        ),
    ),
    "findings": (
        ("number", "integer", "Nomor", "Number"),
        ("target", "text", "Gerai atau meja", "Stand or desk"),
        ("item", "text", "Kode butir", "Code of the item"),
        ("condition", "text", "Kondisi", "Condition"),
        ("criterion", "text", "Kriteria", "Criterion"),
        ("classification", "text", "ringan, sedang, berat", "ringan, sedang, berat: its weight"),
        (
            "classes",
            "text",
            "Kelas menurut daftar kelas kunjungan, dipisah titik koma",
            "Classes by the visit's list of them, parted by semicolons",
        ),
        ("cause", "text", "Sebab", "Cause"),
        ("effect", "text", "Akibat", "Effect"),
        ("action", "text", "Tindakan perbaikan", "Corrective action"),
        ("owner", "text", "Penanggung jawab", "Responsible party"),
        ("deadline_days", "integer", "Tenggat, hari", "Deadline, days"),
        (
            "deadline_kind",
            "text",
            "calendar: hari kalender; working: hari kerja",
            "calendar or working days",
        ),
        ("photos", "text", "Nomor foto", "Numbers of the photos"),
    ),
    "photos": (
        ("number", "integer", "Nomor foto", "Number of the photo"),
        ("sha256", "text", "SHA-256 berkas asli", "SHA-256 of the original file"),
        ("media_type", "text", "Jenis berkas", "Media type"),
        ("target", "text", "Gerai atau meja", "Stand or desk"),
        ("taken_at", "dateTime", "Diambil, waktu setempat", "Taken, local time"),
        ("caption", "text", "Keterangan", "Caption"),
        ("latitude", "decimal", "Lintang, derajat", "Latitude, degrees"),
        ("longitude", "decimal", "Bujur, derajat", "Longitude, degrees"),
    ),
    "columns": (
        ("table", "text", "Tabel", "Table"),
        ("column", "text", "Kolom", "Column"),
        ("kind", "text", "Jenis isi", "Type of its values"),
        ("label", "text", "Arti", "Meaning, Indonesian"),
        ("label_en", "text", "Arti, bahasa Inggris", "Meaning"),
        (
            "indicator",
            "text",
            "Indikator yang menerima nilainya",
            "Indicator that its score feeds",
        ),
    ),
}

_HEAD = """# Columns of an export

`fieldsurvey visit export V --format csv|xlsx|json|geojson`: a table is a file in CSV, a sheet in XLSX, a key in JSON;
GeoJSON holds the photos that have a place. Private answers have no column unless they are asked for with a reason, and
every export is written into the visit's log (`visit exports V`). The table `columns` of an export says the same.

The tables of forms follow the instrument; below are those of `{instrument}`. A repeat has a table of its own, named
`form.repeat`. This page is the output of `fieldsurvey visit export-columns`; a test holds the two equal.
"""


def empty(name: str) -> Table:
    """Return a table that every export has, with its columns and no row."""
    return Table(
        name,
        [Column(column, label, kind, label_en) for column, kind, label, label_en in _COLUMNS[name]],
    )


def document(instrument: str, tables: Iterable[Table]) -> str:
    """Return the columns of tables as Markdown, in Indonesian and English.

    Args:
        instrument: id of the one whose forms are among them.
        tables: in the order of an export.
    """
    lines = [_HEAD.format(instrument=instrument)]
    for table in tables:
        lines += [f"## {table.name}", "", "| column | type | Indonesia | English | indicator |"]
        lines.append("|---|---|---|---|---|")
        for each in table.columns:
            cells = (f"`{each.name}`", each.kind, each.label, each.label_en, each.indicator)
            lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
