"""A small but complete invented visit: people, stands, photos, findings, a real score, one refusal."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from fieldsurvey.errors import StoreError
from fieldsurvey.paths import forms_folder
from fieldsurvey.report import BeritaAcara
from fieldsurvey.scoring import MallScore, Observation, StandState, parse_scheme, score
from fieldsurvey.survey.model import (
    Event,
    Finding,
    Institution,
    InstrumentRef,
    Mall,
    Officer,
    Person,
    Photo,
    Reaction,
    Response,
    ResponseState,
    SealRecord,
    ServiceUser,
    Stand,
    Visit,
    VisitState,
)

if TYPE_CHECKING:
    from collections.abc import Callable

START = datetime(2024, 7, 25, 1, 10, tzinfo=UTC)
SEAL = hashlib.sha256(b"an invented seal").hexdigest()
LEAD, MEMBER, HOST, REFUSER = "p-lead", "p-member", "p-host", "p-refuser"
NAMES = {
    LEAD: "Ratna Dewi Kusuma, S.H., M.H.",
    MEMBER: "Bayu Prasetyo, S.AP.",
    "p-member2": "Siti Nurhaliza Rahman, S.Sos.",
    HOST: "Drs. H. Ahmad Fauzi, M.Si.",
    REFUSER: "Yusuf Maulana, S.T.",
    "p-witness1": "Dina Oktaviani, S.I.P.",
    "p-witness2": "Markus Tandirerung, A.Md.",
}
ROLES = ["lead", "member", "member", "counterpart", "counterpart", "witness", "witness"]
POSITIONS = [
    "Ketua Tim Pemeriksa",
    "Asisten Pemeriksa",
    "Auditor Ahli Muda",
    "Koordinator Mal Pelayanan Publik",
    "Penanggung Jawab Gerai Pekerjaan Umum",
    "Staf DPMPTSP",
    "Petugas Pusat Informasi",
]
STANDS = [
    ("Kependudukan dan Pencatatan Sipil", "Dinas Kependudukan dan Pencatatan Sipil", "1"),
    ("Perizinan Berusaha", "DPMPTSP", "1"),
    ("SIM dan SKCK", "Kepolisian Resor Kota", "1"),
    ("Paspor", "Kantor Imigrasi Kelas I", "1"),
    ("Pertanahan", "Kantor Pertanahan", "2"),
    ("Pajak Daerah", "Badan Pendapatan Daerah", "2"),
    ("Pajak Pusat", "Kantor Pelayanan Pajak Pratama", "2"),
    ("BPJS Kesehatan", "BPJS Kesehatan Cabang", "2"),
    ("BPJS Ketenagakerjaan", "BPJS Ketenagakerjaan Cabang", "2"),
    ("Pekerjaan Umum dan Penataan Ruang", "Dinas PUPR", "3"),
    ("Samsat", "UPTD PPRD", "3"),
    ("Pengadilan Agama", "Pengadilan Agama", "3"),
    ("Perpustakaan dan Kearsipan", "Dinas Perpustakaan dan Kearsipan", "3"),
]
CLOSED, OFF_SCHEDULE, UNVISITED = 9, 11, 12
FINDINGS = [
    (9, "Gerai tutup dan tanpa petugas pada pukul 10.00, padahal jadwal yang diumumkan menyebutkan "
     "buka 08.00–15.00.", "UU 25/2009 Pasal 15; jadwal layanan MPP", "berat"),
    (0, "Standar pelayanan tidak memuat jangka waktu dan biaya layanan.",
     "UU 25/2009 Pasal 21 huruf c, e, dan f", "sedang"),
    (10, "Tarif resmi tidak terpasang; pengguna menyebut biaya tambahan lewat perantara.",
     "UU 25/2009 Pasal 21 huruf f", "berat"),
    (3, "Maklumat pelayanan ada, tetapi tidak ditandatangani pimpinan.",
     "UU 25/2009 Pasal 22", "ringan"),
    (4, "Kursi prioritas bagi penyandang disabilitas dan lansia dipakai untuk menaruh berkas.",
     "PermenPANRB 11/2024", "sedang"),
    (6, "Nomor telepon pengaduan tidak aktif ketika dihubungi tiga kali.",
     "UU 25/2009 Pasal 36", "sedang"),
    (1, "Layar antrean mati; pemanggilan dilakukan tanpa nomor urut.",
     "UU 25/2009 Pasal 34", "ringan"),
]  # fmt: skip
PHOTOS = 7


def photo_bytes(number: int, *, orientation: int = 1) -> bytes:
    """Draw a photo whose top edge is dark, with EXIF that carries a camera's name and place."""
    rng = random.Random(number)
    image = Image.new("RGB", (960, 720), tuple(rng.randrange(150, 230) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 960, 90), fill=(30, 40, 60))
    for _ in range(9):
        x, y = rng.randrange(60, 800), rng.randrange(150, 600)
        shade = tuple(rng.randrange(60, 250) for _ in range(3))
        draw.rectangle((x, y, x + rng.randrange(50, 160), y + rng.randrange(40, 120)), fill=shade)
    back = {6: Image.Transpose.ROTATE_90, 1: None}[orientation]
    if back is not None:
        image = image.transpose(back)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "KAMERA-RAHASIA"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def example(*, sample: bool = True, users: int = 30) -> BeritaAcara:
    """Return the content of a complete berita acara."""
    photos = [photo_bytes(n, orientation=6 if n == 3 else 1) for n in range(1, PHOTOS + 1)]
    blobs = {hashlib.sha256(data).hexdigest(): data for data in photos}
    visit = _visit(list(blobs), sample=sample, users=users)
    return BeritaAcara(
        visit=visit,
        instrument_title="Sidak MPP 74 butir",
        document_code="BA-0192F3A4-1",
        place="Samarinda",
        signed_on=date(2024, 7, 25),
        photo=_loader(blobs),
        score=example_score(visit),
        instrument_notes=("Instrumen berlaku sejak 1 Januari 2022.",),
        seal=SEAL,
        cursor=hashlib.sha256(b"an invented cursor").hexdigest(),
    )


