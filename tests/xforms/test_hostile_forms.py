"""Forms that cannot run, or that mean harm: one clear FormError, never a traceback, never a file read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FieldSurveyError, FormError
from fieldsurvey.xforms import load_form, parse_xform
from tests.scenario import form_of, xform, xform_xml

if TYPE_CHECKING:
    from pathlib import Path


def refused(data: bytes) -> str:
    with pytest.raises(FormError) as caught:
        parse_xform(data, name="bad.xml")
    assert caught.value.diagnostics
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("bad.xml")
    return message


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2", encoding="utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    body = xform_xml("<instance><data><a>&e;</a></data></instance>")
    assert "hunter2" not in refused(entity + body)


def test_an_entity_bomb_is_refused() -> None:
    lines = ["<!DOCTYPE x [", '<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)]
    refused(("".join(lines) + "]><x>&a11;</x>").encode())


def test_deep_nesting_is_refused() -> None:
    refused(xform_xml("<instance>" + "<a>" * 5000 + "</a>" * 5000 + "</instance>"))
    refused(xform_xml("<instance>" + "<a>" * 200 + "</a>" * 200 + "</instance>"))


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01", b"plain", b"<html/>", b"<a/>" * 2, "<a\u0000/>".encode()]
)
def test_what_is_no_form_is_refused(data: bytes) -> None:
    refused(data)


def test_a_deeply_nested_expression_is_refused() -> None:
    expression = "(" * 3000 + "1" + ")" * 3000
    refused(
        xform_xml(
            "<instance><data><a/></data></instance>"
            f'<bind nodeset="/data/a" calculate="{expression}"/>'
        )
    )


@pytest.mark.parametrize(
    "source",
    [
        "jr://file-csv/../../secret.csv",
        "jr://file/%2e%2e/secret.csv",
        "file:///etc/passwd",
        "jr://file/..",
        "jr://file/link.csv",
    ],
)
def test_media_never_leave_their_folder(source: str, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("name\nhunter2\n", encoding="utf-8")
    media = tmp_path / "media"
    media.mkdir()
    (media / "link.csv").symlink_to(tmp_path / "secret.csv")
    data = xform_xml(
        f'<instance><data><a/></data></instance><instance id="x" src="{source}"/>'
        """<bind nodeset="/data/a" calculate="instance('x')/root/item/name"/>"""
    )
    form = parse_xform(data, media=media)
    assert form.diagnostics
    assert form.start().get("/data/a") == ""


def test_a_loop_is_named() -> None:
    with pytest.raises(FormError) as caught:
        form_of("""
            | survey |           |       |       |             |
            |        | type      | name  | label | calculation |
            |        | calculate | ca    |       | ${cb} + 1   |
            |        | text      | t     | T     |             |
            |        | calculate | cb    |       | ${cc} + 1   |
            |        | calculate | cc    |       | ${ca} + 1   |
        """)
    message = str(caught.value)
    assert "loop" in message
    assert "ca → cb → cc → ca" in message
    (found,) = caught.value.diagnostics
    assert (found.sheet, found.row, found.column) == ("survey", 2, "calculation")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "bind",
    [
        '<bind nodeset="/data/a" calculate=". + 1"/>',
        '<bind nodeset="/data/a" relevant="/data/a != 1"/>',
        '<bind nodeset="/data/g" relevant="/data/g/b = 1"/>',
        '<bind nodeset="/data/a" relevant="/data/g/b = 1"/><bind nodeset="/data/g/b" calculate="/data/a"/>',
    ],
)
def test_loops_through_oneself_a_group_or_relevance(bind: str) -> None:
    data = xform_xml(f"<instance><data><a/><g><b/></g></data></instance>{bind}")
    assert "loop" in refused(data)


def test_a_constraint_may_look_at_itself() -> None:
    form = xform(
        "<instance><data><a/></data></instance>"
        '<bind nodeset="/data/a" constraint="/data/a &lt; 5 and . &gt; 1" required="/data/a != 3"/>'
    )
    s = form.start()
    s.set("/data/a", "9")
    assert s.violation("/data/a") is not None
    s.set("/data/a", "3")
    assert s.violation("/data/a") is None


@pytest.mark.parametrize(
    ("column", "text", "hint"),
    [
        ("relevant", "no-such-function(${a}) > 1", "no-such-function"),
        ("calculation", "concat(", ""),
        ("constraint", ". >", ""),
        ("calculation", "substr()", "substr"),
        ("choice_filter", "bad(name)", "bad"),
        ("required", "1 +* 2", ""),
        ("label", "Bad ${a} <output value='foo('/>", ""),
    ],
)
def test_a_faulty_expression_is_placed_in_its_cell(column: str, text: str, hint: str) -> None:
    columns = [
        "type",
        "name",
        "label",
        "relevant",
        "calculation",
        "constraint",
        "required",
        "choice_filter",
    ]
    row = {"type": "select_one l", "name": "q", "label": "Q", column: text}
    cells = " | ".join(row.get(name, "") for name in columns)
    table = (
        f"| survey |\n|  | {' | '.join(columns)} |\n|  | text | a | A | | | | | |\n|  | {cells} |\n"
        "| choices |\n|  | list_name | name | label |\n|  | l | x | X |\n"
    )
    if column == "label":
        form_of(table)  # pyxform escapes markup that a label brings itself
        return
    with pytest.raises(FormError) as caught:
        form_of(table)
    found = caught.value.diagnostics[0]
    assert (found.sheet, found.row, found.column) == ("survey", 3, column)  # type: ignore[attr-defined]
    assert found.cell == text  # type: ignore[attr-defined]
    assert found.todo  # type: ignore[attr-defined]
    assert hint in str(caught.value)
    assert f"row 3, column {column}" in str(caught.value)


def test_every_fault_is_listed() -> None:
    with pytest.raises(FormError, match="1 more") as caught:
        form_of("""
            | survey |      |      |       |             |
            |        | type | name | label | relevant    |
            |        | text | a    | A     | foo(1)      |
            |        | text | b    | B     | bar(1)      |
        """)
    assert [d.row for d in caught.value.diagnostics] == [2, 3]  # type: ignore[attr-defined]


def test_a_control_without_data_is_refused() -> None:
    message = refused(
        xform_xml("<instance><data><a/></data></instance>", '<input ref="/data/zz"/>')
    )
    assert "/data/zz" in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for name in ("none.xlsx", "none.xml"):
        with pytest.raises(FieldSurveyError, match=name):
            load_form(tmp_path / name)


def test_a_hostile_constraint_is_noted_and_the_form_goes_on() -> None:
    s = xform(
        "<instance><data><a/><b/></data></instance>"
        "<bind nodeset='/data/a' constraint=\"regex(., '(.*)*(.*)*b')\"/>"
        "<bind nodeset='/data/b' relevant=\"/data/a != ''\"/>"
    ).start()
    s.set("/data/a", "a" * 4000)
    assert s.get("/data/a") == "a" * 4000
    assert s.violation("/data/a") is not None or "seconds" in s.faults["/data/a"]
    s.set("/data/b", "next")
    assert s.get("/data/b") == "next"
