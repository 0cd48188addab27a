"""What the page of instruments shows, as rows: versions, questions, differences, findings of a check.

Made off the GUI thread: a form is parsed to show its questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import short_date
from fieldsurvey.ui.diagnostic_words import worded
from fieldsurvey.ui.parts.rows import Cell, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fieldsurvey.scoring import Scheme
    from fieldsurvey.survey.catalogue import Offered
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instrument_changes import Difference, Section
    from fieldsurvey.survey.instrument_check import Problem
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.manifest import Manifest

_C = "Instruments"
_ASSUMED = "assumed"

_SECTIONS: dict[Section, str] = {
    "facts": QT_TRANSLATE_NOOP("Instruments", "What it is"),
    "rules": QT_TRANSLATE_NOOP("Instruments", "Rules of scoring"),
    "bands": QT_TRANSLATE_NOOP("Instruments", "Categories and zones"),
    "weights": QT_TRANSLATE_NOOP("Instruments", "Dimensions, variables, indicators and their weights"),
    "forms": QT_TRANSLATE_NOOP("Instruments", "Forms"),
    "questions": QT_TRANSLATE_NOOP("Instruments", "Questions"),
}  # fmt: skip

#: What ``xforms.difference`` says of a question, and the words of ``scoring.changes``.
_WORDS = (
    QT_TRANSLATE_NOOP("Instruments", "added"),
    QT_TRANSLATE_NOOP("Instruments", "removed"),
    QT_TRANSLATE_NOOP("Instruments", "moved"),
    QT_TRANSLATE_NOOP("Instruments", "type"),
    QT_TRANSLATE_NOOP("Instruments", "label"),
    QT_TRANSLATE_NOOP("Instruments", "hint"),
    QT_TRANSLATE_NOOP("Instruments", "choice added"),
    QT_TRANSLATE_NOOP("Instruments", "choice removed"),
    QT_TRANSLATE_NOOP("Instruments", "choice label"),
    QT_TRANSLATE_NOOP("Instruments", "filter"),
    QT_TRANSLATE_NOOP("Instruments", "relevant"),
    QT_TRANSLATE_NOOP("Instruments", "required"),
    QT_TRANSLATE_NOOP("Instruments", "constraint"),
    QT_TRANSLATE_NOOP("Instruments", "calculate"),
    QT_TRANSLATE_NOOP("Instruments", "count"),
    QT_TRANSLATE_NOOP("Instruments", "readonly"),
    QT_TRANSLATE_NOOP("Instruments", "default"),
    QT_TRANSLATE_NOOP("Instruments", "language added"),
    QT_TRANSLATE_NOOP("Instruments", "language removed"),
    QT_TRANSLATE_NOOP("Instruments", "title"),
    QT_TRANSLATE_NOOP("Instruments", "official"),
    QT_TRANSLATE_NOOP("Instruments", "valid_from"),
    QT_TRANSLATE_NOOP("Instruments", "valid_until"),
    QT_TRANSLATE_NOOP("Instruments", "weight"),
    QT_TRANSLATE_NOOP("Instruments", "level"),
    QT_TRANSLATE_NOOP("Instruments", "in"),
    QT_TRANSLATE_NOOP("Instruments", "from"),
    QT_TRANSLATE_NOOP("Instruments", "yes"),
    QT_TRANSLATE_NOOP("Instruments", "no"),
    QT_TRANSLATE_NOOP("Instruments", "sheet"),
    QT_TRANSLATE_NOOP("Instruments", "row"),
    QT_TRANSLATE_NOOP("Instruments", "column"),
)
_EFFECTS = {
    "harmless": ("", "muted"),
    "warning": (QT_TRANSLATE_NOOP("Instruments", "look at old answers"), "warn"),
    "data loss": (QT_TRANSLATE_NOOP("Instruments", "old answers lose their place"), "bad"),
}
_TARGETS = {
    "mall": QT_TRANSLATE_NOOP("Instruments", "Building"),
    "stand": QT_TRANSLATE_NOOP("Instruments", "Stand"),
    "officer": QT_TRANSLATE_NOOP("Instruments", "Officer"),
    "service_user": QT_TRANSLATE_NOOP("Instruments", "Service user"),
    "complaints": QT_TRANSLATE_NOOP("Instruments", "Complaints desk"),
}
_SIGNS = {"+": ("plus", "good"), "-": ("minus", "bad"), "~": ("edit", "accent")}
_PLACE = re.compile(r"\b(sheet|row|column) ")
_FIGURES = re.compile(r"\b(weight|level|in|from) ")


@dataclass(frozen=True, slots=True)
class Offer:
    """A version of an instrument, with the names of the visits that pin it."""

    offered: Offered
    visits: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``ID@VERSION``."""
        return f"{self.offered.id}@{self.offered.version}"


def say(text: str) -> str:
    """Return a text of the instruments in the language of the window."""
    return QCoreApplication.translate(_C, text)


