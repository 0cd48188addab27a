"""The example's PDF, its people's keys, and files signed with them; each made once a run."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE, SampleCA, make_ca, make_signer
from fieldsurvey.report import Paper, make_berita_acara, sign
from tests.report.report_example import HOST, LEAD, NAMES, example, with_visit

SIGNERS = (LEAD, HOST, "p-witness1")


@cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fieldsurvey-report-"))


@cache
def paper() -> Paper:
    """The unsigned berita acara; never write to it, take a copy."""
    return make_berita_acara(example(), folder() / "unsigned.pdf")


@cache
def authority() -> SampleCA:
    return make_ca("Otoritas Contoh")


@cache
def authority_file() -> Path:
    path = folder() / "ca.pem"
    path.write_bytes(authority().pem)
    return path


@cache
def key_of(person: str) -> bytes:
    return make_signer(authority(), NAMES[person])


def sign_as(path: Path, person: str, *, out: Path | None = None) -> None:
    sign(path, key_of(person), SAMPLE_PASSPHRASE, NAMES[person], out=out)


@cache
def signed() -> Path:
    """The berita acara with three signatures; never write to it, take a copy."""
    path = folder() / "signed.pdf"
    shutil.copy(paper().path, path)
    for person in SIGNERS:
        sign_as(path, person)
    return path


@cache
def brief_paper() -> Paper:
    """Minutes of a few pages, without photos, findings and scores: quick to judge; never write to it."""
    content = with_visit(example(), photos=(), findings=(), responses=(), events=())
    return make_berita_acara(replace(content, score=None), folder() / "brief.pdf")


@cache
def brief_signed() -> Path:
    """The same with two signatures; never write to it, take a copy."""
    path = folder() / "brief-signed.pdf"
    shutil.copy(brief_paper().path, path)
    for person in SIGNERS[:2]:
        sign_as(path, person)
    return path


def text_of(path: Path, *options: str) -> str:
    return run("pdftotext", *options, str(path), "-")


def run(*command: str) -> str:
    """Run an independent tool and return its output."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def revocation_list(ca: SampleCA, revoked: list[bytes], form: str = "DER") -> bytes:
    """Return a list of revoked certificates, those of PKCS#12 files among them."""
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.certificate.subject)
        .last_update(now - dt.timedelta(minutes=10))
        .next_update(now + dt.timedelta(days=1))
    )
    for key in revoked:
        certificate = pkcs12.load_key_and_certificates(key, SAMPLE_PASSPHRASE.encode())[1]
        assert certificate is not None
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(now - dt.timedelta(minutes=30))
            .build()
        )
    return builder.sign(ca.key, hashes.SHA256()).public_bytes(getattr(Encoding, form))
