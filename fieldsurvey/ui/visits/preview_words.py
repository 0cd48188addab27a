"""What a bundle would bring, visit by visit, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from fieldsurvey.sync import Preview, VisitPreview

_INDENT = "      "


def wants_deciding(preview: Preview) -> bool:
    """Say whether importing it leaves something to decide."""
    return any(visit.conflicts_new or visit.doubles_new for visit in preview.visits)


def preview_lines(preview: Preview) -> list[str]:
    """Return what importing would bring, from whom, and what would wait for a decision."""
    who = preview.name or QCoreApplication.translate("Preview", "laptop {id}").format(
        id=preview.device[:8]
    )
    # What is gravest stands first: large text on a low screen shows three lines.
    lines = [] if len(preview.visits) > 1 else [_to_decide(*preview.visits)]
    lines.append(
        QCoreApplication.translate("Preview", "From {who}. It would bring:").format(who=who)
    )
    for visit in preview.visits:
        lines += _of(visit)
        if len(preview.visits) > 1:
            lines.append(_INDENT + _to_decide(visit))
    if preview.opened_by is None:
        lines.append(
            QCoreApplication.translate(
                "Preview", "It is for anyone: private answers in it stay locked."
            )
        )
    return lines


def _of(visit: VisitPreview) -> list[str]:
    here = (
        QCoreApplication.translate("Preview", "here already")
        if visit.here
        else QCoreApplication.translate("Preview", "new here")
    )
    place = visit.place or QCoreApplication.translate("Preview", "A visit")
    lines = [f"•  {place} ({here})"]
    if not visit.changes_new and not visit.files_new:
        nothing = QCoreApplication.translate("Preview", "nothing new: all of it is here")
        return [*lines, _INDENT + nothing]
    counts = QCoreApplication.translate(
        "Preview", "{changes} new changes: {answers} answers, {photos} photos; {files} new files"
    )
    lines.append(
        _INDENT
        + counts.format(
            changes=visit.changes_new,
            answers=visit.answers_new,
            photos=visit.photos_new,
            files=visit.files_new,
        )
    )
    if visit.authors:
        by = ", ".join(f"{author} {count}" for author, count in visit.authors)
        lines.append(
            _INDENT + QCoreApplication.translate("Preview", "by {authors}").format(authors=by)
        )
    locked = visit.locked
    if locked:
        lines.append(
            _INDENT
            + QCoreApplication.translate(
                "Preview", "%n private answers stay locked here", "", locked
            )
        )
    return lines


def _to_decide(visit: VisitPreview) -> str:
    if not (visit.conflicts_new or visit.doubles_new):
        return QCoreApplication.translate("Preview", "nothing to decide")
    told = QCoreApplication.translate(
        "Preview",
        "! {conflicts} conflicts and {doubles} doubles would wait for a decision; nothing is lost",
    )
    return told.format(conflicts=visit.conflicts_new, doubles=visit.doubles_new)
