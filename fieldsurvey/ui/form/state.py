"""How a form stands: its sections, how far each is, what is wrong, what evidence is missing. No Qt here.

An answer changes little, so little is worked out again: the sections only when instances came or went, a question only
when it changed or stands by the same item as one that did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldsurvey.errors import AnswerError
from fieldsurvey.survey.evidence import EvidenceGap, asked_for, evidence_gaps
from fieldsurvey.survey.filling import FS
from fieldsurvey.ui.form.outline import Section, Standing, State, instance_title, sections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fieldsurvey.xforms import FormSession, Violation


Proof = Literal["", "missing", "insisted", "given"]


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found at one question that applies.

    Attributes:
        counts: it is among the questions to be answered; see ``survey.progress``.
        given: it has an answer; required: it must have one.
        violation: what is wrong with it.
        gaps: evidence that its answer calls for and that is not there.
        asked: its answer calls for evidence.
        blank: it may stay without an answer, and has none.
    """

    counts: bool
    given: bool
    required: bool
    violation: Violation | None
    gaps: tuple[EvidenceGap, ...]
    asked: bool
    blank: bool


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
        self._standings: dict[str, Standing] = {}
        self._home: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self.sections: list[Section] = []
        self.checked = False
        self.rebuild()

    # --- taking notice of changes

    def update(self, changed: Iterable[str]) -> bool:
        """Take notice of changed nodes; return whether there are other sections or questions now."""
        refs = set(changed)
        if any(self._is_structure(ref) for ref in refs):
            return self.rebuild()
        touched = set()
        for ref in self.concerned(refs):
            if ref in self._home:
                self._look_at(ref)
                touched.add(self._home[ref])
        named = {self._home[ref] for ref in refs if ref in self._home and self._is_text(ref)}
        for section in self.sections:
            if section.ref in touched:
                self._stand(section)
            if section.ref in named and section.ref.endswith("]"):
                section.label = instance_title(self._session, section.ref, section.refs)
        return False

    def rebuild(self) -> bool:
        """Work out everything anew; return whether there are other sections or questions now."""
        fresh = sections_of(self._session)
        other = [(s.ref, s.refs) for s in fresh] != [(s.ref, s.refs) for s in self.sections]
        self.sections = fresh
        self._home = {ref: section.ref for section in fresh for ref in section.refs}
        self._looks, self._standings = {}, {}
        for ref in self._home:
            self._look_at(ref)
        for section in fresh:
            self._stand(section)
        return other

    def check(self) -> bool:
        """From now on missing answers are errors; return whether they were not yet."""
        if self.checked:
            return False
        self.checked = True
        for section in self.sections:
            self._stand(section)
        return True

    def _is_structure(self, ref: str) -> bool:
        # An instance came or went, or instances behind it have other numbers now.
        if ref in self._home:
            return False
        try:
            return self._session.form.definition(ref).is_repeat
        except AnswerError:
            return True

    def _is_text(self, ref: str) -> bool:
        definition = self._session.form.definition(ref)
        return (definition.control, definition.datatype) == ("input", "string")

    def _look_at(self, ref: str) -> None:
        session = self._session
        if not session.relevant(ref):
            self._looks.pop(ref, None)
            return
        given, required = session.get(ref) != "", session.required(ref)
        readonly = session.readonly(ref)
        upload = session.form.definition(ref).control == "upload"
        violation = session.violation(ref)
        asked = bool(asked_for(session, ref))
        # Photos that are only offered count once they are there, as in survey.progress.
        self._looks[ref] = _Look(
            counts=not readonly and (given or required or not upload),
            given=given,
            required=required,
            violation=violation,
            gaps=tuple(evidence_gaps(session, [ref], self._has_comment)) if asked else (),
            asked=asked,
            blank=not (given or required or readonly or upload),
        )

    def _stand(self, section: Section) -> None:
        here = [self._looks[ref] for ref in section.refs if ref in self._looks]
        counted = [look for look in here if look.counts]
        answered = sum(look.given for look in counted)
        missing = sum(look.required and not look.given for look in counted)
        invalid = sum(look.given and look.violation is not None for look in counted)
        state = self._state_of(section, len(here), len(counted), answered, missing, invalid)
        self._standings[section.ref] = Standing(state, answered, len(counted), missing, invalid)

    def _state_of(
        self, section: Section, shown: int, counted: int, answered: int, missing: int, invalid: int
    ) -> State:
        if section.repeat:
            return State.OPTIONAL if section.instances or not section.fixed else State.HIDDEN
        if not shown:
            return State.HIDDEN
        if invalid or (self.checked and missing):
            return State.ERROR
        if not missing:
            return State.DONE if answered or not counted else State.OPTIONAL
        return State.PARTIAL if answered else State.EMPTY

    # --- asking

    def concerned(self, changed: Iterable[str]) -> set[str]:
        """Return the questions that look different after a change: evidence stands with its item."""
        refs = set(changed)
        homes = {self._home[ref] for ref in refs if ref in self._home}
        items = {item for ref in refs if ref in self._home and (item := self._item(ref))}
        if items:
            for section in self.sections:
                if section.ref in homes:
                    refs.update(ref for ref in section.refs if self._item(ref) in items)
        return refs

    def _item(self, ref: str) -> str:
        if ref not in self._items:
            attributes = self._session.form.definition(ref).attributes
            self._items[ref] = attributes.get(FS + "item", "")
        return self._items[ref]

    def standing(self, section: Section) -> Standing:
        """Return how far a section is."""
        return self._standings[section.ref]

    def total(self) -> Standing:
        """Return how far the whole form is."""
        all_of = self._standings.values()
        answered = sum(s.answered for s in all_of)
        missing, invalid = sum(s.missing for s in all_of), sum(s.invalid for s in all_of)
        done = not missing and not invalid
        state = State.DONE if done else State.PARTIAL if answered else State.EMPTY
        return Standing(state, answered, sum(s.relevant for s in all_of), missing, invalid)

    def violations(self) -> list[tuple[str, Violation]]:
        """Return what is missing or not accepted, in the order of the form."""
        found = ((ref, look.violation) for ref, look in self._in_order())
        return [(ref, violation) for ref, violation in found if violation is not None]

    def evidence(self) -> list[EvidenceGap]:
        """Return the evidence that is missing, in the order of the form."""
        return [gap for _, look in self._in_order() for gap in look.gaps]

    def proof(self, ref: str) -> Proof:
        """Return how it stands with the evidence for an answer; see ``NodeView.proof``."""
        look = self._looks.get(ref)
        if look is None or not look.asked:
            return ""
        if not look.gaps:
            return "given"
        return "insisted" if any(gap.demanded for gap in look.gaps) else "missing"

    def insisted(self) -> list[EvidenceGap]:
        """Return the missing evidence that the form insists on and that no required question demands already."""
        missing = {ref for ref, _ in self.violations()}
        return [gap for gap in self.evidence() if gap.demanded and gap.where not in missing]

    def blank(self) -> list[str]:
        """Return the optional questions without an answer, offered photos aside."""
        return [ref for ref, look in self._in_order() if look.blank]

    def _in_order(self) -> Iterator[tuple[str, _Look]]:
        return ((ref, self._looks[ref]) for ref in self._home if ref in self._looks)

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
