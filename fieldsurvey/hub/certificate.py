"""The TLS identity of a hub: a key and a certificate that it made itself and laptops pin when they pair."""

from __future__ import annotations

import secrets
import ssl
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from fieldsurvey.journal import DeviceStorage

#: No clock of a laptop may decide whether it can sync; RFC 5280, 4.1.2.5, gives this end to "no end".
_FROM, _UNTIL = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def identity(storage: DeviceStorage) -> bytes:
    """Return this device's TLS key and certificate (PEM), made when it serves for the first time."""
    pem = storage.server_identity()
    if pem is None:
        pem = _make()
        storage.keep_server_identity(pem)
    return pem


def certificate_der(pem: bytes) -> bytes:
    """Return the certificate in an identity as it goes over the wire."""
    return x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)


def tls_context(pem: bytes) -> ssl.SSLContext:
    """Return the server's side of TLS 1.3 for an identity."""
    key = serialization.load_pem_private_key(pem, None)
    passphrase = secrets.token_bytes(32).hex().encode()
    # Python's ssl reads keys from files only: what it reads is encrypted, and gone at once.
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )
    certificate = x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    with tempfile.TemporaryDirectory(prefix="fieldsurvey-") as folder:
        chain = Path(folder) / "chain.pem"
        chain.write_bytes(locked + certificate)
        context.load_cert_chain(chain, password=passphrase)
    return context


def _make() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "fieldsurvey hub")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    clear = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return clear + certificate.public_bytes(serialization.Encoding.PEM)
