"""In Indonesian: the ways of signing, and where the original of each is."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldsurvey.survey.signatures import Original, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

#: way → its name.
WAYS: Mapping[str, str] = MappingProxyType(
    {
        Way.CERTIFICATE: "sertifikat elektronik (berkas PKCS#12)",
        Way.SERVICE: "layanan TTE (BSrE)",
        Way.INK: "tinta di layar, TTE tidak tersertifikasi",
        Way.PAPER: "tanda tangan basah di kertas",
    }
)

#: where the original is → in words.
ORIGINALS: Mapping[str, str] = MappingProxyType(
    {
        Original.FILE: "berkas PDF {name}",
        Original.SEPARATE: "berkas tersendiri {name} ({digest})",
        Original.PAPER: "lembar kertas; pindaiannya {name} ({digest})",
    }
)

#: Printed above the places to sign: a document cannot know beforehand how each will sign.
WHICH_IS_ORIGINAL = (
    "Naskah asli: tanda tangan elektronik hanya berlaku pada berkas PDF ini, cetakannya adalah "
    "salinan; tanda tangan basah hanya asli pada lembar kertas yang ditandatangani, pindaiannya "
    "adalah salinan yang disimpan bersama data kunjungan. TTE tidak tersertifikasi (tinta di layar) "
    "diikat pada berkas ini oleh segel perangkat. Tempat tanda tangan yang tidak terpakai dibiarkan "
    "kosong."
)
