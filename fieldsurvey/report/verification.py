"""What can be said of the signatures of a document, as data and in sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.report.document import SPARE
from fieldsurvey.report.remarks import Remark, remark

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature.

    Attributes:
        field: the field that holds it.
        person: whom the field was made for.
        signer: name in the certificate.
        issuer: who issued the certificate.
        level: ``B-B``, ``B-T``, ``B-LT``, ``document time stamp``, or ``not PAdES``.
        time: when it was made, None when it does not say.
        time_trusted: a time-stamp authority vouches for the time; otherwise the signer claims it.
        intact: the signed bytes are unchanged and the signature over them is right.
        changed: the document was altered after it in a way that signing does not explain.
        covers: ``file``, ``revision`` (others signed later), or ``part``.
        trusted: its chain leads to an authority given; None when none was given.
        expired: its certificate was not valid at ``time``.
        revoked: its certificate was revoked, as far as the document and the lists given know.
        revocation: ``good``, ``revoked``, or ``unknown`` where nothing at hand says.
        chain: names from the signer up to the authority; the signer alone where none is known.
        device: the device whose seal binds it, for a *TTE tidak tersertifikasi*; else ``""``.
    """

    field: str
    person: str
    signer: str
    issuer: str
    level: str
    time: datetime | None
    time_trusted: bool
    intact: bool
    changed: bool
    covers: str
    trusted: bool | None
    expired: bool
    revoked: bool
    revocation: str = "unknown"
    chain: tuple[str, ...] = ()
    device: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What is to be said of a document.

    Attributes:
        path: the document.
        signatures: in the order they were made.
        problems: why it must not be relied on; empty when all is well.
        notes: what is worth knowing beside that.
    """

    path: Path
    signatures: tuple[SignatureReport, ...] = ()
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against the document."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        signatures = []
        for signature in self.signatures:
            record = asdict(signature)
            record["time"] = signature.time.isoformat() if signature.time is not None else None
            signatures.append(record)
        return {
            "path": str(self.path),
            "ok": self.ok,
            "signatures": signatures,
            "problems": list(self.problems),
            "notes": list(self.notes),
            "codes": [problem.code for problem in self.problems],
        }


def problems_of(report: SignatureReport, why: str, devices: frozenset[str] | None) -> list[Remark]:
    """Return what speaks against one signature.

    Args:
        report: what was found.
        why: explains a change or a broken chain.
        devices: the devices that worked on the visit; None when no database was asked.
    """
    who = f"{report.signer} ({report.field})"
    if not report.intact:
        return [remark("broken", who=who)]
    found = []
    if report.changed:
        found.append(remark("changed", who=who))
    if report.revoked:
        found.append(remark("revoked", who=who))
    if report.expired:
        found.append(remark("expired", who=who))
    if report.device and devices is not None and report.device not in devices:
        found.append(remark("device-unknown", who=who, device=report.device[:8]))
    elif report.trusted is False and not (report.revoked or report.expired):
        found.append(remark("untrusted", who=who, why=why))
    return found


def notes_of(report: SignatureReport) -> list[Remark]:
    """Return what is worth knowing of one signature that holds."""
    who = f"{report.signer} ({report.field})"
    found = []
    if report.device:
        found.append(remark("uncertified", who=who, device=report.device[:8]))
    elif report.trusted is None:
        found.append(remark("unknown-chain", who=who))
    if not report.time_trusted:
        found.append(remark("claimed-time", who=who))
    if report.time is not None and report.time > datetime.now(UTC) and not report.time_trusted:
        found.append(remark("future-time", who=who))
    if (
        report.person
        and not same_name(report.person, report.signer)
        and not report.field.startswith(SPARE)
    ):
        found.append(remark("other-person", who=who, person=report.person))
    return found


def same_name(one: str, other: str) -> bool:
    """Return whether two names are one, without regard to case and spaces."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