def target_word(form: str) -> str:
    """Return for whom a form is filled."""
    return say(_TARGETS.get(form, form))


def read_offers(desk: Desk) -> list[Offer]:
    """Return every version that is here, with the visits that pin it; in the reader's thread."""
    using: dict[tuple[str, str], list[str]] = {}
    for visit in desk.visits.ids():
        try:
            pinned = desk.visits.instrument_ref(visit)
        except VisitError:  # it has not wholly arrived
            continue
        mall = desk.records.entities(visit, "mall")
        name = str(mall[0].fields.get("name", "")) if mall else ""
        using.setdefault((pinned.id, pinned.version), []).append(name or visit[:13])
    offers = desk.catalogue.all()
    known = {(each.id, each.version) for each in offers}
    return [
        Offer(each, tuple(using.get((each.id, each.version), ()))) for each in offers
    ] + [
        Offer(_only_pinned(*key), tuple(names)) for key, names in using.items() if key not in known
    ]  # fmt: skip


def _only_pinned(identity: str, version: str) -> Offered:
    from fieldsurvey.survey.catalogue import Offered as Made

    return Made(identity, version, None, imported=False, problem=say(_PINNED))


_WANTED = QT_TRANSLATE_NOOP("Instruments", "Interviews wanted")
_PINNED = QT_TRANSLATE_NOOP(
    "Instruments", "only visits hold this version; it is not offered for new ones"
)


def assumed_weights(scheme: Scheme) -> list[str]:
    """Return the titles of what has a weight that no source gives."""
    found = []
    for dimension in scheme.dimensions:
        if dimension.weight_source == _ASSUMED:
            found.append(dimension.title.id)
        for variable in dimension.variables:
            if variable.weight_source == _ASSUMED:
                found.append(variable.title.id)
            found += [e.title.id for e in variable.indicators if e.weight_source == _ASSUMED]
    return found


def rows_of_offers(offers: Iterable[Offer]) -> list[Row]:
    """Return a row for each version."""
    return [_row_of_offer(offer) for offer in offers]


def _row_of_offer(offer: Offer) -> Row:
    held = offer.offered
    parts = [held.version]
    title, drawing, color, cell = held.id, "score", "accent", Cell()
    if held.manifest is None:
        drawing, color = "problem", "warn"
        cell = Cell(say(QT_TRANSLATE_NOOP("Instruments", "not usable")), "warn")
        parts.append(held.problem)
    else:
        title = held.manifest.title.id
        parts.append(_validity(held.manifest))
        if assumed_weights(held.manifest.scheme):
            cell = Cell(say(QT_TRANSLATE_NOOP("Instruments", "assumed")), "warn", icon="problem")
    if held.imported:
        parts.append(say(QT_TRANSLATE_NOOP("Instruments", "imported, frozen")))
    if offer.visits:
        used = say(QT_TRANSLATE_NOOP("Instruments", "used by {count} visits"))
        parts.append(used.format(count=len(offer.visits)))
    detail = " · ".join(part for part in (held.id, *parts) if part)
    return Row(offer.name, title, detail, icon=drawing, color=color, cells=(cell,))


def _validity(manifest: Manifest) -> str:
    start, end = manifest.valid_from, manifest.valid_until
    if start is None and end is None:
        return ""
    days = ("…" if day is None else short_date(day) for day in (start, end))
    return " – ".join(days)


def summary(offer: Offer, muted: str) -> str:
    """Return all about a version as rich text.

    Args:
        offer: the version.
        muted: colour of what names the facts.
    """
    held, facts = offer.offered, list[tuple[str, str]]()
    title = held.id if held.manifest is None else held.manifest.title.id
    facts.append((say(QT_TRANSLATE_NOOP("Instruments", "Version")), f"{held.id} {held.version}"))
    if held.problem:
        facts.append((say(QT_TRANSLATE_NOOP("Instruments", "Problem")), held.problem))
    if held.manifest is not None:
        facts += _facts(held.manifest)
    frozen = say(QT_TRANSLATE_NOOP("Instruments", "imported by this office: its content is frozen"))
    shipped = say(QT_TRANSLATE_NOOP("Instruments", "shipped with the program"))
    origin = frozen if held.imported else shipped
    facts.append((say(QT_TRANSLATE_NOOP("Instruments", "Origin")), origin))
    unused = say(QT_TRANSLATE_NOOP("Instruments", "no visit yet"))
    pinned = "; ".join(dict.fromkeys(offer.visits)) or unused
    facts.append((say(QT_TRANSLATE_NOOP("Instruments", "Used by")), pinned))
    parts = [f"<p style='font-weight:600'>{escape(title)}</p>"]
    parts += [
        f"<p><span style='color:{muted}'>{escape(name)}</span><br>{escape(told)}</p>"
        for name, told in facts
        if told
    ]
    return "".join(parts)


