"""Documents of a visit: the berita acara, its signatures, and whether both still hold."""

from fieldsurvey.report.berita_acara import Paper, make_berita_acara
from fieldsurvey.report.content import LEGAL_BASIS, BeritaAcara, instrument_hash
from fieldsurvey.report.signature_page import SignatureField

__all__ = [
    "LEGAL_BASIS",
    "BeritaAcara",
    "Paper",
    "SignatureField",
    "instrument_hash",
    "make_berita_acara",
]
