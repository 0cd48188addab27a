"""The words of follow-up: statuses, deadlines with their distance, what is overdue of a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from fieldsurvey.survey.complaint_steps import ComplaintStatus, ended
from fieldsurvey.survey.deadlines import WORKING
from fieldsurvey.survey.followup import Mended, Status
from fieldsurvey.ui.parts.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldsurvey.survey.complaints import Complaint
    from fieldsurvey.survey.followup import Carried, FollowUp

_C = "FollowUp"

#: status → (text, kind of pill, sign).
STATUSES: Mapping[Status, tuple[str, str, str]] = {
    Status.OPEN: (QT_TRANSLATE_NOOP("FollowUp", "Not yet"), "plain", "empty"),
    Status.UNDERWAY: (QT_TRANSLATE_NOOP("FollowUp", "Under way"), "accent", "partial"),
    Status.DONE: (QT_TRANSLATE_NOOP("FollowUp", "Settled"), "good", "check"),
    Status.NOT_DONE: (QT_TRANSLATE_NOOP("FollowUp", "Not carried out"), "bad", "close"),
}
#: how a finding stands to its deadline → (text, kind of pill, sign, colour of the row's sign).
STANDINGS: Mapping[str, tuple[str, str, str]] = {
    "overdue": (QT_TRANSLATE_NOOP("FollowUp", "Overdue"), "bad", "problem"),
    "near": (QT_TRANSLATE_NOOP("FollowUp", "Due soon"), "warn", "clock"),
    "open": (QT_TRANSLATE_NOOP("FollowUp", "In time"), "plain", "calendar"),
    "done": (QT_TRANSLATE_NOOP("FollowUp", "Settled"), "good", "check"),
    "": (QT_TRANSLATE_NOOP("FollowUp", "No deadline"), "muted", ""),
}
#: answer to "was it mended?" → (text, kind of pill, sign).
MENDED: Mapping[str, tuple[str, str, str]] = {
    Mended.YES: (QT_TRANSLATE_NOOP("FollowUp", "Mended"), "good", "check"),
    Mended.PARTLY: (QT_TRANSLATE_NOOP("FollowUp", "Partly mended"), "warn", "partial"),
    Mended.NO: (QT_TRANSLATE_NOOP("FollowUp", "Not mended"), "bad", "close"),
    "": (QT_TRANSLATE_NOOP("FollowUp", "To be looked at"), "plain", "eye"),
}
#: status of a complaint → (text, kind of pill, sign).
COMPLAINT_STATUSES: Mapping[ComplaintStatus, tuple[str, str, str]] = {
    ComplaintStatus.RECEIVED: (QT_TRANSLATE_NOOP("FollowUp", "Received"), "plain", "empty"),
    ComplaintStatus.FORWARDED: (QT_TRANSLATE_NOOP("FollowUp", "Forwarded"), "accent", "partial"),
    ComplaintStatus.ANSWERED: (QT_TRANSLATE_NOOP("FollowUp", "Answered"), "accent", "partial"),
    ComplaintStatus.SETTLED: (QT_TRANSLATE_NOOP("FollowUp", "Settled"), "good", "check"),
    ComplaintStatus.REJECTED: (QT_TRANSLATE_NOOP("FollowUp", "Rejected"), "bad", "close"),
}
#: what of a complaint is due.
_DUE: Mapping[str, str] = {
    "reply": QT_TRANSLATE_NOOP("FollowUp", "reply"),
    "complete": QT_TRANSLATE_NOOP("FollowUp", "completion"),
    "decide": QT_TRANSLATE_NOOP("FollowUp", "decision"),
}


def say(source: str) -> str:
    """Return a text of these tables in the language of the window."""
    return QCoreApplication.translate(_C, source) if source else ""


def short_day(day: date) -> str:
    """Return a day in the short form of the window's language."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def status_cell(status: Status) -> Cell:
    """Return how far a corrective action is."""
    text, kind, sign = STATUSES[status]
    return Cell(say(text), kind, icon=sign)


def standing_cell(each: FollowUp) -> Cell:
    """Return how a finding stands to its deadline: a word with its sign."""
    text, kind, sign = STANDINGS[each.standing]
    return Cell(say(text), kind, icon=sign)


def mended_cell(carried: Carried) -> Cell:
    """Return what was answered for a finding of an earlier visit."""
    text, kind, sign = MENDED.get(carried.mended, MENDED[""])
    return Cell(say(text), kind, icon=sign)


def due_text(each: FollowUp, today: date) -> str:
    """Return a deadline with its distance: ``by 12 Dec 2026 (14 working days), 3 days over``."""
    days, given = each.finding.deadline_days, ""
    if days is not None:
        given = (
            QCoreApplication.translate("FollowUp", "%n working days", "", days)
            if each.finding.deadline_kind == WORKING
            else QCoreApplication.translate("FollowUp", "%n calendar days", "", days)
        )
    if each.due is None:
        after = QCoreApplication.translate("FollowUp", "{days} after the signing")
        return after.format(days=given) if given else ""
    by = QCoreApplication.translate("FollowUp", "by {day}").format(day=short_day(each.due))
    if given:
        by += f" ({given})"
    if each.standing in {"done", ""}:
        return by
    return f"{by}, {distance(each.due, today)}"


def distance(due: date, today: date) -> str:
    """Return how far a day is: ``3 days over``, ``today``, ``in 5 days``."""
    days = (due - today).days
    if days < 0:
        return QCoreApplication.translate("FollowUp", "%n days over", "", -days)
    if days == 0:
        return QCoreApplication.translate("FollowUp", "today")
    return QCoreApplication.translate("FollowUp", "in %n days", "", days)


def complaint_due(each: Complaint, today: date) -> Cell:
    """Return what of a complaint is overdue, else what is due next."""
    late = each.overdue(today)
    if late:
        over = QCoreApplication.translate("FollowUp", "Overdue: {what}")
        return Cell(
            over.format(what=", ".join(say(_DUE[what]) for what in late)), "bad", icon="problem"
        )
    if ended(each.status):
        return Cell()
    answered = any(step.status == ComplaintStatus.ANSWERED for step in each.steps)
    following = "complete" if each.incomplete else "decide" if answered else "reply"
    text = QCoreApplication.translate("FollowUp", "{what} {distance}").format(
        what=say(_DUE[following]), distance=distance(each.due[following], today)
    )
    return Cell(text, "plain", icon="calendar")


def complaint_cell(each: Complaint) -> Cell:
    """Return how far a complaint is."""
    text, kind, sign = COMPLAINT_STATUSES[each.status]
    return Cell(say(text), kind, icon=sign)
