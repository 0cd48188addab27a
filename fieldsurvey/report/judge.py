"""The judgement of pyHanko on one document, put into our terms."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from asn1crypto import x509 as asn1_x509
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from fieldsurvey.report.alterations import alterations
from fieldsurvey.report.device_certificate import device_of
from fieldsurvey.report.evidence_files import NO_REVOCATION
from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.report.signed_states import StateReader
from fieldsurvey.report.verification import SignatureReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fieldsurvey.report.evidence_files import Revocation

# Qualified or not, a signer's certificate may carry either; pyHanko alone would insist on the second.
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


class Judge:
    """Judges the signatures of one document.

    Args:
        data: the PDF.
        roots: certificates of the authorities to trust; None judges no chain.
        revocation: lists and answers given beside those that the document carries.
        devices: ids of the devices that worked on the visit; None when no database was asked.
    """

    def __init__(
        self,
        data: bytes,
        roots: Sequence[Any] | None,
        revocation: Revocation = NO_REVOCATION,
        devices: frozenset[str] | None = None,
    ) -> None:
        self._data = data
        self._reader = StateReader(io.BytesIO(data))
        self._roots, self._revocation, self._devices = roots, revocation, devices
        self.encrypted: bool = bool(self._reader.encrypted)
        self.embedded: list[Any] = [] if self.encrypted else list(self._reader.embedded_signatures)
        self._dss = None if self.encrypted else _security_store(self._reader)

    def report(self, embedded: Any, person: str) -> tuple[SignatureReport, str]:
        """Return what is to be said of one signature, and why if it was changed or is not trusted.

        Where the present state is too damaged to be compared with the signed one, the signature
        itself is judged all the same.
        """
        try:
            return self._report(embedded, person, compare=True)
        except Exception:  # noqa: BLE001  pyHanko raises anything on damaged files
            return self._report(embedded, person, compare=False)

    def _report(self, embedded: Any, person: str, *, compare: bool) -> tuple[SignatureReport, str]:
        claimed = embedded.self_reported_timestamp
        certificate = embedded.signer_cert
        stamp = embedded.sig_object_type == "/DocTimeStamp"
        found = device_of(certificate.dump(), [c.dump() for c in embedded.other_embedded_certs])
        device, roots = (found[0] if found else ""), self._roots
        if found and self._devices is not None and device in self._devices:
            roots = [*(roots or ()), asn1_x509.Certificate.load(found[1])]
        status = self._status(embedded, claimed, roots, stamp=stamp, compare=compare)
        time, vouched = self._time(status, claimed, stamp=stamp)
        if time is not None and time != claimed:
            status = self._status(embedded, time, roots, stamp=stamp, compare=compare)
        changed, why = _changes(status) if compare else (True, "tidak dapat dibandingkan lagi")
        expired = time is not None and not (
            certificate.not_valid_before <= time <= certificate.not_valid_after
        )
        trusted = None if roots is None else bool(status.trusted)
        if trusted is False and not why:
            why = _chain_problem(status)
        report = SignatureReport(
            field=embedded.field_name,
            person=person,
            signer=_common_name(certificate.subject),
            issuer=_common_name(certificate.issuer),
            level=self._level(embedded, status, stamp=stamp),
            time=time,
            time_trusted=vouched,
            intact=bool(status.intact and status.valid),
            changed=changed,
            covers=_COVERS.get(status.coverage, "part"),
            trusted=trusted,
            expired=expired,
            revoked=bool(status.revoked),
            revocation="revoked"
            if status.revoked
            else self._revocation_of(embedded, time, roots, trusted=bool(trusted), stamp=stamp),
            chain=_chain(status) or (_common_name(certificate.subject),),
            device=device,
        )
        return report, why

    def _revocation_of(
        self, embedded: Any, moment: datetime | None, roots: Any, *, trusted: bool, stamp: bool
    ) -> str:
        """Return ``good`` when lists or answers at hand say that nothing in the chain was revoked."""
        if not trusted or stamp or not (self._revocation.any or self._dss is not None):
            return "unknown"
        strict = self._context(embedded, moment, roots, mode="require")
        status = validate_pdf_signature(
            embedded, strict, strict, key_usage_settings=_USAGE, skip_diff=True
        )
        return "good" if status.trusted else "unknown"

    def what_was_changed(self) -> list[Remark]:
        """Return how the document differs from what the first signature covers, beyond further signatures."""
        if not self.embedded:
            return []
        end = self.embedded[0].byte_range[2] + self.embedded[0].byte_range[3]
        return alterations(self._data[:end], self._data)

    def fields_of_their_own(self) -> tuple[list[str], list[str]]:
        """Return the fields that came after the first signature: those signed, and those not."""
        if not self.embedded:
            return [], []
        root = self._reader.get_historical_root(self.embedded[0].signed_revision)
        before, after = _fields(root), _fields(self._reader.root)
        new = [name for name in after if name not in before]
        return [n for n in new if after[n]], [n for n in new if not after[n]]

    def tail_problems(self) -> list[Remark]:
        """Return what is wrong behind the last signature that no revision of the file explains."""
        if not self.embedded:
            return []
        last = self.embedded[-1]
        revisions = self._reader.xrefs.total_revisions
        if (
            last.signed_revision == revisions - 1
            and last.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        ):
            return [remark("appended")]
        return []

    def _status(
        self, embedded: Any, moment: datetime | None, roots: Any, *, stamp: bool, compare: bool
    ) -> Any:
        if stamp:
            context = self._context(embedded, None, roots)
            return validate_pdf_timestamp(embedded, context, skip_diff=not compare)
        return validate_pdf_signature(
            embedded,
            self._context(embedded, moment, roots),
            self._context(embedded, None, roots),
            key_usage_settings=_USAGE,
            skip_diff=not compare,
        )

    def _context(
        self, embedded: Any, moment: datetime | None, roots: Any, *, mode: str = "soft-fail"
    ) -> ValidationContext:
        """Return where trust comes from; without authorities, the document's own, for revocation only."""
        inside = list(embedded.other_embedded_certs)
        options: dict[str, Any] = {
            "trust_roots": list(roots)
            if roots is not None
            else [c for c in inside if c.self_signed != "no"],
            "other_certs": inside,
            "allow_fetching": False,
            "revocation_mode": mode,
            "crls": self._revocation.crls,
            "ocsps": self._revocation.ocsps,
        }
        if moment is not None:
            # What revoked it may be younger than the signature: it is evidence all the same.
            options |= {"moment": moment, "retroactive_revinfo": True}
        if self._dss is not None:
            return self._dss.as_validation_context(options)
        return ValidationContext(**options)

    def _time(
        self,
        status: Any,
        claimed: datetime | None,
        *,
        stamp: bool,
    ) -> tuple[datetime | None, bool]:
        """Return the time to judge by, and whether an authority vouches for it."""
        token = status if stamp else status.timestamp_validity
        if token is None or not (token.intact and token.valid):
            return claimed, False
        return token.timestamp, self._roots is not None and bool(token.trusted)

    def _level(self, embedded: Any, status: Any, *, stamp: bool) -> str:
        if stamp:
            return "document time stamp"
        if embedded.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
            return "not PAdES"
        if status.timestamp_validity is None:
            return "B-B"
        return "B-T" if self._dss is None else "B-LT"


