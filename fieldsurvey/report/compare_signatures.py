"""Does a file hold the text that this database made, and every signature that it knows of?"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.survey.signatures import Original, signatures, standing_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.store import Store

_SHOWN = 8
_END = re.compile(rb"%%EOF[\r\n]*")


def compare_signatures(
    data: bytes, attachment: Mapping[str, Any], store: Store
) -> tuple[list[Remark], list[Remark]]:
    """Compare a file with what the database notes of its document.

    Args:
        data: the PDF.
        attachment: its ``seal.json``.
        store: an open store.

    Returns:
        Problems (another text, or fewer signatures than were noted) and notes (who signed elsewhere).
    """
    visit, code = str(attachment.get("visit", "")), str(attachment.get("document", ""))
    if visit not in store.streams():
        return [], []
    document = standing_document(store, visit, code)
    if document is None:
        return [], []
    noted = signatures(store, visit, document.id)
    digest = hashlib.sha256(data).hexdigest()
    own = any(each.original == Original.SEPARATE and each.sha256 == digest for each in noted)
    problems: list[Remark] = []
    made = {str(each.value) for each in store.history(visit, document.id, "sha256") if each.value}
    if made and not own and not _begins_as(data, made):
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


def _begins_as(data: bytes, made: set[str]) -> bool:
    """Return whether a revision of the file is, byte for byte, one that was made here."""
    hasher, at = hashlib.sha256(), 0
    for mark in _END.finditer(data):
        for end in range(mark.start() + len(b"%%EOF"), mark.end() + 1):
            hasher.update(data[at:end])
            at = end
            if hasher.hexdigest() in made:
                return True
    return False
