"""Does a file hold the text that this database made, and every signature that it knows of?"""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from fieldsurvey.report.kinds import NUMBERED
from fieldsurvey.report.only_signed import only_signed
from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.survey.signatures import Original, signatures, standing_document

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from fieldsurvey.store import Store
    from fieldsurvey.survey.ports import Records
    from fieldsurvey.survey.signatures import Signature

_SHOWN = 8
_END = re.compile(rb"%%EOF[\r\n]*")
_REVISIONS = 64  # what was made is the first one of a file


def compare_signatures(
    data: bytes, attachment: Mapping[str, Any], store: Store
) -> tuple[list[Remark], list[Remark]]:
    """Compare a file with what the database notes of its document.

    Args:
        data: the PDF.
        attachment: its ``seal.json``.
        store: an open store.

    Returns:
        Problems (another text, one that nobody made here, or fewer signatures than were noted) and notes (who signed
        elsewhere, and where there is no text to compare with).
    """
    visit, code = str(attachment.get("visit", "")), str(attachment.get("document", ""))
    if visit not in store.streams():
        return [], []
    document = standing_document(store, visit, code)
    if document is None:
        # Whoever copies the digest of a seal can print it under a text of their own.
        unknown = [remark("not-recorded", document=code or "?")]
        return (unknown, []) if attachment.get("kind") in NUMBERED else ([], unknown)
    noted = signatures(store, visit, document.id)
    digest = hashlib.sha256(data).hexdigest()
    own = _is_noted(digest, noted)
    problems: list[Remark] = []
    if not is_as_made(store, visit, document.id, data):
        problems.append(remark("not-as-made", document=code))
    lacking = [
        each.person
        for each in noted
        if each.original == Original.FILE
        and hashlib.sha256(data[: each.size]).hexdigest() != each.sha256
    ]
    if lacking and not own:
        problems.append(remark("older", names=", ".join(lacking)))
    notes = [
        remark(
            "on-paper" if each.original == Original.PAPER else "elsewhere",
            person=each.person,
            digest=each.sha256[:_SHOWN],
        )
        for each in noted
        if each.original != Original.FILE and each.sha256 != digest
    ]
    return problems, notes


def is_as_made(records: Records, visit: str, document: str, data: bytes) -> bool:
    """Return whether a file is the text that this database made, with nothing but signatures appended.

    An original of its own that came back from a service counts as well, and so does any file of a document that no
    text is noted of.

    Args:
        records: what the database holds.
        visit: id of the visit.
        document: id of the document's record.
        data: the file.
    """
    made = {str(each.value) for each in records.history(visit, document, "sha256") if each.value}
    digest = hashlib.sha256(data).hexdigest()
    return (
        not made or _is_noted(digest, signatures(records, visit, document)) or _as_made(data, made)
    )


def _is_noted(digest: str, noted: Iterable[Signature]) -> bool:
    """Return whether a file is an original of its own."""
    return any(each.original == Original.SEPARATE and each.sha256 == digest for each in noted)


def end_as_made(data: bytes, made: Container[str]) -> int:
    """Return where the file as it was made ends, within one that may have been signed since; 0 when it is none.

    Args:
        data: the file.
        made: SHA-256 of the files that were made.
    """
    hasher, at = hashlib.sha256(), 0
    for mark in islice(_END.finditer(data), _REVISIONS):
        for end in range(mark.start() + len(b"%%EOF"), mark.end() + 1):
            hasher.update(data[at:end])
            at = end
            if hasher.hexdigest() in made:
                return end
    return 0


def _as_made(data: bytes, made: set[str]) -> bool:
    """Return whether a file is one that was made here with nothing but signatures appended."""
    end = end_as_made(data, made)
    return end > 0 and only_signed(data[:end], data)
