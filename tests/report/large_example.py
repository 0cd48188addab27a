"""A large invented visit: 90 photos and findings enough for a berita acara of 60 pages."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fieldsurvey.errors import StoreError
from fieldsurvey.survey.model import Finding, Photo
from tests.report.report_example import FINDINGS, STANDS, START, example, with_visit

if TYPE_CHECKING:
    from fieldsurvey.report import BeritaAcara

_FINDINGS = 190


def large_example(photos: list[bytes]) -> BeritaAcara:
    """Return the content of a long berita acara with these photos."""
    blobs = {hashlib.sha256(data).hexdigest(): data for data in photos}

    def load(sha256: str) -> bytes:
        if sha256 not in blobs:
            raise StoreError(path="photos", what=f"no blob {sha256[:8]}")
        return blobs[sha256]

    shown = tuple(
        Photo(
            f"ph-{number}", number, sha256, "image/jpeg", "r-stand", "/data/photo",
            START + timedelta(minutes=number), caption=f"Keadaan gerai pada foto ke-{number}",
            target_name=STANDS[number % len(STANDS)][0], latitude=-0.5, longitude=117.1,
        )
        for number, sha256 in enumerate(blobs, 1)
    )  # fmt: skip
    findings = []
    for number in range(1, _FINDINGS + 1):
        stand, condition, criterion, kind = FINDINGS[number % len(FINDINGS)]
        findings.append(
            Finding(
                f"f-{number}", number, f"s-{stand}", STANDS[stand][0], f"A{number}", condition, criterion, kind,
                photos=(number,) if number <= len(shown) else (),
                cause="Petugas diperbantukan ke kantor induk.",
                effect="Pemohon menunggu dua jam tanpa kepastian.",
                action=f"Memperbaiki keadaan pada temuan nomor {number} dan melaporkan buktinya kepada tim.",
                owner=f"Penanggung jawab gerai {STANDS[stand][0]}", deadline_days=14,
            )
        )  # fmt: skip
    return replace(with_visit(example(), photos=shown, findings=tuple(findings)), photo=load)
