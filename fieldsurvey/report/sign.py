"""Signing: PAdES approval signatures into fields that were made with the document.

Never a certifying signature: several institutions sign, in any order, some of them with other
software. The passphrase and the key are held only while this call runs.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fieldsurvey.errors import (
    CertificateUnfit,
    EarlierSignatureBroken,
    KeyPassphraseWrong,
    KeyUnreadable,
    NoTimeStamp,
    SigningError,
)
from fieldsurvey.indonesia import long_date, zone_abbreviation
from fieldsurvey.report.appearance import appearance
from fieldsurvey.report.document import places, quiet_pyhanko, read_document
from fieldsurvey.report.seal_file import zone_of
from fieldsurvey.report.verification import same_name
from fieldsurvey.report.verify import verify_data
from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyhanko.sign.signers import SimpleSigner

    from fieldsurvey.report.document import Place

REASON = "Menandatangani Berita Acara"
_MAY_SIGN = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was made.

    Attributes:
        path: the signed file.
        field: the field that holds it.
        signer: the name in it.
        at: when, by this machine's clock.
        level: ``B-B``, or ``B-T`` with a trusted time.
    """

    path: Path
    field: str
    signer: str
    at: datetime
    level: str


def sign(
    path: Path,
    pkcs12: bytes,
    passphrase: str,
    signer: str,
    *,
    field: str | None = None,
    tsa: str | None = None,
    out: Path | None = None,
) -> Signed:
    """Sign a document in one of its fields; bytes already there are kept as they are.

    Args:
        path: the PDF.
        pkcs12: the signer's key and certificate, a PKCS#12 file.
        passphrase: opens it; used once, kept nowhere.
        signer: the signer's name as it stands in the document.
        field: name of the field; by default the one made for ``signer``, or the only free one.
        tsa: address of a time-stamp authority (RFC 3161) for level B-T; needs a network.
        out: where the signed file goes; by default it replaces ``path``.

    Raises:
        SigningError: the key, certificate or field does not fit, an earlier signature no longer
            holds, or the time-stamp authority did not answer. Nothing was written.
        FileProblem: the document cannot be read, or the signed one not written.
    """
    quiet_pyhanko()
    data = read_document(path)
    key = _key(pkcs12, passphrase)
    at = datetime.now(UTC)
    _check_certificate(key, at)
    found = places(path, data)
    place = _choose(path, found, signer, field)
    _check_earlier(path, data, sum(each.filled for each in found))
    signed = _signed(path, data, key, place, signer, at, tsa)
    target = out or path
    write_whole(target, signed)
    return Signed(target, place.name, signer, at, "B-T" if tsa else "B-B")


def _key(pkcs12: bytes, passphrase: str) -> SimpleSigner:
    from pyhanko.sign.signers import SimpleSigner

    if not _is_pkcs12(pkcs12):
        raise KeyUnreadable(path="PKCS#12", what="not a PKCS#12 file (.p12, .pfx)")
    try:
        key = SimpleSigner.load_pkcs12_data(
            pkcs12, other_certs=[], passphrase=passphrase.encode() or None
        )
    except (ValueError, TypeError) as error:
        what = "the passphrase does not open it (or the file is damaged inside)"
        raise KeyPassphraseWrong(path="PKCS#12", what=what) from error
    if not isinstance(key, SimpleSigner) or key.signing_cert is None or key.signing_key is None:
        raise KeyUnreadable(path="PKCS#12", what="holds no private key with a certificate")
    return key


def _is_pkcs12(data: bytes) -> bool:
    """Return whether the file has the outer form of RFC 7292, which needs no passphrase to be read."""
    from asn1crypto.pkcs12 import Pfx

    try:
        read = Pfx.load(data, strict=True)
        kind = read["auth_safe"]["content_type"].native
        return bool(read["version"].native == "v3" and kind == "data")
    except (ValueError, TypeError):
        return False


