"""Values and how one kind turns into another; nodes that hold numbers, truths and dates, as a form's do."""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from fieldsurvey.xpath import (
    Context,
    Moment,
    PlainHost,
    compile_expression,
    evaluate,
    to_boolean,
    to_moment,
    to_number,
    to_scalar,
    to_string,
)
from fieldsurvey.xpath.functions.select import _park_miller, _seed
from fieldsurvey.xpath.operators import divide, equal, equal_scalars, modulo
from fieldsurvey.xpath.tree import document_node
from fieldsurvey.xpath.values import nodes_to_boolean, number_to_string, string_to_number, to_time
from tests.xpath.test_xpath_dates import SpeakingHost, jakarta

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xpath import Node, Scalar

__all__ = ["jakarta"]


class Typed:
    """A leaf of a form: its value is of a kind, and it says itself whether it is true."""

    namespace = ""
    position = 1

    def __init__(self, name: str, value: Scalar, parent: Node | None = None) -> None:
        self.name = name
        self.value = value
        self.parent = parent
        self.leaves: list[Typed] = []

    def elements(self) -> Sequence[Node]:
        return self.leaves

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:
        return [leaf for leaf in self.leaves if leaf.name == name and namespace in (None, "")]

    def attributes(self) -> Sequence[Node]:
        return ()

    def string(self) -> str:
        return to_string(self.value)

    def scalar(self) -> Scalar:
        return self.value

    def number(self) -> float:
        return to_number(self.value)

    def truth(self) -> bool:
        return to_boolean(self.value)

    def document(self) -> Node:
        return self if self.parent is None else self.parent

    def order(self) -> tuple[int, ...]:
        return (0,) if self.parent is None else (0, *map(ord, self.name))


def typed_form() -> Typed:
    form = Typed("", "")
    day = to_moment("2026-08-22")
    assert day is not None
    values: dict[str, Scalar] = {
        "yes": True, "no": False, "two": 2.0, "nil": 0.0, "blank": "", "text": "0", "day": day, "half": 2.5,
    }  # fmt: skip
    form.leaves = [Typed(name, value, form) for name, value in values.items()]
    return form


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("yes = true()", True),
        ("yes = 'true'", True),  # a truth on one side: both as truths
        ("yes = 'false'", True),
        ("no = ''", True),
        ("no = 'x'", False),
        ("yes != ''", True),
        ("yes = 1", True),
        ("yes = two", True),
        ("yes = no", False),
        ("no = blank", True),
        ("yes + 1", 2.0),
        ("two = '2.0'", True),
        ("two = '2'", True),
        ("two != '2'", False),
        ("two = 'x'", False),
        ("two < half", True),
        ("two >= half", False),
        ("half = 2.5", True),
        ("two = half", False),
        ("two != half", True),
        ("day = '2026-8-22'", True),
        ("day = '2026-08-23'", False),
        ("day != '2026-08-23'", True),
        ("day < '2026-08-23'", True),
        ("day > 20686", True),
        ("day = 20687", True),
        ("day - 7 = date('2026-08-15')", True),
        ("boolean(yes)", True),
        ("boolean(no)", False),
        ("boolean(nil)", False),
        ("boolean(two)", True),
        ("boolean(blank)", False),
        ("boolean(text)", True),
        ("boolean(none)", False),
        ("boolean(yes | no)", True),  # two nodes: there are some
        ("not(nil)", True),
        ("yes and no", False),
        ("no or two", True),
        ("if(nil, 'a', 'b')", "b"),
        ("string(yes)", "true"),
        ("string(two)", "2"),
        ("concat(two, day, no)", "22026-08-22false"),
        ("count(*[. = 2])", 2.0),  # two, and yes: beside a truth all is truth
        ("sum(two | half)", 4.5),
        ("max(two, half, nil)", 2.5),
        ("coalesce(blank, two) + 1", 3.0),
        ("-half", -2.5),
    ],
)
def test_nodes_with_kinds(expression: str, wanted: object) -> None:
    found = compile_expression(expression).evaluate(Context(typed_form(), PlainHost()))
    assert found == wanted
    assert type(found) is type(wanted)


def test_equality_of_single_values() -> None:
    early, late = to_moment("2026-08-22T01:00:00Z"), to_moment("2026-08-22T02:00:00Z")
    assert early is not None
    assert late is not None
    assert equal_scalars(early, "2026-08-22T03:00:00+02:00")
    assert not equal_scalars(early, late)
    assert equal_scalars(early, Moment(early[:10], math.floor(early.days), timed=False))
    assert not equal_scalars(early, "no time")
    assert not equal_scalars("2026-8-22", "2026-08-22")  # two texts
    assert equal_scalars(True, "x")
    assert not equal_scalars("", True)
    assert equal_scalars(1.0, "1.0")
    assert not equal_scalars("a", "b")
    assert equal(True, [], wanted=False)
    assert equal("", [])
    assert not equal("", [], wanted=False)
    assert equal("a", "b", wanted=False)