def with_visit(content: BeritaAcara, **changes: object) -> BeritaAcara:
    """Return the content with parts of its visit replaced."""
    return replace(content, visit=replace(content.visit, **changes))  # type: ignore[arg-type]  # tests only


def example_score(visit: Visit, *, seed: int = 5) -> MallScore:
    """Score invented answers to every indicator of the shipped instrument."""
    folder = forms_folder() / "mpp-sidak"
    scheme = parse_scheme((folder / "instrument.toml").read_bytes())
    rng = random.Random(seed)
    observations = []
    states = [StandState(stand.id, stand.name, stand.status) for stand in visit.stands]
    open_stands = [stand.id for stand in states if stand.status == "open"]
    for dimension in scheme.dimensions:
        for indicator in dimension.indicators():
            if indicator.level == "stand":
                targets, kind = open_stands, "stand"
            elif dimension.id == "output":
                targets, kind = [user.id for user in visit.service_users], "service_user"
            else:
                targets, kind = [visit.mall.id], "mall"
            for target in targets:
                grade = Decimal(rng.choice([0, 1, 1, 1, 1])) if kind != "service_user" else None
                value = Decimal(rng.choice([1, 2, 3, 3, 3])) / 3 if grade is None else grade
                observations.append(
                    Observation(
                        indicator.id,
                        indicator.id,
                        target,
                        kind,
                        f"r-{target}",
                        "/data/q",
                        "ya",
                        value,
                    )
                )
    return score(scheme, observations, states)


def _loader(blobs: dict[str, bytes]) -> Callable[[str], bytes]:
    def load(sha256: str) -> bytes:
        if sha256 not in blobs:
            raise StoreError(path="photos", what=f"no blob {sha256[:8]}")
        return blobs[sha256]

    return load


