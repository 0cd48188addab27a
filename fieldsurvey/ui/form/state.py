"""How a form stands: its sections, how far each is, what is wrong, what evidence is missing. No Qt here.

An answer changes little, so little is worked out again: the sections only when instances came or went, a section's
standing only when one of its questions changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldsurvey.errors import AnswerError
from fieldsurvey.survey.evidence import EvidenceGap, asked_for, evidence_gaps
from fieldsurvey.survey.filling import FS
from fieldsurvey.ui.form.outline import Section, Standing, State, sections_of, standing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldsurvey.xforms import FormSession, Violation


Proof = Literal["", "missing", "insisted", "given"]


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found in one section."""

    standing: Standing
    violations: tuple[tuple[str, Violation], ...]
    gaps: tuple[EvidenceGap, ...]
    blank: tuple[str, ...]


class FormState:
    """The standing of a live form.

    Args:
        session: the live form.
        has_comment: whether the inspector commented on the answer at a ref.

    Attributes:
        sections: the pages, in reading order.
        checked: missing answers count as errors, as they do once somebody tried to finish.
    """

    def __init__(self, session: FormSession, has_comment: Callable[[str], bool]) -> None:
        self._session = session
        self._has_comment = has_comment
        self._looks: dict[str, _Look] = {}
        self._home: dict[str, str] = {}
        self.sections: list[Section] = []
        self.checked = False
        self.rebuild()

    # --- taking notice of changes

    def update(self, changed: Iterable[str]) -> bool:
        """Take notice of changed nodes; return whether there are other sections or questions now."""
        refs = set(changed)
        if any(self._is_structure(ref) for ref in refs):
            return self.rebuild()
        touched = {self._home[ref] for ref in refs if ref in self._home}
        for section in self.sections:
            if section.ref in touched:
                self._look_at(section)
        self._name_instances(touched)
        return False

    def rebuild(self) -> bool:
        """Work out everything anew; return whether there are other sections or questions now."""
        fresh = sections_of(self._session)
        other = [(s.ref, s.refs) for s in fresh] != [(s.ref, s.refs) for s in self.sections]
        self.sections = fresh
        self._home = {ref: section.ref for section in fresh for ref in section.refs}
        self._looks = {}
        for section in fresh:
            self._look_at(section)
        return other

    def check(self) -> bool:
        """From now on missing answers are errors; return whether they were not yet."""
        if self.checked:
            return False
        self.checked = True
        for section in self.sections:
            self._look_at(section)
        return True

    def _is_structure(self, ref: str) -> bool:
        # An instance came or went, or instances behind it have other numbers now.
        if ref in self._home:
            return False
        try:
            return self._session.form.definition(ref).is_repeat
        except AnswerError:
            return True

    def _name_instances(self, touched: set[str]) -> None:
        """Give the instances whose first words changed their title."""
        if any(ref.endswith("]") for ref in touched):
            labels = {section.ref: section.label for section in sections_of(self._session)}
            for section in self.sections:
                section.label = labels.get(section.ref, section.label)

    def _look_at(self, section: Section) -> None:
        session = self._session
        here = [ref for ref in section.refs if session.relevant(ref)]
        violations = ((ref, session.violation(ref)) for ref in here)
        self._looks[section.ref] = _Look(
            standing_of(session, section, checked=self.checked),
            tuple((ref, found) for ref, found in violations if found is not None),
            tuple(evidence_gaps(session, here, self._has_comment)),
            tuple(ref for ref in here if self._may_stay_blank(ref)),
        )

    def _may_stay_blank(self, ref: str) -> bool:
        session = self._session
        return (
            session.get(ref) == ""
            and not session.required(ref)
            and not session.readonly(ref)
            and session.form.definition(ref).control != "upload"
        )

    # --- asking

    def concerned(self, changed: Iterable[str]) -> set[str]:
        """Return the questions that look different after a change: evidence marks stand with their item."""
        refs = set(changed)
        homes = {self._home[ref] for ref in refs if ref in self._home}
        for section in self.sections:
            if section.ref in homes:
                items = {
                    code for ref in refs.intersection(section.refs) if (code := self._item(ref))
                }
                refs.update(ref for ref in section.refs if items and self._item(ref) in items)
        return refs

    def _item(self, ref: str) -> str:
        return self._session.form.definition(ref).attributes.get(FS + "item", "")

    def standing(self, section: Section) -> Standing:
        """Return how far a section is."""
        return self._looks[section.ref].standing

    def total(self) -> Standing:
        """Return how far the whole form is."""
        all_of = [self._looks[section.ref].standing for section in self.sections]
        answered = sum(s.answered for s in all_of)
        missing, invalid = sum(s.missing for s in all_of), sum(s.invalid for s in all_of)
        done = not missing and not invalid
        state = State.DONE if done else State.PARTIAL if answered else State.EMPTY
        return Standing(state, answered, sum(s.relevant for s in all_of), missing, invalid)

    def violations(self) -> list[tuple[str, Violation]]:
        """Return what is missing or not accepted, in the order of the form."""
        return [found for section in self.sections for found in self._looks[section.ref].violations]

    def evidence(self) -> list[EvidenceGap]:
        """Return the evidence that is missing, in the order of the form."""
        return [gap for section in self.sections for gap in self._looks[section.ref].gaps]

    def proof(self, ref: str) -> Proof:
        """Return how it stands with the evidence for an answer; see ``NodeView.proof``."""
        asked = asked_for(self._session, ref)
        if not asked:
            return ""
        home = self._home.get(ref, "")
        gaps = [gap for gap in self._looks[home].gaps if gap.item == ref] if home else []
        if not gaps:
            return "given"
        return "insisted" if any(gap.demanded for gap in gaps) else "missing"

    def insisted(self) -> list[EvidenceGap]:
        """Return the missing evidence that the form insists on and that no required question demands already."""
        missing = {ref for ref, _ in self.violations()}
        return [gap for gap in self.evidence() if gap.demanded and gap.where not in missing]

    def blank(self) -> list[str]:
        """Return the optional questions without an answer, offered photos aside."""
        return [ref for section in self.sections for ref in self._looks[section.ref].blank]

    def section_of(self, ref: str) -> Section | None:
        """Return the section in which a question stands."""
        home = self._home.get(ref)
        return next((section for section in self.sections if section.ref == home), None)

    def row_of(self, section: str) -> int:
        """Return the row of a section by its ref, -1 when there is none."""
        return next((row for row, s in enumerate(self.sections) if s.ref == section), -1)

    def questions(self, section: Section) -> list[str]:
        """Return the questions of a section that can be answered now, in order."""
        session = self._session
        return [ref for ref in section.refs if session.relevant(ref) and not session.readonly(ref)]

    def order(self) -> list[str]:
        """Return every question that stands on a page, in the order of the form."""
        return [ref for section in self.sections for ref in section.refs]
