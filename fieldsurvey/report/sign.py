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
    DocumentUnnumbered,
    EarlierSignatureBroken,
    KeyPassphraseWrong,
    KeyUnreadable,
    NoTimeStamp,
    ReportError,
    SigningError,
)
from fieldsurvey.indonesia import long_date, zone_abbreviation
from fieldsurvey.report.appearance import appearance
from fieldsurvey.report.device_certificate import UNCERTIFIED, one_time_key
from fieldsurvey.report.document import places, quiet_pyhanko, read_document
from fieldsurvey.report.kinds import NUMBERED
from fieldsurvey.report.seal_file import seal_of, zone_of
from fieldsurvey.report.verification import same_name
from fieldsurvey.report.verify import verify_data
from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyhanko.sign.signers import SimpleSigner

    from fieldsurvey.report.document import Place
    from fieldsurvey.report.ink import Ink

REASON = "Menandatangani Berita Acara"
_TSA_PATIENCE_S = 15
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
    place = _place(path, data, signer, field)
    look = appearance(place.size, signer, _lines(key, at, zone_of(path), tsa))
    signed = _signed(path, data, key, place, signer, look, tsa)
    target = out or path
    write_whole(target, signed)
    return Signed(target, place.name, signer, at, "B-T" if tsa else "B-B")


def sign_with_ink(
    path: Path,
    device: Ed25519PrivateKey,
    ink: Ink,
    signer: str,
    *,
    field: str | None = None,
    out: Path | None = None,
) -> Signed:
    """Draw what a person wrote on the screen into their field, and bind it with the seal of this device.

    It is a *TTE tidak tersertifikasi* (PP 71/2019 Ps 60(2)) and says so; its weight is that the
    strokes, the name, the time and every page lie under one signature of this device.

    Args:
        path: the PDF.
        device: the device's signing key.
        ink: what was written.
        signer: the signer's name as it stands in the document.
        field: name of the field; by default the one made for ``signer``, or the only free one.
        out: where the signed file goes; by default it replaces ``path``.

    Raises:
        SigningError: the field does not fit, or an earlier signature no longer holds.
        FileProblem: the document cannot be read, or the signed one not written.
    """
    quiet_pyhanko()
    data = read_document(path)
    place = _place(path, data, signer, field)
    key, at = _one_time_signer(device, signer), datetime.now(UTC)
    lines = [f"{UNCERTIFIED} – tinta di layar", _moment(at, zone_of(path)), _bound_by(key)]
    signed = _signed(path, data, key, place, signer, appearance(place.size, signer, lines, ink))
    target = out or path
    write_whole(target, signed)
    return Signed(target, place.name, signer, at, "B-B")


def _place(path: Path, data: bytes, signer: str, field: str | None) -> Place:
    """Return where to sign, once the document has its number and what was signed before is known to hold."""
    require_number(path)
    found = places(path, data)
    place = _choose(path, found, signer, field)
    _check_earlier(path, data, sum(each.filled for each in found))
    return place


def require_number(path: Path) -> None:
    """Refuse a document whose number is still to be written by pen.

    The number stands in the head (domain.md §6.1, tata naskah), which a digital signature covers.

    Raises:
        DocumentUnnumbered: it is of a kind that has a number, and carries none.
    """
    try:
        seal = seal_of(path)
    except ReportError:
        return  # not made here, or damaged, which is judged elsewhere
    if seal.get("kind") in NUMBERED and not seal.get("number"):
        what = "it has no number, and a pen cannot add one under a digital signature; make it again with its number"
        raise DocumentUnnumbered(path=path, what=what)


def _one_time_signer(device: Ed25519PrivateKey, signer: str) -> SimpleSigner:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    made = one_time_key(device, signer)
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(Certificate.load(made.device))
    return SimpleSigner(Certificate.load(made.certificate), PrivateKeyInfo.load(made.key), store)


def _bound_by(key: SimpleSigner) -> str:
    certificate: Any = key.signing_cert
    return f"Diikat segel {certificate.issuer.native['common_name']}"


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
    free = [place for place in found if not place.filled and not place.spare]
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
    look: bytes,
    tsa: str | None = None,
) -> bytes:
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko.stamp import StaticStampStyle

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
        drawing.write_bytes(look)
        whole = SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
        )
        style = StaticStampStyle.from_pdf_file(
            str(drawing), border_width=0, background_opacity=1.0, background_layout=whole
        )
        pdf_signer = PdfSigner(meta, signer=key, timestamper=_timestamper(tsa), stamp_style=style)
        try:
            out = pdf_signer.sign_pdf(
                _writer(data),
                existing_fields_only=True,
                output=io.BytesIO(),
            )
        except TimestampRequestError as error:
            what = (
                f"the time-stamp authority {tsa} gave no time stamp; nothing was written. Try again, "
                "or sign without it (level B-B, whose time is the signer's claim)"
            )
            raise NoTimeStamp(path=path, what=what) from error
        except Exception as error:  # pyHanko and asn1crypto share no base class
            raise SigningError(path=path, what="cannot be signed; nothing was written") from error
    signed: bytes = out.getvalue()
    return signed


def _writer(data: bytes) -> Any:
    """Return what appends to a document and leaves its properties alone: rewritten, they break PDF/A."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Appending(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:  # pyHanko has no option for it
            pass

    return Appending(io.BytesIO(data))


def _timestamper(tsa: str | None) -> Any:
    """Return who asks a time-stamp authority (RFC 3161); any fault of its answer is one kind of error."""
    if tsa is None:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

    class Asking(HTTPTimeStamper):
        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            try:
                token = await super().async_timestamp(message_digest, md_algorithm)
                info = token["content"]["encap_content_info"]["content"].parsed
                stamped = info["message_imprint"]["hashed_message"].native
            except Exception as error:  # aiohttp and asn1crypto share no base class
                raise TimestampRequestError("no usable answer") from error
            if stamped != message_digest:
                raise TimestampRequestError("a time stamp for something else")
            return token

    return Asking(tsa, timeout=_TSA_PATIENCE_S)


def _lines(key: SimpleSigner, at: datetime, zone: str, tsa: str | None) -> list[str]:
    """Return what the field shows below the name; the time is a claim unless an authority gave it."""
    certificate: Any = key.signing_cert
    issuer = certificate.issuer.native.get("common_name", "tanpa nama")
    return [
        "Ditandatangani secara elektronik",
        _moment(at, zone) + (" (cap waktu)" if tsa else " (jam komputer)"),
        f"Penerbit sertifikat: {issuer}",
        "Keabsahan diperiksa dengan fieldsurvey verify",
    ]


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{long_date(local)} {local:%H.%M.%S} {zone_abbreviation(zone)}"
