"""The sections of a live form: which questions stand on which page, and how far each page is. No Qt here.

A group with more questions than anybody looks over becomes several pages, so that a page costs the same in any form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.survey.filling import FS
from fieldsurvey.ui.answers.view import is_question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.xforms import FormSession
    from fieldsurvey.xforms.definition import NodeDefinition


_POSITION = re.compile(r"\[(\d+)\]")

#: The most questions on one page; no instrument that is shipped has a page so long.
MOST = 50


class State(StrEnum):
    """How a section stands."""

    EMPTY = "empty"
    OPTIONAL = "optional"
    PARTIAL = "partial"
    DONE = "done"
    ERROR = "error"
    HIDDEN = "hidden"


@dataclass(slots=True)
class Section:
    """A page: the questions of a group, of the form's root, or of one repeat instance; or the list of instances.

    Attributes:
        ref: the group, the instance, or the repeat that the page lists; with "#2" and so on for its further pages.
        label: what it is called.
        depth: 0, or 1 and more for instances.
        refs: its questions in order, those that do not apply now too.
        headings: question → the inner group that begins with it.
        repeat: it lists the instances of a repeat, which the form fixes or not.
        instances: the instances listed.
        part: which of the pages of its group it is, from 1; parts: how many there are.
    """

    ref: str
    label: str
    depth: int = 0
    refs: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    repeat: bool = False
    fixed: bool = False
    instances: list[str] = field(default_factory=list)
    part: int = 1
    parts: int = 1

    @property
    def group(self) -> str:
        """The group, instance or repeat, whichever of its pages this is."""
        return self.ref.partition("#")[0] if self.part > 1 else self.ref

    def name(self, label: str) -> None:
        """Call it by its group's name, with its number among several pages."""
        self.label = f"{label} · {self.part}/{self.parts}" if self.parts > 1 else label


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a section is.

    Attributes:
        state: in a word.
        answered, relevant: questions; see ``survey.progress``.
        missing: required ones without an answer.
        invalid: answers that are not accepted.
    """

    state: State
    answered: int = 0
    relevant: int = 0
    missing: int = 0
    invalid: int = 0


def sections_of(session: FormSession) -> list[Section]:
    """Return the pages of a form as it is now, in reading order."""
    root = session.form.root
    first = Section("/" + root.name, session.form.title)
    found = [first]
    _walk(session, root, first.ref, first, found, depth=0)
    return _pages(session, found)


def sections_of_instance(session: FormSession, instance: str, depth: int) -> list[Section]:
    """Return the pages of one repeat instance, and of what repeats in it.

    Args:
        session: the live form.
        instance: its ref.
        depth: of its pages.
    """
    found: list[Section] = []
    _walk_instance(session, session.form.definition(instance), instance, found, depth=depth)
    return _pages(session, found)


def _pages(session: FormSession, sections: Iterable[Section]) -> list[Section]:
    """Return the sections that have anything on them, long ones as several pages."""
    found: list[Section] = []
    for section in sections:
        if len(section.refs) > MOST:
            found += _parts(session, section)
        elif section.refs or section.repeat:
            found.append(section)
    return found


def _parts(session: FormSession, section: Section) -> list[Section]:
    """Cut a section into pages of like length; an item's evidence stays beside it."""
    refs = section.refs
    items = [session.form.definition(ref).attributes.get(FS + "item", "") for ref in refs]
    size = -(-len(refs) // -(-len(refs) // MOST))
    cuts = [0]
    for at in range(1, len(refs)):
        apart = not items[at] or items[at] != items[at - 1]
        if at - cuts[-1] >= size and apart:
            cuts.append(at)
    parts = []
    for part, (begin, end) in enumerate(zip(cuts, [*cuts[1:], len(refs)], strict=True), 1):
        own = refs[begin:end]
        ref = section.ref if part == 1 else f"{section.ref}#{part}"
        headings = {ref: section.headings[ref] for ref in own if ref in section.headings}
        page = Section(ref, "", section.depth, own, headings, part=part, parts=len(cuts))
        page.name(section.label)
        parts.append(page)
    return parts


def instance_title(session: FormSession, instance: str, refs: Iterable[str]) -> str:
    """Return what a repeat instance is called: its first typed words, else its label; after its number.

    One inside another has the numbers of both: ``3.1. Budi``.
    """
    number = ".".join(_POSITION.findall(instance))
    label = session.label(instance) or ""
    for ref in refs:
        definition = session.form.definition(ref)
        if (definition.control, definition.datatype) == ("input", "string") and session.get(ref):
            label = session.get(ref)
            break
    return f"{number}. {label}" if label else number


def _walk(
    session: FormSession,
    definition: NodeDefinition,
    ref: str,
    page: Section,
    found: list[Section],
    *,
    depth: int,
) -> None:
    for child in definition.children:
        inner = f"{ref}/{child.name}"
        if child.is_repeat:
            _walk_repeat(session, child, inner, found, depth=depth)
        elif is_question(child):
            page.refs.append(inner)
        elif child.children and any(map(is_question, child.walk())):
            label = session.label(inner) or ""
            if definition.parent is None:
                section = Section(inner, label or child.name, depth)
                found.append(section)
                _walk(session, child, inner, section, found, depth=depth)
            else:
                before = len(page.refs)
                _walk(session, child, inner, page, found, depth=depth)
                if label and len(page.refs) > before:
                    page.headings[page.refs[before]] = label


def _walk_repeat(
    session: FormSession, definition: NodeDefinition, ref: str, found: list[Section], *, depth: int
) -> None:
    instances = session.instances(ref)
    label = session.label(instances[0]) if instances else None
    fixed = definition.fixed or definition.count is not None
    listing = Section(ref, label or definition.name, depth, repeat=True, fixed=fixed)
    listing.instances = instances
    found.append(listing)
    for instance in instances:
        _walk_instance(session, definition, instance, found, depth=depth + 1)


def _walk_instance(
    session: FormSession,
    definition: NodeDefinition,
    instance: str,
    found: list[Section],
    *,
    depth: int,
) -> None:
    page = Section(instance, "", depth)
    found.append(page)
    _walk(session, definition, instance, page, found, depth=depth)
    page.label = instance_title(session, instance, page.refs)
