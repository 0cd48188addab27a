"""Files beside a form: CSV, GeoJSON and XML as ``instance('…')``, and what is said of those that are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import external as external_module
from fieldsurvey.xforms import load_form, parse_xform
from fieldsurvey.xforms import xml as xml_module
from tests.scenario import xform_xml

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.xforms import Form


def form_beside(folder: Path, name: str, content: str | bytes, calculate: str) -> Form:
    """Return a form that reads the file as instance('x')."""
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    source = f"jr://file/{name}"
    return parse_xform(
        xform_xml(
            f'<instance><data><a/></data></instance><instance id="x" src="{source}"/>'
            f'<bind nodeset="/data/a" calculate="{calculate}"/>'
        ),
        media=folder,
    )


def read(folder: Path, name: str, content: str | bytes, calculate: str) -> str:
    form = form_beside(folder, name, content, calculate)
    assert form.diagnostics == ()
    return form.start().get("/data/a")


def complaint(folder: Path, name: str, content: str | bytes) -> str:
    """Return the warning about a file that is not what its name says; its list is then empty."""
    form = form_beside(folder, name, content, "count(instance('x')/root/item)")
    assert form.start().get("/data/a") == "0"
    (found,) = form.diagnostics
    assert found.todo
    return found.what


@pytest.mark.parametrize(
    ("content", "calculate", "wanted"),
    [
        ("name,fee\nktp,0\nparkir,5000\n", "instance('x')/root/item[name='parkir']/fee", "5000"),
        ("\ufeffname;fee\r\nktp;0,5\r\n", "instance('x')/root/item/fee", "0,5"),
        ('name,note\na,"one, ""two"""\n\nb,x\n', "join('|', instance('x')//note)", 'one, "two"|x'),
        ("name,,fee\na,lost,1\n", "count(instance('x')/root/item/*)", "2"),
        ("name,fee\na\n", "count(instance('x')/root/item/fee)", "0"),
        ("", "count(instance('x')/root/item)", "0"),
        ("name\n", "count(instance('x')/root)", "1"),
    ],
)
def test_csv(tmp_path: Path, content: str, calculate: str, wanted: str) -> None:
    assert read(tmp_path, "x.csv", content, calculate) == wanted


