"""Choice lists: filters, cascades, clearing, order, names and columns."""

from __future__ import annotations

import pytest

from tests.scenario import scenario

CASCADE = """
    | survey  |                      |       |       |                       |                   |
    |         | type                 | name  | label | choice_filter         | calculation       |
    |         | select_one province  | prov  | P     |                       |                   |
    |         | select_one city      | city  | C     | prov = ${prov}        |                   |
    |         | select_one stand     | stand | S     | city = ${city}        |                   |
    |         | select_multiple city | many  | M     |                       |                   |
    |         | calculate            | name  |       |                       | jr:choice-name(${city}, '${city}') |
    |         | calculate            | n     |       |                       | count-selected(${many}) |
    | choices |                      |       |       |                       |                   |
    |         | list_name            | name  | label | prov                  | city              |
    |         | province             | jb    | Jabar |                       |                   |
    |         | province             | bt    | Banten |                      |                   |
    |         | city                 | bdg   | Bandung | jb                  |                   |
    |         | city                 | bgr   | Bogor | jb                    |                   |
    |         | city                 | srg   | Serang | bt                   |                   |
    |         | stand                | s1    | Dukcapil |                    | bdg               |
    |         | stand                | s2    | Pajak |                       | bgr               |
"""


def test_a_cascade_narrows_level_by_level() -> None:
    s = scenario(CASCADE)
    assert s.choices("/data/city") == []
    changed = s.set("/data/prov", "jb")
    assert s.choices("/data/city") == [("bdg", "Bandung"), ("bgr", "Bogor")]
    assert "/data/city" in changed
    s.set("/data/city", "bgr")
    assert s.choices("/data/stand") == [("s2", "Pajak")]
    assert s.get("/data/name") == "Bogor"


def test_what_is_filtered_out_is_cleared_on_all_levels_and_reported() -> None:
    s = scenario(CASCADE)
    for name, value in (("prov", "jb"), ("city", "bdg"), ("stand", "s1")):
        s.set(f"/data/{name}", value)
    changed = s.set("/data/prov", "bt")
    assert s.get("/data/city") == s.get("/data/stand") == s.get("/data/name") == ""
    assert {"/data/city", "/data/stand", "/data/name"} <= changed


def test_arriving_values_clear_nothing() -> None:
    s = scenario(CASCADE, values={"/data/prov": "jb", "/data/city": "bdg", "/data/stand": "s1"})
    assert s.get("/data/stand") == "s1"
    s.apply({"/data/prov": "bt"})
    assert s.get("/data/city") == "bdg"
    assert s.get("/data/stand") == "s1"


def test_several_choices_stand_in_the_order_of_the_list() -> None:
    s = scenario(CASCADE)
    s.set("/data/many", "srg bdg srg")
    assert s.get("/data/many") == "bdg srg"
    assert s.get("/data/n") == "2"


def test_a_filter_on_a_multiple_choice_keeps_what_still_fits() -> None:
    s = scenario("""
        | survey  |                   |      |       |                       |
        |         | type              | name | label | choice_filter         |
        |         | select_multiple l | have | Have  |                       |
        |         | select_multiple l | best | Best  | selected(${have}, name) |
        | choices |                   |      |       |                       |
        |         | list_name         | name | label |                       |
        |         | l                 | a    | A     |                       |
        |         | l                 | b    | B     |                       |
        |         | l                 | c    | C     |                       |
    """)
    s.set("/data/have", "a b c")
    s.set("/data/best", "c a")
    s.set("/data/have", "b c")
    assert s.get("/data/best") == "c"


def test_columns_of_a_choice() -> None:
    s = scenario("""
        | survey  |              |      |       |       |
        |         | type         | name | label |       |
        |         | select_one yn | q   | Q     |       |
        | choices |              |      |       |       |
        |         | list_name    | name | label | score |
        |         | yn           | ya   | Ya    | 1     |
        |         | yn           | tb   | TB    |       |
    """)
    assert s.choice("/data/q", "ya") == {"name": "ya", "label": "Ya", "score": "1"}
    assert s.choice("/data/q", "tb").get("score", "") == ""
    assert s.choice("/data/q", "none") == {}


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("places.csv", "name,label,zone\np1,One,a\np2,Two,b\n"),
        ("places.xml", "<root><item><name>p1</name><label>One</label><zone>a</zone></item>"
         "<item><name>p2</name><label>Two</label><zone>b</zone></item></root>"),
        ("places.geojson", '{"type": "FeatureCollection", "features": ['
         '{"type": "Feature", "id": "p1", "geometry": {"type": "Point", "coordinates": [107.6, -6.9]},'
         ' "properties": {"name": "p1", "label": "One", "zone": "a"}},'
         '{"type": "Feature", "id": "p2", "geometry": null,'
         ' "properties": {"name": "p2", "label": "Two", "zone": "b"}}]}'),
    ],
)  # fmt: skip
def test_choices_from_a_file_beside_the_form(file: str, content: str) -> None:
    parameters = "value=name label=label"
    s = scenario(
        f"""
        | survey |                            |      |       |               |              |
        |        | type                       | name | label | choice_filter | parameters   |
        |        | text                       | z    | Z     |               |              |
        |        | select_one_from_file {file} | q   | Q     | zone = ${{z}} | {parameters} |
        """,
        media={file: content},
    )
    s.set("/data/z", "b")
    assert s.choices("/data/q") == [("p2", "Two")]


def test_a_missing_file_is_a_warning() -> None:
    s = scenario("""
        | survey |                               |      |       |
        |        | type                          | name | label |
        |        | select_one_from_file none.csv | q    | Q     |
    """)
    assert s.choices("/data/q") == []
    assert any("none.csv" in d.what and d.todo for d in s.form.diagnostics)


def test_pulldata_reads_a_row() -> None:
    s = scenario(
        """
        | survey |           |      |       |                                        |
        |        | type      | name | label | calculation                            |
        |        | text      | k    | K     |                                        |
        |        | calculate | v    |       | pulldata('fees', 'fee', 'code', ${k})  |
        """,
        media={"fees.csv": "code,fee\nktp,0\nparkir,5000\n"},
    )
    s.set("/data/k", "parkir")
    assert s.get("/data/v") == "5000"


def test_shuffled_choices_stay_as_they_are_for_a_seed() -> None:
    s = scenario("""
        | survey  |              |      |       |                        |
        |         | type         | name | label | parameters             |
        |         | select_one l | q    | Q     | randomize=true seed=42 |
        | choices |              |      |       |                        |
        |         | list_name    | name | label |                        |
        |         | l            | a    | A     |                        |
        |         | l            | b    | B     |                        |
        |         | l            | c    | C     |                        |
        |         | l            | d    | D     |                        |
    """)
    first = s.choices("/data/q")
    assert sorted(first) == [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]
    assert s.form.start().choices("/data/q") == first
