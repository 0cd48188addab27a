"""Relevance: blank in expressions, kept in memory, left out of the submission."""

from __future__ import annotations

from tests.scenario import scenario

GROUPS = """
    | survey |             |       |       |                |                          |
    |        | type        | name  | label | relevant       | calculation              |
    |        | integer     | age   | Age   |                |                          |
    |        | begin_group | adult | Adult | ${age} >= 17   |                          |
    |        | text        | job   | Job   |                |                          |
    |        | text        | boss  | Boss  | ${job} != ''   |                          |
    |        | end_group   |       |       |                |                          |
    |        | calculate   | both  |       |                | concat(${job}, '/', ${boss}) |
"""


def test_a_question_appears_with_its_condition() -> None:
    s = scenario(GROUPS)
    assert not s.relevant("/data/adult/job")
    changed = s.set("/data/age", "20")
    assert s.relevant("/data/adult/job")
    assert not s.relevant("/data/adult/boss")
    assert {"/data/age", "/data/adult", "/data/adult/job"} <= changed
    assert "/data/adult/boss" not in changed


def test_hidden_answers_read_as_blank_and_come_back() -> None:
    s = scenario(GROUPS)
    s.set("/data/age", "20")
    s.set("/data/adult/job", "clerk")
    s.set("/data/adult/boss", "Ani")
    assert s.get("/data/both") == "clerk/Ani"
    s.set("/data/age", "5")
    assert s.get("/data/both") == "/"
    assert s.get("/data/adult/job") == ""
    assert b"clerk" not in s.to_xml()
    s.set("/data/age", "20")
    assert s.get("/data/both") == "clerk/Ani"
    assert s.get("/data/adult/boss") == "Ani"
    assert b"clerk" in s.to_xml()


def test_a_bare_question_as_a_condition_reads_as_in_collect() -> None:
    s = scenario("""
        | survey |           |      |       |          |             |
        |        | type      | name | label | relevant | calculation |
        |        | integer   | n    | N     |          |             |
        |        | text      | t    | T     |          |             |
        |        | calculate | c    |       |          | ${n} > 3    |
        |        | text      | by_n | by n  | ${n}     |             |
        |        | text      | by_t | by t  | ${t}     |             |
        |        | text      | by_c | by c  | ${c}     |             |
    """)
    shown = [name for name in ("by_n", "by_t", "by_c") if s.relevant(f"/data/{name}")]
    assert shown == []
    s.set("/data/n", "0")
    s.set("/data/t", "0")
    shown = [name for name in ("by_n", "by_t", "by_c") if s.relevant(f"/data/{name}")]
    assert shown == ["by_t"]
    s.set("/data/n", "4")
    assert s.relevant("/data/by_n")
    assert s.relevant("/data/by_c")


def test_an_irrelevant_question_equals_a_blank() -> None:
    s = scenario("""
        | survey |           |      |       |          |                                  |
        |        | type      | name | label | relevant | calculation                      |
        |        | integer   | n    | N     |          |                                  |
        |        | integer   | m    | M     | ${n} > 1 |                                  |
        |        | calculate | c    |       |          | if(${m} = '', 'none', if(${m} < 5, 'low', 'high')) |
        |        | calculate | k    |       |          | count(${m})                      |
    """)
    assert s.get("/data/c") == "none"
    assert s.get("/data/k") == "0"
    s.set("/data/n", "2")
    s.set("/data/m", "9")
    assert s.get("/data/c") == "high"
    assert s.get("/data/k") == "1"
    s.set("/data/n", "1")
    assert s.get("/data/c") == "none"


def test_only_what_changed_is_reported() -> None:
    s = scenario(GROUPS)
    s.set("/data/age", "20")
    assert s.set("/data/age", "21") == {"/data/age"}
    assert s.set("/data/age", "21") == frozenset()
