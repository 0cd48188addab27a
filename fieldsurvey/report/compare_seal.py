"""Does the database still hold what a document was sealed with?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.survey.seals import compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.store import Store


def compare_seal(attachment: Mapping[str, Any], store: Store) -> tuple[list[Remark], list[Remark]]:
    """Compare the seal that a PDF carries with the database.

    Args:
        attachment: the PDF's ``seal.json``: at least ``visit`` and ``seal`` (the digest).
        store: an open store.

    Returns:
        Problems (the data differs from what was sealed) and notes (what came later, unsealed or not merged).
    """
    visit, digest = str(attachment.get("visit", "")), str(attachment.get("seal", ""))
    if not digest:
        return [remark("no-seal")], []
    if visit not in store.streams():
        return [remark("other-database", visit=visit[:13] or "?")], []
    seals = [
        record
        for record in store.entities(visit, "seal")
        if record.fields["seal"]["digest"] == digest
    ]
    if not seals:
        return [remark("unknown-seal", digest=digest[:8], visit=visit[:13])], []
    record = seals[-1]
    problems = [remark("database", what=problem) for problem in store.check()]
    found = compare(store, visit, record)
    for what, keys in (
        ("missing", found.missing),
        ("altered", found.altered),
        ("added", found.added),
    ):
        if keys:
            shown = ", ".join(f"{key.device[:8]}/{key.seq}" for key in keys[:5])
            problems.append(remark(f"seal-{what}", count=len(keys), which=shown))
    if record.fields.get("lifted"):
        problems.append(remark("lifted"))
    notes = []
    if found.late:
        notes.append(remark("late", count=len(found.late)))
    if record.fields["seal"].get("missing"):
        notes.append(remark("in-spite", what="; ".join(record.fields["seal"]["missing"])))
    if not problems:
        notes.insert(0, remark("seal-holds", digest=digest[:8]))
    return problems, notes
