"""Saving and loading: OpenRosa XML, drafts, edits, and answers of other forms."""

from __future__ import annotations

import pytest
from lxml import etree

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import parse_xform
from tests.scenario import scenario, state, values
from tests.xforms.test_repeats import COUNTED, ITEMS, NESTED
from tests.xforms.test_selects import CASCADE


def test_a_submission_names_its_form_and_itself() -> None:
    s = scenario("""
        | survey   |         |         |       |
        |          | type    | name    | label |
        |          | text    | a       | A     |
        | settings |         |         |       |
        |          | form_id | version | form_title |
        |          | stand   | 2026.1  | Stand |
    """)
    s.set("/data/a", "<b> & “c” \x0b")
    root = etree.fromstring(s.to_xml())
    assert (root.get("id"), root.get("version")) == ("stand", "2026.1")
    assert root.findtext("a") == "<b> & “c” "
    assert (root.findtext("meta/instanceID") or "").startswith("uuid:")
    assert (s.form.id, s.form.version, s.form.title) == ("stand", "2026.1", "Stand")


@pytest.mark.parametrize("table", [ITEMS, NESTED, COUNTED, CASCADE])
def test_answers_come_back_from_xml(table: str) -> None:
    s = scenario(table)
    for ref in [r for r in s.refs() if s.form.definition(r).control is not None]:
        choices = s.choices(ref)
        s.set(ref, choices[-1][0] if choices else "3")
    again = scenario(table, instance_xml=s.to_xml())
    assert state(again) == state(s)
    assert again.to_xml() == s.to_xml()


def test_a_draft_keeps_its_id_and_an_edit_gets_a_new_one() -> None:
    s = scenario(ITEMS)
    own = s.get("/data/meta/instanceID")
    draft = scenario(ITEMS, instance_xml=s.to_xml())
    assert draft.get("/data/meta/instanceID") == own
    edit = scenario(ITEMS, instance_xml=s.to_xml(), edit=True)
    assert edit.get("/data/meta/instanceID") not in ("", own)
    assert etree.fromstring(edit.to_xml()).findtext("meta/deprecatedID") == own
    assert scenario(ITEMS, values=s.kept_values()).get("/data/meta/instanceID") == own


def test_what_was_left_out_has_the_forms_default_when_it_comes_back() -> None:
    table = """
        | survey |         |      |       |          |         |
        |        | type    | name | label | relevant | default |
        |        | integer | a    | A     |          | 1       |
        |        | text    | b    | B     | ${a} = 1 | std     |
    """
    s = scenario(table)
    s.set("/data/b", "own")
    s.set("/data/a", "0")
    assert b"own" not in s.to_xml()
    again = scenario(table, instance_xml=s.to_xml())
    again.set("/data/a", "1")
    assert again.get("/data/b") == "std"
    s.set("/data/a", "1")
    assert s.get("/data/b") == "own"


def test_answers_of_an_older_form_are_kept_as_orphans() -> None:
    xml = b"<data><disc>0.5</disc><gone>word</gone><item><qty>2</qty><old>x</old></item></data>"
    s = scenario(ITEMS, instance_xml=xml)
    assert s.get("/data/item[1]/qty") == "2"
    assert s.orphans == {"/data/gone": "word", "/data/item[1]/old": "x"}


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<other/>",
        b"<data><a></data>",
        b'<!DOCTYPE data [<!ENTITY e "x">]><data>&e;</data>',
    ],
)
def test_unfit_answers_are_refused(xml: bytes) -> None:
    with pytest.raises(FormError):
        scenario(ITEMS, instance_xml=xml)


def test_cleared_defaults_stay_cleared() -> None:
    table = """
        | survey |      |      |       |         |
        |        | type | name | label | default |
        |        | text | a    | A     | std     |
        |        | text | b    | B     | std     |
    """
    s = scenario(table)
    s.set("/data/a", "")
    kept = {k: v for k, v in s.kept_values().items() if "meta" not in k}
    assert kept == {"/data/a": "", "/data/b": "std"}
    assert values(scenario(table, values=kept)) == {"/data/a": "", "/data/b": "std"}


def test_the_converted_form_runs_alone() -> None:
    s = scenario(ITEMS)
    alone = parse_xform(s.form.xform, name="pinned").start()
    alone.set("/data/item[1]/qty", "2")
    alone.set("/data/item[1]/price", "4")
    assert alone.get("/data/total") == "8"


def test_foreign_attributes_of_binds_and_controls_are_at_hand() -> None:
    form = scenario("""
        | survey   |       |      |       |                    |                   |            |            |
        |          | type  | name | label | bind::fs:indicator | bind::fs:evidence | appearance | parameters |
        |          | image | p    | P     | k-x                | photo             | new        | max-pixels=4000 |
        | settings |       |      |       |                    |                   |            |            |
        |          | form_id | namespaces |  |                  |                   |            |            |
        |          | t     | fs="https://fieldsurvey.id/ns/1" | | |                |            |            |
    """).form
    d = form.definition("/data/p")
    ns = "{https://fieldsurvey.id/ns/1}"
    assert d.attributes[f"{ns}indicator"] == "k-x"
    assert d.attributes[f"{ns}evidence"] == "photo"
    assert (d.control, d.mediatype, d.appearance, d.datatype) == (
        "upload",
        "image/*",
        "new",
        "binary",
    )
    assert d.is_leaf
    assert not d.is_repeat
    assert d.parent is form.root