def _facts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    scheme = manifest.scheme
    official = say(QT_TRANSLATE_NOOP("Instruments", "official"))
    working = say(QT_TRANSLATE_NOOP("Instruments", "not official: working figures"))
    yield (
        say(QT_TRANSLATE_NOOP("Instruments", "Standing")),
        official if manifest.official else working,
    )
    yield say(QT_TRANSLATE_NOOP("Instruments", "Valid")), _validity(manifest)
    forms = (f"{target_word(form)} ({book})" for form, book in manifest.forms.items())
    yield say(QT_TRANSLATE_NOOP("Instruments", "Forms")), ", ".join(forms)
    quota = (f"{target_word(kind)} {count}" for kind, count in manifest.quota.items())
    yield say(_WANTED), ", ".join(quota)
    assumed, count = assumed_weights(scheme), len(list(scheme.indicators()))
    if assumed:
        told = say(QT_TRANSLATE_NOOP("Instruments", "{count} weights have no source: {names}"))
        shown = "; ".join(assumed)
        yield (
            say(QT_TRANSLATE_NOOP("Instruments", "⚠ Assumed weights")),
            told.format(count=len(assumed), names=shown),
        )
    yield say(QT_TRANSLATE_NOOP("Instruments", "Indicators")), str(count) if count else ""
    bands = (f"{b.code} ≥ {b.lower} {b.label}".strip() for b in scheme.bands)
    yield say(QT_TRANSLATE_NOOP("Instruments", "Categories")), "; ".join(bands)
    sources = (f"{name}: {text}" for name, text in scheme.sources.items())
    yield say(QT_TRANSLATE_NOOP("Instruments", "Sources")), "; ".join(sources)


def rows_of_questions(instrument: Instrument) -> list[Row]:
    """Return every question of every form, under its form, with its choices."""
    from fieldsurvey.xforms.wording import offered, words

    rows: list[Row] = []
    for name in instrument.forms:
        form = instrument.form(name)
        asked = [each for each in form.root.walk() if each.is_leaf and each.control is not None]
        rows.append(Row(("form", name), target_word(name), str(len(asked)), heading=True))
        for each in asked:
            label = words(form, each.label, form.default_language) or each.name
            choices = offered(form, each, form.default_language) if each.chooses else {}
            detail = "  |  ".join(choices.values()) or words(form, each.hint, form.default_language)
            rows.append(Row((name, each.ref), _one_line(label), _one_line(detail), code=each.name))
    return rows


def rows_of_differences(differences: Sequence[Difference]) -> list[Row]:
    """Return what differs, part by part; questions under their form."""
    rows: list[Row] = []
    groups: dict[tuple[str, str], list[tuple[int, Difference]]] = {}
    for number, each in enumerate(differences):
        form = each.form if each.section == "questions" else ""
        groups.setdefault((each.section, form), []).append((number, each))
    order = list(_SECTIONS)
    for (section, form), part in sorted(groups.items(), key=lambda item: order.index(item[0][0])):  # type: ignore[arg-type]
        head = say(_SECTIONS[section])  # type: ignore[index]
        title = f"{head}: {target_word(form)}" if form else head
        rows.append(Row(("head", section, form), title, str(len(part)), heading=True))
        rows += [_difference(number, each) for number, each in part]
    return rows


def _difference(number: int, each: Difference) -> Row:
    drawing, color = _SIGNS[each.sign]
    text, kind = _EFFECTS[each.effect]
    # A choice is named after what happened to it: "choice added ya".
    what = next((w for w in _WORDS if each.what == w or each.what.startswith(f"{w} ")), "")
    told = (say(what) + each.what.removeprefix(what)) if what else ""
    old, new = (_figures(value) for value in (each.old, each.new))
    values = f"{old or '–'} → {new or '–'}" if each.sign == "~" else new or old
    told = "" if each.section == "facts" else told  # its name says it
    detail = ": ".join(part for part in (told, values if old or new else "") if part)
    name = target_word(each.name) if each.section == "forms" else say(each.name)
    if each.name.startswith("quota "):
        name = f"{say(_WANTED)}: {target_word(each.name.removeprefix('quota '))}"
    cells = (Cell(say(text), kind),) if text else ()
    return Row(
        ("difference", number), _one_line(name), _one_line(detail), icon=drawing, color=color, cells=cells
    )  # fmt: skip


def rows_of_problems(problems: Sequence[Problem]) -> list[Row]:
    """Return what a check found: where, and what is expected."""
    return [
        Row(
            ("problem", number),
            place_text(each),
            worded(each.what) + (f" ({each.ref})" if each.ref else ""),
            icon="error",
            color="bad",
        )
        for number, each in enumerate(problems)
    ]


def place_text(problem: Problem) -> str:
    """Return where a problem is: file, sheet, row, column."""
    return _PLACE.sub(lambda found: f"{say(found[1])} ", problem.place or problem.form)


def _figures(text: str) -> str:
    """Return what a part of a scheme is, its few words translated."""
    if text in {"yes", "no"}:
        return say(text)
    return _FIGURES.sub(lambda found: f"{say(found[1])} ", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
