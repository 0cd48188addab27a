"""``fieldsurvey form diff`` as a user runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_cli_form import run, write

if TYPE_CHECKING:
    from pathlib import Path

OLD = """
| survey | | | | | | | | |
| | type | name | label::English (en) | label::Indonesia (id) | relevant | constraint | calculation | required |
| | text | who | Who | Siapa | | | | |
| | integer | age | Age | Umur | | . < 100 | | |
| | select_one l | pick | Pick | Pilih | | | | |
| | calculate | twice | | | | | ${age} * 2 | |
| | begin_group | g | G | G | | | | |
| | text | note | Note | Catatan | | | | |
| | end_group | | | | | | | |
| | text | gone | Gone | Hilang | | | | |
| choices | | | | |
| | list_name | name | label::English (en) | label::Indonesia (id) |
| | l | a | A | A |
| | l | b | B | B |
"""
NEW = """
| survey | | | | | | | | |
| | type | name | label::English (en) | label::Indonesia (id) | relevant | constraint | calculation | required |
| | text | who | Who | Nama | | | | yes |
| | text | age | Age | Umur | | . < 120 | | |
| | select_one l | pick | Pick | Pilih | ${who} != '' | | | |
| | calculate | twice | | | | | ${age} * 3 | |
| | text | note | Note | Catatan | | | | |
| | text | more | More | Lagi | | | | yes |
| choices | | | | |
| | list_name | name | label::English (en) | label::Indonesia (id) |
| | l | a | Aa | A |
| | l | c | C | C |
"""


def changes(old: str, new: str, *, code: int) -> list[dict[str, Any]]:
    done = run("diff", old, new, "--json")
    assert (done.code, done.err) == (code, "")
    found: list[dict[str, Any]] = json.loads(done.out)["changes"]
    return found


def test_every_kind_of_change_is_told_with_what_it_does_to_answers(tmp_path: Path) -> None:
    found = changes(write(tmp_path, "old.md", OLD), write(tmp_path, "new.md", NEW), code=4)
    told = {(c["what"], c["ref"], c["choice"], c["language"]): c for c in found}
    assert {key: c["effect"] for key, c in told.items()} == {
        ("label", "/data/who", "", "Indonesia (id)"): "harmless",
        ("required", "/data/who", "", None): "warning",
        ("type", "/data/age", "", None): "harmless",
        ("constraint", "/data/age", "", None): "warning",
        ("relevant", "/data/pick", "", None): "warning",
        ("choice added", "/data/pick", "c", None): "harmless",
        ("choice removed", "/data/pick", "b", None): "warning",
        ("choice label", "/data/pick", "a", "English (en)"): "harmless",
        ("calculate", "/data/twice", "", None): "warning",
        ("moved", "/data/note", "", None): "data loss",
        ("added", "/data/more", "", None): "warning",
        ("removed", "/data/g", "", None): "harmless",
        ("removed", "/data/gone", "", None): "data loss",
    }
    moved = told["moved", "/data/note", "", None]
    assert (moved["old"], moved["new"]) == ("/data/g/note", "/data/note")
    constraint = told["constraint", "/data/age", "", None]
    assert (constraint["old"], constraint["new"]) == (". < 100", ". < 120")


def test_the_same_form_has_no_changes(tmp_path: Path) -> None:
    path = write(tmp_path, "old.md", OLD)
    done = run("diff", path, path)
    assert (done.code, done.out) == (0, "0 changes from old.md to old.md\n")


def test_the_words_say_what_happens(tmp_path: Path) -> None:
    new = OLD.replace("Gone ", "Left ").replace("| . < 100 ", "| . < 90 ")
    done = run("diff", write(tmp_path, "old.md", OLD), write(tmp_path, "new.md", new))
    assert done.code == 3
    assert done.out.splitlines() == [
        "warning: /data/age: constraint: . < 100 → . < 90; stored answers may break it; they are kept and flagged",
        "harmless: /data/gone: label (English (en)): Gone → Left",
        "2 changes from old.md to new.md",
    ]


@pytest.mark.parametrize(
    ("was", "now", "effect"),
    [
        ("integer", "decimal", "harmless"),
        ("decimal", "integer", "warning"),
        ("select_one l", "select_multiple l", "harmless"),
        ("select_multiple l", "select_one l", "warning"),
        ("integer", "date", "warning"),
    ],
)
def test_a_type_that_takes_every_stored_answer_is_harmless(
    tmp_path: Path, was: str, now: str, effect: str
) -> None:
    table = (
        "| survey |\n| | type | name | label |\n| | {} | q | Q |\n"
        "| choices |\n| | list_name | name | label |\n| | l | a | A |\n"
    )
    old, new = (write(tmp_path, f"{n}.md", table.format(kind)) for n, kind in ((1, was), (2, now)))
    code = {"harmless": 0, "warning": 3}[effect]
    found = changes(old, new, code=code)
    assert [c["effect"] for c in found if c["what"] == "type"] == [effect]


def test_a_workbook_compares_with_the_xform_made_of_it(tmp_path: Path) -> None:
    from fieldsurvey.xforms import load_form

    path = write(tmp_path, "old.md", OLD)
    xform = tmp_path / "old.xml"
    xform.write_bytes(load_form(path).xform)
    assert changes(path, str(xform), code=0) == []


def test_a_group_that_becomes_a_repeat_is_told(tmp_path: Path) -> None:
    new = OLD.replace("begin_group", "begin_repeat").replace("end_group", "end_repeat")
    found = changes(write(tmp_path, "old.md", OLD), write(tmp_path, "new.md", new), code=3)
    assert [(c["what"], c["old"], c["new"], c["effect"]) for c in found] == [
        ("type", "group", "repeat", "warning")
    ]


def test_a_form_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = run("diff", write(tmp_path, "old.md", OLD), str(tmp_path / "none.md"))
    assert done.code == 1
    assert "none.md" in done.err
