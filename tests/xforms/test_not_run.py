"""What is read and kept but not run: said with the place, and never in the way of the rest of the form."""

from __future__ import annotations

import pytest

from tests.scenario import form_of, xform

HEAD = "| survey | | | | | | |\n| | type | name | label | appearance | parameters | query |\n"
LIST = "| choices | |\n| | list_name | name | label |\n| | l | a | A |"
KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"
CASES = [
    ("| | audit | audit | | | track-changes=true | |", "audit: no log"),
    (f"| | select_one l | q | Q | image-map | | |\n{LIST}", "image-map:"),
    ("| | text | q | Q | printer:org.x(text='a') | | |", "printer:"),
    ("| | osm | q | Q | | | |", "osm:"),
    ("| | background-audio | q | | | | |", "no sound is recorded"),
    ("| | start-geopoint | q | | | | |", "no location is taken"),
    ("| | text | q | Last ${last-saved#a} | | | |", "last-saved:"),
    (f"| settings | |\n| | public_key | submission_url |\n| | {KEY} | https://example.org |", "encryption:"),
    ("| entities | |\n| | list_name | label |\n| | trees | ${a} |", "entities:"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), CASES, ids=[said for _, said in CASES])
def test_it_is_said_and_the_form_runs_without_it(rows: str, said: str) -> None:
    form = form_of(f"{HEAD}| | text | a | A | | | |\n{rows}\n")
    assert said in " ".join(diagnostic.what for diagnostic in form.diagnostics)
    session = form.start()
    assert session.faults == {}
    session.set("/data/a", "x")
    again = form.start(instance_xml=session.to_xml())
    assert again.get("/data/a") == "x"
    assert again.to_xml() == session.to_xml()


def test_a_diagnostic_has_its_row() -> None:
    form = form_of(
        f"{HEAD}| | text | a | A | | | |\n| | text | q | Q | printer:org.x(text='a') | | |"
    )
    (told,) = form.diagnostics
    assert (told.severity, told.sheet, told.row, told.cell) == ("warning", "survey", 3, "q")


def test_the_entity_stays_as_the_form_writes_it() -> None:
    form = form_of(
        f"{HEAD}| | text | a | A | | | |\n| entities | |\n| | list_name | label |\n| | trees | ${{a}} |"
    )
    session = form.start()
    session.set("/data/a", "jati")
    assert (
        b'<entity dataset="trees" create="1" id=""><label>jati</label></entity>' in session.to_xml()
    )


def test_choices_of_itemsets_csv_are_not_read() -> None:
    form = xform(
        "<instance><data><a/><b/></data></instance>",
        "<input ref='/data/a'><label>A</label></input>"
        "<input ref='/data/b' query=\"instance('l')/root/item[x = /data/a ]\"><label>B</label></input>",
    )
    assert "select_one_external" in form.diagnostics[0].what
    session = form.start()
    session.set("/data/b", "typed")
    assert session.get("/data/b") == "typed"


def test_a_signature_that_is_not_checked_gives_nothing() -> None:
    form = xform(
        "<instance><data><a>signed</a><b/></data></instance>"
        "<bind nodeset='/data/b' calculate=\"extract-signed(/data/a, 'key')\"/>"
    )
    assert "no signature is checked" in form.diagnostics[0].what
    assert form.start().get("/data/b") == ""
