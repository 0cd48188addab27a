"""Does the database still hold what a document was sealed with?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.survey.seals import compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.store import Store


def compare_seal(attachment: Mapping[str, Any], store: Store) -> tuple[list[str], list[str]]:
    """Compare the seal that a PDF carries with the database.

    Args:
        attachment: the PDF's ``seal.json``: at least ``visit`` and ``seal`` (the digest).
        store: an open store.

    Returns:
        Problems (the data differs from what was sealed) and notes (what came later, unsealed or not merged).
    """
    visit, digest = str(attachment.get("visit", "")), str(attachment.get("seal", ""))
    if not digest:
        return ["the document carries no seal, so it cannot be compared with a database"], []
    if visit not in store.streams():
        return [f"this database does not hold visit {visit[:13] or '?'}"], []
    seals = [
        record
        for record in store.entities(visit, "seal")
        if record.fields["seal"]["digest"] == digest
    ]
    if not seals:
        return [f"the database has no seal {digest[:8]} for visit {visit[:13]}"], []
    record = seals[-1]
    problems = [f"database: {problem}" for problem in store.check()]
    found = compare(store, visit, record)
    for what, keys in (
        ("missing", found.missing),
        ("altered", found.altered),
        ("added", found.added),
    ):
        if keys:
            shown = ", ".join(f"{key.device[:8]}/{key.seq}" for key in keys[:5])
            problems.append(f"{len(keys)} sealed changes are {what} in the database ({shown})")
    notes = []
    if record.fields.get("lifted"):
        notes.append("the seal was lifted afterwards: the document is void")
    if found.late:
        notes.append(
            f"{len(found.late)} changes arrived after the seal (tiba setelah segel): see an addendum"
        )
    if record.fields["seal"].get("missing"):
        notes.append("sealed in spite of: " + "; ".join(record.fields["seal"]["missing"]))
    if not problems:
        notes.insert(0, f"the database still holds what was sealed ({digest[:8]})")
    return problems, notes
