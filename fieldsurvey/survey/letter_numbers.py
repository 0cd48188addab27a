"""Numbers of letters: reserved from a template in a register that is unique for a year and an office (domain.md §6.1).

A reservation is an entity of the registry of its own, so that registers of two laptops merge: when both gave out the
same number before they met, both reservations stand side by side and are shown as a dispute, until one of the visits
takes another number. A released number is not given out again unless a person asks for that very one.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError, VisitError
from fieldsurvey.indonesia import UNNUMBERED, document_number
from fieldsurvey.paths import resources_folder
from fieldsurvey.scoring import read_toml
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fieldsurvey.survey.registry import Registry

#: The registers of an office.
LETTERS, MINUTES_REGISTER = "surat-tugas", "berita-acara"
ADDENDA, CERTIFICATES = "adendum", "piagam"
REGISTERS = (LETTERS, MINUTES_REGISTER, ADDENDA, CERTIFICATES)

#: Kinds of the entities in the registry.
NUMBER, NUMBERING = "number", "numbering"

_IDS = uuid.UUID("0193a0d9-51c3-7e0a-bb4e-9c7f1f0a3d68")
_RULES = "numbering.toml"


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a register numbers: see ``indonesia.document_number`` for the tokens."""

    template: str
    code: str


@dataclass(frozen=True, slots=True)
class Reserved:
    """A number that a visit holds.

    Attributes:
        ordinal: the running number of the year; 0 for a number that another office gave.
        disputed: ids of the other visits that hold the same number.
    """

    id: str
    register: str
    year: int
    ordinal: int
    text: str
    visit: str
    released: bool = False
    disputed: tuple[str, ...] = ()

    def same_as(self, other: Reserved) -> bool:
        """Say whether two reservations take one number away from each other."""
        return (self.register, self.year) == (other.register, other.year) and (
            (self.ordinal > 0 and self.ordinal == other.ordinal)
            or plain(self.text) == plain(other.text)
        )