def _visit(hashes: list[str], *, sample: bool, users: int) -> Visit:
    stands = tuple(
        Stand(
            f"s-{n}",
            f"G{n + 1:02d}",
            name,
            office,
            floor=floor,
            status={CLOSED: "closed", OFF_SCHEDULE: "off-schedule", UNVISITED: ""}.get(n, "open"),
            status_note="Buka Senin, Rabu, dan Jumat" if n == OFF_SCHEDULE else "",
        )
        for n, (name, office, floor) in enumerate(STANDS)
    )
    findings = tuple(
        Finding(
            f"f-{n}",
            n,
            f"s-{stand}",
            STANDS[stand][0],
            f"A{n:02d}",
            condition,
            criterion,
            kind,
            photos=(n,) if n <= PHOTOS else (),
            cause="Petugas diperbantukan ke kantor induk." if n == 1 else "",
            effect="Pemohon menunggu dua jam tanpa kepastian." if n == 1 else "",
            action=f"Memperbaiki keadaan pada temuan nomor {n} dan melaporkan buktinya.",
            owner=f"Penanggung jawab gerai {STANDS[stand][0]}",
            deadline_days=(1, 7, 14, 30)[n % 4],
        )
        for n, (stand, condition, criterion, kind) in enumerate(FINDINGS, 1)
    )
    photos = tuple(
        Photo(
            f"ph-{n}",
            n,
            sha256,
            "image/jpeg",
            "r-stand",
            "/data/photo",
            START + timedelta(minutes=9 * n),
            caption=FINDINGS[n - 1][1].split(",")[0].rstrip("."),
            target_name=STANDS[FINDINGS[n - 1][0]][0],
            latitude=-0.50215,
            longitude=117.15364,
        )
        for n, sha256 in enumerate(hashes, 1)
    )
    return Visit(
        id="0192f3a4-7a10-7c3e-9b1a-5d0a4d7e2b11",
        state=VisitState.SEALED,
        mall=Mall(
            "m-1",
            "Mal Pelayanan Publik Kota Samarinda",
            "Jalan Pahlawan Nomor 1",
            "Samarinda",
            "Kalimantan Timur",
            "64.72",
            "Asia/Makassar",
            ("1", "2", "3"),
            44,
        ),
        instrument=InstrumentRef("mpp-sidak", "2026.1", {"instrument.toml": "ab" * 32}),
        number="B/007/LM.11-21/VII/2024",
        assignment="ST/019/VII/2024",
        assignment_date=date(2024, 7, 22),
        started_at=START,
        ended_at=START + timedelta(hours=2, minutes=35),
        sample=sample,
        institutions=(
            Institution(
                "i-1",
                "Ombudsman Republik Indonesia",
                (
                    "OMBUDSMAN REPUBLIK INDONESIA",
                    "PERWAKILAN PROVINSI KALIMANTAN TIMUR",
                    "Jalan Contoh Nomor 10, Samarinda 75117",
                ),
                "Samarinda",
            ),
            Institution(
                "i-2",
                "Inspektorat Daerah",
                (
                    "PEMERINTAH KOTA SAMARINDA",
                    "INSPEKTORAT DAERAH",
                    "Jalan Teladan Nomor 2, Samarinda 75123",
                ),
                "Samarinda",
            ),
        ),
        people=tuple(
            Person(
                key,
                name,
                ROLES[n],
                POSITIONS[n],
                f"1978{n:02d}122005011{n:03d}",
                "Penata Tingkat I (III/d)" if n < 4 else "",
                "Ombudsman RI Perwakilan Kalimantan Timur"
                if n < 2
                else ("Inspektorat Daerah" if n == 2 else "DPMPTSP Kota Samarinda"),
            )
            for n, (key, name) in enumerate(NAMES.items())
        ),
        stands=stands,
        officers=tuple(Officer(f"o-{n}", f"P-{n:03d}", f"s-{n}") for n in range(1, 5)),
        service_users=tuple(ServiceUser(f"u-{n}", f"R-{n:03d}") for n in range(1, users + 1)),
        events=tuple(
            Event(f"e-{n}", START + timedelta(minutes=minutes), text)
            for n, (minutes, text) in enumerate(
                [
                    (0, "Tim tiba tanpa pemberitahuan dan mengamati antrean sebagai pengguna."),
                    (15, "Tim menunjukkan surat tugas kepada koordinator mal."),
                    (20, "Pemeriksaan gerai lantai 1 dan 2; foto diambil seizin koordinator."),
                    (50, "Gerai Pekerjaan Umum dan Penataan Ruang didapati tutup pada jam layanan."),
                    (70, "Wawancara petugas dan pengguna layanan secara anonim."),
                    (130, "Pembacaan hasil sementara di ruang rapat; dihadiri PIHAK KEDUA."),
                    (155, "Pemeriksaan ditutup."),
                ]
            )
        ),
        responses=(
            Response("r-stand", "stand", "s-0", 1, ResponseState.FINISHED, "Bayu"),
            Response(
                "r-user", "service_user", "u-1", 1, ResponseState.FINISHED, "Bayu",
                values={"/data/quote": "KUTIPAN-RAHASIA", "/data/phone": None},
                locked=frozenset({"/data/phone"}),
            ),
            *(
                Response(f"r-u-{n}", "service_user", f"u-{n}", 1, ResponseState.FINISHED, "Bayu")
                for n in range(1, users + 1)
            ),
        ),
        photos=(
            *photos,
            Photo("ph-x", 99, "0" * 64, "image/jpeg", "r-user", "/data/x", START, "WAJAH-PENGGUNA"),
        ),
        findings=findings,
        reactions=(
            Reaction(HOST, "agree-with-notes", "Temuan nomor 4 telah diperbaiki pada hari yang sama."),
            Reaction(
                REFUSER,
                "refuse",
                "belum berkoordinasi dengan dinas induk",
                ("p-witness1", "p-witness2"),
            ),
        ),
        documents_received=(
            "Salinan Keputusan Wali Kota tentang Penyelenggaraan Mal Pelayanan Publik",
            "Daftar hadir petugas gerai, Juli 2024",
            "Rekapitulasi pengaduan triwulan II tahun 2024",
        ),
        seal=SealRecord(SEAL, START + timedelta(hours=3), "Ratna"),
    )  # fmt: skip
