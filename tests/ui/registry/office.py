"""The registry of an invented office: one mall on two floors with long names, institutions, services, schedules."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from fieldsurvey.survey.registry_edit import keep
from fieldsurvey.survey.registry_schedule import Hours, Version, keep_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.survey.registry import Registry

MALL = {
    "code": "SMD",
    "name": "Mal Pelayanan Publik Kota Samarinda (Contoh)",
    "city": "Samarinda",
    "province": "Kalimantan Timur",
    "zone": "Asia/Makassar",
    "floors": "Lantai 1; Lantai 2",
    "counters": "24",
}
INSTITUTIONS = (
    (
        "DPMPTSP",
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Samarinda (Contoh)",
        "kabkota",
    ),
    ("BPJSK", "Badan Penyelenggara Jaminan Sosial Kesehatan Cabang Samarinda (Contoh)", "lns"),
    ("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil (Contoh)", "kabkota"),
)
STANDS = (
    ("G01", "Perizinan Berusaha dan Nonperizinan Terpadu", "DPMPTSP", "Lantai 1", "Loket 1–4"),
    ("G02", "Jaminan Kesehatan Nasional", "BPJSK", "Lantai 1", "Loket 5"),
    ("G03", "Administrasi Kependudukan dan Pencatatan Sipil", "DUKCAPIL", "Lantai 2", ""),
    ("G04", "Administrasi Kependudukan dan Pencatatan Sipil.", "DUKCAPIL", "Lantai 2", ""),
)
DAY = Hours("08:00", "15:00", "12:00", "13:00")


def fill_office(registry: Registry) -> None:
    """Write the records."""
    keep(registry, "mall", MALL)
    for code, name, kind in INSTITUTIONS:
        keep(registry, "institution", {"code": code, "name": name, "kind": kind})
    for code, name, institution, floor, counter in STANDS:
        keep(
            registry,
            "stand",
            {
                "mall": "SMD",
                "code": code,
                "name": name,
                "institution": institution,
                "floor": floor,
                "counter": counter,
            },
        )
    for name, until in (("Nomor Induk Berusaha", ""), ("Izin Gangguan (HO)", "2017-12-31")):
        keep(
            registry,
            "service",
            {
                "mall": "SMD",
                "stand": "G01",
                "name": name,
                "duration": "1 hari kerja",
                "fee": "Gratis",
                "valid_from": "2015-01-01",
                "valid_until": until,
            },
        )
    week = tuple((day, DAY) for day in range(1, 5))
    friday = (5, Hours("08:00", "11:00"))
    keep_version(registry, ("SMD", "G01"), Version("2026-01-05", "", (*week, friday)))
    keep(
        registry, "officer", {"mall": "SMD", "stand": "G01", "code": "P01", "role": "front-office"}
    )


def many_services(count: int) -> Iterator[str]:
    """Yield rows ``mall,stand,name`` of so many services of the office, no two of one name."""
    what = "Izin Surat Akta Kartu Pengesahan Rekomendasi Sertifikat Pendaftaran Legalisasi Salinan"
    about = (
        "usaha bangunan kelahiran kematian domisili reklame apotek klinik angkutan air tanah arsip"
    )
    detail = "baru perpanjangan pindah hilang rusak perubahan pencabutan duplikat daring luring balik cabang"
    names = itertools.product(*(words.split() for words in (what, about, detail, "badan orang")))
    for n, name in enumerate(itertools.islice(names, count)):
        yield f"SMD,G0{n % 3 + 1},{' '.join(name)}"