def _check_certificate(key: SimpleSigner, at: datetime) -> None:
    certificate: Any = key.signing_cert
    start, end = certificate.not_valid_before, certificate.not_valid_after
    name = certificate.subject.native.get("common_name", certificate.subject.human_friendly)
    if at < start:
        what = f"the certificate of {name} is not valid before {start:%Y-%m-%d %H:%M} UTC"
        raise CertificateUnfit(path="PKCS#12", what=what)
    if at > end:
        what = f"the certificate of {name} expired on {end:%Y-%m-%d %H:%M} UTC; renew it"
        raise CertificateUnfit(path="PKCS#12", what=what)
    usage = certificate.key_usage_value
    if usage is not None and not _MAY_SIGN & set(usage.native):
        what = f"the certificate of {name} may not be used to sign"
        raise CertificateUnfit(path="PKCS#12", what=what)


def _choose(path: Path, found: Sequence[Place], signer: str, field: str | None) -> Place:
    """Return the free field to sign in."""
    free = [place for place in found if not place.filled]
    if field is not None:
        named = [place for place in found if place.name == field]
        if not named:
            known = ", ".join(place.name for place in found) or "none"
            raise SigningError(path=path, what=f"no signature field {field!r}; it has {known}")
        chosen = named
    else:
        own = [place for place in found if same_name(place.person, signer)]
        chosen = [place for place in own if not place.filled] or own
        if not own and len(free) == 1:
            chosen = free
    if not chosen:
        names = "; ".join(f"{place.person or '?'} ({place.name})" for place in free) or "none"
        what = f"no signature field for {signer!r}; free: {names}. Name one with --field"
        raise SigningError(path=path, what=what)
    if chosen[0].filled:
        what = f"field {chosen[0].name} of {chosen[0].person or signer} is signed already"
        raise SigningError(path=path, what=what)
    return chosen[0]


def _check_earlier(path: Path, data: bytes, signed: int) -> None:
    """Refuse to sign on top of content that was changed after an earlier signature."""
    earlier = verify_data(path, data)
    broken = [each.signer for each in earlier.signatures if not each.intact or each.changed]
    if broken or len(earlier.signatures) < signed:
        whose = f"the signature of {broken[0]}" if broken else "an earlier signature"
        raise EarlierSignatureBroken(
            path=path, what=f"{whose} no longer holds: do not sign this file"
        )


def _signed(
    path: Path,
    data: bytes,
    key: SimpleSigner,
    place: Place,
    signer: str,
    at: datetime,
    tsa: str | None,
) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp import StaticStampStyle

    zone = zone_of(path)
    meta = PdfSignatureMetadata(
        field_name=place.name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signer,
        reason=REASON,
        certify=False,
    )
    with tempfile.TemporaryDirectory() as folder:
        # The style takes a file; it holds the name and the time only.
        drawing = Path(folder) / "appearance.pdf"
        drawing.write_bytes(appearance(place.size, signer, _lines(key, at, zone, tsa)))
        whole = SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
        )
        style = StaticStampStyle.from_pdf_file(
            str(drawing), border_width=0, background_opacity=1.0, background_layout=whole
        )
        pdf_signer = PdfSigner(meta, signer=key, timestamper=_timestamper(tsa), stamp_style=style)
        try:
            out = pdf_signer.sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(data)),
                existing_fields_only=True,
                output=io.BytesIO(),
            )
        except Exception as error:  # pyHanko, aiohttp and asn1crypto share no base class
            if tsa:
                what = f"the time-stamp authority {tsa} gave no time stamp; nothing was written"
                raise NoTimeStamp(path=path, what=what) from error
            raise SigningError(path=path, what="cannot be signed; nothing was written") from error
    signed: bytes = out.getvalue()
    return signed


def _timestamper(tsa: str | None) -> Any:
    if tsa is None:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(tsa, timeout=15)


def _lines(key: SimpleSigner, at: datetime, zone: str, tsa: str | None) -> list[str]:
    """Return what the field shows below the name; the time is a claim unless an authority gave it."""
    local = at.astimezone(ZoneInfo(zone))
    time = f"{long_date(local)} {local:%H.%M.%S} {zone_abbreviation(zone)}"
    certificate: Any = key.signing_cert
    issuer = certificate.issuer.native.get("common_name", "tanpa nama")
    return [
        "Ditandatangani secara elektronik",
        f"{time}" + (" (cap waktu)" if tsa else " (jam komputer)"),
        f"Penerbit sertifikat: {issuer}",
        "Keabsahan diperiksa dengan fieldsurvey verify",
    ]
