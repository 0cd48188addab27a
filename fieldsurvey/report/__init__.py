"""Documents of a visit: the berita acara, its signatures, and whether both still hold.

`sign` and `verify` load pyHanko, which takes a second, only when they are called.
"""

from fieldsurvey.report.berita_acara import make_berita_acara
from fieldsurvey.report.content import LEGAL_BASIS, BeritaAcara, instrument_hash
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.report.sign import Signed, sign
from fieldsurvey.report.signature_page import SignatureField
from fieldsurvey.report.verification import SignatureReport, Verification
from fieldsurvey.report.verify import verify
from fieldsurvey.report.writing import Paper

__all__ = [
    "LEGAL_BASIS",
    "BeritaAcara",
    "PageSize",
    "Paper",
    "SignatureField",
    "SignatureReport",
    "Signed",
    "Verification",
    "instrument_hash",
    "make_berita_acara",
    "seal_of",
    "sign",
    "verify",
]
