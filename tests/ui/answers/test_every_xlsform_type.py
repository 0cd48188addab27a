"""Every type and appearance of XLSForm finds its widget, or a decision not to have one, which keeps the value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from fieldsurvey.ui.answers import (
    NodeView,
    QuestionFrame,
    QuestionWidget,
    UnsupportedQuestion,
    is_question,
    view_of,
    widget_class,
    widget_for,
)
from fieldsurvey.ui.answers.barcode import BarcodeQuestion
from fieldsurvey.ui.answers.base import NoteQuestion
from fieldsurvey.ui.answers.choices import (
    AcknowledgeQuestion,
    RatingQuestion,
    SelectManyQuestion,
    SelectOneQuestion,
)
from fieldsurvey.ui.answers.drawing import AnnotateQuestion, DrawingQuestion, SignatureQuestion
from fieldsurvey.ui.answers.drop_down import DropDownQuestion
from fieldsurvey.ui.answers.files import UploadQuestion
from fieldsurvey.ui.answers.location import PointQuestion, PointsQuestion
from fieldsurvey.ui.answers.long_text import LongTextQuestion
from fieldsurvey.ui.answers.moment import DateQuestion, DateTimeQuestion, TimeQuestion
from fieldsurvey.ui.answers.number import NumberQuestion, RangeQuestion
from fieldsurvey.ui.answers.rank import RankQuestion
from fieldsurvey.ui.answers.registry import MOST_IN_SIGHT, decided
from fieldsurvey.ui.answers.typed import TextQuestion
from tests.scenario import form_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.xforms import Form

# The types of the XLSForm reference that a page shows, and what answers them.
TYPES: dict[str, type[QuestionWidget]] = {
    "text": TextQuestion, "integer": NumberQuestion, "decimal": NumberQuestion, "note": NoteQuestion,
    "select_one yt": SelectOneQuestion, "select_multiple yt": SelectManyQuestion, "rank yt": RankQuestion,
    "select_one_from_file a.csv": SelectOneQuestion, "select_multiple_from_file a.csv": SelectManyQuestion,
    "range": RangeQuestion, "image": UploadQuestion, "audio": UploadQuestion, "video": UploadQuestion,
    "file": UploadQuestion, "barcode": BarcodeQuestion, "date": DateQuestion, "time": TimeQuestion,
    "dateTime": DateTimeQuestion, "geopoint": PointQuestion, "geotrace": PointsQuestion,
    "geoshape": PointsQuestion, "acknowledge": AcknowledgeQuestion, "trigger": AcknowledgeQuestion,
}  # fmt: skip
# Those that fill themselves.
UNSEEN = (
    "background-audio", "start-geopoint", "calculate", "hidden", "start", "end", "today", "deviceid", "phonenumber",
    "username", "email",
)  # fmt: skip
_LISTS = (
    "columns", "columns-pack", "columns-3", "no-buttons", "image-map", "likert", "map", "label", "list-nolabel",
    "list", "table-list", "quick", "compact", "horizontal", "columns-pack no-buttons",
)  # fmt: skip
_CALENDARS = (
    "no-calendar", "month-year", "year", "ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian",
)  # fmt: skip
# The appearances of the reference: those that change the widget, and those that leave it as it is.
APPEARANCES: dict[str, dict[str, type[QuestionWidget]]] = {
    "text": {
        "multiline": LongTextQuestion, "numbers": TextQuestion, "url": TextQuestion, "masked": TextQuestion,
        "ex:org.example.scan": TextQuestion, "printer": TextQuestion,
    },
    "integer": dict.fromkeys(("thousands-sep", "counter", "bearing", "ex:org.example"), NumberQuestion),
    "decimal": dict.fromkeys(("thousands-sep", "bearing"), NumberQuestion),
    "range": {**dict.fromkeys(("vertical", "no-ticks", "picker"), RangeQuestion), "rating": RatingQuestion},
    "date": dict.fromkeys(_CALENDARS, DateQuestion),
    "barcode": dict.fromkeys(("hidden-answer", "front"), BarcodeQuestion),
    "image": {
        **dict.fromkeys(("new", "new-front", "selfie"), UploadQuestion),
        "signature": SignatureQuestion, "draw": DrawingQuestion, "annotate": AnnotateQuestion,
    },
    "audio": {"new": UploadQuestion}, "video": {"new": UploadQuestion, "selfie": UploadQuestion},
    "geopoint": dict.fromkeys(("placement-map", "maps", "hide-input"), PointQuestion),
    "select_one yt": {
        **dict.fromkeys(_LISTS, SelectOneQuestion),
        **dict.fromkeys(("minimal", "autocomplete", "search", "minimal quick"), DropDownQuestion),
    },
    "select_multiple yt": dict.fromkeys((*_LISTS, "minimal", "autocomplete", "search"), SelectManyQuestion),
}  # fmt: skip

# What changes the control; the others leave the plain one, on purpose: no map without a network, no camera that is not
# the inspector's, no second calendar, and every row of a table keeps its own labels, so that it can be read alone.
HONOURED = frozenset((
    "annotate", "autocomplete", "columns", "columns-3", "columns-pack", "draw", "hidden-answer", "horizontal", "likert",
    "masked", "minimal", "month-year", "multiline", "quick", "rating", "search", "signature", "thousands-sep", "year",
))  # fmt: skip


def _form(kind: str, appearance: str = "") -> Form:
    return form_of(
        f"""
        | survey  |           |      |            |              |             |
        |         | type      | name | label      | appearance   | calculation |
        |         | text      | a    | Sebelumnya |              |             |
        |         | {kind}    | q    | Pertanyaan | {appearance} | {"1" if kind == "calculate" else ""} |
        | choices |           |      |            |              |             |
        |         | list_name | name | label      |              |             |
        |         | yt        | ya   | Ya         |              |             |
        """,
        {"a.csv": "name,label\nya,Ya\n"} if "file a.csv" in kind else None,
    )


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_its_widget(qtbot: QtBot, theme: Theme, kind: str) -> None:
    view = view_of(_form(kind).start(), "/data/q")
    assert decided(view) is TYPES[kind]
    widget = widget_for(view, theme)
    qtbot.addWidget(widget)
    assert type(widget) is TYPES[kind]


@pytest.mark.parametrize("kind", UNSEEN)
def test_what_fills_itself_is_on_no_page(kind: str) -> None:
    assert not is_question(_form(kind).definition("/data/q"))


@pytest.mark.parametrize("kind", APPEARANCES)
def test_every_appearance_has_its_widget(kind: str) -> None:
    for appearance, widget in APPEARANCES[kind].items():
        view = view_of(_form(kind, appearance).start(), "/data/q")
        assert view.appearance == appearance
        assert decided(view) is widget, appearance


def test_no_type_that_pyxform_knows_by_whatever_name_is_without_a_control() -> None:
    asked = {
        (spec["control"]["tag"].removeprefix("odk:"), spec.get("bind", {}).get("type", "string"))
        for spec in QUESTION_TYPE_DICT.values()
        if spec.get("control", {}).get("tag", "action") != "action"
    }
    assert {control for control, _ in asked} >= {"input", "select", "select1", "upload", "rank"}
    without = [
        (control, kind)
        for control, kind in sorted(asked)
        if decided(NodeView("/data/q", control=control, datatype=kind)) is None
    ]
    assert without == []


def test_what_this_version_does_not_know_is_readable_and_kept(qtbot: QtBot, theme: Theme) -> None:
    session = _form("text").start()
    session.set("/data/q", "kept")
    kept = session.get("/data/q")
    view = replace(view_of(session, "/data/q"), control="input", datatype="hologram")
    assert decided(view) is None
    frame = QuestionFrame(theme, view)
    qtbot.addWidget(frame)
    said: list[str] = []
    frame.widget.answered.connect(lambda _ref, lexical: said.append(lexical))
    frame.widget.commit()
    words = [label.text() for label in frame.findChildren(QLabel)]
    assert kept
    assert kept in words
    assert any("belum dapat dijawab di sini" in text for text in words)
    assert (said, session.get("/data/q")) == ([], kept)


def test_the_readme_says_how_many() -> None:
    words = {word for names in APPEARANCES.values() for name in names for word in name.split()}
    assert words >= HONOURED
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    told = (
        f"Of XLSForm's {len(TYPES)} types of question every one has its control; "
        f"{len(HONOURED)} of {len(words)} appearances change it"
    )
    assert told in " ".join(readme.split())


def test_a_list_too_long_for_a_page_drops_down() -> None:
    choices = tuple((f"v{n}", f"Desa {n}") for n in range(MOST_IN_SIGHT + 1))
    for control, many, few in (
        ("select1", DropDownQuestion, SelectOneQuestion),
        ("select", SelectManyQuestion, SelectManyQuestion),
    ):
        assert decided(NodeView("/data/q", control=control, choices=choices)) is many
        assert decided(NodeView("/data/q", control=control, choices=choices[1:])) is few


def test_an_unknown_control_stays_readable(qtbot: QtBot, theme: Theme) -> None:
    view = NodeView("/data/q", control="hologram", datatype="quantum", value="isi")
    assert decided(view) is None
    assert widget_class(view) is UnsupportedQuestion
    widget = widget_for(view, theme)
    qtbot.addWidget(widget)
    assert "isi" in [label.text() for label in widget.findChildren(QLabel)]


def test_more_points_than_keys_are_typed() -> None:
    few = NodeView(
        "/data/q",
        control="range",
        datatype="int",
        appearance="rating",
        parameters={"start": "1", "end": "5", "step": "1"},
    )
    assert decided(few) is RatingQuestion
    for parameters in ({"start": "1", "end": "100"}, {"start": "1", "end": "x"}, {"step": "0"}):
        assert decided(replace(few, parameters=parameters)) is RangeQuestion
