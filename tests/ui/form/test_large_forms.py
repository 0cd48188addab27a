"""What keeps a large form quick: pages of few questions, few pages kept, and only what changed worked out again."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from fieldsurvey.survey.filling import FS
from fieldsurvey.ui.answers import NodeView, QuestionFrame, view_of
from fieldsurvey.ui.form.outline import MOST, sections_of
from fieldsurvey.ui.form.page import SectionPage
from fieldsurvey.ui.form.pages import Pages
from fieldsurvey.ui.form.state import FormState
from fieldsurvey.ui.form.tree import SectionModel
from tests.scenario import scenario
from tests.ui.form.driving import open_form, sitting, stand_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.xforms import FormSession

HEAD = "| survey |\n| | type | name | label | required | relevant | bind::fs:item |\n"
TAIL = '\n| settings |\n| | namespaces |\n| | fs="https://fieldsurvey.id/ns/1" |'


def long_form(groups: int, of: int) -> FormSession:
    """Return a form of groups with this many questions; each third belongs to the item before it."""
    rows = []
    for group in range(groups):
        rows.append(f"| | begin_group | g{group} | Group {group} | | | |")
        for number in range(of):
            item = f"i{number - number % 3}" if number % 3 < 2 else ""
            relevant = f"${{q{group}_0}} = 1" if number % 7 == 5 else ""
            required = "yes" if number % 4 == 0 else ""
            rows.append(
                f"| | integer | q{group}_{number} | Q {number} | {required} | {relevant} | {item} |"
            )
        rows.append("| | end_group | | | | | |")
    rows += [
        "| | begin_repeat | tamu | Tamu | | | |",
        "| | text | nama | Nama | yes | | |",
        *(f"| | integer | t{n} | T {n} | | | |" for n in range(MOST)),
        "| | end_repeat | | | | | |",
    ]
    return scenario(HEAD + "\n".join(rows) + TAIL)


def test_a_long_group_becomes_pages_of_like_length_with_items_whole() -> None:
    session = long_form(1, 130)
    pages = [section for section in sections_of(session) if section.group == "/data/g0"]
    assert [page.label for page in pages] == [f"Group 0 · {n}/3" for n in (1, 2, 3)]
    assert [ref for page in pages for ref in page.refs] == [f"/data/g0/q0_{n}" for n in range(130)]
    assert max(len(page.refs) for page in pages) <= MOST
    items = [
        {session.form.definition(ref).attributes.get(FS + "item") for ref in page.refs}
        for page in pages
    ]
    assert not any(one & other - {None} for one, other in itertools.pairwise(items))


def test_a_form_of_ordinary_length_has_a_page_a_group() -> None:
    pages = sections_of(long_form(3, MOST))
    assert [page.ref for page in pages[:3]] == ["/data/g0", "/data/g1", "/data/g2"]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_worked_out_step_by_step_is_what_is_worked_out_at_once(seed: int) -> None:
    chance = random.Random(seed)
    session = long_form(2, 60)
    state = FormState(session, lambda _ref: False)
    model = SectionModel()
    QAbstractItemModelTester(model)
    model.show_state(state)
    for _ in range(30):
        guests = session.instances("/data/tamu")
        match chance.randrange(5):
            case 0:
                added = session.add_repeat("/data/tamu")
                changed = session.changed | {added}
            case 1 if len(guests) > 1:
                gone = chance.choice(guests)
                changed = session.remove_repeat(gone) | {gone}
            case 2 if guests:
                changed = session.set(f"{chance.choice(guests)}/nama", chance.choice(("", "Ani")))
            case _:
                ref = f"/data/g{chance.randrange(2)}/q{{}}_{chance.choice((0, 5, 8, 12))}"
                group = ref[7]
                changed = session.set(ref.format(group), chance.choice(("", "1", "2")))
        state.update(changed)
        model.show_state(state)
        anew = FormState(session, lambda _ref: False)
        assert state.sections == anew.sections
        assert state.total() == anew.total()
        assert state.violations() == anew.violations()
        assert [state.standing(s) for s in state.sections] == [
            anew.standing(s) for s in anew.sections
        ]
        for guest in session.instances("/data/tamu"):
            assert state.standing_of(guest) == anew.standing_of(guest)
        assert model.rowCount() == len(state.sections) + 1


def test_an_entry_at_the_end_is_put_in_and_nothing_else_is_shown_anew(qtbot: QtBot) -> None:
    del qtbot
    session = long_form(1, 10)
    state, model = FormState(session, lambda _ref: False), SectionModel()
    model.show_state(state)
    reset, put_in = QSignalSpy(model.modelReset), QSignalSpy(model.rowsInserted)
    added = session.add_repeat("/data/tamu")
    assert state.update(session.changed | {added})
    model.show_state(state)
    assert (reset.count(), put_in.count()) == (0, 1)


def test_few_pages_are_kept_and_one_out_of_sight_shows_what_changed_when_it_comes_back(
    qtbot: QtBot, theme: Theme
) -> None:
    session = long_form(12, 4)
    state, pages = FormState(session, lambda _ref: False), Pages(theme)
    qtbot.addWidget(pages)
    looked: list[str] = []
    pages.look = looked.append
    groups = [section for section in state.sections if section.refs and not section.depth]
    first = pages.open_section(groups[0])
    pages.open_section(groups[1])
    looked.clear()
    pages.refresh(["/data/g0/q0_2"])
    assert looked == []
    assert pages.open_section(groups[0]) is first
    assert looked == ["/data/g0/q0_2"]
    for group in groups[1:]:
        pages.open_section(group)
    assert pages.open_section(groups[-2]) is not first
    assert pages.open_section(groups[0]) is not first
    assert pages.count() < len(groups)


def test_a_page_shows_its_first_questions_at_once_and_the_rest_when_those_are_painted(
    qtbot: QtBot, theme: Theme
) -> None:
    session = long_form(1, 40)
    section = FormState(session, lambda _ref: False).sections[0]

    def look(ref: str) -> NodeView | None:
        return view_of(session, ref) if session.relevant(ref) else None

    page = SectionPage(theme, section, look)
    qtbot.addWidget(page)
    assert page.findChildren(QuestionFrame)
    assert not page.whole
    assert page.end() == section.refs[0]
    assert page.end(last=True) == "/data/g0/q0_39"
    page.show()
    qtbot.waitUntil(lambda: page.whole, timeout=30_000)
    assert page.questions() == [ref for ref in section.refs if session.relevant(ref)]


def test_the_last_row_of_the_sections_is_painted_again_only_when_it_says_something_else(
    qtbot: QtBot,
) -> None:
    del qtbot
    session = long_form(3, 8)
    state, model = FormState(session, lambda _ref: False), SectionModel()
    model.show_state(state)

    def rows_told(ref: str) -> set[int]:
        told = QSignalSpy(model.dataChanged)
        state.update(session.set(ref, "1"))
        model.show_state(state)
        return {told.at(n)[0].row() for n in range(told.count())}

    assert rows_told("/data/g1/q1_0") == {1, model.rowCount() - 1}  # one less is missing
    assert rows_told("/data/g1/q1_1") == {1}


def test_what_the_form_only_works_out_is_told_to_no_page(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    bridge = sitting(screen).bridge
    told = list[frozenset[str]]()
    bridge.changed.connect(told.append)
    bridge.answer("/data/awal/meja", "4")
    assert bridge.session.get("/data/kursi") == "16"
    assert told == [frozenset({"/data/awal/meja"})]
    bridge.undo.undo()
    assert told[1:] == [frozenset({"/data/awal/meja"})]


def test_going_to_the_end_looks_at_no_question_that_goes_out_of_sight(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    pages, ask = screen.face.pages, sitting(screen).look
    page = pages.page
    assert page is not None
    looked = list[str]()
    page._look = lambda ref: looked.append(ref) or ask(ref)
    sitting(screen).act("finish")
    assert pages.at_end
    assert looked == [page.current], "only the one that was left"
    sitting(screen).act("previous-section")
    sitting(screen).walk.open_ref(page.section.ref)
    assert pages.page is page
    frames = [page.frame(ref) for ref in page.questions()]
    assert any(frame.error for frame in frames if frame is not None), "what is missing shows"
