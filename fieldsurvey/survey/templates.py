"""How an office words its findings: ``resources/rules/findings.toml``, which goes before the words of the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldsurvey.survey.deadlines import CALENDAR, WORKING
from fieldsurvey.survey.observations import CLASSES, PLACEHOLDER
from fieldsurvey.survey.rules import open_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fieldsurvey.scoring import Table

_TEXTS = ("sentence", "criterion", "cause", "effect", "action", "owner")


@dataclass(frozen=True, slots=True)
class Template:
    """What a finding says; "" leaves what the form says, and None no deadline.

    Attributes:
        item: code of the checklist item, "" for the opening check.
        instrument: id of the instrument it is for, "" for all.
        sentence: the condition, with ``{gerai}`` for the name of the stand.
    """

    item: str = ""
    instrument: str = ""
    classification: str = ""
    sentence: str = ""
    criterion: str = ""
    cause: str = ""
    effect: str = ""
    action: str = ""
    owner: str = ""
    deadline_days: int | None = None
    deadline_kind: str = ""

    def condition(self, target_name: str) -> str:
        """Return the sentence about a stand."""
        return self.sentence.replace(PLACEHOLDER, target_name)


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long there is to mend what was found: days from the signing, ``calendar`` or ``working`` (domain.md §6.2)."""

    days: int
    kind: str = CALENDAR


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of an office.

    Attributes:
        opening: words the finding of an opening check.
        items: those of items of the forms.
        of_class: deadlines by class, for what no template gives one.
    """

    opening: Template
    items: tuple[Template, ...] = ()
    of_class: Mapping[str, Deadline] = field(default_factory=dict)

    def of(self, item: str, instrument: str) -> Template:
        """Return the template of an item: the instrument's own before one for all; an empty one when there is none."""
        fitting = [
            each for each in self.items if each.item == item and each.instrument in {"", instrument}
        ]
        return max(fitting, key=lambda each: each.instrument, default=Template(item))


def read_templates(path: Path | None = None) -> Templates:
    """Read the templates.

    Args:
        path: the file; by default the one in ``resources/rules``.

    Raises:
        FileProblem: it cannot be read, or a value is not what it should be; the sentence names file, key and place.
    """
    top = open_rules("findings.toml", path)
    opening = top.table("opening")
    read = Templates(
        _template(opening, item=""),
        tuple(map(_of_item, top.tables("template"))),
        _of_class(top.table("deadline")) if top.has("deadline") else {},
    )
    if not read.opening.sentence or not read.opening.classification:
        opening.fault("'sentence' and 'classification' must be written")
    top.done()
    places = [(each.item, each.instrument) for each in read.items]
    doubled = next((place for place in places if places.count(place) > 1), None)
    if doubled:
        top.fault("item '{name}' has two templates: keep one", name=doubled[0])
    return read


def _of_class(table: Table) -> dict[str, Deadline]:
    found = {}
    for name in filter(table.has, CLASSES):
        own = table.table(name)
        kind = own.one_of("kind", (CALENDAR, WORKING)) if own.has("kind") else CALENDAR
        found[name] = Deadline(own.whole("days"), kind)
        own.done()
    table.done()
    return found


def _of_item(table: Table) -> Template:
    return _template(table, item=table.identifier("item"))


def _template(table: Table, *, item: str) -> Template:
    texts = {name: table.text(name, "") for name in _TEXTS}
    bare = texts["sentence"].replace(PLACEHOLDER, "")
    if "{" in bare or "}" in bare:
        table.fault("'sentence': {name} is the only placeholder", name=PLACEHOLDER)
    found = Template(
        item=item,
        instrument=table.text("instrument", "") if item else "",
        classification=table.one_of("classification", CLASSES)
        if table.has("classification")
        else "",
        deadline_days=table.whole("deadline_days") if table.has("deadline_days") else None,
        deadline_kind=table.one_of("deadline_kind", (CALENDAR, WORKING))
        if table.has("deadline_kind")
        else "",
        **texts,
    )
    table.done()
    return found