def test_division_and_remainder() -> None:
    assert divide(6, 4) == 1.5
    assert (divide(1, 0.0), divide(-1, 0.0)) == (math.inf, -math.inf)
    assert (divide(1, -0.0), divide(-1, -0.0)) == (-math.inf, math.inf)
    for a, b in ((0.0, 0.0), (math.nan, 0.0), (1.0, math.nan), (math.nan, 2.0)):
        assert math.isnan(divide(a, b))
    assert (modulo(7, 3), modulo(-7, 3), modulo(7, -3)) == (1, -1, 1)
    assert math.isnan(modulo(1, 0))
    assert math.isnan(modulo(math.inf, 2))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (5.0, "5"), (-5.0, "-5"), (0.1, "0.1"), (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"), (-1.5e-9, "-0.0000000015"), (1e-13, "0"), (2 - 1e-13, "1.9999999999999"),
        (2 + 1e-13, "2"), (math.inf, "Infinity"), (-math.inf, "-Infinity"), (math.nan, ""), (1e300, str(int(1e300))),
        (123456.789, "123456.789"),
    ],
)  # fmt: skip
def test_a_number_in_plain_digits(number: float, text: str) -> None:
    assert number_to_string(number) == text
    assert to_string(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5), ("-5", -5), (" 5 ", 5), ("\t5\r\n", 5), ("5.", 5), (".5", 0.5), ("-.5", -0.5), ("0.50", 0.5),
        ("1970-01-02", 1), ("1969-12-31", -1), ("1970-1-2", 1), ("1970-01-02T12:00:00", 1),
    ],
)  # fmt: skip
def test_a_text_as_a_number(text: str, number: float) -> None:
    assert string_to_number(text) == number
    assert to_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "+5", "5 5", "1e5", "Infinity", "NaN", "5,0", "--5", ".", "-", "0x5", "٣", "5\u00a0", "1970-13-01",
     "1970-00-01", "1970-01-32", "197-01-01", "1970-01-01T", "1970-01-01T24:00:00", "1970-01-01T10:60:00"],
)  # fmt: skip
def test_a_text_that_is_no_number(text: str) -> None:
    assert math.isnan(string_to_number(text))
    assert not text or to_boolean(text)


def test_kinds_turn_into_one_another() -> None:
    node = document_node(etree.fromstring("<a>7</a>")).elements()[0]
    assert (to_string(True), to_string(False), to_string("x"), to_string([]), to_string([node])) == (
        "true", "false", "x", "", "7",
    )  # fmt: skip
    assert (to_number(True), to_number(False), to_number(2.5), to_number([node])) == (1, 0, 2.5, 7)
    assert type(to_number(True)) is float
    assert math.isnan(to_number([]))
    assert (to_scalar([node]), to_scalar([]), to_scalar(2.0), to_scalar("x")) == ("7", "", 2.0, "x")
    assert [to_boolean(v) for v in (0.0, math.nan, 1.0, "", "0", [], [node], True, False)] == [
        False, False, True, False, True, False, True, True, False,
    ]  # fmt: skip
    assert nodes_to_boolean([node])
    assert nodes_to_boolean([node, node])
    assert not nodes_to_boolean([])


def test_a_moment_is_a_text_with_a_place_in_time(jakarta: str) -> None:
    day = to_moment("2026-8-2")
    assert day is not None
    assert (str(day), day.days, day.timed) == ("2026-08-02", 20667.0, False)
    assert to_moment(day) is day
    noon = to_moment("2026-08-02T05:00:00Z")
    assert noon is not None
    assert (str(noon), noon.days, noon.timed) == ("2026-08-02T12:00:00.000+07:00", 20667.5, True)
    for text, wanted in (
        ("2026-08-02T12:00", "2026-08-02T12:00:00.000+07:00"),
        ("2026-08-02T1:02:03.4", "2026-08-02T01:02:03.400+07:00"),
        ("2026-08-02T12:00:00.123456789+07", "2026-08-02T12:00:00.123+07:00"),
        ("2026-08-02T12:00:00+0930", "2026-08-02T09:30:00.000+07:00"),
        ("2026-08-02T12:00:00-7", "2026-08-03T02:00:00.000+07:00"),
        ("2026-08-02T12:00:00+09:30", "2026-08-02T09:30:00.000+07:00"),
    ):
        assert to_moment(text) == wanted
    for text in (
        "2026-08",
        "2026/08/02",
        "26-08-02",
        "2026-08-02 12:00",
        "2026-08-02T12",
        "2026-08-02T12:00:00+",
        "x" * 9,
    ):
        assert to_moment(text) is None
    assert Moment.of_day(0) == "1970-01-01"
    assert Moment.of_day(-719_162) == "0001-01-01"
    assert Moment.of_day(-719_163) is None
    assert Moment.of_day(2_932_896) == "9999-12-31"
    assert Moment.of_day(2_932_897) is None
    assert Moment.of_day(10**12) is None
    whole = Moment.of_time(datetime(2026, 8, 2, 1, 2, 3, 250_000, tzinfo=UTC))
    assert whole == "2026-08-02T08:02:03.250+07:00"
    assert whole.days == pytest.approx(20667 + (8 * 3600 + 123.25) / 86400, abs=1e-12)


