"""The words of an office: what its findings and the end of its minutes say, kept in the registry so that they travel.

With them go the class of an item's finding and the days there are to mend it, by item or by class. They go before
``resources/rules/findings.toml`` and before the form (``survey.templates``). A finding that is drafted already keeps
its words, class and deadline: they are the team's.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import RegistryError
from fieldsurvey.survey.deadlines import CALENDAR, LONGEST, WORKING
from fieldsurvey.survey.observations import CLASSES, PLACEHOLDER, finding_rule, item_of
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.templates import Deadline, Template, Templates, read_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.registry import Registry

#: Kind of the entity in the registry; its id follows from what it words, so two laptops that word it meet.
WORDING = "wording"
#: What of a finding an office words.
TEXTS = ("sentence", "criterion", "cause", "effect", "action", "owner")
#: What else of a finding an office sets; ``""`` leaves it to the form, and the days to its class.
SETTINGS = ("classification", "deadline_days", "deadline_kind")
#: What the closing formula names: the document, and the number of its signed originals in figures and words.
DOCUMENT, COPIES = "{dokumen}", "{rangkap}"
#: The end of a berita acara unless the office has its own (domain.md §6.1).
CLOSING = (
    f"Demikian {DOCUMENT} ini dibuat dengan sebenarnya dalam rangkap {COPIES} "
    "untuk dipergunakan sebagaimana mestinya."
)

_CLOSING = "closing"
_IDS = uuid.UUID("0193c7a2-51d4-7a40-9c1e-2f6f1b0a7d35")


@dataclass(frozen=True, slots=True)
class Wordable:
    """An item of an instrument that can make a finding.

    Attributes:
        item: its code.
        form: what the form itself says: a sentence, its class, and the criterion it rests on.
        office: what the office says; ``""`` where it leaves the other words.
    """

    item: str
    form: Template
    office: Template


def office_templates(registry: Registry, base: Templates | None = None) -> Templates:
    """Return the templates of findings with the office's words over them.

    Args:
        registry: of the office.
        base: what they go before; the file in ``resources/rules`` by default.

    Raises:
        FileProblem: the file is faulty.
    """
    base = read_templates() if base is None else base
    kept = {(each.item, each.instrument): each for each in base.items}
    of_class = dict(base.of_class)
    for record in registry.entities(WORDING):
        fields = {name: str(value or "") for name, value in record.fields.items()}
        if fields.get("item"):
            place = (fields["item"], fields.get("instrument", ""))
            given: dict[str, Any] = {name: fields[name] for name in TEXTS if fields.get(name)}
            if fields.get("classification") in CLASSES:
                given["classification"] = fields["classification"]
            if own := _deadline(fields):
                given |= {"deadline_days": own.days, "deadline_kind": own.kind}
            kept[place] = replace(
                kept.get(place) or base.of(*place), item=place[0], instrument=place[1], **given
            )
        elif fields.get("class") in CLASSES and (own := _deadline(fields)):
            of_class[fields["class"]] = own
    return Templates(base.opening, tuple(kept.values()), of_class)


def _deadline(fields: Mapping[str, str]) -> Deadline | None:
    """Return the deadline that a record gives, None for none, or for what a later version may have written."""
    days, kind = fields.get("deadline_days", ""), fields.get("deadline_kind") or CALENDAR
    if not days.isdecimal() or int(days) > LONGEST or kind not in {CALENDAR, WORKING}:
        return None
    return Deadline(int(days), kind)


def wordable(registry: Registry, instrument: Instrument) -> list[Wordable]:
    """Return the items of an instrument that can make a finding, in the order of its forms."""
    office = office_templates(registry, Templates(Template()))
    found: dict[str, Wordable] = {}
    for name in instrument.forms:
        for definition in instrument.form(name).definitions:
            rule = finding_rule(definition)
            if rule is None:
                continue
            item = item_of(definition)
            criterion = next(
                (v for k, v in definition.attributes.items() if k.endswith("criterion")), ""
            )
            form = Template(
                item,
                classification=rule.classification,
                sentence=rule.template,
                criterion=criterion,
            )
            found.setdefault(item, Wordable(item, form, office.of(item, instrument.id)))
    return list(found.values())


def keep_wording(registry: Registry, instrument: str, item: str, texts: Mapping[str, str]) -> None:
    """Word an item's finding for an instrument; ``""`` leaves what the form says. What does not change is not written.

    Args:
        registry: of the office.
        instrument: its id.
        item: the item's code.
        texts: by name, of ``TEXTS`` and ``SETTINGS``.

    Raises:
        RegistryError: a brace that is no ``{gerai}``, an unknown class, or a deadline that is no number of days.
    """
    _refuse_braces(texts.get("sentence", ""), PLACEHOLDER)
    if texts.get("classification", "") not in {"", *CLASSES}:
        raise RegistryError(what=f"the class must be one of {', '.join(CLASSES)}")
    _refuse_deadline(texts)
    _keep(registry, f"{instrument} {item}", {"item": item, "instrument": instrument, **texts})


def keep_class_deadline(registry: Registry, classification: str, days: str, kind: str) -> None:
    """Keep how long there is to mend a finding of a class, for those drafted from now on.

    Args:
        registry: of the office.
        classification: of ``CLASSES``.
        days: digits, ``""`` for what the file says, else none.
        kind: ``calendar`` or ``working``.

    Raises:
        RegistryError: an unknown class, or no number of days from 0 to ten years.
    """
    if classification not in CLASSES:
        raise RegistryError(what=f"the class must be one of {', '.join(CLASSES)}")
    given = {"deadline_days": days, "deadline_kind": kind if days else ""}
    _refuse_deadline(given)
    _keep(registry, f"class {classification}", {"class": classification, **given})


def _refuse_deadline(texts: Mapping[str, str]) -> None:
    if texts.get("deadline_days") and _deadline(texts) is None:
        what = f"a deadline is 0 to {LONGEST} days, {CALENDAR} or {WORKING}"
        raise RegistryError(what=what)


def closing_words(registry: Registry) -> str:
    """Return the closing formula of the office, with its placeholders."""
    entity = str(uuid.uuid5(_IDS, _CLOSING))
    stream = registry.stream_of(entity)
    record = registry.records.entity(stream, entity) if stream else None
    return str(record.fields.get(_CLOSING) or "") if record else ""


def keep_closing(registry: Registry, text: str) -> None:
    """Keep the closing formula of the office, ``""`` for the usual one.

    Raises:
        RegistryError: a brace that is neither ``{dokumen}`` nor ``{rangkap}``.
    """
    _refuse_braces(text, DOCUMENT, COPIES)
    _keep(registry, _CLOSING, {_CLOSING: " ".join(text.split())})


def _refuse_braces(text: str, *allowed: str) -> None:
    for each in allowed:
        text = text.replace(each, "")
    if "{" in text or "}" in text:
        raise RegistryError(what=f"braces stand only in {' and '.join(allowed)}")


def _keep(registry: Registry, place: str, texts: Mapping[str, str]) -> None:
    entity = str(uuid.uuid5(_IDS, place))
    with registry.records.atomic():
        stream = registry.stream_of(entity)
        record = registry.records.entity(stream, entity) if stream else None
        held = record.fields if record else {}
        entries = [
            Entry(WORDING, entity, name, text)
            for name, text in texts.items()
            if text != str(held.get(name) or "")
        ]
        if entries:
            registry.write(entries, stream)
