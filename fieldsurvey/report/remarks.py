"""What verifying finds, each as an Indonesian sentence that carries its code, so that a window can say it otherwise."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is said of a chain when no authority was given to compare with.
UNKNOWN_CHAIN = "rantai tidak dikenal"

#: code → sentence; ``who`` is a signer with the field that holds the signature.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "unreadable": "bukan PDF yang utuh: rusak atau terpotong ({what})",
        "encrypted": "dokumen terenkripsi, jadi tidak dapat diperiksa",
        "unsigned": "dokumen tidak memuat tanda tangan",
        "field-unreadable": "bidang {field}: tanda tangannya tidak terbaca ({what})",
        "broken": "{who}: tanda tangan tidak sah, isi yang ditandatangani diubah",
        "changed": "{who}: dokumen diubah setelah tanda tangan ini",
        # what exactly was done to the file
        "cut": "berkas terpotong: {missing} byte terakhir hilang",
        "cut-end": "berkas terpotong: penutup PDF-nya hilang",
        "resaved": "berkas disimpan ulang oleh program lain: letak tanda tangan tidak lagi cocok dengan isinya",
        "altered-text": "naskahnya sendiri diubah: ada byte lain di bagian yang ditandatangani sejak awal",
        "altered-part": "bagian berkas yang ditambahkan oleh tanda tangan ke-{number} diubah",
        "pages": "jumlah halaman berubah dari {before} menjadi {after} setelah ditandatangani",
        "drawn": "isi halaman {pages} diganti atau ditimpa setelah ditandatangani",
        "annotated": "halaman {pages} diberi catatan atau bidang isian setelah ditandatangani",
        "field-added": "bidang {names} ditambahkan setelah ditandatangani",
        "attachment": "lampiran {names} ditukar, ditambah atau dihapus setelah ditandatangani",
        "other-change": "ada perubahan lain yang bukan penandatanganan ({why})",
        "appended": "ada byte di belakang tanda tangan terakhir yang tidak ditandatangani siapa pun",
        # one signer
        "revoked": "{who}: sertifikatnya sudah dicabut",
        "expired": "{who}: sertifikatnya tidak berlaku saat menandatangani",
        "untrusted": "{who}: rantainya tidak sampai ke otoritas tepercaya ({why})",
        "unknown-chain": f"{{who}}: {UNKNOWN_CHAIN}; beri --trust untuk menilainya",
        "claimed-time": "{who}: waktunya menurut jam penanda tangan, tanpa stempel waktu",
        "future-time": "{who}: waktu yang disebut ada di masa depan",
        "other-person": "{who}: bidang ini disediakan untuk {person}",
        "own-field": "{who}: ditandatangani pada bidang yang tidak disediakan naskah",
        "uncertified": "{who}: TTE tidak tersertifikasi, diikat oleh segel perangkat {device}",
        "device-unknown": "{who}: perangkat {device} tidak pernah mengerjakan kunjungan ini",
        "waiting": "belum menandatangani: {names}",
        # the seal and the database
        "no-seal": "dokumen tidak memuat segel, jadi tidak dapat dibandingkan dengan basis data",
        "seal-unreadable": "{what}",
        "other-database": "basis data ini tidak memuat kunjungan {visit}",
        "unknown-seal": "basis data tidak mengenal segel {digest} untuk kunjungan {visit}",
        "database": "basis data: {what}",
        "seal-missing": "{count} perubahan yang disegel tidak ada di basis data ({which})",
        "seal-altered": "{count} perubahan yang disegel diubah di basis data ({which})",
        "seal-added": "{count} perubahan diselipkan di bawah segel ({which})",
        "lifted": "segelnya dibuka kemudian: dokumen ini tidak berlaku",
        "late": "{count} perubahan tiba setelah segel: lihat adendum",
        "in-spite": "disegel meskipun: {what}",
        "seal-holds": "basis data masih memuat apa yang disegel ({digest})",
        "not-as-made": "naskahnya bukan naskah {document} yang dibuat dari basis data ini",
        "not-recorded": "basis data ini tidak mencatat naskah {document}, jadi isinya tidak dapat dibandingkan; "
        "impor data terbaru bila naskah dibuat di laptop lain",
        "older": "berkas ini lebih tua daripada yang tercatat: tanda tangan {names} belum ada di dalamnya",
        "on-paper": "{person}: tanda tangan basah; yang asli lembar kertasnya, pindaiannya {digest}",
        "elsewhere": "{person}: menandatangani berkas tersendiri {digest}, juga asli",
    }
)


class Remark(str):
    """A sentence with what it was made from.

    Attributes:
        code: key of ``SENTENCES``.
        params: what the sentence names.
    """

    code: str
    params: Mapping[str, str]


def remark(code: str, **params: object) -> Remark:
    """Return a finding by its code."""
    made = Remark(SENTENCES[code].format(**params))
    made.code = code
    made.params = {name: str(value) for name, value in params.items()}
    return made
