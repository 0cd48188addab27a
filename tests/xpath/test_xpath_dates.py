"""Dates and times in the local zone, and their names in the form's language."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fieldsurvey.errors import XPathError
from fieldsurvey.xpath import Context, PlainHost, compile_expression, evaluate
from fieldsurvey.xpath.tree import document_node

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = etree.fromstring("<d><day>2026-08-22</day><at>2026-08-22T23:30:00.000+07:00</at><no/></d>")
NOW = datetime(2026, 8, 22, 17, 30, tzinfo=UTC)  # 23 August, 00:30 in Jakarta


@pytest.fixture(params=["Asia/Jakarta", "Asia/Jayapura", "UTC", "America/Phoenix"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from _zone(request.param)


@pytest.fixture
def jakarta() -> Iterator[str]:
    yield from _zone("Asia/Jakarta")


def _zone(name: str) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    yield name
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("today()", "2026-08-23"),
        ("now()", "2026-08-23T00:30:00.000+07:00"),
        ("date('2026-8-2')", "2026-08-02"),
        ("date('2026-08-22T23:30:00Z')", "2026-08-23"),
        ("date(0)", "1970-01-01"),
        ("date(-1)", "1969-12-31"),
        ("date('')", ""),
        ("date('2026-02-30')", ""),
        ("date('soon')", ""),
        ("date(10000000000)", ""),
        ("date(/d/day + 10)", "2026-09-01"),
        ("date(today() - 1)", "2026-08-22"),
        ("date(now() + 1)", "2026-08-24"),
        ("date(decimal-date-time('2026-08-22T03:00:00+07:00'))", "2026-08-22"),
        ("date-time('2026-08-22')", "2026-08-22"),
        ("date-time('2026-08-22T10:00:00Z')", "2026-08-22T17:00:00.000+07:00"),
        ("date-time(0.5)", "1970-01-01T19:00:00.000+07:00"),
        ("number(date('1970-01-01'))", 0),
        ("number(/d/day)", 20687),
        ("number(/d/at)", 20687),
        ("number('2026-08-22T20:00:00Z')", 20688),
        ("decimal-date-time('1970-01-02T00:00:00Z')", 1),
        ("decimal-date-time('1970-01-01')", -7 / 24),
        ("decimal-time('06:00:00.000+07:00')", 0.25),
        ("decimal-time('12:00')", 0.5),
        ("decimal-time('2026-08-22T18:00:00.000+07:00')", 0.75),
        ("today() > /d/day", True),
        ("today() = date('2026-08-22T20:00:00Z')", True),
        ("now() > today()", True),
        ("now() = today()", True),
        ("/d/at < now()", True),
        ("today() - /d/day", 1),
        ("format-date(/d/at, '%d/%m/%Y %H:%M:%S.%3')", "22/08/2026 23:30:00.000"),
        ("format-date('2026-01-05', '%e %n %y %h %a %b %%')", "5 1 26 0 Mon Jan %"),
        ("format-date('', '%Y')", ""),
        ("format-date('soon', '%Y')", ""),
        ("format-date-time('2026-08-22T01:02:03.456+07:00', '%H %h %M %S %3')", "01 1 02 03 456"),
    ],
)
def test_dates_in_jakarta(jakarta: str, expression: str, wanted: object) -> None:
    found = evaluate(expression, ROOT, now=NOW)
    assert found == (pytest.approx(wanted) if isinstance(wanted, float) else wanted)


def test_blank_times_stay_blank(jakarta: str) -> None:
    for expression in (
        "decimal-date-time('')",
        "decimal-time('25:00')",
        "decimal-time('x')",
        "number(date(''))",
    ):
        assert evaluate(f"string({expression})", ROOT) == ""


def test_a_day_and_its_number_in_every_zone(zone: str) -> None:
    assert evaluate("date(number(date('2026-08-22')))", ROOT) == "2026-08-22"
    assert evaluate("date(/d/day + 1)", ROOT) == "2026-08-23"
    assert evaluate("date(decimal-date-time(/d/day))", ROOT) == "2026-08-22"
    assert (
        evaluate("decimal-date-time(/d/at) = decimal-date-time('2026-08-22T16:30:00Z')", ROOT)
        is True
    )


@given(st.dates(), st.integers(-3000, 3000))
@settings(max_examples=100, deadline=None)
def test_days_are_added_as_a_calendar_does(day: object, days: int) -> None:
    text = str(day)
    assert evaluate(f"number(date('{text}')) + {days} - date('{text}')", ROOT) == days


class SpeakingHost(PlainHost):
    """A host whose form is in a language."""

    def __init__(self, language: str | None) -> None:
        super().__init__(NOW)
        self._language = language

    def language(self) -> str | None:
        return self._language


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("Bahasa Indonesia (id)", "Sab 22 Agt"),
        ("id", "Sab 22 Agt"),
        ("Indonesia", "Sab 22 Agt"),
        ("English (en)", "Sat 22 Aug"),
        ("default", "Sat 22 Aug"),
        (None, "Sat 22 Aug"),
    ],
)
def test_names_follow_the_language(language: str | None, wanted: str) -> None:
    context = Context(document_node(ROOT), SpeakingHost(language))
    assert compile_expression("format-date(/d/day, '%a %d %b')").string(context) == wanted


def test_unknown_signs_and_texts_are_refused() -> None:
    with pytest.raises(XPathError, match="%Q"):
        evaluate("format-date('2026-08-22', '%Q')", ROOT)
    with pytest.raises(XPathError, match="wants a date"):
        evaluate("decimal-date-time('soon')", ROOT)
