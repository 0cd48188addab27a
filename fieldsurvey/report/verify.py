"""Verifying: who signed, whether each signature holds, and whether the pages were changed since.

Offline: chains are built from the certificates given and those inside the document; revocation is
judged by what the document carries and by the files given. A page drawn over in an incremental
update leaves every digest intact, so the difference between the signed and the present state is
analysed too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.report.bounds import bounded
from fieldsurvey.report.document import places, quiet_pyhanko, read_document
from fieldsurvey.report.evidence_files import (
    NO_REVOCATION,
    Revocation,
    read_authorities,
    read_revocation,
)
from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.report.signed_ranges import SignedRange, State, ends_whole, signed_ranges
from fieldsurvey.report.verification import Verification, notes_of, problems_of, same_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def verify(
    path: Path,
    trust: Path | tuple[Path, ...] | None = None,
    *,
    revocation: Sequence[Path] = (),
    devices: frozenset[str] | None = None,
) -> Verification:
    """Verify the signatures of a document.

    Args:
        path: the PDF.
        trust: PEM or DER certificates of the authorities to trust; without, no chain is judged.
        revocation: lists of revoked certificates and OCSP responses, PEM or DER.
        devices: ids of the devices that worked on the visit, which may bind ink; None asks nobody.

    Returns:
        What was found; a damaged or unsigned document is a problem in it, not an exception.

    Raises:
        FileProblem: a file cannot be read, or is not what it is given as.
        PdfTooCostly: the PDF takes more than a document of a visit does.
    """
    files = trust if isinstance(trust, tuple) else () if trust is None else (trust,)
    roots = read_authorities(files) if files else None
    known = read_revocation(revocation)
    with bounded(path):
        return verify_data(path, read_document(path), roots, revocation=known, devices=devices)


def verify_data(
    path: Path,
    data: bytes,
    roots: Sequence[Any] | None = None,
    *,
    revocation: Revocation = NO_REVOCATION,
    devices: frozenset[str] | None = None,
) -> Verification:
    """Verify a document held in memory; ``roots`` are certificates of authorities, or None."""
    from fieldsurvey.report.judge import Judge

    quiet_pyhanko()
    ranges = signed_ranges(data)
    try:
        judge = Judge(data, roots, revocation, devices)
        found = {} if judge.encrypted else {each.name: each for each in places(path, data)}
    except Exception as error:  # noqa: BLE001  pyHanko raises anything on damaged files
        what = remark("unreadable", what=type(error).__name__)
        return Verification(path, problems=(what, *_damage(data, ranges)))
    if judge.encrypted:
        return Verification(path, problems=(remark("encrypted"),))
    signatures, problems, notes = [], [], []
    for embedded in judge.embedded:
        name = embedded.field_name
        person = found[name].person if name in found else ""
        try:
            report, why = judge.report(embedded, person)
        except Exception as error:  # noqa: BLE001  as above
            problems.append(remark("field-unreadable", field=name, what=type(error).__name__))
            continue
        signatures.append(report)
        problems += problems_of(report, why, devices)
        notes += notes_of(report)
    if not judge.embedded:
        problems.append(remark("unsigned"))
    problems += judge.tail_problems()
    problems += _damage(data, ranges)
    problems += _changes(judge, problems, notes)
    waiting = [each for each in found.values() if not each.filled]
    names = [
        f"{each.person or '?'} ({each.name})"
        for each in waiting
        if not each.spare and not any(same_name(each.person, one.signer) for one in signatures)
    ]
    if names:
        notes.append(remark("waiting", names=", ".join(names)))
    return Verification(path, tuple(signatures), tuple(problems), tuple(notes))


def _damage(data: bytes, ranges: Sequence[SignedRange]) -> list[Remark]:
    """Return what was done to the bytes of a file: cut, saved again, altered and where."""
    states = [each.state for each in ranges]
    if State.MOVED in states and State.HOLDS not in states:
        return [remark("resaved")]
    if State.CUT in states:
        return [remark("cut", missing=ranges[-1].end - len(data))]
    if data.startswith(b"%PDF") and not ends_whole(data):
        return [remark("cut-end")]
    first = next((n for n, state in enumerate(states) if state is not State.HOLDS), None)
    if first is None:
        return []
    return [remark("altered-part", number=first + 1) if first else remark("altered-text")]


def _changes(judge: Any, problems: Sequence[Remark], notes: list[Remark]) -> list[Remark]:
    """Return what was changed by a later revision, named; notes fields that were added and signed."""
    try:
        signed, unsigned = judge.fields_of_their_own()
    except Exception:  # noqa: BLE001  pyHanko raises anything on damaged files
        signed, unsigned = [], []
    for embedded in judge.embedded:
        if embedded.field_name in signed:
            who = (
                f"{embedded.signer_cert.subject.native.get('common_name')} ({embedded.field_name})"
            )
            notes.append(remark("own-field", who=who))
    named: list[Remark] = []
    codes = {problem.code for problem in problems}
    if codes & {"changed", "appended"} and not codes & {"broken", "resaved"}:
        named = judge.what_was_changed()
        if "changed" in codes and not named:
            named = [remark("other-change", why="tidak dapat dirinci")]
    if unsigned and not any(each.code == "field-added" for each in named):
        named.append(remark("field-added", names=", ".join(unsigned)))
    return named
