"""The values of an expression and how one kind turns into another.

A value is one of
    bool    true() and false()
    float   every number; a blank number is NaN, and its string is ""
    str     text. A date or a dateTime is a `Moment`: a str in ISO form that also knows its place on the line of days
    list    nodes in document order, without doubles

Rules (ODK XForms specification; where its engines differ, as JavaRosa):
    number of a string   digits with at most one point and a leading minus, blanks around allowed; no exponent, no
                         "Infinity"; "" and everything else is NaN. An ISO date or dateTime (also as the value of a
                         node) is its `Moment.days`, so that dates can be compared, added and subtracted.
    number of nodes      the number of the first node's string; of no node NaN (blank)
    string of a number   plain digits, never an exponent: 0.1, 5, -3.25, 1000000000000; NaN is ""; Infinity, -Infinity
    string of nodes      the string-value of the first node; of no node ""
    boolean              numbers: not 0 and not NaN; strings: not empty; nodes: at least one (XPath 1.0)
    = and !=             numbers within 1e-12 of each other are equal (0.1 + 0.2 = 0.3); two blanks are equal as strings
    < <= > >=            both sides as numbers; a blank side makes it false
    node lists compare   true when one of the nodes fits (XPath 1.0 §3.4)

A number that an expression gives to a node is written with `to_string`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fieldsurvey.xpath.node import Node

Value: TypeAlias = "float | str | bool | list[Node]"


class Moment(str):
    """A date ("2026-08-22") or dateTime ("2026-08-22T09:30:00.000+07:00") with its place in time.

    Attributes:
        days: days since 1970-01-01 in local time; whole for a date, with a fraction for a dateTime.
    """

    __slots__ = ("days",)
    days: float

    def __new__(cls, text: str, days: float) -> Moment:
        moment = super().__new__(cls, text)
        moment.days = days
        return moment


def to_string(value: Value) -> str:
    """Return the value as text, as it is written into a node."""
    raise NotImplementedError


def to_number(value: Value) -> float:
    """Return the value as a number; NaN when it is blank or no number."""
    raise NotImplementedError


def to_boolean(value: Value) -> bool:
    """Return the value as true or false."""
    raise NotImplementedError
