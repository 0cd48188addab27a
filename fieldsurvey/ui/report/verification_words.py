"""What verifying found, said plainly in the language of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from fieldsurvey.indonesia import local_moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fieldsurvey.report import SignatureReport
    from fieldsurvey.report.remarks import Remark

_C = "Verification"

#: code of ``report.remarks`` → English source; a test holds the two tables equal.
REMARKS: Mapping[str, str] = {
    "unreadable": QT_TRANSLATE_NOOP("Verification", "The file is not a readable PDF: it is cut short or damaged."),
    "encrypted": QT_TRANSLATE_NOOP("Verification", "The file is encrypted and cannot be verified."),
    "unsigned": QT_TRANSLATE_NOOP("Verification", "Nobody has signed this document."),
    "field-unreadable": QT_TRANSLATE_NOOP("Verification", "The signature in field {field} cannot be read."),
    "broken": QT_TRANSLATE_NOOP("Verification", "{who}: the signed content was changed. The signature is void."),
    "changed": QT_TRANSLATE_NOOP("Verification", "{who}: the document was changed after this signature."),
    "revoked": QT_TRANSLATE_NOOP("Verification", "{who}: the certificate was revoked."),
    "expired": QT_TRANSLATE_NOOP("Verification", "{who}: the certificate was not valid when it signed."),
    "untrusted": QT_TRANSLATE_NOOP("Verification", "{who}: the certificate comes from no trusted authority."),
    "appended": QT_TRANSLATE_NOOP("Verification", "Nobody signed what was added after the last signature."),
    "unknown-chain": QT_TRANSLATE_NOOP("Verification", "{who}: its issuer was not compared with a list."),
    "claimed-time": QT_TRANSLATE_NOOP("Verification", "{who}: the time comes from the signer's own clock."),
    "future-time": QT_TRANSLATE_NOOP("Verification", "{who}: the time given lies in the future."),
    "other-person": QT_TRANSLATE_NOOP("Verification", "{who}: the place was made for {person}."),
    "waiting": QT_TRANSLATE_NOOP("Verification", "Not signed yet: {names}."),
    "no-seal": QT_TRANSLATE_NOOP("Verification", "The document carries no seal: it cannot be compared with the data."),
    "seal-unreadable": QT_TRANSLATE_NOOP("Verification", "The document's seal cannot be read: it was not made here."),
    "other-database": QT_TRANSLATE_NOOP("Verification", "The document belongs to a visit that is not on this laptop."),
    "unknown-seal": QT_TRANSLATE_NOOP("Verification", "The visit was never sealed as the document says ({digest})."),
    "database": QT_TRANSLATE_NOOP("Verification", "The database itself is not in order: {what}"),
    "seal-missing": QT_TRANSLATE_NOOP("Verification", "{count} sealed entries are missing on this laptop."),
    "seal-altered": QT_TRANSLATE_NOOP("Verification", "{count} sealed entries were altered afterwards."),
    "seal-added": QT_TRANSLATE_NOOP("Verification", "{count} entries were slipped in under the seal."),
    "lifted": QT_TRANSLATE_NOOP("Verification", "The seal was lifted afterwards: this document is void."),
    "late": QT_TRANSLATE_NOOP("Verification", "{count} changes arrived after the seal and are not in the document."),
    "in-spite": QT_TRANSLATE_NOOP("Verification", "Sealed although something was missing; the document lists it."),
    "seal-holds": QT_TRANSLATE_NOOP("Verification", "The data still is what was sealed ({digest})."),
    "cut": QT_TRANSLATE_NOOP("Verification", "The file is cut short: its last {missing} bytes are missing."),
    "cut-end": QT_TRANSLATE_NOOP("Verification", "The file is cut short: its end is missing."),
    "resaved": QT_TRANSLATE_NOOP("Verification", "Another program saved the file again, which breaks every signature."),
    "altered-text": QT_TRANSLATE_NOOP("Verification", "The text itself was altered."),
    "altered-part": QT_TRANSLATE_NOOP("Verification", "What signature number {number} added to the file was altered."),
    "pages": QT_TRANSLATE_NOOP("Verification", "It had {before} pages when it was signed and has {after} now."),
    "drawn": QT_TRANSLATE_NOOP("Verification", "Replaced or painted over after signing: page {pages}."),
    "annotated": QT_TRANSLATE_NOOP("Verification", "Notes or fields were put on page {pages} after signing."),
    "field-added": QT_TRANSLATE_NOOP("Verification", "Fields were added after signing: {names}."),
    "attachment": QT_TRANSLATE_NOOP("Verification", "Attachments were exchanged, added or removed: {names}."),
    "other-change": QT_TRANSLATE_NOOP("Verification", "There are other changes that are no signing ({why})."),
    "own-field": QT_TRANSLATE_NOOP("Verification", "{who}: signed in a place that the document had not prepared."),
    "uncertified": QT_TRANSLATE_NOOP("Verification", "{who}: ink on screen, not certified, bound by device {device}."),
    "device-unknown": QT_TRANSLATE_NOOP("Verification", "{who}: device {device} never worked on this visit."),
    "not-as-made": QT_TRANSLATE_NOOP("Verification", "This is not the text {document} that this laptop made."),
    "not-recorded": QT_TRANSLATE_NOOP("Verification", "There is no record of {document} here to compare it with."),
    "older": QT_TRANSLATE_NOOP("Verification", "This file is older than what is on record, with {names}."),
    "on-paper": QT_TRANSLATE_NOOP("Verification", "{person} signed on paper, which is the original; scan {digest}."),
    "elsewhere": QT_TRANSLATE_NOOP("Verification", "{person} signed a file of its own, an original too: {digest}."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row of the panel.

    Attributes:
        kind: ``good``, ``warn`` or ``bad``.
        headline: the judgement in a few words, its sign first.
        lines: what it rests on.
    """

    kind: str
    headline: str
    lines: tuple[str, ...]


