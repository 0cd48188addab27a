"""``fieldsurvey form`` as a user runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli import command_line

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.command_line import Done

FORM = """
| survey |
|  | type | name | label | relevant | required |
|  | integer | n | N | | |
|  | text | t | T | ${n} > 2 | yes |
|  | begin_repeat | r | R | | |
|  | text | x | X | | |
|  | end_repeat | | | | |
"""
STEPS = [
    {"set": "/data/n", "value": 3},
    {"expect": {"path": "/data/t", "relevant": True}},
    {"add_repeat": "/data/r"},
    {"set": "/data/r[2]/x", "value": "two"},
    {"save_load": True},
    {"remove_repeat": "/data/r[1]"},
    {"set": "/data/n", "value": "5"},
]


def run(*arguments: str, given: str = "") -> Done:
    return command_line.run("form", *arguments, given=given)


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_sound_form_is_found_sound(tmp_path: Path) -> None:
    done = run("check", write(tmp_path, "f.md", FORM))
    assert (done.code, done.err) == (0, "")
    assert "runs, 3 questions" in done.out
    told = json.loads(run("check", str(tmp_path / "f.md"), "--json").out)
    assert told["runs"] is True
    assert told["diagnostics"] == []


def test_a_faulty_form_is_told_with_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, "f.md", FORM.replace("${n} > 2", "foo(${n})"))
    done = run("check", path)
    assert done.code == 1
    assert len(done.err.strip().splitlines()) == 1
    for word in ("f.md", "sheet survey", "row 3", "column relevant", "foo"):
        assert word in done.err
    (found,) = json.loads(run("check", path, "--json").out)["diagnostics"]
    assert (found["sheet"], found["row"], found["column"]) == ("survey", 3, "relevant")


def test_steps_are_played_and_written(tmp_path: Path) -> None:
    form, out = write(tmp_path, "f.md", FORM), tmp_path / "out.xml"
    answers = write(tmp_path, "a.json", json.dumps(STEPS))
    done = run(
        "run",
        form,
        "--answers",
        answers,
        "--instance",
        str(out),
        "--now",
        "2026-08-22T09:30:00+07:00",
    )
    assert (done.code, done.out, done.err) == (0, "", "")
    xml = out.read_text(encoding="utf-8")
    assert "<n>5</n>" in xml
    assert xml.count("<x>") == 1
    assert "<x>two</x>" in xml


def test_steps_from_standard_input_and_values_as_json(tmp_path: Path) -> None:
    form = write(tmp_path, "f.md", FORM)
    done = run("run", form, "--answers", "-", "--json", given=json.dumps(STEPS[:1]))
    told = json.loads(done.out)
    assert told["values"]["/data/n"] == "3"
    assert told["problems"] == [{"ref": "/data/t", "kind": "required", "message": None}]


def test_what_cannot_be_played_is_one_line(tmp_path: Path) -> None:
    form = write(tmp_path, "f.md", FORM)
    for answers in (
        "not json",
        '{"set": 1}',
        '[{"set": "/data/zz", "value": "secret"}]',
        '[{"jump": 1}]',
        '[{"set": 5}]',
    ):
        done = run("run", form, "--answers", "-", "--json", given=answers)
        assert done.code == 1
        assert done.out == ""
        assert len(done.err.strip().splitlines()) == 1
        assert "secret" not in done.err


def test_wrong_usage_exits_2(tmp_path: Path) -> None:
    form = write(tmp_path, "f.md", FORM)
    assert run("run", form).code == 2
    assert run("run", form, "--answers", "-").code == 2
    assert run("run", form, "--answers", "-", "--json", "--now", "yesterday", given="[]").code == 2
    assert run("check").code == 2
