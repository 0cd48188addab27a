"""Files that somebody hands in beside a document: authorities to trust, lists of revoked certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Revocation:
    """What is known of revoked certificates: CRLs (RFC 5280) and OCSP responses (RFC 6960)."""

    crls: tuple[Any, ...] = ()
    ocsps: tuple[Any, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.crls or self.ocsps)


NO_REVOCATION = Revocation()


def read_authorities(paths: Iterable[Path]) -> list[Any]:
    """Return the certificates in files, PEM or DER.

    Raises:
        FileProblem: a file cannot be read, or holds no certificate.
    """
    from pyhanko.keys import load_certs_from_pemder_data

    found: list[Any] = []
    for path in paths:
        try:
            certificates = list(load_certs_from_pemder_data(_read(path)))
            for certificate in certificates:
                certificate.subject.native  # noqa: B018  asn1crypto parses when asked
        except (ValueError, TypeError) as error:
            raise FileProblem(path=path, what="holds no certificate in PEM or DER") from error
        if not certificates:
            raise FileProblem(path=path, what="holds no certificate in PEM or DER")
        found += certificates
    return found


def read_revocation(paths: Iterable[Path]) -> Revocation:
    """Return the lists and answers in files, PEM or DER.

    Raises:
        FileProblem: a file cannot be read, or holds neither a CRL nor an OCSP response.
    """
    from asn1crypto import crl, ocsp, pem

    crls, ocsps = [], []
    for path in paths:
        data = _read(path)
        try:
            if pem.detect(data):
                _, _, data = pem.unarmor(data)
        except ValueError as error:
            raise FileProblem(path=path, what=_NEITHER) from error
        revoked, answer = _loaded(crl.CertificateList, data), _loaded(ocsp.OCSPResponse, data)
        if revoked is not None:
            crls.append(revoked)
        elif answer is not None:
            ocsps.append(answer)
        else:
            raise FileProblem(path=path, what=_NEITHER)
    return Revocation(tuple(crls), tuple(ocsps))


_NEITHER = "holds neither a list of revoked certificates (CRL) nor an OCSP response"


def _loaded(kind: Any, data: bytes) -> Any:
    """Return the bytes read as an ASN.1 type, None where they are not of it."""
    try:
        value = kind.load(data, strict=True)
        value.native  # noqa: B018  asn1crypto parses when asked
    except (ValueError, TypeError):
        return None
    return value


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