class Numbering:
    """The registers of one office.

    Args:
        registry: where they are kept.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def all(self) -> list[Reserved]:
        """Return every reservation, by register, year and running number; those released too."""
        found = [
            Reserved(
                record.id,
                str(record.fields.get("register", "")),
                int(record.fields.get("year") or 0),
                int(record.fields.get("ordinal") or 0),
                str(record.fields.get("text", "")),
                str(record.fields.get("visit", "")),
                bool(record.fields.get("released")),
            )
            for record in self._registry.entities(NUMBER)
        ]
        standing = [each for each in found if not each.released]
        return sorted(
            (
                each if each.released else replace(each, disputed=_others(each, standing))
                for each in {each.id: each for each in found}.values()
            ),
            key=lambda each: (each.register, each.year, each.ordinal, each.text, each.id),
        )

    def of_visit(self, register: str, visit: str) -> Reserved | None:
        """Return the number that a visit holds, None when it holds none."""
        held = [
            each
            for each in self.all()
            if (each.register, each.visit) == (register, visit) and not each.released
        ]
        return held[-1] if held else None

    def pattern(self, register: str) -> Pattern:
        """Return how a register numbers: as the office set it, else as ``resources/rules`` says.

        Raises:
            InstrumentError: the rules cannot be read.
        """
        path = resources_folder() / "rules" / _RULES
        table = read_toml(path.read_bytes(), str(path)).table(register)
        pattern = Pattern(table.text("template"), table.text("code"))
        table.done()
        for record in self._registry.entities(NUMBERING):
            if record.fields.get("register") == register:
                template = str(record.fields.get("template") or pattern.template)
                pattern = Pattern(template, str(record.fields.get("code") or pattern.code))
        return pattern

    def set_pattern(self, register: str, pattern: Pattern, day: date) -> None:
        """Set how a register numbers from now on; numbers given out stay as they are.

        Raises:
            FigureError: the template has no ``{urut}``, or an unknown token.
        """
        _numbered(pattern, day, 1)
        fields = {"register": register, "template": pattern.template, "code": pattern.code}
        entity = str(uuid.uuid5(_IDS, register))
        self._registry.write(
            [Entry(NUMBERING, entity, name, value) for name, value in fields.items()]
        )

    def later(self, register: str, day: date) -> str:
        """Return the number as it stands before the office has issued it: ``…/ST/XI/2026``."""
        pattern = self.pattern(register)
        return document_number(pattern.template, day, code=pattern.code)

    def reserve(self, register: str, visit: str, day: date, *, ordinal: int = 0) -> Reserved:
        """Give a visit the next number of the year, or a given running number.

        Args:
            register: one of ``REGISTERS``.
            visit: the visit's id; a number of this year that it holds is kept, unless it is disputed.
            day: of the letter.
            ordinal: a running number that the office chose; 0 for the next.

        Raises:
            VisitError: another visit holds the number.
            FigureError: the template is faulty.
        """
        with self._registry.records.atomic():
            held = self.of_visit(register, visit)
            if (
                held
                and held.year == day.year
                and not held.disputed
                and ordinal in {0, held.ordinal}
            ):
                return held
            pattern = self.pattern(register)
            given = [each.ordinal for each in self.all() if _in_year(each, register, day.year)]
            number = ordinal or max(given, default=0) + 1
            return self._hold(register, visit, day, number, _numbered(pattern, day, number))

    def hold(self, register: str, visit: str, day: date, text: str) -> Reserved:
        """Enter a number that somebody else gave, so that it is not given a second time.

        Raises:
            VisitError: it is blank or not whole yet, or another visit holds it.
        """
        text = " ".join(text.split())
        if not text or UNNUMBERED in text:
            raise VisitError(
                what="a number that is not issued yet cannot be entered in the register"
            )
        with self._registry.records.atomic():
            return self._hold(register, visit, day, 0, text)

    def refuse_taken(self, register: str, visit: str, day: date, text: str) -> None:
        """Refuse a number that is to be printed for a visit and stands in the register for another one.

        Raises:
            VisitError: it does.
        """
        wanted = Reserved("", register, day.year, 0, text, visit)
        self._refuse_taken(wanted)

    def release(self, register: str, visit: str) -> None:
        """Take a visit's number back; it is not given to another visit."""
        held = self.of_visit(register, visit)
        if held is not None:
            self._registry.write([_release(held)])

    def _hold(self, register: str, visit: str, day: date, ordinal: int, text: str) -> Reserved:
        entity = str(uuid.uuid5(_IDS, f"{register} {day.year} {ordinal} {plain(text)} {visit}"))
        new = Reserved(entity, register, day.year, ordinal, text, visit)
        held = self.of_visit(register, visit)
        self._refuse_taken(new)
        fields: dict[str, object] = {
            "register": register,
            "year": day.year,
            "ordinal": ordinal,
            "text": text,
            "visit": visit,
            "released": False,
        }
        entries = [Entry(NUMBER, entity, name, value) for name, value in fields.items()]
        if held is not None and held.id == entity:
            return held
        self._registry.write(entries + ([_release(held)] if held else []))
        return new

    def _refuse_taken(self, new: Reserved) -> None:
        standing = [e for e in self.all() if not e.released and e.visit != new.visit]
        taken = next((each for each in standing if each.same_as(new)), None)
        if taken is not None:
            raise VisitError(
                what=f"number {new.text} of {new.year} is held by visit {taken.visit[:13]} already; "
                "choose another, or let that visit take another first"
            )


def _release(held: Reserved) -> Entry:
    return Entry(NUMBER, held.id, "released", value=True)


def _others(one: Reserved, standing: Sequence[Reserved]) -> tuple[str, ...]:
    others = (each.visit for each in standing if each.visit != one.visit and each.same_as(one))
    return tuple(dict.fromkeys(others))


def _in_year(one: Reserved, register: str, year: int) -> bool:
    return (one.register, one.year) == (register, year)


def _numbered(pattern: Pattern, day: date, number: int) -> str:
    if "{urut}" not in pattern.template:
        raise FigureError(what="the template of a number needs the token {urut}")
    return document_number(pattern.template, day, number=number, code=pattern.code)


def plain(text: str) -> str:
    """Return a number without capitals and spaces: how it is typed makes no other number of it."""
    return "".join(text.casefold().split())
