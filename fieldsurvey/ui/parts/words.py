"""The words of this room: states, kinds, roles, days, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from fieldsurvey.indonesia import zone_info
from fieldsurvey.survey.gaps import Gap, GapKind
from fieldsurvey.survey.model import ResponseState, TargetKind, VisitState
from fieldsurvey.survey.openings import Expected
from fieldsurvey.ui.parts.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fieldsurvey.survey.model import Opening
    from fieldsurvey.survey.overview import FormLine, StandLine

_C = "Visits"

#: state → (text, kind of pill, sign).
VISIT_STATES: Mapping[VisitState, tuple[str, str, str]] = {
    VisitState.PLANNED: (QT_TRANSLATE_NOOP("Visits", "Planned"), "plain", "calendar"),
    VisitState.ON_SITE: (QT_TRANSLATE_NOOP("Visits", "On site"), "accent", "partial"),
    VisitState.COMPLETED: (QT_TRANSLATE_NOOP("Visits", "Completed"), "good", "check"),
    VisitState.SEALED: (QT_TRANSLATE_NOOP("Visits", "Sealed"), "good", "lock"),
    VisitState.FOLLOWED_UP: (QT_TRANSLATE_NOOP("Visits", "Followed up"), "good", "history"),
    VisitState.CLOSED: (QT_TRANSLATE_NOOP("Visits", "Closed visit"), "plain", "folder"),
    VisitState.CANCELLED: (QT_TRANSLATE_NOOP("Visits", "Cancelled"), "bad", "close"),
}
#: state → (text, kind of pill, icon, colour).
RESPONSE_STATES: Mapping[ResponseState | None, tuple[str, str, str, str]] = {
    None: (QT_TRANSLATE_NOOP("Visits", "Not begun"), "muted", "empty", "muted"),
    ResponseState.DRAFT: (QT_TRANSLATE_NOOP("Visits", "Draft"), "accent", "partial", "accent"),
    ResponseState.FINISHED: (QT_TRANSLATE_NOOP("Visits", "Finished"), "good", "done", "good"),
    ResponseState.RETURNED: (QT_TRANSLATE_NOOP("Visits", "Returned"), "warn", "problem", "warn"),
    ResponseState.ACCEPTED: (QT_TRANSLATE_NOOP("Visits", "Accepted"), "good", "done", "good"),
}
#: what a stand was found to be → (text, kind of pill, sign).
STAND_STATES: Mapping[str, tuple[str, str, str]] = {
    "": (QT_TRANSLATE_NOOP("Visits", "Not noted"), "muted", ""),
    "open": (QT_TRANSLATE_NOOP("Visits", "Open"), "good", "check"),
    "closed": (QT_TRANSLATE_NOOP("Visits", "Closed"), "bad", "close"),
    "off-schedule": (QT_TRANSLATE_NOOP("Visits", "Off schedule"), "plain", "clock"),
    "no-schedule": (QT_TRANSLATE_NOOP("Visits", "Empty, no schedule"), "plain", "clock"),
}
#: what a counterpart answers to the minutes → (text, kind of pill, sign).
REACTIONS: Mapping[str, tuple[str, str, str]] = {
    "": (QT_TRANSLATE_NOOP("Visits", "No reaction yet"), "muted", ""),
    "agree": (QT_TRANSLATE_NOOP("Visits", "Agrees"), "good", "check"),
    "agree-with-notes": (QT_TRANSLATE_NOOP("Visits", "Agrees with notes"), "accent", "comment"),
    "refuse": (QT_TRANSLATE_NOOP("Visits", "Refuses to sign"), "bad", "close"),
    "reply": (QT_TRANSLATE_NOOP("Visits", "Replies without agreeing"), "accent", "comment"),
}
KINDS: Mapping[TargetKind, str] = {
    TargetKind.MALL: QT_TRANSLATE_NOOP("Visits", "Building"),
    TargetKind.STAND: QT_TRANSLATE_NOOP("Visits", "Stand"),
    TargetKind.OFFICER: QT_TRANSLATE_NOOP("Visits", "Officers"),
    TargetKind.SERVICE_USER: QT_TRANSLATE_NOOP("Visits", "Service users"),
    TargetKind.COMPLAINTS: QT_TRANSLATE_NOOP("Visits", "Complaints desk"),
}
ROLES: Mapping[str, str] = {
    "lead": QT_TRANSLATE_NOOP("Visits", "Team lead"),
    "member": QT_TRANSLATE_NOOP("Visits", "Team member"),
    "counterpart": QT_TRANSLATE_NOOP("Visits", "Counterpart"),
    "witness": QT_TRANSLATE_NOOP("Visits", "Witness"),
}
#: field of an entity → what people call it; others are shown as they are.
_FIELDS: Mapping[str, str] = {
    "status": QT_TRANSLATE_NOOP("Visits", "State of the stand"),
    "status_note": QT_TRANSLATE_NOOP("Visits", "Note on its state"),
    "code": QT_TRANSLATE_NOOP("Visits", "Code"),
    "name": QT_TRANSLATE_NOOP("Visits", "Name"),
    "stand": QT_TRANSLATE_NOOP("Visits", "Stand"),
    "text": QT_TRANSLATE_NOOP("Visits", "Text"),
    "state": QT_TRANSLATE_NOOP("Visits", "State"),
    "started_at": QT_TRANSLATE_NOOP("Visits", "Beginning"),
    "ended_at": QT_TRANSLATE_NOOP("Visits", "End"),
}
_EXPECTED: Mapping[Expected, str] = {
    Expected.OPEN: QT_TRANSLATE_NOOP("Visits", "should be open now"),
    Expected.BREAK: QT_TRANSLATE_NOOP("Visits", "on its break now"),
    Expected.CLOSED: QT_TRANSLATE_NOOP("Visits", "outside its hours now"),
    Expected.HOLIDAY: QT_TRANSLATE_NOOP("Visits", "a holiday today"),
    Expected.UNKNOWN: "",
}
_GAPS: Mapping[GapKind, tuple[str, str]] = {
    GapKind.CONFLICT: (
        QT_TRANSLATE_NOOP("Visits", "{count} conflicts wait for a decision"),
        QT_TRANSLATE_NOOP("Visits", "Two laptops gave different values. Decide which one holds."),
    ),
    GapKind.DOUBLE: (
        QT_TRANSLATE_NOOP("Visits", "{what} was filled {count} times"),
        QT_TRANSLATE_NOOP("Visits", "Decide which of them counts."),
    ),
    GapKind.FORK: (
        QT_TRANSLATE_NOOP("Visits", "{count} changes of a copied database do not fit"),
        QT_TRANSLATE_NOOP("Visits", "Ask the office; both versions are kept."),
    ),
    GapKind.REVIVAL: (
        QT_TRANSLATE_NOOP("Visits", "{count} deleted entries were changed elsewhere"),
        QT_TRANSLATE_NOOP("Visits", "Decide whether they stay."),
    ),
    GapKind.CODE: (
        QT_TRANSLATE_NOOP("Visits", "{count} codes were given out twice"),
        QT_TRANSLATE_NOOP("Visits", "Give the later one the next free code."),
    ),
    GapKind.UNFINISHED: (
        QT_TRANSLATE_NOOP("Visits", "{what}: begun, not finished"),
        QT_TRANSLATE_NOOP("Visits", "Enter opens the form."),
    ),
    GapKind.STALE: (
        QT_TRANSLATE_NOOP("Visits", "{what}: changed after it was finished"),
        QT_TRANSLATE_NOOP("Visits", "Look through it and finish it again."),
    ),
    GapKind.FILES: (
        QT_TRANSLATE_NOOP("Visits", "{count} photos or files have not arrived"),
        QT_TRANSLATE_NOOP("Visits", "Import the bundle of the laptop that took them."),
    ),
    GapKind.LAPTOPS: (
        QT_TRANSLATE_NOOP("Visits", "{count} laptops have changes that were not merged here"),
        QT_TRANSLATE_NOOP("Visits", "Import their bundles, or synchronise with them."),
    ),
    GapKind.LEAD: (
        QT_TRANSLATE_NOOP("Visits", "No team lead is named"),
        QT_TRANSLATE_NOOP("Visits", "The berita acara needs one to sign."),
    ),
    GapKind.COUNTERPART: (
        QT_TRANSLATE_NOOP("Visits", "No counterpart of the mall is named"),
        QT_TRANSLATE_NOOP("Visits", "The berita acara needs one to sign."),
    ),
    GapKind.MALL_FORM: (
        QT_TRANSLATE_NOOP("Visits", "The building's form was not begun"),
        QT_TRANSLATE_NOOP("Visits", "Enter opens the form."),
    ),
    GapKind.COMPLAINTS_FORM: (
        QT_TRANSLATE_NOOP("Visits", "The complaints desk's form was not begun"),
        QT_TRANSLATE_NOOP("Visits", "Enter opens the form."),
    ),
    GapKind.STAND_FORM: (
        QT_TRANSLATE_NOOP("Visits", "{what}: form not begun"),
        QT_TRANSLATE_NOOP("Visits", "Enter opens the form."),
    ),
    GapKind.STAND_STATUS: (
        QT_TRANSLATE_NOOP("Visits", "{count} of {wanted} stands have no state noted"),
        QT_TRANSLATE_NOOP("Visits", "Note open, closed or off schedule with 1, 2 or 3."),
    ),
    GapKind.QUOTA: (
        QT_TRANSLATE_NOOP("Visits", "{kind}: {count} of {wanted} interviews are finished"),
        QT_TRANSLATE_NOOP("Visits", "The instrument asks for more."),
    ),
    GapKind.CHRONOLOGY: (
        QT_TRANSLATE_NOOP("Visits", "The chronology is empty"),
        QT_TRANSLATE_NOOP("Visits", "Note at least arrival and closing with their times."),
    ),
    GapKind.WITNESSES: (
        QT_TRANSLATE_NOOP("Visits", "A refusal to sign has fewer than two witnesses"),
        QT_TRANSLATE_NOOP("Visits", "Name those who saw it, beside the reason."),
    ),
}


def say(source: str) -> str:
    """Return a text of these tables in the language of the window."""
    return QCoreApplication.translate(_C, source) if source else ""


def field_text(field: str) -> str:
    """Return what people call a field; a question's label stays what it is."""
    return say(_FIELDS[field]) if field in _FIELDS else field


