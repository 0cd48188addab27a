"""What is in a form's lists: what is wrong, what evidence is missing, what may stay blank. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fieldsurvey.ui.form.problems import Problem, ProblemKind
from fieldsurvey.ui.form.words import question_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.evidence import EvidenceGap
    from fieldsurvey.ui.form.state import FormState
    from fieldsurvey.xforms import FormSession

_EVIDENCE = {
    "photo": QT_TRANSLATE_NOOP("Faults", "A photo is missing."),
    "document": QT_TRANSLATE_NOOP("Faults", "A document or a photo of it is missing."),
    "screenshot": QT_TRANSLATE_NOOP("Faults", "A screenshot or an address is missing."),
    "note": QT_TRANSLATE_NOOP("Faults", "A note is missing."),
}


def violations(session: FormSession, state: FormState) -> list[Problem]:
    """Return what is in the way of finishing, in the order of the form."""
    found = []
    for ref, violation in state.violations():
        missing = violation.kind == "required"
        text = violation.message or (
            _say("An answer is needed.") if missing else _say("Not accepted.")
        )
        kind = ProblemKind.MISSING if missing else ProblemKind.INVALID
        found.append(_problem(session, state, ref, text, kind))
    return found


def insisted(session: FormSession, state: FormState) -> list[Problem]:
    """Return the missing evidence that the form insists on, beyond what is required anyway."""
    return _gaps(session, state, state.insisted())


def evidence(session: FormSession, state: FormState) -> list[Problem]:
    """Return all missing evidence beyond what is required anyway, that which the form insists on first."""
    required = {ref for ref, _ in state.violations()}
    gaps = [gap for gap in state.evidence() if gap.where not in required]
    return _gaps(session, state, sorted(gaps, key=lambda gap: not gap.demanded))


def blank(session: FormSession, state: FormState) -> list[Problem]:
    """Return the optional questions without an answer; those that stand in the list of evidence left out."""
    listed = {gap.where for gap in state.evidence()}
    return [
        _problem(session, state, ref, "", ProblemKind.BLANK)
        for ref in state.blank()
        if ref not in listed
    ]


def _gaps(session: FormSession, state: FormState, gaps: Sequence[EvidenceGap]) -> list[Problem]:
    return [
        _problem(
            session,
            state,
            gap.where,
            _say(_EVIDENCE[gap.kind]) if gap.kind in _EVIDENCE else gap.kind,
            ProblemKind.INSISTED if gap.demanded else ProblemKind.EVIDENCE,
            of=gap.item,
        )
        for gap in gaps
    ]


def _problem(
    session: FormSession, state: FormState, ref: str, text: str, kind: ProblemKind, *, of: str = ""
) -> Problem:
    section = state.section_of(ref)
    label = question_words(session, of or ref)
    return Problem(ref, label, text, kind, section.label if section is not None else "")


def _say(text: str) -> str:
    return QCoreApplication.translate("Faults", text)


#: Sentences for violations of which the form says nothing; named here for the translators.
_DEFAULTS = (
    QT_TRANSLATE_NOOP("Faults", "An answer is needed."),
    QT_TRANSLATE_NOOP("Faults", "Not accepted."),
)
