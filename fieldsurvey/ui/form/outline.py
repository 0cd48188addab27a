"""The sections of a live form: which questions stand on which page, and how far each page is. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.ui.answers.view import is_question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.xforms import FormSession
    from fieldsurvey.xforms.definition import NodeDefinition


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
        ref: the group, the instance, or the repeat that the page lists.
        label: what it is called.
        depth: 0, or 1 and more for instances.
        refs: its questions in order, those that do not apply now too.
        headings: question → the inner group that begins with it.
        repeat: it lists the instances of a repeat, which the form fixes or not.
        instances: the instances listed.
    """

    ref: str
    label: str
    depth: int = 0
    refs: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    repeat: bool = False
    fixed: bool = False
    instances: list[str] = field(default_factory=list)


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
    return [section for section in found if section.refs or section.repeat]


def instance_title(session: FormSession, instance: str, refs: Iterable[str]) -> str:
    """Return what a repeat instance is called: its first typed words, else its label; with its number."""
    number = instance.rsplit("[", 1)[-1].rstrip("]")
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
        page = Section(instance, "", depth + 1)
        found.append(page)
        _walk(session, definition, instance, page, found, depth=depth + 1)
        page.label = instance_title(session, instance, page.refs)