def test_an_instant_of_a_text(jakarta: str) -> None:
    for text, wanted in (
        ("2026-08-02", "2026-08-01T17:00:00+00:00"),
        ("2026-08-02T00:00:00Z", "2026-08-02T00:00:00+00:00"),
        ("2026-08-02T00:00:00.5Z", "2026-08-02T00:00:00.500000+00:00"),
        ("2026-08-02T00:00", "2026-08-01T17:00:00+00:00"),
    ):
        found = to_time(text)
        assert found is not None
        assert found.astimezone(UTC).isoformat() == wanted
    for text in ("", "12:00", "2026-02-30", "2026-02-30T10:00:00", "0001-01-01T00:00:00+14:00"):
        assert to_time(text) is None


@pytest.mark.parametrize(
    ("language", "indonesian"),
    [
        ("in", True), ("ID", True), ("id-ID", True), ("Bahasa (id-ID)", True), ("Bahasa (in)", True),
        ("Bahasa ( id )", True), (" id ", True), ("Melayu Indonesia (ms)", True), ("Jawa (jv)", False),
        ("Bahasa (id) (en)", False), ("Bahasa (en) (id)", True), ("idn", False), ("i", False), ("", False),
        ("(id", True), ("xid", False), ("x (xin)", False), ("xxxx", False), ("en-id", False), ("IN", True),
    ],
)  # fmt: skip
def test_which_languages_are_indonesian(language: str, indonesian: bool) -> None:
    context = Context(document_node(etree.fromstring("<a/>")), SpeakingHost(language))
    said = compile_expression("format-date('2026-05-03', '%b %a')").string(context)
    assert said == ("Mei Min" if indonesian else "May Sun")


def test_every_name_of_month_and_day() -> None:
    node = document_node(etree.fromstring("<a/>"))
    for language, months, days in (
        ("en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Thu Fri Sat Sun Mon Tue Wed"),
        ("id", "Jan Feb Mar Apr Mei Jun Jul Agt Sep Okt Nov Des", "Kam Jum Sab Min Sen Sel Rab"),
    ):
        context = Context(node, SpeakingHost(language))
        names = [
            compile_expression(f"format-date('2026-{month}-1', '%b')").string(context)
            for month in range(1, 13)
        ]
        assert " ".join(names) == months
        names = [
            compile_expression(f"format-date('2026-01-0{day}', '%a')").string(context)
            for day in range(1, 8)
        ]
        assert " ".join(names) == days


def test_random_letters_and_identifiers() -> None:
    root = etree.fromstring("<a/>")
    assert evaluate("uuid(0)", root) == ""
    assert len(str(evaluate("uuid(1000)", root))) == 1000
    assert str(evaluate("uuid(200)", root)).isalnum()
    assert evaluate("uuid()", root) != evaluate("uuid()", root)
    assert str(evaluate("uuid()", root))[14] == "4"


def test_the_language_of_an_element() -> None:
    root = etree.fromstring(
        '<a xml:lang="ID-id"><b/><c lang="en"/><d xml:lang="en"/><e xml:space="id"/></a>'
    )
    for at, wanted in (("b", True), ("c", True), ("d", False), ("e", True)):
        assert evaluate("lang('id')", root, root.find(at)) is wanted
        assert evaluate("lang('Id-iD')", root, root.find(at)) is wanted
        assert evaluate("lang('i')", root, root.find(at)) is False
    assert evaluate("lang('en')", root, root.find("d")) is True
    assert evaluate("lang('en')", etree.fromstring('<a lang="en"/>')) is False


def test_the_generator_is_the_minimal_standard() -> None:
    """Park and Miller (CACM 31, 1988): from 1, the ten thousandth number is 1 043 618 065."""
    draw = _park_miller(1)
    numbers = [round(draw() * 2_147_483_646) + 1 for _ in range(10_000)]
    assert (numbers[0], numbers[1], numbers[-1]) == (16_807, 282_475_249, 1_043_618_065)
    assert _park_miller(0)() == _park_miller(2_147_483_646)()
    assert _park_miller(2_147_483_648)() == _park_miller(1)()
    assert _park_miller(-1)() == _park_miller(2_147_483_645)()
    assert _park_miller(-2_147_483_648)() == _park_miller(2_147_483_645)()
    assert _park_miller(2)() == (2 * 16_807 - 1) / 2_147_483_646


@pytest.mark.parametrize(
    ("seed", "number"),
    [
        (42.0, 42),
        (-42.9, -42),
        ("42", 42),
        (" 7.5 ", 7),
        (2.0**70, 2**63 - 1024),
        (-(2.0**70), -(2**63)),
        (math.inf, 2**63 - 1024),
        ("", 0),
        # any other text: the first eight bytes of its SHA-256, as ODK prescribes
        ("teks", int.from_bytes(hashlib.sha256(b"teks").digest()[:8], "big", signed=True)),
    ],
)
def test_a_seed_as_a_number(seed: Scalar, number: int) -> None:
    assert _seed(seed) == number
