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
from fieldsurvey.ui.form.outline import (
    Section,
    Standing,
    State,
    instance_title,
    sections_of,
    sections_of_instance,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
        news: refs of the sections whose standing or name changed; who shows them empties it.
    """

    def __init__(self, session: FormSession, has_comment: Callable[[str], bool]) -> None:
        self._session = session
        self._has_comment = has_comment
        self._looks: dict[str, _Look] = {}
        self._standings: dict[str, Standing] = {}
        self._home: dict[str, Section] = {}
        self._items: dict[str, str] = {}
        # Questions with something wrong, and those whose evidence is missing: few among many.
        self._wrong: set[str] = set()
        self._unproved: set[str] = set()
        self._total = [0, 0, 0, 0]
        self.news: set[str] = set()
        self._rows: dict[str, int] | None = None
        self._order: dict[str, int] | None = None
        self.sections: list[Section] = []
        self.checked = False
        self.rebuild()

    # --- taking notice of changes

    def update(self, changed: Iterable[str]) -> bool:
        """Take notice of changed nodes; return whether there are other sections or questions now."""
        refs = set(changed)
        moved = [ref for ref in refs if self._is_structure(ref)]
        if moved and not self._take_in(moved):
            return self.rebuild()
        touched: dict[str, Section] = {}
        for ref in self.concerned(refs):
            home = self._home.get(ref)
            if home is not None:
                self._look_at(ref)
                touched[home.ref] = home
        for section in touched.values():
            self._stand(section)
        for group in {
            section.group
            for ref in refs
            if (section := self._home.get(ref))
            and section.group.endswith("]")
            and self._is_text(ref)
        }:
            self._name(group)
        return bool(moved)

    def rebuild(self) -> bool:
        """Work out everything anew; return whether there are other sections or questions now."""
        fresh = sections_of(self._session)
        other = [(s.ref, s.refs) for s in fresh] != [(s.ref, s.refs) for s in self.sections]
        self.sections = fresh
        self._rows = self._order = None
        self._home = {ref: section for section in fresh for ref in section.refs}
        self._looks, self._standings, self._total = {}, {}, [0, 0, 0, 0]
        self._wrong, self._unproved = set(), set()
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

    def _take_in(self, moved: list[str]) -> bool:
        """Take in one instance added at the end of its repeat; say whether that was all that came or went."""
        instance = min(moved, key=len)
        repeat = instance.rpartition("[")[0]
        row = self.row_of(repeat)
        if row < 0 or any(not ref.startswith(f"{instance}/") for ref in moved if ref != instance):
            return False
        listing = self.sections[row]
        if self._session.instances(repeat) != [*listing.instances, instance]:
            return False
        fresh = sections_of_instance(self._session, instance, listing.depth + 1)
        end = row + 1
        while end < len(self.sections) and self.sections[end].depth > listing.depth:
            end += 1
        self._insert(end, fresh)
        listing.instances.append(instance)
        for section in fresh:
            self._home.update(dict.fromkeys(section.refs, section))
            for ref in section.refs:
                self._look_at(ref)
            self._stand(section)
        self._stand(listing)
        return True

    def _insert(self, row: int, fresh: list[Section]) -> None:
        """Put sections before a row; at the end of the form, where most are added, nothing else moves."""
        last = row == len(self.sections)
        self.sections[row:row] = fresh
        if not last:
            self._rows = self._order = None
            return
        if self._rows is not None:
            self._rows |= {section.ref: at for at, section in enumerate(fresh, row)}
        if self._order is not None:
            refs = [ref for section in fresh for ref in section.refs]
            self._order |= {ref: at for at, ref in enumerate(refs, len(self._order))}

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

    def _name(self, instance: str) -> None:
        """Call the pages of an instance by its first words."""
        row = self.row_of(instance)
        pages = self.sections[row : row + self.sections[row].parts]
        refs = [ref for page in pages for ref in page.refs]
        title = instance_title(self._session, instance, refs)
        for page in pages:
            page.name(title)
            self.news.add(page.ref)

    def _look_at(self, ref: str) -> None:
        session = self._session
        self._wrong.discard(ref)
        self._unproved.discard(ref)
        if not session.relevant(ref):
            self._looks.pop(ref, None)
            return
        given, required = session.get(ref) != "", session.required(ref)
        readonly = session.readonly(ref)
        upload = session.form.definition(ref).control == "upload"
        violation = session.violation(ref)
        asked = bool(asked_for(session, ref))
        gaps = tuple(evidence_gaps(session, [ref], self._has_comment)) if asked else ()
        if violation is not None:
            self._wrong.add(ref)
        if gaps:
            self._unproved.add(ref)
        # Photos that are only offered count once they are there, as in survey.progress.
        self._looks[ref] = _Look(
            counts=not readonly and (given or required or not upload),
            given=given,
            required=required,
            violation=violation,
            gaps=gaps,
            asked=asked,
            blank=not (given or required or readonly or upload),
        )

    def _stand(self, section: Section) -> None:
        here = [self._looks[ref] for ref in section.refs if ref in self._looks]
        counted = [look for look in here if look.counts]
        answered = sum(look.given for look in counted)
        missing = sum(look.required and not look.given for look in counted)
        invalid = sum(look.given and look.violation is not None for look in counted)
        if section.repeat:
            state = State.OPTIONAL if section.instances or not section.fixed else State.HIDDEN
            standing = Standing(state)
        else:
            standing = self._standing_of(answered, len(counted), missing, invalid, shown=bool(here))
        before, self._standings[section.ref] = self._standings.get(section.ref), standing
        for at, count in enumerate(_counts(standing)):
            self._total[at] += count - (_counts(before)[at] if before is not None else 0)
        self.news.add(section.ref)

    def _standing_of(
        self, answered: int, relevant: int, missing: int, invalid: int, *, shown: bool
    ) -> Standing:
        """Return how far questions are together; ``shown``: whether any of them applies."""
        if not shown:
            state = State.HIDDEN
        elif invalid or (self.checked and missing):
            state = State.ERROR
        elif not missing:
            state = State.DONE if answered or not relevant else State.OPTIONAL
        else:
            state = State.PARTIAL if answered else State.EMPTY
        return Standing(state, answered, relevant, missing, invalid)

    # --- asking

    def concerned(self, changed: Iterable[str]) -> set[str]:
        """Return the questions that look different after a change: evidence stands with its item."""
        refs = set(changed)
        for ref in list(refs):
            section = self._home.get(ref)
            item = self._item(ref) if section is not None else ""
            if section is not None and item:
                refs.update(other for other in section.refs if self._item(other) == item)
        return refs

    def _item(self, ref: str) -> str:
        if ref not in self._items:
            attributes = self._session.form.definition(ref).attributes
            self._items[ref] = attributes.get(FS + "item", "")
        return self._items[ref]

    def standing(self, section: Section) -> Standing:
        """Return how far a section is."""
        return self._standings[section.ref]

    def standing_of(self, instance: str) -> Standing:
        """Return how far a repeat instance is, all its pages together."""
        row = self.row_of(instance)
        pages = self.sections[row : row + self.sections[row].parts]
        standings = [self.standing(page) for page in pages]
        if len(standings) == 1:
            return standings[0]
        shown = any(standing.state is not State.HIDDEN for standing in standings)
        sums = (sum(counts) for counts in zip(*map(_counts, standings), strict=True))
        return self._standing_of(*sums, shown=shown)

    def total(self) -> Standing:
        """Return how far the whole form is."""
        answered, relevant, missing, invalid = self._total
        done = not missing and not invalid
        state = State.DONE if done else State.PARTIAL if answered else State.EMPTY
        return Standing(state, answered, relevant, missing, invalid)

    def violations(self) -> list[tuple[str, Violation]]:
        """Return what is missing or not accepted, in the order of the form."""
        found = ((ref, self._looks[ref].violation) for ref in self.in_order(self._wrong))
        return [(ref, violation) for ref, violation in found if violation is not None]

    def evidence(self) -> list[EvidenceGap]:
        """Return the evidence that is missing, in the order of the form."""
        return [gap for ref in self.in_order(self._unproved) for gap in self._looks[ref].gaps]

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
        return [gap for gap in self.evidence() if gap.demanded and gap.where not in self._wrong]

    def blank(self) -> list[str]:
        """Return the optional questions without an answer, offered photos aside."""
        return self.in_order(ref for ref, look in self._looks.items() if look.blank)

    def in_order(self, refs: Iterable[str]) -> list[str]:
        """Return questions in the order of the form."""
        found = list(refs)
        return sorted(found, key=self.places.__getitem__) if len(found) > 1 else found

    @property
    def places(self) -> Mapping[str, int]:
        """Question → its place in the order of the form."""
        if self._order is None:
            self._order = {ref: at for at, ref in enumerate(self.order())}
        return self._order

    def section_of(self, ref: str) -> Section | None:
        """Return the section in which a question stands."""
        return self._home.get(ref)

    def section(self, ref: str) -> Section | None:
        """Return a section by its ref."""
        row = self.row_of(ref)
        return self.sections[row] if row >= 0 else None

    def row_of(self, section: str) -> int:
        """Return the row of a section by its ref, -1 when there is none."""
        if self._rows is None:
            self._rows = {section.ref: row for row, section in enumerate(self.sections)}
        return self._rows.get(section, -1)

    def questions(self, section: Section) -> list[str]:
        """Return the questions of a section that can be answered now, in order."""
        session = self._session
        return [ref for ref in section.refs if session.relevant(ref) and not session.readonly(ref)]

    def order(self) -> list[str]:
        """Return every question that stands on a page, in the order of the form."""
        return [ref for section in self.sections for ref in section.refs]


def _counts(standing: Standing) -> tuple[int, int, int, int]:
    return standing.answered, standing.relevant, standing.missing, standing.invalid
