"""The list of visits in SQL: every visit once and in order, found and counted as plain Python does it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.journal import new_id
from fieldsurvey.store import Store, driver
from fieldsurvey.store.migrations import APPLICATION_ID, migrations
from fieldsurvey.survey.line_ports import Horizon, KeptLine, Mark, VisitLine, Wanted, Word
from fieldsurvey.survey.model import VisitState
from tests.store.store_story import VISIT, shown, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TODAY = date(2026, 11, 23)
_HORIZON = Horizon(_TODAY, _TODAY + timedelta(days=7))
_CITIES = (("Bandung", "Jawa Barat"), ("Makassar", "Sulawesi Selatan"), ("", ""))


def _kept(number: int, chance: random.Random) -> KeptLine:
    """Return a visit as chance makes it."""
    city, province = chance.choice(_CITIES)
    day = chance.choice((None, date(2025, 3, 1), date(2026, 3, 1)))
    line = VisitLine(
        id=f"visit-{number:03}",
        mall=f"MPP {city} {number}",
        city=city,
        province=province,
        state=chance.choice(list(VisitState)),
        day=day,
        instrument=chance.choice(("mpp-sidak", "mpp-klinik")),
        version="1",
        title="Sidak",
        to_decide=chance.choice((0, 0, 2)),
        sealed=chance.random() < 0.5,
        signed=chance.random() < 0.3,
        copies=chance.choice((0, 0, 1, 2)),
    )
    days = [_TODAY + timedelta(days=chance.choice((-30, -1, 0, 3, 7, 8))) for _ in range(4)]
    return KeptLine(
        line.id,
        line,
        archived=chance.random() < 0.2,
        words=f"{line.mall} {line.instrument} {day or ''}".casefold(),
        findings=tuple(days[: chance.choice((0, 0, 1, 3))]),
        complaints=tuple(days[3:] if chance.random() < 0.2 else ()),
    )


@pytest.fixture(scope="module")
def kept() -> list[KeptLine]:
    """Some visits."""
    chance = random.Random(6)
    return [_kept(number, chance) for number in range(300)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, kept: list[KeptLine]) -> Iterator[Store]:
    """A database that keeps them, and a registry among them."""
    with Store.open(tmp_path_factory.mktemp("lines") / "visit.db", create=True) as opened:
        opened.lines.keep([*kept[::2], *kept[1::2], KeptLine("registry", None)])
        yield opened


def _due(each: KeptLine) -> tuple[int, int]:
    late = sum(day < _TODAY for day in (*each.findings, *each.complaints))
    return late, sum(_TODAY <= day <= _HORIZON.near for day in each.findings)


def _fits(each: KeptLine, only: VisitState | Mark | None) -> bool:
    """Say in Python what a state or a mark means."""
    line = each.line
    assert line is not None
    late, near = _due(each)
    return {
        None: True,
        Mark.DECIDE: line.to_decide > 0,
        Mark.OVERDUE: late > 0,
        Mark.NEAR: near > 0,
        Mark.UNSIGNED: line.state is VisitState.SEALED and not line.signed,
        Mark.SIGNED: line.signed,
        Mark.HELD: line.copies > 0,
        Mark.ALONE: line.copies == 0,
    }.get(only, line.state is only)  # type: ignore[arg-type]


def _found(kept: list[KeptLine], wanted: Wanted) -> list[str]:
    """Find in Python what is wanted."""
    ids = []
    for each in kept:
        line = each.line
        assert line is not None
        named = all(word.text in each.words or line.state in word.states for word in wanted.words)
        year = str(line.day.year) if line.day else ""
        narrowed = (
            (not wanted.year or wanted.year == year)
            and (not wanted.province or wanted.province == line.province)
            and (not wanted.instrument or wanted.instrument == line.instrument)
        )
        if each.archived == wanted.archived and named and narrowed and _fits(each, wanted.only):
            ids.append(line.id)
    return sorted(ids, reverse=True)


_WORDS = ((), (Word("bandung"),), (Word("mpp"), Word("2026")), (Word("sel", (VisitState.SEALED,)),))


@pytest.mark.parametrize("words", _WORDS)
def test_search_and_filters_agree_with_plain_python(
    store: Store, kept: list[KeptLine], words: tuple[Word, ...]
) -> None:
    for archived, year, place, instrument in product(
        (False, True), ("", "2026"), ("", "Jawa Barat"), ("", "mpp-klinik")
    ):
        wanted = Wanted(archived, None, year, place, instrument, words)
        counts = store.lines.counts(wanted, _HORIZON)
        for only in (None, *VisitState, *Mark):
            one = Wanted(archived, only, year, place, instrument, words)
            expected = _found(kept, one)
            assert store.lines.ids(one, _HORIZON) == expected
            assert counts[only] == len(expected)


def test_pages_hold_every_visit_once_in_order(store: Store, kept: list[KeptLine]) -> None:
    ids = store.lines.ids(Wanted(), _HORIZON)
    pages = [store.lines.lines(ids[at : at + 7], _HORIZON) for at in range(0, len(ids), 7)]
    read = [page[visit] for at, page in enumerate(pages) for visit in ids[at * 7 : at * 7 + 7]]
    assert [line.id for line in read] == sorted(
        (each.stream for each in kept if not each.archived), reverse=True
    )
    made = {each.stream: each for each in kept}
    for line in read:
        late, near = _due(made[line.id])
        assert (line.overdue, line.near) == (late, near)
        before = made[line.id].line
        assert before is not None
        assert line.mall == before.mall
        assert (line.day, line.state, line.signed) == (before.day, before.state, before.signed)


def test_counts_of_the_list_and_of_what_is_due(store: Store, kept: list[KeptLine]) -> None:
    lines = store.lines
    there = [each for each in kept if not each.archived]
    assert lines.count(archived=False) == len(there)
    assert lines.count(archived=True) == len(kept) - len(there)
    late, near = zip(*map(_due, kept), strict=True)
    assert lines.due(_HORIZON) == (sum(late), sum(near))
    assert lines.reminding(_HORIZON) == sorted(e.stream for e in kept if any(_due(e)) or _soon(e))
    years = Counter(str(e.line.day.year) for e in there if e.line and e.line.day)
    assert lines.facets(archived=False).years == dict(sorted(years.items()))
    assert set(lines.facets(archived=False).provinces) == {"Jawa Barat", "Sulawesi Selatan"}


def _soon(each: KeptLine) -> bool:
    return any(day <= _HORIZON.near for day in each.complaints)


def test_a_change_makes_the_line_of_its_visit_alone_out_of_date(
    opened: Callable[..., Store],
) -> None:
    store, other = opened("own"), new_id()
    write(store, "s", "name", "Budi")
    store.lines.keep([KeptLine(VISIT, None), KeptLine(other, None)])
    assert store.lines.stale(9) == []
    write(store, "s", "name", "Ani")
    assert store.lines.stale(9) == [VISIT]
    store.lines.keep([KeptLine(VISIT, None, partial=True)])
    assert (store.lines.count_stale(), store.lines.partial()) == (0, True)
    store.lines.doubt_partial()
    assert store.lines.stale(9) == [VISIT]
    store.lines.begin("other rules")
    assert store.lines.count_stale() == 2
    store.rebuild()
    assert store.lines.stale(9) == [VISIT]
    assert store.check() == []


def test_a_database_without_lines_is_migrated_and_makes_them_when_somebody_looks(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    new = opened("new")
    write(new, "s", "name", "Budi")
    write(new, "v", "sample", True, kind="visit")
    before = shown(new)
    new.close()
    link = driver.open_link(tmp_path / "old.db", None, create=True)
    link.run(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(link.database(), stop_before="0007_lines")
    link.run("ATTACH ? AS now", (str(tmp_path / "new.db"),))
    for (table,) in link.rows("SELECT name FROM main.sqlite_master WHERE type = 'table'"):
        if not table.startswith(("sqlite_", "_sqlite_")):
            link.run(f'INSERT INTO main."{table}" SELECT * FROM now."{table}"')  # noqa: S608  ours
    link.close()
    (tmp_path / "old.db").replace(tmp_path / "new.db")
    now = opened("new")
    assert list(tmp_path.glob("new.db.schema-6.*.bak"))
    assert shown(now) == before
    assert now.visits() == [VISIT]
    assert now.lines.stale(9) == [VISIT]
    assert now.check() == []