def _security_store(reader: StateReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def _changes(status: Any) -> tuple[bool, str]:
    """Return whether the document was altered after a signature, and how pyHanko puts it."""
    if status.coverage not in _COVERS:
        return True, "hanya sebagian berkas yang ditandatangani"
    if isinstance(status.diff_result, SuspiciousModification):
        return True, " ".join(str(status.diff_result).split())[:200]
    level = status.modification_level
    if level is None or level.value > ModificationLevel.FORM_FILLING.value:
        return True, "ada catatan atau isi lain yang ditambahkan"
    return False, ""


def _fields(root: Any) -> dict[str, bool]:
    """Return the fields of a state of the document, and whether each is filled."""
    if "/AcroForm" not in root or "/Fields" not in root["/AcroForm"]:
        return {}
    array = root["/AcroForm"]["/Fields"]
    fields = [array[place] for place in range(len(array))]  # by place: references are followed
    return {str(field["/T"]): "/V" in field for field in fields if "/T" in field}


_CHAIN_PROBLEMS = {
    "NO_CERTIFICATE_CHAIN_FOUND": "tidak ada jalur ke otoritas yang diberikan",
    "EXPIRED": "sertifikat dalam rantainya kedaluwarsa",
    "NOT_YET_VALID": "sertifikat dalam rantainya belum berlaku",
    "REVOKED_NO_POE": "sertifikatnya dicabut",
    "REVOKED_CA_NO_POE": "sertifikat penerbitnya dicabut",
}


def _chain_problem(status: Any) -> str:
    indication = status.trust_problem_indic
    name = "NO_CERTIFICATE_CHAIN_FOUND" if indication is None else str(indication.name)
    return _CHAIN_PROBLEMS.get(name, name.replace("_", " ").lower())


def _chain(status: Any) -> tuple[str, ...]:
    """Return the names from the signer up to the authority that is trusted."""
    path = getattr(status, "validation_path", None)
    if path is None:
        return ()
    above = [
        _common_name(certificate.subject) for certificate in path.iter_certs(include_root=True)
    ]
    return tuple(reversed(above))


def _common_name(name: Any) -> str:
    found = name.native.get("common_name", name.human_friendly)
    return found if isinstance(found, str) else ", ".join(found)