def value_text(field: str, value: str) -> str:
    """Return a value of a field in words."""
    if field == "status" and value in STAND_STATES:
        return say(STAND_STATES[value][0])
    if field == "state" and value in set(ResponseState):
        return say(RESPONSE_STATES[ResponseState(value)][0])
    if field == "state" and value in set(VisitState):
        return say(VISIT_STATES[VisitState(value)][0])
    return value


def visit_pill(state: VisitState) -> Cell:
    """Return a visit's state in a word with its sign."""
    text, kind, drawing = VISIT_STATES[state]
    return Cell(say(text), kind, icon=drawing)


def reaction_pill(kind: str) -> Cell:
    """Return what a counterpart answers to the minutes."""
    text, colour, drawing = REACTIONS.get(kind, REACTIONS[""])
    return Cell(say(text), colour, icon=drawing)


def day_text(day: date | None) -> str:
    """Return a day in the long form of the window's language, ``""`` without one."""
    if day is None:
        return ""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def time_text(moment: datetime, zone: str) -> str:
    """Return the time at the site, ``09.10``."""
    return moment.astimezone(zone_info(zone)).strftime("%H.%M")


def hours_text(lines: tuple[Opening, ...]) -> str:
    """Return the hours of a day: ``08.00–15.00, istirahat 12.00–13.00``."""
    parts = []
    for line in lines:
        parts.append(f"{_dotted(line.opens)}–{_dotted(line.closes)}")
        if line.break_from and line.break_to:
            hours = f"{_dotted(line.break_from)}–{_dotted(line.break_to)}"
            parts.append(QCoreApplication.translate("Visits", "break {hours}").format(hours=hours))
    return ", ".join(parts)


