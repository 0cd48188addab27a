"""The certificate of a device: it binds a stroke of ink to a document, and certifies nobody.

A device is named by its Ed25519 key (``journal.device_id``). Its certificate is made from that key alone, so a device
has one. For each signature a key is made, certified by the device, used once and forgotten: a reader that knows no
Ed25519 still checks the signature itself. In the terms of PP 71/2019 Ps 60(2) this is a *TTE tidak tersertifikasi*.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from fieldsurvey.journal import device_id

if TYPE_CHECKING:
    from collections.abc import Iterable

UNCERTIFIED = "TTE tidak tersertifikasi"
_DEVICE = "Perangkat fieldsurvey"
_SHOWN = 8  # digits of a device's id in its name
# A device's key has no end of its own; the seal of a visit must be checked for as long as the visit is kept.
_FROM, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True, slots=True)
class OneTimeKey:
    """A key for one signature.

    Attributes:
        key: PKCS#8, DER.
        certificate: the person's, DER.
        device: the device's certificate, DER.
    """

    key: bytes
    certificate: bytes
    device: bytes


def device_certificate(signing: Ed25519PrivateKey) -> x509.Certificate:
    """Return the certificate of a device, always the same for the same key."""
    public = signing.public_key()
    identity = device_id(public.public_bytes_raw())
    name = _device_name(identity)
    return (
        _builder(name, name, public, int(identity, 16) >> 1 or 1)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .sign(signing, None)
    )


def one_time_key(signing: Ed25519PrivateKey, person: str) -> OneTimeKey:
    """Make a key for one signature of a person who has no certificate.

    Args:
        signing: the device's key.
        person: the name to stand in the certificate.
    """
    device = device_certificate(signing)
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name((NameOID.ORGANIZATION_NAME, UNCERTIFIED), (NameOID.COMMON_NAME, person[:64]))
    certificate = (
        _builder(name, device.subject, key.public_key(), x509.random_serial_number())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(authority=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, _DOCUMENT_SIGNING]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(device.public_key()),  # type: ignore[arg-type]  # Ed25519
            critical=False,
        )
        .sign(signing, None)
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return OneTimeKey(
        private, certificate.public_bytes(Encoding.DER), device.public_bytes(Encoding.DER)
    )


def device_of(signer: bytes, others: Iterable[bytes]) -> tuple[str, bytes] | None:
    """Return the device that vouches for a signer's certificate, and its certificate (DER).

    Args:
        signer: the signer's certificate, DER.
        others: the certificates beside it, DER.

    Returns:
        None when no device does; the device's id is computed from its key, never read from a name.
    """
    own = x509.load_der_x509_certificate(signer)
    for data in others:
        certificate = x509.load_der_x509_certificate(data)
        public: Any = certificate.public_key()
        if certificate.subject != own.issuer or not isinstance(public, Ed25519PublicKey):
            continue
        identity = device_id(public.public_bytes_raw())
        if certificate.subject != _device_name(identity):
            continue
        try:
            public.verify(own.signature, own.tbs_certificate_bytes)
            public.verify(certificate.signature, certificate.tbs_certificate_bytes)
        except InvalidSignature:
            continue
        return identity, data
    return None


def _device_name(identity: str) -> x509.Name:
    return _name(
        (NameOID.ORGANIZATION_NAME, UNCERTIFIED),
        (NameOID.COMMON_NAME, f"{_DEVICE} {identity[:_SHOWN]}"),
        (NameOID.SERIAL_NUMBER, identity),
    )


def _name(*parts: tuple[ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts])


def _builder(
    subject: x509.Name, issuer: x509.Name, public: Any, serial: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def key_usage(*, authority: bool, lists: bool = False) -> x509.KeyUsage:
    """Return what a key may do: certify, and sign revocation ``lists``; or sign documents."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=lists,
        encipher_only=False,
        decipher_only=False,
    )
