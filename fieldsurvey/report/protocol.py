"""The sampling protocol: what was drawn from which list, so that anyone can draw it again and nobody could choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import (
    clock_time,
    format_decimal,
    local_date,
    short_date,
    terbilang,
    zone_abbreviation,
)
from fieldsurvey.report.tables import paragraph, section, subsection, table
from fieldsurvey.report.visit_paper import VisitPaper, fact_list
from fieldsurvey.report.writing import write_document
from fieldsurvey.survey.disclosure import FEWEST
from fieldsurvey.survey.interviews import asked, interviews
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.sampling import margin, ranked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportlab.platypus import Flowable

    from fieldsurvey.report.writing import Paper
    from fieldsurvey.survey.samples import Sample

_WHAT = {
    "stand": "Gerai",
    "product": "Produk layanan",
    "officer": "Petugas",
    "service_user": "Pengguna layanan",
}
_USERS = TargetKind.SERVICE_USER.value
_UNBOUNDED = 10**9  # of a population that nobody can list
_FEW = "kurang dari lima"

_REPEAT = (
    "Susun daftar satuan sebagai JSON [nomor surat tugas, [[kode, nama, kelompok], …]], satuan terurut "
    "menurut kode, tanpa spasi antarunsur, UTF-8. SHA-256 dari teks itu harus sama dengan SHA-256 daftar.",
    "Untuk setiap satuan hitung SHA-256 dari JSON [SHA-256 daftar, nonce, kode] dengan satu spasi sesudah "
    "setiap koma. Urutkan satuan menurut hasil itu, dari yang terkecil: itulah peringkatnya.",
    "Satuan dengan peringkat terkecil sebanyak ukuran sampel adalah sampelnya; bila diundi per kelompok, "
    "sebanyak itu dari setiap kelompok. Penggantinya ialah peringkat berikutnya yang belum terpakai dari "
    "kelompok yang sama.",
    "Untuk pengguna layanan: SHA-256 dari JSON [SHA-256 daftar, nonce, “every”, kode tempat] dibagi jarak; "
    "sisanya ditambah satu ialah pengguna pertama yang ditanya.",
)


@dataclass(frozen=True, slots=True)
class Protocol:
    """What a sampling protocol says.

    Attributes:
        paper: whose it is.
        samples: the draws in the order they were made, repeated ones included.
        quota: kind of target → how many interviews the instrument wants.
    """

    paper: VisitPaper
    samples: tuple[Sample, ...]
    quota: Mapping[str, int]


def make_protocol(protocol: Protocol, out: Path) -> Paper:
    """Write the sampling protocol of a visit; without a draw it says so, and what was reached all the same.

    Raises:
        ReportError, FileProblem: as `write_document`.
    """
    paper = protocol.paper
    story = [
        *paper.opening("Pengundian gerai, petugas, dan pengguna layanan"),
        fact_list([*paper.facts(), paper.instrument_fact()]),
        *_reached(protocol),
        *_draws(protocol),
        *section("C.", "Cara mengulang undian", _how_to_repeat()),
    ]
    return write_document(
        story,
        paper.sheet(),
        out,
        attachment=paper.attachment(samples=[_data(each) for each in protocol.samples]),
        moment=paper.moment,
    )


def _reached(protocol: Protocol) -> list[Flowable]:
    done = asked(protocol.paper.visit)
    latest = {sample.what: sample for sample in protocol.samples if sample.nonce}
    wanted = dict(protocol.quota)
    wanted |= {what: each.target for what, each in latest.items() if each.target}
    # The officers of a visit are those who were asked: how many there are, only a list drawn from tells.
    population = {"stand": len(protocol.paper.visit.stands)}
    population |= {what: len(each.frame.units) for what, each in latest.items() if not each.every}
    rows = [
        [
            name,
            "tidak diketahui" if what == _USERS else str(population.get(what, "–")),
            str(wanted.get(what, "–")),
            _done(what, done),
            _margin(what, done, population.get(what, 0)),
        ]
        for what, name in _WHAT.items()
        if what in wanted or what in done or what in latest
    ]
    if not rows:
        rows = [["Gerai", str(population["stand"]), "–", "0", "–"]]
    head = ["Yang diperiksa atau ditanya", "Jumlah (N)", "Target", "Tercapai (n)", "Margin 95%"]
    note = (
        "Margin dihitung untuk proporsi setengah dengan koreksi populasi terbatas dan bersifat indikatif; nilai adalah "
        "rata-rata, sehingga margin hanya pedoman. N pengguna layanan tidak diketahui, maka dianggap tak terhingga."
    )
    talks = interviews(protocol.paper.visit).words()
    return section(
        "A.",
        "Target dan capaian",
        [
            table(head, rows, [57, 27, 21, 28, 32], right=[1, 2, 3, 4]),
            *([paragraph(f"Pengguna layanan {talks}.")] if done.get(_USERS, 0) >= FEWEST else []),
            paragraph(note, "note"),
        ],
    )


def _done(what: str, done: Mapping[str, int]) -> str:
    count = done.get(what, 0)
    return _FEW if what == _USERS and 0 < count < FEWEST else str(count)


def _margin(what: str, done: Mapping[str, int], population: int) -> str:
    count = done.get(what, 0)
    if what == _USERS and count < FEWEST:
        return "–"
    figure = margin(count, _UNBOUNDED if what == _USERS else population)
    return "–" if figure is None else f"±{format_decimal(figure)}%"


def _draws(protocol: Protocol) -> list[Flowable]:
    if not protocol.samples:
        none = "Pada kunjungan ini tidak ada sampel yang diundi."
        return section("B.", "Undian", [paragraph(none)])
    count = len(protocol.samples)
    intro = paragraph(
        f"Dilakukan {count} ({terbilang(count)}) undian. Setiap daftar dibekukan dan SHA-256-nya dicatat sebelum nonce "
        "dibuat: penyusun daftar tidak dapat mengetahui nonce, pengundi tidak dapat mengubah daftar."
    )
    flowables = section("B.", "Undian", [intro])
    for number, sample in enumerate(protocol.samples, 1):
        flowables += _draw(number, sample, protocol.paper.visit.mall.zone)
    return flowables


def _draw(number: int, sample: Sample, zone: str) -> list[Flowable]:
    size = f"{sample.size} ({terbilang(sample.size)})"
    facts = [
        ("Isi daftar", f"{len(sample.frame.units)} satuan, surat tugas {sample.frame.letter}"),
        ("Ukuran", f"{size} dari setiap kelompok" if sample.each_group else size),
        ("Daftar dibekukan", _moment(sample.frozen_at, zone)),
        ("SHA-256 daftar", sample.frame.digest),
        ("Diundi", _moment(sample.drawn_at, zone) if sample.nonce else "belum diundi"),
        ("Nonce", sample.nonce or "–"),
    ]
    if sample.every:
        each = f", {sample.per_place} orang di tiap tempat" if sample.per_place else ""
        facts[1] = ("Jarak", f"setiap pengguna ke-{sample.every} yang meninggalkan tempat{each}")
    if sample.reason:
        facts.append(("Diundi ulang karena", sample.reason))
    title = f"{number}. {_WHAT.get(sample.what, sample.what)}"
    flowables = subsection(title, [fact_list(facts)])
    if sample.every:
        rows = [
            [place.id, place.label, f"pengguna ke-{first}, lalu setiap ke-{sample.every}"]
            for place, first in sample.starts
        ]
        return [*flowables, table(["Kode", "Tempat", "Yang ditanya"], rows, [22, 78, 65])]
    if not sample.nonce:
        rows = [[unit.id, unit.label, unit.group or "–"] for unit in sample.frame.units]
        return [*flowables, table(["Kode", "Satuan", "Kelompok"], rows, [30, 95, 40])]
    return [*flowables, _ranks(sample), *_replacements(sample, zone)]


def _ranks(sample: Sample) -> Flowable:
    """Return the whole list in the order of its ranks, and what became of each unit."""
    drawn = {unit.id for unit in sample.drawn}
    current = {unit.id for unit in sample.current}
    fate = {
        (True, True): "terpilih",
        (True, False): "terpilih, diganti",
        (False, True): "pengganti",
        (False, False): "–",
    }
    rows: list[list[object]] = []
    for rank, unit in enumerate(ranked(sample.frame, sample.nonce), 1):
        said = fate[unit.id in drawn, unit.id in current]
        style = "cell" if said == "–" else "cell-bold"
        rows.append([str(rank), unit.id, unit.label, unit.group or "–", paragraph(said, style)])
    head = ["Peringkat", "Kode", "Satuan", "Kelompok", "Hasil"]
    return table(head, rows, [18, 24, 58, 35, 30], right=[0])


def _replacements(sample: Sample, zone: str) -> list[Flowable]:
    if not sample.replacements:
        return []
    rows = [
        [each.unit, each.by or "daftar habis", each.reason, _moment(each.at, zone)]
        for each in sample.replacements
    ]
    head = ["Diganti", "Oleh", "Alasan", "Waktu"]
    return [
        paragraph("Penggantian", "subheading"),
        table(head, rows, [27, 27, 71, 40]),
    ]


def _how_to_repeat() -> list[Flowable]:
    return [paragraph(line, "list", bullet=f"{number}.") for number, line in enumerate(_REPEAT, 1)]


def _moment(text: str, zone: str) -> str:
    """Return a recorded moment in the site's time, to the second; as recorded where it cannot be read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text or "–"
    clock = f"{clock_time(moment, zone)}.{moment.second:02d}"
    return f"{short_date(local_date(moment, zone))} {clock} {zone_abbreviation(zone)}"


def _data(sample: Sample) -> dict[str, object]:
    return {
        "what": sample.what,
        "letter": sample.frame.letter,
        "units": [[unit.id, unit.label, unit.group] for unit in sample.frame.units],
        "digest": sample.frame.digest,
        "nonce": sample.nonce,
        "size": sample.size,
        "each_group": sample.each_group,
        "every": sample.every,
        "drawn": [unit.id for unit in sample.drawn],
    }