def schedule_text(line: StandLine) -> str:
    """Return what a stand's schedule says today and leads one to expect now."""
    if not line.stand.schedule:
        return QCoreApplication.translate("Visits", "No published schedule")
    if not line.today:
        return QCoreApplication.translate("Visits", "Schedule: no service today")
    hours = QCoreApplication.translate("Visits", "Schedule: open {hours}")
    parts = (hours.format(hours=hours_text(line.today)), say(_EXPECTED[line.expected]))
    return " · ".join(part for part in parts if part)


def status_cell(line: StandLine) -> Cell:
    """Return what a stand was found to be."""
    text, kind, drawing = STAND_STATES.get(line.stand.status, STAND_STATES[""])
    return Cell(say(text), kind, icon=drawing)


def state_cell(line: FormLine | None) -> Cell:
    """Return a form's state in a word."""
    if line is None:
        return Cell()
    if line.doubles > 1:
        text = QCoreApplication.translate("Visits", "Filled {count} times")
        return Cell(text.format(count=line.doubles), "bad", icon="copy")
    if line.stale:
        return Cell(QCoreApplication.translate("Visits", "Check again"), "warn", icon="problem")
    text, kind, drawing, _ = RESPONSE_STATES[line.state]
    return Cell(say(text), kind, icon="check" if drawing == "done" else drawing)


