"""Numbers of addenda and certificates from the office's registers (domain.md §6.1: unique in a year)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import UNNUMBERED
from fieldsurvey.report.kinds import Kind
from fieldsurvey.survey.letter_numbers import ADDENDA, CERTIFICATES

if TYPE_CHECKING:
    from datetime import date

    from fieldsurvey.survey.desk import Desk

NEXT = "+"
"""Asks for the next number of the register instead of giving one."""

_REGISTERS = MappingProxyType({Kind.ADDENDUM: ADDENDA, Kind.CERTIFICATE: CERTIFICATES})


def registered_number(
    desk: Desk, visit: str, kind: Kind, number: str, day: date, *, nth: int = 1
) -> str:
    """Return the number that a paper is to carry, entered in its register so that nobody gets it a second time.

    Args:
        desk: the open database.
        visit: the visit's id.
        kind: an addendum or a certificate.
        number: the one given by the office, `NEXT` for the register's next, ``""`` for none yet.
        day: of the paper.
        nth: which paper of this kind: each addendum of a visit has a number of its own.

    Raises:
        VisitError: the register has the number for another paper.
    """
    register = _REGISTERS[kind]
    holder = visit if nth == 1 else f"{visit}#{nth}"
    if number == NEXT:
        return desk.numbering.reserve(register, holder, day).text
    if number and UNNUMBERED not in number:
        return desk.numbering.hold(register, holder, day, number).text
    return number


def number_blank(desk: Desk, kind: Kind, day: date) -> str:
    """Return the number as it stands before the office has issued it, see ``Numbering.later``."""
    return desk.numbering.later(_REGISTERS[kind], day)
