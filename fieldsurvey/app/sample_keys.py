"""Certificates for samples and tests: invented people, an invented authority, worth nothing in law."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from fieldsurvey.report.device_certificate import key_usage

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning, RFC 9336
SAMPLE_PASSPHRASE = "contoh"  # noqa: S105  not a secret: it protects nothing
"""Passphrase of every sample key; public on purpose."""

_NO_CRL = "http://crl.contoh.invalid/ca.crl"
_CA_YEARS = 10


@dataclass(frozen=True, slots=True)
class SampleCA:
    """An authority that exists only in samples.

    Attributes:
        certificate: its own certificate.
        key: its private key.
    """

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate as PEM, as ``verify --trust`` takes it."""
        return self.certificate.public_bytes(Encoding.PEM)


def make_ca(name: str, *, now: dt.datetime | None = None) -> SampleCA:
    """Make an authority valid from five years before ``now`` for ten years."""
    moment = now or dt.datetime.now(dt.UTC)
    start = moment - dt.timedelta(days=365 * _CA_YEARS // 2)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    builder = (
        _builder(subject, subject, key.public_key(), start, start + dt.timedelta(365 * _CA_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True, lists=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return SampleCA(builder.sign(key, hashes.SHA256()), key)


def make_signer(
    ca: SampleCA,
    name: str,
    not_before: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
    *,
    passphrase: str = SAMPLE_PASSPHRASE,
) -> bytes:
    """Return a PKCS#12 file with a signer's key, certificate and authority.

    Args:
        ca: who vouches.
        name: the signer's name.
        not_before: an hour ago by default.
        not_after: a year from now by default.
        passphrase: protects the file.
    """
    now = dt.datetime.now(dt.UTC)
    start, end = (
        not_before or now - dt.timedelta(hours=1),
        not_after or now + dt.timedelta(days=365),
    )
    key = ec.generate_private_key(ec.SECP256R1())
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.key.public_key())
    builder = (
        _builder(_name(name), ca.certificate.subject, key.public_key(), start, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(authority=False), critical=True)
        # Without both of these poppler 22 calls a good signature unknown.
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, DOCUMENT_SIGNING]),
            critical=False,
        )
        .add_extension(
            x509.CRLDistributionPoints(
                [
                    x509.DistributionPoint(
                        [x509.UniformResourceIdentifier(_NO_CRL)], None, None, None
                    )
                ]
            ),
            critical=False,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority, critical=False)
    )
    certificate = builder.sign(ca.key, hashes.SHA256())
    return serialize_key_and_certificates(
        name.encode(),
        key,
        certificate,
        [ca.certificate],
        BestAvailableEncryption(passphrase.encode()),
    )


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "CONTOH - bukan sertifikat resmi"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    start: dt.datetime,
    end: dt.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