def progress_cell(line: FormLine | None) -> Cell:
    """Return how far a form is: as a bar until it is finished, then as figures."""
    if line is None or line.progress is None or not line.progress.relevant:
        return Cell()
    done, of = line.progress.answered, line.progress.relevant
    spoken = QCoreApplication.translate("Visits", "{done} of {of} questions answered")
    return Cell(
        f"{done}/{of}",
        "muted" if line.finished else "accent",
        None if line.finished else line.progress.share,
        spoken.format(done=done, of=of),
    )


def notes(line: FormLine | None) -> list[str]:
    """Return who fills a form and what of it wants a look."""
    if line is None or line.state is None:
        return []
    found = [line.author]
    if line.secret:
        found.append(QCoreApplication.translate("Visits", "said in confidence"))
    missing = line.progress.missing if line.progress else 0
    invalid = line.progress.invalid if line.progress else 0
    for text, count in (
        (QCoreApplication.translate("Visits", "{count} required ones open"), missing),
        (QCoreApplication.translate("Visits", "{count} to correct"), invalid),
        (QCoreApplication.translate("Visits", "{count} answers locked here"), line.locked),
    ):
        if count:
            found.append(text.format(count=count))
    return found


def sign(line: FormLine | None) -> tuple[str, str]:
    """Return the icon and the colour of a form's state."""
    if line is None:
        return "not-applicable", "muted"
    if line.stale or line.doubles > 1:
        return "problem", "warn"
    _, _, icon, color = RESPONSE_STATES[line.state]
    return icon, color


def target_text(line: FormLine) -> str:
    """Return what a form is filled for: ``Gerai G01 Perizinan``."""
    if line.kind in {TargetKind.MALL, TargetKind.COMPLAINTS} and not line.stand:
        return say(KINDS[line.kind])
    name = "" if line.name == line.code else line.name
    kind = say(KINDS[line.kind]) if line.kind is TargetKind.COMPLAINTS else ""
    return " ".join(part for part in (kind, line.code, name) if part)


def gap_text(gap: Gap) -> tuple[str, str]:
    """Return what is missing, and what to do about it."""
    what, act = _GAPS[gap.kind]
    text = say(what).format(
        count=gap.count,
        wanted=gap.wanted,
        what=target_text(gap.line) if gap.line else "",
        kind=say(KINDS[gap.target]) if gap.target else "",
    )
    return text, say(act)


def _dotted(clock: str) -> str:
    return clock.replace(":", ".")