def geojson(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(kind: str, coordinates: object, **properties: object) -> dict[str, object]:
    return {"geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


@pytest.mark.parametrize(
    ("content", "calculate", "wanted"),
    [
        (geojson(feature("Point", [107.6, -6.9])), "//geometry", "-6.9 107.6 0 0"),
        (geojson(feature("LineString", [[1, 2], [3, 4]])), "//geometry", "2 1 0 0; 4 3 0 0"),
        (
            geojson(feature("Polygon", [[[1, 2], [3, 4], [1, 2]], [[9, 9]]])),
            "//geometry",
            "2 1 0 0; 4 3 0 0; 2 1 0 0",
        ),
        (geojson(feature("MultiPoint", [[1, 2]], name="m")), "//geometry", ""),
        (geojson({"id": 7, "properties": {"name": "p"}}), "//id", "7"),
        (geojson({"id": 7, "properties": {"id": "own"}}), "//id", "own"),
        (geojson({"properties": {"a": None, "b": True}}), "//b", "True"),
        (geojson({"geometry": None}, {}), "count(/root/item/geometry)", "2"),
    ],
)
def test_geojson(tmp_path: Path, content: str, calculate: str, wanted: str) -> None:
    path = calculate.replace("//", "instance('x')//").replace("/root", "instance('x')/root")
    assert read(tmp_path, "x.geojson", content, path) == wanted


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"name\n\xff\xfe\n", "not UTF-8"),
        ("x.csv", "name\n" + "a" * 200_000 + "\n", "not CSV"),
        ("x.geojson", "{", "not GeoJSON"),
        ("x.geojson", "[]", "not GeoJSON"),
        ("x.geojson", '{"type": "FeatureCollection"}', "not GeoJSON"),
        ("x.geojson", "[" * 100_000, "not GeoJSON"),
        ("x.geojson", b"\xff", "not GeoJSON"),
        ("x.geojson", '{"type": "Feature", "features": []}', "not a GeoJSON FeatureCollection"),
        ("x.geojson", geojson()[:-2] + "{}}", "not GeoJSON"),
        ("x.geojson", '{"type": "FeatureCollection", "features": {"a": 1}}', "FeatureCollection"),
        ("x.geojson", geojson("text"), "a feature"),
        ("x.geojson", geojson({"properties": ["a"]}), "a feature"),
        ("x.geojson", geojson({"geometry": "POINT (1 2)"}), "a feature"),
        ("x.geojson", geojson(feature("Point", None)), "no proper coordinates"),
        ("x.geojson", geojson(feature("Polygon", [])), "no proper coordinates"),
        ("x.geojson", geojson(feature("Polygon", 5)), "no proper coordinates"),
        ("x.geojson", geojson(feature("LineString", [[1]])), "no proper coordinates"),
        ("x.geojson", geojson(feature("LineString", [{"x": 1}])), "no proper coordinates"),
        ("x.xml", "<root>", "not well-formed"),
        ("x.xml", "<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>", "document type"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_named(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    assert said in complaint(tmp_path, name, content)


def test_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_module, "MAX_ROWS", 3)
    assert "more than 3 rows" in complaint(tmp_path, "x.csv", "name\na\nb\nc\n")
    monkeypatch.setattr(external_module, "MAX_MEDIA_BYTES", 2**20)
    assert "larger than 1 MiB" in complaint(tmp_path, "x.csv", "name\n" + "a\n" * 2**20)
    monkeypatch.setattr(xml_module, "MAX_XML_BYTES", 2**20)
    with pytest.raises(FormError, match="larger than 1 MiB"):
        parse_xform(b" " * (2**20 + 1), name="big.xml")


def test_an_xml_instance_is_walked_like_any_document(tmp_path: Path) -> None:
    content = (
        '<root xmlns:k="urn:k" v="1"><!-- note --><item id="6" k:id="7"><name>a</name>'
        "<k:name>b</k:name></item><item><name>c</name></item></root>"
    )
    for path, wanted in (
        ("count({x}/root/item)", "2"),
        ("{x}/root/@v", "1"),
        ("{x}/root/item/@id", "6"),
        ("name({x}/root/item[1]/*[2])", "name"),
        ("namespace-uri({x}/root/item[1]/*[2])", "urn:k"),
        ("join('', {x}//name)", "abc"),
        ("join('', {x}//item[2]/preceding::name)", "ab"),
        ("join('', {x}/root/item[2]/name | {x}/root/item[1]/name)", "abc"),
        ("join('', {x}/root/item[1]/@* | {x}/root/@v)", "167"),
        ("count({x}/root/item/name[/*/item])", "3"),
        ("count({x}/root/@v[/*/item])", "1"),
        ("count({x}/root[id('6')])", "1"),
        ("count({x}/root/@v | {x}/root/@v)", "1"),
        ("count({x}/root/@v/*)", "0"),
        ("count({x}/root/@v/name)", "0"),
        ("count({x}/root/@v/@v)", "0"),
        ("count({x}/@v)", "0"),
        ("string({x})", "abc"),
        ("count({x}/..)", "0"),
        ("name({x}/self::node()/*)", "root"),
        ("position({x})", "1"),
        ("count({x} | {x}/root)", "2"),
        ("string({x}/*)", "abc"),
        ("count({x}/other)", "0"),
        ("position({x}/root/item[2])", "2"),
    ):
        calculate = path.replace("{x}", "instance('x')")
        assert read(tmp_path, "x.xml", content, calculate) == wanted, path


def test_a_name_with_a_namespace_means_that_one_only(tmp_path: Path) -> None:
    content = (
        '<root xmlns:orx="http://openrosa.org/xforms"><name>a</name><orx:name>b</orx:name></root>'
    )
    assert read(tmp_path, "x.xml", content, "instance('x')/root/orx:name") == "b"
    assert read(tmp_path, "x.xml", content, "instance('x')/jr:root/name") == ""


def test_pulldata_of_a_row_or_a_column_that_is_not_there_is_blank(tmp_path: Path) -> None:
    rows = "code,fee\nktp,0\n"
    assert read(tmp_path, "x.csv", rows, "pulldata('x', 'fee', 'code', 'ktp')") == "0"
    assert read(tmp_path, "x.csv", rows, "pulldata('x', 'none', 'code', 'ktp')") == ""
    assert read(tmp_path, "x.csv", rows, "pulldata('x', 'fee', 'code', 'sim')") == ""
    assert read(tmp_path, "x.csv", rows, "pulldata('y', 'fee', 'code', 'ktp')") == ""


def test_the_last_saved_instance_is_kept_and_empty() -> None:
    form = parse_xform(
        xform_xml(
            "<instance><data><a/></data></instance>"
            '<instance id="__last-saved" src="jr://instance/last-saved"/>'
            """<bind nodeset="/data/a" calculate="count(instance('__last-saved')/data)"/>"""
        )
    )
    (told,) = form.diagnostics
    assert told.what.startswith("last-saved:")
    assert form.start().get("/data/a") == "0"


@pytest.mark.parametrize("name", ["form.xml", "form.xform"])
def test_an_xform_finds_its_files_beside_it_and_in_its_media_folder(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(
        xform_xml(
            "<instance><data><a/></data></instance>"
            '<instance id="x" src="jr://file/x.csv"/><instance id="y" src="jr://file/y.csv"/>'
            '<instance id="z"/>'
            "<bind nodeset='/data/a' calculate=\"concat(instance('x')//n, instance('y')//n)\"/>"
        )
    )
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "x.csv").write_text("n\n1\n", encoding="utf-8")
    (tmp_path / "y.csv").write_text("n\n2\n", encoding="utf-8")
    assert load_form(tmp_path / name).start().get("/data/a") == "12"