def remark_text(remark: Remark) -> str:
    """Return a finding of ``report.verify`` or ``report.compare_seal`` in words."""
    return _say(REMARKS[remark.code]).format(**remark.params)


def verdict_on(report: SignatureReport, zone: str) -> Verdict:
    """Return what is to be said of one signature.

    Args:
        report: what verifying found.
        zone: the site's time zone.
    """
    kind, headline = _judgement(report)
    certificate = (
        QT_TRANSLATE_NOOP("Verification", "Certificate of {signer}; its issuer was not compared with a list: {issuer}")
        if report.trusted is None
        else QT_TRANSLATE_NOOP("Verification", "Certificate of {signer}, issued by {issuer}")
    )  # fmt: skip
    lines = [_say(certificate).format(signer=report.signer, issuer=report.issuer)]
    if report.time is None:
        lines.append(_say(QT_TRANSLATE_NOOP("Verification", "It does not say when.")))
    elif report.time_trusted:
        text = QT_TRANSLATE_NOOP("Verification", "{time}, vouched for by a time-stamp authority")
        lines.append(_say(text).format(time=moment_text(report.time, zone)))
    else:
        text = QT_TRANSLATE_NOOP(
            "Verification", "{time} by the signer's own clock (no trusted time)"
        )
        lines.append(_say(text).format(time=moment_text(report.time, zone)))
    lines.append(_weight(report))
    if report.person and report.person.casefold() != report.signer.casefold():
        text = QT_TRANSLATE_NOOP("Verification", "The place was made for {person}.")
        lines.append(_say(text).format(person=report.person))
    return Verdict(kind, headline, tuple(lines))


_REVOCATION: Mapping[str, str] = {
    "good": QT_TRANSLATE_NOOP("Verification", "not revoked"),
    "revoked": QT_TRANSLATE_NOOP("Verification", "revoked"),
    "unknown": QT_TRANSLATE_NOOP("Verification", "unknown whether revoked"),
}


def _weight(report: SignatureReport) -> str:
    """Return level, chain and revocation in a line; what an ink signature is worth instead of a level."""
    level = (
        _say(QT_TRANSLATE_NOOP("Verification", "Ink on screen, not certified"))
        if report.device
        else f"PAdES {report.level}"
    )
    chain = " < ".join(report.chain if len(report.chain) > 1 else (report.signer, report.issuer))
    return f"{level} · {chain} · {_say(_REVOCATION[report.revocation])}"


def moment_text(moment: datetime, zone: str) -> str:
    """Return day and time at the site."""
    local = local_moment(moment, zone)
    return QLocale().toString(local.date(), "d MMMM yyyy") + f" {local:%H.%M}"


def _judgement(report: SignatureReport) -> tuple[str, str]:
    person = report.person or report.signer
    bad = {
        QT_TRANSLATE_NOOP("Verification", "✗ {person}: void, the signed content was changed"): not report.intact,
        QT_TRANSLATE_NOOP("Verification", "✗ {person}: the document was changed after signing"): report.changed,
        QT_TRANSLATE_NOOP("Verification", "✗ {person}: the certificate was revoked"): report.revoked,
        QT_TRANSLATE_NOOP("Verification", "✗ {person}: the certificate was not valid when it signed"): report.expired,
        QT_TRANSLATE_NOOP("Verification", "✗ {person}: no trusted authority"): report.trusted is False,
    }  # fmt: skip
    for text, holds in bad.items():
        if holds:
            return "bad", _say(text).format(person=person)
    text = (
        QT_TRANSLATE_NOOP("Verification", "✓ {person}: valid, nothing was changed since")
        if report.covers == "file"
        else QT_TRANSLATE_NOOP("Verification", "✓ {person}: valid; only signatures followed")
    )
    return "good", _say(text).format(person=person)


def _say(source: str) -> str:
    return QCoreApplication.translate(_C, source)
