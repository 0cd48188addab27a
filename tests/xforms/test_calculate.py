"""Calculates: chains, datatypes, once, and what a journal keeps of them."""

from __future__ import annotations

import pytest

from tests.scenario import scenario, xform


def test_a_chain_follows_its_head() -> None:
    rows = "".join(
        f"|  | calculate | c{i} |  | ${{{'a' if i == 0 else f'c{i - 1}'}}} + 1 |\n"
        for i in range(60)
    )
    s = scenario(
        f"| survey |\n|  | type | name | label | calculation |\n|  | integer | a | A |  |\n{rows}"
    )
    changed = s.set("/data/a", "5")
    assert s.get("/data/c59") == "65"
    assert len(changed) == 61


def test_order_in_the_sheet_does_not_matter() -> None:
    s = scenario("""
        | survey |           |       |       |              |
        |        | type      | name  | label | calculation  |
        |        | calculate | last  |       | ${mid} * 2   |
        |        | calculate | mid   |       | ${first} + 1 |
        |        | integer   | first | First |              |
    """)
    s.set("/data/first", "4")
    assert s.get("/data/last") == "10"


@pytest.mark.parametrize(
    ("datatype", "expression", "value"),
    [
        ("int", "7 div 2", "3"),
        ("int", "-7 div 2", "-3"),
        ("int", "'x'", "x"),
        ("decimal", "7 div 2", "3.5"),
        ("string", "1 div 3 > 0", "1"),
        ("string", "number('')", ""),
        ("boolean", "1 = 1", "1"),
        ("boolean", "1 = 2", "0"),
        ("boolean", "1", "1"),
        ("boolean", "'no'", "1"),
        ("string", "1000000 * 1000000", "1000000000000"),
        ("date", "date('2024-02-29')", "2024-02-29"),
        ("string", "0.1 + 0.2 = 0.3", "1"),
        ("string", "true() + 1", "2"),
        ("string", "concat(true(), '')", "true"),
        ("string", "3 + 0.0000000001", "3"),
        ("int", "'5.7'", "5.7"),
        ("geopoint", "'1 2'", "1.0 2.0 0.0 0.0"),
    ],
)
def test_a_result_is_written_by_the_type_of_its_node(
    datatype: str, expression: str, value: str
) -> None:
    form = xform(
        "<instance><data><q/></data></instance>"
        f'<bind nodeset="/data/q" type="{datatype}" calculate="{expression.replace("<", "&lt;")}"/>'
    )
    assert form.start().get("/data/q") == value


def test_blank_numbers_stay_blank() -> None:
    s = scenario("""
        | survey |           |      |       |                                  |
        |        | type      | name | label | calculation                      |
        |        | integer   | a    | A     |                                  |
        |        | integer   | b    | B     |                                  |
        |        | calculate | sum  |       | ${a} + ${b}                      |
        |        | calculate | or0  |       | coalesce(${a}, 0) + coalesce(${b}, 0) |
    """)
    s.set("/data/a", "3")
    assert s.get("/data/sum") == ""
    assert s.get("/data/or0") == "3"


def test_once_keeps_its_first_result_and_is_kept() -> None:
    table = """
        | survey |           |      |       |               |
        |        | type      | name | label | calculation   |
        |        | text      | a    | A     |               |
        |        | calculate | o    |       | once(${a})    |
        |        | calculate | c    |       | concat(${a}, '!') |
    """
    s = scenario(table)
    s.set("/data/a", "x")
    s.set("/data/a", "y")
    assert s.get("/data/o") == "x"
    kept = s.kept_values()
    assert kept["/data/o"] == "x"
    assert "/data/c" not in kept
    again = scenario(table, values=kept)
    assert again.get("/data/o") == "x"
    assert again.get("/data/c") == "y!"


def test_the_clock_is_fixed() -> None:
    s = scenario("""
        | survey |           |      |       |             |
        |        | type      | name | label | calculation |
        |        | start     | st   |       |             |
        |        | today     | td   |       |             |
        |        | end       | en   |       |             |
        |        | deviceid  | dev  |       |             |
        |        | username  | who  |       |             |
        |        | calculate | day  |       | format-date(today(), '%Y-%m-%d') |
    """, device_id="d-1", properties={"username": "ani"})  # fmt: skip
    assert s.get("/data/day") == "2026-08-22"
    assert s.get("/data/td") == "2026-08-22"
    assert s.get("/data/dev") == "d-1"
    assert s.get("/data/who") == "ani"
    assert s.get("/data/en") == ""
    assert "2026-08-22T" in s.get("/data/st")
    s.finalize()
    assert s.get("/data/en") == s.get("/data/st")


def test_an_expression_that_fails_on_an_answer_reads_as_blank_and_loses_nothing() -> None:
    s = scenario("""
        | survey |           |      |       |                          |                     |
        |        | type      | name | label | calculation              | constraint          |
        |        | text      | how  | How   |                          |                     |
        |        | calculate | sum  |       | digest('x', ${how})      |                     |
        |        | calculate | more |       | concat('[', ${sum}, ']') |                     |
        |        | text      | t    | T     |                          | regex(., ${how})    |
    """)
    s.set("/data/how", "MD5")
    assert s.faults == {}
    assert s.get("/data/more") != "[]"
    s.set("/data/how", "(")
    assert s.get("/data/how") == "("
    assert s.get("/data/more") == "[]"
    assert "digest" in s.faults["/data/sum"]
    s.set("/data/t", "word")
    assert s.get("/data/t") == "word"
    s.set("/data/how", "SHA-1")
    assert "/data/sum" not in s.faults
